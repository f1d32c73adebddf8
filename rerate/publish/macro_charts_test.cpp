// Behaviour -> test
//   ribbons: cut to the axis, nonsense left out, rows below each other ...... ChartRibbons.KeepsWhatCanBeDrawn, ChartRibbons.StandsBelowTheLines
//   one colour a word, whatever its place in a row ......................... ChartRibbons.AWordHasOneColour
//   states are in order of lightness, in the dark the other way round ...... ChartPalette.StatesAreInOrderOfLightness
//   lamps differ in lightness .............................................. ChartPalette.LampsDifferInLightness
//   the static picture of ribbons, below lines and alone ................... StaticRibbons.*
//   ribbons in a specification: layers, places, what a read-out tells ...... VegaRibbons.*
//   steps go across, then up or down; bands around them too ................ Steps.*
//   error bars in every form, labels beyond their ends ..................... ErrorBars.*
//   thin paths .............................................................. ThinPath.KeepsExtremesOfAColumn
//   (every chart of the macro state compiles and runs: VegaChart.CompilesWithVegaLite in chart_rows_test.cpp)
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/point_labels.h"
#include "rerate/publish/static_chart.h"
#include "rerate/publish/thin_path.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Chart ribbon_chart() {
  Chart chart{.id = "states", .title = "States"};
  chart.ribbons = {{.label = "Mixture",
                    .states = {"slump", "slowdown", "expansion"},
                    .stretches = {{0, 25, 0}, {25, 50, 1}, {75, 100, 2}}}};
  return chart;
}

Chart with_line(Chart chart) {
  chart.lines = {{.label = "Score", .x = {0, 100}, .y = {0, 1}}};
  return chart;
}

TEST(ChartRibbons, KeepsWhatCanBeDrawn) {
  Chart chart = ribbon_chart();
  chart.ribbons[0].stretches = {{-50, 10, 0},      {10, 10, 1},   {30, 20, 1},  {30, 40, 3},
                                {kMissing, 50, 0}, {60, 1e18, 2}, {200, 300, 0}};
  const auto seen = visible_stretches(chart.ribbons[0], {0, 100});
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].from, 0);
  EXPECT_EQ(seen[0].to, 10);
  EXPECT_EQ(seen[1].to, 100);
  EXPECT_TRUE(has_ribbons(chart));
  chart.ribbons[0].stretches = {{30, 20, 0}, {0, 1, 9}};
  EXPECT_FALSE(has_ribbons(chart));
  EXPECT_EQ(ribbon_room(chart), 0);
  EXPECT_TRUE(legend(chart).empty());
}

TEST(ChartRibbons, StandsBelowTheLines) {
  Chart chart = ribbon_chart();
  EXPECT_FALSE(has_plot(chart));
  EXPECT_TRUE(has_plot(with_line(chart)));
  EXPECT_EQ(x_extent(chart)->high, 100);
  chart.ribbons.push_back(chart.ribbons[0]);
  chart.ribbons[1].label = "";
  EXPECT_EQ(ribbon_top(chart, 0), kRibbonLane + kRibbonName);
  EXPECT_EQ(ribbon_top(chart, 1),
            ribbon_top(chart, 0) + kRibbonRow + kRibbonLane);  // no name, no room for it
  EXPECT_EQ(ribbon_room(chart), ribbon_top(chart, 1) + kRibbonRow + kRibbonLane);
}

TEST(ChartRibbons, AWordHasOneColour) {
  Chart chart = ribbon_chart();
  chart.ribbons.push_back({.label = "Two", .states = {"slump", "expansion"}, .stretches = {{0, 50, 1}}});
  std::vector<std::string> labels;
  for (const RibbonState& state : ribbon_states(chart)) labels.push_back(state.label);
  EXPECT_THAT(labels, ElementsAre("slump", "slowdown", "expansion"));
  EXPECT_EQ(colour_of_state(ribbon_states(chart), "expansion"), "state-6");
  std::vector<std::string> told;
  for (const LegendEntry& entry : legend(chart)) told.push_back(entry.label);
  EXPECT_THAT(told, ElementsAre("Slump", "Slowdown", "Expansion"));
  chart.ribbons[1].states = {"low", "high"};
  told.clear();
  for (const LegendEntry& entry : legend(chart)) told.push_back(entry.label);
  EXPECT_THAT(told, ElementsAre("Slump, low", "Slowdown", "Expansion, high"));  // an entry a colour
}

