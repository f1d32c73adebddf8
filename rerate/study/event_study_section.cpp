#include "rerate/study/event_study_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rerate/base/number_text.h"
#include "rerate/study/event_study_charts.h"
#include "rerate/study/event_study_headline.h"
#include "rerate/study/event_study_tables.h"
#include "rerate/study/gap.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::vector<Fact> facts_of(const EventStudy& study, const EventStudyRequest& request,
                           const EventStudyQuestion& question, const EventStudyNames& names) {
  const auto& main = study.main;
  std::vector<Fact> facts = {
      {"Signal", names.signal},
      {"Rule", describe(question.rule)},
      {"Returns", fmt::format("{}{}, over {}, counted from the {}", names.asset,
                              main.relative ? " less " + names.benchmark : "",
                              horizon_in_words(question.horizon), request.anchor_word)},
      {"Basis", study.asset.type.kind == Kind::total_return_index ? "total return"
                : study.asset.type.kind == Kind::price_index      ? "price return, without dividends"
                                                                  : "level, as given"},
      {"Sample", fmt::format("{} dates with a complete window; {} complete, {} pending, {} excluded; worth "
                             "{} windows that do not overlap",
                             main.sample, main.complete, main.pending, main.excluded, fixed(main.n_eff, 1))},
      {"Inference", fmt::format("exact circular-shift p-values; {}% stationary-bootstrap interval, {} draws",
                                shortest(100 * question.level), question.draws)}};
  for (const auto& exclusion : question.exclusions)
    facts.push_back({"Left out by hand", to_string(exclusion.date) + ": " + exclusion.reason});
  if (study.tally)
    facts.push_back(
        {"Since the last event",
         fmt::format("{} to {}: {} {}%{}", to_string(study.tally->from), to_string(study.tally->to),
                     names.asset, signed_number(study.tally->asset, 1),
                     main.relative ? fmt::format(", {} {}%, {} pp", names.benchmark,
                                                 signed_number(study.tally->benchmark, 1),
                                                 signed_number(study.tally->relative, 1))
                                   : std::string())});
  return facts;
}

std::vector<std::string> inputs_of(const EventStudyRequest& request, const SectionContext& context) {
  std::set<std::string> ids;
  for (const auto* use : {&request.signal, &request.asset})
    ids.insert(context.input(*use).catalogue_ids.begin(), context.input(*use).catalogue_ids.end());
  if (request.benchmark) {
    const auto& benchmark = context.input(*request.benchmark);
    ids.insert(benchmark.catalogue_ids.begin(), benchmark.catalogue_ids.end());
  }
  return {ids.begin(), ids.end()};
}

// Dates given by hand that had not come by the as-of date: there is nothing to compute yet, and saying so
// lets the rest of the study be re-issued as of any date.
std::optional<Section> not_yet(const EventStudyRequest& request, const SectionContext& context) {
  const auto* by_hand = std::get_if<DatesByHand>(&request.question.rule);
  if (!by_hand || by_hand->dates.front() <= context.as_of) return std::nullopt;
  Section section;
  section.headline = fmt::format("As of {} the first of these dates, {}, had not come.",
                                 to_string(context.as_of), to_string(by_hand->dates.front()));
  section.numbers = {{"episodes", 0, "count", "Episodes"}, {"complete", 0, "count", "Complete windows"}};
  return section;
}

// A window to a day that had not come by the as-of date ends at the newest price instead.
void end_at_newest_price(EventStudyQuestion& question, const Series& prices, Date as_of,
                         std::vector<std::string>& warnings) {
  auto* day = std::get_if<Date>(&question.horizon);
  if (!day || *day <= as_of) return;
  const Date newest = last_day(prices.period(prices.size() - 1));
  warnings.push_back(fmt::format("Returns run to {}, the newest price as of {}; {} had not come.",
                                 to_string(newest), to_string(as_of), to_string(*day)));
  *day = newest;
}

}  // namespace

Section event_study_section(const std::string& id, const std::string& title, const EventStudyRequest& request,
                            const SectionContext& context) {
  const auto& signal = context.input(request.signal);
  const auto& asset = context.input(request.asset);
  const auto* benchmark = request.benchmark ? &context.input(*request.benchmark) : nullptr;

  auto question = request.question;
  question.seed = context.section_seed(id);
  if (auto* rule = std::get_if<ThresholdRule>(&question.rule); rule && request.gap)
    rule->gap = gap_in_observations(*request.gap, signal.series.type.frequency, request.rule_place);

  Section section;
  if (auto early = not_yet(request, context)) section = std::move(*early);
  section.id = id;
  section.kind = "event_study";
  section.title = title;
  section.inputs = inputs_of(request, context);
  if (!section.headline.empty()) return section;
  end_at_newest_price(question, asset.series, context.as_of, section.warnings);

  EventStudy study;
  try {
    study = run_event_study(signal.series, asset.series, benchmark ? &benchmark->series : nullptr, question);
  } catch (const UserError& error) {
    if (error.failure().place.line > 0) throw;
    auto failure = error.failure();
    failure.place = request.rule_place;
    throw UserError(std::move(failure));
  }

  const EventStudyNames names{signal.title, asset.title, benchmark ? benchmark->title : std::string(),
                              signal.redistribute};
  section.headline = event_study_headline(study, request, question, names);
  section.facts = facts_of(study, request, question, names);
  section.numbers = event_study_numbers(study);
  section.tables = {episode_table(study), statistics_table(study)};
  section.charts = event_study_charts(study, question, names, context.recessions);
  section.warnings.insert(section.warnings.end(), study.warnings.begin(), study.warnings.end());
  return section;
}

}  // namespace rerate
