#include "rerate/study/curve_recessions_section.h"

#include "rerate/models/estimation_sample.h"
#include "rerate/models/spread_history.h"
#include "rerate/study/curve_recessions_charts.h"
#include "rerate/study/curve_recessions_sets.h"
#include "rerate/study/curve_recessions_tables.h"
#include "rerate/study/curve_recessions_words.h"
#include "rerate/study/gap.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
namespace {

// The part of the study that the failure is about.
const Place& place_of(ErrorCode code, const CurveRecessionsRequest& request) {
  if (code == ErrorCode::curve_no_inversion) return request.level_place;
  return code == ErrorCode::curve_no_peaks ? request.peaks.place : request.place;
}

CurveRecessions leads_of(const CurveRecessionsFindings& found, const Series& peaks) {
  const auto& request = *found.request;
  check_figures(found.series(), request.curve.place);
  check_peaks_apart(peaks, request.peaks.place);
  try {
    return lead_recessions(found.series(), peaks, found.question);
  } catch (const UserError& error) {
    auto failure = error.failure();
    if (failure.place.line == 0) failure.place = place_of(failure.code, request);
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
  found.as_of = context.as_of;
  const auto& curve = found.series();
  auto& inversion = found.question.inversion;
  inversion.gap = gap_in_observations(request.gap, curve.type.frequency, request.gap_place);
  found.leads = leads_of(found, context.input(request.peaks).series);
  if (wants_survival(request, found.leads))
    found.survival = at_place(request.survival_place, [&] { return lead_survival(found.leads, curve); });
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
  section.warnings = curve_recessions_warnings(found);
  section.inputs = inputs_of(uses_of(request), context);
  section.sets = curve_recessions_sets(found);
  return section;
}

Figures curve_recessions_figures(const CurveRecessionsRequest& request, const SectionContext& context) {
  const auto found = find(request, context);
  return figures_from("curve_recessions", curve_recessions_numbers(found), curve_recessions_sets(found));
}

}  // namespace rerate
