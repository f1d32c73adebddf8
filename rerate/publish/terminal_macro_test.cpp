// Behaviour -> test
//   lamps: aligned, in the order of the sections, ASCII and colours ......... TerminalDashboard.*
//   the summary shows dashboard, figures, sparklines and ribbons ............ TerminalSummary.ShowsTheMacroState
//   no line is wider than the terminal, ASCII terminals get ASCII ........... TerminalSummary.KeepsMacroStatesInside
//   colours only when asked .................................................. TerminalSummary.PaintsLampsOnlyWhenAsked
//   charts: steps, error bars, ribbons, axes, odd ones ....................... TerminalChart.*
//   columns of words are set left ............................................ TerminalGrid.SetsWordsLeft
//   key figures of the macro kinds ........................................... KeyFigures.OfTheMacroState
//   figures that a section lacks are skipped, ranges stand beside ............ KeyFigures.SkipWhatIsAbsent
//   ends of ranges are no figures of their own .............................. KeyFigures.RangesStandBesideTheirFigure
//   the canvas: dots, characters, patterns ................................... TerminalCanvas.DrawsDotsAndCharacters
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/terminal.h"
#include "rerate/publish/terminal_canvas.h"
#include "rerate/publish/terminal_chart.h"
#include "rerate/publish/terminal_dashboard.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(TerminalDashboard, AlignsLamps) {
  const std::vector<std::string> lines = terminal_dashboard(macro_results(), {});
  ASSERT_EQ(lines.size(), 7u);
  EXPECT_EQ(lines[0], "▲ watch    Recession             31% within the year, 24% to 39%");
  EXPECT_EQ(lines[3], "● clear    Credit                Spread at the 12th percentile");
  EXPECT_TRUE(terminal_dashboard(sample_results(), {}).empty());
}

TEST(TerminalDashboard, TellsInTwoLinesAtMost) {
  Results results;
  results.sections = {{.id = "a", .title = "A"}};
  results.sections[0].lights = {
      {"Credit", Light::State::good, "spread at the 46th percentile, change +0.01 pp"}};
  EXPECT_THAT(
      terminal_dashboard(results, {.width = 50}),
      ElementsAre("● clear    Credit  Spread at the 46th percentile,", "                   change +0.01 pp"));
  results.sections[0].lights[0].text += " over three months, and a great deal more";
  EXPECT_THAT(terminal_dashboard(results, {.width = 50}),
              ElementsAre("● clear    Credit  Spread at the 46th percentile,",
                          "                   change +0.01 pp over three mon…"));
}

TEST(TerminalDashboard, CanDoWithoutUnicode) {
  const std::vector<std::string> lines = terminal_dashboard(macro_results(), {.unicode = false});
  EXPECT_EQ(lines[0].substr(0, 8), "! watch ");
  EXPECT_EQ(lines[1].substr(0, 10), "o neutral ");
  EXPECT_EQ(lines[3].substr(0, 8), "+ clear ");
  EXPECT_EQ(lines[4].substr(0, 9), "# stress ");
}

TEST(TerminalDashboard, StaysInside) {
  for (const int width : {1, 40, 60, 200})
    for (const bool unicode : {true, false})
      for (const Results& results : {macro_results(), made_hostile(macro_results())})
        for (const std::string& line : terminal_dashboard(results, {.width = width, .unicode = unicode})) {
          EXPECT_LE(display_columns(line), std::max(40, width)) << line;
          if (!unicode) {
            EXPECT_EQ(line, ascii_only(line));
          }
        }
}

