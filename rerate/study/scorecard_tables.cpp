#include "rerate/study/scorecard_tables.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_tables.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kSparklineMonths = 36, kMonthsOfChange = 3;

double change_over(const IndicatorHistory& history, std::size_t figure, const std::vector<double>& values) {
  const auto before = history.months_before(figure, kMonthsOfChange);
  return before ? values[figure] - values[*before] : kMissing;
}

// z of the last three years; of a licensed series its percentile, turned with the sign.
Sparkline recent(const IndicatorHistory& history, std::size_t figure, bool open, int sign) {
  Sparkline line;
  for (int months = kSparklineMonths - 1; months >= 0; --months) {
    const auto at = history.months_before(figure, months);
    const double percentile = at ? history.percentile[*at] : kMissing;
    line.values.push_back(!at    ? kMissing
                          : open ? history.z[*at]
                                 : std::round(sign > 0 ? percentile : 100 - percentile));
  }
  return line;
}

Cell next_release_cell(const FormulaReleases& releases) {
  if (!releases.next) return {};
  if (releases.overdue) return fmt::format("overdue since {}", to_string(*releases.next));
  return *releases.next;
}

std::vector<Cell> indicator_row(const ScorecardFindings& found, std::size_t i) {
  const auto& request = *found.request;
  const auto& history = found.card.histories[i];
  const auto& now = found.card.now.indicators[i];
  const auto& input = *found.inputs[i];
  std::vector<Cell> row = {capitalised(found.titles[i])};
  if (now.figure) {
    const auto figure = *now.figure;
    const auto state =
        now.stale ? std::string("no recent figure") : state_in_words(now.z, request.good, request.poor);
    row.insert(
        row.end(),
        {state, direction_in_words(change_over(history, figure, history.z)), number_cell(now.z),
         recent(history, figure, input.redistribute, request.indicators[i].sign),
         number_cell(history.value[figure]), input.series.type.unit,
         number_cell(change_over(history, figure, history.value)), number_cell(history.percentile[figure])});
  } else {
    row.resize(row.size() + 8);
  }
  row.push_back(number_cell(now.counts ? now.contribution : kMissing));
  row.push_back(now.figure ? Cell{input.releases.last} : Cell{});
  if (request.releases) row.push_back(next_release_cell(input.releases));
  row.push_back(now.figure ? Cell{to_string(history.period(*now.figure))} : Cell{});
  row.push_back(number_cell(now.counts ? 100 * now.weight : kMissing));
  return row;
}

Table indicators_table(const ScorecardFindings& found) {
  Table table{"indicators",
              "The indicators",
              {{"indicator", "", "Indicator", 0},
               {"state", "", "State", 0},
               {"direction", "", "Over 3 months", 0},
               {"z", "score", "z", 2},
               {"trend", "", "Last 3 years", 0},
               {"level", "", "Level", 2},
               {"unit", "", "Unit", 0},
               {"change_3m", "", "3-month change", 2},
               {"percentile", "percent", "Percentile", 0},
               {"contribution", "score", "Contribution", 2},
               {"last_release", "", "Last release", 0}},
              {}};
  if (found.request->releases) table.columns.push_back({"next_release", "", "Next release", 0});
  table.columns.insert(table.columns.end(), {{"period", "", "About", 0}, {"weight", "percent", "Weight", 0}});
  for (std::size_t i = 0; i < found.titles.size(); ++i) table.rows.push_back(indicator_row(found, i));
  return table;
}

double z_of(const IndicatorScore& score) { return score.counts ? score.z : kMissing; }

void add_then_and_now(Table& table, const std::string& name, double then, double now) {
  table.rows.push_back(
      {name, number_cell(then), number_cell(now), number_cell(now - then), direction_in_words(now - then)});
}

Table then_and_now_table(const ScorecardFindings& found) {
  const auto &then = *found.card.then, &now = found.card.now;
  Table table{"then_and_now",
              fmt::format("As known on {}, and on {}", to_string(then.date), to_string(now.date)),
              {{"indicator", "", "Indicator", 0},
               {"z_then", "score", "z then", 2},
               {"z_now", "score", "z now", 2},
               {"change", "score", "Change", 2},
               {"direction", "", "Direction", 0}},
              {}};
  for (std::size_t i = 0; i < found.titles.size(); ++i)
    add_then_and_now(table, capitalised(found.titles[i]), z_of(then.indicators[i]), z_of(now.indicators[i]));
  add_then_and_now(table, "Composite", then.composite, now.composite);
  return table;
}

void add_slope(Table& table, const std::string& equation, const CalibrationSlope& slope) {
  if (slope.errors.empty()) return;
  table.rows.push_back({fmt::format("{}; {}", equation, slope.errors), std::string("score"),
                        number_cell(slope.estimate), number_cell(slope.std_error),
                        number_cell(slope.estimate / slope.std_error), number_cell(slope.p_value)});
}

Table slopes_table(const ScorecardFindings& found) {
  auto table = coefficients_table();
  table.title = fmt::format("A point of score, and {} against {}", found.asset, found.benchmark);
  const auto over = duration_in_words(found.request->lead->horizon);
  add_slope(table, "logit of leading over " + over, found.calibration->logit);
  add_slope(table, "relative return over " + over + " (pp)", found.calibration->relative);
  return table;
}

Table reliability_table(const ScorecardFindings& found) {
  Table table{"reliability",
              "The probabilities in groups of equal size",
              {{"from", "percent", "Probability from", 0},
               {"to", "percent", "to", 0},
               {"mean", "percent", "Mean", 1},
               {"months", "count", "Months", 0},
               {"share", "percent", "Led", 1},
               {"low", "percent", "95% low", 1},
               {"high", "percent", "95% high", 1}},
              {}};
  for (const auto& bin : found.calibration->bins)
    table.rows.push_back({number_cell(100 * bin.from), number_cell(100 * bin.to),
                          number_cell(100 * bin.mean_forecast), static_cast<std::int64_t>(bin.n),
                          number_cell(100 * bin.share), number_cell(100 * bin.low),
                          number_cell(100 * bin.high)});
  return table;
}

}  // namespace

std::string direction_in_words(double change) {
  if (std::isnan(change)) return {};
  return change >= kCourseChange ? "▲ better" : change <= -kCourseChange ? "▼ worse" : "▶ flat";
}

std::vector<Table> scorecard_tables(const ScorecardFindings& found) {
  std::vector<Table> tables = {indicators_table(found)};
  if (found.card.then) tables.push_back(then_and_now_table(found));
  if (found.calibration && found.calibration->none.empty()) {
    tables.push_back(slopes_table(found));
    if (!found.calibration->bins.empty()) tables.push_back(reliability_table(found));
  }
  return tables;
}

}  // namespace rerate
