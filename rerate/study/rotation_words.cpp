#include "rerate/study/rotation_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "rerate/base/number_text.h"
#include "rerate/rotation/performance.h"
#include "rerate/study/rotation_definition_words.h"
#include "rerate/study/rotation_luck_words.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr std::size_t kMostNamed = 4;

std::string percent(double share, int decimals = 0) {
  return std::isnan(share) ? "not known" : fixed(100 * share, decimals) + "%";
}

std::string ratio(double value) { return std::isnan(value) ? "not known" : fixed(value, 2); }

const std::string& title_of(const RotationFindings& found, const SectorStanding& standing) {
  return found.sector_titles.at(static_cast<std::size_t>(standing.sector));
}

// "energy (over 99%), utilities (93%) and money (48%)".
std::string sides(const RotationFindings& found, bool best) {
  const auto& standings = found.standings;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(favoured_count(found), kMostNamed); ++i) {
    const auto& one = best ? standings[i] : standings[standings.size() - 1 - i];
    const double share = best ? one.among_best : one.among_worst;
    words.push_back(title_of(found, one));
    if (!std::isnan(share)) words.back() += fmt::format(" ({})", chance_in_words(share));
  }
  if (const auto left = favoured_count(found) - words.size(); left > 0)
    words.push_back(few_in_words(left) + " more");
  return joined_with_and(words);
}

// What the brackets say, told once.
std::string brackets(const RotationFindings& found) {
  const auto known = [](const SectorStanding& one) {
    return !std::isnan(one.among_best) || !std::isnan(one.among_worst);
  };
  if (std::none_of(found.standings.begin(), found.standings.end(), known)) return {};
  return " (share of redrawn pasts that agree)";
}

std::string standing_clause(const RotationFindings& found) {
  const auto when = month_in_words(found.panel.decided_at(found.now));
  if (favoured_count(found) == 0) return fmt::format("At the end of {} too few sectors have a score", when);
  return fmt::format("In {} the model favours {} and avoids {}{}", when, sides(found, true),
                     sides(found, false), brackets(found));
}

// Of a benchmark over the months of the headline; NaN where it has not all of them.
double return_over_the_same_months(const RotationFindings& found, const RotationBenchmark& one) {
  const auto first = static_cast<std::size_t>(found.compared_first);
  const auto count = static_cast<std::size_t>(found.compared);
  constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
  if (count < 2 || first + count > std::min(one.returns.size(), found.cash.size())) return kNotKnown;
  const auto returns = std::span(one.returns).subspan(first, count);
  const auto cash = std::span(found.cash).subspan(first, count);
  const auto missing = [](double value) { return !std::isfinite(value); };
  if (std::ranges::any_of(returns, missing) || std::ranges::any_of(cash, missing)) return kNotKnown;
  return performance(returns, cash).cagr;
}

// "since Oct 1963" up to the newest month, "over Oct 1963 to Dec 2024" otherwise.
std::string stretch(const RotationFindings& found, Index first, Index count) {
  if (count > 0 && first + count == found.run.backtest.months())
    return "since " + month_in_words(found.month_end(first));
  return "over " + months_in_words(found, first, count);
}

// "12-1 momentum 10.4%", which needs no model, where it earned more than the portfolio and is not the headline's benchmark anyway. Of
// other months than the headline's what the portfolio earned over them stands beside it.
std::string better_momentum(const RotationFindings& found) {
  for (const auto& one : found.benchmarks) {
    if (one.id != "momentum" || &one == headline_benchmark(found)) continue;
    const double earned = return_over_the_same_months(found, one);
    if (earned > found.figures.cagr) return fmt::format("12-1 momentum {}", percent(earned, 1));
    if (std::isnan(earned) && one.figures.cagr > one.own.cagr)
      return fmt::format("12-1 momentum {} ({}, the model {})", percent(one.figures.cagr, 1),
                         stretch(found, one.first, one.months), percent(one.own.cagr, 1));
  }
  return {};
}

