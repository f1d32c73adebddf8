// Behaviour -> test
//   parts are log-mean shares, as worked by hand                                        -> ByHand
//   parts add up to the change bit by bit, in points and percent, for random changes     -> AddsUpToTheLastBit
//   ... also when they are many times the price, and cancel                              -> AddsUpWhenPartsAreHuge
//   no change is no division by zero                                                     -> NoChange
//   a price change falls to fundamental, growth, each driver and the rest                -> OfThePrice
//   a hole at the earlier date, or no history, is told                                   -> WhatIsMissing
//   today's gap falls to growth, each driver and today's residual; all closes exactly    -> OfTheGap
#include "rerate/models/attribution.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

TEST(Attribution, ByHand) {
  Attribution split;
  split_exactly(100, 121, {{"a", "a", std::log(1.1)}, {"rest", "rest", 0}}, split);
  ASSERT_EQ(split.parts.size(), 2u);
  EXPECT_NEAR(split.parts[0].points, 10.5, 1e-12);
  EXPECT_NEAR(split.parts[1].points, 10.5, 1e-12);
  EXPECT_NEAR(split.parts[0].percent, 100 * std::log(1.1), 1e-11);
  EXPECT_NEAR(split.percent, 200 * std::log(1.1), 1e-11);
  EXPECT_EQ(split.start, 100);
  EXPECT_EQ(split.end, 121);
}

void expect_exact(const Attribution& split) {
  double points = 0, percent = 0, backwards = 0;
  for (const auto& part : split.parts) points += part.points, percent += part.percent;
  for (auto part = split.parts.rbegin(); part != split.parts.rend(); ++part) backwards += part->points;
  EXPECT_EQ(points, split.end - split.start);
  EXPECT_EQ(backwards, split.end - split.start);
  EXPECT_EQ(percent, split.percent);
}

TEST(Attribution, AddsUpToTheLastBit) {
  NearlyNormal normal(3, 1);
  for (int trial = 0; trial < 2000; ++trial) {
    const double start = 2066.29 * std::exp(normal.next()), end = start * std::exp(0.3 * normal.next());
    std::vector<LogChange> changes;
    for (int i = 0; i < 6; ++i) changes.push_back({"x", "x", 0.1 * normal.next()});
    Attribution split;
    split_exactly(start, end, changes, split);
    expect_exact(split);
    EXPECT_NEAR(split.start, start, 1e-15 * start);
    EXPECT_NEAR(split.end, end, 1e-15 * std::max(start, end));
    EXPECT_NEAR(split.percent, 100 * std::log(end / start), 1e-11);
  }
}

TEST(Attribution, AddsUpWhenPartsAreHuge) {
  NearlyNormal normal(3, 2);
  for (int trial = 0; trial < 500; ++trial) {
    const double start = 2066.29, end = start * (1 + 1e-9 * normal.next());
    std::vector<LogChange> changes;
    for (int i = 0; i < 6; ++i) changes.push_back({"x", "x", 40 * normal.next()});
    Attribution split;
    split_exactly(start, end, changes, split);
    expect_exact(split);
    EXPECT_NEAR(split.end, end, 1e-12 * end);
  }
}

TEST(Attribution, NoChange) {
  Attribution split;
  split_exactly(2066, 2066, {{"a", "a", 0.1}, {"rest", "rest", 0}}, split);
  expect_exact(split);
  EXPECT_NEAR(split.parts[0].points, 206.6, 1e-9);
  EXPECT_EQ(split.parts[1].points, -split.parts[0].points);
}