TEST(ChartPalette, StatesAreInOrderOfLightness) {
  for (std::size_t count = 2; count <= kStateColours; ++count)
    for (std::size_t i = 1; i < count; ++i) {
      const ChartColour &worse = state_colour(i - 1, count), &better = state_colour(i, count);
      EXPECT_GT(lightness(better.light), lightness(worse.light) + 6) << count << " states, " << i;
      EXPECT_LT(lightness(better.dark), lightness(worse.dark) - 6) << count << " states, " << i;
    }
  EXPECT_EQ(state_colour(0, 1).name, "state-1");
  EXPECT_EQ(state_colour(9, 3).name, "state-6");
}

TEST(ChartPalette, LampsDifferInLightness) {
  const auto light = [](const char* name) { return lightness(chart_colour(name)); };
  EXPECT_GT(light("watch"), light("good") + 15);
  EXPECT_GT(light("good"), light("stress") + 12);
  EXPECT_LT(light("neutral"), light("watch") - 15);  // and it is a ring, not a disc
}

TEST(StaticRibbons, StandBetweenPlotAndAxis) {
  Chart chart = with_line(ribbon_chart());
  chart.spans = {{40, 60, ChartSpan::Role::recession, "Recession"}};
  const std::string svg = static_chart(chart);
  EXPECT_EQ(count_of(svg, "class=\"stretch\""), 3);
  EXPECT_THAT(svg, HasSubstr(">Mixture</text>"));
  // The picture and its shaded stretches are as much higher as the ribbons need.
  const std::string plain = static_chart(with_line(Chart{.id = "c", .title = "t"}));
  int height = 0, plain_height = 0;
  std::sscanf(svg.c_str() + svg.find("viewBox"), "viewBox=\"0 0 860 %d", &height);
  std::sscanf(plain.c_str() + plain.find("viewBox"), "viewBox=\"0 0 860 %d", &plain_height);
  EXPECT_EQ(height, plain_height + ribbon_room(chart));
  // Half of the axis is a quarter each of the first two states; the second begins where the first ends.
  double x = 0, width = 0, next = 0, y = 0;
  std::size_t at = svg.find("class=\"stretch\"");
  ASSERT_EQ(
      std::sscanf(svg.c_str() + at, "class=\"stretch\" x=\"%lf\" y=\"%lf\" width=\"%lf\"", &x, &y, &width),
      3);
  at = svg.find("class=\"stretch\"", at + 1);
  ASSERT_EQ(std::sscanf(svg.c_str() + at, "class=\"stretch\" x=\"%lf\"", &next), 1);
  EXPECT_NEAR(next, x + width, 0.11);
}

TEST(StaticRibbons, AreAPictureAlone) {
  const std::string svg = static_chart(ribbon_chart());
  EXPECT_EQ(count_of(svg, "class=\"stretch\""), 3);
  EXPECT_EQ(count_of(svg, "class=\"grid\""), 0);
  int height = 0;
  std::sscanf(svg.c_str() + svg.find("viewBox"), "viewBox=\"0 0 860 %d", &height);
  EXPECT_LT(height, 100);
}