TEST(TerminalSummary, ShowsTheMacroState) {
  const std::string text = terminal_summary(macro_results());
  EXPECT_THAT(text, HasSubstr("  Probability 31% (24% to 39%) · Published coefficients 29% · AUC 0.86"));
  EXPECT_THAT(text, HasSubstr("supportive    ↑ rising fast  ▅"));
  EXPECT_THAT(text, HasSubstr("█ slump  ▒ slowdown  ░ expansion"));
  EXPECT_THAT(text, HasSubstr("How long after an inversion no recession had begun (share of inversions)"));
  // Months counted by a probability or a score are no events: only the curve has a row among them.
  const std::vector<std::string> lines = lines_of(text);
  const auto heading = std::find_if(lines.begin(), lines.end(),
                                    [](const std::string& line) { return line.starts_with("Section "); });
  ASSERT_NE(heading, lines.end());
  EXPECT_THAT(heading[2], HasSubstr("The curve before recessions"));
  EXPECT_EQ(heading[3], "");
}

TEST(TerminalSummary, KeepsMacroStatesInside) {
  for (const int width : {1, 47, 80, 132})
    for (const bool unicode : {true, false})
      for (const Results& results : {macro_results(), made_hostile(macro_results())})
        for (const std::string& line :
             lines_of(terminal_summary(results, {.width = width, .unicode = unicode}))) {
          EXPECT_LE(display_columns(line), std::max(40, width)) << line;
          if (!unicode) {
            for (const char c : line) EXPECT_LT(static_cast<unsigned char>(c), 0x80) << line;
          }
        }
}

TEST(TerminalSummary, PaintsLampsOnlyWhenAsked) {
  EXPECT_THAT(terminal_summary(made_hostile(macro_results())), Not(HasSubstr("\x1b")));
  const std::string painted = terminal_summary(macro_results(), {.colour = true});
  EXPECT_THAT(painted, HasSubstr("\x1b[1;31m■ stress\x1b[0m"));
  std::string bare;
  for (std::size_t i = 0; i < painted.size(); ++i) {
    if (painted[i] == '\x1b')
      i = painted.find('m', i);
    else
      bare += painted[i];
  }
  EXPECT_EQ(bare, terminal_summary(macro_results()));
}

Chart survival_chart() {
  Chart chart{.id = "survival", .title = "Survival", .x_title = "days", .y_title = "share"};
  chart.lines = {{.label = "S", .x = {0, 50, 100}, .y = {1, 0, 0}, .step = true}};
  return chart;
}

TEST(TerminalChart, DrawsSteps) {
  const std::vector<std::string> lines = terminal_chart(survival_chart(), 46, false);
  ASSERT_EQ(lines.size(), 11u);
  EXPECT_EQ(lines[0], "Survival (share)");
  EXPECT_EQ(lines[1].substr(0, 26), "1.00 |********************");  // holds the first half
  EXPECT_EQ(lines[3].find('*'), lines[1].find_last_of('*'));        // and falls there
  EXPECT_EQ(lines[3].find('*'), lines[3].find_last_of('*'));
  EXPECT_EQ(lines[9].find('*'), lines[1].find_last_of('*'));
  EXPECT_EQ(lines[10].substr(0, 7), "      0");
  EXPECT_THAT(lines[10], HasSubstr("days"));
  Chart sloped = survival_chart();
  sloped.lines[0].step = false;
  EXPECT_LT(terminal_chart(sloped, 46, false)[1].size(), lines[1].size());
}

TEST(TerminalChart, DrawsErrorBars) {
  Chart chart{.id = "r", .title = "R"};
  chart.points = {{0, 0, ""}, {1, 0.5, "", 0, 1}, {2, 1, ""}};
  const std::vector<std::string> lines = terminal_chart(chart, 46, false);
  const std::size_t middle = lines[5].find('o');
  EXPECT_EQ(lines[1][middle], '|');
  EXPECT_EQ(lines[9][middle], '|');
  EXPECT_EQ(lines[1].back(), 'o');
  chart.points[1].low = kMissing;
  EXPECT_EQ(terminal_chart(chart, 46, false)[3].find_last_of('|'), 5u);  // the axis alone
}

Chart ribbon_chart() {
  Chart chart{.id = "s", .title = "States"};
  chart.ribbons = {{.label = "Mixture",
                    .states = {"slump", "slowdown", "expansion"},
                    .stretches = {{0, 25, 0}, {25, 50, 1}, {75, 100, 2}}}};
  return chart;
}

