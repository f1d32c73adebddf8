#include "rerate/study/credit_section.h"

#include <fmt/format.h>

#include "rerate/base/number_text.h"
#include "rerate/models/estimation_sample.h"
#include "rerate/study/credit_charts.h"
#include "rerate/study/credit_facts.h"
#include "rerate/study/credit_tables.h"
#include "rerate/study/section_inputs.h"
#include "rerate/study/too_old.h"

namespace rerate {
namespace {

constexpr double kDistressPoints = 10;  // 1,000bp
constexpr double kTolerancePoints = 0.25;

CreditStateRule::Condition condition_of(const std::optional<CreditRequest::Condition>& asked,
                                        const SectionContext& context) {
  if (!asked) return CreditThresholds{};
  if (const auto* use = std::get_if<SeriesUse>(&*asked)) return &context.input(*use).series;
  return std::get<CreditThresholds>(*asked);
}

CreditStateRule rule_of(const CreditRequest& request, const SectionContext& context, double point) {
  if (!request.stress && !request.watch) return usual_state_rule(point);
  return {condition_of(request.stress, context), condition_of(request.watch, context)};
}

std::string sector_title(const NamedFormula& sector, const SectionContext& context) {
  return title_of(sector, context.input(sector.use).title);
}

void ask_of_parts(const CreditRequest& request, const SectionContext& context, CreditQuestion& question) {
  for (std::size_t i = 0; i < request.sectors.size(); ++i) {
    const auto& sector = request.sectors[i];
    const auto weight = request.weights.empty() ? std::nullopt : std::optional(request.weights[i]);
    question.sectors.push_back({sector.name, &context.input(sector.use).series, weight, sector.use.place});
  }
  question.weighted = !request.weights.empty();
  for (const auto& one : request.constituents) {
    Constituent constituent{one.name, &context.input(one.spread).series, 0.0, one.spread.place,
                            one.weight_place};
    if (const auto* use = std::get_if<SeriesUse>(&one.weight))
      constituent.weight = &context.input(*use).series;
    else
      constituent.weight = std::get<double>(one.weight);
    question.constituents.push_back(std::move(constituent));
  }
}

CreditQuestion question_of(const CreditRequest& request, const SectionContext& context) {
  CreditQuestion question;
  question.spread = &context.input(request.spread).series;
  const double point = point_in(question.spread->type.unit).value_or(1);
  if (request.ebp) question.bond_premium = &context.input(*request.ebp).series;
  question.crests = request.crests;
  question.rule = rule_of(request, context, point);
  question.sector_threshold = request.sector_gap;
  question.sector_tolerance = request.tolerance.value_or(kTolerancePoints * point);
  question.distress_level = request.distress_above.value_or(kDistressPoints * point);
  if (request.recession) question.after.recession = &context.input(*request.recession).series;
  if (request.asset) {
    question.after.asset = &context.input(*request.asset).series;
    question.after.asset_place = request.asset->place;
  }
  question.spread_place = request.spread.place;
  question.bond_premium_place = request.ebp ? request.ebp->place : Place{};
  question.rule_place = request.rule_place;
  question.crests_place = request.crests_place;
  question.weights_place = request.weights_place;
  question.distress_place = request.distress_place;
  ask_of_parts(request, context, question);
  return question;
}

CreditNames names_of(const CreditRequest& request, const CreditReading& reading,
                     const SectionContext& context) {
  const auto& spread = context.input(request.spread);
  CreditNames names;
  const bool named = is_plain_name(request.spread.formula) && spread.title != request.spread.formula;
  names.spread = named ? spread.title : "the spread";
  names.unit = spread.series.type.unit;
  names.spread_open = spread.redistribute;
  names.stale = is_too_old(reading.spread.at, context.as_of);
  for (const auto& sector : request.sectors) {
    names.sectors.push_back(sector_title(sector, context));
    names.sectors_open = names.sectors_open && context.input(sector.use).redistribute;
  }
  for (const auto& one : request.constituents) names.constituents.push_back(one.title);
  return names;
}

std::vector<NamedSet> sets_of(const CreditReading& reading) {
  NamedSet state{"state", "What credit sends: all-clear, watch or stress", {}};
  if (reading.now) state.members.push_back(state_in_words(*reading.now));
  return {std::move(state)};
}

}  // namespace

Section credit_section(const std::string& id, const std::string& title, const CreditRequest& request,
                       const SectionContext& context) {
  const auto question = question_of(request, context);
  const auto reading = at_place(request.place, [&] { return read_credit(question); });
  const auto names = names_of(request, reading, context);
  const auto* ebp = request.ebp ? &context.input(*request.ebp) : nullptr;
  const auto ebp_unit = ebp ? ebp->series.type.unit : std::string();
  Section section;
  section.id = id;
  section.kind = "credit";
  section.title = title;
  section.headline = credit_headline(reading, names);
  section.facts = credit_facts(reading, names, request, question, context);
  section.numbers = credit_numbers(reading, names, ebp_unit);
  section.tables = credit_tables(reading, names, ebp_unit);
  section.charts = credit_charts(reading, names, context.input(request.spread), ebp, context.recessions);
  section.lights = {credit_light(reading, names)};
  const bool ebp_stale = ebp && is_too_old(reading.bond_premium->at, context.as_of);
  section.warnings = credit_warnings(reading, names, ebp_stale);
  section.inputs = inputs_of(uses_of(request), context);
  section.sets = sets_of(reading);
  return section;
}

}  // namespace rerate
