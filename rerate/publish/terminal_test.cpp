// Behaviour -> test
//   the headline table is aligned and says what the study says .. TerminalSummary.AlignsTheHeadlineTable
//   colours only when asked, and none from data ................. TerminalSummary.PaintsOnlyWhenAsked
//   no line is wider than the terminal .......................... TerminalSummary.StaysInsideTheTerminal
//   ASCII terminals get ASCII ................................... TerminalSummary.CanDoWithoutUnicode
//   warnings are counted ........................................ TerminalSummary.CountsWarnings
//   a fair value shows its scenarios first ...................... TerminalSummary.ShowsScenariosFirst
//   tables: columns fit, rows are limited ....................... TerminalGrid.*
//   dumbbells: shape, narrow and ASCII terminals, odd figures ... TerminalDumbbells.*
//   the plot: shape, gaps, constants, single points, extremes ... TerminalPlot.*
//   key figures of known and unknown kinds ...................... KeyFigures.*
//   error codes: docs/errors.md is fresh ........................ ErrorsMarkdown.IsWhatDocsHold
//   error codes: every one listed, safe in Markdown ............. ErrorsMarkdown.ListsEveryCode
#include "rerate/publish/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>

#include "rerate/base/error_codes.h"
#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/errors_markdown.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/terminal_dumbbells.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_plot.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Series monthly(const std::vector<double>& values) {
  Series series;
  series.type.frequency = Frequency::monthly;
  for (std::size_t i = 0; i < values.size(); ++i)
    series.append(static_cast<std::int32_t>(i), values[i], kAlwaysKnown);
  return series;
}

TEST(TerminalSummary, AlignsTheHeadlineTable) {
  const std::vector<std::string> lines = lines_of(terminal_summary(sample_results()));
  EXPECT_EQ(lines[0], "US small caps after macro turning points");
  EXPECT_EQ(lines[1], "as of 30 June 2025 \u00B7 us-small-caps.toml \u00B7 seed 1");
  EXPECT_EQ(lines[3], "Section                       n    led      mean  median      p        interval");
  EXPECT_EQ(lines[5], "Manufacturing lows           13  10/13    6.8 pp  7.3 pp  0.061  1.1 to 13.2 pp");
  EXPECT_EQ(lines[6], "The curve before recessions   7         331 days");
}

TEST(TerminalSummary, PaintsOnlyWhenAsked) {
  EXPECT_THAT(terminal_summary(hostile_results()), Not(HasSubstr("\x1b")));
  const std::string painted = terminal_summary(sample_results(), {.colour = true});
  EXPECT_THAT(painted, HasSubstr("\x1b[1mUS small caps"));
  std::string bare;
  for (std::size_t i = 0; i < painted.size(); ++i) {
    if (painted[i] == '\x1b')
      i = painted.find('m', i);
    else
      bare += painted[i];
  }
  EXPECT_EQ(bare, terminal_summary(sample_results()));
}

TEST(TerminalSummary, StaysInsideTheTerminal) {
  for (const int width : {1, 40, 47, 60, 80, 132})
    for (const Results& results :
         {sample_results(), hostile_results(), fair_value_results(), made_hostile(fair_value_results())})
      for (const std::string& line : lines_of(terminal_summary(results, {.width = width})))
        EXPECT_LE(display_columns(line), std::max(40, width)) << line;
}

