// Behaviour -> test
//   options by choice; many are thinned evenly, ends and the usual one stay ......... SpecificationRows.*
//   the axis holds all figures and what would say nothing ............................ SpecificationExtent.HoldsTheNeutralLine
//   labels, means, words for who cannot see it ....................................... SpecificationWords.*
//   the picture: rings and discs, marks, rows, means, both widths .................... StaticSpecification.*
//   the same as a specification: data sets, scales of its own ........................ VegaSpecificationCurve.*
//   coarse in a terminal ............................................................... TerminalSpecification.*
//   400 points by 60 rows stay small and quick ......................................... StaticSpecification.HoldsTheLargest
//   (compiles with Vega-Lite: VegaChart.CompilesWithVegaLite in chart_rows_test.cpp)
#include "rerate/publish/chart_specification.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/static_chart.h"
#include "rerate/publish/terminal_multiverse.h"
#include "rerate/publish/terminal_text.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Four definitions of two choices; the study's own is the third.
Chart small_curve() {
  Chart chart{.id = "specification-curve", .title = "Mean under 4 definitions"};
  chart.y_title = "pp";
  chart.specification =
      ChartSpecification{.unit = "pp",
                         .definitions = 4,
                         .points = {{-1, false, false, true}, {1}, {2, false, true}, {5, true}},
                         .lines = {{"below", "48", true, {2, 3}, 3.5},
                                   {"below", "47", false, {0, 1}, 0},
                                   {"until", "51", true, {0, 2}, 0.5},
                                   {"until", "50", false, {1, 3}, 3}}};
  return chart;
}

// As many points and options as asked, the options of each choice alike many.
Chart large_curve(std::size_t points, std::size_t choices, std::size_t options) {
  Chart chart{.id = "specification-curve", .title = "Large"};
  ChartSpecification curve{.unit = "pp", .definitions = 1000000};
  for (std::size_t i = 0; i < points; ++i)
    curve.points.push_back({static_cast<double>(i), i % 3 == 0, i == points / 2});
  for (std::size_t c = 0; c < choices; ++c)
    for (std::size_t o = 0; o < options; ++o) {
      ChartSpecification::Line line{
          fmt::format("choice {}", c), fmt::format("option {}", o), o == 5, {}, 1.5};
      for (std::size_t i = (o + c) % options; i < points; i += options) line.dots.push_back(i);
      curve.lines.push_back(std::move(line));
    }
  chart.specification = std::move(curve);
  return chart;
}

TEST(SpecificationRows, KeepTheirChoices) {
  const Chart chart = small_curve();
  const SpecificationRows shown = specification_rows(*chart.specification);
  ASSERT_EQ(shown.rows.size(), 4u);
  EXPECT_TRUE(shown.rows[0].opens_choice);
  EXPECT_FALSE(shown.rows[1].opens_choice);
  EXPECT_TRUE(shown.rows[2].opens_choice);
  EXPECT_EQ(shown.left_out, "");
}

TEST(SpecificationRows, ThinManyOptions) {
  const Chart chart = large_curve(50, 2, 101);
  const SpecificationRows shown = specification_rows(*chart.specification, 20);
  ASSERT_EQ(shown.rows.size(), 20u);
  std::vector<std::string> first;
  for (std::size_t i = 0; i < 10; ++i) first.push_back(shown.rows[i].line->option);
  EXPECT_EQ(first.front(), "option 0");
  EXPECT_EQ(first.back(), "option 100");
  EXPECT_THAT(first, ::testing::Contains("option 5"));  // the usual one
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), first.size());
  EXPECT_EQ(shown.left_out, "10 of 101 options of choice 0 and 10 of 101 options of choice 1 are shown.");
}

TEST(SpecificationRows, LeaveOutChoicesThatDoNotFit) {
  const Chart chart = large_curve(50, 30, 4);
  const SpecificationRows shown = specification_rows(*chart.specification);
  EXPECT_EQ(shown.rows.size(), 60u);
  EXPECT_THAT(shown.left_out, HasSubstr("10 more choices are not shown."));
  EXPECT_THAT(shown.left_out, HasSubstr("and some of other choices are shown."));
}

