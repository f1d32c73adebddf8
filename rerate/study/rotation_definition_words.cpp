#include "rerate/study/rotation_definition_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/number_text.h"
#include "rerate/study/rotation_portfolio_request.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string months(int count) { return count_of(static_cast<std::size_t>(std::max(0, count)), "month"); }

std::string last_months(int count) { return count == 1 ? "the last month" : "the last " + months(count); }

std::string drivers(const RotationFindings& found) {
  std::vector<std::string> words;
  for (const auto& one : found.macro_drivers) words.push_back(one.title);
  return words.empty() ? std::string("its drivers") : joined_with_and(words);
}

std::string how(const RotationFindings& found, const SignalDefinition& signal) {
  switch (signal.kind) {
    case SignalKind::momentum:
      return signal.skip > 0 ? fmt::format("return of {} without the newest {}", last_months(signal.months),
                                           signal.skip == 1 ? "one" : std::to_string(signal.skip))
                             : "return of " + last_months(signal.months);
    case SignalKind::reversal: return "minus the return of " + last_months(signal.months);
    case SignalKind::volatility: return "minus the volatility of " + last_months(signal.months);
    case SignalKind::trend: return "price over its mean of " + last_months(signal.months);
    case SignalKind::own_history:
      return fmt::format("each sector against its own past, as z of all that was known, from {} on",
                         months(signal.first));
    case SignalKind::figures: return "figures of each sector as they are";
    case SignalKind::macro:
      return fmt::format("betas on {} (ridge over {}) times their change of {}", drivers(found),
                         months(signal.months), last_months(signal.change_months));
  }
  return {};
}

bool own_weights(const RotationFindings& found) {
  const auto& signals = found.definition.signals;
  return found.definition.score.weights == SignalWeights::fixed &&
         std::any_of(signals.begin(), signals.end(),
                     [&](const auto& one) { return one.weight != signals.front().weight; });
}

std::string weights_in_words(const ScoreSettings& score) {
  switch (score.weights) {
    case SignalWeights::fixed: return "signals weighed as the study says";
    case SignalWeights::equal: return "signals weighed equally";
    case SignalWeights::inverse_variance:
      return "signals weighed by the inverse variance of their rank correlations so far";
    case SignalWeights::ridge: return "signals weighed by a ridge regression of the returns that followed";
    case SignalWeights::elastic_net:
      return "signals weighed by an elastic net of the returns that followed, its penalty chosen by "
             "time-ordered "
             "cross-validation";
  }
  return {};
}

bool learned(const ScoreSettings& score) {
  return score.weights != SignalWeights::fixed && score.weights != SignalWeights::equal;
}

std::string rule_in_words(const PortfolioSettings& portfolio) {
  const auto k = few_in_words(static_cast<std::size_t>(std::max(0, portfolio.k)));
  switch (portfolio.rule) {
    case PortfolioRule::top_k: return fmt::format("the {} best in equal parts", k);
    case PortfolioRule::rank_weighted: return "the better half, weighed by rank";
    case PortfolioRule::signal_proportional: return "in proportion to scores above the mean";
    case PortfolioRule::minimum_variance:
      return portfolio.k > 0 ? fmt::format("least variance among the {} best", k) : "least variance of all";
    case PortfolioRule::mean_variance_tilt:
      return fmt::format(
          "benchmark weights tilted by scores ({} pp of return a year for a point of score, risk "
          "aversion {})",
          shortest(100 * portfolio.return_per_score), shortest(portfolio.risk_aversion));
  }
  return {};
}

std::string percent(double share) { return fixed(100 * share, 1) + "%"; }

std::string limits_in_words(const PortfolioSettings& portfolio) {
  auto text = fmt::format(", {} to {} a sector", percent(portfolio.least), percent(portfolio.most));
  if (!portfolio.sector_least.empty() || !portfolio.sector_most.empty())
    text += " but for limits of their own";
  if (portfolio.tracking_error)
    text += fmt::format(", tracking error of {} a year at most", percent(*portfolio.tracking_error));
  if (portfolio.most_turnover)
    text += fmt::format(", turnover held to {} each time where it can be", percent(*portfolio.most_turnover));
  return text + fmt::format("; covariance of the last {}, shrunk", months(portfolio.covariance_window));
}

// Titles beside names: a signal that `only_above_zero` names.
std::string signal_title(const RotationFindings& found, const std::string& name) {
  for (std::size_t i = 0; i < found.definition.signals.size() && i < found.signal_titles.size(); ++i)
    if (found.definition.signals[i].name == name) return found.signal_titles[i];
  return name;
}

}  // namespace

std::string signals_in_words(const RotationFindings& found) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < found.definition.signals.size() && i < found.signal_titles.size(); ++i) {
    const auto& signal = found.definition.signals[i];
    auto one = fmt::format("{} ({}", found.signal_titles[i], how(found, signal));
    if (signal.sign < 0) one += "; less is better";
    if (own_weights(found)) one += fmt::format("; weight {}", shortest(signal.weight));
    if (const auto first = first_month_of_signal(found, i))
      one += "; from " + month_in_words(found.panel.decided_at(*first));
    words.push_back(one + ")");
  }
  return words.empty() ? "none" : joined_with_and(words);
}

std::string scoring_in_words(const RotationFindings& found) {
  const auto& score = found.definition.score;
  auto text = score.cross_section == CrossSection::rank
                  ? std::string("ranks across the sectors, from -1 to 1")
                  : fmt::format("z across the sectors, held at {}", shortest(score.winsorise_at));
  text += "; " + weights_in_words(score);
  if (learned(score))
    text += fmt::format(", again every {} on all outcomes known by then, from {} of them on",
                        months(score.refit_every), months(score.first_window));
  if (learned(score) && score.embargo > 0)
    text += fmt::format(", {} left out between", months(score.embargo));
  return text;
}

std::string portfolio_in_words(const RotationFindings& found) {
  const auto& portfolio = found.definition.portfolio;
  auto text = rule_in_words(portfolio);
  if (has_limits(portfolio.rule))
    text += limits_in_words(portfolio);
  else
    text += portfolio.long_short ? ", and the mirror image short" : ", long only";
  text += portfolio.rebalance_months == 3 ? "; decided each quarter" : "; decided each month";
  if (!found.definition.only_above_zero.empty())
    text += fmt::format("; a sector whose {} is not above zero is held in cash",
                        signal_title(found, found.definition.only_above_zero));
  return text;
}

std::string trading_in_words(const RotationFindings& found) {
  const auto& trading = found.definition.trading;
  const auto unit = found.panel.grid == Frequency::monthly ? "month's end" : "trading day";
  auto text = trading.trade_lag == 0 ? std::string("at the closing prices that decide")
                                     : fmt::format("at the prices of the next {}", unit);
  text += fmt::format("; {} bp of the value traded, one way", shortest(10'000 * trading.cost_rate));
  if (trading.impact_coefficient > 0)
    text += fmt::format(", and impact by the square-root law (coefficient {}) with {} of capital",
                        shortest(trading.impact_coefficient), grouped(trading.capital, 0));
  if (trading.no_trade_band > 0)
    text += fmt::format("; nothing is traded while all weights are within {} pp of their targets",
                        shortest(100 * trading.no_trade_band));
  return text + "; holdings drift in between";
}

}  // namespace rerate
