#pragma once

#include <cstdint>
#include <span>

#include "rerate/events/event_study.h"
#include "rerate/statistics/block_bootstrap.h"

namespace rerate {

struct OutcomeSettings {
  int draws = 2000;  // 0: neither interval nor block length (NaN), all else the same
  double level = 0.95;
  std::uint64_t seed = 1;
  std::uint64_t stream = 0;
  Place place = {};  // of the number of draws, for errors
};

struct OutcomeStudy {
  OutcomeStatistics statistics;
  EventDraws draws;  // of the events, for the path
};

// Everything that is said about one outcome: `outcome` over all dates of the sample, `events` the dates
// (indexes into it, increasing, at least one) on which events fell. The interval's block length is that of
// Politis and White on `outcome`. With one event there is neither interval nor leave-one-out range (NaN).
//
// Keeps a section within a few seconds on one core: the bootstrap takes draws (dates / block length + 8 events)
// steps, about 60 ns each over the three outcomes, the two anchors and the path of a study, and the shift test
// dates x events of about 40 ns. Throws UserError event_too_many beyond 60 million of either.
OutcomeStudy study_outcome(std::span<const double> outcome, std::span<const std::int32_t> events,
                           const OutcomeSettings& settings);

}  // namespace rerate
