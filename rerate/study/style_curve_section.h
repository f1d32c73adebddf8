#pragma once

#include <string>

#include "rerate/models/style_curve_parts.h"
#include "rerate/study/figures.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"
#include "rerate/study/style_curve_request.h"

namespace rerate {

// Value over growth against the curve, and what a claimed correlation is worth. Numbers: level_correlation, change_correlation,
// annual_change_correlation, each also with _low, _high and _p; correlation and correlation_p of the definition that the study is
// about; best_correlation, definitions_tried, sample; rolling_correlation
// (of the last window), rolling_lowest, rolling_highest; with a claim claim, claim_reproduced_by and
// claim_inside_intervals (counts over all definitions tried). Table: correlations. Charts: correlations, rolling, series.
// Descriptive: it reads everything known at the as-of date and decides nothing.
Section style_curve_section(const std::string& id, const std::string& title, const StyleCurveRequest& request,
                            const SectionContext& context);

// Its numbers alone, without those that take draws: intervals, and how many hold the claim. `shared` with other definitions.
Figures style_curve_figures(const std::string& id, const StyleCurveRequest& request,
                            const SectionContext& context, SharedStyleCurves& shared);

}  // namespace rerate
