#include "rerate/rotation/rotation.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "rerate/base/number_text.h"
#include "rerate/rotation/rotation_parts.h"

namespace rerate {
namespace {

std::string name_of(const Series* series) { return series ? series->name : "-"; }

std::string joined(const std::vector<double>& figures) {
  std::string text;
  for (const double figure : figures) text += (text.empty() ? "" : " ") + shortest(figure);
  return text;
}

bool is_optimised(PortfolioRule rule) {
  return rule == PortfolioRule::minimum_variance || rule == PortfolioRule::mean_variance_tilt;
}

std::string text_of(const TradingSettings& trading) {
  auto text = fmt::format("trading cost {} band {} lag {}", shortest(trading.cost_rate),
                          shortest(trading.no_trade_band), trading.trade_lag);
  if (trading.impact_coefficient > 0)
    text += fmt::format(" impact {} capital {} volume {}", shortest(trading.impact_coefficient),
                        shortest(trading.capital), joined(trading.volume));
  return text;
}

}  // namespace

// Only what the kind reads: a trend has no skip, and its text must not change with one.
std::string text_of(const SignalDefinition& signal, bool weighted) {
  auto text = fmt::format("{} sign {}", to_string(signal.kind), shortest(signal.sign));
  if (weighted) text += " weight " + shortest(signal.weight);
  const auto add_figures = [&] {
    for (const auto* figures : signal.figures) text += fmt::format(" [{}]", name_of(figures));
  };
  switch (signal.kind) {
    case SignalKind::momentum: return text + fmt::format(" months {} skip {}", signal.months, signal.skip);
    case SignalKind::reversal:
    case SignalKind::volatility:
    case SignalKind::trend: return text + fmt::format(" months {}", signal.months);
    case SignalKind::own_history:
      text += fmt::format(" first {}", signal.first);
      add_figures();
      return text;
    case SignalKind::figures: add_figures(); return text;
    case SignalKind::macro:
      text += fmt::format(" months {} penalty {} change {}", signal.months, shortest(signal.penalty),
                          signal.change_months);
      for (const auto& driver : signal.drivers)
        text += fmt::format(" {} [{}]", driver.name, name_of(driver.level));
      return text;
  }
  return text;
}

std::string text_of(const ScoreSettings& score) {
  auto text = fmt::format("score {}", to_string(score.cross_section));
  if (score.cross_section == CrossSection::z_score) text += " winsorised at " + shortest(score.winsorise_at);
  text += fmt::format(" weights {}", to_string(score.weights));
  if (score.weights == SignalWeights::fixed || score.weights == SignalWeights::equal) return text;
  text += fmt::format(" first {} refit {} lag {} horizon {} embargo {}", score.first_window,
                      score.refit_every, score.trade_lag, score.horizon, score.embargo);
  if (score.weights == SignalWeights::ridge) text += " penalty " + shortest(score.penalty);
  if (score.weights == SignalWeights::elastic_net)
    text += fmt::format(" share {} folds {}", shortest(score.net_share), score.folds);
  return text;
}

std::string text_of(const PortfolioSettings& portfolio) {
  auto text = fmt::format("portfolio {} every {}", to_string(portfolio.rule), portfolio.rebalance_months);
  if (portfolio.rule == PortfolioRule::top_k || portfolio.rule == PortfolioRule::minimum_variance)
    text += fmt::format(" k {}", portfolio.k);
  if (!is_optimised(portfolio.rule)) return text + (portfolio.long_short ? " long-short" : " long");
  text +=
      fmt::format(" window {} least {} {} most {} {}", portfolio.covariance_window, shortest(portfolio.least),
                  joined(portfolio.sector_least), shortest(portfolio.most), joined(portfolio.sector_most));
  if (portfolio.rule == PortfolioRule::mean_variance_tilt)
    text += fmt::format(" aversion {} return {}", shortest(portfolio.risk_aversion),
                        shortest(portfolio.return_per_score));
  if (portfolio.tracking_error) text += " tracking " + shortest(*portfolio.tracking_error);
  if (portfolio.most_turnover) text += " turnover " + shortest(*portfolio.most_turnover);
  return text + fmt::format(" benchmark {}", joined(portfolio.benchmark));
}

std::vector<double> fixed_weights(const RotationDefinition& definition) {
  std::vector<double> weights;
  for (const auto& signal : definition.signals) weights.push_back(signal.weight);
  return weights;
}

ScoreSettings score_settings(const SectorPanel& panel, const RotationDefinition& definition) {
  auto settings = definition.score;
  settings.trade_lag = panel.grid == Frequency::monthly ? definition.trading.trade_lag : 0;
  return settings;
}

std::optional<std::size_t> only_above_zero(const RotationDefinition& definition) {
  if (definition.signals.empty())
    refuse(ErrorCode::rotation_signal, "a rotation without signals", "Give at least one: momentum = {}.");
  if (definition.only_above_zero.empty()) return std::nullopt;
  for (std::size_t s = 0; s < definition.signals.size(); ++s)
    if (definition.signals[s].name == definition.only_above_zero) return s;
  refuse(ErrorCode::rotation_signal,
         fmt::format("`only_above_zero` names no signal: {}", definition.only_above_zero));
}

std::string text_of(const RotationDefinition& definition) {
  // Of a single signal all weights that are not learned are one.
  auto score = definition.score;
  const bool alone = definition.signals.size() == 1;
  if (alone && (score.weights == SignalWeights::fixed || score.weights == SignalWeights::inverse_variance))
    score.weights = SignalWeights::equal;
  const bool weighted = score.weights == SignalWeights::fixed;
  std::string text, filter;
  for (const auto& signal : definition.signals) {
    text += "signal " + text_of(signal, weighted) + "\n";
    if (signal.name == definition.only_above_zero) filter = text_of(signal, false);
  }
  text += text_of(score) + "\n" + text_of(definition.portfolio) + "\n";
  text += text_of(definition.trading) + "\n";
  if (!definition.only_above_zero.empty()) text += "only above zero " + filter + "\n";
  if (!definition.universe.empty()) text += definition.universe + "\n";
  return text;
}

TargetRule target_rule(const Portfolio& portfolio) {
  return {[&portfolio](Index m) { return portfolio.decides(m); },
          [&portfolio](Index m, std::span<const double> held, std::span<double> weights) {
            portfolio.target(m, held, weights);
          }};
}

RotationRun run_rotation(const SectorPanel& panel, const RotationDefinition& definition) {
  const auto filter = only_above_zero(definition);
  RotationRun run;
  for (const auto& signal : definition.signals) {
    run.figures.push_back(signal_figures(panel, signal));
    run.standings.push_back(
        cross_section(run.figures.back(), definition.score.cross_section, definition.score.winsorise_at));
  }
  run.scores = combine(panel, run.standings, fixed_weights(definition), score_settings(panel, definition));
  auto settings = definition.portfolio;
  if (filter) settings.only_above_zero = &run.figures[*filter];
  const Portfolio portfolio(panel, run.scores.score, settings);
  run.backtest = run_backtest(panel, target_rule(portfolio), definition.trading);
  return run;
}

namespace {

// A benchmark's own backtest begins where its own rule first decides; what was before the months of `like` is left out, and
// months of `like` before it are missing.
std::vector<double> aligned(const Backtest& one, const Backtest& like) {
  std::vector<double> returns(static_cast<std::size_t>(like.months()),
                              std::numeric_limits<double>::quiet_NaN());
  for (Index i = 0; i < like.months(); ++i) {
    const Index other = like.first + i - one.first;
    if (other >= 0 && other < one.months())
      returns[static_cast<std::size_t>(i)] = one.net[static_cast<std::size_t>(other)];
  }
  return returns;
}

}  // namespace

std::vector<double> equal_weight_returns(const SectorPanel& panel, const Backtest& like) {
  std::vector<double> returns;
  for (Index i = 0; i < like.months(); ++i) {
    const Index m = like.first + 1 + i;
    double sum = 0;
    Index count = 0;
    for (Index j = 0; j < panel.sectors(); ++j) {
      const double one = panel.month_return(m, j);
      if (one != one) continue;
      sum += one;
      ++count;
    }
    returns.push_back(count > 0 ? sum / static_cast<double>(count)
                                : std::numeric_limits<double>::quiet_NaN());
  }
  return returns;
}

std::vector<double> momentum_returns(const SectorPanel& panel, const Backtest& like, int k,
                                     const TradingSettings& trading, int rebalance_months) {
  RotationDefinition definition;
  SignalDefinition momentum;
  momentum.name = "momentum";
  definition.signals.push_back(momentum);
  definition.portfolio.k = k;
  definition.portfolio.rebalance_months = rebalance_months;
  definition.trading = trading;
  return aligned(run_rotation(panel, definition).backtest, like);
}

}  // namespace rerate
