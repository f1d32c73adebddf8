#include "rerate/study/curve_recessions_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/event_study_charts.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr int kYearsBeforePath = 5;

// What is written over an inversion: its lead, or why it has none.
std::string lead_label(const Inversion& inversion) {
  switch (inversion.outcome) {
    case InversionOutcome::led: return fmt::format("{} d", inversion.lead_days);
    case InversionOutcome::false_positive: return "false";
    case InversionOutcome::pending: return "pending";
  }
  return {};
}

Series drawn(const CurveRecessionsFindings& found) {
  return found.curve->redistribute ? found.series() : percentile_of_history(found.series());
}

std::string y_title(const CurveRecessionsFindings& found) {
  return found.curve->redistribute ? found.unit() : "percentile of its history";
}

// A line where the curve turns positive; on percentiles, at the level's own.
void add_level(Chart& chart, const CurveRecessionsFindings& found) {
  const double level = found.question.inversion.enter.level;
  const double at = found.curve->redistribute ? level : HistoryPercentile(found.series().value).of(level);
  chart.rules.push_back({ChartRule::Axis::y, at, ""});
}

// Recessions and inversions from `first` on, cut to what is drawn.
void add_spans(Chart& chart, const CurveRecessionsFindings& found, const std::vector<Spell>& recessions,
               double first) {
  const auto& series = found.series();
  const double last = chart_day(series, series.size() - 1);
  chart.spans = recession_spans(recessions, first, last);
  for (const auto& inversion : found.leads.inversions) {
    const auto& episode = inversion.episode;
    const double begins = first_day(series.period(episode.start)).days;
    const double ends = chart_day(series, episode.end.value_or(series.size() - 1));
    if (ends >= first)
      chart.spans.push_back({std::max(begins, first), ends, ChartSpan::Role::episode, "inversion"});
  }
}

Chart curve_chart(const CurveRecessionsFindings& found, const std::vector<Spell>& recessions) {
  const auto& series = found.series();
  Chart chart;
  chart.id = "curve";
  chart.title = capitalised(found.curve->title) + ": inversions, and days to the peak";
  chart.time_axis = true;
  chart.y_title = y_title(found);
  chart.lines.push_back(extremes_line(drawn(found), capitalised(found.curve->title)));
  add_level(chart, found);
  add_spans(chart, found, recessions, chart_day(series, 0));
  for (const auto& inversion : found.leads.inversions)
    chart.rules.push_back({ChartRule::Axis::x,
                           static_cast<double>(first_day(series.period(inversion.episode.start)).days),
                           lead_label(inversion)});
  chart.alternative = fmt::format(
      "The curve from {} to {} with {} and the NBER recessions; each inversion with its days of lead.",
      found.at(0), found.at(series.size() - 1), count_of(found.leads.inversions.size(), "inversion"));
  return chart;
}

Chart leads_chart(const CurveRecessionsFindings& found) {
  Chart chart;
  chart.id = "leads";
  chart.title = "Days from inversion to the business-cycle peak";
  chart.y_title = "days";
  for (const auto& inversion : found.leads.inversions)
    if (inversion.outcome == InversionOutcome::led)
      chart.bars.push_back(
          {found.at(inversion.episode.start), static_cast<double>(inversion.lead_days), "lead"});
  chart.alternative = fmt::format("{} leads in days, one bar each.", chart.bars.size());
  return chart;
}

// How long each pending inversion has run, the time in which no peak can be told yet included.
void add_pending(Chart& chart, const CurveRecessionsFindings& found) {
  const auto& series = found.series();
  for (const auto& inversion : found.leads.inversions) {
    if (inversion.outcome != InversionOutcome::pending) continue;
    const int days =
        last_day(series.period(series.size() - 1)) - first_day(series.period(inversion.episode.start));
    chart.rules.push_back({ChartRule::Axis::x, static_cast<double>(days),
                           fmt::format("{}: {} d so far", found.at(inversion.episode.start), days)});
  }
}

// Holds what the band was up to a day.
void extend(ChartBand& band, double day) {
  band.x.push_back(day);
  band.low.push_back(band.low.back());
  band.high.push_back(band.high.back());
}

