// Behaviour -> test
//   decades are named by their first year and cover all months compared                 -> Decades
//   months of recessions as they were dated, when the study names them                  -> Recessions
//   a state counts from the month after the one in which it was known                   -> StatesAsKnown
//   a state that is published late counts later, one that is too old not at all         -> LateStates
//   regimes of a linked section by their state at the end of the month before            -> Regimes
//   groupings without any month are left out                                            -> Nothing
//   stretches of fewer than a year are left out, with a word                            -> Short
#include "rerate/study/rotation_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/models/regime_score.h"
#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;

constexpr int kFirstMonth = 14;  // of the market, that the backtest earns

std::vector<std::string> names(const RotationGroups& groups) {
  std::vector<std::string> all;
  for (const auto& one : groups.groups) all.push_back(one.name);
  return all;
}

Index months(const RotationGroups& groups) {
  Index all = 0;
  for (const auto& one : groups.groups) all += one.months;
  return all;
}

double net_of_month(const RotationFindings& found, int month) {
  return found.run.backtest.net[static_cast<std::size_t>(month - kFirstMonth)];
}

TEST(RotationGroups, Decades) {
  const auto inputs = rotating_market();
  const auto request = rotating_request();
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  ASSERT_EQ(found.groups.size(), 1u);
  EXPECT_EQ(found.groups[0].title, "Decade");
  EXPECT_THAT(names(found.groups[0]), ElementsAre("2000s", "2010s", "2020s"));
  EXPECT_EQ(found.groups[0].groups[0].months, 120 - kFirstMonth);
  EXPECT_EQ(months(found.groups[0]), found.compared);
}

TEST(RotationGroups, Recessions) {
  const auto inputs = rotating_market();
  auto context = rotating_context(inputs);
  context.recessions = spells_of(inputs.at("recession").series);
  const auto request = rotating_request();
  const auto found = find_rotation("sectors", request, context);
  ASSERT_EQ(found.groups.size(), 2u);
  EXPECT_THAT(names(found.groups[1]), ElementsAre("recession", "no recession"));
  EXPECT_EQ(found.groups[1].groups[0].months, 24);
  double sum = 0;
  for (int month = kFirstMonth; month < kMarketMonths; ++month)
    if (inputs.at("recession").series.value[static_cast<std::size_t>(month)] == 1)
      sum += net_of_month(found, month);
  EXPECT_NEAR(found.groups[1].groups[0].mean, 12 * sum / 24, 1e-12);
}

TEST(RotationGroups, StatesAsKnown) {
  const auto inputs = rotating_market();
  const auto request = rotating_request("states = { even_year = \"state\" }");
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  const auto& state = found.groups.at(1);
  EXPECT_EQ(state.title, "state");
  EXPECT_THAT(names(state), ElementsAre("state", "not state"));
  double sum = 0;
  int count = 0;
  for (int month = kFirstMonth; month < kMarketMonths; ++month)
    if (inputs.at("state").series.value[static_cast<std::size_t>(month - 1)] == 1) {
      sum += net_of_month(found, month);
      ++count;
    }
  EXPECT_EQ(state.groups[0].months, count);
  EXPECT_NEAR(state.groups[0].mean, 12 * sum / count, 1e-12);
}

TEST(RotationGroups, LateStates) {
  auto inputs = rotating_market();
  auto& series = inputs.at("state").series;
  for (Date& known : series.known_at) known = known + 20;  // of each month in the next
  const auto request = rotating_request("states = { even_year = { title = \"even\", formula = \"state\" } }");
  const auto sum_of = [&](int lag, const PerformanceGroup& group, const RotationFindings& found) {
    double sum = 0;
    for (int month = kFirstMonth; month < kMarketMonths; ++month)
      if (series.value[static_cast<std::size_t>(month - lag)] == 1) sum += net_of_month(found, month);
    return sum / static_cast<double>(group.months);
  };
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_THAT(names(found.groups.at(1)), ElementsAre("even", "not even"));
  EXPECT_NEAR(found.groups[1].groups[0].mean, 12 * sum_of(2, found.groups[1].groups[0], found), 1e-12);

  for (Date& known : series.known_at) known = known + 90;  // never new enough
  EXPECT_EQ(find_rotation("sectors", request, rotating_context(inputs)).groups.size(), 1u);
}

TEST(RotationGroups, Regimes) {
  const auto inputs = rotating_market();
  const auto context = rotating_context(inputs);
  auto request = rotating_request();
  request.regimes.emplace();
  request.regimes->features.push_back({{"gdp", "", {"gdp", "gdp", {}}}, 1, 1});
  request.regimes->hysteresis = 0.2;
  const auto found = find_rotation("sectors", request, context);
  const auto& groups = found.groups.at(1);
  EXPECT_THAT(names(groups), ElementsAre("risk-off", "risk-on"));

  const std::vector<RegimeFeature> features = {{"gdp", "gdp", &inputs.at("gdp").series, 1, 1, {}}};
  const auto panel = regime_panel(features, context.as_of, {});
  const auto state = regime_score(panel, features, 0.2).state;
  double sum = 0;
  Index count = 0;
  for (int month = kFirstMonth; month < kMarketMonths; ++month) {
    const auto row = 360 + month - 1 - panel.first;
    if (row < 0 || state[static_cast<std::size_t>(row)] != 1) continue;
    sum += net_of_month(found, month);
    ++count;
  }
  EXPECT_GT(count, 50);
  EXPECT_EQ(groups.groups[1].months, count);
  EXPECT_NEAR(groups.groups[1].mean, 12 * sum / static_cast<double>(count), 1e-12);
  EXPECT_LT(months(groups), found.compared);  // the score needs a past
  ASSERT_EQ(found.warnings.size(), 1u);
  EXPECT_THAT(found.warnings[0],
              testing::HasSubstr("Regime at the month's beginning (" +
                                 std::to_string(found.compared - months(groups)) + " of "));
}

TEST(RotationGroups, Nothing) {
  auto inputs = rotating_market();
  for (double& value : inputs.at("state").series.value) value = std::nan("");
  const auto request = rotating_request("states = { even_year = \"state\" }");
  EXPECT_EQ(find_rotation("sectors", request, rotating_context(inputs)).groups.size(), 1u);
}

TEST(RotationGroups, Short) {
  auto inputs = rotating_market();
  for (std::size_t m = 0; m < 110; ++m) inputs.at("market").series.value[m] = std::nan("");
  const auto request = rotating_request("market = \"market\"");
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_THAT(names(found.groups.at(0)), ElementsAre("2010s", "2020s"));
  ASSERT_EQ(found.warnings.size(), 1u);
  EXPECT_EQ(found.warnings[0], "Stretches of fewer than 12 months are not compared: 2000s (9 months).");
}

}  // namespace
}  // namespace rerate
