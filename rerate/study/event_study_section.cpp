#include "rerate/study/event_study_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rerate/base/number_text.h"
#include "rerate/study/event_study_charts.h"
#include "rerate/study/event_study_headline.h"
#include "rerate/study/event_study_sets.h"
#include "rerate/study/event_study_tables.h"
#include "rerate/study/gap.h"
#include "rerate/study/running_comparison.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string basis_in_words(Kind kind) {
  if (kind == Kind::total_return_index) return "total return";
  return kind == Kind::price_index ? "price return, without dividends" : "level, as given";
}

std::string rule_in_words(const EpisodeRule& rule) {
  constexpr std::size_t kMostNamed = 6;
  const auto* by_hand = std::get_if<DatesByHand>(&rule);
  if (!by_hand || by_hand->dates.size() > kMostNamed) return describe(rule);
  std::vector<std::string> dates;
  for (const Date date : by_hand->dates) dates.push_back(to_string(date));
  return fmt::format("{}: {}", describe(rule), joined_with_and(dates));
}

// "13 complete events, 1 pending, worth 12.5 windows that do not overlap; compared with 849 dates".
std::string sample_in_words(const AnchoredStudy& main) {
  auto text = fmt::format("{} complete event{}", main.complete, main.complete == 1 ? "" : "s");
  if (main.pending > 0) text += fmt::format(", {} pending", main.pending);
  if (main.not_yet_known > 0) text += fmt::format(", {} not yet known", main.not_yet_known);
  if (main.excluded > 0) text += fmt::format(", {} left out", main.excluded);
  return text + fmt::format(", worth {} windows that do not overlap; compared with all {} dates",
                            fixed(main.n_eff, 1), main.sample);
}

std::string tally_in_words(const RunningTally& tally, const EventStudyNames& names, bool relative) {
  auto text = fmt::format("{} to {}: {} {}%", to_string(tally.from), to_string(tally.to), names.asset,
                          signed_number(tally.asset, 1));
  if (relative)
    text += fmt::format(", {} {}%, {} pp", names.benchmark, signed_number(tally.benchmark, 1),
                        signed_number(tally.relative, 1));
  return text;
}

std::vector<Fact> facts_of(const EventStudy& study, const EventStudyRequest& request,
                           const EventStudyQuestion& question, const EventStudyNames& names) {
  const auto& main = study.main;
  const bool running = is_running_comparison(study, question);
  std::vector<Fact> facts = {
      {"Signal", capitalised(names.signal)},
      {"Rule", rule_in_words(question.rule)},
      {"Returns", fmt::format("{}{}, over {}, counted from the {}", names.asset,
                              main.relative ? " less " + names.benchmark : "",
                              horizon_in_words(question.horizon), running ? "date" : request.anchor_word)},
      {"Prices",
       fmt::format("{}, {} to {}", basis_in_words(study.asset.type.kind), to_string(study.asset.period(0)),
                   to_string(study.asset.period(study.asset.size() - 1)))}};
  if (!running) {
    facts.push_back({"Sample", sample_in_words(main)});
    facts.push_back({"Inference",
                     fmt::format("exact circular-shift p-values; {}% stationary-bootstrap interval, {} draws",
                                 shortest(100 * question.level), question.draws)});
  }
  for (const auto& exclusion : question.exclusions)
    facts.push_back({"Left out by hand", to_string(exclusion.date) + ": " + exclusion.reason});
  if (study.tally && !running)
    facts.push_back({"Since the last event", tally_in_words(*study.tally, names, main.relative.has_value())});
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
// lets the rest of the study be re-issued as of any date. The section has all its names, without events.
std::optional<Section> not_yet(const EventStudyRequest& request, const SectionContext& context) {
  const auto* by_hand = std::get_if<DatesByHand>(&request.question.rule);
  if (!by_hand || by_hand->dates.front() <= context.as_of) return std::nullopt;
  EventStudy without_events;
  without_events.signal = context.input(request.signal).series;
  without_events.asset = context.input(request.asset).series;
  if (request.benchmark) without_events.benchmark = context.input(*request.benchmark).series;
  Section section;
  section.headline = fmt::format("As of {} the first of these dates, {}, had not come.",
                                 to_string(context.as_of), to_string(by_hand->dates.front()));
  section.numbers = event_study_numbers(without_events);
  section.tables = {episode_table(without_events)};
  section.sets = event_study_sets(without_events);
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
  question.horizon_to_come = true;
}

// What is asked of events, with the gap in observations and windows that end by the as-of date.
EventStudyQuestion question_of(const std::string& id, const EventStudyRequest& request,
                               const SectionContext& context, std::vector<std::string>& warnings) {
  auto question = request.question;
  question.seed = context.section_seed(id);
  if (auto* rule = std::get_if<ThresholdRule>(&question.rule); rule && request.gap)
    rule->gap = gap_in_observations(*request.gap, context.input(request.signal).series.type.frequency,
                                    request.gap_place);
  end_at_newest_price(question, context.input(request.asset).series, context.as_of, warnings);
  return question;
}

EventStudy run(const EventStudyRequest& request, const EventStudyQuestion& question,
               const SectionContext& context, decltype(run_event_study)& study = run_event_study) {
  const auto* benchmark = request.benchmark ? &context.input(*request.benchmark).series : nullptr;
  return study(context.input(request.signal).series, context.input(request.asset).series, benchmark,
               question);
}

}  // namespace

