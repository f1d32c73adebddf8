// Behaviour -> test
//   extents, spans cut to what is in sight ................... ChartFrame.CutsSpansToTheData
//   months are months only when every date opens or closes one  ChartFrame.TellsMonthsFromDays
//   legends name several things, not one .................... ChartFrame.LegendNamesSeveralThings
//   labels of points keep apart ............................. ChartFrame.KeepsPointLabelsApart
//   no label lies on a dot .................................. ChartFrame.LabelsHideNoDots
//   labels over crests and under troughs, beside level rules . ChartFrame.PutsLabelsOnTheFreeSide, ChartFrame.KeepsRoomForRuleLabels
//   labels of upright rules turn inwards where there is no room ....... ChartFrame.UprightLabelsTurnInwards
//   labels between lines .................................... ChartFrame.PutsLabelsAwayFromTheNearestOfSeveralLines
//   periods within labels read as months .................... ChartFrame.LabelsTellMonths
//   the vertical axis: no air below zero, zero where near ... ChartFrame.AxisKeepsToPositiveFigures
//   logarithmic axes: extent, places, ticks, spec, picture .. ChartFrame.LogAxisSpansFactors, AxisTicks.AreRoundOnLogAxes, VegaChart.DrawsLogarithmicAxes
//   bands and shaded stretches differ ....................... VegaChart.BandsHaveEdges
//   round ticks ............................................. AxisTicks.AreRound, AxisTicks.AreRoundYears
//   the spec is Vega-Lite 6 with every kind of layer ........ VegaChart.HasALayerForEveryKindOfMark
//   NaN is null, points without a place are left out ........ VegaChart.KeepsMissingValuesMissing
//   bars stand or lie, groups get their colours ............. VegaChart.LaysLongNamedBarsDown
//   bars have their values written beside them .............. VegaChart.WritesValuesBesideBars
//   a numeric axis has fractions where its figures do ....... VegaChart.NumericAxesMayHaveFractions
//   bands have the colour of the line in their middle ....... ChartFrame.BandsTakeTheColourOfTheirLine
//   (named rows, waterfalls and dumbbells: chart_rows_test.cpp)
//   an empty chart is still a valid spec .................... VegaChart.SaysWhenThereIsNothing
//   colours: all light ones differ and have dark partners ... ChartPalette.CanBeSwappedColourForColour
//   the spec uses no colour outside the palette ............. ChartPalette.CoversEverySpecification
//   the static picture: breaks, thin paths, escapes ......... StaticChart.*
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "rerate/publish/axis_ticks.h"
#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/point_labels.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/static_chart.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

double day(int year, int month, int of_month) { return make_date(year, month, of_month).days; }

Chart line_chart(std::vector<double> x, std::vector<double> y) {
  Chart chart{.id = "c", .title = "Title"};
  chart.lines.push_back({.label = "Line", .x = std::move(x), .y = std::move(y)});
  return chart;
}

TEST(ChartFrame, CutsSpansToTheData) {
  Chart chart = line_chart({10, 20, 30}, {1, kMissing, 3});
  chart.spans = {{0, 15, ChartSpan::Role::recession, "before"},
                 {25, 90, ChartSpan::Role::episode, "after"},
                 {40, 50, ChartSpan::Role::episode, "outside"},
                 {22, 21, ChartSpan::Role::episode, "backwards"},
                 {kMissing, 21, ChartSpan::Role::episode, "nowhere"}};
  const auto x = x_extent(chart);
  ASSERT_TRUE(x);
  const std::vector<ChartSpan> spans = visible_spans(chart, *x);
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[0].from, 10);
  EXPECT_EQ(spans[0].to, 15);
  EXPECT_EQ(spans[1].to, 30);
  EXPECT_EQ(y_extent(chart)->low, 1);
  EXPECT_EQ(y_extent(chart)->high, 3);
  EXPECT_FALSE(x_extent(Chart{}));
}

TEST(ChartFrame, TellsMonthsFromDays) {
  Chart monthly = line_chart({day(2024, 2, 29), day(2024, 4, 1)}, {1, 2});
  EXPECT_EQ(grain_of(monthly), Grain::number);
  monthly.time_axis = true;
  EXPECT_EQ(grain_of(monthly), Grain::month);
  monthly.points.push_back({day(2024, 4, 2), 1, ""});
  EXPECT_EQ(grain_of(monthly), Grain::day);
  EXPECT_EQ(x_text(Grain::month, day(2024, 2, 29)), "February 2024");
  EXPECT_EQ(x_text(Grain::day, day(2024, 4, 2)), "2 Apr 2024");
  EXPECT_EQ(x_text(Grain::number, -6), "\u22126");
}

