#pragma once

#include <vector>

#include "rerate/events/event_study.h"
#include "rerate/study/results.h"

namespace rerate {

// Which episodes those of the main anchored study are, by the month or day of their extremes: `episode_dates` all that count
// as episodes; `led_at` and `not_led` the complete ones with the main outcome above 0 and not.
std::vector<NamedSet> event_study_sets(const EventStudy& study);

}  // namespace rerate
