#pragma once

#include <span>
#include <vector>

#include "rerate/mixtures/hidden_markov.h"
#include "rerate/mixtures/lanes.h"

namespace rerate {

// Parameters of four chains, one a lane.
struct ChainLanes {
  Lanes initial[kMostHiddenStates];
  Lanes transition[kMostHiddenStates][kMostHiddenStates];
  Lanes mean[kMostHiddenStates];
  Lanes precision[kMostHiddenStates];  // 1 / standard deviation
};

// What one E-step gives the M-step: sums over t of P(s_t = i | x) and of its products with x_t - mean_i and its square, the sums over t of
// P(s_t = i, s_{t+1} = j | x) but for the factor transition(i, j), and P(s_1 = i | x).
struct ChainMoments {
  Lanes occupancy[kMostHiddenStates];
  Lanes deviation[kMostHiddenStates];
  Lanes square[kMostHiddenStates];
  Lanes moved[kMostHiddenStates][kMostHiddenStates];
  Lanes first[kMostHiddenStates];
  LaneProduct likelihood;  // times e^shift (2 pi)^(-T/2)
  Lanes shift;
};

// Of one period: P(s_t | x_1..x_t), and the states' densities divided by that of x_t given the past.
struct TrellisStep {
  Lanes filtered[kMostHiddenStates];
  Lanes density[kMostHiddenStates];
};

// Forward and backward over x with the first `states` states. `trellis` is scratch of x.size() steps. O(T k^2).
void collect_moments(const ChainLanes& chains, int states, std::span<const double> x,
                     std::span<TrellisStep> trellis, ChainMoments& moments);

}  // namespace rerate
