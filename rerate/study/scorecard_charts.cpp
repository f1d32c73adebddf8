#include "rerate/study/scorecard_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kStepsOfOne = 20;  // of a composite that reads licensed figures

std::vector<double> days_of(const std::vector<Date>& dates) {
  std::vector<double> days;
  for (const Date date : dates) days.push_back(date.days);
  return days;
}

Chart contributions_chart(const ScorecardFindings& found) {
  const auto& now = found.card.now;
  Chart chart;
  chart.id = "contributions";
  chart.title = fmt::format("What makes the composite of {}", signed_number(now.composite, 2));
  chart.y_title = "contribution to the composite (weight times z)";
  for (std::size_t i = 0; i < now.indicators.size(); ++i)
    if (now.indicators[i].counts)
      chart.bars.push_back({capitalised(found.titles[i]), now.indicators[i].contribution});
  std::stable_sort(chart.bars.begin(), chart.bars.end(), [](auto& a, auto& b) { return a.value > b.value; });
  const auto& first = chart.bars.front();
  const auto& last = chart.bars.back();
  chart.alternative = fmt::format("Contributions of {} to the composite, from {} ({}) to {} ({}).",
                                  count_of(chart.bars.size(), "indicator"), first.category,
                                  signed_number(first.value, 2), last.category, signed_number(last.value, 2));
  return chart;
}

Chart composite_chart(const ScorecardFindings& found, const std::vector<Spell>& recessions) {
  const auto& card = found.card;
  const bool open = found.composite_open;
  const HistoryPercentile history(card.composite);
  const auto shown = [&](double value) {
    if (!open) return history.of(value);
    return found.all_open ? value : std::round(value * kStepsOfOne) / kStepsOfOne;
  };
  const auto point = [&](const Score& score, const char* when) {
    return ChartPoint{static_cast<double>(score.date.days), shown(score.composite),
                      fmt::format("{} {}", when, signed_number(score.composite, 2))};
  };
  Chart chart;
  chart.id = "composite";
  chart.title = "The composite, as known at each month's end";
  chart.time_axis = true;
  chart.y_title = open ? "composite (robust z)" : "percentile of its history";
  ChartLine line{"Composite", days_of(card.dates), {}, ChartLine::Role::main};
  for (const double value : card.composite) line.y.push_back(shown(value));
  chart.spans = recession_spans(recessions, line.x.front(), line.x.back());
  chart.lines.push_back(std::move(line));
  if (open) chart.rules.push_back({ChartRule::Axis::y, 0, "its indicators' medians"});
  if (card.then) chart.points.push_back(point(*card.then, "then"));
  chart.points.push_back(point(card.now, "now"));
  chart.alternative =
      fmt::format("The composite over {} since {}: {} now.", count_of(card.dates.size(), "month"),
                  period_in_words(period_of(Frequency::monthly, card.dates.front())),
                  signed_number(card.now.composite, 2));
  return chart;
}

// In whole percents where the composite could be solved for from them.
std::vector<double> percent(const std::vector<double>& shares, bool open) {
  std::vector<double> percents;
  for (const double share : shares) percents.push_back(open ? 100 * share : std::round(100 * share));
  return percents;
}

Chart probability_chart(const ScorecardFindings& found, const std::vector<Spell>& recessions) {
  const auto& calibration = *found.calibration;
  std::size_t first = 0;
  while (first < calibration.probability.size() && std::isnan(calibration.probability[first])) ++first;
  const auto from = [&](std::vector<double> values) {
    values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(first));
    return values;
  };
  const auto days = from(days_of(calibration.dates));
  Chart chart;
  chart.id = "probability";
  chart.title = fmt::format("Chance of {} leading over the next {}, as told at the time", found.asset,
                            duration_in_words(found.request->lead->horizon));
  chart.time_axis = true;
  chart.y_title = "percent";
  chart.lines.push_back({"From the score, walk-forward", days,
                         from(percent(calibration.probability, found.all_open)), ChartLine::Role::main});
  chart.lines.push_back(
      {"Base rate so far", days, from(percent(calibration.base_rate, true)), ChartLine::Role::reference});
  chart.points.push_back({static_cast<double>(found.card.now.date.days), 100 * calibration.probability_now,
                          fmt::format("now {}%", fixed(100 * calibration.probability_now, 0))});
  if (!days.empty()) chart.spans = recession_spans(recessions, days.front(), days.back());
  chart.alternative = fmt::format(
      "Probabilities of {} months with the base rate known at the time; now {}% against {}%.", days.size(),
      fixed(100 * calibration.probability_now, 0), fixed(100 * calibration.base_rate_now, 0));
  return chart;
}

Chart reliability_chart(const ScorecardFindings& found) {
  const auto& calibration = *found.calibration;
  Chart chart;
  chart.id = "reliability";
  chart.title = "What was said, and how often it came";
  chart.x_title = "probability given, percent";
  chart.y_title = fmt::format("share of months after which {} led, percent", found.asset);
  chart.lines.push_back({"As said", {0, 100}, {0, 100}, ChartLine::Role::reference});
  for (const auto& bin : calibration.bins)
    chart.points.push_back({100 * bin.mean_forecast, 100 * bin.share,
                            count_of(static_cast<std::size_t>(bin.n), "month"), 100 * bin.low,
                            100 * bin.high});
  const auto &first = calibration.bins.front(), &last = calibration.bins.back();
  chart.alternative =
      fmt::format("{}: where {}% was said, {} led in {}%; where {}% was said, in {}%.",
                  count_of(calibration.bins.size(), "group") + " of probabilities",
                  fixed(100 * first.mean_forecast, 0), found.asset, fixed(100 * first.share, 0),
                  fixed(100 * last.mean_forecast, 0), fixed(100 * last.share, 0));
  return chart;
}

}  // namespace

std::vector<Chart> scorecard_charts(const ScorecardFindings& found, const std::vector<Spell>& recessions) {
  std::vector<Chart> charts = {contributions_chart(found), composite_chart(found, recessions)};
  if (found.calibration && found.calibration->none.empty() && found.calibration->forecasts > 0) {
    charts.push_back(probability_chart(found, recessions));
    charts.push_back(reliability_chart(found));
  }
  return charts;
}

}  // namespace rerate
