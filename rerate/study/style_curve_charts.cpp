#include "rerate/study/style_curve_charts.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/statistics/correlation.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"
#include "rerate/study/style_curve_words.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double day_of(std::int32_t ordinal) { return last_day(Period{Frequency::monthly, ordinal}).days; }

std::string percent_of(double level) { return fixed(100 * level, 0) + "%"; }

void add_rules(Chart& chart, const StyleCurveRequest& request) {
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  if (request.claim)
    chart.rules.push_back({ChartRule::Axis::y, *request.claim, "claimed " + claim_in_words(*request.claim)});
}

Chart correlations_chart(const StyleCurve& found, const StyleCurveRequest& request) {
  Chart chart;
  chart.id = "correlations";
  chart.title = "Value over growth and the curve of the same month";
  chart.y_title = "correlation";
  chart.range_label = percent_of(request.question.level) + " interval";
  for (const auto& one : found.correlations)
    if (one.lead == 0)
      chart.intervals.push_back({fmt::format("{}: {}", capitalised(request.pairs.at(one.pair).title),
                                             measure_in_words(one.measure, request.question.year)),
                                 one.interval.low, one.pearson, one.interval.high});
  add_rules(chart, request);
  chart.alternative =
      fmt::format("{} with their intervals.", count_of(chart.intervals.size(), "correlation"));
  return chart;
}

// Two decimals hide what a window of licensed figures was made of.
double shown(double correlation, bool open) {
  return open ? correlation : std::round(100 * correlation) / 100;
}

Chart rolling_chart(const StyleCurve& found, const StyleCurveRequest& request, bool open,
                    const std::vector<Spell>& recessions) {
  const auto& rolling = found.rolling;
  std::vector<double> days;
  for (const auto ordinal : rolling.ordinal) days.push_back(day_of(ordinal));
  Chart chart;
  chart.id = "rolling";
  chart.title =
      fmt::format("Correlation of {} over {} months",
                  measure_in_words(request.question.rolling, request.question.year), request.question.window);
  chart.time_axis = true;
  chart.y_title = "correlation";
  ChartBand band{fmt::format("{} band, {}, month by month", percent_of(request.question.level),
                             request.pairs.front().title),
                 days,
                 {},
                 {}};
  for (const auto& interval : rolling.pairs.front().band) {
    band.low.push_back(shown(interval.low, open));
    band.high.push_back(shown(interval.high, open));
  }
  if (rolling.pairs.front().effective > 3) chart.bands.push_back(std::move(band));
  for (std::size_t k = 0; k < rolling.pairs.size(); ++k) {
    ChartLine line{capitalised(request.pairs.at(k).title),
                   days,
                   {},
                   k == 0 ? ChartLine::Role::main : ChartLine::Role::second};
    for (const double value : rolling.pairs[k].value) line.y.push_back(shown(value, open));
    chart.lines.push_back(std::move(line));
  }
  add_rules(chart, request);
  chart.spans = recession_spans(recessions, days.front(), days.back());
  chart.alternative = fmt::format("Rolling correlations from {} to {}.",
                                  to_string(Period{Frequency::monthly, rolling.ordinal.front()}),
                                  to_string(Period{Frequency::monthly, rolling.ordinal.back()}));
  return chart;
}

// Figures as they are drawn: in standard deviations, or percentiles.
std::vector<double> drawn(const std::vector<double>& values, bool open) {
  if (open) return standardised(values);
  const HistoryPercentile history(values);
  std::vector<double> percentiles;
  for (const double value : values) percentiles.push_back(history.of(value));
  return percentiles;
}

Chart series_chart(const StyleCurve& found, const StyleCurveRequest& request, bool open,
                   const std::vector<Spell>& recessions) {
  const auto rows = style_rows(found.sample, StyleMeasure::return_on_level, 0, request.question.year);
  const auto curve = drawn(rows.curve, open), relative = drawn(rows.relative.front(), open);
  const auto months = found.sample.months() - rows.row.front();
  std::vector<double> days(months), curve_line(months, kMissing), relative_line(months, kMissing);
  for (std::size_t i = 0; i < months; ++i)
    days[i] = day_of(found.sample.period(rows.row.front() + i).ordinal);
  for (std::size_t i = 0; i < rows.row.size(); ++i) {
    curve_line[rows.row[i] - rows.row.front()] = curve[i];
    relative_line[rows.row[i] - rows.row.front()] = relative[i];
  }
  Chart chart;
  chart.id = "series";
  chart.title = fmt::format("The curve, and the {}-month return of value less growth ({})",
                            request.question.year, request.pairs.front().title);
  chart.time_axis = true;
  chart.y_title = open ? "standard deviations from the mean" : "percentile of its history";
  chart.lines = {{"The curve", days, std::move(curve_line), ChartLine::Role::main},
                 {"Value less growth", days, std::move(relative_line), ChartLine::Role::second}};
  if (open) chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  chart.spans = recession_spans(recessions, days.front(), days.back());
  chart.alternative =
      fmt::format("Two lines that correlate by {}.",
                  correlation_in_words(found.headline(StyleMeasure::return_on_level).pearson));
  return chart;
}

}  // namespace

std::vector<Chart> style_curve_charts(const StyleCurve& found, const StyleCurveRequest& request, bool open,
                                      const std::vector<Spell>& recessions) {
  return {correlations_chart(found, request), rolling_chart(found, request, open, recessions),
          series_chart(found, request, open, recessions)};
}

}  // namespace rerate
