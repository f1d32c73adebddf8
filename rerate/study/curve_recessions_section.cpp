#include "rerate/study/curve_recessions_section.h"

#include "rerate/study/curve_recessions_charts.h"
#include "rerate/study/curve_recessions_tables.h"
#include "rerate/study/curve_recessions_words.h"
#include "rerate/study/gap.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
namespace {

// Estimators do not know where in the study they were asked: a failure without a place gets this one.
template <class Call>
auto placed(const Place& place, Call call) {
  try {
    return call();
  } catch (const UserError& error) {
    auto failure = error.failure();
    if (failure.place.line == 0) failure.place = place;
    throw UserError(std::move(failure));
  }
}

// By default a survival curve is shown when there are leads enough for one; asked for, it is owed.
bool wants_survival(const CurveRecessionsRequest& request, const CurveRecessions& leads) {
  return request.survival.value_or(leads.led >= kFewestLeads);
}

// A forecast that was made after the as-of date is not known yet.
bool is_known(const CurveForecast& forecast, Date as_of) { return !forecast.made || *forecast.made <= as_of; }

CurveRecessionsFindings find(const CurveRecessionsRequest& request, const SectionContext& context) {
  CurveRecessionsFindings found;
  found.request = &request;
  found.curve = &context.input(request.curve);
  found.question = request.question;
  const auto& curve = found.series();
  auto& inversion = found.question.inversion;
  inversion.gap = gap_in_observations(request.gap, curve.type.frequency, request.gap_place);
  found.leads = placed(request.place, [&] {
    return lead_recessions(curve, context.input(request.peaks).series, found.question);
  });
  if (wants_survival(request, found.leads))
    found.survival = placed(request.survival_place, [&] { return lead_survival(found.leads, curve); });
  found.steepening = steepening_before(curve, found.leads.peaks, {found.question.window, request.steepening});
  if (request.consensus && is_known(*request.consensus, context.as_of))
    found.path = expected_curve(curve, *request.consensus, inversion.enter.level);
  return found;
}

}  // namespace

Section curve_recessions_section(const std::string& id, const std::string& title,
                                 const CurveRecessionsRequest& request, const SectionContext& context) {
  const auto found = find(request, context);
  Section section;
  section.id = id;
  section.kind = "curve_recessions";
  section.title = title;
  section.headline = curve_recessions_headline(found);
  section.facts = curve_recessions_facts(found);
  section.numbers = curve_recessions_numbers(found);
  section.tables = curve_recessions_tables(found);
  section.charts = curve_recessions_charts(found, context.recessions);
  section.lights = {curve_light(found)};
  section.warnings = curve_recessions_warnings(found, context.as_of);
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
