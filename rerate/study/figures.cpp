#include "rerate/study/figures.h"

#include "rerate/study/curve_recessions_section.h"
#include "rerate/study/event_study_section.h"
#include "rerate/study/fair_value_section.h"
#include "rerate/study/gap.h"
#include "rerate/study/model_types.h"
#include "rerate/study/recession_probability_section.h"
#include "rerate/study/regimes_section.h"
#include "rerate/study/regimes_types.h"
#include "rerate/study/rotation_section.h"
#include "rerate/study/rotation_types.h"
#include "rerate/study/scorecard_section.h"
#include "rerate/study/scorecard_types.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_of.h"
#include "rerate/study/shared_work.h"
#include "rerate/study/style_curve_section.h"

namespace rerate {
namespace {

// What the plan of a study asks of the types of its own definition is asked of every other.
struct TypesOf {
  const SectionContext& context;

  TypedSeries typed(const SeriesUse& use) const { return {use.formula, context.input(use).series.type}; }

  void operator()(const EventStudyRequest& request) const {
    const auto signal = typed(request.signal), asset = typed(request.asset);
    const auto benchmark = request.benchmark ? std::optional(typed(*request.benchmark)) : std::nullopt;
    check_question_types(signal, asset, benchmark ? &*benchmark : nullptr, request.question);
    if (request.gap) gap_in_observations(*request.gap, signal.type.frequency, request.gap_place);
  }
  template <class Request>
  void operator()(const Request& request) const {
    check_types(request, [&](const SeriesUse& use) { return typed(use); });
  }
};

// The kinds with a quick way; the others are run whole.
struct FiguresOf {
  const std::string& id;
  const SectionContext& context;
  SharedWork& shared;

  Figures operator()(const EventStudyRequest& request) const {
    return event_study_figures(id, request, context);
  }
  Figures operator()(const CurveRecessionsRequest& request) const {
    return curve_recessions_figures(request, context);
  }
  Figures operator()(const FairValueRequest& request) const {
    return fair_value_figures(id, request, context, shared.fair_values);
  }
  Figures operator()(const StyleCurveRequest& request) const {
    return style_curve_figures(id, request, context, shared.style_curves);
  }
  Figures operator()(const RecessionProbabilityRequest& request) const {
    return recession_probability_figures(request, context, shared.walks);
  }
  Figures operator()(const RegimesRequest& request) const {
    return regimes_figures(id, request, context, shared.regimes);
  }
  Figures operator()(const ScorecardRequest& request) const { return scorecard_figures(request, context); }
  Figures operator()(const RotationRequest& request) const { return rotation_figures(request, context); }
  template <class Request>
  Figures operator()(const Request& request) const {
    const auto section = section_of(id, {}, request, context);
    return figures_from(section.kind, section.numbers, section.sets);
  }
};

}  // namespace

Figures figures_of(const SectionQuestion& question, const std::string& id, const SectionContext& context,
                   SharedWork& shared) {
  std::visit(TypesOf{context}, question);
  return std::visit(FiguresOf{id, context, shared}, question);
}

Figures figures_of(const SectionQuestion& question, const std::string& id, const SectionContext& context) {
  SharedWork alone;
  return figures_of(question, id, context, alone);
}

}  // namespace rerate