TEST(TerminalChart, ShadesRibbons) {
  const std::vector<std::string> lines = terminal_chart(ribbon_chart(), 49, false);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[1], "Mixture  ##########----------          ..........");
  EXPECT_EQ(lines[3], "         # slump  - slowdown  . expansion");
  EXPECT_THAT(terminal_chart(ribbon_chart(), 49)[1], HasSubstr("█▒"));
}

TEST(TerminalChart, ShadesEveryRowByItsOwnOrder) {
  Chart chart = ribbon_chart();
  chart.ribbons.push_back(
      {.label = "Hidden", .states = {"low", "high"}, .stretches = {{0, 50, 0}, {50, 100, 1}}});
  const std::vector<std::string> lines = terminal_chart(chart, 49, false);
  EXPECT_EQ(lines[2], " Hidden  ####################....................");
  EXPECT_EQ(lines[4], "         # slump, low  - slowdown  . expansion,");
  EXPECT_EQ(lines[5], "         high");
}

TEST(TerminalChart, WrapsLongTitles) {
  Chart chart = ribbon_chart();
  chart.title = "Which regime ruled when, as it was known at the time";
  EXPECT_EQ(terminal_chart(chart, 40, false)[1], "at the time");
}

TEST(TerminalChart, NumbersManyStates) {
  Chart chart = ribbon_chart();
  chart.ribbons[0].states = {"a", "b", "c", "d", "e", "f"};
  chart.ribbons[0].stretches = {{0, 50, 0}, {50, 100, 5}};
  EXPECT_THAT(terminal_chart(chart, 49)[1], HasSubstr("1116"));
}

TEST(TerminalChart, ShowsShortRecessions) {
  Chart chart = ribbon_chart();
  chart.spans = {{60, 60.5, ChartSpan::Role::recession, "recession"},
                 {70, 80, ChartSpan::Role::episode, "episode"}};
  const std::vector<std::string> lines = terminal_chart(chart, 51, false);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(std::count(lines[1].begin(), lines[1].end(), '='), 1);
}

TEST(TerminalChart, HandlesWhatIsDegenerate) {
  EXPECT_TRUE(terminal_chart(Chart{}, 80).empty());
  Chart bars{.id = "b", .title = "B"};
  bars.bars = {{"a", 1, ""}};
  EXPECT_TRUE(terminal_chart(bars, 80).empty());
  Chart chart{.id = "c", .title = "C"};
  chart.lines = {{.label = "", .x = {1}, .y = {5}, .step = true}};
  EXPECT_FALSE(terminal_chart(chart, 80).empty());
  const double huge = std::numeric_limits<double>::max();
  chart.lines = {{.label = "", .x = {-huge, huge}, .y = {-huge, huge}}};
  chart.points = {{0, kMissing, "", 1, 2}, {0, 0, "", huge, -huge}};
  EXPECT_FALSE(terminal_chart(chart, 80).empty());
  Chart outside = ribbon_chart();
  outside.lines = {{.label = "", .x = {200, 300}, .y = {1, 2}}};
  outside.ribbons[0].stretches = {{0, 1e300, 0}};
  EXPECT_FALSE(terminal_chart(outside, 1).empty());
}

TEST(TerminalGrid, SetsWordsLeft) {
  Table table{.name = "t", .title = "T"};
  table.columns = {{"who", "", ""}, {"state", "", ""}, {"z", "", "", 1}};
  table.rows = {{std::string("a"), std::string("↑ up"), 1.0},
                {std::string("b"), std::string("→ flat"), -10.0}};
  EXPECT_THAT(terminal_table(table, 60), ElementsAre("who  state       z", "──────────────────",
                                                     "a    ↑ up      1.0", "b    → flat  \u221210.0"));
}

Section section_of(const char* kind, std::vector<Number> numbers) {
  Section section{.kind = kind};
  section.numbers = std::move(numbers);
  return section;
}

