// Behaviour -> test
//   bars are stacked only when asked, and of several groups .................. StackedBars.WhenAsked
//   the axis holds the sums of both sides, the words tell the sums .......... StackedBars.SumsOfBothSides
//   the picture: parts end to end, a dot and a figure a row ................. StackedBars.StaticPicture
//   the specification stacks, and marks the sums ............................. StackedBars.Specification
//   the note leaves out tables kept to results.json, and orders a rotation ... RotationNote.*
//   figures of the strip, the ranking and the cells in a terminal ............ RotationNote.InATerminal
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/exhibit_order.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/note_html.h"
#include "rerate/publish/results_json.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/static_chart.h"
#include "rerate/publish/terminal.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Chart stacked() {
  Chart chart{.id = "ranking", .title = "Ranking"};
  chart.stacked = true;
  chart.bars = {{"Utilities", 0.5, "Momentum"}, {"Utilities", 0.3, "Value"}, {"Energy", -0.4, "Momentum"},
                {"Energy", 0.1, "Value"},       {"Energy", -0.2, "Macro"},   {"Money", kMissing, "Macro"}};
  return chart;
}

TEST(StackedBars, WhenAsked) {
  Chart chart = stacked();
  EXPECT_TRUE(is_stacked(chart));
  chart.stacked = false;
  EXPECT_FALSE(is_stacked(chart));
  chart = stacked();
  for (ChartBar& bar : chart.bars) bar.series = "one";
  EXPECT_FALSE(is_stacked(chart));
  chart = stacked();
  chart.bars[0].from = 0.1;  // a waterfall
  EXPECT_FALSE(is_stacked(chart));
}

TEST(StackedBars, SumsOfBothSides) {
  const auto stacks = bar_stacks(stacked());
  ASSERT_EQ(stacks.size(), 3u);
  EXPECT_NEAR(stacks[1].low, -0.6, 1e-12);
  EXPECT_NEAR(stacks[1].high, 0.1, 1e-12);
  EXPECT_NEAR(stacks[1].sum, -0.5, 1e-12);
  EXPECT_EQ(stacks[2].sum, 0);
  EXPECT_EQ(stack_text(stacked(), stacks[0]), "+0.80");
  EXPECT_NEAR(value_extent(stacked()).low, -0.6, 1e-12);
  EXPECT_NEAR(value_extent(stacked()).high, 0.8, 1e-12);
  EXPECT_THAT(row_names(stacked()), ElementsAre("Utilities", "Energy", "Money"));
  EXPECT_EQ(alternative_text(stacked()), "Ranking: Utilities +0.80; Energy −0.50; Money 0.00");
}

TEST(StackedBars, StaticPicture) {
  const std::string svg = static_chart(stacked());
  EXPECT_EQ(count_of(svg, "<rect"), 5);
  EXPECT_EQ(count_of(svg, "class=\"sum\""), 3);
  EXPECT_THAT(svg, HasSubstr(">−0.50</text>"));
  EXPECT_EQ(count_of(svg, ">Utilities</text>"), 1);
  // The second part begins where the first ends.
  double x = 0, y = 0, width = 0, next = 0, next_y = 0;
  std::size_t at = svg.find("<rect");
  ASSERT_EQ(std::sscanf(svg.c_str() + at, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\"", &x, &y, &width), 3);
  at = svg.find("<rect", at + 1);
  ASSERT_EQ(std::sscanf(svg.c_str() + at, "<rect x=\"%lf\" y=\"%lf\"", &next, &next_y), 2);
  EXPECT_NEAR(next, x + width, 0.11);
  EXPECT_EQ(next_y, y);
}

TEST(StackedBars, Specification) {
  const json spec = json::parse(vega_chart(stacked()));
  const json& bars = spec["layer"][0]["encoding"];
  EXPECT_EQ(bars["x"]["stack"], "zero");
  EXPECT_FALSE(bars.contains("yOffset"));
  EXPECT_EQ(spec["datasets"]["sums"].size(), 3u);
  EXPECT_NEAR(spec["datasets"]["sums"][1]["sum"].get<double>(), -0.5, 1e-12);
  EXPECT_EQ(spec["height"], 3 * row_step(stacked()) + 10);
  Chart grouped = stacked();
  grouped.stacked = false;
  EXPECT_TRUE(json::parse(vega_chart(grouped))["layer"][0]["encoding"].contains("xOffset"));
}

TEST(RotationNote, TellsWhoIsFavouredFirst) {
  const Results results = rotation_results();
  std::vector<std::string> names;
  for (const Exhibit& exhibit : exhibits_of(results.sections[0]))
    names.push_back(exhibit.chart ? exhibit.chart->id : exhibit.table->name);
  EXPECT_THAT(names, ElementsAre("ranking", "ranking", "performance", "luck", "wealth", "drawdown",
                                 "variants", "variants", "benchmarks", "weights", "groups", "rolling",
                                 "signals", "costs", "costs", "sensitivities", "scenario_drivers"));
}

TEST(RotationNote, KeepsLongTablesToTheData) {
  const Results results = rotation_results();
  const std::string html = note_html(results);
  EXPECT_THAT(html, Not(HasSubstr("Weights at each month&#39;s end")));
  EXPECT_THAT(html, Not(HasSubstr(">Return of each month<")));
  EXPECT_THAT(html, HasSubstr("How much of it luck explains"));
  const json data = json::parse(results_json(results));
  EXPECT_EQ(data["sections"][0]["tables"]["weights"]["rows"].size(), 131u);
  EXPECT_EQ(data["sections"][0]["tables"]["returns"]["columns"].size(), 4u);
  // Of other kinds too.
  Results other = results;
  other.sections[0].kind = "credit";
  for (const Exhibit& exhibit : exhibits_of(other.sections[0])) {
    EXPECT_TRUE(exhibit.chart || !exhibit.table->only_data);
  }
}

TEST(RotationNote, InATerminal) {
  const Results results = rotation_results();
  const auto figures = key_figures(results.sections[0]);
  ASSERT_EQ(figures.size(), 6u);
  EXPECT_EQ(figures[0].text, "9.0%");
  EXPECT_EQ(figures[0].note, "2.0% to 15.0%");
  EXPECT_EQ(figures[5].text, "41%");
  Results sure = results;
  for (Number& number : sure.sections[0].numbers)
    if (number.name == "deflated_lead") number.value = 0.9954;
  EXPECT_EQ(key_figures(sure.sections[0])[5].text, ">99%");
  const std::string text = terminal_summary(results, {.width = 110});
  EXPECT_THAT(text, HasSubstr("rank change"));  // of the ranking
  EXPECT_THAT(text, HasSubstr("What was held when"));
  EXPECT_THAT(text, HasSubstr("Sharpe ratios of all 29 definitions"));
}

}  // namespace
}  // namespace rerate