// A step line with its band, from the day of the inversion to the last day on which one was followed.
void add_survival(Chart& chart, const SurvivalCurve& survival, double last_day_followed) {
  ChartLine line{"without a peak", {0}, {100}, ChartLine::Role::main, true};
  ChartBand band{"95% interval", {0}, {100}, {100}};
  bool bounded = true;
  for (const auto& step : survival.steps) {
    line.x.push_back(step.time);
    line.y.push_back(100 * step.survival);
    bounded = !std::isnan(step.low);  // once nobody is left, nothing bounds it
    extend(band, step.time);
    if (!bounded) break;
    band.low.back() = 100 * step.low;
    band.high.back() = 100 * step.high;
  }
  if (last_day_followed > line.x.back()) {
    line.x.push_back(last_day_followed);
    line.y.push_back(line.y.back());
    if (bounded) extend(band, last_day_followed);
  }
  chart.lines.push_back(std::move(line));
  chart.bands.push_back(std::move(band));
}

Chart survival_chart(const CurveRecessionsFindings& found) {
  const auto& survival = *found.survival;
  Chart chart;
  chart.id = "survival";
  chart.title = "Inversions that no peak has followed yet";
  chart.x_title = "days since the inversion";
  chart.y_title = "percent";
  add_survival(chart, survival, longest_followed(found.leads, found.series()));
  chart.rules.push_back({ChartRule::Axis::y, 50, "half"});
  add_pending(chart, found);
  chart.alternative =
      fmt::format("The share of inversions without a peak falls from 100% to {}% after {} days; {}.",
                  fixed(100 * survival.steps.back().survival, 0), fixed(survival.steps.back().time, 0),
                  std::isnan(survival.median)
                      ? std::string("it does not reach one half")
                      : fmt::format("one half is reached after {} days", fixed(survival.median, 0)));
  return chart;
}

ChartLine expected_line(const CurveRecessionsFindings& found) {
  const auto& path = *found.path;
  const HistoryPercentile percentile(found.series().value);
  const auto shown = [&](double value) { return found.curve->redistribute ? value : percentile.of(value); };
  ChartLine line{"expected", {}, {}, ChartLine::Role::reference};
  line.x.push_back(last_day(path.now).days);
  line.y.push_back(shown(path.slope_now));
  for (std::size_t i = 0; i < path.periods.size(); ++i) {
    line.x.push_back(last_day(path.periods[i]).days);
    line.y.push_back(shown(path.slope[i]));
  }
  return line;
}

Chart path_chart(const CurveRecessionsFindings& found, const std::vector<Spell>& recessions) {
  const Date now = last_day(found.path->now), from = add_months(now, -12 * kYearsBeforePath);
  Chart chart;
  chart.id = "path";
  chart.title = capitalised(found.curve->title) + ", and the path expected of it";
  chart.time_axis = true;
  chart.y_title = y_title(found);
  chart.lines.push_back(
      extremes_line(slice(drawn(found), from, std::nullopt), capitalised(found.curve->title)));
  chart.lines.push_back(expected_line(found));
  add_level(chart, found);
  add_spans(chart, found, recessions, chart.lines.front().x.front());
  chart.alternative = fmt::format("The curve since {}, and its expected path to {}.", to_string(from),
                                  to_string(found.path->periods.back()));
  return chart;
}

}  // namespace

ChartLine extremes_line(const Series& series, std::string label, std::size_t most_points) {
  if (series.size() <= most_points) return chart_line(series, std::move(label), most_points);
  ChartLine line{std::move(label), {}, {}, ChartLine::Role::main};
  const auto add = [&](std::size_t row) {
    line.x.push_back(chart_day(series, row));
    line.y.push_back(series.value[row]);
  };
  const std::size_t stretch = (2 * series.size() + most_points - 1) / most_points;
  std::size_t newest = 0;
  for (std::size_t from = 0; from < series.size(); from += stretch) {
    std::optional<std::size_t> low, high;
    for (std::size_t row = from; row < std::min(from + stretch, series.size()); ++row) {
      if (std::isnan(series.value[row])) continue;
      if (!low || series.value[row] < series.value[*low]) low = row;
      if (!high || series.value[row] > series.value[*high]) high = row;
      newest = row;
    }
    if (!low) continue;
    add(std::min(*low, *high));
    if (*low != *high) add(std::max(*low, *high));
  }
  if (!line.x.empty() && line.x.back() < chart_day(series, newest)) add(newest);
  return line;
}

std::vector<Chart> curve_recessions_charts(const CurveRecessionsFindings& found,
                                           const std::vector<Spell>& recessions) {
  std::vector<Chart> charts = {curve_chart(found, recessions)};
  if (found.leads.led > 0) charts.push_back(leads_chart(found));
  if (found.survival) charts.push_back(survival_chart(found));
  if (found.path) charts.push_back(path_chart(found, recessions));
  return charts;
}

}  // namespace rerate