TEST(ChartFrame, LegendNamesSeveralThings) {
  Chart chart = line_chart({1, 2}, {1, 2});
  EXPECT_TRUE(legend(chart).empty());
  chart.lines.push_back({.label = "Base", .x = {1, 2}, .y = {0, 0}, .role = ChartLine::Role::reference});
  chart.lines.push_back({.label = "", .x = {1, 2}, .y = {0, 0}});
  chart.spans = {{1, 2, ChartSpan::Role::recession, "NBER recession"},
                 {1, 2, ChartSpan::Role::recession, "y"}};
  std::vector<std::string> labels;
  for (const LegendEntry& entry : legend(chart)) labels.push_back(entry.label);
  EXPECT_THAT(labels, ElementsAre("Line", "Base", "NBER recession"));
  EXPECT_THAT(line_colours(chart), ElementsAre("series-1", "reference", "series-2"));
}

TEST(ChartFrame, KeepsPointLabelsApart) {
  Chart chart = line_chart({0, 100}, {0, 100});
  chart.points = {{51, 50, "third"},  {50, 50, "second"},    {49, 50, "first"},
                  {50, 90, "far up"}, {90, 50, "far right"}, {kMissing, 1, "none"}};
  // The first two share the place between them, one over and one under it; there is none for the third.
  EXPECT_THAT(point_labels(chart), ElementsAre(LabelSide::none, LabelSide::over, LabelSide::under,
                                               LabelSide::under, LabelSide::under, LabelSide::none));
}

TEST(ChartFrame, LabelsHideNoDots) {
  Chart chart = line_chart({0, 50, 100}, {0, 0, 0});
  chart.points = {{50, 50, "low"}, {50, 56, ""}, {0, 100, ""}};
  EXPECT_EQ(point_labels(chart)[0], LabelSide::under);
  chart.points[1].y = 90;
  EXPECT_EQ(point_labels(chart)[0], LabelSide::over);
  chart.points = {{50, 50, "shut in"}, {50, 56, ""}, {50, 44, ""}, {0, 100, ""}};
  EXPECT_EQ(point_labels(chart)[0], LabelSide::none);
}

TEST(ChartFrame, LabelsTellMonths) {
  EXPECT_EQ(people_label("2009-08"), "Aug 2009");
  EXPECT_EQ(people_label("break 2009-08 (-1.5)"), "break Aug 2009 (\u22121.5)");
  EXPECT_EQ(people_label("fund-2009"), "fund-2009");
  Chart chart = line_chart({1, 2}, {1, 2});
  chart.lines[0].label = "on figures up to 2009-08";
  chart.lines.push_back({.label = "since", .x = {1, 2}, .y = {0, 0}});
  EXPECT_EQ(legend(chart)[0].label, "on figures up to Aug 2009");
  const json spec = json::parse(vega_chart(chart));
  EXPECT_EQ(spec["usermeta"]["rerate"]["lines"][0]["label"], "on figures up to Aug 2009");
}

TEST(ChartFrame, AxisKeepsToPositiveFigures) {
  EXPECT_EQ(y_axis(line_chart({0, 1}, {2, 100})).low, 0);    // near zero: from zero
  EXPECT_GT(y_axis(line_chart({0, 1}, {90, 100})).low, 85);  // far from it: not
  EXPECT_EQ(y_axis(line_chart({0, 1}, {-100, -2})).high, 0);
  EXPECT_LT(y_axis(line_chart({0, 1}, {-1, 100})).low, -1);
  EXPECT_EQ(y_axis(line_chart({0, 1}, {0, 0})).low, 0);
  EXPECT_LT(y_axis(line_chart({0, 1}, {3, 3})).low, 3);
  EXPECT_EQ(y_axis(Chart{}).high, 1);
  const json spec = json::parse(vega_chart(line_chart({0, 1}, {2, 100})));
  EXPECT_EQ(spec["layer"][0]["encoding"]["y"]["scale"]["domain"][0], 0.0);
  EXPECT_THAT(static_chart(line_chart({0, 1}, {2, 100})), Not(HasSubstr("\u2212")));
}

Chart log_chart() {
  Chart chart = line_chart({0, 1, 2}, {10, 100, 1000});
  chart.log_y = true;
  chart.y_title = "index points";
  return chart;
}

