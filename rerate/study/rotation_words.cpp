#include "rerate/study/rotation_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rerate/base/number_text.h"
#include "rerate/study/rotation_definition_words.h"
#include "rerate/study/rotation_luck_words.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr Index kFewMonths = 120;  // of a backtest
constexpr std::size_t kMostNamed = 4;

std::string percent(double share, int decimals = 0) {
  return std::isnan(share) ? "not known" : fixed(100 * share, decimals) + "%";
}

std::string ratio(double value) { return std::isnan(value) ? "not known" : fixed(value, 2); }

const std::string& title_of(const RotationFindings& found, const SectorStanding& standing) {
  return found.sector_titles.at(static_cast<std::size_t>(standing.sector));
}

// "utilities (among the 3 best in 93% of redrawn pasts), energy (71%) and money (48%)".
std::string sides(const RotationFindings& found, bool best) {
  const auto& standings = found.standings;
  std::vector<std::string> words;
  bool told = false;  // what the shares are of
  for (std::size_t i = 0; i < std::min(favoured_count(found), kMostNamed); ++i) {
    const auto& one = best ? standings[i] : standings[standings.size() - 1 - i];
    const double share = best ? one.among_best : one.among_worst;
    words.push_back(title_of(found, one));
    if (std::isnan(share)) continue;
    const auto of =
        told ? std::string() : fmt::format("among the {} {} in ", best_count(found), best ? "best" : "worst");
    words.back() += fmt::format(" ({}{}{})", of, percent(share), told ? "" : " of redrawn pasts");
    told = true;
  }
  if (const auto left = favoured_count(found) - words.size(); left > 0)
    words.push_back(few_in_words(left) + " more");
  return joined_with_and(words);
}

std::string standing_sentence(const RotationFindings& found) {
  const auto when = month_in_words(found.panel.decided_at(found.now));
  if (favoured_count(found) == 0) return fmt::format("At the end of {} too few sectors have a score", when);
  return fmt::format("At the end of {} the model favours {} and avoids {}", when, sides(found, true),
                     sides(found, false));
}

std::string earnings_clause(const RotationFindings& found) {
  const auto* benchmark = headline_benchmark(found);
  auto text = fmt::format("following it over {} would have earned {} a year after costs",
                          months_in_words(found, found.compared_first, found.compared),
                          percent(found.figures.cagr, 1));
  if (!benchmark) return text + fmt::format(" (Sharpe ratio {})", ratio(found.figures.sharpe));
  return text + fmt::format(", {} {} (Sharpe ratio {} against {})", benchmark->title,
                            percent(benchmark->figures.cagr, 1), ratio(found.figures.sharpe),
                            ratio(benchmark->figures.sharpe));
}

// --- facts ---

// First month of a sector's prices, as a row of the panel.
Index joined(const SectorPanel& panel, Index sector) {
  Index m = 0;
  while (m < panel.months() && std::isnan(panel.month_price(m, sector))) ++m;
  return m;
}

// Sectors that came after the first month, by the month they came in.
std::map<Index, std::vector<std::string>> late_joiners(const RotationFindings& found) {
  std::map<Index, std::vector<std::string>> late;
  for (Index i = 0; i < found.panel.sectors(); ++i)
    if (const Index m = joined(found.panel, i); m > 0 && m < found.panel.months())
      late[m].push_back(found.sector_titles.at(static_cast<std::size_t>(i)));
  return late;
}

std::string joined_in_words(const RotationFindings& found) {
  std::vector<std::string> words;
  for (const auto& [month, titles] : late_joiners(found))
    words.push_back(
        fmt::format("{} in {}", joined_with_and(titles), month_in_words(found.panel.decided_at(month))));
  return joined_with_and(words);
}

std::string universe_fact(const RotationFindings& found) {
  auto text = fmt::format("{} from {} on", count_of(found.sector_titles.size(), "sector"),
                          month_in_words(found.panel.decided_at(0)));
  if (const auto late = joined_in_words(found); !late.empty())
    text += fmt::format(", of which joined {}", late);
  return text + "; the list is today's: a sector that was given up before is not in it";
}