TEST(TerminalSummary, CanDoWithoutUnicode) {
  for (const Results& results : {hostile_results(), fair_value_results(), made_hostile(fair_value_results())})
    for (const char c : terminal_summary(results, {.unicode = false}))
      EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(TerminalSummary, CountsWarnings) {
  const std::string text = terminal_summary(sample_results());
  EXPECT_THAT(text, HasSubstr("  2 warnings, in the note\n"));
  EXPECT_THAT(text, HasSubstr("\n1 warning, in the note\n"));
  EXPECT_EQ(terminal_summary(Results{}).back(), '\n');
}

TEST(TerminalSummary, ShowsScenariosFirst) {
  const std::vector<std::string> lines = lines_of(terminal_summary(fair_value_results()));
  EXPECT_EQ(lines[3], "Small caps against fair value");  // no headline table: no section has its numbers
  EXPECT_THAT(lines[4], HasSubstr("scenario      multiple  growth  level    low   high  upside"));
  EXPECT_THAT(lines[6], HasSubstr("consensus         1.40    1.3%  2,301  1,894  2,768   11.4%"));
  EXPECT_THAT(lines[9], HasSubstr("<0.001"));
  EXPECT_THAT(terminal_summary(fair_value_results(), {.width = 200}), Not(HasSubstr("analytic")));
  EXPECT_EQ(lines[11], "");
  EXPECT_THAT(lines[12], HasSubstr("Consensus"));
  EXPECT_THAT(lines[12], HasSubstr("\u25CF"));
  EXPECT_THAT(terminal_summary(made_hostile(fair_value_results())), Not(HasSubstr("\x1b")));
}

TEST(TerminalGrid, FitsItsColumns) {
  const std::vector<std::vector<std::string>> rows = {
      {"name", "first", "", "second"}, {"a rather long name of a row", "1", "", "22"}, {"b", "333"}};
  const std::vector<std::string> wide = terminal_grid(rows, 60);
  ASSERT_EQ(wide.size(), 4u);
  EXPECT_EQ(wide[0], "name                         first  second");
  EXPECT_EQ(wide[2], "a rather long name of a row      1      22");
  EXPECT_EQ(wide[3], "b                              333");
  EXPECT_EQ(terminal_grid(rows, 24)[2], "a rather long na\u2026      1");  // the last column fell off
  EXPECT_TRUE(terminal_grid({}, 40).empty());
}

TEST(TerminalGrid, TakesATablesCells) {
  Table table{.name = "t", .title = "T"};
  table.columns = {{"scenario", "", "Scenario"}, {"fair_level", "percent", "A long heading"}};
  for (int i = 0; i < 45; ++i) table.rows.push_back({std::string("s"), -1.5});
  const auto rows = grid_rows(table);
  EXPECT_EQ(rows[0][1], "fair level");
  EXPECT_EQ(rows[1][1], "\u22121.5%");
  ASSERT_EQ(rows.size(), 42u);
  EXPECT_EQ(rows.back()[0], "and 5 more");
  EXPECT_TRUE(grid_rows(Table{}).empty());
}

Chart dumbbells() {
  Chart chart{.id = "scenarios", .title = "S"};
  chart.intervals = {{"Consensus", 0, 50, 100, kMissing, kMissing, "50"},
                     {"Given", kMissing, 100, kMissing, kMissing, kMissing, "100"}};
  chart.rules = {{ChartRule::Axis::x, 25, "price 25"}};
  return chart;
}

TEST(TerminalDumbbells, DrawsTheShape) {
  const std::vector<std::string> lines = terminal_dumbbells(dumbbells(), 57);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0],
            "Consensus  \u251C\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2502"
            "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u25CF\u2500\u2500\u2500\u2500\u2500"
            "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2524  50");
  EXPECT_EQ(lines[1].find("\u25CF"), lines[1].size() - 3 - 5);  // at the right end, before "  100"
  EXPECT_EQ(lines[2].substr(0, 15), "           0   ");
  EXPECT_EQ(lines[3], "           \u2502 price 25");
}

TEST(TerminalDumbbells, DrawsRangesWithinRanges) {
  Chart chart = dumbbells();
  chart.intervals[0].inner_low = 40;
  chart.intervals[0].inner_high = 60;
  chart.range_label = "coefficients and residuals";
  chart.inner_label = "coefficients";
  const std::vector<std::string> lines = terminal_dumbbells(chart, 57, false);
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0], "Consensus  [---------:-----====o====---------------]  50");
  EXPECT_EQ(lines[3], "           == coefficients");
  EXPECT_EQ(lines[4], "           -- coefficients and residuals");
  EXPECT_THAT(terminal_dumbbells(chart, 57)[0], HasSubstr("\u2588\u25CF\u2588"));
}

