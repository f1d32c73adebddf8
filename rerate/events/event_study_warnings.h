#pragma once

#include <string>
#include <vector>

#include "rerate/events/event_dates.h"
#include "rerate/events/event_study.h"

namespace rerate {

// What a reader must know before trusting the study's numbers, in whole sentences: hindsight, few or
// overlapping events, open episodes, dates by hand, exclusions, episodes without prices, unequal windows.
std::vector<std::string> event_study_warnings(const EventStudy& study, const EventStudyQuestion& question,
                                              const EventDates& main_dates);

}  // namespace rerate
