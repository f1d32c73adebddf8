#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rerate/base/shared_parts.h"
#include "rerate/models/recession_probability.h"
#include "rerate/models/walk_forward_probability.h"

namespace rerate {

// All that a walk depends on.
struct WalkForwardKey {
  Link link = Link::logit;
  Index first_window = 0;
  int refit_every = 0;
  std::vector<std::string> names;
  std::vector<double> x;               // column by column
  std::vector<std::uint64_t> outcome;  // bits: those that are not known are alike, too
  std::vector<Date> decided_at, outcome_known_at;
  bool operator==(const WalkForwardKey&) const = default;
};
using SharedWalks = SharedParts<WalkForwardKey, WalkForwardProbabilities>;

// recession_probability() of questions that have walks in common: what was published, its sample and the level of bands are no part of
// them. The same bits.
RecessionProbability recession_probability(const RecessionQuestion& question, SharedWalks& shared);

}  // namespace rerate