std::string earnings_clause(const RotationFindings& found) {
  auto text =
      fmt::format("{} it earned {} a year after costs", stretch(found, found.compared_first, found.compared),
                  percent(found.figures.cagr, 1));
  if (const auto* benchmark = headline_benchmark(found))
    text += fmt::format(", {} {}", benchmark->title, percent(benchmark->figures.cagr, 1));
  if (const auto momentum = better_momentum(found); !momentum.empty()) text += ", " + momentum;
  return text;
}

// --- facts ---

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
  else if (std::isnan(found.capacity))
    text += "; up to what capital it can be traded is not told: no volumes are given";
  constexpr double kSingle = 1.05;
  if (std::isfinite(found.intervals.block_length))
    text += "; 90% intervals by stationary bootstrap, " +
            (found.intervals.block_length < kSingle
                 ? std::string("of single months")
                 : fmt::format("blocks of {} months on average", fixed(found.intervals.block_length, 1)));
  return text;
}

// Signals of which a redrawn past says nothing, as they read a single month or none.
std::string not_redrawn(const RotationFindings& found) {
  std::vector<std::string> words;
  const auto& signals = found.definition.signals;
  for (std::size_t i = 0; i < signals.size() && i < found.signal_titles.size(); ++i)
    if (signals[i].kind == SignalKind::figures ||
        (signals[i].kind == SignalKind::reversal && signals[i].months == 1))
      words.push_back(found.signal_titles[i]);
  if (words.empty()) return {};
  return fmt::format("; {}, of a single month, {} not redrawn", some_of(words),
                     words.size() == 1 ? "is" : "are");
}

std::string chances_fact(const RotationFindings& found) {
  return fmt::format(
      "the sampling noise of today's score, no forecast: the months behind the signals are drawn anew in "
      "blocks, {1} times, the same for all sectors, and all are ranked again; the share is that of draws "
      "among the {0} best or worst{2}",
      best_count(found), grouped(found.request->draws, 0), not_redrawn(found));
}

}  // namespace

std::string rotation_headline(const RotationFindings& found) {
  return fmt::format("{}; {}: {}.", standing_clause(found), earnings_clause(found), verdict_in_words(found));
}

std::vector<Fact> rotation_facts(const RotationFindings& found) {
  std::vector<Fact> facts = {{"Universe", universe_fact(found)},   {"Signals", signals_in_words(found)},
                             {"Score", scoring_in_words(found)},   {"Portfolio", portfolio_in_words(found)},
                             {"Trading", trading_in_words(found)}, {"Costs", earned_fact(found)}};
  if (!found.benchmarks.empty()) facts.push_back({"Benchmarks", benchmarks_fact(found)});
  if (!found.standings.empty()) facts.push_back({"Chances", chances_fact(found)});
  return facts;
}

// Good when all tests say that luck does not explain the lead; watch when SPA and StepM do, but the deflated lead does not;
// stress when it trailed its benchmark; neutral when luck explains the lead, or it cannot be told. That a holder of stocks beat
// cash turns no lamp.
std::vector<Light> rotation_lights(const RotationFindings& found) {
  auto state = Light::State::neutral;
  switch (luck_verdict(found)) {
    case LuckVerdict::convinces: state = Light::State::good; break;
    case LuckVerdict::in_part: state = Light::State::watch; break;
    case LuckVerdict::trailed: state = Light::State::stress; break;
    case LuckVerdict::luck:
    case LuckVerdict::unknown: break;
  }
  const auto* benchmark = headline_benchmark(found);
  auto text = fmt::format("Sharpe ratio {}", ratio(found.figures.sharpe));
  if (benchmark) text += fmt::format(", {} {}", benchmark->title, ratio(benchmark->figures.sharpe));
  text += fmt::format("; SPA {}", p_in_words(found.luck.spa_p));
  return {{"Sector rotation", state, std::move(text)}};
}

}  // namespace rerate
