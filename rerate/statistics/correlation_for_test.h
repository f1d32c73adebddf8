#pragma once

// What the tests of correlations share: the golden numbers of tests/oracles/style_correlation.R, and autocorrelated pairs.

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "rerate/base/random_stream.h"

namespace rerate {

inline nlohmann::json golden_correlations() {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/style_correlation.json");
  return nlohmann::json::parse(file).at("made");
}

struct CorrelatedPair {
  std::vector<double> x, y;
};

// Nearly normal: twelve uniforms less their mean, `index` of the stream.
inline double nearly_normal(const RandomStream& random, std::uint64_t index) {
  double sum = -6;
  for (std::uint64_t i = 0; i < 12; ++i) sum += random.uniform(12 * index + i);
  return sum;
}

// Two AR(1) with shocks that correlate by `shared`, from their stationary state; so do the series then.
inline CorrelatedPair correlated_pair(std::size_t length, double persistence, double shared,
                                      std::uint64_t stream) {
  const RandomStream random(31, stream);
  constexpr std::size_t kWarmUp = 200;
  CorrelatedPair pair;
  double x = 0, y = 0;
  for (std::size_t t = 0; t < length + kWarmUp; ++t) {
    const double a = nearly_normal(random, 2 * t), b = nearly_normal(random, 2 * t + 1);
    x = persistence * x + a;
    y = persistence * y + shared * a + std::sqrt(1 - shared * shared) * b;
    if (t < kWarmUp) continue;
    pair.x.push_back(x);
    pair.y.push_back(y);
  }
  return pair;
}

}  // namespace rerate