TEST(VegaRibbons, AreLayersBelowThePlot) {
  Chart chart = with_line(ribbon_chart());
  chart.spans = {{40, 60, ChartSpan::Role::recession, "Recession"}};
  const json spec = json::parse(vega_chart(chart));
  EXPECT_EQ(spec["datasets"]["ribbon_1"],
            json::parse(R"([{"x":0.0,"x2":25.0,"state":"slump"},{"x":25.0,"x2":50.0,"state":"slowdown"},)"
                        R"({"x":75.0,"x2":100.0,"state":"expansion"}])"));
  const json& spans = spec["layer"][0]["encoding"];
  EXPECT_EQ(spans["y2"]["value"], spec["height"].get<int>() + ribbon_room(chart));
  const json& meta = spec["usermeta"]["rerate"];
  EXPECT_EQ(meta["ribbon_room"], ribbon_room(chart));
  EXPECT_EQ(meta["ribbons"][0]["data"], "ribbon_1");
  EXPECT_EQ(meta["ribbons"][0]["colors"]["slump"], std::string(chart_colour("state-1")));
  int ribbons = 0;
  for (const json& layer : spec["layer"])
    if (layer["data"].value("name", "") == "ribbon_1") {
      ++ribbons;
      EXPECT_EQ(layer["encoding"]["y"]["value"], spec["height"].get<int>() + ribbon_top(chart, 0));
      EXPECT_EQ(layer["encoding"]["x"]["axis"]["offset"], ribbon_room(chart));
      EXPECT_EQ(layer["encoding"]["fill"]["scale"]["domain"].size(), 3u);
    }
  EXPECT_EQ(ribbons, 1);
}

TEST(VegaRibbons, SetTheHeightAlone) {
  const json spec = json::parse(vega_chart(ribbon_chart()));
  EXPECT_EQ(spec["height"], ribbon_room(ribbon_chart()));
  EXPECT_FALSE(spec["layer"][0]["encoding"]["x"]["axis"].contains("offset"));
  EXPECT_FALSE(spec["usermeta"]["rerate"].contains("ribbon_room"));
  EXPECT_FALSE(json::parse(vega_chart(with_line(Chart{})))["usermeta"]["rerate"].contains("ribbons"));
}

Chart survival_chart() {
  Chart chart{.id = "survival", .title = "Survival"};
  chart.lines = {{.label = "Kaplan-Meier", .x = {0, 50, 100}, .y = {1, 0.5, 0.5}, .step = true}};
  chart.bands = {{.label = "95% band", .x = {0, 50, 100}, .low = {1, 0.2, 0.2}, .high = {1, 0.8, 0.8}}};
  return chart;
}

TEST(Steps, GoAcrossThenDown) {
  const std::string svg = static_chart(survival_chart());
  const std::size_t at = svg.find(" d=\"M", svg.find("class=\"line\""));
  double x[4], y[4];
  ASSERT_EQ(std::sscanf(svg.c_str() + at, " d=\"M%lf %lfL%lf %lfL%lf %lfL%lf %lf", &x[0], &y[0], &x[1], &y[1],
                        &x[2], &y[2], &x[3], &y[3]),
            8);
  EXPECT_EQ(y[1], y[0]);  // holds until the next figure
  EXPECT_EQ(x[2], x[1]);  // and falls there
  Chart sloped = survival_chart();
  sloped.lines[0].step = false;
  EXPECT_NE(static_chart(sloped), svg);
}

TEST(Steps, BreakWhereFiguresAreMissing) {
  Chart chart = survival_chart();
  chart.bands.clear();
  chart.lines[0].x = {0, 1, 2, 3};
  chart.lines[0].y = {1, kMissing, 0.5, 0.4};
  const std::string svg = static_chart(chart);
  const std::size_t line = svg.find("class=\"line\"");
  EXPECT_EQ(count_of(svg.substr(line, svg.find('>', line) - line), "M"), 2);
}

