// Behaviour -> test
//   the ranking: contributions end to end that add up to the scores ................ Ranking
//   one signal is a plain bar, many share the last colour ........................... RankingOfFewAndManySignals
//   wealth: net, benchmark, momentum, on a logarithmic axis, from 1 ................. Wealth
//   a benchmark that ends earlier ends, one that begins later begins at the wealth .. BenchmarksOfOtherMonths
//   drawdown: never above zero, zero at a peak ....................................... Drawdown
//   weights: a column a month, quarters where months would be too narrow ............. Weights
//   a sector that was not yet there has no cell ....................................... NoMemberNoCell
//   shorts give a scale of both signs .................................................. Shorts
//   rolling ratio, costs, histogram with the study's own ............................... Others
//   rank correlations, as means of 36 months that all have one ........................... RankCorrelation
//   the benchmark's ratio stands among those of the definitions ........................... BenchmarkAmongTheDefinitions
//   licensed figures in steps ............................................................ Licensed
//   nothing optional: no empty chart ...................................................... LittleIsKnown
//   every chart tells in words what it shows ............................................... Alternatives
#include "rerate/study/rotation_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "rerate/study/rotation_findings_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<Spell> kRecessions = {{make_date(2008, 1, 1), make_date(2009, 6, 30)},
                                        {make_date(1990, 8, 1), make_date(1991, 3, 31)}};

std::vector<std::string> ids(const std::vector<Chart>& charts) {
  std::vector<std::string> all;
  for (const auto& one : charts) all.push_back(one.id);
  return all;
}

Chart chart(const RotationFindings& found, const std::string& id) {
  for (auto& one : rotation_charts(found, kRecessions))
    if (one.id == id) return one;
  ADD_FAILURE() << "no chart " << id;
  return {};
}

TEST(RotationCharts, Ranking) {
  const SyntheticRotation synthetic;
  const auto ranking = chart(synthetic.found, "ranking");
  EXPECT_TRUE(ranking.stacked);
  EXPECT_EQ(ranking.bars.size(), 10u);
  std::map<std::string, double> sums;
  for (const auto& bar : ranking.bars) sums[bar.category] += bar.value;
  for (const auto& one : synthetic.found.standings) {
    auto title = synthetic.found.sector_titles[static_cast<std::size_t>(one.sector)];
    title[0] = static_cast<char>(std::toupper(title[0]));
    EXPECT_NEAR(sums.at(title), one.score, 1e-12) << title;
  }
  EXPECT_EQ(ranking.bars[0].category, "Utilities");
  EXPECT_EQ(ranking.bars[0].series, "12-1 momentum");
  EXPECT_EQ(ranking.bars[1].series, "Valuation");
}

TEST(RotationCharts, RankingOfFewAndManySignals) {
  SyntheticRotation one;
  one.found.definition.signals.resize(1);
  one.found.signal_titles.resize(1);
  const auto plain = chart(one.found, "ranking");
  EXPECT_FALSE(plain.stacked);
  EXPECT_EQ(plain.bars.size(), 5u);
  EXPECT_NEAR(plain.bars[0].value, 0.94, 1e-12);
  EXPECT_TRUE(plain.bars[0].series.empty());

  SyntheticRotation many;
  auto& found = many.found;
  found.definition.signals.assign(8, SignalDefinition{});
  found.signal_titles = {"a", "b", "c", "d", "e", "f", "g", "h"};
  for (auto& standing : found.standings) standing.contribution = {1, 0.1, -1, 0.1, 1, kNone, 1, -1};
  const auto chart_of_many = chart(found, "ranking");
  std::vector<std::string> groups;
  double others = 0;
  for (const auto& bar : chart_of_many.bars)
    if (bar.category == "Utilities") {
      groups.push_back(bar.series);
      if (bar.series == "Other signals") others = bar.value;
    }
  EXPECT_THAT(groups, ElementsAre("A", "C", "E", "G", "H", "Other signals"));
  EXPECT_NEAR(others, 0.2, 1e-12);
}

TEST(RotationCharts, Wealth) {
  const SyntheticRotation synthetic;
  const auto wealth = chart(synthetic.found, "wealth");
  EXPECT_TRUE(wealth.log_y);
  ASSERT_EQ(wealth.lines.size(), 3u);
  EXPECT_EQ(wealth.lines[1].label, "Equal weights");
  EXPECT_EQ(wealth.lines[2].label, "12-1 momentum, 2 best");
  const auto& net = wealth.lines[0];
  ASSERT_EQ(net.y.size(), 132u);
  EXPECT_EQ(net.y[0], 1);
  EXPECT_EQ(net.x[0], make_date(2001, 1, 31).days);
  EXPECT_EQ(net.x[131], make_date(2011, 12, 31).days);
  double level = 1;
  for (const double earned : synthetic.found.run.backtest.net) level *= 1 + earned;
  EXPECT_NEAR(net.y[131], level, 1e-12 * level);
  ASSERT_EQ(wealth.spans.size(), 1u);  // the other recession was before
  EXPECT_EQ(wealth.spans[0].role, ChartSpan::Role::recession);
}

