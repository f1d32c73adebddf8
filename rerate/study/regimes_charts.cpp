#include "rerate/study/regimes_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kStepsOfOne = 20;  // in which figures of licensed series are drawn

double day_of(const RegimePanel& panel, Index row) { return last_day(panel.month(row)).days; }

// A state is known at the end of its first month, and rules until the end of the month after its last.
ChartRibbon ribbon_of(const RegimePanel& panel, const NamedView& view) {
  ChartRibbon ribbon;
  ribbon.label = view.title;
  ribbon.states = *view.names;
  for (const auto& spell : view.states->spells)
    ribbon.stretches.push_back(
        {day_of(panel, spell.first), day_of(panel, spell.last + 1), static_cast<std::size_t>(spell.state)});
  return ribbon;
}

Chart ribbon_chart(const Regimes& found, const RegimesNames& names, const std::vector<Spell>& recessions) {
  Chart chart;
  chart.id = "ribbon";
  chart.title = "Which regime ruled when, as it was known at the time";
  chart.time_axis = true;
  double first = day_of(found.panel, found.panel.rows()), last = day_of(found.panel, 0);
  for (const auto& view : named_views(found, names)) {
    chart.ribbons.push_back(ribbon_of(found.panel, view));
    for (const auto& stretch : chart.ribbons.back().stretches) {
      first = std::min(first, stretch.from);
      last = std::max(last, stretch.to);
    }
  }
  chart.spans = recession_spans(recessions, first, last);
  const auto& now = found.clustered.spells.back();
  chart.alternative = fmt::format(
      "{} rows of states from {} to {}; the newest regime is {}.", few_in_words(chart.ribbons.size()),
      to_string(Date{static_cast<std::int32_t>(first)}), to_string(Date{static_cast<std::int32_t>(last)}),
      names.clustered.at(static_cast<std::size_t>(now.state)));
  chart.alternative = capitalised(std::move(chart.alternative));
  return chart;
}

// Rows `first` to `last` as a line over time.
ChartLine line_of(const Regimes& found, std::string label, const std::vector<double>& by_row, bool open,
                  ChartLine::Role role) {
  ChartLine line;
  line.label = std::move(label);
  line.role = role;
  const auto known = [](double value) { return !std::isnan(value); };
  const auto begins = std::find_if(by_row.begin(), by_row.end(), known);
  const auto ends = std::find_if(by_row.rbegin(), by_row.rend(), known).base();
  for (auto at = begins; at < ends; ++at) {
    line.x.push_back(day_of(found.panel, static_cast<Index>(at - by_row.begin())));
    line.y.push_back(open ? *at : std::round(*at * kStepsOfOne) / kStepsOfOne);
  }
  return line;
}

void shade(Chart& chart, const std::vector<Spell>& recessions) {
  double first = chart.lines.front().x.front(), last = chart.lines.front().x.back();
  for (const auto& line : chart.lines) {
    first = std::min(first, line.x.front());
    last = std::max(last, line.x.back());
  }
  chart.spans = recession_spans(recessions, first, last);
}

Chart score_chart(const Regimes& found, const RegimesRequest& request, const RegimesNames& names,
                  const std::vector<Spell>& recessions) {
  Chart chart;
  chart.id = "score";
  chart.title = "Score of the features, and where its state changes";
  chart.time_axis = true;
  chart.y_title = "score, 0 to 1";
  chart.lines.push_back(line_of(found, "Score", found.score, names.features_open, ChartLine::Role::main));
  const double on = 0.5 + request.hysteresis / 2, off = 0.5 - request.hysteresis / 2;
  chart.rules.push_back({ChartRule::Axis::y, on, fmt::format("risk-on from {}", fixed(on, 2))});
  chart.rules.push_back({ChartRule::Axis::y, off, fmt::format("risk-off from {}", fixed(off, 2))});
  shade(chart, recessions);
  chart.alternative =
      fmt::format("The score over {}; it ends at {}.", count_of(chart.lines[0].x.size(), "month"),
                  fixed(chart.lines[0].y.back(), 2));
  return chart;
}

Chart chain_chart(const Regimes& found, const RegimesNames& names, const std::vector<Spell>& recessions) {
  const auto& chain = *found.chain;
  Chart chart;
  chart.id = "hmm";
  chart.title = fmt::format("Probability of the {} state of {}", names.chained.back(), names.chain);
  chart.time_axis = true;
  chart.y_title = "probability";
  chart.lines = {
      line_of(found, "As known at the time", chain.filtered, names.chain_open, ChartLine::Role::main),
      line_of(found, "With hindsight (smoothed)", chain.smoothed, names.chain_open, ChartLine::Role::second)};
  shade(chart, recessions);
  chart.alternative = fmt::format(
      "The filtered probability over {}, and the smoothed one, which uses hindsight; the first ends at {}.",
      count_of(chart.lines[0].x.size(), "month"), fixed(chart.lines[0].y.back(), 2));
  return chart;
}

Chart returns_chart(const Regimes& found, const RegimesRequest& request, const RegimesNames& names) {
  const bool relative = names.relative();
  const auto kind = static_cast<std::size_t>(relative ? RegimeReturn::relative_month : RegimeReturn::month);
  Chart chart;
  chart.id = "returns";
  chart.title = relative ? fmt::format("{} less {} in the month after each regime", capitalised(names.asset),
                                       names.benchmark)
                         : fmt::format("{} in the month after each regime", capitalised(names.asset));
  chart.y_title = relative ? "mean, percentage points" : "mean return, percent";
  chart.range_label = level_in_words(request.returns.level) + " interval of the mean";
  for (const auto& view : named_views(found, names))
    for (std::size_t state = 0; state < view.names->size(); ++state) {
      const auto& mean = view.returns->by_state[state][kind];
      if (mean.months == 0) continue;
      ChartInterval interval{fmt::format("{}: {}", view.title, view.names->at(state)), mean.low, mean.mean,
                             mean.high};
      interval.label = fmt::format("{} ({})", signed_number(mean.mean, 2),
                                   count_of(static_cast<std::size_t>(mean.months), "month"));
      chart.intervals.push_back(std::move(interval));
    }
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  chart.alternative =
      fmt::format("Mean returns after {} with their intervals.", count_of(chart.intervals.size(), "regime"));
  return chart;
}

}  // namespace

std::vector<Chart> regimes_charts(const Regimes& found, const RegimesRequest& request,
                                  const RegimesNames& names, const std::vector<Spell>& recessions) {
  std::vector<Chart> charts = {ribbon_chart(found, names, recessions),
                               score_chart(found, request, names, recessions)};
  if (found.chain) charts.push_back(chain_chart(found, names, recessions));
  charts.push_back(returns_chart(found, request, names));
  return charts;
}

}  // namespace rerate
