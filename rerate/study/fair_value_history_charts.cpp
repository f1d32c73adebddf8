#include "rerate/study/fair_value_history_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/number_text.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kWideRange = 5;
constexpr const char* kHindsight = "coefficients of the whole sample: hindsight";
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double day_of(const FairValuePanel& panel, Index row) { return last_day(panel.period(row)).days; }

std::vector<double> days_of(const FairValuePanel& panel) {
  std::vector<double> days;
  for (Index row = 0; row < panel.price.size(); ++row) days.push_back(day_of(panel, row));
  return days;
}

// Values from the first to the last that is there, with their days.
ChartLine line_of(std::string label, const std::vector<double>& days, const Vector& values,
                  ChartLine::Role role) {
  ChartLine line{std::move(label), {}, {}, role};
  Index first = 0, last = values.size();
  while (first < last && std::isnan(values[first])) ++first;
  while (last > first && std::isnan(values[last - 1])) --last;
  for (Index row = first; row < last; ++row) {
    line.x.push_back(days[static_cast<std::size_t>(row)]);
    line.y.push_back(values[row]);
  }
  return line;
}

std::span<const double> span_of(const Vector& values) {
  return {values.data(), static_cast<std::size_t>(values.size())};
}

Vector percentiles(const Vector& values, const HistoryPercentile& history) {
  Vector result(values.size());
  for (Index row = 0; row < values.size(); ++row) result[row] = history.of(values[row]);
  return result;
}

Vector exponentials(const Vector& logs) {
  Vector result(logs.size());
  for (Index row = 0; row < logs.size(); ++row)
    result[row] = std::isnan(logs[row]) ? kMissing : reproducible_exp(logs[row]);
  return result;
}

// Whether the history of a fit may be shown: who knows the coefficients could read back what it rests on.
bool all_open(const FairValueNames& names, const std::vector<Index>& drivers) {
  return names.price_redistribute && names.fundamental_redistribute &&
         std::all_of(drivers.begin(), drivers.end(), [&](Index driver) {
           return names.driver_redistribute.at(static_cast<std::size_t>(driver));
         });
}

void shade_recessions(Chart& chart, const std::vector<Spell>& recessions) {
  double first = std::numeric_limits<double>::infinity(), last = -first;
  for (const auto& line : chart.lines)
    if (!line.x.empty()) {
      first = std::min(first, line.x.front());
      last = std::max(last, line.x.back());
    }
  if (first < last) chart.spans = recession_spans(recessions, first, last);
}

std::string stretch_of(const FairValuePanel& panel, const Chart& chart) {
  const auto& days = chart.lines.front().x;
  if (days.empty()) return "no period";
  const auto period = [&](double day) {
    return to_string(period_of(panel.frequency, Date{static_cast<std::int32_t>(day)}));
  };
  return period(days.front()) + " to " + period(days.back());
}

// Price and fair value where both may be shown.
Chart open_fair_value_chart(const FairValue& found, const FairValueNames& names) {
  const auto& panel = found.panel;
  const auto days = days_of(panel);
  Chart chart;
  chart.title = capitalised(names.price) + " against fair value, in hindsight";
  chart.y_title = "index points";
  chart.log_y = true;
  chart.lines.push_back(line_of("Fair value", days, found.fair_through_time, ChartLine::Role::main));
  const auto low = line_of("", days, found.fair_low, ChartLine::Role::main);
  const auto high = line_of("", days, found.fair_high, ChartLine::Role::main);
  if (low.x == high.x && !low.x.empty())
    chart.bands.push_back({fmt::format("{}% band", shortest(100 * names.band_level)), low.x, low.y, high.y});
  Vector price = panel.price;
  for (Index row = 0; row < price.size();
       ++row)  // the price only where there is something to compare it with
    if (days[static_cast<std::size_t>(row)] <
        (chart.lines.front().x.empty() ? 0 : chart.lines.front().x.front()))
      price[row] = kMissing;
  chart.lines.push_back(line_of("Price", days, price, ChartLine::Role::second));
  chart.alternative =
      fmt::format("Price and fair value of {}, {}; {}.", names.price, stretch_of(panel, chart), kHindsight);
  return chart;
}

// Otherwise how unusual the gap is.
Chart licensed_fair_value_chart(const FairValue& found, const FairValueNames& names) {
  const auto& panel = found.panel;
  Vector gap(panel.price.size());
  for (Index row = 0; row < gap.size(); ++row) gap[row] = panel.price[row] / found.fair_through_time[row];
  const HistoryPercentile history(span_of(gap));
  Chart chart;
  chart.title = capitalised(names.price) + " over fair value, in hindsight";
  chart.y_title = "percentile of its history";
  chart.lines.push_back(
      line_of("Price over fair value", days_of(panel), percentiles(gap, history), ChartLine::Role::main));
  chart.rules.push_back({ChartRule::Axis::y, history.of(1), "at fair value"});
  chart.alternative = fmt::format("Price over fair value of {} as the percentile of its history, {}; {}.",
                                  names.price, stretch_of(panel, chart), kHindsight);
  return chart;
}

Chart fair_value_chart(const FairValue& found, const FairValueNames& names,
                       const std::vector<Spell>& recessions) {
  auto drivers = found.multiple.drivers;
  drivers.insert(drivers.end(), found.growth.drivers.begin(), found.growth.drivers.end());
  auto chart = all_open(names, drivers) ? open_fair_value_chart(found, names)
                                        : licensed_fair_value_chart(found, names);
  chart.id = "fair_value";
  chart.time_axis = true;
  shade_recessions(chart, recessions);
  return chart;
}

