#include "rerate/rotation/learned_weights.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "rerate/regression/elastic_net_choice.h"
#include "rerate/regression/time_ordered_folds.h"
#include "rerate/rotation/earned_returns.h"
#include "rerate/rotation/pooled_moments.h"

namespace rerate {
namespace {

constexpr double kLeastVariance = 1e-4;
constexpr std::size_t kLeastPeriods = 2;  // of a fold's fit

void check_within(std::string_view key, int value, int least, int most) {
  if (value < least || value > most)
    refuse(ErrorCode::rotation_weights,
           fmt::format("`{}` of learned weights must be within {} and {}: {}", key, least, most, value),
           "See docs/study-file.md, key `score`.");
}

void check(const ScoreSettings& settings) {
  constexpr int kMost = 1200;
  check_within("first_window", settings.first_window, 12, kMost);
  check_within("refit", settings.refit_every, 1, kMost);
  check_within("horizon", settings.horizon, 1, kMost);
  check_within("embargo", settings.embargo, 0, kMost);
  if (settings.weights == SignalWeights::ridge) check_penalty(settings.penalty);
  if (settings.weights != SignalWeights::elastic_net) return;
  check_net_penalty({1, settings.net_share});
  check_within("folds", settings.folds, 1, 100);
}

// What the decisions of past months had to go by and what they earned.
class Outcomes {
 public:
  virtual ~Outcomes() = default;
  virtual bool seen(std::size_t signal, Index month) const = 0;
  // Weights from the decisions of months 0..last, not yet scaled.
  virtual Vector fit(Index last) const = 0;
  virtual std::size_t least_months() const { return 0; }
};

class RankedOutcomes final : public Outcomes {
 public:
  RankedOutcomes(const SectorPanel& panel, const std::vector<Matrix>& standings,
                 const ScoreSettings& settings) {
    for (const auto& one : standings) {
      correlations_.push_back(rank_correlations(panel, one, settings.trade_lag, settings.horizon));
      variances_.push_back(expanding_variance(correlations_.back()));
    }
  }
  bool seen(std::size_t signal, Index month) const override {
    return !std::isnan(correlations_[signal][static_cast<std::size_t>(month)]);
  }
  Vector fit(Index last) const override {
    Vector weights(static_cast<Index>(variances_.size()));
    for (Index s = 0; s < weights.size(); ++s)
      weights[s] = 1 / std::max(variances_[static_cast<std::size_t>(s)][static_cast<std::size_t>(last)],
                                kLeastVariance);
    return weights;
  }

 private:
  // Of all figures up to each, by Welford's (1962) updates.
  static std::vector<double> expanding_variance(const std::vector<double>& figures) {
    std::vector<double> variances;
    double count = 0, mean = 0, squares = 0;
    for (const double one : figures) {
      if (!std::isnan(one)) {
        const double step = one - mean;
        mean += step / (count += 1);
        squares += step * (one - mean);
      }
      variances.push_back(squares / (count - 1));
    }
    return variances;
  }

  std::vector<std::vector<double>> correlations_, variances_;  // by signal and month
};

class RegressedOutcomes final : public Outcomes {
 public:
  RegressedOutcomes(const SectorPanel& panel, const std::vector<Matrix>& standings,
                    const ScoreSettings& settings)
      : settings_(settings),
        moments_(static_cast<Index>(standings.size())),
        seen_(standings.size(), std::vector<bool>(static_cast<std::size_t>(panel.months()))) {
    const Matrix earned = earned_returns(panel, settings.trade_lag, settings.horizon);
    std::vector<double> x(standings.size());
    for (Index d = 0; d < panel.months(); ++d) {
      bool any = false;
      for (Index i = 0; i < panel.sectors(); ++i) {
        if (std::isnan(earned(d, i)) || !read_row(standings, d, i, x)) continue;
        moments_.add(x, earned(d, i));
        any = true;
      }
      if (any) moments_.close_period();
      periods_.push_back(moments_.periods());
    }
  }
  bool seen(std::size_t signal, Index month) const override {
    return seen_[signal][static_cast<std::size_t>(month)];
  }
  Vector fit(Index last) const override {
    const std::size_t periods = periods_[static_cast<std::size_t>(last)];
    return settings_.weights == SignalWeights::ridge ? ridge_of(periods) : net_of(periods);
  }
  std::size_t least_months() const override {
    if (settings_.weights == SignalWeights::ridge) return 0;
    return (static_cast<std::size_t>(settings_.folds) + 1) * (embargo() + kLeastPeriods);
  }

