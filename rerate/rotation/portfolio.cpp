#include "rerate/rotation/portfolio.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "rerate/models/estimation_sample.h"
#include "rerate/rotation/optimised_weights.h"
#include "rerate/rotation/portfolio_checks.h"
#include "rerate/rotation/shrunk_covariance.h"

namespace rerate {
namespace {

constexpr std::array kRules = {PortfolioRule::top_k, PortfolioRule::rank_weighted,
                               PortfolioRule::signal_proportional, PortfolioRule::minimum_variance,
                               PortfolioRule::mean_variance_tilt};

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kEndless = std::numeric_limits<double>::infinity();
constexpr double kNoVariation = 1e-12;   // of prices: returns of steady growth differ by their rounding
constexpr double kFullyInvested = 1e-9;  // of weight: less cash than that is rounding

// Of equal scores the first in order is the better one.
bool is_better(const double* score, Index a, Index b) {
  return score[a] != score[b] ? score[a] > score[b] : a < b;
}

Vector benchmark_of(const PortfolioSettings& settings, const std::vector<Index>& sectors) {
  Vector weights = Vector::Ones(static_cast<Index>(sectors.size()));
  for (std::size_t i = 0; i < sectors.size() && !settings.benchmark.empty(); ++i)
    weights[static_cast<Index>(i)] = settings.benchmark[static_cast<std::size_t>(sectors[i])];
  return weights / weights.sum();
}

// `open` and `all` rise.
void add_open_sectors(const SectorPanel& panel, const PortfolioSettings& settings,
                      const std::vector<Index>& open, const std::vector<Index>& all, WeightProgram& program) {
  const auto count = static_cast<Index>(open.size());
  program.least.resize(count), program.most.resize(count);
  for (Index i = 0; i < count; ++i) {
    const Index sector = open[static_cast<std::size_t>(i)];
    program.open.push_back(std::lower_bound(all.begin(), all.end(), sector) - all.begin());
    program.names.push_back(panel.names[static_cast<std::size_t>(sector)]);
    program.least[i] = least_of(settings, sector);
    program.most[i] = most_of(settings, sector);
  }
}

void add_held(std::span<const double> held, const std::vector<Index>& open, WeightProgram& program) {
  program.held.resize(static_cast<Index>(open.size()));
  for (std::size_t i = 0; i < open.size(); ++i)
    program.held[static_cast<Index>(i)] = held[static_cast<std::size_t>(open[i])];
  for (std::size_t i = 0; i < held.size(); ++i)
    if (!std::binary_search(open.begin(), open.end(), static_cast<Index>(i)))
      program.must_sell += std::fabs(held[i]);
  program.may_relax = program.must_sell > 0 || std::fabs(1 - program.held.sum()) > kFullyInvested;
}

}  // namespace

std::string_view to_string(PortfolioRule rule) {
  switch (rule) {
    case PortfolioRule::top_k: return "top_k";
    case PortfolioRule::rank_weighted: return "rank_weighted";
    case PortfolioRule::signal_proportional: return "signal_proportional";
    case PortfolioRule::minimum_variance: return "minimum_variance";
    case PortfolioRule::mean_variance_tilt: return "mean_variance_tilt";
  }
  return "top_k";
}

std::optional<PortfolioRule> parse_portfolio_rule(std::string_view text) {
  for (const auto rule : kRules)
    if (to_string(rule) == text) return rule;
  return std::nullopt;
}

Portfolio::Portfolio(const SectorPanel& panel, const Matrix& score, const PortfolioSettings& settings)
    : panel_(&panel), settings_(settings), score_(score.transpose()) {
  RERATE_ASSERT(score.rows() == panel.months() && score.cols() == panel.sectors(),
                "a score for every sector");
  const auto* figures = settings.only_above_zero;
  RERATE_ASSERT(!figures || (figures->rows() == score.rows() && figures->cols() == score.cols()),
                "a figure for every sector");
  check_portfolio(panel, settings);
  for (Index i = 0; i < panel.sectors(); ++i) {
    int history = 0;  // monthly returns up to month m without a hole
    for (Index m = 0; m < panel.months(); ++m) {
      history = std::isnan(panel.month_return(m, i)) ? 0 : history + 1;
      const bool waits = is_optimised(settings.rule) && history < settings.covariance_window;
      if (waits || !panel.member(m, i) || std::isinf(score_(i, m))) score_(i, m) = kMissing;
    }
  }
}

bool Portfolio::decides(Index m) const {
  const auto month = panel_->month[static_cast<std::size_t>(m)];
  if (settings_.rebalance_months == 3 && ((month % 3) + 3) % 3 != 2) return false;
  const Index needed =
      settings_.rule == PortfolioRule::top_k ? (settings_.long_short ? 2 : 1) * settings_.k : 2;
  const bool any_counts = settings_.benchmark.empty() || !is_optimised(settings_.rule);
  Index count = 0;
  bool has_benchmark = any_counts;
  for (Index i = 0; i < score_.rows(); ++i) {
    if (std::isnan(score_(i, m))) continue;
    ++count;
    has_benchmark = has_benchmark || settings_.benchmark[static_cast<std::size_t>(i)] > 0;
  }
  return count >= needed && has_benchmark;
}

std::vector<Index> Portfolio::ranked(Index m) const {
  std::vector<Index> order;
  for (Index i = 0; i < score_.rows(); ++i)
    if (!std::isnan(score_(i, m))) order.push_back(i);
  std::sort(order.begin(), order.end(),
            [score = score_.col(m).data()](Index a, Index b) { return is_better(score, a, b); });
  return order;
}

// Without sorting: the k best are few, and this runs for every month of every variant.
void Portfolio::best_and_worst(Index m, std::span<double> weights) const {
  const double* score = score_.col(m).data();
  const auto pick = [&](double part, auto&& comes_before) {
    Index last = -1;
    for (int k = 0; k < settings_.k; ++k) {
      Index next = -1;
      for (Index i = 0; i < score_.rows(); ++i)
        if (!std::isnan(score[i]) && (last < 0 || comes_before(last, i)) &&
            (next < 0 || comes_before(i, next)))
          next = i;
      weights[static_cast<std::size_t>(next)] += part;
      last = next;
    }
  };
  pick(1.0 / settings_.k, [&](Index a, Index b) { return is_better(score, a, b); });
  if (settings_.long_short)
    pick(-1.0 / settings_.k, [&](Index a, Index b) { return is_better(score, b, a); });
}

void Portfolio::by_rank(Index m, std::span<double> weights) const {
  const auto order = ranked(m);
  const auto count = static_cast<Index>(order.size());
  double sum = 0;
  for (Index rank = 1; rank <= count; ++rank)
    sum += std::max<double>(static_cast<double>(count - 2 * rank + 1), 0);
  for (Index rank = 1; rank <= count; ++rank) {
    const double part = static_cast<double>(count - 2 * rank + 1) / sum;
    if (part > 0 || settings_.long_short)
      weights[static_cast<std::size_t>(order[static_cast<std::size_t>(rank - 1)])] = part;
  }
}

void Portfolio::by_score(Index m, std::span<double> weights) const {
  const double* score = score_.col(m).data();
  const auto for_each = [&](auto&& work) {
    for (Index i = 0; i < score_.rows(); ++i)
      if (!std::isnan(score[i])) work(score[i], weights[static_cast<std::size_t>(i)]);
  };
  double sum = 0, count = 0, best = -kEndless, worst = kEndless, above = 0;
  for_each([&](double one, double) {
    sum += one, ++count;
    best = std::max(best, one), worst = std::min(worst, one);
  });
  const double mean = sum / count;
  // Nothing to tell them apart by: equal parts, or none on either side.
  if (!(best > worst))
    return for_each([&](double, double& weight) { weight = settings_.long_short ? 0 : 1 / count; });
  for_each([&](double one, double) { above += std::max(one - mean, 0.0); });
  for_each([&](double one, double& weight) {
    if (one > mean || settings_.long_short) weight = (one - mean) / above;
  });
}

Matrix Portfolio::yearly_covariance(Index m, const std::vector<Index>& sectors,
                                    const std::string& when) const {
  const Index window = settings_.covariance_window;
  const Matrix returns = panel_->month_return(Eigen::seqN(m - window + 1, window), sectors);
  const Matrix covariance = 12 * shrunk_covariance(returns).covariance;
  const double deviation = std::sqrt(covariance.trace() / static_cast<double>(12 * covariance.rows()));
  if (!(deviation > kNoVariation * (1 + returns.cwiseAbs().maxCoeff())))
    refuse(ErrorCode::rotation_portfolio,
           fmt::format("no sector's return varies over the {} months to {}", window, when), {},
           settings_.place);
  return covariance;
}

Vector Portfolio::direction(Index m, const std::vector<Index>& open, const WeightProgram& program) const {
  if (settings_.rule == PortfolioRule::minimum_variance)
    return -Vector(program.covariance * program.benchmark)(program.open);
  Vector towards(static_cast<Index>(open.size()));
  for (std::size_t i = 0; i < open.size(); ++i)
    towards[static_cast<Index>(i)] =
        settings_.return_per_score * score_(open[i], m) / settings_.risk_aversion;
  return towards;
}

void Portfolio::optimised(Index m, std::span<const double> held, std::span<double> weights) const {
  auto open = ranked(m), all = open;
  if (settings_.rule == PortfolioRule::minimum_variance && settings_.k > 0)
    open.resize(std::min(open.size(), static_cast<std::size_t>(settings_.k)));
  std::sort(all.begin(), all.end());
  std::sort(open.begin(), open.end());

  WeightProgram program;
  program.when = to_string(Period{Frequency::monthly, panel_->month[static_cast<std::size_t>(m)]});
  program.place = settings_.limits_place;
  program.turnover = settings_.most_turnover;
  program.tracking_error = settings_.tracking_error;
  program.covariance = yearly_covariance(m, all, program.when);
  program.benchmark = benchmark_of(settings_, all);
  add_open_sectors(*panel_, settings_, open, all, program);
  program.direction = direction(m, open, program);
  add_held(held, open, program);

  const Vector found = at_place(settings_.place, [&] { return optimised_weights(program); });
  for (std::size_t i = 0; i < open.size(); ++i)
    weights[static_cast<std::size_t>(open[i])] = found[static_cast<Index>(i)];
}

void Portfolio::target(Index m, std::span<const double> held, std::span<double> weights) const {
  std::fill(weights.begin(), weights.end(), 0.0);
  switch (settings_.rule) {
    case PortfolioRule::top_k: best_and_worst(m, weights); break;
    case PortfolioRule::rank_weighted: by_rank(m, weights); break;
    case PortfolioRule::signal_proportional: by_score(m, weights); break;
    case PortfolioRule::minimum_variance:
    case PortfolioRule::mean_variance_tilt: optimised(m, held, weights); break;
  }
  if (!settings_.only_above_zero) return;
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] > 0 && !((*settings_.only_above_zero)(m, static_cast<Index>(i)) > 0)) weights[i] = 0;
}

}  // namespace rerate
