#include "rerate/study/event_study_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/running_comparison.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

void add_thresholds(Chart& chart, const EpisodeRule& rule, const Series& signal, bool as_percentile) {
  const auto* threshold = std::get_if<ThresholdRule>(&rule);
  if (!threshold) return;
  const HistoryPercentile percentile(signal.value);
  const auto at = [&](double level) { return as_percentile ? percentile.of(level) : level; };
  const bool below = threshold->side == Side::below;
  chart.rules.push_back({ChartRule::Axis::y, at(threshold->enter.level),
                         fmt::format("{} {}", below ? "below" : "above", shortest(threshold->enter.level))});
  if (threshold->leave.level != threshold->enter.level)
    chart.rules.push_back(
        {ChartRule::Axis::y, at(threshold->leave.level), "until " + shortest(threshold->leave.level)});
}

Chart signal_chart(const EventStudy& study, const EventStudyQuestion& question, const EventStudyNames& names,
                   const std::vector<Spell>& recessions) {
  const auto& signal = study.signal;
  const bool as_percentile = !names.signal_redistribute;
  const Series drawn = as_percentile ? percentile_of_history(signal) : signal;

  Chart chart;
  chart.id = "signal";
  chart.title = capitalised(names.signal);
  chart.time_axis = true;
  chart.y_title = as_percentile ? "percentile of its history" : signal.type.unit;
  chart.lines.push_back(chart_line(slice(drawn, question.from, std::nullopt), chart.title));
  add_thresholds(chart, question.rule, signal, as_percentile);
  const auto& shown = chart.lines.front().x;
  const double first = shown.empty() ? chart_day(signal, 0) : shown.front();
  const double last = chart_day(signal, signal.size() - 1);
  chart.spans = recession_spans(recessions, first, last);
  for (const auto& event : study.main.events) {
    const auto& episode = event.episode;
    const bool excluded = event.state == EventState::excluded;
    const double from = first_day(signal.period(episode.start)).days;
    const double to =
        chart_day(signal, episode.end.value_or(episode.open ? signal.size() - 1 : episode.start));
    if (!episode.by_hand && to > std::max(from, first))
      chart.spans.push_back({std::max(from, first), to,
                             excluded ? ChartSpan::Role::excluded : ChartSpan::Role::episode,
                             excluded ? "excluded" : "episode"});
    if (!excluded && chart_day(signal, episode.extreme) >= first)
      chart.points.push_back(
          {chart_day(signal, episode.extreme), drawn.value[episode.extreme],
           episode.by_hand ? to_string(*episode.by_hand) : to_string(signal.period(episode.extreme))});
  }
  chart.alternative = fmt::format("{} from {} to {} with {} episodes marked at their extremes.", names.signal,
                                  to_string(signal.period(0)), to_string(signal.period(signal.size() - 1)),
                                  study.main.episodes);
  return chart;
}

Chart path_chart(const EventStudy& study, const EventStudyQuestion& question, const EventStudyNames& names) {
  const auto& path = study.main.path;
  const bool relative = study.main.relative.has_value();
  Chart chart;
  chart.id = "path";
  chart.title = capitalised(relative ? fmt::format("{} less {}, average path", names.asset, names.benchmark)
                                     : names.asset + ", average path");
  chart.x_title = step_in_words(study.asset.type.frequency) + " from the event";
  chart.y_title = relative ? "percentage points since the event" : "percent since the event";
  const std::vector<double> x(path.offset.begin(), path.offset.end());
  chart.bands.push_back(
      {fmt::format("{}% interval of the mean", shortest(100 * question.level)), x, path.low, path.high});
  chart.lines.push_back({"after events", x, path.mean, ChartLine::Role::main});
  chart.lines.push_back({"all dates", x, path.base, ChartLine::Role::reference});
  chart.rules.push_back({ChartRule::Axis::x, 0, ""});
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  chart.alternative = fmt::format("Average path after events, {} at the end, with its interval.",
                                  path.mean.empty() ? "-" : fixed(path.mean.back(), 1));
  return chart;
}

Chart returns_chart(const EventStudy& study, const EventStudyNames& names) {
  const bool relative = study.main.relative.has_value();
  Chart chart;
  chart.id = "returns";
  chart.title = capitalised(relative ? fmt::format("{} less {}, event by event", names.asset, names.benchmark)
                                     : names.asset + ", event by event");
  chart.y_title = relative ? "percentage points" : "percent";
  for (const auto& event : study.main.events) {
    if (event.state != EventState::complete && event.state != EventState::pending) continue;
    const bool pending = event.state == EventState::pending;
    const double value = relative ? (pending ? event.so_far_relative : event.relative_return)
                                  : (pending ? event.so_far_asset : event.asset_return);
    if (std::isnan(value) || !event.entry) continue;
    chart.bars.push_back(
        {to_string(study.asset.period(*event.entry)), value, pending ? "so far (pending)" : "complete"});
  }
  chart.alternative = fmt::format("{} bars, one an event.", chart.bars.size());
  return chart;
}

}  // namespace

double chart_day(const Series& series, std::size_t index) { return last_day(series.period(index)).days; }

ChartLine chart_line(const Series& series, std::string label, std::size_t most_points) {
  ChartLine line{std::move(label), {}, {}, ChartLine::Role::main};
  const std::size_t step = series.size() / (most_points + 1) + 1;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (i % step != 0 && i + 1 != series.size()) continue;
    line.x.push_back(chart_day(series, i));
    line.y.push_back(series.value[i]);
  }
  return line;
}

Series percentile_of_history(const Series& series) {
  const HistoryPercentile percentile(series.value);
  Series result = series;
  result.type.kind = Kind::score;
  result.type.unit = "percentile";
  for (double& value : result.value) value = percentile.of(value);
  return result;
}

std::vector<Chart> event_study_charts(const EventStudy& study, const EventStudyQuestion& question,
                                      const EventStudyNames& names, const std::vector<Spell>& recessions) {
  if (is_running_comparison(study, question))
    return {running_comparison_chart(study, names), signal_chart(study, question, names, recessions)};
  std::vector<Chart> charts;
  charts.push_back(signal_chart(study, question, names, recessions));
  if (!study.main.path.offset.empty()) charts.push_back(path_chart(study, question, names));
  auto returns = returns_chart(study, names);
  if (!returns.bars.empty()) charts.push_back(std::move(returns));
  return charts;
}

}  // namespace rerate
