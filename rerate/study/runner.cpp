#include "rerate/study/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <map>
#include <utility>

#include "rerate/base/parallel.h"
#include "rerate/base/version.h"
#include "rerate/study/figure_check.h"
#include "rerate/study/formula_releases.h"
#include "rerate/study/price_of_looking.h"
#include "rerate/study/section_definitions.h"
#include "rerate/study/section_multiverse.h"
#include "rerate/study/section_of.h"
#include "rerate/study/study_claims.h"

namespace rerate {
namespace {

InputRecord record_of(const SeriesReading& reading) {
  const auto& entry = reading.entry;
  const auto& series = reading.series;
  InputRecord record;
  record.series = entry.id;
  record.title = entry.title;
  record.unit = entry.type.unit;
  record.source = entry.source;
  record.licence = entry.licence;
  record.redistribute = entry.redistribute;
  if (!series.empty()) {
    record.first = to_string(series.period(0));
    record.last = to_string(series.period(series.size() - 1));
  }
  record.known_at = reading.latest_known;
  record.grade = to_string(entry.grade);
  record.sha256 = reading.sha256;
  record.note = entry.note;
  return record;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Revised after its release, of which this store has no vintages.
bool is_revised_here(const CatalogueEntry& entry) {
  return entry.grade == Grade::release_lag && entry.revised;
}

std::vector<std::string> warnings_of(const std::vector<SeriesReading>& readings, const StudyPlan& plan) {
  std::vector<std::string> warnings, undated, revised;
  for (const auto& reading : readings) {
    const auto& entry = reading.entry;
    if (entry.grade == Grade::none) undated.push_back(entry.id);
    if (is_revised_here(entry)) revised.push_back(entry.id);
  }
  if (!undated.empty())
    warnings.push_back(
        "Without a release rule, figures count as known at the end of their period, which is too early for "
        "most: " +
        joined(undated) + ".");
  if (!revised.empty())
    warnings.push_back(
        "Revised after their first release and without vintages here, so figures are as they stand today, "
        "dated by their release rules: " +
        joined(revised) + ".");
  if (!plan.unused.empty()) warnings.push_back("No section reads the series " + joined(plan.unused) + ".");
  return warnings;
}

// Sections are published, what they tried goes into the ledger.
void collect_trials(Results& results) {
  for (auto& section : results.sections) {
    for (auto& tried : section.tried) tried.section = section.id;
    std::move(section.tried.begin(), section.tried.end(), std::back_inserter(results.tried));
    section.tried.clear();
  }
}

}  // namespace

void refuse_look_ahead(const Series& series, const std::string& name, Date as_of, const Place& place) {
  for (std::size_t i = 0; i < series.size(); ++i)
    if (series.known_at[i] > as_of)
      refuse(ErrorCode::study_look_ahead,
             fmt::format("`{}` of {} was known on {}, after the as-of date {}", name,
                         to_string(series.period(i)), to_string(series.known_at[i]), to_string(as_of)),
             {}, place);
}

StudyPlan plan_study(const StudyFile& study, const Store& store) {
  check_claims_section(study);
  for (const auto& section : study.sections) check_figures(section);
  return make_plan(study, {[&](const std::vector<std::string>& ids) { return store.find(ids); },
                           [&] {
                             std::vector<std::string> ids;
                             for (const auto& entry : store.catalogue()) ids.push_back(entry.id);
                             return ids;
                           }});
}

namespace {

using SeriesByName = std::map<std::string, const Series*, std::less<>>;

Series value_of(const PlannedFormula& planned, const SeriesByName& series) {
  return planned.formula.evaluate([&](const std::string& name) -> const Series& { return *series.at(name); });
}

// The series as if each figure had been known since its period had a first one.
Series dated_by_first_release(Series series) {
  if (series.revised()) series.known_at = std::exchange(series.first_known_at, {});
  return series;
}

// `value` is dated by first releases, `latest` is the same formula dated by the figures' own dates. Rows of
// `published`, which moves values to the period of their release, may differ between the two: what they read is
// known by `bound` at the latest.
Series with_both_dates(Series value, const Series& latest, Date bound) {
  value.first_known_at = value.known_at;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.known_at[i] == kAlwaysKnown) continue;
    const auto same = latest.find(value.ordinal[i]);
    const bool agrees = same && latest.value[*same] == value.value[i];
    value.known_at[i] = std::max(value.first_known_at[i], agrees ? latest.known_at[*same] : bound);
  }
  if (value.known_at == value.first_known_at) value.first_known_at.clear();
  return value;
}

// The catalogue series with these ids, which are sorted as the readings are.
std::vector<InputSource> sources_of(const std::vector<std::string>& ids,
                                    const std::vector<SeriesReading>& readings) {
  std::vector<InputSource> sources;
  for (const auto& reading : readings) {
    const auto& entry = reading.entry;
    if (std::find(ids.begin(), ids.end(), entry.id) == ids.end()) continue;
    InputSource source{entry.id, entry.title, kAlwaysKnown, is_revised_here(entry)};
    for (std::size_t i = reading.series.size(); i-- > 0 && source.newest == kAlwaysKnown;)
      if (!std::isnan(reading.series.value[i])) source.newest = last_day(reading.series.period(i));
    sources.push_back(std::move(source));
  }
  return sources;
}

void replace_newest(Series& series, const std::string& name, const ReplacedFigures& replaced) {
  const auto figure = replaced.values.find(name);
  if (figure == replaced.values.end()) return;
  for (std::size_t i = series.size(); i-- > 0;) {
    if (std::isnan(series.value[i]) || last_day(series.period(i)) > replaced.until) continue;
    if (replaced.published && series.first_known(i) > replaced.until) continue;
    series.value[i] = figure->second;
    return;
  }
}

// The formula that reads the series, by its place.
Place reader_of(const StudyPlan& plan, const std::string& id) {
  for (const auto& planned : plan.formulas)
    if (std::find(planned.catalogue_ids.begin(), planned.catalogue_ids.end(), id) !=
        planned.catalogue_ids.end())
      return planned.place;
  return {};
}

// A series without a figure at the as-of date: since when there are some, and where the study reads it.
[[noreturn]] void refuse_unknown(const StudyPlan& plan, const Store& store, const std::string& id,
                                 std::optional<Date> as_of) {
  const auto when = as_of ? fmt::format(" as of {}", to_string(*as_of)) : std::string();
  const auto what = fmt::format("no figure of `{}` is known{}", id, when);
  const std::vector<std::string> ids = {id};
  const auto all = store.read(ids, kEndOfTime);
  const auto& series = all.front().series;
  if (!as_of || series.empty())
    refuse(ErrorCode::study_as_of, what, "Read its pack again, or leave out what reads it.",
           reader_of(plan, id));
  Date first = series.first_known(0);
  for (std::size_t i = 1; i < series.size(); ++i) first = std::min(first, series.first_known(i));
  refuse(ErrorCode::study_as_of, what,
         fmt::format("Its first figure was known on {}: take that as-of date or a later one, or leave out "
                     "what reads the series.",
                     to_string(first)),
         reader_of(plan, id));
}

// Of catalogue series without a figure those that only options read are left out; any other ends the run.
void refuse_if_needed(const StudyPlan& plan, const Store& store, const std::string& id,
                      std::optional<Date> as_of) {
  const bool needed = std::any_of(plan.formulas.begin(), plan.formulas.end(), [&](const auto& planned) {
    const auto& ids = planned.catalogue_ids;
    return !planned.of_options && std::find(ids.begin(), ids.end(), id) != ids.end();
  });
  if (needed) refuse_unknown(plan, store, id, as_of);
}

bool reads_all(const PlannedFormula& planned, const SeriesByName& series) {
  const auto references = planned.formula.references();
  return std::all_of(references.begin(), references.end(),
                     [&](const auto& reference) { return series.contains(reference.name); });
}

}  // namespace

