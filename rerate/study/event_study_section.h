#pragma once

#include "rerate/study/event_study_request.h"
#include "rerate/study/figures.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Runs one [[event_study]] and tells it as a section: numbers, tables, charts and a headline.
// Numbers without a prefix are of relative returns (of the asset's where there is no benchmark) from the
// study's anchor; `asset_` and `benchmark_` are the two sides; `known_` is counted from the day on which the
// episode could be known (`extreme_` from the extreme, when the anchor itself is known).
// Sets: episode_dates, and led_at and not_led of the complete ones, all by the months or days of their extremes.
Section event_study_section(const std::string& id, const std::string& title, const EventStudyRequest& request,
                            const SectionContext& context);

// Its numbers and sets alone, without those that take draws (ci_low, ci_high): nothing is refused for the size of a bootstrap.
Figures event_study_figures(const std::string& id, const EventStudyRequest& request,
                            const SectionContext& context);

// Its sets alone, for a fraction of the work.
Figures event_study_set_figures(const std::string& id, const EventStudyRequest& request,
                                const SectionContext& context);

}  // namespace rerate