void mark_breaks(Chart& chart, const FairValue& found) {
  for (const auto& one : found.multiple.diagnostics.break_periods)
    chart.rules.push_back({ChartRule::Axis::x, day_of(found.panel, one.row), "break"});
}

// Whether the lines' figures span so many times that a plain axis would flatten the lower ones.
bool is_wide(const Chart& chart) {
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const auto& line : chart.lines)
    for (const double y : line.y)
      if (std::isfinite(y)) {
        low = std::min(low, y);
        high = std::max(high, y);
      }
  return low > 0 && high > kWideRange * low;
}

Chart multiple_chart(const FairValue& found, const FairValueNames& names,
                     const std::vector<Spell>& recessions) {
  const auto& panel = found.panel;
  const bool open = all_open(names, found.multiple.drivers);
  const HistoryPercentile history(span_of(panel.log_multiple));
  const auto days = days_of(panel);
  const auto drawn = [&](const Vector& logs) {
    return open ? exponentials(logs) : percentiles(logs, history);
  };
  Chart chart;
  chart.id = "multiple";
  chart.title = capitalised(names.multiple()) + " and what its drivers explain";
  chart.time_axis = true;
  chart.y_title = open ? names.multiple() : "percentile of its history";
  chart.lines.push_back(
      line_of(capitalised(names.multiple()), days, drawn(panel.log_multiple), ChartLine::Role::main));
  chart.lines.push_back(line_of("Fitted", days, drawn(found.multiple.fitted), ChartLine::Role::second));
  chart.log_y = open && is_wide(chart);
  shade_recessions(chart, recessions);
  mark_breaks(chart, found);
  chart.alternative = fmt::format("{} and its fitted values, {}; {}.", capitalised(names.multiple()),
                                  stretch_of(panel, chart), kHindsight);
  return chart;
}

Chart drivers_chart(const FairValue& found, const std::vector<Spell>& recessions) {
  const auto& panel = found.panel;
  const auto days = days_of(panel);
  Chart chart;
  chart.id = "drivers";
  chart.title = "Drivers of the multiple, each against its own history";
  chart.time_axis = true;
  chart.y_title = "percentile of its history";
  for (const Index driver : found.multiple.drivers) {
    const Vector column = panel.drivers.col(driver);
    chart.lines.push_back(line_of(capitalised(panel.titles.at(static_cast<std::size_t>(driver))), days,
                                  percentiles(column, HistoryPercentile(span_of(column))),
                                  ChartLine::Role::main));
  }
  shade_recessions(chart, recessions);
  chart.alternative =
      fmt::format("{} as percentiles of their histories.", count_of(found.multiple.drivers.size(), "driver"));
  return chart;
}

// Without an interval: errors of a static regression would contradict those of the table.
// `position` counts the drivers of the multiple equation; a constant may stand before them.
Chart stability_chart(const FairValue& found, std::size_t position) {
  const auto& equation = found.multiple;
  const auto& recursion = equation.stability;
  const auto column = recursion.coefficients.cols() - static_cast<Index>(equation.drivers.size()) +
                      static_cast<Index>(position);
  const auto driver = static_cast<std::size_t>(equation.drivers[position]);
  ChartLine line{"Coefficient", {}, {}, ChartLine::Role::main};
  for (std::size_t i = 0; i < equation.stability_rows.size(); ++i) {
    line.x.push_back(day_of(found.panel, equation.stability_rows[i]));
    line.y.push_back(recursion.coefficients(static_cast<Index>(i), column));
  }
  Chart chart;
  chart.title = fmt::format("Coefficient of {} on figures up to each date: {}, without interval",
                            found.panel.titles.at(driver),
                            equation.form == MultipleForm::differences ? "OLS of changes" : "static OLS");
  chart.time_axis = true;
  chart.y_title = "log multiple per unit";
  chart.alternative =
      fmt::format("Recursive coefficient of {}: {} at first, {} at last.", found.panel.titles.at(driver),
                  fixed(line.y.front(), 3), fixed(line.y.back(), 3));
  chart.lines.push_back(std::move(line));
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  return chart;
}

}  // namespace

void add_history_charts(std::vector<Chart>& charts, const FairValue& found, const FairValueNames& names,
                        const std::vector<Spell>& recessions) {
  if (found.multiple.form == MultipleForm::given) return;
  if (found.fair_through_time.size() == found.panel.price.size() &&
      std::any_of(found.fair_through_time.begin(), found.fair_through_time.end(),
                  [](double value) { return std::isfinite(value); }))
    charts.push_back(fair_value_chart(found, names, recessions));
  charts.push_back(multiple_chart(found, names, recessions));
  if (!found.multiple.drivers.empty()) charts.push_back(drivers_chart(found, recessions));
}

void add_stability_charts(std::vector<Chart>& charts, const FairValue& found,
                          const std::string& rate_driver) {
  const auto& equation = found.multiple;
  if (equation.stability_rows.empty() || equation.drivers.empty()) return;
  const auto name_of = [&](std::size_t position) {
    return found.panel.names.at(static_cast<std::size_t>(equation.drivers[position]));
  };
  std::size_t main = 0;
  for (std::size_t i = 0; i < equation.drivers.size(); ++i)
    if (name_of(i) == rate_driver) main = i;
  charts.push_back(stability_chart(found, main));
  charts.back().id = "stability";
  for (std::size_t i = 0; i < equation.drivers.size(); ++i) {
    if (i == main) continue;
    charts.push_back(stability_chart(found, i));
    charts.back().id = "stability_" + name_of(i);
  }
}

}  // namespace rerate