TEST(RotationCharts, BenchmarksOfOtherMonths) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  std::swap(found.benchmarks[0], found.benchmarks[1]);  // the market ends 11 months earlier
  found.compared = found.benchmarks[0].months;
  auto& momentum = found.benchmarks[2].returns;
  std::fill(momentum.begin(), momentum.begin() + 6, kNone);
  const auto wealth = chart(found, "wealth");
  EXPECT_EQ(wealth.lines[0].y.size(), 132u);
  EXPECT_EQ(wealth.lines[1].y.size(), 121u);
  EXPECT_EQ(wealth.lines[1].x.back(), make_date(2011, 1, 31).days);
  EXPECT_EQ(wealth.lines[2].x.front(), make_date(2001, 7, 31).days);
  EXPECT_EQ(wealth.lines[2].y.front(), wealth.lines[0].y[6]);
}

TEST(RotationCharts, Drawdown) {
  const SyntheticRotation synthetic;
  const auto drawdown = chart(synthetic.found, "drawdown");
  ASSERT_EQ(drawdown.lines.size(), 2u);
  for (const auto& line : drawdown.lines) {
    EXPECT_EQ(*std::max_element(line.y.begin(), line.y.end()), 0);
    EXPECT_LT(*std::min_element(line.y.begin(), line.y.end()), -5);
    EXPECT_GT(*std::min_element(line.y.begin(), line.y.end()), -100);
  }
  EXPECT_EQ(drawdown.lines[0].y[0], 0);
}

TEST(RotationCharts, Weights) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  const auto weights = chart(found, "weights");
  ASSERT_TRUE(weights.heatmap);
  EXPECT_EQ(weights.heatmap->rows.size(), 5u);
  ASSERT_EQ(weights.heatmap->from.size(), 131u);
  EXPECT_EQ(weights.heatmap->from[0], make_date(2001, 2, 1).days);
  EXPECT_EQ(weights.heatmap->to[0], weights.heatmap->from[1]);
  EXPECT_EQ(weights.heatmap->values[0][0], 55);
  EXPECT_EQ(weights.heatmap->values[2][0], 0);
  EXPECT_FALSE(weights.heatmap->diverging);

  // Twice as many months: quarters, the last one short.
  auto panel = simulated_panel(3, 300, 5);
  panel.titles = found.panel.titles;
  found.panel = std::move(panel);
  found.run.backtest.weights = Matrix::Constant(250, 5, 0.2);
  found.run.backtest.weights(0, 0) = 0.5;
  const auto quarters = chart(found, "weights").heatmap;
  ASSERT_EQ(quarters->from.size(), 84u);
  EXPECT_EQ(quarters->values[0][0], 30);  // mean of 50, 20 and 20
  EXPECT_EQ(quarters->to[0], make_date(2001, 5, 1).days);
  EXPECT_EQ(quarters->to[83], make_date(2021, 12, 1).days);
}

TEST(RotationCharts, NoMemberNoCell) {
  const SyntheticRotation synthetic;
  const auto map = *chart(synthetic.found, "weights").heatmap;
  EXPECT_TRUE(std::isnan(map.values[4][0]));
  EXPECT_TRUE(std::isnan(map.values[4][10]));  // December 2001
  EXPECT_EQ(map.values[4][11], 0);             // January 2002
}

TEST(RotationCharts, Shorts) {
  SyntheticRotation synthetic;
  synthetic.found.run.backtest.weights(0, 3) = -0.2;
  const auto map = *chart(synthetic.found, "weights").heatmap;
  EXPECT_TRUE(map.diverging);
  EXPECT_EQ(map.values[3][0], -20);
}

TEST(RotationCharts, Others) {
  const SyntheticRotation synthetic;
  const auto& found = synthetic.found;
  const auto rolling = chart(found, "rolling");
  EXPECT_EQ(rolling.lines[0].x.size(), 131u - 35);
  EXPECT_EQ(rolling.lines[0].x[0], make_date(2004, 1, 31).days);
  const auto costs = chart(found, "costs");
  EXPECT_THAT(costs.lines[0].x, ElementsAre(0, 10, 50));
  EXPECT_NEAR(costs.lines[0].y[2], 4, 1e-9);
  ASSERT_EQ(costs.points.size(), 1u);
  EXPECT_EQ(costs.points[0].x, 10);
  EXPECT_NEAR(costs.rules.at(0).at, 8, 1e-9);
  const auto variants = chart(found, "variants");
  const auto& line = variants.lines.at(0);
  EXPECT_TRUE(line.step);
  EXPECT_EQ(std::accumulate(line.y.begin(), line.y.end(), 0.0), 29);
  EXPECT_TRUE(std::is_sorted(line.x.begin(), line.x.end()));
  EXPECT_LE(line.x.front(), found.luck.variant_sharpes.front());
  EXPECT_GT(line.x.back(), std::sqrt(12.0) * 0.33);
  ASSERT_EQ(variants.points.size(), 3u);  // its own, the benchmark's, the best without skill
  EXPECT_NEAR(variants.points[0].x, std::sqrt(12.0) * 0.05, 1e-12);
  EXPECT_GT(variants.points[0].y, 0);  // it stands on its own bin
}