 private:
  // The last decisions before a fold whose outcomes were not yet known when it began.
  std::size_t embargo() const {
    return static_cast<std::size_t>(settings_.trade_lag + settings_.horizon - 1 + settings_.embargo);
  }
  bool read_row(const std::vector<Matrix>& standings, Index d, Index i, std::vector<double>& x) {
    bool any = false;
    for (std::size_t s = 0; s < x.size(); ++s) {
      const double z = standings[s](d, i);
      x[s] = std::isnan(z) ? 0 : z;
      if (std::isnan(z)) continue;
      any = true;
      seen_[s][static_cast<std::size_t>(d)] = true;
    }
    return any;
  }
  Vector ridge_of(std::size_t periods) const {
    const auto sample = moments_.sample(periods);
    Matrix penalised = sample.correlation;
    penalised.diagonal().array() += settings_.penalty;
    return in_units(sample, penalised.ldlt().solve(sample.with_y)).coefficients;
  }
  Vector net_of(std::size_t periods) const {
    const auto all = moments_.sample(periods);
    const auto penalties = usual_penalties(all, settings_.net_share);
    std::vector<double> errors(penalties.size());
    for (const auto& fold : time_ordered_folds(periods, settings_.folds, embargo(), kLeastPeriods))
      add_errors(fold, penalties, errors);
    const auto best = std::min_element(errors.begin(), errors.end()) - errors.begin();
    Vector solution = Vector::Zero(all.centre.size());
    for (std::ptrdiff_t i = 0; i <= best; ++i)
      solution = net_solution(all, {penalties[static_cast<std::size_t>(i)], settings_.net_share},
                              std::move(solution));
    return in_units(all, solution).coefficients;
  }
  void add_errors(const TimeFold& fold, const std::vector<double>& penalties,
                  std::vector<double>& errors) const {
    const auto past = moments_.sample(fold.fitted);
    Vector solution = Vector::Zero(past.centre.size());
    for (std::size_t i = 0; i < penalties.size(); ++i) {
      solution = net_solution(past, {penalties[i], settings_.net_share}, std::move(solution));
      errors[i] += moments_.squared_errors(fold.begin, fold.end, in_units(past, solution));
    }
  }

  ScoreSettings settings_;
  PooledMoments moments_;
  std::vector<std::vector<bool>> seen_;  // by signal and month
  std::vector<std::size_t> periods_;     // by month: months with outcomes up to it
};

std::unique_ptr<Outcomes> outcomes(const SectorPanel& panel, const std::vector<Matrix>& standings,
                                   const ScoreSettings& settings) {
  if (settings.weights == SignalWeights::inverse_variance)
    return std::make_unique<RankedOutcomes>(panel, standings, settings);
  return std::make_unique<RegressedOutcomes>(panel, standings, settings);
}

// The first month of decisions by which every signal has been followed by enough outcomes; `months` when there is none.
Index last_of_first_window(const Outcomes& outcomes, std::size_t signals, Index months, std::size_t enough) {
  Index found = 0;
  for (std::size_t s = 0; s < signals; ++s) {
    std::size_t count = 0;
    Index d = 0;
    for (; d < months; ++d)
      if (outcomes.seen(s, d) && ++count == enough) break;
    found = std::max(found, d);
  }
  return found;
}

Eigen::RowVectorXd scaled(const Vector& weights) {
  const double sum = weights.cwiseAbs().sum();
  if (!(sum > 0))
    return Eigen::RowVectorXd::Constant(weights.size(), 1 / static_cast<double>(weights.size()));
  return weights.transpose() / sum;
}

}  // namespace

std::vector<Index> learn_weights(const SectorPanel& panel, const std::vector<Matrix>& standings,
                                 const ScoreSettings& settings, Matrix& weight) {
  check(settings);
  const auto past = outcomes(panel, standings, settings);
  const Index delay = settings.trade_lag + settings.horizon + settings.embargo;
  const auto enough = std::max(static_cast<std::size_t>(settings.first_window), past->least_months());
  const Index first = last_of_first_window(*past, standings.size(), panel.months(), enough) + delay;
  std::vector<Index> refitted;
  for (Index m = first; m < panel.months(); m += settings.refit_every) {
    refitted.push_back(m);
    const auto row = scaled(past->fit(m - delay));
    weight.middleRows(m, std::min<Index>(settings.refit_every, panel.months() - m)).rowwise() = row;
  }
  return refitted;
}

}  // namespace rerate
