#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rerate/base/number_text.h"
#include "rerate/study/rotation_portfolio_request.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/rotation_words.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr Index kFewMonths = 120;  // of a backtest

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

std::string ended_sectors(const RotationFindings& found) {
  const auto ended = ended_in_words(found);
  if (ended.empty()) return {};
  return fmt::format("Some sectors ended: {}. What was held of them is sold at their last price.", ended);
}

constexpr double kNothing = 1e-9;  // of weight

// Months in which the rule found fewer sectors to hold than it is to, or none.
std::string idle_months(const RotationFindings& found) {
  const auto& weights = found.run.backtest.weights;
  const auto& portfolio = found.definition.portfolio;
  const Index wanted = portfolio.rule == PortfolioRule::top_k ? portfolio.k : 1;
  Index fewer = 0, none = 0;
  for (Index i = 0; i < weights.rows(); ++i) {
    fewer += (weights.row(i).array() > kNothing).count() < wanted;
    none += (weights.row(i).array().abs() > kNothing).count() == 0;
  }
  const auto all = weights.rows();
  if (fewer == 0) return {};
  if (fewer == none)
    return fmt::format("In {} of {} months nothing was held: everything was in cash.", none, all);
  auto text = fmt::format("In {} of {} months fewer than {} were held", fewer, all,
                          count_of(static_cast<std::size_t>(wanted), "sector"));
  if (none > 0) text += fmt::format(", in {} of them nothing but cash", none);
  return text + ".";
}

// A limit on turnover holds at the decision, where it can: what has to be sold is sold, and holdings move until the trade.
std::string exceeded_turnover(const RotationFindings& found) {
  constexpr double kRounding = 1e-6;
  const auto& portfolio = found.definition.portfolio;
  const auto& backtest = found.run.backtest;
  if (!portfolio.most_turnover || !has_limits(portfolio.rule)) return {};
  Index count = 0, all = 0;
  double most = 0;
  bool begun = false;  // the first trade buys everything
  for (std::size_t i = 0; i < backtest.turnover.size(); ++i) {
    if (begun) {
      ++all;
      count += backtest.turnover[i] > *portfolio.most_turnover + kRounding;
      most = std::max(most, backtest.turnover[i]);
    }
    begun = begun || backtest.traded[i];
  }
  if (count == 0) return {};
  return fmt::format(
      "Turnover was above its limit of {}% in {} of {} months, {}% at most: sectors that left the chosen "
      "ones or ended "
      "must be sold, and holdings drift between decision and trade.",
      shortest(100 * *portfolio.most_turnover), count, all, fixed(100 * most, 1));
}

// Limits that were given, but that the rule does not read.
std::string unread_limits(const RotationFindings& found) {
  const auto& portfolio = found.definition.portfolio;
  if (has_limits(portfolio.rule)) return {};
  std::vector<std::string> unread;
  if (portfolio.least != 0) unread.push_back("least");
  if (portfolio.most != 1) unread.push_back("most");
  if (!portfolio.sector_least.empty() || !portfolio.sector_most.empty()) unread.push_back("limits");
  if (portfolio.tracking_error) unread.push_back("tracking_error");
  if (portfolio.most_turnover) unread.push_back("turnover");
  if (unread.empty()) return {};
  return fmt::format("The rule {} does not read {}: no such limit was kept.", to_string(portfolio.rule),
                     joined_with_and(unread));
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

std::string at_the_end(const RotationFindings& found) {
  return "at the end of " + month_in_words(found.panel.decided_at(found.now));
}

double newest_weight(const RotationFindings& found, std::size_t signal) {
  const auto& weight = found.run.scores.weight;
  const auto i = static_cast<Index>(signal);
  return found.now < weight.rows() && i < weight.cols() ? weight(found.now, i) : 1;
}

// Signals that add nothing to any score though they have figures: of no weight, or with figures that are all alike. (Those
// without figures the findings warn of.)
std::vector<std::string> silent(const RotationFindings& found, bool weightless) {
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < found.signal_titles.size(); ++i) {
    const auto known = [&](const SectorStanding& one) {
      return i < one.figure.size() && std::isfinite(one.figure[i]);
    };
    const auto adds = [&](const SectorStanding& one) {
      return i < one.contribution.size() && std::isfinite(one.contribution[i]) && one.contribution[i] != 0;
    };
    if ((newest_weight(found, i) == 0) == weightless &&
        std::any_of(found.standings.begin(), found.standings.end(), known) &&
        std::none_of(found.standings.begin(), found.standings.end(), adds))
      titles.push_back(found.signal_titles[i]);
  }
  return titles;
}

std::string weightless_signals(const RotationFindings& found) {
  const auto titles = silent(found, true);
  if (titles.empty()) return {};
  return fmt::format("{} {} to no score {}: the weight learned for {} is 0.", capitalised(some_of(titles)),
                     titles.size() == 1 ? "adds" : "add", at_the_end(found),
                     titles.size() == 1 ? "it" : "each");
}

std::string silent_signals(const RotationFindings& found) {
  const auto titles = silent(found, false);
  if (titles.empty()) return {};
  return fmt::format("{} {} no sector from another {}: {} figures are all alike.",
                     capitalised(some_of(titles)), titles.size() == 1 ? "tells" : "tell", at_the_end(found),
                     titles.size() == 1 ? "its" : "their");
}

// Signals that begin when the portfolio was already held.
std::string late_signals(const RotationFindings& found) {
  std::map<Index, std::vector<std::string>> late;
  for (std::size_t i = 0; i < found.signal_titles.size(); ++i)
    if (const auto first = first_month_of_signal(found, i); first && *first > found.run.backtest.first)
      late[*first].push_back(found.signal_titles[i]);
  if (late.empty() || found.run.backtest.months() == 0) return {};
  std::vector<std::string> words;
  for (const auto& [month, titles] : late)
    words.push_back(
        fmt::format("{} in {}", joined_with_and(titles), month_in_words(found.panel.decided_at(month))));
  return fmt::format(
      "The portfolio is held from {} on, but some signals begin later: {}. What it earned before is not what "
      "the "
      "whole model would have earned.",
      month_in_words(found.month_end(0)), some_of(std::move(words)));
}

std::string licensed(const RotationFindings& found) {
  if (found.may_show_all) return {};
  return "Some prices may not be republished: monthly returns and weights stand in whole percents, wealth in "
         "steps of a percent, scores in twentieths.";
}

}  // namespace

std::vector<std::string> rotation_warnings(const RotationFindings& found) {
  auto warnings = found.warnings;
  for (auto* tell : {late_signals, shorter_comparison, weightless_signals, silent_signals, few_months,
                     late_sectors, ended_sectors, idle_months, exceeded_turnover, unread_limits, trading,
                     no_costs, no_cash, overlapping, failed_variants, licensed})
    warn(warnings, tell(found));
  return warnings;
}

}  // namespace rerate
