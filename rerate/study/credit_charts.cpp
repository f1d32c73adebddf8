#include "rerate/study/credit_charts.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/event_study_charts.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

// A series over time, as percentiles where its figures may not be shown.
Chart series_chart(const std::string& id, const std::string& title, const SeriesInput& input,
                   const std::vector<Spell>& recessions) {
  const auto& series = input.series;
  Chart chart;
  chart.id = id;
  chart.title = capitalised(title);
  chart.time_axis = true;
  chart.y_title = input.redistribute ? series.type.unit : "percentile of its history";
  chart.lines.push_back(chart_line(input.redistribute ? series : percentile_of_history(series), chart.title));
  chart.spans = recession_spans(recessions, chart_day(series, 0), chart_day(series, series.size() - 1));
  return chart;
}

// Months of one state in a row are one stretch; a month without a state ends it.
ChartRibbon ribbon_of(const CreditReading& reading) {
  ChartRibbon ribbon{"state at the time", {}, {}};
  for (std::size_t i = 0; i < kCreditStates; ++i)
    ribbon.states.push_back(state_in_words(static_cast<CreditState>(i)));
  for (const auto& one : reading.states) {
    const auto month = period_of(Frequency::monthly, reading.history.day[one.at]);
    const double from = first_day(month).days, to = last_day(month).days + 1;
    const auto state = static_cast<std::size_t>(one.state);
    auto& stretches = ribbon.stretches;
    if (!stretches.empty() && stretches.back().state == state && stretches.back().to == from)
      stretches.back().to = to;
    else
      stretches.push_back({from, to, state});
  }
  return ribbon;
}

Chart spread_chart(const CreditReading& reading, const CreditNames& names, const SeriesInput& spread,
                   const std::vector<Spell>& recessions) {
  const auto& history = reading.history;
  const HistoryPercentile percentile(history.value);
  const auto shown = [&](double value) { return spread.redistribute ? value : percentile.of(value); };
  auto chart = series_chart("spread", names.spread, spread, recessions);
  for (const auto& crest : reading.cycle.crests)
    chart.points.push_back({static_cast<double>(history.day[crest.at].days), shown(crest.value),
                            to_string(history.period(crest.at))});
  chart.rules.push_back(
      {ChartRule::Axis::y, shown(reading.spread.value),
       fmt::format("{} {}", period_in_words(reading.spread.at),
                   spread.redistribute
                       ? spread_in_words(reading.spread.value, names.unit)
                       : fmt::format("percentile {}", fixed(shown(reading.spread.value), 0)))});
  if (!reading.states.empty()) chart.ribbons.push_back(ribbon_of(reading));
  chart.alternative = fmt::format(
      "{} from {} to {} with {} and the NBER recessions; the newest figure is at {}.",
      capitalised(names.spread), to_string(history.period(0)), to_string(reading.spread.at),
      count_of(reading.cycle.crests.size(), "crest"), percentile_in_words(reading.spread.percentile));
  return chart;
}

Chart ebp_chart(const CreditReading& reading, const SeriesInput& ebp, const std::vector<Spell>& recessions) {
  auto chart = series_chart("ebp", "Excess bond premium", ebp, recessions);
  if (ebp.redistribute) chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  chart.alternative =
      fmt::format("The excess bond premium up to {}, when it was {} zero and at {} of its history.",
                  to_string(reading.bond_premium->at), reading.bond_premium->value < 0 ? "below" : "above",
                  percentile_in_words(reading.bond_premium->percentile));
  return chart;
}

Chart sectors_chart(const CreditReading& reading, const CreditNames& names) {
  Chart chart;
  chart.id = "sectors";
  chart.title = "Sectors against the index: z less the index's";
  chart.y_title = "z less index z";
  for (const auto& one : reading.sectors) {
    const auto& name = names.sectors[one.sector];
    if (!std::isnan(one.before)) chart.bars.push_back({name, one.before, "three months earlier"});
    if (!std::isnan(one.apart)) chart.bars.push_back({name, one.apart, "newest"});
  }
  chart.alternative = fmt::format("{} by their distance from the index, newest and three months earlier.",
                                  count_of(reading.sectors.size(), "sector"));
  return chart;
}

Chart distress_chart(const DistressShare& distress, const std::vector<Spell>& recessions) {
  Chart chart;
  chart.id = "distress";
  chart.title = "Weight in distress";
  chart.time_axis = true;
  chart.y_title = "percent of the weight";
  ChartLine line{"weight in distress", {}, distress.history, ChartLine::Role::main};
  for (const Date day : distress.day) line.x.push_back(day.days);
  chart.spans = recession_spans(recessions, line.x.front(), line.x.back());
  chart.lines.push_back(std::move(line));
  chart.alternative = fmt::format("The share of the constituents' weight in distress, {}% at the end.",
                                  fixed(distress.share, 1));
  return chart;
}

}  // namespace

std::vector<Chart> credit_charts(const CreditReading& reading, const CreditNames& names,
                                 const SeriesInput& spread, const SeriesInput* ebp,
                                 const std::vector<Spell>& recessions) {
  std::vector<Chart> charts = {spread_chart(reading, names, spread, recessions)};
  if (ebp) charts.push_back(ebp_chart(reading, *ebp, recessions));
  if (!reading.sectors.empty()) charts.push_back(sectors_chart(reading, names));
  if (reading.distress && !reading.distress->history.empty())
    charts.push_back(distress_chart(*reading.distress, recessions));
  return charts;
}

}  // namespace rerate
