#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Hidden Markov model with Gaussian states of one variable: s_t is a Markov chain of k states, x_t | s_t = i is normal
// with mean_i and standard_deviation_i. Baum and Welch's EM with scaling (Rabiner 1989, sections III.C and V.A), the best
// of several starts; Viterbi's path.
//
// filtered(t) uses x_1..x_t and may be acted on at t; smoothed(t) uses the whole sample and may not. They are different
// types so that they cannot be mixed up. One thing the types cannot see: parameters estimated on x_1..x_T know x_T. What is
// to be acted on at t takes a model that was fitted on figures up to t, and filter_states.
//
// Example: x = -1.1 -0.9 -1.0 1.2 0.8 1.0 under mean (-1, 1), standard deviation (0.2, 0.2), initial (0.5, 0.5), stay
// 0.9: filtered is (1, 0) three times and then (0, 1), and so is smoothed, to 1e-9.
struct FilteredStates {
  Matrix probability;  // T x k: P(state | x_1..x_t)
};
struct SmoothedStates {
  Matrix probability;  // T x k: P(state | x_1..x_T)
};
constexpr int kMostHiddenStates = 4;

struct HiddenMarkovSettings {
  int states = 2;  // 1..kMostHiddenStates
  int restarts = 50;
  int most_iterations = 2000;
  double tolerance = 1e-8;  // of the mean log-likelihood: how far its limit may still be (Ascent::reach)
  std::uint64_t seed = 1;
};
struct HiddenMarkov {
  Vector initial;                   // k: P(s_1); estimated, so that it ends near 0 and 1
  Matrix transition;                // k x k: from row to column; rows add up to 1
  Vector mean, standard_deviation;  // k; states are numbered by mean, rising
  double log_likelihood = 0;
  double bic = 0;  // -2 log-likelihood + (k^2 + 2k - 1) ln T: less is better
  int iterations = 0;
  FilteredStates filtered;  // under these parameters, which the whole sample gave
  SmoothedStates smoothed;
  std::vector<int> viterbi;  // most probable path; of equals the lower state
  Vector expected_duration;  // periods in a state: 1 / (1 - p_ii), infinite for a state that is never left
};

// Time O(restarts T k^2) an iteration, most starts for a few iterations only. Four chains run side by side in vector lanes,
// groups of four on threads.
// Throws regression_settings, regression_not_finite, regression_too_few (T < 10 k), regression_no_variation; mixture_collapsed when
// from every start a state ends on fewer than two observations or with a variance below 1e-6 of the sample's, or all are one and the same;
// mixture_not_converged.
HiddenMarkov hidden_markov(std::span<const double> x, const HiddenMarkovSettings& settings);

// The same for a sample that has grown since an earlier fit: Baum and Welch from that model, with up to three of settings.restarts
// fresh starts in the lanes beside it, which are followed further only when they stand higher once it has come to rest. No
// probability of a transition begins below 0.0005. Gives parameters, likelihood and durations; filtered, smoothed and viterbi stay empty.
HiddenMarkov hidden_markov_from(const HiddenMarkov& start, std::span<const double> x,
                                HiddenMarkovSettings settings);

// Filter and log-likelihood of given parameters on other figures (walk-forward). O(T k^2). x may be empty. Throws
// regression_not_finite.
FilteredStates filter_states(const HiddenMarkov& model, std::span<const double> x,
                             double* log_likelihood = nullptr);
SmoothedStates smooth_states(const HiddenMarkov& model, std::span<const double> x);
std::vector<int> viterbi_path(const HiddenMarkov& model, std::span<const double> x);

}  // namespace rerate