TEST(TerminalDumbbells, StayInsideNarrowTerminals) {
  Chart chart = fair_value_results().sections[0].charts[0];
  for (const int width : {0, 40, 52, 77, 120})
    for (const bool unicode : {true, false})
      for (const std::string& line : terminal_dumbbells(chart, width, unicode)) {
        EXPECT_LE(display_columns(line), std::max(36, width)) << line;
        if (!unicode) {
          EXPECT_EQ(line, ascii_only(line));
        }
      }
}

TEST(TerminalDumbbells, HandlesWhatIsDegenerate) {
  EXPECT_TRUE(terminal_dumbbells(Chart{}, 80).empty());
  Chart chart = dumbbells();
  chart.intervals = {{"One", kMissing, kMissing, kMissing, kMissing, kMissing, ""}};
  chart.rules.clear();
  EXPECT_EQ(terminal_dumbbells(chart, 80).size(), 2u);
  const double huge = std::numeric_limits<double>::max();
  chart.intervals = {{"Huge", -huge, 0, huge, kMissing, kMissing, "0"},
                     {"Back to front", 5, 4, 3, kMissing, kMissing, "4"}};
  EXPECT_EQ(terminal_dumbbells(chart, 80).size(), 3u);
  chart.intervals.assign(50, {"Row", 1, 2, 3, kMissing, kMissing, ""});
  EXPECT_EQ(terminal_dumbbells(chart, 80)[40], "and 10 more");
}

TEST(TerminalPlot, DrawsTheShape) {
  const std::vector<std::string> lines =
      lines_of(terminal_plot(monthly({0, 1, 2, 3}), {.width = 24, .height = 4, .unicode = false}));
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0].substr(0, 5), "3.0 |");
  EXPECT_EQ(lines[0].back(), '*');
  EXPECT_EQ(lines[3].substr(0, 6), "0.0 |*");
  EXPECT_EQ(lines[4], "     1970-01     1970-04");
}

TEST(TerminalPlot, UsesBrailleDots) {
  const std::string plot = terminal_plot(monthly({0, 1}), {.width = 24, .height = 3});
  EXPECT_THAT(plot, HasSubstr("\u2524"));
  EXPECT_THAT(lines_of(plot)[0], HasSubstr("1.0"));
  for (const std::string& line : lines_of(plot)) EXPECT_LE(display_columns(line), 24);
}

TEST(TerminalPlot, BreaksWhereFiguresAreMissing) {
  const std::string gap = lines_of(terminal_plot(monthly({1, 1, kMissing, kMissing, kMissing, 1, 1}),
                                                 {.width = 40, .height = 3, .unicode = false}))[1];
  const std::string row = gap.substr(gap.find('|') + 1);
  EXPECT_EQ(row.front(), '*');
  EXPECT_EQ(row.back(), '*');
  EXPECT_THAT(row, HasSubstr("     "));
}

TEST(TerminalPlot, HandlesWhatIsDegenerate) {
  EXPECT_EQ(terminal_plot(Series{}), "no figures to plot\n");
  EXPECT_EQ(terminal_plot(monthly({kMissing, kMissing})), "no figures to plot\n");
  EXPECT_EQ(lines_of(terminal_plot(monthly({5}))).size(), 15u);
  EXPECT_THAT(terminal_plot(monthly({7, 7, 7})), HasSubstr("7.0"));
  const double huge = std::numeric_limits<double>::max();
  EXPECT_FALSE(terminal_plot(monthly({-huge, huge, std::numeric_limits<double>::infinity()})).empty());
  EXPECT_FALSE(terminal_plot(monthly({1, 2}), {.width = -5, .height = -5}).empty());
}