TEST(ChartFrame, LogAxisSpansFactors) {
  const Chart chart = log_chart();
  ASSERT_TRUE(has_log_axis(chart));
  const Extent axis = y_axis(chart);
  EXPECT_NEAR(axis.low * axis.high, 10 * 1000, 1e-6);  // the same air, in factors, at both ends
  EXPECT_NEAR(y_scale(chart).share(100), 0.5, 1e-12);
  EXPECT_EQ(measure(chart), "index points, logarithmic axis");
  EXPECT_THAT(alternative_text(chart), HasSubstr("on a logarithmic axis"));
  Chart constant = line_chart({0, 1}, {5, 5});
  constant.log_y = true;
  EXPECT_NEAR(y_scale(constant).share(5), 0.5, 1e-12);
  Chart negative = chart;
  negative.rules = {{ChartRule::Axis::y, 0, "zero has no place"}};
  EXPECT_FALSE(has_log_axis(negative));
  EXPECT_EQ(json::parse(vega_chart(negative))["layer"][0]["encoding"]["y"]["scale"].count("type"), 0u);
}

TEST(ChartFrame, PutsLabelsOnTheFreeSide) {
  Chart chart = line_chart({0, 1, 2, 3, 4}, {0, 0, 5, 0, 0});
  chart.lines[0].x = {0, 25, 50, 75, 100};
  for (int i = 1; i < 3; ++i) chart.lines[0].x.push_back(50 + i), chart.lines[0].y.push_back(0);
  EXPECT_TRUE(label_stands_over(chart, {50, 5, "crest"}));
  EXPECT_FALSE(label_stands_over(chart, {51, 0, "trough"}));
  EXPECT_FALSE(label_stands_over(Chart{}, {51, 0, "nothing"}));
}

TEST(ChartFrame, KeepsRoomForRuleLabels) {
  Chart chart = line_chart({0, 1}, {0, 1});
  EXPECT_EQ(rule_label_room(chart), 0);
  chart.rules = {{ChartRule::Axis::x, 0, "upright"}, {ChartRule::Axis::y, 0, "below -15"}};
  EXPECT_GT(rule_label_room(chart), 50);
}

TEST(ChartFrame, UprightLabelsTurnInwards) {
  Chart chart = line_chart({0, 100}, {0, 1});
  chart.rules = {{ChartRule::Axis::x, 20, "a label of some length"},
                 {ChartRule::Axis::x, 90, "a label of some length"},
                 {ChartRule::Axis::x, 98, "low"}};
  const std::string svg = static_chart(chart);
  EXPECT_EQ(count_of(svg, "text-anchor=\"start\">a label of some length</text>"), 1);
  EXPECT_EQ(count_of(svg, "text-anchor=\"end\">a label of some length</text>"), 1);
  EXPECT_THAT(svg, HasSubstr("text-anchor=\"start\">low</text>"));  // short: it fits beyond the plot
  const json spec = json::parse(vega_chart(chart));
  const std::string room = std::to_string(upright_label_room(chart.rules[0]));
  for (const json& layer : spec["layer"])
    if (layer["mark"]["type"] == "text" && layer["data"].value("name", "") == "rule_2") {
      EXPECT_EQ(layer["mark"]["align"]["expr"], "width * 0.1000 < " + room + " ? 'right' : 'left'");
    }
}

TEST(ChartFrame, PutsLabelsAwayFromTheNearestOfSeveralLines) {
  Chart chart = line_chart({0, 1, 2}, {0, 0, 0});
  chart.lines.push_back({.label = "High", .x = {0, 1, 2}, .y = {10, 10, 10}});
  EXPECT_TRUE(label_stands_over(chart, {1, 2, "near the lower line"}));
  EXPECT_FALSE(label_stands_over(chart, {1, 8, "near the upper line"}));
}

TEST(ChartFrame, BandsTakeTheColourOfTheirLine) {
  Chart chart = line_chart({0, 1, 2}, {5, 5, 5});
  chart.lines.push_back({.label = "Fair value", .x = {1, 2}, .y = {10, 11}});
  chart.bands = {{.label = "90% band", .x = {0, 1, 2}, .low = {kMissing, 4, 5}, .high = {1, 16, 17}}};
  EXPECT_EQ(band_colour(chart, 0), "series-2");
  chart.bands[0].label = "Line";
  EXPECT_EQ(band_colour(chart, 0), "series-1");
  chart.bands[0].label = "around a reference";
  chart.lines[1].role = ChartLine::Role::reference;
  EXPECT_EQ(band_colour(chart, 0), "series-2");
  chart.bands = {{.label = "nowhere near", .x = {0.5}, .low = {0}, .high = {1}}};
  EXPECT_EQ(band_colour(chart, 0), "series-1");
}

