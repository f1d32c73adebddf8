#include "rerate/study/curve_recessions_tables.h"

#include <algorithm>
#include <limits>

#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::int64_t counted(int number) { return number; }

std::vector<Cell> inversion_row(const Inversion& inversion, const CurveRecessionsFindings& found) {
  const auto& episode = inversion.episode;
  const bool led = inversion.outcome == InversionOutcome::led;
  return {found.at(episode.start),
          episode.end ? Cell{found.at(*episode.end)} : Cell{},
          episode.extreme_value,
          inversion.peak ? Cell{month_text(*inversion.peak)} : Cell{},
          led ? Cell{counted(inversion.lead_days)} : Cell{},
          std::string(led                                              ? "led"
                      : inversion.outcome == InversionOutcome::pending ? "pending"
                                                                       : "false positive")};
}

Table leads_table(const CurveRecessionsFindings& found) {
  Table table{"leads",
              "Inversions and recessions",
              {{"start", "", "Inverted", 0},
               {"end", "", "Positive again", 0},
               {"deepest", found.unit(), "Deepest", 2},
               {"peak", "", "NBER peak", 0},
               {"lead_days", "days", "Lead", 0},
               {"outcome", "", "Outcome", 0}},
              {}};
  for (const auto& inversion : found.leads.inversions) table.rows.push_back(inversion_row(inversion, found));
  for (const auto& peak : found.leads.peaks) {
    if (peak.outcome == PeakOutcome::led) continue;
    const bool missed = peak.outcome == PeakOutcome::missed;
    table.rows.push_back({Cell{}, Cell{}, Cell{}, month_text(peak.month), Cell{},
                          std::string(missed ? "missed: no inversion before it"
                                             : "no inversion of its own: the one before was not over")});
  }
  return table;
}

Table survival_table(const SurvivalCurve& survival) {
  Table table{"survival",
              "How many inversions no peak had followed yet (Kaplan-Meier)",
              {{"days", "days", "Days since the inversion", 0},
               {"at_risk", "count", "Still without a peak before", 0},
               {"peaks", "count", "Peaks", 0},
               {"censored", "count", "Not followed further", 0},
               {"survival", "percent", "Without a peak", 0},
               {"low", "percent", "95%: low", 0},
               {"high", "percent", "High", 0}},
              {}};
  for (const auto& step : survival.steps)
    table.rows.push_back({number_cell(step.time), counted(step.at_risk), counted(step.events),
                          counted(step.censored), number_cell(100 * step.survival),
                          number_cell(100 * step.low), number_cell(100 * step.high)});
  return table;
}

Table steepening_table(const CurveRecessionsFindings& found) {
  const auto unit = found.unit();
  Table table{"steepening",
              "When the curve began to steepen before each peak",
              {{"peak", "", "NBER peak", 0},
               {"trough", "", "Low of the curve", 0},
               {"low", unit, "Level", 2},
               {"days_before", "days", "Before the peak", 0},
               {"rise", unit, "Rise by the peak", 2},
               {"steepened", "", "Steepened", 0},
               {"lower_after", "", "Lower again in", 0},
               {"lower", unit, "Level", 2}},
              {}};
  const auto& value = found.series().value;
  for (const auto& one : found.steepening)
    table.rows.push_back({month_text(one.peak), found.at(one.trough), value[one.trough],
                          counted(one.days_before), one.rise, std::string(one.before ? "yes" : "no"),
                          one.lower_after ? Cell{found.at(*one.lower_after)} : Cell{},
                          one.lower_after ? Cell{value[*one.lower_after]} : Cell{}});
  return table;
}

Table path_table(const CurveRecessionsFindings& found) {
  Table table{"path",
              "Expected path of the curve",
              {{"period", "", "Period", 0},
               {"curve", found.unit(), "Curve", 2},
               {"change", found.unit(), "From now", 2}},
              {}};
  const auto& path = *found.path;
  for (std::size_t i = 0; i < path.periods.size(); ++i)
    table.rows.push_back({to_string(path.periods[i]), path.slope[i], path.slope[i] - path.slope_now});
  return table;
}

void add_lead_numbers(const CurveRecessions& found, std::vector<Number>& numbers) {
  const auto leads = found.leads.value_or(LeadStatistics{kMissing, kMissing, 0, 0, kMissing, kMissing});
  const auto bound = [&](int days) { return found.leads ? days : kMissing; };
  numbers = {
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

void add_survival_numbers(const std::optional<SurvivalCurve>& survival, std::vector<Number>& numbers) {
  const auto value = [&](double SurvivalCurve::*figure) { return survival ? (*survival).*figure : kMissing; };
  numbers.push_back({"survival_median_days", value(&SurvivalCurve::median), "days",
                     "Median time from inversion to peak, pending and false ones counted"});
  numbers.push_back(
      {"survival_median_low", value(&SurvivalCurve::median_low), "days", "... its 95% interval, low"});
  numbers.push_back(
      {"survival_median_high", value(&SurvivalCurve::median_high), "days", "... its 95% interval, high"});
}

void add_steepening_numbers(const std::vector<Steepening>& steepening, std::vector<Number>& numbers) {
  const auto count = [&](auto test) {
    return static_cast<double>(std::count_if(steepening.begin(), steepening.end(), test));
  };
  const double before = count([](const Steepening& one) { return one.before; });
  numbers.push_back({"steepening_before", before, "count", "Peaks by which the curve had steepened"});
  numbers.push_back({"steepening_exceptions", static_cast<double>(steepening.size()) - before, "count",
                     "Peaks by which it had not"});
  numbers.push_back({"steepening_lower_after",
                     count([](const Steepening& one) { return one.lower_after.has_value(); }), "count",
                     "Peaks after which it made a lower low"});
}

void add_path_numbers(const ExpectedCurve& path, const std::string& unit, std::vector<Number>& numbers) {
  numbers.push_back({"months_to_positive",
                     path.months_to_positive ? static_cast<double>(*path.months_to_positive) : kMissing,
                     "months", "Months until the expected curve is positive"});
  numbers.push_back({"curve_now", path.slope_now, unit, "Curve now"});
  numbers.push_back({"expected_curve", path.slope.back(), unit, "Curve at the end of the expected path"});
  numbers.push_back({"expected_steepening", path.steepening, unit, "Expected steepening"});
}

}  // namespace

std::vector<Number> curve_recessions_numbers(const CurveRecessionsFindings& found) {
  std::vector<Number> numbers;
  add_lead_numbers(found.leads, numbers);
  if (found.request->survival.value_or(true)) add_survival_numbers(found.survival, numbers);
  add_steepening_numbers(found.steepening, numbers);
  if (found.path) add_path_numbers(*found.path, found.unit(), numbers);
  return numbers;
}

std::vector<Table> curve_recessions_tables(const CurveRecessionsFindings& found) {
  std::vector<Table> tables = {leads_table(found)};
  if (found.survival) tables.push_back(survival_table(*found.survival));
  if (!found.steepening.empty()) tables.push_back(steepening_table(found));
  if (found.path) tables.push_back(path_table(found));
  return tables;
}

}  // namespace rerate
