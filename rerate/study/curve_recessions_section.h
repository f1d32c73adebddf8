#pragma once

#include "rerate/study/curve_recessions_request.h"
#include "rerate/study/figures.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Runs one [[curve_recessions]] and tells it as a section. Numbers: mean_lead_days, median_lead_days,
// recessions (those led), false_positives, pending, without_own_inversion, missed; survival_median_days with _low and _high
// (NaN without a survival curve); steepening_before, steepening_exceptions, steepening_lower_after; with an expected path
// months_to_positive, curve_now, expected_curve, expected_steepening. Tables: leads, survival, steepening, path. Sets: false_positives and pending
// by the first day of the inversion, led_peaks, missed and without_own_inversion by the month of the peak.
Section curve_recessions_section(const std::string& id, const std::string& title,
                                 const CurveRecessionsRequest& request, const SectionContext& context);

// Its numbers and sets alone.
Figures curve_recessions_figures(const CurveRecessionsRequest& request, const SectionContext& context);

}  // namespace rerate
