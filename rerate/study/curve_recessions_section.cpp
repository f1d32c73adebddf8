#include "rerate/study/curve_recessions_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "rerate/base/number_text.h"
#include "rerate/study/event_study_charts.h"
#include "rerate/study/gap.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string month_text(Date day) { return to_string(period_of(Frequency::monthly, day)); }

// Starts of the inversions with this outcome, as years or months.
std::vector<std::string> starts(const CurveRecessions& found, const Series& curve, InversionOutcome outcome) {
  std::vector<std::string> names;
  for (const auto& inversion : found.inversions)
    if (inversion.outcome == outcome) names.push_back(to_string(curve.period(inversion.episode.start)));
  return names;
}

std::vector<std::string> months(const CurveRecessions& found, PeakOutcome outcome) {
  std::vector<std::string> names;
  for (const auto& peak : found.peaks)
    if (peak.outcome == outcome) names.push_back(month_text(peak.month));
  return names;
}

std::string headline(const CurveRecessions& found, const Series& curve) {
  std::string text = found.leads
                         ? fmt::format("Inversions led {} of {} by {} days on average ({} to {})", found.led,
                                       count_of(found.peaks.size(), "recession"), fixed(found.leads->mean, 0),
                                       found.leads->least, found.leads->most)
                         : std::string("No inversion has led a recession");
  const auto false_starts = starts(found, curve, InversionOutcome::false_positive);
  text += false_starts.empty() ? "; no false positive"
                               : fmt::format("; {} ({})", count_of(false_starts.size(), "false positive"),
                                             joined_with_and(false_starts));
  const auto pending = starts(found, curve, InversionOutcome::pending);
  if (!pending.empty())
    text += fmt::format("; the inversion{} of {} {} pending", pending.size() > 1 ? "s" : "",
                        joined_with_and(pending), pending.size() > 1 ? "are" : "is");
  return text + ".";
}

Table leads_table(const CurveRecessions& found, const Series& curve) {
  Table table{"leads",
              "Inversions and recessions",
              {{"start", "", "Inverted", 0},
               {"end", "", "Positive again", 0},
               {"deepest", curve.type.unit, "Deepest", 2},
               {"peak", "", "NBER peak", 0},
               {"lead_days", "days", "Lead", 0},
               {"outcome", "", "Outcome", 0}},
              {}};
  for (const auto& inversion : found.inversions) {
    const auto& episode = inversion.episode;
    const bool led = inversion.outcome == InversionOutcome::led;
    table.rows.push_back({to_string(curve.period(episode.start)),
                          episode.end ? Cell{to_string(curve.period(*episode.end))} : Cell{std::monostate{}},
                          episode.extreme_value,
                          inversion.peak ? Cell{month_text(*inversion.peak)} : Cell{std::monostate{}},
                          led ? Cell{static_cast<std::int64_t>(inversion.lead_days)} : Cell{std::monostate{}},
                          std::string(led                                              ? "led"
                                      : inversion.outcome == InversionOutcome::pending ? "pending"
                                                                                       : "false positive")});
  }
  for (const auto& peak : found.peaks) {
    if (peak.outcome == PeakOutcome::led) continue;
    const bool missed = peak.outcome == PeakOutcome::missed;
    table.rows.push_back({Cell{std::monostate{}}, Cell{std::monostate{}}, Cell{std::monostate{}},
                          month_text(peak.month), Cell{std::monostate{}},
                          std::string(missed ? "missed: no inversion before it"
                                             : "no inversion of its own: the one before was not over")});
  }
  return table;
}

std::vector<Number> numbers_of(const CurveRecessions& found) {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const auto leads = found.leads.value_or(LeadStatistics{missing, missing, 0, 0, missing, missing});
  const auto bound = [&](int days) { return found.leads ? days : missing; };
  return {
      {"mean_lead_days", leads.mean, "days", "Mean lead"},
      {"median_lead_days", leads.median, "days", "Median lead"},
      {"least_lead_days", bound(leads.least), "days", "Shortest lead"},
      {"most_lead_days", bound(leads.most), "days", "Longest lead"},
      {"leave_one_out_low", leads.leave_one_out_low, "days", "Mean lead with one left out, lowest"},
      {"leave_one_out_high", leads.leave_one_out_high, "days", "Mean lead with one left out, highest"},
      {"recessions", static_cast<double>(found.led), "count", "Recessions led by an inversion"},
      {"false_positives", static_cast<double>(found.false_positives), "count", "False positives"},
      {"pending", static_cast<double>(found.pending), "count", "Pending inversions"},
      {"without_own_inversion", static_cast<double>(found.without_own_inversion), "count",
       "Recessions without an inversion of their own"},
      {"missed", static_cast<double>(found.missed), "count", "Recessions without an inversion before them"}};
}

