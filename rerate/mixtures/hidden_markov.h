#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Hidden Markov model with Gaussian states of one variable: Baum and Welch (EM) with scaling (Rabiner 1989), the best of
// several starts, Viterbi path.
//
// filtered(t) uses x_1..x_t and may be acted on at t; smoothed(t) uses the whole sample and may not. They are different types so that
// they cannot be mixed up.
struct FilteredStates {
  Matrix probability;  // T x k: P(state | x_1..x_t)
};
struct SmoothedStates {
  Matrix probability;  // T x k: P(state | x_1..x_T)
};
struct HiddenMarkovSettings {
  int states = 2;
  int restarts = 50;
  int most_iterations = 500;
  double tolerance = 1e-8;  // of the log-likelihood
  std::uint64_t seed = 1;
};
struct HiddenMarkov {
  Vector initial;                   // k
  Matrix transition;                // k x k, rows add up to 1
  Vector mean, standard_deviation;  // states numbered by mean, rising
  double log_likelihood = 0, bic = 0;
  int iterations = 0;
  FilteredStates filtered;
  SmoothedStates smoothed;
  std::vector<int> viterbi;
  Vector expected_duration;  // periods in a state: 1 / (1 - p_ii)
};
// T = 870, two states, 50 starts in 20 ms or less. Throws regression_too_few, regression_no_variation, mixture_collapsed,
// mixture_not_converged.
HiddenMarkov hidden_markov(std::span<const double> x, const HiddenMarkovSettings& settings);
// The filter and likelihood of given parameters on other figures (walk-forward).
FilteredStates filter_states(const HiddenMarkov& model, std::span<const double> x,
                             double* log_likelihood = nullptr);

}  // namespace rerate