EvaluatedPlan evaluate_plan(const StudyPlan& plan, const Store& store, std::optional<Date> as_of,
                            const ReplacedFigures& replaced) {
  std::vector<std::string> ids;
  for (const auto& entry : plan.entries) ids.push_back(entry.id);
  EvaluatedPlan result;
  result.readings = store.read(ids, as_of.value_or(kEndOfTime));

  // Every formula is evaluated on figures dated by their first release, which is when a reader could act; one
  // that reads revised figures is evaluated again on the figures' own dates, which the look-ahead lint checks.
  result.as_of = as_of.value_or(kAlwaysKnown);
  Date latest_known = kAlwaysKnown;
  SeriesByName first, latest;
  std::deque<Series> owned;
  for (auto& reading : result.readings) {
    const auto& entry = reading.entry;
    replace_newest(reading.series, entry.id, replaced);
    if (reading.series.empty()) {
      refuse_if_needed(plan, store, entry.id, as_of);
      continue;
    }
    latest_known = std::max(latest_known, reading.latest_known);
    latest.emplace(entry.id, &reading.series);
    first.emplace(entry.id, reading.series.revised()
                                ? &owned.emplace_back(dated_by_first_release(reading.series))
                                : &reading.series);
  }
  if (!as_of) result.as_of = latest_known;
  const ReleaseCalendar calendar(result.readings, result.as_of);
  for (const auto& planned : plan.formulas) {
    SeriesInput input;
    input.title = planned.title;
    input.redistribute = planned.redistribute;
    input.catalogue_ids = planned.catalogue_ids;
    if (reads_all(planned, first)) input.series = value_of(planned, first);
    replace_newest(input.series, planned.key, replaced);
    input.series.name = planned.key;
    if (input.series.empty() && planned.of_options) {
      result.inputs.emplace(planned.key, std::move(input));  // SectionContext::input refuses it
      continue;
    }
    if (input.series.empty())
      refuse(ErrorCode::study_as_of,
             fmt::format("`{}` has no value as of {}", planned.key, to_string(result.as_of)),
             "Its inputs do not overlap, or a window is longer than they are.", planned.place);
    const bool revised = std::any_of(planned.catalogue_ids.begin(), planned.catalogue_ids.end(),
                                     [&](const std::string& id) { return latest.at(id)->revised(); });
    if (revised) {
      first.emplace(planned.key, &owned.emplace_back(input.series));
      auto& value = owned.emplace_back(value_of(planned, latest));
      replace_newest(value, planned.key, replaced);
      latest.emplace(planned.key, &value);
      input.series = with_both_dates(std::move(input.series), value, latest_known);
    }
    refuse_look_ahead(input.series, planned.key, result.as_of, planned.place);
    input.releases = calendar.releases(input.series, planned.value_ids);
    input.sources = sources_of(planned.value_ids, result.readings);
    const auto [at, added] = result.inputs.emplace(planned.key, std::move(input));
    if (!revised) {
      first.emplace(planned.key, &at->second.series);
      latest.emplace(planned.key, &at->second.series);
    }
  }
  // SectionContext::input refuses these as it does what has no value yet.
  for (const auto& key : plan.left_out) result.inputs.emplace(key, SeriesInput{});
  return result;
}