// What is written over an inversion: its lead, or why it has none.
std::string lead_label(const Inversion& inversion) {
  switch (inversion.outcome) {
    case InversionOutcome::led: return fmt::format("{} d", inversion.lead_days);
    case InversionOutcome::false_positive: return "false";
    case InversionOutcome::pending: return "pending";
  }
  return {};
}

Chart curve_chart(const CurveRecessions& found, const SeriesInput& curve,
                  const std::vector<Spell>& recessions) {
  const auto& series = curve.series;
  Chart chart;
  chart.id = "curve";
  chart.title = capitalised(curve.title) + ": inversions, and days to the peak";
  chart.time_axis = true;
  const Series drawn = curve.redistribute ? series : percentile_of_history(series);
  chart.y_title = curve.redistribute ? series.type.unit : "percentile of its history";
  chart.lines.push_back(chart_line(drawn, capitalised(curve.title)));
  if (curve.redistribute) chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  const double first = chart_day(series, 0), last = chart_day(series, series.size() - 1);
  chart.spans = recession_spans(recessions, first, last);
  for (const auto& inversion : found.inversions) {
    const auto& episode = inversion.episode;
    const double begins = first_day(series.period(episode.start)).days;
    chart.spans.push_back({begins, chart_day(series, episode.end.value_or(series.size() - 1)),
                           ChartSpan::Role::episode, "inversion"});
    chart.rules.push_back({ChartRule::Axis::x, begins, lead_label(inversion)});
  }
  chart.alternative = fmt::format(
      "The curve from {} to {} with {} and the NBER recessions; each inversion with its days of lead.",
      to_string(series.period(0)), to_string(series.period(series.size() - 1)),
      count_of(found.inversions.size(), "inversion"));
  return chart;
}

Chart leads_chart(const CurveRecessions& found, const Series& curve) {
  Chart chart;
  chart.id = "leads";
  chart.title = "Days from inversion to the business-cycle peak";
  chart.y_title = "days";
  for (const auto& inversion : found.inversions)
    if (inversion.outcome == InversionOutcome::led)
      chart.bars.push_back({to_string(curve.period(inversion.episode.start)),
                            static_cast<double>(inversion.lead_days), "lead"});
  chart.alternative = fmt::format("{} leads in days, one bar each.", chart.bars.size());
  return chart;
}

std::vector<std::string> warnings_of(const CurveRecessions& found) {
  std::vector<std::string> warnings;
  if (const auto own = months(found, PeakOutcome::no_inversion_of_its_own); !own.empty())
    warnings.push_back(
        fmt::format("The peak of {} has no inversion of its own under this merge: the one before it "
                    "was not over, and is counted for the peak it led.",
                    joined_with_and(own)));
  if (const auto missed = months(found, PeakOutcome::missed); !missed.empty())
    warnings.push_back(fmt::format("No inversion came before the peak of {}.", joined_with_and(missed)));
  if (found.leads && found.led < 10)
    warnings.push_back(fmt::format(
        "The mean rests on {} recessions; leaving one out moves it between {} and {} days.", found.led,
        fixed(found.leads->leave_one_out_low, 0), fixed(found.leads->leave_one_out_high, 0)));
  return warnings;
}

}  // namespace

Section curve_recessions_section(const std::string& id, const std::string& title,
                                 const CurveRecessionsRequest& request, const SectionContext& context) {
  const auto& curve = context.input(request.curve);
  const auto& peaks = context.input(request.peaks);
  auto question = request.question;
  question.inversion.gap = gap_in_observations(request.gap, curve.series.type.frequency, request.gap_place);
  CurveRecessions found;
  try {
    found = lead_recessions(curve.series, peaks.series, question);
  } catch (const UserError& error) {
    auto failure = error.failure();
    if (failure.place.line == 0) failure.place = request.place;
    throw UserError(std::move(failure));
  }

  Section section;
  section.id = id;
  section.kind = "curve_recessions";
  section.title = title;
  section.headline = headline(found, curve.series);
  auto spell = question.inversion;
  spell.gap = 0;  // told in words of its own
  section.facts = {
      {"Curve",
       is_plain_name(request.curve.formula) ? curve.title : curve.title + " (" + request.curve.formula + ")"},
      {"Rule",
       fmt::format("{}; inversions closer than {} are one; a peak up to {} after the end counts",
                   describe(spell), duration_in_words(request.gap), duration_in_words(question.window))},
      {"Lead", "first day of the peak's month less first day of the inversion's first period"}};
  section.numbers = numbers_of(found);
  section.tables = {leads_table(found, curve.series)};
  section.charts.push_back(curve_chart(found, curve, context.recessions));
  if (found.led > 0) section.charts.push_back(leads_chart(found, curve.series));
  section.warnings = warnings_of(found);
  std::set<std::string> ids(curve.catalogue_ids.begin(), curve.catalogue_ids.end());
  ids.insert(peaks.catalogue_ids.begin(), peaks.catalogue_ids.end());
  section.inputs.assign(ids.begin(), ids.end());
  return section;
}

}  // namespace rerate
