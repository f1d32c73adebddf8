// Behaviour -> test
//   which charts have rows, which are waterfalls ................ ChartRows.TellsWaterfallsFromBars
//   steps: direction, colour, legend ............................ ChartRows.StepsHaveADirection
//   zero is left out where it would squeeze the steps ........... ChartRows.LeavesZeroOutOfHighWaterfalls
//   a zero among the steps stays ................................ ChartRows.KeepsZeroWhereStepsReachIt
//   figures beside bars and intervals ........................... ChartRows.WritesFigures
//   groups of a waterfall that share categories are named ....... ChartRows.NamesGroupsOfAWaterfall
//   long names break, rows make room for them ................... ChartRows.BreaksLongNames
//   labels of close levels take lines of their own .............. ChartRows.KeepsLevelLabelsApart
//   an alternative text is made of the figures .................. ChartRows.TellsItsFiguresToThoseWhoCannotSee
//   the spec of a dumbbell: order, ranges, levels ............... VegaRows.DrawsDumbbells
//   the spec of a waterfall: steps, joins, base ................. VegaRows.DrawsWaterfalls
//   a step tells 0 only when it is nil .......................... ChartRows.TellsNilFromSmall
//   a range within the range: legend, texts, spec, picture ...... ChartRows.NamesBothRanges, VegaRows.DrawsRangesWithinRanges, StaticRows.*
//   missing figures and odd input ............................... VegaRows.SurvivesWhatIsMissing
//   every spec compiles with Vega-Lite and parses with Vega ..... VegaChart.CompilesWithVegaLite
//   whole numbers of things have ticks at whole numbers from 0 .. StaticRows.CountsStandOnWholeNumbersFromZero
//   the static picture of both .................................. StaticRows.*
#include "rerate/publish/chart_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/results_json.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/static_chart.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Chart waterfall() {
  Chart chart{.id = "attribution", .title = "What moved it", .x_title = "", .y_title = "index points"};
  chart.bars = {{"2023-12", 1900, "", std::nullopt},
                {"Growth", 2000, "", 1900},
                {"The rate", 1960, "", 2000},
                {"2024-12", 1960, "", std::nullopt}};
  return chart;
}

Chart dumbbells() {
  Chart chart{.id = "scenarios", .title = "Fair value", .x_title = "", .y_title = "index points"};
  chart.intervals = {
      {"Given", kMissing, 1587, kMissing, kMissing, kMissing, "1,587, -23%"},
      {"Recession, average of seven contractions", 1318, 1680, 2110, kMissing, kMissing, "1,680, -19%"},
      {"Consensus", 1894, 2300, 2768, kMissing, kMissing, "2,300, +11%"}};
  chart.rules = {{ChartRule::Axis::x, 2066, "price 2,066"}};
  return chart;
}

TEST(ChartRows, TellsWaterfallsFromBars) {
  Chart bars{.id = "b", .title = "B"};
  EXPECT_FALSE(has_rows(bars));
  bars.bars = {{"1969", 365, ""}};
  EXPECT_TRUE(has_rows(bars));
  EXPECT_FALSE(is_waterfall(bars));
  EXPECT_TRUE(is_waterfall(waterfall()));
  EXPECT_TRUE(has_rows(dumbbells()));
  EXPECT_FALSE(is_waterfall(dumbbells()));
}

TEST(ChartRows, StepsHaveADirection) {
  const Chart chart = waterfall();
  EXPECT_EQ(step_of(chart.bars[0]), BarStep::level);
  EXPECT_EQ(step_of(chart.bars[1]), BarStep::up);
  EXPECT_EQ(step_of(chart.bars[2]), BarStep::down);
  std::vector<std::string> labels, colours;
  for (const LegendEntry& entry : legend(chart)) {
    labels.push_back(entry.label);
    colours.emplace_back(entry.colour);
  }
  EXPECT_THAT(labels, ElementsAre("Level", "Adds", "Takes away"));
  EXPECT_THAT(colours, ElementsAre("reference", "series-1", "series-2"));
  EXPECT_TRUE(legend(dumbbells()).empty());
}

