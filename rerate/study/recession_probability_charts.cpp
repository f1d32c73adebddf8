#include "rerate/study/recession_probability_charts.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_probability_words.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::vector<double> days_of(const RecessionProbability& found) {
  std::vector<double> days;
  for (const auto ordinal : found.ordinal) days.push_back(last_day({Frequency::monthly, ordinal}).days);
  return days;
}

std::vector<double> in_percent(std::vector<double> probabilities) {
  for (double& value : probabilities) value *= 100;
  return probabilities;
}

std::vector<double> percentiles(const std::vector<double>& probabilities) {
  const HistoryPercentile history(probabilities);
  std::vector<double> shown;
  for (const double value : probabilities) shown.push_back(history.of(value));
  return shown;
}

void add_figures(const RecessionProbability& found, const RecessionProbabilityRequest& request,
                 Chart& chart) {
  const auto days = days_of(found);
  std::vector<double> given, low, high;
  for (const auto& band : found.path) {
    given.push_back(100 * band.probability);
    low.push_back(100 * band.low);
    high.push_back(100 * band.high);
  }
  chart.y_title = "percent";
  chart.bands.push_back(
      {fmt::format("{}% band of the refit", shortest(100 * request.question.level)), days, low, high});
  chart.lines = {{"Refit: by all that was settled", days, given, ChartLine::Role::main},
                 {"Walk-forward: as it could have been given", days, in_percent(found.walk_forward),
                  ChartLine::Role::second}};
  chart.rules = {{ChartRule::Axis::y, request.watch, "watch " + shortest(request.watch) + "%"},
                 {ChartRule::Axis::y, request.stress, "stress " + shortest(request.stress) + "%"}};
}

void add_percentiles(const RecessionProbability& found, Chart& chart) {
  std::vector<double> given;
  for (const auto& band : found.path) given.push_back(band.probability);
  const auto days = days_of(found);
  chart.y_title = "percentile of its history";
  chart.lines = {{"Refit: by all that was settled", days, percentiles(given), ChartLine::Role::main},
                 {"Walk-forward: as it could have been given", days, percentiles(found.walk_forward),
                  ChartLine::Role::second}};
}

Chart probability_chart(const RecessionProbability& found, const RecessionProbabilityRequest& request,
                        bool open, const std::vector<Spell>& recessions) {
  Chart chart;
  chart.id = "probability";
  chart.title = fmt::format("Probability of recession by the curve of {} before",
                            duration_in_words({request.question.horizon, Duration::Unit::month}));
  chart.time_axis = true;
  chart.x_title = "month that the probability is for";
  if (open)
    add_figures(found, request, chart);
  else
    add_percentiles(found, chart);
  const auto& x = chart.lines.front().x;
  chart.spans = recession_spans(recessions, x.front(), x.back());
  const auto& now = found.find(RecessionModelKind::refit)->now;
  chart.alternative = fmt::format(
      "Probability of recession for each month from {} to {}, with the NBER recessions; the last is {}.",
      recession_month(found.ordinal.front()), recession_month(found.ordinal.back()),
      probability_in_percent(now.probability));
  return chart;
}

Chart calibration_chart(const RecessionProbability& found) {
  Chart chart;
  chart.id = "calibration";
  chart.title = "Did it happen as often as forecast? Walk-forward forecasts in groups of equal size";
  chart.x_title = "mean forecast, percent";
  chart.y_title = "months of recession, percent";
  double most = 0;
  for (const auto& bin : found.reliability) {
    chart.points.push_back({100 * bin.mean_forecast, 100 * bin.share, "", 100 * bin.low, 100 * bin.high});
    most = std::max({most, 100 * bin.mean_forecast, 100 * bin.high});
  }
  const double end = std::min(100.0, 10 * std::ceil(most / 10));
  chart.lines.push_back({"as often as forecast", {0, end}, {0, end}, ChartLine::Role::reference});
  chart.alternative = fmt::format(
      "{} of walk-forward forecasts with the share of months that were recession; bars are 95% intervals "
      "as if months were independent, which with recessions in spells are too narrow.",
      count_of(found.reliability.size(), "group"));
  return chart;
}

}  // namespace

std::vector<Chart> recession_charts(const RecessionProbability& found,
                                    const RecessionProbabilityRequest& request, const SeriesInput& curve,
                                    const std::vector<Spell>& recessions) {
  return {probability_chart(found, request, curve.redistribute, recessions), calibration_chart(found)};
}

}  // namespace rerate