namespace {

// Lattices run one after another, each on all threads; what is claimed of the sections is judged when all are done.
void add_all_definitions(const StudyFile& study, const SectionContext& context, const RunLimits& limits,
                         Results& results) {
  const auto is_claims = [&](std::size_t i) {
    return std::holds_alternative<ClaimsRequest>(study.sections[i].question);
  };
  for (std::size_t i = 0; i < study.sections.size(); ++i)
    if (!is_claims(i)) add_definitions(results.sections[i], study.sections[i], context, limits);
  for (std::size_t i = 0; i < study.sections.size(); ++i)
    if (is_claims(i))
      results.sections[i] = claims_section(study.sections[i].id, study.sections[i].title, results.sections);
}

}  // namespace

Results run_study(const StudyFile& study, const StudyPlan& plan, const Store& store,
                  std::optional<Date> as_of, const PastTrials& past_trials, const RunLimits& limits) {
  const auto evaluated = evaluate_plan(plan, store, as_of ? as_of : study.as_of);

  Results results;
  results.study_title = study.title;
  results.study_file = study.path.filename().string();
  results.study_sha256 = study.sha256;
  results.rerate_version = kVersion;
  results.seed = study.seed;
  results.as_of = evaluated.as_of;

  auto looked_at = looked_at_by(evaluated.as_of, past_trials);
  leave_out_own_lattices(looked_at, study.sections, limits.ran > 0 ? limits.ran : limits.most);
  SectionContext context{evaluated.as_of, study.seed, &evaluated.inputs, {}, &looked_at};
  if (!study.recessions.formula.empty())
    context.recessions = spells_of(context.input(study.recessions).series);
  results.sections.resize(study.sections.size());
  parallel_for(study.sections.size(), [&](std::size_t i) {
    const auto& section = study.sections[i];
    results.sections[i] = section_of(section.id, section.title, section.question, context);
  });
  add_all_definitions(study, context, limits, results);
  collect_trials(results);

  for (const auto& reading : evaluated.readings) results.inputs.push_back(record_of(reading));
  results.warnings = warnings_of(evaluated.readings, plan);
  return results;
}

}  // namespace rerate