TEST(ChartRows, LeavesZeroOutOfHighWaterfalls) {
  const Extent extent = value_extent(waterfall());
  EXPECT_EQ(extent.high, 2000);
  EXPECT_LT(extent.low, 1900);  // levels are stumps, not nothing
  EXPECT_GT(extent.low, 1850);
  EXPECT_EQ(bar_base(extent), extent.low);
  EXPECT_EQ(measure(waterfall()), "index points; the axis does not begin at 0");
  EXPECT_EQ(measure(dumbbells()), "index points");
}

TEST(ChartRows, KeepsZeroWhereStepsReachIt) {
  Chart chart{.id = "w", .title = "W"};
  chart.bars = {{"Growth", 4, "", 0.0}, {"Rate", -3, "", 4.0}};
  const Extent extent = value_extent(chart);
  EXPECT_EQ(extent.low, -3);
  EXPECT_EQ(bar_base(extent), 0);
  EXPECT_EQ(measure(chart), "");
}

TEST(ChartRows, WritesFigures) {
  const Chart steps = waterfall();
  EXPECT_EQ(bar_text(steps, steps.bars[0]), "1,900");
  EXPECT_EQ(bar_text(steps, steps.bars[1]), "+100");
  EXPECT_EQ(bar_text(steps, steps.bars[2]), "\u221240");
  const Chart ranges = dumbbells();
  EXPECT_EQ(interval_text(ranges, ranges.intervals[1]), "1,318 to 2,110");
  EXPECT_EQ(interval_text(ranges, ranges.intervals[0]), "");
  Chart multiples{.id = "m", .title = "M", .x_title = "price-to-book"};
  multiples.intervals = {{"Low rates", 1.1, 1.46, 1.934, kMissing, kMissing, ""}};
  EXPECT_EQ(middle_text(multiples, multiples.intervals[0]), "1.46");
  EXPECT_EQ(value_title(multiples), "price-to-book");
}

TEST(ChartRows, TellsNilFromSmall) {
  Chart chart = waterfall();
  chart.bars.insert(chart.bars.begin() + 2, {{"Nil", 2000 + 1e-13, "", 2000}, {"Small", 1999.96, "", 2000}});
  EXPECT_TRUE(is_nil(chart.bars[2]));
  EXPECT_EQ(bar_text(chart, chart.bars[2]), "0");
  EXPECT_FALSE(is_nil(chart.bars[3]));
  EXPECT_EQ(bar_text(chart, chart.bars[3]), "\u22120.04");
  Chart still{.id = "w", .title = "W"};
  still.bars = {{"Start", 5, "", std::nullopt}, {"Nil", 5, "", 5.0}};
  EXPECT_EQ(legend(still).size(), 1u);  // a level; the step goes neither way
}

Chart two_ranges() {
  Chart chart = dumbbells();
  chart.intervals[1].inner_low = 1500;
  chart.intervals[1].inner_high = 1900;
  chart.range_label = "coefficients and residuals";
  chart.inner_label = "coefficients";
  return chart;
}

TEST(ChartRows, NamesBothRanges) {
  const Chart chart = two_ranges();
  EXPECT_EQ(inner_text(chart, chart.intervals[1]), "1,500 to 1,900");
  EXPECT_EQ(inner_text(chart, chart.intervals[2]), "");
  EXPECT_EQ(
      alternative_text(chart),
      "Fair value: Given 1,587; Recession, average of seven contractions 1,680 (coefficients and residuals "
      "1,318 to 2,110; coefficients 1,500 to 1,900); Consensus 2,300 (1,894 to 2,768)");
  const std::vector<LegendEntry> entries = legend(chart);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].mark, LegendEntry::Mark::range);
  EXPECT_EQ(entries[0].label, "Coefficients");
  EXPECT_EQ(entries[1].mark, LegendEntry::Mark::whisker);
  Chart wide = two_ranges();
  wide.intervals[1].inner_high = 9000;
  EXPECT_EQ(value_extent(wide).high, 9000);
  Chart one = dumbbells();
  one.range_label = "90% band";
  ASSERT_EQ(legend(one).size(), 1u);
  EXPECT_EQ(legend(one)[0].mark, LegendEntry::Mark::range);
}