std::string benchmarks_fact(const RotationFindings& found) {
  std::vector<std::string> words;
  for (const auto& one : found.benchmarks) words.push_back(title_of(found, one));
  return fmt::format(
      "{}; equal weights are put back every month without costs, 12-1 momentum trades as the "
      "portfolio does",
      joined_with_and(words));
}

std::string earned_fact(const RotationFindings& found) {
  auto text = fmt::format("turnover of {} a year (one way) cost {} pp of return a year",
                          percent(found.turnover_a_year), fixed(100 * found.cost_drag, 2));
  if (found.break_even_bp > 0)
    text += fmt::format("; the mean lead would be gone at {} bp one way", fixed(found.break_even_bp, 0));
  if (found.capacity > 0)
    text += fmt::format("; up to a capital of {} 95% of trades stay below 5% of a day's volume",
                        grouped(found.capacity, 0));
  constexpr double kSingle = 1.05;
  if (std::isfinite(found.intervals.block_length))
    text += "; 90% intervals by stationary bootstrap, " +
            (found.intervals.block_length < kSingle
                 ? std::string("of single months")
                 : fmt::format("blocks of {} months on average", fixed(found.intervals.block_length, 1)));
  return text;
}

std::string chances_fact(const RotationFindings& found) {
  return fmt::format(
      "of being among the {0} best or worst: the months behind the signals are drawn anew in "
      "blocks, {1} times, the same for all sectors, and all are ranked again",
      best_count(found), grouped(found.request->draws, 0));
}

// --- warnings ---

void warn(std::vector<std::string>& warnings, std::string text) {
  if (!text.empty()) warnings.push_back(std::move(text));
}

std::string shorter_comparison(const RotationFindings& found) {
  const Index all = found.run.backtest.months();
  if (found.compared >= all || found.compared <= 0) return {};
  return fmt::format(
      "Figures are over {} of the {} months that the portfolio was held ({}): beyond, benchmark or "
      "cash have no figure.",
      found.compared, all, months_in_words(found, found.compared_first, found.compared));
}

std::string no_cash(const RotationFindings& found) {
  if (found.request->cash) return {};
  return "No cash rate is given: Sharpe and Sortino ratios are of returns, not of returns over cash, and "
         "what is "
         "not invested earns nothing.";
}

std::string late_sectors(const RotationFindings& found) {
  const auto late = joined_in_words(found);
  if (late.empty()) return {};
  return fmt::format("Some sectors joined later: {}. Before, the best were chosen among fewer.", late);
}

std::string trading(const RotationFindings& found) {
  const auto& settings = found.definition.trading;
  if (settings.trade_lag == 0)
    return "Trades are made at the very closing prices that decided them, which nobody who reads them can "
           "do.";
  if (found.panel.grid == Frequency::monthly)
    return "Prices are monthly: what one month's end decides is traded at the next one's, a month later.";
  return {};
}

std::string no_costs(const RotationFindings& found) {
  const auto& settings = found.definition.trading;
  if (settings.cost_rate > 0 || settings.impact_coefficient > 0) return {};
  return "Trading is taken to cost nothing: net returns are gross ones.";
}

std::string overlapping(const RotationFindings& found) {
  const int horizon = found.definition.score.horizon;
  if (horizon <= 1) return {};
  return fmt::format(
      "Returns over {} months overlap from month to month: t of rank correlations allow for it.", horizon);
}

std::string few_months(const RotationFindings& found) {
  if (found.compared >= kFewMonths) return {};
  return fmt::format(
      "{} are few for telling skill from luck.",
      capitalised(count_of(static_cast<std::size_t>(std::max<Index>(0, found.compared)), "month")));
}