TEST(SpecificationExtent, HoldsTheNeutralLine) {
  ChartSpecification curve{.points = {{3}, {4}, {kMissing}}};
  EXPECT_LT(specification_extent(curve)->low, 0);
  curve.neutral = kMissing;
  EXPECT_GT(specification_extent(curve)->low, 2.5);
  curve.points = {{7}};
  EXPECT_LT(specification_extent(curve)->low, 7);
  EXPECT_GT(specification_extent(curve)->high, 7);
  curve.points = {{-1e308}, {1e308}};
  EXPECT_TRUE(std::isfinite(specification_extent(curve)->low));
  EXPECT_TRUE(std::isfinite(specification_extent(curve)->high));
  curve.points = {{kMissing}};
  EXPECT_FALSE(specification_extent(curve));
}

TEST(SpecificationWords, TellTheMarks) {
  const ChartSpecification curve = *small_curve().specification;
  EXPECT_EQ(own_label(curve), "This study 2.0 pp");
  EXPECT_EQ(flip_label(curve), "Nearest flip \u22121.0 pp");
  EXPECT_EQ(mean_text(curve, 3.5), "3.5");
  EXPECT_EQ(mean_text(curve, kMissing), "\u2013");
  EXPECT_EQ(
      alternative_text(small_curve()),
      "Mean under 4 definitions: 4 definitions in order of their number, from \u22121.0 to 5.0 pp; this "
      "study's is 2.0 pp; the nearest that says otherwise is \u22121.0 pp; below them the options that each "
      "of "
      "them takes, with the mean of each option");
  std::vector<std::string> told;
  for (const LegendEntry& entry : legend(small_curve())) told.push_back(entry.label);
  EXPECT_THAT(told, ElementsAre("Significant", "Not significant"));
  Chart none = small_curve();
  none.specification->points[3].significant = false;
  EXPECT_TRUE(legend(none).empty());
}

std::string texts_of(const std::string& svg) {
  static const std::regex kText("<text[^>]*>([^<]*)</text>");
  std::string all;
  for (std::sregex_iterator hit(svg.begin(), svg.end(), kText), end; hit != end; ++hit)
    all += (*hit)[1].str() + "|";
  return all;
}

// The places of the dots of one look, which are told in steps from one to the next: "M1.5 2h0m.9-.1h0".
std::vector<std::pair<double, double>> dots_of(const std::string& svg, const std::string& look) {
  static const std::regex kStep("([Mm])(-?[0-9.]+) ?(-?[0-9.]+)h0");
  const std::regex path("class=\"" + look + "\"[^>]* d=\"([^\"]*)\"");
  std::vector<std::pair<double, double>> places;
  for (std::sregex_iterator hit(svg.begin(), svg.end(), path), end; hit != end; ++hit) {
    const std::string steps = (*hit)[1].str();
    std::size_t told = 0;
    double x = 0, y = 0;
    for (std::sregex_iterator step(steps.begin(), steps.end(), kStep); step != end; ++step) {
      const bool whole = (*step)[1].str() == "M";
      x = (whole ? 0 : x) + std::stod((*step)[2].str());
      y = (whole ? 0 : y) + std::stod((*step)[3].str());
      places.emplace_back(x, y);
      told += step->length();
    }
    EXPECT_EQ(told, steps.size()) << steps.substr(0, 80);
  }
  return places;
}

TEST(StaticSpecification, DrawsCurveAndMatrix) {
  const std::string svg = static_chart(small_curve());
  EXPECT_EQ(dots_of(svg, "ring").size(), 3u);
  EXPECT_EQ(dots_of(svg, "hole"), dots_of(svg, "ring"));
  EXPECT_EQ(dots_of(svg, "disc").size(), 1u);
  EXPECT_EQ(count_of(svg, "class=\"own\""), 1);
  EXPECT_EQ(count_of(svg, "class=\"flip\""), 1);
  EXPECT_THAT(svg, HasSubstr("class=\"neutral-line\""));
  EXPECT_EQ(count_of(svg, "class=\"choice\""), 2);
  EXPECT_EQ(count_of(svg, "class=\"usual\""), 4);  // name and mean
  // Eight dots: two a row.
  EXPECT_EQ(dots_of(svg, "dots").size() + dots_of(svg, "dots plain").size(), 8u);
  EXPECT_THAT(texts_of(svg), HasSubstr("|Mean|below|48|3.5|47|0.0|until|51|0.5|50|3.0|"));
}