TEST(ChartRows, NamesGroupsOfAWaterfall) {
  Chart chart{.id = "w", .title = "W"};
  chart.bars = {{"Growth", 4, "3 months", 0.0}, {"Growth", 9, "12 months", 0.0}};
  EXPECT_THAT(row_names(chart), ElementsAre("Growth, 3 months", "Growth, 12 months"));
  EXPECT_THAT(row_names(waterfall()), ElementsAre("Dec 2023", "Growth", "The rate", "Dec 2024"));
}

TEST(ChartRows, BreaksLongNames) {
  EXPECT_THAT(name_lines("Recession, average of seven contractions", kNarrowNameColumns),
              ElementsAre("Recession,", "average of seven", "contractions"));
  EXPECT_THAT(name_lines("Consensus", kNarrowNameColumns), ElementsAre("Consensus"));
  EXPECT_TRUE(name_lines("", kNarrowNameColumns).empty());
  Chart chart = dumbbells();
  EXPECT_GE(row_step(chart), 3 * 14);
  chart.intervals[1].category = "Recession";
  EXPECT_EQ(row_step(chart), 40);
}

TEST(ChartRows, KeepsLevelLabelsApart) {
  Chart chart = dumbbells();
  EXPECT_EQ(rule_line_count(chart, ChartWidth::half), 1);
  chart.rules.push_back({ChartRule::Axis::x, 2080, "record 2,080"});
  chart.rules.push_back({ChartRule::Axis::x, 1400, "floor 1,400"});
  chart.rules.push_back({ChartRule::Axis::x, kMissing, "nowhere"});
  EXPECT_THAT(rule_label_lines(chart, ChartWidth::full), ElementsAre(0, 1, 0, 0));
  EXPECT_EQ(rule_line_count(chart, ChartWidth::full), 2);
  chart.rules.clear();
  EXPECT_EQ(rule_line_count(chart, ChartWidth::full), 0);
}

TEST(ChartRows, TellsItsFiguresToThoseWhoCannotSee) {
  EXPECT_EQ(alternative_text(dumbbells()),
            "Fair value: Given 1,587; Recession, average of seven contractions 1,680 (1,318 to 2,110); "
            "Consensus 2,300 (1,894 to 2,768)");
  EXPECT_EQ(alternative_text(waterfall()),
            "What moved it: Dec 2023 1,900; Growth +100; The rate \u221240; Dec 2024 1,960");
  Chart told = waterfall();
  told.alternative = "In its own words.";
  EXPECT_EQ(alternative_text(told), "In its own words.");
  Chart many{.id = "m", .title = "Many"};
  for (int i = 0; i < 30; ++i) many.bars.push_back({std::to_string(i), 1, ""});
  EXPECT_TRUE(alternative_text(many).ends_with("; and 6 more"));
}

TEST(VegaRows, DrawsDumbbells) {
  const json spec = json::parse(vega_chart(dumbbells()));
  EXPECT_THAT(mark_types(spec),
              ElementsAre("rule", "rule", "tick", "tick", "point", "text", "text", "text", "text", "text"));
  // In the order given, although the first row has no range and the first layer leaves it out.
  EXPECT_THAT(spec["layer"][1]["encoding"]["y"]["scale"]["domain"].get<std::vector<std::string>>(),
              ElementsAre("Given", "Recession, average of seven contractions", "Consensus"));
  EXPECT_EQ(spec["datasets"]["intervals"][1],
            json::parse(R"({"category": "Recession, average of seven contractions", "low": 1318.0,
                            "middle": 1680.0, "high": 2110.0, "label": "1,680, \u221219%",
                            "range": "1,318 to 2,110", "shown": "1,680"})"));
  EXPECT_TRUE(spec["datasets"]["intervals"][0]["low"].is_null());
  EXPECT_EQ(spec["datasets"]["rule_1"][0]["at"], 2066.0);
  EXPECT_EQ(spec["layer"][1]["encoding"]["x"]["scale"]["zero"], false);
  Chart multiples = dumbbells();
  multiples.rules.clear();
  multiples.intervals = {
      {"Low rates", 1, 19, 147, kMissing, kMissing, ""}};  // no air below zero: no multiple is negative
  EXPECT_EQ(json::parse(vega_chart(multiples))["layer"][0]["encoding"]["x"]["scale"]["domain"][0], 0.0);
  EXPECT_EQ(spec["params"][0]["name"], "label_columns");
  EXPECT_EQ(spec["usermeta"]["rerate"]["y_title"], "index points");
}

