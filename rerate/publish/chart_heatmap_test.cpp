// Behaviour -> test
//   classes from 0: round steps, one for 0, no more than the shades ................. HeatScale.FromZero
//   classes of both signs: three on either side of 0 ................................. HeatScale.AroundZero
//   every figure has its class, those on an edge and huge ones too ................... HeatScale.ClassOf
//   one figure, figures of 0, none, nonsense columns ................................. HeatScale.OddOnes
//   neighbours that touch and are alike become one .................................... HeatStretches.Merge
//   shades are in order of lightness, in the dark the other way round ................ ChartPalette.HeatShadesAreInOrderOfLightness
//   rows are told apart, months told ................................................... ChartHeatmap.NamesAndMonths
//   the picture: cells where they belong, rows below each other, spans behind, a legend  StaticHeatmap.*
//   a specification: data set, scale, height, tips ..................................... VegaHeatmap.*
//   shades in a terminal ................................................................ TerminalHeatmap.*
//   words for who cannot see it .......................................................... ChartHeatmap.TellsWhatItShows
#include "rerate/publish/chart_heatmap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/static_chart.h"
#include "rerate/publish/terminal_chart.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

double first_of(int month) { return make_date(2009, month, 1).days; }

// Three rows over four months; the third row begins in March.
Chart heat_chart() {
  Chart chart{.id = "weights", .title = "Weights"};
  chart.time_axis = true;
  chart.heatmap = ChartHeatmap{.label = "weight",
                               .unit = "percent",
                               .rows = {"Utilities", "Energy", "Money"},
                               .from = {first_of(1), first_of(2), first_of(3), first_of(4)},
                               .to = {first_of(2), first_of(3), first_of(4), first_of(5)},
                               .values = {{0, 0, 34, 34}, {33, 34, 0, 12}, {kMissing, kMissing, 1, 40}}};
  return chart;
}

Chart with_values(std::vector<double> values, bool diverging = false, std::string unit = "") {
  Chart chart = heat_chart();
  chart.heatmap->values = {std::move(values)};
  chart.heatmap->diverging = diverging;
  chart.heatmap->unit = std::move(unit);
  return chart;
}

std::vector<std::string> labels(const Chart& chart) {
  std::vector<std::string> all;
  if (const auto scale = heat_scale(chart))
    for (const HeatClass& one : scale->classes) all.push_back(one.label);
  return all;
}

TEST(HeatScale, FromZero) {
  EXPECT_THAT(labels(heat_chart()), ElementsAre("0%", "up to 10%", "10 to 20%", "20 to 30%", "30 to 40%"));
  EXPECT_THAT(labels(with_values({50})), ElementsAre("0", "up to 15", "15 to 30", "30 to 45", "45 to 60"));
  EXPECT_THAT(
      labels(with_values({0.07}, false, "pp")),
      ElementsAre("0 pp", "up to 0.020 pp", "0.020 to 0.040 pp", "0.040 to 0.060 pp", "0.060 to 0.080 pp"));
  EXPECT_THAT(labels(with_values({900})),
              ElementsAre("0", "up to 250", "250 to 500", "500 to 750", "750 to 1,000"));
  // Fewer classes lie far apart, the last is always the strongest.
  const auto scale = heat_scale(with_values({85}));
  ASSERT_EQ(scale->classes.size(), 5u);
  EXPECT_EQ(scale->classes.back().colour, "heat-4");
  EXPECT_EQ(scale->classes.front().colour, "heat-0");
}

TEST(HeatScale, AroundZero) {
  EXPECT_THAT(labels(with_values({-20, 55}, false, "percent")),
              ElementsAre("−60 to −40%", "−40 to −20%", "−20 to 0%", "0 to 20%", "20 to 40%", "40 to 60%"));
  const auto scale = heat_scale(with_values({0, 9}, true));
  EXPECT_TRUE(scale->around_zero);
  EXPECT_EQ(scale->step, 3);
  EXPECT_EQ(scale->classes.front().colour, "state-1");
  EXPECT_EQ(scale->classes.back().colour, "state-6");
}

TEST(HeatScale, ClassOf) {
  const auto scale = *heat_scale(heat_chart());
  EXPECT_EQ(scale.class_of(0), 0u);
  EXPECT_EQ(scale.class_of(-1), 0u);
  EXPECT_EQ(scale.class_of(0.01), 1u);
  EXPECT_EQ(scale.class_of(10), 1u);
  EXPECT_EQ(scale.class_of(10.1), 2u);
  EXPECT_EQ(scale.class_of(40), 4u);
  EXPECT_EQ(scale.class_of(1e300), 4u);
  const auto both = *heat_scale(with_values({-20, 55}));
  EXPECT_EQ(both.class_of(-1e300), 0u);
  EXPECT_EQ(both.class_of(-0.1), 2u);
  EXPECT_EQ(both.class_of(0), 3u);
  EXPECT_EQ(both.class_of(40), 5u);
  EXPECT_EQ(both.class_of(60), 5u);
}

