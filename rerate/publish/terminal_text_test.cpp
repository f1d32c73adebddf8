// Behaviour -> test
//   widths of wide, combining and plain characters ...................... TerminalText.CountsTerminalColumns
//   cutting keeps inside the width and says that it cut ................. TerminalText.CutsWithAnEllipsis
//   wrapping keeps words whole and every line inside the width .......... TerminalText.WrapsAtSpaces
//   a terminal without Unicode gets ASCII only .......................... TerminalText.FallsBackToAscii
#include "rerate/publish/terminal_text.h"

#include <gtest/gtest.h>

#include <sstream>

namespace rerate {
namespace {

TEST(TerminalText, CountsTerminalColumns) {
  EXPECT_EQ(display_columns("plain"), 5);
  EXPECT_EQ(display_columns("\u22123.4"), 4);
  EXPECT_EQ(display_columns("\u65E5\u672C"), 4);
  EXPECT_EQ(display_columns("e\u0301"), 1);
}

TEST(TerminalText, CutsWithAnEllipsis) {
  EXPECT_EQ(fit_columns("recession", 9), "recession");
  EXPECT_EQ(fit_columns("recession", 5), "rece\u2026");
  EXPECT_EQ(fit_columns("\u65E5\u672C\u8A9E", 4), "\u65E5\u2026");
  EXPECT_EQ(fit_columns("recession", 0), "");
}

TEST(TerminalText, WrapsAtSpaces) {
  const std::string text =
      "small companies led large ones in the year after 10 of 13 lows antidisestablishmentarianism";
  std::istringstream lines(wrap_columns(text, 20, "  "));
  std::string line, joined;
  while (std::getline(lines, line)) {
    EXPECT_LE(display_columns(line), 20);
    EXPECT_EQ(line.substr(0, 2), "  ");
    joined += line.substr(2) + " ";
  }
  EXPECT_EQ(joined.substr(0, 24), "small companies led larg");
  EXPECT_NE(joined.find("antidisestablishme ntarianism"), std::string::npos);
  EXPECT_EQ(wrap_columns("", 20, "  "), "");
  EXPECT_EQ(wrap_columns("   ", 20, "  "), "");
}

TEST(TerminalText, FallsBackToAscii) {
  EXPECT_EQ(ascii_only("\u22123.4 \u2013 \u201Cx\u201D \u00B7 \u2026 \u65E5e\u0301"), "-3.4 - \"x\" | ~ ?e");
}

}  // namespace
}  // namespace rerate