TEST(VegaRows, DrawsRangesWithinRanges) {
  const json spec = json::parse(vega_chart(two_ranges()));
  EXPECT_THAT(mark_types(spec), ElementsAre("rule", "rule", "rule", "tick", "tick", "point", "text", "text",
                                            "text", "text", "text"));
  EXPECT_EQ(spec["datasets"]["intervals"][1]["inner_low"], 1500.0);
  EXPECT_TRUE(spec["datasets"]["intervals"][2]["inner_low"].is_null());
  const json &whisker = spec["layer"][1], &inner = spec["layer"][2];
  EXPECT_LT(whisker["mark"]["strokeWidth"], inner["mark"]["strokeWidth"]);
  EXPECT_EQ(inner["encoding"]["x2"]["field"], "inner_high");
  EXPECT_EQ(inner["encoding"]["tooltip"][2]["title"], "Coefficients and residuals");
  EXPECT_EQ(inner["encoding"]["tooltip"][3]["title"], "Coefficients");
  EXPECT_FALSE(json::parse(vega_chart(dumbbells()))["datasets"]["intervals"][1].contains("inner_low"));
}

TEST(VegaRows, DrawsWaterfalls) {
  const json spec = json::parse(vega_chart(waterfall()));
  EXPECT_THAT(mark_types(spec), ElementsAre("rule", "bar", "text", "text"));
  const json& bars = spec["datasets"]["bars"];
  EXPECT_EQ(bars[1]["from"], 1900.0);
  EXPECT_EQ(bars[1]["value"], 2000.0);
  EXPECT_EQ(bars[1]["step"], "up");
  EXPECT_EQ(bars[2]["step"], "down");
  EXPECT_EQ(bars[2]["shown"], "\u221240");
  EXPECT_EQ(bars[2]["right"], 2000.0);  // where it is written
  // Levels stand on the low end of an axis without zero.
  EXPECT_EQ(bars[0]["from"], spec["layer"][1]["encoding"]["x"]["scale"]["domain"][0]);
  ASSERT_EQ(spec["datasets"]["joins"].size(), 3u);
  EXPECT_EQ(spec["datasets"]["joins"][0]["next"], "Growth");
  Chart apart = waterfall();
  apart.bars[2].from = 1950;  // does not go on where growth ended
  EXPECT_EQ(json::parse(vega_chart(apart))["datasets"]["joins"].size(), 2u);
}

TEST(VegaRows, SurvivesWhatIsMissing) {
  Chart chart{.id = "i", .title = "I"};
  chart.intervals = {{"", kMissing, kMissing, kMissing, kMissing, kMissing, ""},
                     {"Twice", 1, 2, std::numeric_limits<double>::infinity(), kMissing, kMissing, "x"},
                     {"Twice", -1e308, 0, 1e308, kMissing, kMissing, "y"}};
  chart.rules = {{ChartRule::Axis::x, kMissing, "nowhere"}};
  const json spec = json::parse(vega_chart(chart));
  EXPECT_TRUE(spec["datasets"]["intervals"][1]["high"].is_null());
  EXPECT_EQ(spec["layer"][0]["encoding"]["y"]["scale"]["domain"].size(), 2u);
  EXPECT_THAT(static_chart(chart), Not(HasSubstr("nan")));
  chart.intervals.resize(1);
  EXPECT_THAT(static_chart(chart), Not(HasSubstr("nan")));
  Chart steps{.id = "w", .title = "W"};
  steps.bars = {{"a", kMissing, "", 1.0}, {"b", 2, "", kMissing}};
  EXPECT_TRUE(json::accept(vega_chart(steps)));
  EXPECT_THAT(static_chart(steps), Not(HasSubstr("nan")));
}