TEST(VegaChart, NumericAxesMayHaveFractions) {
  const json whole = json::parse(vega_chart(line_chart({-6, 0, 12}, {1, 2, 3})));
  EXPECT_EQ(whole["layer"][0]["encoding"]["x"]["axis"]["tickMinStep"], 1);
  Chart curve = line_chart({-9.5, 0.25}, {1.1, 1.4});
  curve.x_title = "growth, percent";
  curve.points = {{0.25, 1.4, "Consensus"}};
  const json fine = json::parse(vega_chart(curve));
  EXPECT_FALSE(fine["layer"][0]["encoding"]["x"]["axis"].contains("tickMinStep"));
  EXPECT_EQ(fine["datasets"]["points"][0]["when"], "0.25");
  EXPECT_EQ(fine["layer"][1]["encoding"]["tooltip"][1]["title"], "growth, percent");
  EXPECT_THAT(static_chart(curve), HasSubstr(">growth, percent</text>"));
}

TEST(AxisTicks, AreRound) {
  std::vector<std::string> labels;
  for (const Tick& tick : number_ticks({-7.3, 21.9}, 6)) labels.push_back(tick.label);
  EXPECT_THAT(labels, ElementsAre("\u22125", "0", "5", "10", "15", "20"));
  labels.clear();
  for (const Tick& tick : number_ticks({0.012, 0.05}, 4)) labels.push_back(tick.label);
  EXPECT_THAT(labels, ElementsAre("0.02", "0.03", "0.04", "0.05"));
  EXPECT_EQ(number_ticks({3, 3}, 5).size(), 1u);
  EXPECT_LE(number_ticks({-1e300, 1e300}, 5).size(), 15u);
  EXPECT_GE(number_ticks({0, std::numeric_limits<double>::infinity()}, 5).size(), 1u);
}

TEST(AxisTicks, AreRoundOnLogAxes) {
  const auto labels_of = [](Extent extent, int wanted) {
    std::vector<std::string> labels;
    for (const Tick& tick : log_ticks(extent, wanted)) labels.push_back(tick.label);
    return labels;
  };
  EXPECT_THAT(labels_of({90, 5200}, 12), ElementsAre("100", "200", "500", "1,000", "2,000", "5,000"));
  EXPECT_THAT(labels_of({0.04, 3}, 12), ElementsAre("0.05", "0.1", "0.2", "0.5", "1", "2"));
  EXPECT_THAT(labels_of({1, 1e6}, 8),
              ElementsAre("1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"));
  EXPECT_THAT(labels_of({1.2, 1.6}, 5), ElementsAre("1.2", "1.3", "1.4", "1.5", "1.6"));
  EXPECT_LE(log_ticks({1e-300, 1e300}, 8).size(), 8u);
  EXPECT_FALSE(log_ticks({-1, 5}, 5).empty());
}

TEST(AxisTicks, AreRoundYears) {
  std::vector<std::string> labels;
  for (const Tick& tick : year_ticks({day(1969, 9, 30), day(2025, 6, 30)}, 8)) labels.push_back(tick.label);
  EXPECT_THAT(labels, ElementsAre("1970", "1980", "1990", "2000", "2010", "2020"));
  labels.clear();
  for (const Tick& tick : year_ticks({day(2025, 2, 1), day(2025, 6, 30)}, 8)) labels.push_back(tick.label);
  EXPECT_THAT(labels, ElementsAre("Feb 2025", "Jun 2025"));
}

