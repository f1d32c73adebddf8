#pragma once

#include <cstdint>
#include <vector>

#include "rerate/base/shared_parts.h"
#include "rerate/models/regimes.h"

namespace rerate {

// What the clusters and the hidden Markov model depend on: hysteresis, prices and horizons are no part of either.
struct RegimeClustersKey {
  std::vector<double> points, weight;  // column by column
  ClusterMethod method = ClusterMethod::k_means;
  int clusters = 0, most = 0;
  Index first_window = 0, refit_every = 0;
  std::uint64_t seed = 0;
  bool operator==(const RegimeClustersKey&) const = default;
};
struct RegimeChainKey {
  std::vector<double> figures;
  int states = 0;
  Index first_window = 0, refit_every = 0;
  std::uint64_t seed = 0;
  bool operator==(const RegimeChainKey&) const = default;
};

struct RegimeParts {
  SharedParts<RegimeClustersKey, RegimeClusters> clusters;
  SharedParts<RegimeChainKey, RegimeChain> chains;
};

// find_regimes() of questions that have clusters or hidden Markov models in common: the same bits, at the cost of the returns alone
// when both are there already.
Regimes find_regimes(const RegimesQuestion& question, RegimeParts& shared);

}  // namespace rerate
