#pragma once

#include <string>

#include "rerate/events/event_study.h"
#include "rerate/study/event_study_charts.h"
#include "rerate/study/results.h"

namespace rerate {

// One complete event and a horizon that is a day ("small caps trail since July 2022"): two prices compared
// over one stretch, not a sample. There is nothing to test, so it has a headline, facts and a chart of its
// own instead of statistics.
bool is_running_comparison(const EventStudy& study, const EventStudyQuestion& question);

// "From 2022-07-29 to 2025-05-30 the Russell 2000 returned +9.6% and the S&P 500 +43.1%: the Russell 2000
// trailed by 33.5 pp."
std::string running_comparison_headline(const EventStudy& study, const EventStudyQuestion& question,
                                        const EventStudyNames& names);

// Asset and benchmark in percent since the event, up to the horizon. Prices that may not be republished are
// drawn at month-ends in whole percents, from which their figures cannot be read back.
Chart running_comparison_chart(const EventStudy& study, const EventStudyNames& names);

}  // namespace rerate
