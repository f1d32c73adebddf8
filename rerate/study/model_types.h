#pragma once

#include <functional>

#include "rerate/events/question_types.h"
#include "rerate/study/claims_request.h"
#include "rerate/study/fair_value_request.h"
#include "rerate/study/policy_multiple_request.h"
#include "rerate/study/recession_probability_request.h"
#include "rerate/study/rival_request.h"
#include "rerate/study/style_curve_request.h"

namespace rerate {

// What the models ask of the types of their series alone, so that a study can be refused before anything is read.
// Each throws UserError at the place of the formula it is about:
//   fair_value_kinds  a price, record or fundamental of a kind that is none; a record with dividends of a price without
//   event_frequency   price, fundamental, drivers and predictors of several frequencies, with the formula that mends it;
//                     a daily or weekly price
//   event_horizon     a horizon (or first window) that is no whole number of the price's periods
//   curve_peaks_type  recessions that are no monthly indicator
//   event_kinds       value or growth of a style that is no price, or one with dividends and one without
//   fair_value_scenario  scenarios whose figures contradict each other (models/scenario.h)
//   recession_indicator  recessions that are no monthly indicator, beside a curve (monthly, as its premium)
// Formulas that give single figures may have any frequency.
using TypeOfUse = std::function<TypedSeries(const SeriesUse&)>;
void check_types(const FairValueRequest& request, const TypeOfUse& typed);
void check_types(const RivalRequest& request, const TypeOfUse& typed);
void check_types(const PolicyMultipleRequest& request, const TypeOfUse& typed);
void check_types(const StyleCurveRequest& request, const TypeOfUse& typed);
void check_types(const RecessionProbabilityRequest& request, const TypeOfUse& typed);
inline void check_types(const ClaimsRequest&, const TypeOfUse&) {}  // it reads no series

}  // namespace rerate