TEST(RotationCharts, RankCorrelation) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.correlations_by_month.assign(SyntheticRotation::kMonths, kNone);
  for (std::size_t m = 20; m < 100; ++m) found.correlations_by_month[m] = m < 60 ? 0.1 : -0.2;
  found.correlations_by_month[30] = kNone;  // means begin 36 months later
  const auto told = chart(found, "rank_correlation");
  ASSERT_EQ(told.lines.size(), 1u);
  ASSERT_EQ(told.lines[0].y.size(), 100u - 66u);
  EXPECT_NEAR(told.lines[0].y.front(), (29 * 0.1 - 7 * 0.2) / 36, 1e-12);
  EXPECT_NEAR(told.lines[0].y.back(), -0.2, 1e-12);
  EXPECT_EQ(told.lines[0].x.front(), static_cast<double>(found.panel.decided_at(66).days));
  found.correlations_by_month.resize(50);
  EXPECT_THAT(ids(rotation_charts(found, {})), testing::Not(testing::Contains("rank_correlation")));
}

TEST(RotationCharts, BenchmarkAmongTheDefinitions) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  const auto marked = [&] {
    for (const auto& point : chart(found, "variants").points)
      if (point.label.starts_with("equal weights")) return point.x;
    return kNone;
  };
  double sum = 0, squares = 0;
  const auto& returns = found.benchmarks[0].returns;
  const auto n = static_cast<double>(returns.size());
  for (const double one : returns) sum += one - 0.002;
  for (const double one : returns) squares += (one - 0.002 - sum / n) * (one - 0.002 - sum / n);
  EXPECT_NEAR(marked(), sum / n / std::sqrt(squares / (n - 1)) * std::sqrt(12.0), 1e-9);
  found.benchmarks[0].returns.back() = kNone;
  EXPECT_TRUE(std::isnan(marked()));
}

TEST(RotationCharts, Licensed) {
  SyntheticRotation synthetic;
  synthetic.found.may_show_all = false;
  const auto wealth = chart(synthetic.found, "wealth");
  for (const auto& line : wealth.lines)
    for (const double level : line.y) {
      const double step = std::log(level) / std::log(1.01);
      EXPECT_NEAR(step, std::round(step), 1e-6);
    }
  const auto drawdown = chart(synthetic.found, "drawdown"), ranking = chart(synthetic.found, "ranking");
  for (const double percent : drawdown.lines[0].y) EXPECT_EQ(percent, std::round(percent));
  for (const auto& bar : ranking.bars) EXPECT_NEAR(20 * bar.value, std::round(20 * bar.value), 1e-9);
}

TEST(RotationCharts, LittleIsKnown) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.standings.clear();
  found.benchmarks.clear();
  found.costs.resize(1);
  found.rolling_information_ratio.assign(131, kNone);
  found.luck.variant_sharpes = {0.4, kNone};
  EXPECT_THAT(ids(rotation_charts(found, {})), ElementsAre("wealth", "drawdown", "weights"));
  EXPECT_EQ(chart(found, "wealth").lines.size(), 1u);
  found.compared = 0;
  EXPECT_THAT(ids(rotation_charts(found, {})), ElementsAre("weights"));
  found.luck.variant_sharpes.assign(5, 0.4);  // all alike
  const auto variants = chart(found, "variants");
  EXPECT_EQ(std::accumulate(variants.lines[0].y.begin(), variants.lines[0].y.end(), 0.0), 5);
}

TEST(RotationCharts, Alternatives) {
  const SyntheticRotation synthetic;
  const auto charts = rotation_charts(synthetic.found, kRecessions);
  EXPECT_THAT(ids(charts),
              ElementsAre("ranking", "wealth", "drawdown", "weights", "rolling", "costs", "variants"));
  for (const auto& one : charts) EXPECT_GT(one.alternative.size(), 20u) << one.id;
  EXPECT_THAT(charts[0].alternative, HasSubstr("utilities (+0.94)"));
  EXPECT_THAT(charts[3].alternative, HasSubstr("financials 55% and technology 45%"));
  EXPECT_THAT(charts[5].alternative, HasSubstr("10.3% a year at 0 bp, 4.0% at 50 bp"));
}

}  // namespace
}  // namespace rerate