TEST(Steps, BandsGoWithTheirLine) {
  EXPECT_TRUE(band_steps(survival_chart(), 0));
  Chart other = survival_chart();
  other.lines.push_back({.label = "95% band", .x = {0, 100}, .y = {0, 0}});
  EXPECT_FALSE(band_steps(other, 0));
  const json spec = json::parse(vega_chart(survival_chart()));
  EXPECT_EQ(spec["layer"][0]["mark"]["interpolate"], "step-after");
  EXPECT_EQ(spec["layer"][1]["mark"]["interpolate"], "step-after");
  EXPECT_TRUE(spec["usermeta"]["rerate"]["lines"][0]["step"]);
  const json plain = json::parse(vega_chart(with_line(Chart{})));
  EXPECT_FALSE(plain["layer"][0]["mark"].contains("interpolate"));
}

Chart reliability_chart() {
  Chart chart{.id = "reliability", .title = "Reliability"};
  chart.points = {{0.2, 0.5, "n 10", 0.1, 0.9}, {0.5, 0.4, ""}};
  return chart;
}

TEST(ErrorBars, SpanTheAxis) {
  EXPECT_EQ(y_extent(reliability_chart())->low, 0.1);
  EXPECT_EQ(y_extent(reliability_chart())->high, 0.9);
  Chart half = reliability_chart();
  half.points[0].high = kMissing;
  EXPECT_FALSE(has_error_bar(half.points[0]));
  half.points[0].y = kMissing;  // a bar without a point is not drawn
  EXPECT_EQ(y_extent(half)->low, 0.4);
}

TEST(ErrorBars, AreDrawn) {
  const std::string svg = static_chart(reliability_chart());
  EXPECT_EQ(count_of(svg, "class=\"error\""), 1);
  double x = 0, low = 0, high = 0, cx = 0, cy = 0;
  ASSERT_EQ(std::sscanf(svg.c_str() + svg.find("class=\"error\""), "class=\"error\" d=\"M%lf %lfV%lf", &x,
                        &low, &high),
            3);
  ASSERT_EQ(std::sscanf(svg.c_str() + svg.find("class=\"point\""), "class=\"point\" cx=\"%lf\" cy=\"%lf\"",
                        &cx, &cy),
            2);
  EXPECT_EQ(cx, x);
  EXPECT_NEAR(cy, (low + high) / 2, 0.11);
  const json spec = json::parse(vega_chart(reliability_chart()));
  std::vector<std::string> marks;
  for (const json& layer : spec["layer"]) marks.push_back(layer["mark"]["type"]);
  EXPECT_THAT(marks, ElementsAre("rule", "tick", "tick", "point", "text", "text"));
  EXPECT_EQ(spec["datasets"]["points"][0]["low"], 0.1);
  EXPECT_EQ(spec["datasets"]["points"][0]["high"], 0.9);
  EXPECT_EQ(spec["datasets"]["points"][1]["high"], 0.4);  // no bar: of no height
  Chart bare = reliability_chart();
  bare.points[0].low = kMissing;
  EXPECT_FALSE(json::parse(vega_chart(bare))["datasets"]["points"][0].contains("low"));
}

TEST(ErrorBars, LabelsStandBeyondTheirEnds) {
  const ChartPoint point = reliability_chart().points[0];
  EXPECT_EQ(label_foot(point, true), 0.9);
  EXPECT_EQ(label_foot(point, false), 0.1);
  EXPECT_EQ(label_foot({0, 0.5, ""}, true), 0.5);
}

TEST(ThinPath, KeepsExtremesOfAColumn) {
  ThinPath path;
  path.add(0, 10);
  path.add(1, 12);
  path.lift();
  path.add(3, 9);
  EXPECT_EQ(path.take(), "M0.0 10.0L1.0 12.0M3.0 9.0");
  ThinPath thick;
  for (int i = 0; i < 1000; ++i) thick.add(5 + i / 1000.0, i == 500 ? 99 : i % 7);
  const std::string vertices = thick.take();
  EXPECT_THAT(vertices, HasSubstr(" 99.0"));
  EXPECT_LT(vertices.size(), 80u);
}

}  // namespace
}  // namespace rerate
