// Inference under given parameters, one chain at a time: filter, smoother, most probable path.

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/mixtures/hidden_markov.h"
#include "rerate/mixtures/points.h"
#include "rerate/statistics/fast_normal.h"

namespace rerate {
namespace {

constexpr double kHalfLogOfTwoPi = 0.91893853320467274178;

struct Trellis {
  Matrix filtered;  // T x k
  Matrix density;   // T x k: of x_t by state, divided by that of x_t given the past
  double log_likelihood = 0;
};

void check(const HiddenMarkov& model, std::span<const double> x) {
  const Index k = model.mean.size();
  RERATE_ASSERT(k > 0 && model.initial.size() == k && model.standard_deviation.size() == k &&
                    model.transition.rows() == k && model.transition.cols() == k,
                "hidden Markov model of uneven parts");
  RERATE_ASSERT(model.standard_deviation.minCoeff() > 0, "standard deviation of a state");
  for (std::size_t t = 0; t < x.size(); ++t) refuse_unusable_figure(x[t], t, "a hidden Markov model");
}

// (x - mean)^2 / (2 variance) by state; held below what would overflow.
void half_squares(const HiddenMarkov& model, double x, Vector& half) {
  for (Index k = 0; k < half.size(); ++k) {
    const double z = std::clamp((x - model.mean[k]) / model.standard_deviation[k], -1e150, 1e150);
    half[k] = 0.5 * z * z;
  }
}

// Densities are taken relative to that of the nearest state which can be reached: their sum cannot vanish.
Trellis run_forward(const HiddenMarkov& model, std::span<const double> x) {
  const auto length = static_cast<Index>(x.size()), k = model.mean.size();
  Trellis trellis{Matrix(length, k), Matrix(length, k)};
  Vector predicted = model.initial, half(k), density(k);
  for (Index t = 0; t < length; ++t) {
    half_squares(model, x[static_cast<std::size_t>(t)], half);
    double least = std::numeric_limits<double>::infinity();
    for (Index i = 0; i < k; ++i)
      if (predicted[i] > 0) least = std::min(least, half[i]);
    // A state that cannot be reached may lie nearer; it counts for nothing.
    for (Index i = 0; i < k; ++i)
      density[i] = fast_exp(std::min(0.0, least - half[i])) / model.standard_deviation[i];
    double scale = 0;
    for (Index i = 0; i < k; ++i) scale += predicted[i] * density[i];
    for (Index i = 0; i < k; ++i) {
      trellis.density(t, i) = density[i] / scale;
      trellis.filtered(t, i) = predicted[i] * trellis.density(t, i);
    }
    trellis.log_likelihood += fast_log(scale) - least - kHalfLogOfTwoPi;
    for (Index j = 0; j < k; ++j) {
      predicted[j] = 0;
      for (Index i = 0; i < k; ++i) predicted[j] += trellis.filtered(t, i) * model.transition(i, j);
    }
  }
  return trellis;
}

double log_or_never(double probability) {
  return probability > 0 ? fast_log(probability) : -std::numeric_limits<double>::infinity();
}

// log P(s_t = i | s_{t-1}) of the chain, in advance.
struct LogChain {
  explicit LogChain(const HiddenMarkov& model)
      : initial(model.initial.unaryExpr(&log_or_never)),
        transition(model.transition.unaryExpr(&log_or_never)),
        standard_deviation(model.standard_deviation.unaryExpr(&log_or_never)) {}
  Vector initial;
  Matrix transition;
  Vector standard_deviation;
};

}  // namespace

FilteredStates filter_states(const HiddenMarkov& model, std::span<const double> x, double* log_likelihood) {
  check(model, x);
  Trellis trellis = run_forward(model, x);
  if (log_likelihood) *log_likelihood = trellis.log_likelihood;
  return {std::move(trellis.filtered)};
}

SmoothedStates smooth_states(const HiddenMarkov& model, std::span<const double> x) {
  check(model, x);
  const Trellis trellis = run_forward(model, x);
  const Index length = trellis.filtered.rows(), k = trellis.filtered.cols();
  Matrix smoothed(length, k);
  Vector ahead = Vector::Ones(k), reached(k);
  for (Index t = length - 1; t >= 0; --t) {
    double sum = 0;
    for (Index i = 0; i < k; ++i) sum += smoothed(t, i) = trellis.filtered(t, i) * ahead[i];
    for (Index i = 0; i < k; ++i) smoothed(t, i) /= sum;  // 1 but for rounding
    for (Index j = 0; j < k; ++j) reached[j] = trellis.density(t, j) * ahead[j];
    for (Index i = 0; i < k; ++i) {
      ahead[i] = 0;
      for (Index j = 0; j < k; ++j) ahead[i] += model.transition(i, j) * reached[j];
    }
  }
  return {std::move(smoothed)};
}

std::vector<int> viterbi_path(const HiddenMarkov& model, std::span<const double> x) {
  check(model, x);
  if (x.empty()) return {};
  const LogChain chain(model);
  const auto length = static_cast<Index>(x.size()), k = model.mean.size();
  Eigen::MatrixXi from(length, k);
  Vector best = chain.initial, next(k), half(k);
  for (Index t = 0; t < length; ++t) {
    half_squares(model, x[static_cast<std::size_t>(t)], half);
    for (Index j = 0; j < k; ++j) {
      int origin = 0;
      if (t > 0)
        for (int i = 1; i < k; ++i)
          if (best[i] + chain.transition(i, j) > best[origin] + chain.transition(origin, j)) origin = i;
      from(t, j) = origin;
      next[j] = (t > 0 ? best[origin] + chain.transition(origin, j) : best[j]) - half[j] -
                chain.standard_deviation[j];
    }
    best = next;
  }
  std::vector<int> path(x.size());
  Index last;
  best.maxCoeff(&last);
  path.back() = static_cast<int>(last);
  for (Index t = length - 1; t > 0; --t)
    path[static_cast<std::size_t>(t - 1)] = from(t, path[static_cast<std::size_t>(t)]);
  return path;
}

}  // namespace rerate