TEST(Attribution, OfThePrice) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  const auto equations = valuation.equations();
  const auto split = attribute_price(equations, 12);
  ASSERT_EQ(split.parts.size(), 5u);  // fundamental, growth, rate, slope, residual
  expect_exact(split);
  const auto& panel = valuation.panel;
  EXPECT_EQ(split.title, "12 months to 2003-04");
  EXPECT_EQ(split.start, panel.price[387]);
  EXPECT_EQ(split.end, panel.price[399]);
  EXPECT_EQ(split.parts[0].name, "fundamental");
  EXPECT_NEAR(split.parts[0].percent, 100 * std::log(panel.fundamental[399] / panel.fundamental[387]), 1e-10);
  EXPECT_NEAR(split.parts[1].percent,
              valuation.growth.coefficients[0] * (panel.drivers(399, 2) - panel.drivers(387, 2)), 1e-10);
  EXPECT_EQ(split.parts[2].title, "the rate");
  EXPECT_NEAR(split.parts[2].percent,
              100 * valuation.multiple.coefficients[0] * (panel.drivers(399, 0) - panel.drivers(387, 0)),
              1e-10);
  // The rest: what the price did beyond its fair value.
  const double gap = valuation.multiple.residual[399] - valuation.multiple.residual[387];
  EXPECT_NEAR(split.parts[4].percent, 100 * gap - split.parts[1].percent, 1e-9);
}

TEST(Attribution, WhatIsMissing) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  // A driver without a figure then is read as it was last, as the valuation itself reads it.
  valuation.panel.drivers(387, 1) = std::nan("");
  const auto carried = attribute_price(valuation.equations(), 12);
  ASSERT_EQ(carried.parts.size(), 5u);
  EXPECT_NEAR(carried.parts[3].percent,
              100 * valuation.multiple.coefficients[1] *
                  (valuation.panel.drivers(399, 1) - valuation.panel.drivers(386, 1)),
              1e-10);
  valuation.panel.drivers.col(1).head(388).setConstant(std::nan(""));
  const auto hole = attribute_price(valuation.equations(), 12);
  EXPECT_TRUE(hole.parts.empty());
  EXPECT_EQ(hole.words, "Not split: `slope` has no figure in 2002-04.");
  valuation.panel.drivers(387, 1) = 0;
  valuation.panel.drivers.col(2).head(388).setConstant(std::nan(""));
  EXPECT_EQ(attribute_price(valuation.equations(), 12).words, "Not split: `gdp` has no figure in 2002-04.");
  valuation.panel.fundamental[387] = std::nan("");
  EXPECT_EQ(attribute_price(valuation.equations(), 12).words, "Not split: `sales` has no figure in 2002-04.");
  EXPECT_EQ(attribute_price(valuation.equations(), 400).words,
            "Not split: `small` has no figure in 1969-12.");
  EXPECT_EQ(attribute_price(valuation.equations(), 3).parts.size(), 5u);
  EXPECT_EQ(attribute_price(calibrated({.fair_multiple = 1.396, .growth = 1.3}).equations(), 0).words,
            "Not split: the fundamental is calibrated to today and has no history.");
}

TEST(Attribution, OfTheGap) {
  const auto valuation = calibrated(
      {.fair_multiple = 1.396, .multiple_slopes = {{"rate", -0.05}}, .growth = 1.3}, {{"rate", 4.4}});
  const auto equations = valuation.equations();
  Scenario scenario;
  scenario.title = "Consensus";
  scenario.set = {{"rate", {4.0}}};
  const auto base = evaluate_scenario({&equations, nullptr, nullptr, std::nullopt}, scenario);
  const auto split = attribute_gap(equations, base, false);
  ASSERT_EQ(split.parts.size(), 3u);
  expect_exact(split);
  EXPECT_EQ(split.title, "From the price to fair value: Consensus");
  EXPECT_EQ(split.start, 2066);
  EXPECT_NEAR(split.end, base.level, 1e-11);
  EXPECT_NEAR(split.parts[0].percent, 100 * std::log(1.013), 1e-10);
  EXPECT_NEAR(split.parts[1].percent, 2, 1e-10);
  EXPECT_NEAR(split.parts[2].percent, 100 * std::log(1.396 / 1.27), 1e-10);

  scenario.multiple = 1.45;
  const auto given = attribute_gap(
      equations, evaluate_scenario({&equations, nullptr, nullptr, std::nullopt}, scenario), true);
  ASSERT_EQ(given.parts.size(), 2u);
  expect_exact(given);
  EXPECT_NEAR(given.parts[1].percent, 100 * std::log(1.45 / 1.27), 1e-10);
}

}  // namespace
}  // namespace rerate
