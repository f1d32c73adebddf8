#include "rerate/regression/elastic_net.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// A lasso of collinear drivers has no single optimum; next to nothing of a ridge makes it one.
constexpr double kSingular = 1e-12, kLeastSquare = 1e-12, kSlack = 1e-10;

double sign_of(double value) { return value > 0 ? 1 : value < 0 ? -1 : 0; }

class SignSearch {
 public:
  SignSearch(const StandardisedSample& sample, const NetPenalty& penalty, Vector start)
      : sample_(sample),
        absolute_(penalty.penalty * penalty.share),
        square_(penalty.penalty * (1 - penalty.share)),
        b_(std::move(start)),
        signs_(b_.size()) {
    for (Index j = 0; j < b_.size(); ++j)
      if (sample.scale[j] == 0) b_[j] = 0;
    read_signs();
  }

  Vector solution() {
    const Index most = 100 * (b_.size() + 1);
    for (Index step = 0; step < most; ++step) {
      const Vector ahead = minimum_with_signs();
      if (!keeps_signs(ahead)) {
        move_towards(ahead);
        continue;
      }
      b_ = ahead;
      if (!enter_driver()) break;
    }
    return std::move(b_);
  }

 private:
  void read_signs() {
    for (Index j = 0; j < b_.size(); ++j)
      signs_[j] = absolute_ == 0 && sample_.scale[j] > 0 ? 1 : sign_of(b_[j]);
  }

  // Of the drivers with a sign, as if these could not change.
  Vector minimum_with_signs() const {
    std::vector<Index> active;
    for (Index j = 0; j < b_.size(); ++j)
      if (signs_[j] != 0) active.push_back(j);
    const auto count = static_cast<Index>(active.size());
    Matrix equations(count, count);
    Vector right(count), minimum = Vector::Zero(b_.size());
    for (Index i = 0; i < count; ++i) {
      const Index j = active[static_cast<std::size_t>(i)];
      right[i] = sample_.with_y[j] - absolute_ * signs_[j];
      for (Index l = 0; l < count; ++l)
        equations(i, l) = sample_.correlation(j, active[static_cast<std::size_t>(l)]);
      equations(i, i) += square_;
    }
    Eigen::LDLT<Matrix> factor(equations);
    if (count > 0 && factor.vectorD().minCoeff() < kSingular) {
      equations.diagonal().array() += kLeastSquare;
      factor.compute(equations);
    }
    const Vector found = factor.solve(right);
    for (Index i = 0; i < count; ++i) minimum[active[static_cast<std::size_t>(i)]] = found[i];
    return minimum;
  }

  bool keeps_signs(const Vector& ahead) const {
    if (absolute_ == 0) return true;
    for (Index j = 0; j < b_.size(); ++j)
      if (signs_[j] != 0 && ahead[j] * signs_[j] <= 0) return false;
    return true;
  }

  double objective(const Vector& b) const {
    double sum = 0;
    for (Index j = 0; j < b.size(); ++j) {
      double pull = -sample_.with_y[j] + square_ / 2 * b[j];
      for (Index i = 0; i < b.size(); ++i) pull += sample_.correlation(i, j) * b[i] / 2;
      sum += pull * b[j] + absolute_ * std::fabs(b[j]);
    }
    return sum;
  }

  // To the best of the points on the way where a coefficient is 0, and its end.
  void move_towards(const Vector& ahead) {
    Vector best = ahead;
    double least = objective(ahead);
    for (Index j = 0; j < b_.size(); ++j) {
      if (b_[j] == 0 || b_[j] * ahead[j] > 0) continue;
      const double share = b_[j] / (b_[j] - ahead[j]);
      Vector crossing = b_ + share * (ahead - b_);
      crossing[j] = 0;
      const double here = objective(crossing);
      if (here < least) least = here, best = std::move(crossing);
    }
    b_ = std::move(best);
    read_signs();
  }

  // The one that is pulled hardest away from 0, when any is pulled harder than its penalty.
  bool enter_driver() {
    Index found = -1;
    double hardest = absolute_ * (1 + kSlack), sign = 0;
    for (Index j = 0; j < b_.size(); ++j) {
      if (signs_[j] != 0 || sample_.scale[j] == 0) continue;
      double pull = sample_.with_y[j];
      for (Index i = 0; i < b_.size(); ++i) pull -= sample_.correlation(i, j) * b_[i];
      if (std::fabs(pull) > hardest) hardest = std::fabs(pull), found = j, sign = sign_of(pull);
    }
    if (found >= 0) signs_[found] = sign;
    return found >= 0;
  }

  const StandardisedSample& sample_;
  double absolute_, square_;
  Vector b_, signs_;  // a driver that has just entered has a sign before it has a coefficient
};

}  // namespace

Vector net_solution(const StandardisedSample& sample, const NetPenalty& penalty, Vector start) {
  return SignSearch(sample, penalty, std::move(start)).solution();
}

void check_net_penalty(const NetPenalty& penalty) {
  check_penalty(penalty.penalty);
  if (!(penalty.share >= 0 && penalty.share <= 1))
    refuse(ErrorCode::regression_settings,
           fmt::format("the share of the absolute penalty must be within 0 and 1: {}", penalty.share));
}

PenalisedFit elastic_net(const Vector& y, const Design& drivers, const NetPenalty& penalty) {
  check_penalised(y, drivers);
  check_net_penalty(penalty);
  const auto sample = standardised_sample(y, drivers.x, drivers.rows());
  return in_units(sample, net_solution(sample, penalty, Vector::Zero(drivers.columns())));
}

}  // namespace rerate
