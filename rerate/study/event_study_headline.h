#pragma once

#include <string>

#include "rerate/study/event_study_charts.h"
#include "rerate/study/event_study_request.h"

namespace rerate {

// The one sentence a reader takes away, made from the numbers: how often and by how much, against all dates,
// how easily chance does it, and what was left from the day the episodes were known.
// `question` is the request's as it was run.
std::string event_study_headline(const EventStudy& study, const EventStudyRequest& request,
                                 const EventStudyQuestion& question, const EventStudyNames& names);

}  // namespace rerate