TEST(HeatScale, OddOnes) {
  EXPECT_THAT(labels(with_values({0, 0})), ElementsAre("0", "up to 1"));
  EXPECT_FALSE(heat_scale(with_values({kMissing, INFINITY})));
  EXPECT_FALSE(heat_scale(Chart{}));
  Chart chart = heat_chart();
  chart.heatmap->to = {first_of(1), first_of(1), kMissing};  // none after its beginning
  EXPECT_FALSE(heat_scale(chart));
  for (const double huge : {1e308, 1e-308, 5e-324}) {
    const auto scale = heat_scale(with_values({huge}));
    ASSERT_TRUE(scale);
    EXPECT_LT(scale->class_of(huge), scale->classes.size());
    EXPECT_TRUE(heat_scale(with_values({huge, -huge})));
  }
  EXPECT_THAT(static_chart(chart), HasSubstr("No data to draw"));
  EXPECT_THAT(vega_chart(chart), HasSubstr("No data to draw"));
  EXPECT_TRUE(terminal_chart(chart, 60).empty());
  EXPECT_TRUE(legend(chart).empty());
}

TEST(HeatStretches, Merge) {
  const Chart chart = heat_chart();
  const auto scale = *heat_scale(chart);
  const auto exact = heat_stretches(chart, scale, HeatAlike::value);
  ASSERT_EQ(exact.size(), 8u);  // 2 + 4 + 2
  EXPECT_EQ(exact[0].row, 0u);
  EXPECT_EQ(exact[0].from, first_of(1));
  EXPECT_EQ(exact[0].to, first_of(3));
  EXPECT_EQ(heat_stretches(chart, scale, HeatAlike::shade).size(), 7u);  // 33 and 34 are of one class
  Chart apart = chart;
  apart.heatmap->to[0] -= 5;
  EXPECT_EQ(heat_stretches(apart, scale, HeatAlike::value).size(), 9u);
}

TEST(ChartPalette, HeatShadesAreInOrderOfLightness) {
  for (std::size_t i = 1; i <= kHeatShades; ++i) {
    EXPECT_LT(lightness(heat_colour(i).light), lightness(heat_colour(i - 1).light) - 7) << i;
    EXPECT_GT(lightness(heat_colour(i).dark), lightness(heat_colour(i - 1).dark) + 7) << i;
  }
  EXPECT_EQ(heat_colour(99).name, "heat-4");
}

TEST(ChartHeatmap, NamesAndMonths) {
  Chart chart = heat_chart();
  chart.heatmap->rows = {"Same", "Same", "Other"};
  EXPECT_THAT(heat_rows(chart), ElementsAre("Same", "Same (2)", "Other"));
  EXPECT_EQ(months_of({0, first_of(3), first_of(4)}), "Mar 2009");
  EXPECT_EQ(months_of({0, first_of(1), first_of(4)}), "Jan 2009 to Mar 2009");
  EXPECT_EQ(heat_top(0), kHeatLane);
  EXPECT_EQ(heat_height(chart), heat_top(2) + kHeatRow + kHeatLane);
}

TEST(ChartHeatmap, TellsWhatItShows) {
  EXPECT_EQ(alternative_text(heat_chart()), "Weights: weight of Utilities, Energy and Money");
  Chart own = heat_chart();
  own.alternative = "As it is.";
  EXPECT_EQ(alternative_text(own), "As it is.");
  std::vector<std::string> told;
  for (const LegendEntry& entry : legend(heat_chart())) told.push_back(entry.label);
  EXPECT_THAT(told, ElementsAre("0%", "Up to 10%", "10 to 20%", "20 to 30%", "30 to 40%"));
}

// Where the subpaths of a class's path begin, and how wide they are.
struct Drawn {
  double x, y, width;
};
std::vector<Drawn> cells(const std::string& svg, const std::string& colour) {
  std::vector<Drawn> all;
  const std::size_t end = svg.find("\" style=\"fill:var(--chart-" + colour + ")\"");
  if (end == std::string::npos) return all;
  std::size_t at = svg.rfind("class=\"heat\"", end);
  while ((at = svg.find('M', at)) < end) {
    Drawn one{};
    if (std::sscanf(svg.c_str() + at, "M%lf %lfh%lf", &one.x, &one.y, &one.width) == 3) all.push_back(one);
    ++at;
  }
  return all;
}

