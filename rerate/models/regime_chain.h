#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/mixtures/hidden_markov.h"

namespace rerate {

// States of a hidden Markov model as they could be told at the time, and, for description, as hindsight has them.
//
// The first model is estimated on the first `first_window` figures, another every `refit_every` figures on all so far
// (hidden_markov_from). The probability at a figure is filtered, under the last model estimated on figures before it: it
// reads nothing later, neither as figures nor through parameters. States are numbered by rising mean in the first model and named
// after it by match_labels on (mean, standard deviation) in the others.
struct RegimeChainSettings {
  int states = 2;  // 2 to 3
  Index first_window = 120, refit_every = 12;
  std::uint64_t seed = 1;
};
inline constexpr int kMostChainStates = 3;
// The whole sample's maximum is that of twenty starts: fifty find no higher one on monthly figures (activity, production,
// spreads), in twice the time.
inline constexpr int kDescribingStarts = 20;

struct RegimeChain {
  FilteredStates filtered;     // n x k, walk-forward; NaN up to the first model
  std::vector<int> state;      // the most probable by `filtered`; -1 up to the first model
  HiddenMarkov latest;         // the model in force at the end; only its parameters
  int refits = 0, failed = 0;  // after the first; those that failed left the model before in force
  bool in_order = true;        // whether the latest model's means still rise
  // With hindsight, under one model of all figures. Never to be acted on.
  HiddenMarkov whole;  // its states numbered as those of `latest`
};
// O(n^2 / refit_every). Throws regression_settings for settings out of range, regimes_window when there is no figure after the first
// window, regression_no_variation for figures that differ by less than 1e-100, and what the first model
// or that of all figures throws.
RegimeChain walk_forward_chain(std::span<const double> x, const RegimeChainSettings& settings);

}  // namespace rerate