TEST(VegaChart, HasALayerForEveryKindOfMark) {
  const Results results = sample_results();
  const json signal = json::parse(vega_chart(results.sections[0].charts[0]));
  EXPECT_EQ(signal["$schema"], "https://vega.github.io/schema/vega-lite/v6.json");
  EXPECT_EQ(signal["width"], "container");
  EXPECT_THAT(mark_types(signal), ElementsAre("rect", "rect", "rect", "rule", "rule", "line", "point", "text",
                                              "text", "text", "text", "text", "text"));
  EXPECT_EQ(signal["datasets"]["line_1"].size(), 670u);
  EXPECT_EQ(signal["datasets"]["episode_spans"].size(), 13u);
  EXPECT_EQ(signal["datasets"]["points"][0]["when"], "March 1970");
  for (const json& layer : signal["layer"])
    if (layer["encoding"].contains("x") && layer["encoding"]["x"].contains("field")) {
      EXPECT_EQ(layer["encoding"]["x"]["scale"]["type"], "utc");
    }
  const json path = json::parse(vega_chart(results.sections[0].charts[1]));
  EXPECT_EQ(mark_types(path)[0], "area");
  EXPECT_EQ(path["usermeta"]["rerate"]["lines"].size(), 2u);
  EXPECT_EQ(path["usermeta"]["rerate"]["bands"][0]["data"], "band_1");
  EXPECT_EQ(path["layer"][2]["encoding"]["stroke"]["scale"]["domain"].size(), 2u);
}

TEST(VegaChart, DrawsLogarithmicAxes) {
  const json spec = json::parse(vega_chart(log_chart()));
  const json& y = spec["layer"][0]["encoding"]["y"];
  EXPECT_EQ(y["scale"]["type"], "log");
  EXPECT_EQ(y["axis"]["values"], json::parse("[10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0]"));
  EXPECT_EQ(y["axis"]["tickCount"], 7);  // all of them
  const std::string svg = static_chart(log_chart());
  EXPECT_THAT(svg, HasSubstr(">100</text>"));
  // Equal factors are equal distances: the middle of the line lies in the middle between its ends.
  const std::size_t path = svg.find(" d=\"M", svg.find("class=\"line\""));
  double x = 0, first = 0, middle = 0, last = 0;
  ASSERT_EQ(
      std::sscanf(svg.c_str() + path, " d=\"M%lf %lfL%lf %lfL%lf %lf", &x, &first, &x, &middle, &x, &last),
      6);
  EXPECT_NEAR(middle, (first + last) / 2, 0.11);
}

TEST(VegaChart, BandsHaveEdges) {
  Chart chart = line_chart({0, 1}, {1, 2});
  chart.bands = {{.label = "Line", .x = {0, 1}, .low = {0, 1}, .high = {2, 3}}};
  const json mark = json::parse(vega_chart(chart))["layer"][0]["mark"];
  EXPECT_EQ(mark["stroke"], std::string(chart_colour("series-1")));
  EXPECT_THAT(static_chart(chart), HasSubstr("stroke:var(--chart-series-1)"));
}

TEST(VegaChart, KeepsMissingValuesMissing) {
  Chart chart = line_chart({day(2024, 1, 31), 1e12, kMissing, day(2024, 2, 29)}, {1, 2, 3, kMissing});
  chart.time_axis = true;
  chart.rules.push_back({ChartRule::Axis::y, kMissing, "nowhere"});
  chart.points.push_back({day(2024, 1, 31), kMissing, "missing"});
  const json spec = json::parse(vega_chart(chart));
  EXPECT_EQ(spec["datasets"]["line_1"],
            json::parse(R"([{"x":"2024-01-31","y":1.0},{"x":"2024-02-29","y":null}])"));
  EXPECT_THAT(mark_types(spec), ElementsAre("line"));
}

TEST(VegaChart, LaysLongNamedBarsDown) {
  Chart standing{.id = "b", .title = "B"};
  standing.bars = {{"1969", 365, ""}, {"1973", kMissing, ""}};
  const json upright = json::parse(vega_chart(standing));
  EXPECT_EQ(upright["layer"][0]["encoding"]["x"]["field"], "category");
  EXPECT_TRUE(upright["datasets"]["bars"][1]["value"].is_null());
  Chart lying{.id = "b", .title = "B"};
  lying.bars = {{"Consumer non-durables", 1, "now"}, {"Consumer non-durables", 2, "then"}};
  const json flat = json::parse(vega_chart(lying));
  EXPECT_EQ(flat["layer"][0]["encoding"]["y"]["field"], "category");
  EXPECT_EQ(flat["layer"][0]["encoding"]["yOffset"]["field"], "series");
  EXPECT_EQ(flat["layer"][0]["encoding"]["color"]["scale"]["range"].size(), 2u);
}

