// Behaviour -> test
//   the headline table is aligned and says what the study says .. TerminalSummary.AlignsTheHeadlineTable
//   colours only when asked, and none from data ................. TerminalSummary.PaintsOnlyWhenAsked
//   no line is wider than the terminal .......................... TerminalSummary.StaysInsideTheTerminal
//   ASCII terminals get ASCII ................................... TerminalSummary.CanDoWithoutUnicode
//   warnings are counted ........................................ TerminalSummary.CountsWarnings
//   the plot: shape, gaps, constants, single points, extremes ... TerminalPlot.*
//   key figures of known and unknown kinds ...................... KeyFigures.ShowsWhatASectionHas
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
#include "rerate/publish/errors_markdown.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/terminal_plot.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

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
  EXPECT_EQ(lines[3], "Section                       n    led      mean  median     p        interval");
  EXPECT_EQ(lines[5], "Manufacturing lows           13  10/13    6.8 pp  7.3 pp  0.06  1.1 to 13.2 pp");
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
    for (const Results& results : {sample_results(), hostile_results()})
      for (const std::string& line : lines_of(terminal_summary(results, {.width = width})))
        EXPECT_LE(display_columns(line), std::max(40, width)) << line;
}

TEST(TerminalSummary, CanDoWithoutUnicode) {
  for (const char c : terminal_summary(hostile_results(), {.unicode = false}))
    EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(TerminalSummary, CountsWarnings) {
  const std::string text = terminal_summary(sample_results());
  EXPECT_THAT(text, HasSubstr("  2 warnings, in the note\n"));
  EXPECT_THAT(text, HasSubstr("\n1 warning, in the note\n"));
  EXPECT_EQ(terminal_summary(Results{}).back(), '\n');
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
  EXPECT_EQ(headline_row(Section{}).mean, "");
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