Section event_study_section(const std::string& id, const std::string& title, const EventStudyRequest& request,
                            const SectionContext& context) {
  const auto& signal = context.input(request.signal);
  const auto& asset = context.input(request.asset);
  const auto* benchmark = request.benchmark ? &context.input(*request.benchmark) : nullptr;

  Section section;
  if (auto early = not_yet(request, context)) section = std::move(*early);
  section.id = id;
  section.kind = "event_study";
  section.title = title;
  section.inputs = inputs_of(request, context);
  if (!section.headline.empty()) return section;
  const auto question = question_of(id, request, context, section.warnings);

  const auto study = run(request, question, context);
  const EventStudyNames names{signal.title, asset.title, benchmark ? benchmark->title : std::string(),
                              signal.redistribute,
                              asset.redistribute && (!benchmark || benchmark->redistribute)};
  section.headline = event_study_headline(study, request, question, names);
  section.facts = facts_of(study, request, question, names);
  section.numbers = event_study_numbers(study);
  section.tables = {episode_table(study)};
  if (!is_running_comparison(study, question)) section.tables.push_back(statistics_table(study));
  section.charts = event_study_charts(study, question, names, context.recessions);
  section.sets = event_study_sets(study);
  section.warnings.insert(section.warnings.end(), study.warnings.begin(), study.warnings.end());
  return section;
}

Figures event_study_figures(const std::string& id, const EventStudyRequest& request,
                            const SectionContext& context) {
  const auto figures = [](std::vector<Number> numbers, const std::vector<NamedSet>& sets) {
    return figures_from("event_study", without_endings(std::move(numbers), {"ci_low", "ci_high"}), sets);
  };
  if (const auto early = not_yet(request, context)) return figures(early->numbers, early->sets);
  std::vector<std::string> warnings;
  auto question = question_of(id, request, context, warnings);
  question.draws = 0;
  const auto study = run(request, question, context);
  return figures(event_study_numbers(study), event_study_sets(study));
}

Figures event_study_set_figures(const std::string& id, const EventStudyRequest& request,
                                const SectionContext& context) {
  if (const auto early = not_yet(request, context)) return figures_from("event_study", {}, early->sets);
  std::vector<std::string> warnings;
  const auto question = question_of(id, request, context, warnings);
  return figures_from("event_study", {}, event_study_sets(run(request, question, context, find_events)));
}

}  // namespace rerate
