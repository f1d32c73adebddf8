#pragma once

#include <variant>
#include <vector>

#include "rerate/study/claims_request.h"
#include "rerate/study/credit_request.h"
#include "rerate/study/curve_recessions_request.h"
#include "rerate/study/event_study_request.h"
#include "rerate/study/fair_value_request.h"
#include "rerate/study/policy_multiple_request.h"
#include "rerate/study/recession_probability_request.h"
#include "rerate/study/regimes_request.h"
#include "rerate/study/rival_request.h"
#include "rerate/study/rotation_request.h"
#include "rerate/study/scorecard_request.h"
#include "rerate/study/style_curve_request.h"

namespace rerate {

// What a section of a study asks, by kind.
using SectionQuestion =
    std::variant<EventStudyRequest, CurveRecessionsRequest, FairValueRequest, RivalRequest,
                 PolicyMultipleRequest, CreditRequest, RegimesRequest, StyleCurveRequest,
                 RecessionProbabilityRequest, ScorecardRequest, RotationRequest, ClaimsRequest>;

// The kinds of sections, by the names of their tables in the file.
inline constexpr const char* kSectionKinds[] = {
    "event_study", "curve_recessions",      "fair_value", "rival",    "policy_multiple", "credit", "regimes",
    "style_curve", "recession_probability", "scorecard",  "rotation", "claims"};

// Every formula that a section reads.
std::vector<SeriesUse> uses_of(const SectionQuestion& question);

}  // namespace rerate
