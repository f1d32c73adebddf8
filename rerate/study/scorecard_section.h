#pragma once

#include <string>

#include "rerate/study/figures.h"
#include "rerate/study/results.h"
#include "rerate/study/scorecard_request.h"
#include "rerate/study/section_context.h"

namespace rerate {

// A macro scorecard (models/scorecard.h), and what it has been worth (models/score_calibration.h). Numbers: composite,
// composite_change_3m, indicators, available, share_positive; with a date to compare with then_composite, change_since_then; with an
// asset probability_leads, probability_low, probability_high, base_rate, brier, brier_base_rate, brier_skill, auc, forecasts,
// slope, slope_p, relative_slope, relative_slope_p. Tables: indicators, then_and_now, coefficients, reliability. Charts: contributions,
// composite, probability, reliability. Licensed indicators have today's figure alone; their course is drawn as percentiles.
// Sets: positive and negative, the names of indicators that count today with a z above zero and not.
Section scorecard_section(const std::string& id, const std::string& title, const ScorecardRequest& request,
                          const SectionContext& context);

// Its numbers and sets alone.
Figures scorecard_figures(const ScorecardRequest& request, const SectionContext& context);

}  // namespace rerate
