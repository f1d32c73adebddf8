#pragma once

#include <cstdint>
#include <span>

#include "rerate/events/event_study.h"
#include "rerate/statistics/block_bootstrap.h"

namespace rerate {

struct OutcomeSettings {
  int draws = 2000;
  double level = 0.95;
  std::uint64_t seed = 1;
  std::uint64_t stream = 0;
};

struct OutcomeStudy {
  OutcomeStatistics statistics;
  EventDraws draws;  // of the events, for the path
};

// Everything that is said about one outcome: `outcome` over all dates of the sample, `events` the dates
// (indexes into it, increasing, at least one) on which events fell. The interval's block length is that of
// Politis and White on `outcome`. With one event there is neither interval nor leave-one-out range (NaN).
OutcomeStudy study_outcome(std::span<const double> outcome, std::span<const std::int32_t> events,
                           const OutcomeSettings& settings);

}  // namespace rerate