TEST(KeyFigures, ShowsWhatASectionHas) {
  const Results results = sample_results();
  const std::vector<KeyFigure> events = key_figures(results.sections[0]);
  ASSERT_EQ(events.size(), 6u);
  EXPECT_EQ(events[0].label, "Complete windows");  // not the episodes, some of which are pending
  EXPECT_EQ(events[1].label, "Led");
  EXPECT_EQ(events[1].text, "10 of 13");
  EXPECT_EQ(events[4].text, "1.1 to 13.2 pp");
  const std::vector<KeyFigure> curve = key_figures(results.sections[1]);
  EXPECT_EQ(curve[0].label, "Recessions led");
  EXPECT_EQ(curve[1].label, "Mean lead");
  EXPECT_EQ(curve[1].text, "331 days");
  Section one{.kind = "event_study"};
  one.numbers = {{"complete", 1, "count", ""},
                 {"asset_mean", 22.54, "percent", ""},
                 {"benchmark_mean", 43.4, "percent", ""},
                 {"mean", -20.86, "pp", ""}};
  const std::vector<KeyFigure> single = key_figures(one);
  ASSERT_EQ(single.size(), 3u);
  EXPECT_EQ(single[0].text, "22.5%");
  EXPECT_EQ(single[2].label, "Relative");
  EXPECT_EQ(single[2].text, "\u221220.9 pp");
  EXPECT_TRUE(key_figures(Section{.kind = "event_study"}).empty());
  EXPECT_TRUE(key_figures(Section{.kind = "fair_value"}).empty());
  EXPECT_EQ(headline_row(Section{}).mean, "");
}

TEST(KeyFigures, OfAFairValue) {
  Section section = fair_value_results().sections[0];
  const std::vector<KeyFigure> figures = key_figures(section);
  ASSERT_EQ(figures.size(), 8u);
  EXPECT_EQ(figures[0].text, "2,066");
  EXPECT_EQ(figures[1].text, "2,301");
  EXPECT_EQ(figures[1].note, "90% band 1,894 to 2,768");
  EXPECT_EQ(figures[2].text, "11.4%");
  EXPECT_EQ(figures[3].note, "fair 1.40");
  EXPECT_EQ(figures[6].text, "\u22129.0%");
  EXPECT_EQ(figures[7].note, "needs growth of 7.6%");
  section.numbers[0].title = "Price, 2023-08";
  EXPECT_EQ(key_figures(section)[0].label, "Price, Aug 2023");
  section.numbers[0].title = "Price of 1,000 units";
  EXPECT_EQ(key_figures(section)[0].label, "Price");
  for (Number& number : section.numbers)
    if (number.name == "fair_low") number.title = "80% band of fair value (coefficients), low end";
  EXPECT_EQ(key_figures(section)[1].note, "80% band 1,894 to 2,768");
  // A calibrated study may know neither a band nor a bottom-up figure.
  std::erase_if(section.numbers, [](const Number& number) {
    return number.name == "fair_low" || number.name == "bottom_up_growth";
  });
  const std::vector<KeyFigure> fewer = key_figures(section);
  ASSERT_EQ(fewer.size(), 7u);
  EXPECT_EQ(fewer[1].note, "");
}

TEST(ErrorsMarkdown, IsWhatDocsHold) {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/docs/errors.md");
  const std::string held((std::istreambuf_iterator<char>(file)), {});
  EXPECT_TRUE(held == errors_markdown())
      << "make docs/errors.md anew: rerate help errors --markdown > docs/errors.md";
}

TEST(ErrorsMarkdown, ListsEveryCode) {
  const std::string text = errors_markdown();
  for (const ErrorDescription& error : kErrorDescriptions)
    EXPECT_THAT(text, HasSubstr("\n| " + std::string(error.code) + " | "));
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("| RR")) {
      EXPECT_TRUE(line.ends_with(" |")) << line;
    }
  }
}

}  // namespace
}  // namespace rerate