std::vector<std::string> told(const Section& section) {
  std::vector<std::string> all;
  for (const KeyFigure& figure : key_figures(section))
    all.push_back(figure.label + " " + figure.text + (figure.note.empty() ? "" : " [" + figure.note + "]"));
  return all;
}

TEST(KeyFigures, OfTheMacroState) {
  const Results results = macro_results();
  EXPECT_THAT(told(results.sections[0]),
              ElementsAre("Probability 31% [24% to 39%]", "Published coefficients 29%", "AUC 0.86",
                          "Brier score 0.09"));
  EXPECT_THAT(told(results.sections[1]),
              ElementsAre("Recessions led 7", "Mean lead 331 days",
                          "Median, pending ones counted 395 days [243 to 900 days]"));
  EXPECT_THAT(told(results.sections[2]),
              ElementsAre("Levels 0.21 [\u22120.34 to 0.63]", "Changes 0.05", "12-month changes 0.18"));
  EXPECT_THAT(told(results.sections[3]),
              ElementsAre("Spread 2.6%", "Percentile 12th", "Change in 3 months \u22120.4 pp",
                          "Since the last crest 35 months"));
  EXPECT_THAT(told(results.sections[4]), ElementsAre("Composite 0.28", "Probability of leading 56%",
                                                     "Base rate 51%", "Skill against it \u22120.02"));
  EXPECT_THAT(told(results.sections[5]),
              ElementsAre("Score 0.72", "Chance of the highest state 8.0%", "Expected to last 14 months"));
}

TEST(KeyFigures, SkipWhatIsAbsent) {
  EXPECT_THAT(
      told(section_of("credit", {{"percentile", 3.4, "percent", ""}, {"spread", kMissing, "percent", ""}})),
      ElementsAre("Percentile 3rd"));
  for (const auto& [percentile, text] : {std::pair{0.2, "1st"},
                                         {11.0, "11th"},
                                         {12.4, "12th"},
                                         {21.0, "21st"},
                                         {52.0, "52nd"},
                                         {99.8, "99th"}})
    EXPECT_THAT(told(section_of("credit", {{"percentile", percentile, "percent", ""}})),
                ElementsAre(std::string("Percentile ") + text));
  EXPECT_THAT(told(section_of("recession_probability", {{"probability", 0.0002, "probability", ""},
                                                        {"probability_low", kMissing, "probability", ""},
                                                        {"probability_high", 0.2, "probability", ""}})),
              ElementsAre("Probability <0.1%"));
  // In percent as well as in shares, and with the range that a scorecard gives.
  EXPECT_THAT(told(section_of("scorecard", {{"probability_leads", 55.7, "percent", ""},
                                            {"probability_low", 38.2, "percent", ""},
                                            {"probability_high", 72.4, "percent", ""}})),
              ElementsAre("Probability of leading 56% [38% to 72%]"));
  EXPECT_FALSE(is_macro(section_of("regimes", {})));
  EXPECT_FALSE(is_macro(sample_results().sections[0]));
}

TEST(KeyFigures, RangesStandBesideTheirFigure) {
  EXPECT_THAT(told(section_of("new_kind", {{"beta", 1.5, "ratio", "slope"},
                                           {"beta_low", 1.2, "ratio", "low"},
                                           {"beta_high", 1.9, "ratio", "high"},
                                           {"ci_low", 0.1, "pp", "low end"}})),
              ElementsAre("Slope 1.50 [1.20 to 1.90]", "Low end 0.1 pp"));
}

TEST(TerminalCanvas, DrawsDotsAndCharacters) {
  TerminalCanvas canvas(4, 2, false);
  canvas.stroke(0, 0, 3, 0, 2);
  canvas.put(1, 1, "o");
  EXPECT_EQ(canvas.row(0), "* *");
  EXPECT_EQ(canvas.row(1), " o");
  TerminalCanvas braille(2, 1, true);
  braille.stroke(0, 0, 0, 3);
  EXPECT_EQ(braille.row(0), "⡇");
  EXPECT_EQ(braille.width(), 4);
  EXPECT_EQ(braille.height(), 4);
}

}  // namespace
}  // namespace rerate