TEST(StaticSpecification, DotsStandBelowTheirPoints) {
  const std::string svg = static_chart(small_curve());
  double x = 0, y = 0;
  const std::size_t own = svg.find("class=\"own\" d=\"M");
  ASSERT_EQ(std::sscanf(svg.c_str() + own, "class=\"own\" d=\"M%lf %lf", &x, &y), 2);
  std::size_t below = 0;
  for (const char* look : {"dots", "dots plain"})
    for (const auto& [across, down] : dots_of(svg, look)) below += std::abs(across - x) < 0.051 && down > y;
  EXPECT_EQ(below, 2u);  // an option of each of the two choices
}

// Steps from dot to dot are rounded, and must not add up to another place.
TEST(StaticSpecification, StepsEndWhereTheyShould) {
  const Chart chart = large_curve(400, 1, 1);
  const std::string svg = static_chart(chart);
  auto points = dots_of(svg, "ring");
  const auto discs = dots_of(svg, "disc");
  points.insert(points.end(), discs.begin(), discs.end());
  std::sort(points.begin(), points.end());
  ASSERT_EQ(points.size(), 400u);
  const double first = points.front().first, apart = (points.back().first - first) / 399;
  for (std::size_t i = 0; i < points.size(); ++i)
    EXPECT_NEAR(points[i].first, first + apart * static_cast<double>(i), 0.11) << i;
}

TEST(StaticSpecification, LongOptionsTakeTwoLines) {
  Chart chart = small_curve();
  chart.specification->lines[1].option = "the threshold itself";
  EXPECT_THAT(texts_of(static_chart(chart)), HasSubstr("|the threshold itself|"));
  const std::string narrow = texts_of(static_chart(chart, ChartWidth::half));
  EXPECT_THAT(narrow, HasSubstr("|the threshold|itself|0.0|"));
  chart.specification->lines[1].option = "a long name that goes on and on and on to no end whatever";
  EXPECT_THAT(texts_of(static_chart(chart, ChartWidth::half)), HasSubstr("…|0.0|"));
  chart.specification->lines[1].option = "";
  EXPECT_THAT(texts_of(static_chart(chart, ChartWidth::half)), HasSubstr("||0.0|"));
}

TEST(StaticSpecification, IsDrawnForTwoWidths) {
  EXPECT_THAT(static_chart(small_curve()), HasSubstr("on-wide\" viewBox=\"0 0 860 "));
  EXPECT_THAT(static_chart(small_curve(), ChartWidth::half), HasSubstr("on-narrow\" viewBox=\"0 0 330 "));
}

TEST(StaticSpecification, LabelsStayInside) {
  for (const std::size_t place : {std::size_t{0}, std::size_t{3}}) {
    Chart chart = small_curve();
    for (auto& point : chart.specification->points) point.own = point.flip = false;
    chart.specification->points[place].own = true;
    const std::string svg = static_chart(chart, ChartWidth::half);
    double x = 0;
    const std::size_t at = svg.find("class=\"own-label\" x=\"");
    ASSERT_EQ(std::sscanf(svg.c_str() + at, "class=\"own-label\" x=\"%lf", &x), 1);
    const double half = 7.2 * display_columns(own_label(*chart.specification)) / 2;
    EXPECT_GE(x - half, -0.1);
    EXPECT_LE(x + half, 330.1);
  }
}

TEST(StaticSpecification, SurvivesOddOnes) {
  Chart chart{.id = "c", .title = "C"};
  chart.specification = ChartSpecification{};
  EXPECT_THAT(static_chart(chart), HasSubstr("No definition gives a number"));
  chart.specification->points = {{kMissing, true, true}, {2}};
  chart.specification->lines = {{"a", "b", false, {0, 1, 7}, kMissing}};
  std::string svg = static_chart(chart);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_EQ(dots_of(svg, "dots plain").size(), 1u);  // of the one that has a number and a place
  chart.specification->points = {{1e308}, {-1e308}};
  svg = static_chart(chart);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
  chart.specification->points = {{2, true, true}};  // one definition
  EXPECT_EQ(count_of(static_chart(chart), "class=\"own\""), 1);
  chart.specification->lines[0] = {"<script>", "\"&<", true, {0}, 1};
  EXPECT_THAT(static_chart(chart), Not(HasSubstr("<script>")));
}