TEST(VegaChart, WritesValuesBesideBars) {
  Chart chart{.id = "b", .title = "B"};
  chart.bars = {{"1969", -2.34, "complete"}, {"1973", 10, "pending"}};
  const json spec = json::parse(vega_chart(chart));
  EXPECT_THAT(mark_types(spec), ElementsAre("bar", "text", "text"));
  EXPECT_EQ(spec["datasets"]["bars"][0]["shown"], "\u22122.3");
  // No category is shared, so that bars of both groups take the whole width of their own.
  EXPECT_FALSE(spec["layer"][0]["encoding"].contains("xOffset"));
  chart.bars = {{"1969", 365, ""}, {"1973", 153, ""}};
  EXPECT_EQ(json::parse(vega_chart(chart))["datasets"]["bars"][0]["shown"], "365");
}

TEST(VegaChart, SaysWhenThereIsNothing) {
  const json spec = json::parse(vega_chart(Chart{.id = "e", .title = "Empty"}));
  EXPECT_THAT(mark_types(spec), ElementsAre("text"));
  EXPECT_THAT(static_chart(Chart{}), HasSubstr("No data to draw"));
}

TEST(ChartPalette, CanBeSwappedColourForColour) {
  std::set<std::string_view> lights;
  for (const ChartColour& colour : kChartColours) {
    EXPECT_TRUE(lights.insert(colour.light).second) << colour.name;
    EXPECT_TRUE(std::regex_match(std::string(colour.light), std::regex("#[0-9a-f]{6}")));
    EXPECT_TRUE(std::regex_match(std::string(colour.dark), std::regex("#[0-9a-f]{6}")));
  }
  EXPECT_EQ(json::parse(dark_colour_map()).size(), std::size(kChartColours));
}

TEST(ChartPalette, CoversEverySpecification) {
  const json map = json::parse(dark_colour_map());
  for (const Results& results : {sample_results(), fair_value_results(), macro_results()})
    for (const Section& section : results.sections)
      for (const Chart& chart : section.charts) {
        const std::string spec = vega_chart(chart);
        const std::regex colour("\"(#[0-9a-fA-F]{3,8})\"");
        for (std::sregex_iterator hit(spec.begin(), spec.end(), colour), end; hit != end; ++hit)
          EXPECT_TRUE(map.contains((*hit)[1].str())) << (*hit)[1];
      }
}

TEST(StaticChart, BreaksLinesWhereFiguresAreMissing) {
  const std::string svg = static_chart(line_chart({0, 1, 2, 3, 4}, {1, 2, kMissing, 2, 1}));
  const std::size_t line = svg.find("class=\"line\"");
  ASSERT_NE(line, std::string::npos);
  const std::string path = svg.substr(line, svg.find('>', line) - line);
  EXPECT_EQ(std::count(path.begin(), path.end(), 'M'), 2);
}

TEST(StaticChart, StaysSmallForLongSeries) {
  std::vector<double> x, y;
  for (int i = 0; i < 200'000; ++i) {
    x.push_back(i);
    y.push_back(std::sin(i * 0.7) + (i == 123'457 ? 50 : 0));
  }
  const std::string svg = static_chart(line_chart(x, y));
  EXPECT_LT(svg.size(), 80'000u);
  // The one outlier is among the extremes kept: it alone reaches the top of the picture.
  EXPECT_THAT(svg, HasSubstr("50</text>"));
}

TEST(StaticChart, EscapesWhatPeopleWrote) {
  for (const Results& results :
       {hostile_results(), made_hostile(fair_value_results()), made_hostile(macro_results())})
    for (const Section& section : results.sections)
      for (const Chart& chart : section.charts) {
        const std::string svg = static_chart(chart);
        EXPECT_THAT(svg, Not(HasSubstr("<script")));
        EXPECT_THAT(svg, Not(HasSubstr("<img")));
      }
}

TEST(StaticChart, BreaksBandsWhereFiguresAreMissing) {
  Chart chart = line_chart({0, 1, 2, 3, 4}, {1, 2, 3, 2, 1});
  chart.bands = {
      {.label = "Line", .x = {0, 1, 2, 3, 4}, .low = {0, 1, kMissing, 1, 0}, .high = {2, 3, 4, 3, 2}}};
  const std::string svg = static_chart(chart);
  const std::size_t band = svg.find("class=\"band\"");
  const std::string path = svg.substr(band, svg.find('>', band) - band);
  EXPECT_EQ(std::count(path.begin(), path.end(), 'M'), 2);
  EXPECT_EQ(std::count(path.begin(), path.end(), 'Z'), 2);
}

TEST(StaticChart, DrawsOnePointAndConstants) {
  EXPECT_THAT(static_chart(line_chart({5, 6}, {3, 3})), Not(HasSubstr("nan")));
  EXPECT_THAT(static_chart(line_chart({5}, {3})), Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace rerate
