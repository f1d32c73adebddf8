#include "rerate/mixtures/hidden_markov_lanes.h"

#include "rerate/base/vector_clones.h"

namespace rerate {
namespace {

#define RERATE_INLINE [[gnu::always_inline]] inline

// Densities but for a factor that all states share: e^least, which is kept apart. So the most probable state's is never zero, however far
// out x lies.
template <int K>
RERATE_INLINE void densities(const ChainLanes& chains, double x, Lanes (&density)[K], Lanes& least) {
  Lanes half[K];
  for (int k = 0; k < K; ++k) {
    const Lanes z = (x - chains.mean[k]) * chains.precision[k];
    half[k] = 0.5 * z * z;
  }
  least = half[0];
  for (int k = 1; k < K; ++k) least = half[k] < least ? half[k] : least;
  if constexpr (K == 2) {  // the other's alone needs an exponential
    const Lanes one = {1, 1, 1, 1};
    Lanes lesser;
    exp_of_negative((half[0] - least) + (half[1] - least), lesser);
    const auto first_is_least = half[0] <= half[1];
    density[0] = chains.precision[0] * (first_is_least ? one : lesser);
    density[1] = chains.precision[1] * (first_is_least ? lesser : one);
  } else {
    for (int k = 0; k < K; ++k) {
      exp_of_negative(half[k] - least, density[k]);
      density[k] *= chains.precision[k];
    }
  }
}

template <int K>
RERATE_INLINE void predict(const ChainLanes& chains, const Lanes* filtered, Lanes (&predicted)[K]) {
  for (int j = 0; j < K; ++j) {
    predicted[j] = filtered[0] * chains.transition[0][j];
    for (int i = 1; i < K; ++i) predicted[j] += filtered[i] * chains.transition[i][j];
  }
}

template <int K>
RERATE_INLINE void run_forward(const ChainLanes& chains, std::span<const double> x,
                               std::span<TrellisStep> trellis, ChainMoments& moments) {
  Lanes predicted[K], density[K], joint[K], shift = {};
  LaneProduct likelihood;
  for (int k = 0; k < K; ++k) predicted[k] = chains.initial[k];
  for (std::size_t t = 0; t < x.size(); ++t) {
    Lanes least;
    densities<K>(chains, x[t], density, least);
    for (int k = 0; k < K; ++k) joint[k] = predicted[k] * density[k];
    Lanes scale = joint[0];
    for (int k = 1; k < K; ++k) scale += joint[k];
    const Lanes inverse = 1 / scale;
    for (int k = 0; k < K; ++k) trellis[t].filtered[k] = joint[k] * inverse;
    for (int k = 0; k < K; ++k) trellis[t].density[k] = density[k] * inverse;
    likelihood.multiply(scale);
    shift -= least;
    predict<K>(chains, trellis[t].filtered, predicted);
  }
  moments.likelihood = likelihood;
  moments.shift = shift;
}

template <int K>
RERATE_INLINE void run_backward(const ChainLanes& chains, std::span<const double> x,
                                std::span<const TrellisStep> trellis, ChainMoments& moments) {
  Lanes ahead[K], smoothed[K] = {}, reached[K];  // ahead: of x_{t+1}..x_T given s_t, scaled
  Lanes occupancy[K] = {}, deviation[K] = {}, square[K] = {}, moved[K][K] = {};
  for (int k = 0; k < K; ++k) ahead[k] = Lanes{1, 1, 1, 1};
  for (std::size_t t = x.size(); t-- > 0;) {
    for (int k = 0; k < K; ++k) {
      smoothed[k] = trellis[t].filtered[k] * ahead[k];
      const Lanes from_mean = x[t] - chains.mean[k], weighted = smoothed[k] * from_mean;
      occupancy[k] += smoothed[k];
      deviation[k] += weighted;
      square[k] += weighted * from_mean;
    }
    if (t == 0) break;
    for (int j = 0; j < K; ++j) reached[j] = trellis[t].density[j] * ahead[j];
    for (int i = 0; i < K; ++i) {
      ahead[i] = chains.transition[i][0] * reached[0];
      for (int j = 1; j < K; ++j) ahead[i] += chains.transition[i][j] * reached[j];
      for (int j = 0; j < K; ++j) moved[i][j] += trellis[t - 1].filtered[i] * reached[j];
    }
  }
  for (int i = 0; i < K; ++i) {
    moments.occupancy[i] = occupancy[i];
    moments.deviation[i] = deviation[i];
    moments.square[i] = square[i];
    moments.first[i] = smoothed[i];
    for (int j = 0; j < K; ++j) moments.moved[i][j] = moved[i][j];
  }
}

template <int K>
RERATE_INLINE void run(const ChainLanes& chains, std::span<const double> x, std::span<TrellisStep> trellis,
                       ChainMoments& moments) {
  run_forward<K>(chains, x, trellis, moments);
  run_backward<K>(chains, x, trellis, moments);
}

}  // namespace

RERATE_VECTOR_CLONES void collect_moments(const ChainLanes& chains, int states, std::span<const double> x,
                                          std::span<TrellisStep> trellis, ChainMoments& moments) {
  static_assert(kMostHiddenStates == 4);
  switch (states) {
    case 1: run<1>(chains, x, trellis, moments); break;
    case 2: run<2>(chains, x, trellis, moments); break;
    case 3: run<3>(chains, x, trellis, moments); break;
    default: run<4>(chains, x, trellis, moments); break;
  }
}

}  // namespace rerate
