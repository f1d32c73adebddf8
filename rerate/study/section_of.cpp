#include "rerate/study/section_of.h"

#include "rerate/study/credit_section.h"
#include "rerate/study/curve_recessions_section.h"
#include "rerate/study/event_study_section.h"
#include "rerate/study/fair_value_section.h"
#include "rerate/study/policy_multiple_section.h"
#include "rerate/study/recession_probability_section.h"
#include "rerate/study/regimes_section.h"
#include "rerate/study/rival_section.h"
#include "rerate/study/rotation_section.h"
#include "rerate/study/scorecard_section.h"
#include "rerate/study/style_curve_section.h"

namespace rerate {
namespace {

// One kind of section each.
struct SectionOf {
  const std::string& id;
  const std::string& title;
  const SectionContext& context;

  Section operator()(const EventStudyRequest& request) const {
    return event_study_section(id, title, request, context);
  }
  Section operator()(const CurveRecessionsRequest& request) const {
    return curve_recessions_section(id, title, request, context);
  }
  Section operator()(const FairValueRequest& request) const {
    return fair_value_section(id, title, request, context);
  }
  Section operator()(const RivalRequest& request) const { return rival_section(id, title, request, context); }
  Section operator()(const PolicyMultipleRequest& request) const {
    return policy_multiple_section(id, title, request, context);
  }
  Section operator()(const CreditRequest& request) const {
    return credit_section(id, title, request, context);
  }
  Section operator()(const RegimesRequest& request) const {
    return regimes_section(id, title, request, context);
  }
  Section operator()(const StyleCurveRequest& request) const {
    return style_curve_section(id, title, request, context);
  }
  Section operator()(const RecessionProbabilityRequest& request) const {
    return recession_probability_section(id, title, request, context);
  }
  Section operator()(const ScorecardRequest& request) const {
    return scorecard_section(id, title, request, context);
  }
  Section operator()(const RotationRequest& request) const {
    return rotation_section(id, title, request, context);
  }
  Section operator()(const ClaimsRequest&) const { return {}; }
};

}  // namespace

Section section_of(const std::string& id, const std::string& title, const SectionQuestion& question,
                   const SectionContext& context) {
  return std::visit(SectionOf{id, title, context}, question);
}

}  // namespace rerate