std::string failed_variants(const RotationFindings& found) {
  const auto& figures = found.variant_runs.figures;
  const auto failed = [](const auto& one) { return !one.failed.empty(); };
  const auto count = std::count_if(figures.begin(), figures.end(), failed);
  if (count == 0) return {};
  return fmt::format("{} of {} definitions could not be run: {}", count, figures.size(),
                     std::find_if(figures.begin(), figures.end(), failed)->failed);
}

// Signals whose figures are all alike, and add nothing to any score. (Those without figures the findings warn of.)
std::string silent_signals(const RotationFindings& found) {
  std::vector<std::string> silent;
  for (std::size_t i = 0; i < found.signal_titles.size(); ++i) {
    const auto known = [&](const SectorStanding& one) {
      return i < one.figure.size() && std::isfinite(one.figure[i]);
    };
    const auto adds = [&](const SectorStanding& one) {
      return i < one.contribution.size() && std::isfinite(one.contribution[i]) && one.contribution[i] != 0;
    };
    if (std::any_of(found.standings.begin(), found.standings.end(), known) &&
        std::none_of(found.standings.begin(), found.standings.end(), adds))
      silent.push_back(found.signal_titles[i]);
  }
  if (silent.empty()) return {};
  return fmt::format("{} {} no sector from another at the end of {}: {} figures are all alike.",
                     capitalised(joined_with_and(silent)), silent.size() == 1 ? "tells" : "tell",
                     month_in_words(found.panel.decided_at(found.now)), silent.size() == 1 ? "its" : "their");
}

std::string licensed(const RotationFindings& found) {
  if (found.may_show_all) return {};
  return "Some prices may not be republished: monthly returns and weights stand in whole percents, wealth in "
         "steps of a percent, scores in twentieths.";
}

}  // namespace

std::string rotation_headline(const RotationFindings& found) {
  return fmt::format("{}; {}: {}.", standing_sentence(found), earnings_clause(found),
                     verdict_in_words(found));
}

std::vector<Fact> rotation_facts(const RotationFindings& found) {
  std::vector<Fact> facts = {{"Universe", universe_fact(found)},   {"Signals", signals_in_words(found)},
                             {"Score", scoring_in_words(found)},   {"Portfolio", portfolio_in_words(found)},
                             {"Trading", trading_in_words(found)}, {"Costs", earned_fact(found)}};
  if (!found.benchmarks.empty()) facts.push_back({"Benchmarks", benchmarks_fact(found)});
  if (!found.standings.empty()) facts.push_back({"Chances", chances_fact(found)});
  return facts;
}

// Good when it beat its benchmark and cash by more than luck; watch when it beat its benchmark so, but not cash; stress when
// it trailed its benchmark; neutral when luck explains as much of the lead, or it cannot be told. That a holder of stocks beat cash
// turns no lamp.
std::vector<Light> rotation_lights(const RotationFindings& found) {
  auto state = Light::State::neutral;
  switch (luck_verdict(found)) {
    case LuckVerdict::convinces: state = Light::State::good; break;
    case LuckVerdict::benchmark_only: state = Light::State::watch; break;
    case LuckVerdict::trailed: state = Light::State::stress; break;
    case LuckVerdict::cash_only:
    case LuckVerdict::luck:
    case LuckVerdict::unknown: break;
  }
  const auto* benchmark = headline_benchmark(found);
  auto text = fmt::format("Sharpe ratio {}", ratio(found.figures.sharpe));
  if (benchmark) text += fmt::format(", {} {}", benchmark->title, ratio(benchmark->figures.sharpe));
  text += fmt::format("; SPA {}", p_in_words(found.luck.spa_p));
  return {{"Sector rotation", state, std::move(text)}};
}

std::vector<std::string> rotation_warnings(const RotationFindings& found) {
  auto warnings = found.warnings;
  for (auto* tell : {shorter_comparison, silent_signals, few_months, late_sectors, trading, no_costs, no_cash,
                     overlapping, failed_variants, licensed})
    warn(warnings, tell(found));
  return warnings;
}

}  // namespace rerate
