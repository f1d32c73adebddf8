#pragma once

#include "rerate/events/event_study.h"
#include "rerate/study/results.h"

namespace rerate {

// Every episode with its dates and returns: table `episodes`.
Table episode_table(const EventStudy& study);

// One row a statistic, columns for relative, asset and benchmark from the study's anchor, and relative
// from the other anchor: table `statistics`.
Table statistics_table(const EventStudy& study);

// The numbers of results.json, with their prefixes.
std::vector<Number> event_study_numbers(const EventStudy& study);

}  // namespace rerate