TEST(StaticHeatmap, DrawsCellsWhereTheyBelong) {
  const std::string svg = static_chart(heat_chart());
  const auto nothing = cells(svg, "heat-0"), most = cells(svg, "heat-4");
  ASSERT_EQ(nothing.size(), 2u);
  ASSERT_EQ(most.size(), 3u);
  EXPECT_NEAR(nothing[0].x + nothing[0].width, most[0].x, 0.11);  // the first row goes on
  EXPECT_EQ(nothing[0].y, most[0].y);
  EXPECT_NEAR(most[1].y, most[0].y + kHeatRow + kHeatGap, 0.11);  // the second stands below it
  EXPECT_NEAR(most[0].x + most[0].width, 860 - 8, 0.2);
  EXPECT_THAT(svg, HasSubstr(">Utilities</text>"));
  int height = 0;
  std::sscanf(svg.c_str() + svg.find("viewBox"), "viewBox=\"0 0 860 %d", &height);
  EXPECT_GT(height, heat_height(heat_chart()));
}

TEST(StaticHeatmap, ShowsSpansBehind) {
  Chart chart = heat_chart();
  chart.spans = {{first_of(2), first_of(3), ChartSpan::Role::recession, "NBER recession"}};
  const std::string svg = static_chart(chart);
  const std::size_t span = svg.find("class=\"span\"");
  ASSERT_NE(span, std::string::npos);
  EXPECT_LT(span, svg.find("class=\"heat\""));
  EXPECT_EQ(legend(chart).size(), 6u);
  EXPECT_THAT(static_chart(chart, ChartWidth::half), HasSubstr("viewBox=\"0 0 410"));
}

TEST(VegaHeatmap, IsALayerOfRectangles) {
  Chart chart = heat_chart();
  chart.spans = {{first_of(2), first_of(3), ChartSpan::Role::recession, "NBER recession"}};
  const json spec = json::parse(vega_chart(chart));
  EXPECT_EQ(spec["height"], heat_height(chart));
  ASSERT_EQ(spec["layer"].size(), 2u);
  EXPECT_EQ(spec["layer"][0]["encoding"]["y2"]["value"], heat_height(chart));
  const json& encoding = spec["layer"][1]["encoding"];
  EXPECT_EQ(encoding["y"]["scale"]["domain"], json({"Utilities", "Energy", "Money"}));
  EXPECT_EQ(encoding["fill"]["scale"]["range"][4], std::string(chart_colour("heat-4")));
  EXPECT_EQ(encoding["tooltip"].size(), 3u);
  EXPECT_EQ(spec["datasets"]["heatmap"].size(), 8u);
  EXPECT_EQ(
      spec["datasets"]["heatmap"][0],
      json::parse(
          R"({"x":"2009-01-01","x2":"2009-03-01","row":"Utilities","value":0,"class":"0%","when":"Jan 2009 to Feb 2009"})"));
  EXPECT_EQ(spec["usermeta"]["rerate"]["x"], "month");
}

TEST(VegaHeatmap, KeepsSignsApart) {
  const json spec = json::parse(vega_chart(with_values({-20, 55, 3, 0})));
  EXPECT_EQ(spec["layer"][0]["encoding"]["fill"]["scale"]["domain"].size(), 6u);
  EXPECT_EQ(spec["datasets"]["heatmap"][0]["class"], "−20 to 0");
}

TEST(TerminalHeatmap, ShadesItsRows) {
  Chart chart = heat_chart();
  const auto lines = terminal_chart(chart, 60);
  ASSERT_EQ(lines.size(), 7u);  // title, three rows, axis, legend in two lines
  EXPECT_THAT(lines[1], HasSubstr("Utilities"));
  EXPECT_THAT(lines[1], HasSubstr("···"));
  EXPECT_THAT(lines[1], HasSubstr("███"));
  EXPECT_THAT(lines[2], HasSubstr("▒▒"));          // 12%
  EXPECT_THAT(lines[3], HasSubstr("   "));         // not there yet
  EXPECT_THAT(lines[4], HasSubstr("April 2009"));  // in which the last cell ends, not May
  EXPECT_THAT(lines[5] + lines[6], HasSubstr("· 0%  ░ up to 10%  ▒ 10 to 20%  ▓ 20 to 30%"));
  for (const std::string& line : terminal_chart(chart, 60, false))
    EXPECT_THAT(line, Each(::testing::AllOf(::testing::Ge(' '), ::testing::Le('~'))));
}

TEST(TerminalHeatmap, NumbersClassesOfBothSigns) {
  const auto lines = terminal_chart(with_values({-60, 55, 3, 0}), 60);
  EXPECT_THAT(lines[1], HasSubstr("111"));
  EXPECT_THAT(lines[1], HasSubstr("666"));
  EXPECT_THAT(lines[1], HasSubstr("444"));
}

TEST(TerminalHeatmap, ShowsRecessionsAbove) {
  Chart chart = heat_chart();
  chart.spans = {{first_of(2), first_of(3), ChartSpan::Role::recession, "Recession"}};
  EXPECT_THAT(terminal_chart(chart, 60)[1], HasSubstr("▄▄▄"));
}

}  // namespace
}  // namespace rerate