TEST(StaticSpecification, HoldsTheLargest) {
  const Chart chart = large_curve(400, 6, 10);
  const std::string svg = static_chart(chart);
  EXPECT_EQ(count_of(svg, "class=\"choice\""), 6);
  EXPECT_EQ(dots_of(svg, "dots").size() + dots_of(svg, "dots plain").size(), 2400u);
  EXPECT_LT(svg.size(), 45000u);
  EXPECT_LT(static_chart(chart, ChartWidth::half).size(), svg.size() + 1);
  const std::string many = static_chart(large_curve(400, 60, 20));
  EXPECT_LT(many.size(), 60000u);
  EXPECT_THAT(texts_of(many), HasSubstr("choices are not shown."));
}

TEST(VegaSpecificationCurve, HoldsAllThatIsDrawn) {
  const json spec = json::parse(vega_chart(small_curve()));
  EXPECT_EQ(spec["datasets"]["definitions"].size(), 4u);
  EXPECT_EQ(spec["datasets"]["definitions"][2]["mark"], "own");
  EXPECT_EQ(spec["datasets"]["definitions"][0]["mark"], "flip");
  EXPECT_FALSE(spec["datasets"]["definitions"][1].contains("mark"));
  std::size_t dots = 0;
  for (const json& row : spec["datasets"]["options"]) {
    dots += row["place"].size();
    for (const json& place : row["place"])
      EXPECT_EQ(spec["datasets"]["definitions"][place.get<std::size_t>()]["significant"], row["significant"]);
  }
  EXPECT_EQ(dots, 8u);
  EXPECT_EQ(spec["datasets"]["option_names"].size(), 4u);
  EXPECT_EQ(spec["datasets"]["option_names"][0]["row"], "below: 48");
  EXPECT_EQ(spec["datasets"]["option_names"][0]["mean"], 3.5);
  EXPECT_EQ(spec["resolve"]["scale"]["y"], "independent");
  EXPECT_EQ(spec["layer"].size(), 2u);
}

TEST(VegaSpecificationCurve, StaysSmall) {
  const Chart chart = large_curve(400, 6, 10);
  const std::string text = vega_chart(chart);
  const json spec = json::parse(text);
  EXPECT_EQ(spec["datasets"]["options"].size(),
            120u);  // a row for the significant dots and one for the others
  EXPECT_LT(spec["datasets"]["options"].dump().size(), 2400 * 10u);
  EXPECT_LT(text.size(), 60000u);
}

TEST(VegaSpecificationCurve, TellsEqualNamesApart) {
  Chart chart = small_curve();
  for (auto& line : chart.specification->lines) line.choice = line.option = "same";
  const json spec = json::parse(vega_chart(chart));
  EXPECT_EQ(spec["datasets"]["option_names"][3]["row"], "same: same (4)");
  chart.specification->points.clear();
  EXPECT_THAT(vega_chart(chart), HasSubstr("No data to draw"));
}

TEST(TerminalSpecification, DrawsItCoarsely) {
  const std::vector<std::string> lines = terminal_specification(small_curve(), {.width = 80});
  std::string all;
  for (const std::string& line : lines) {
    EXPECT_LE(display_columns(line), 80) << line;
    all += line + "\n";
  }
  EXPECT_EQ(lines.front(), "Mean under 4 definitions");
  EXPECT_THAT(all, HasSubstr("\u25C6 This study 2.0 pp"));
  EXPECT_THAT(all, HasSubstr("below 48 \u25C6"));  // the study's own option
  EXPECT_THAT(all, HasSubstr("below 47  "));
  EXPECT_THAT(lines[6], ::testing::StartsWith("       0 \u2502"));  // the neutral line says where it lies
  EXPECT_EQ(lines.size(), 1u + 7 + 4 + 1);
  EXPECT_EQ(terminal_specification(small_curve(), {.width = 80, .options = 0}).size(), 1u + 7 + 1);
  EXPECT_TRUE(terminal_specification(Chart{}, {}).empty());
}

TEST(TerminalSpecification, StaysInsideAndAscii) {
  for (const int width : {10, 36, 60, 200})
    for (const std::string& line :
         terminal_specification(large_curve(400, 12, 9), {.width = width, .unicode = false})) {
      EXPECT_LE(display_columns(line), std::max(width, 36)) << line;
      for (const char c : line) EXPECT_TRUE(c >= ' ' && c < 127) << line;
    }
}

}  // namespace
}  // namespace rerate
