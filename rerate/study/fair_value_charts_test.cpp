// Behaviour -> test
//   a dumbbell a scenario, with price and record as rules                     -> ScenariosAsDumbbells
//   calibrated: no chart of a history that is not there                       -> CalibratedHasNoHistory
//   estimated: every chart, ids unique                                        -> EstimatedHasAll
//   price and fair value where both may be shown, with the band               -> OpenHistory
//   what may not be republished is drawn in whole percentiles                 -> IsDrawnInPercentiles (each kind of input)
//   the multiple has recessions shaded and breaks marked                      -> MultipleChart
//   a waterfall leads from start to end through its parts                     -> Waterfalls
//   the rate driver's coefficient is `stability`, the others have their names -> Stability
//   growth and multiple of a level scenario are a line                        -> Joint
#include "rerate/study/fair_value_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "rerate/study/fair_value_for_test.h"

namespace rerate {
namespace {

const Chart* find_chart(const std::vector<Chart>& charts, const std::string& id) {
  for (const auto& chart : charts)
    if (chart.id == id) return &chart;
  return nullptr;
}

const Chart& chart_of(const std::vector<Chart>& charts, const std::string& id) {
  if (const auto* chart = find_chart(charts, id)) return *chart;
  throw std::runtime_error("no chart " + id);
}

std::vector<Chart> charts_of(const FairValue& found, const FairValueNames& names = names_by_hand(),
                             const std::string& rate = "") {
  return fair_value_charts(found, names, rate, {{make_date(2023, 3, 1), make_date(2023, 6, 30)}});
}

TEST(FairValueCharts, ScenariosAsDumbbells) {
  const auto charts = charts_of(estimated_by_hand());
  const auto& chart = chart_of(charts, "scenarios");
  ASSERT_EQ(chart.intervals.size(), 2u);
  EXPECT_EQ(chart.intervals[0].category, "The consensus");
  EXPECT_EQ(chart.intervals[0].middle, 2300);
  EXPECT_EQ(chart.intervals[0].low, 0.9 * 2300);
  EXPECT_EQ(chart.intervals[0].inner_low, 0.95 * 2300);
  EXPECT_EQ(chart.intervals[0].inner_high, 1.05 * 2300);
  EXPECT_EQ(chart.range_label, "coefficients and residuals");
  EXPECT_EQ(chart.inner_label, "coefficients");
  EXPECT_EQ(chart.intervals[0].label, "2,300, +33%");
  ASSERT_EQ(chart.rules.size(), 2u);
  EXPECT_EQ(chart.rules[0].axis, ChartRule::Axis::y);
  EXPECT_EQ(chart.rules[0].label, "price 1,730");
  EXPECT_EQ(chart.rules[1].at, 2442.74);
}

TEST(FairValueCharts, CalibratedHasNoHistory) {
  const auto charts = charts_of(calibrated_by_hand());
  for (const auto* id : {"fair_value", "multiple", "drivers", "attribution", "gap", "stability"})
    EXPECT_EQ(find_chart(charts, id), nullptr) << id;
  for (const auto* id : {"scenarios", "growths", "joint"}) EXPECT_NE(find_chart(charts, id), nullptr) << id;
  EXPECT_THAT(chart_of(charts, "scenarios").intervals[1].label,
              testing::EndsWith(", one of many: see the curve"));
  EXPECT_EQ(chart_of(charts, "growths").intervals[0].category, "Growth, given");
}

TEST(FairValueCharts, EstimatedHasAll) {
  const auto charts = charts_of(estimated_by_hand());
  std::set<std::string> ids;
  for (const auto& chart : charts) {
    EXPECT_TRUE(ids.insert(chart.id).second) << chart.id;
    EXPECT_FALSE(chart.title.empty() || chart.alternative.empty()) << chart.id;
  }
  for (const auto* id : {"scenarios", "fair_value", "multiple", "drivers", "growths", "attribution", "gap",
                         "stability", "stability_slope"})
    EXPECT_TRUE(ids.contains(id)) << id;
}

TEST(FairValueCharts, OpenHistory) {
  const auto found = estimated_by_hand();
  const auto charts = charts_of(found);
  const auto& chart = chart_of(charts, "fair_value");
  ASSERT_EQ(chart.lines.size(), 2u);
  EXPECT_EQ(chart.lines[0].label, "Fair value");
  EXPECT_EQ(chart.lines[0].y.size(), 23u);  // the first month has none
  EXPECT_EQ(chart.lines[0].y.back(), found.fair_through_time[23]);
  EXPECT_EQ(chart.lines[1].y.back(), found.panel.price[23]);
  EXPECT_EQ(chart.lines[1].x, chart.lines[0].x);  // no price without something to compare it with
  ASSERT_EQ(chart.bands.size(), 1u);
  EXPECT_EQ(chart.bands[0].low.back(), found.fair_low[23]);
  EXPECT_EQ(chart.bands[0].label, "90% band");
  EXPECT_TRUE(chart.log_y);
  EXPECT_THAT(chart.alternative, testing::HasSubstr("coefficients of the whole sample: hindsight"));
}

class LicensedHistory : public testing::TestWithParam<int> {};

TEST_P(LicensedHistory, IsDrawnInPercentiles) {
  auto names = names_by_hand();
  if (GetParam() == 0) names.price_redistribute = false;
  if (GetParam() == 1) names.fundamental_redistribute = false;
  if (GetParam() == 2) names.driver_redistribute[1] = false;
  const auto charts = charts_of(estimated_by_hand(), names);
  for (const auto* id : {"fair_value", "multiple", "drivers"})
    for (const auto& line : chart_of(charts, id).lines) {
      EXPECT_GE(line.y.size(), 20u);
      for (const double value : line.y)
        EXPECT_TRUE(std::isnan(value) || (value == std::round(value) && value >= 0 && value <= 100)) << id;
    }
  EXPECT_TRUE(chart_of(charts, "fair_value").bands.empty());
  EXPECT_FALSE(chart_of(charts, "fair_value").log_y);
  EXPECT_FALSE(chart_of(charts, "multiple").log_y);
}

INSTANTIATE_TEST_SUITE_P(FairValueCharts, LicensedHistory, testing::Values(0, 1, 2));

TEST(FairValueCharts, MultipleChart) {
  const auto found = estimated_by_hand();
  const auto charts = charts_of(found);
  const auto& chart = chart_of(charts, "multiple");
  EXPECT_NEAR(chart.lines[0].y.back(), found.panel.price[23] / 1000, 1e-12);
  EXPECT_EQ(chart.y_title, "price-to-sales");
  ASSERT_EQ(chart.spans.size(), 1u);
  EXPECT_EQ(chart.spans[0].role, ChartSpan::Role::recession);
  ASSERT_EQ(chart.rules.size(), 1u);
  EXPECT_EQ(chart.rules[0].at, last_day(found.panel.period(11)).days);
  EXPECT_FALSE(chart.log_y);
  auto wide = found;
  wide.panel.log_multiple[5] = wide.panel.log_multiple[23] - std::log(6);
  EXPECT_TRUE(chart_of(charts_of(wide), "multiple").log_y);  // a sixfold range
}

TEST(FairValueCharts, Waterfalls) {
  auto found = estimated_by_hand();
  for (auto* one : {&found.attributions[1], &found.gap})
    one->parts.insert(one->parts.begin() + 1, {"rate", "10-year yield", 0, 0});
  const auto charts = charts_of(found);
  const auto& chart = chart_of(charts, "attribution");
  EXPECT_THAT(chart.title, testing::HasSubstr("12 months"));  // the longest
  ASSERT_EQ(chart.bars.size(), 4u);
  EXPECT_EQ(chart.bars[0].category, "2023-12");
  EXPECT_EQ(chart.bars[0].from, std::nullopt);
  EXPECT_EQ(chart.bars[1].category, "Sales");
  EXPECT_EQ(chart.bars[2].category, "Price beyond fair value");  // what moved nothing is no step
  EXPECT_EQ(chart.bars[1].from, 1610.25);
  EXPECT_EQ(chart.bars[1].value, 1710.25);
  EXPECT_EQ(chart.bars[2].from, chart.bars[1].value);
  EXPECT_EQ(chart.bars[2].value, chart.bars[3].value);
  EXPECT_EQ(chart_of(charts, "gap").bars.front().category, "Price");
}

TEST(FairValueCharts, Stability) {
  auto found = estimated_by_hand();
  found.multiple.stability.coefficients.col(2).setConstant(0.2);
  const auto charts = charts_of(found, names_by_hand(), "slope");
  const auto& slope = chart_of(charts, "stability");
  EXPECT_THAT(slope.title, testing::HasSubstr("curve"));
  EXPECT_EQ(slope.lines[0].y.back(), 0.2);
  EXPECT_TRUE(slope.bands.empty());
  EXPECT_THAT(slope.title, testing::HasSubstr("static OLS, without interval"));
  EXPECT_EQ(slope.lines[0].x.back(), last_day(found.panel.period(23)).days);
  EXPECT_EQ(chart_of(charts, "stability_rate").lines[0].y.back(), -0.05);
}

TEST(FairValueCharts, Joint) {
  const auto charts = charts_of(calibrated_by_hand());
  const auto& chart = chart_of(charts, "joint");
  ASSERT_EQ(chart.lines.size(), 1u);
  EXPECT_THAT(chart.lines[0].label, testing::HasSubstr("1,587"));
  EXPECT_THAT(chart.lines[0].x, testing::ElementsAre(-20, -10, 0));
  ASSERT_EQ(chart.points.size(), 1u);
  EXPECT_EQ(chart.points[0].y, 1.396);
}

}  // namespace
}  // namespace rerate