// What the note's own chart program does with a specification, short of drawing it.
TEST(VegaChart, CompilesWithVegaLite) {
  const std::filesystem::path folder = std::filesystem::path(::testing::TempDir());
  for (const auto& [name, results] : {std::pair{"sample", sample_results()},
                                      {"fair_value", fair_value_results()},
                                      {"hostile", made_hostile(fair_value_results())},
                                      {"macro", macro_results()},
                                      {"hostile_macro", made_hostile(macro_results())},
                                      {"rotation", rotation_results()},
                                      {"hostile_rotation", made_hostile(rotation_results())},
                                      {"multiverse", multiverse_results()},
                                      {"hostile_multiverse", made_hostile(multiverse_results())}}) {
    const std::filesystem::path file = folder / (std::string("rerate_charts_") + name + ".json");
    std::ofstream(file) << results_json(results);
    const std::string command = std::string("\"" RERATE_NODE "\" \"" RERATE_SOURCE_DIR
                                            "/web/check_charts.mjs\" \"" RERATE_NODE_MODULES "\" \"") +
                                file.string() + "\"";
    EXPECT_EQ(std::system(command.c_str()), 0) << name;
    std::filesystem::remove(file);
  }
}

TEST(StaticRows, DrawsDumbbells) {
  const std::string svg = static_chart(dumbbells());
  EXPECT_THAT(svg, HasSubstr("class=\"range\""));
  EXPECT_THAT(svg, HasSubstr(">1,680, \u221219%</text>"));
  EXPECT_THAT(svg, HasSubstr(">price 2,066</text>"));
  EXPECT_THAT(svg, HasSubstr(">Recession, average of</text>"));
  EXPECT_THAT(static_chart(dumbbells(), ChartWidth::half), HasSubstr(">average of seven</text>"));
  Chart dated = dumbbells();
  dated.intervals[0].label = "high 1.93 (2021-11)";
  EXPECT_THAT(static_chart(dated), HasSubstr(">high 1.93 (Nov 2021)</text>"));
}

TEST(StaticRows, TurnsLongLabelsInwards) {
  Chart chart = dumbbells();
  chart.intervals[0].label = "low, at 1,587 in 2009-08";
  chart.intervals[2].label = "high, at 2,300 in 2021-11";
  chart.intervals[2].middle = 2700;
  const std::string svg = static_chart(chart);
  EXPECT_THAT(svg, HasSubstr("text-anchor=\"start\">low, at 1,587 in Aug 2009</text>"));
  EXPECT_THAT(svg, HasSubstr("text-anchor=\"end\">high, at 2,300 in Nov 2021</text>"));
  EXPECT_THAT(svg, HasSubstr("text-anchor=\"middle\">1,680, \u221219%</text>"));
}

TEST(StaticRows, DrawsRangesWithinRanges) {
  const std::string svg = static_chart(two_ranges());
  EXPECT_THAT(svg, HasSubstr("class=\"whisker\""));
  EXPECT_THAT(svg, HasSubstr("class=\"inner\""));
  EXPECT_EQ(svg.find("class=\"inner\""), svg.rfind("class=\"inner\""));  // one row has one
  EXPECT_THAT(static_chart(dumbbells()), Not(HasSubstr("class=\"inner\"")));
}

TEST(StaticRows, DrawsWaterfalls) {
  const std::string svg = static_chart(waterfall());
  EXPECT_THAT(svg, HasSubstr("var(--chart-series-2)"));
  EXPECT_THAT(svg, HasSubstr(">\u221240</text>"));
  EXPECT_THAT(svg, HasSubstr(">1,960</text>"));
}

TEST(StaticRows, CountsStandOnWholeNumbersFromZero) {
  Chart counts{.id = "verdicts", .title = "Claims by verdict"};
  counts.bars = {{"Exact", 2}, {"Only under other rules", 0}, {"Not reproduced", 1}};
  EXPECT_TRUE(counts_things(counts));
  const std::string svg = static_chart(counts);
  EXPECT_THAT(svg, HasSubstr("text-anchor=\"middle\">1</text>"));
  EXPECT_THAT(svg, Not(HasSubstr(">0.5</text>")));
  const std::string spec = vega_chart(counts);
  EXPECT_THAT(spec, HasSubstr("\"tickMinStep\":1"));
  EXPECT_THAT(spec, HasSubstr("\"domainMin\":0"));  // the room for labels is not left of zero too
  counts.bars[0].value = 2.5;
  EXPECT_FALSE(counts_things(counts));
  counts.bars[0].value = -2;
  EXPECT_FALSE(counts_things(counts));
  EXPECT_THAT(vega_chart(counts), Not(HasSubstr("domainMin")));
  EXPECT_FALSE(counts_things(dumbbells()));
}

}  // namespace
}  // namespace rerate
