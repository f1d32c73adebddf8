#include "rerate/study/fair_value_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_history_charts.h"
#include "rerate/study/fair_value_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

// A share of the level too small to be seen.
constexpr double kNoStep = 1e-9;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Chart scenarios_chart(const FairValue& found, const FairValueNames& names) {
  Chart chart;
  chart.id = "scenarios";
  chart.title = "Fair value by scenario";
  chart.y_title = "index points";
  chart.title += at_valuation(names);
  bool banded = false, inner = false;
  for (const auto& one : found.scenarios) {
    // A level that is solved for is made by many pairs of growth and multiple.
    const auto* of_many = one.joint_growth.empty() ? "" : ", one of many: see the curve";
    chart.intervals.push_back(
        {one.title, one.band.low, one.level, one.band.high, one.parameters.low, one.parameters.high,
         fmt::format("{}, {}%{}", grouped(one.level, 0), signed_number(one.upside, 0), of_many)});
    banded = banded || !std::isnan(one.band.low);
    inner = inner || !std::isnan(one.parameters.low);
  }
  if (banded) chart.range_label = "coefficients and residuals";
  if (inner) chart.inner_label = "coefficients";
  const double price = found.panel.price_now();
  chart.rules.push_back({ChartRule::Axis::y, price, "price " + grouped(price, 0)});
  if (std::isfinite(found.record_level) && found.record_level != price)
    chart.rules.push_back(
        {ChartRule::Axis::y, found.record_level, "record " + grouped(found.record_level, 0)});
  chart.alternative = fmt::format(
      "Fair value of {} in {}{}, beside the price of {}.", names.price,
      count_of(found.scenarios.size(), "scenario"),
      banded ? fmt::format(" with {}% bands: of the coefficients, and of coefficients and residuals",
                           shortest(100 * names.band_level))
             : "",
      grouped(price, 0));
  return chart;
}

Chart growths_chart(const FairValue& found, const FairValueNames& names) {
  Chart chart;
  chart.id = "growths";
  chart.title = capitalised("Growth of " + names.fundamental + (found.growth.given ? ": given" : ": model") +
                            ", bottom-up, priced in");
  chart.y_title = "percent";
  const auto& growths = found.growths;
  const auto add = [&](const char* category, double value, const Band& band) {
    if (std::isfinite(value))
      chart.intervals.push_back(
          {category, band.low, value, band.high, kMissing, kMissing, fixed(value, 1) + "%"});
  };
  add(found.growth.given ? "Growth, given" : "Model", growths.model, growths.model_band);
  add("Bottom-up", growths.bottom_up, {kMissing, kMissing});
  add("Priced in", growths.priced_in, growths.priced_in_band);
  chart.alternative = fmt::format("{} of growth, with bands where there are any.",
                                  count_of(chart.intervals.size(), "figure"));
  return chart;
}

// Steps from one level to the other, one a part; parts without points are no step.
Chart waterfall(const Attribution& attribution, const std::vector<std::string>& titles, std::string id,
                std::string title, const std::pair<std::string, std::string>& ends) {
  Chart chart;
  chart.id = std::move(id);
  chart.title = std::move(title);
  chart.y_title = "index points";
  chart.bars.push_back({ends.first, attribution.start, {}, {}});
  double at = attribution.start;
  std::size_t steps = 0;
  for (std::size_t i = 0; i < attribution.parts.size(); ++i) {
    const double points = attribution.parts[i].points;
    if (std::fabs(points) <= kNoStep * attribution.start) continue;
    chart.bars.push_back({titles.at(i), at + points, {}, at});
    at += points;
    ++steps;
  }
  chart.bars.push_back({ends.second, attribution.end, {}, {}});
  chart.alternative = fmt::format("From {} to {} in {}.", grouped(attribution.start, 0),
                                  grouped(attribution.end, 0), count_of(steps, "part"));
  return chart;
}

void add_attributions(std::vector<Chart>& charts, const FairValue& found, const FairValueNames& names) {
  const auto titles_of = [&](const Attribution& attribution, const auto& title) {
    std::vector<std::string> titles;
    for (const auto& part : attribution.parts) titles.push_back(title(part, found, names));
    return titles;
  };
  const Attribution* longest = nullptr;
  const auto length = [](const Attribution& one) { return one.to.ordinal - one.from.ordinal; };
  for (const auto& one : found.attributions)
    if (!one.parts.empty() && (!longest || length(one) > length(*longest))) longest = &one;
  if (longest)
    charts.push_back(waterfall(*longest, titles_of(*longest, title_of_part), "attribution",
                               fmt::format("What moved {}: {}", names.price, longest->title),
                               {to_string(longest->from), to_string(longest->to)}));
  if (!found.gap.parts.empty())
    charts.push_back(waterfall(found.gap, titles_of(found.gap, title_of_gap_part), "gap",
                               fmt::format("What the gap of {} is made of", names.price),
                               {"Price", "Fair value"}));
}

// Empty when no scenario solves for a level.
Chart joint_chart(const FairValue& found, const FairValueNames& names) {
  Chart chart;
  chart.id = "joint";
  chart.title = capitalised("growth and " + names.multiple() + " that give a level together");
  chart.x_title = "growth, percent";
  chart.y_title = names.multiple();
  for (const auto& one : found.scenarios)
    if (!one.joint_growth.empty())
      chart.lines.push_back({fmt::format("{} ({})", one.title, grouped(one.level, 0)), one.joint_growth,
                             one.joint_multiple, ChartLine::Role::main});
  const auto& base = found.scenarios.at(found.base);
  chart.points.push_back({base.growth, base.multiple, base.title});
  chart.alternative = fmt::format(
      "Each point of a line is growth and a multiple that give its level; {} is marked.", base.title);
  return chart;
}

}  // namespace

std::vector<Chart> fair_value_charts(const FairValue& found, const FairValueNames& names,
                                     const std::string& rate_driver, const std::vector<Spell>& recessions) {
  std::vector<Chart> charts = {scenarios_chart(found, names)};
  add_history_charts(charts, found, names, recessions);
  charts.push_back(growths_chart(found, names));
  add_attributions(charts, found, names);
  add_stability_charts(charts, found, rate_driver);
  if (auto joint = joint_chart(found, names); !joint.lines.empty()) charts.push_back(std::move(joint));
  return charts;
}

}  // namespace rerate
