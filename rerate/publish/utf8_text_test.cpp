// Behaviour -> test
//   malformed, overlong and surrogate bytes become U+FFFD one by one ... Utf8Text.ReplacesWhatIsMalformed
//   every code point survives a round trip ............................. Utf8Text.RoundTripsEveryCodePoint
//   control characters cannot reach a terminal .......................... Utf8Text.CleansControlCharacters
//   widths of wide, combining and plain characters ...................... Utf8Text.CountsTerminalColumns
//   cutting keeps inside the width and says that it cut ................. Utf8Text.CutsWithAnEllipsis
//   wrapping keeps words whole and every line inside the width .......... Utf8Text.WrapsAtSpaces
//   a terminal without Unicode gets ASCII only .......................... Utf8Text.FallsBackToAscii
#include "rerate/publish/utf8_text.h"

#include <gtest/gtest.h>

#include <sstream>

namespace rerate {
namespace {

TEST(Utf8Text, ReplacesWhatIsMalformed) {
  EXPECT_EQ(one_clean_line("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(one_clean_line("\xC0\x80"), "\uFFFD\uFFFD");                 // overlong NUL
  EXPECT_EQ(one_clean_line("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");       // surrogate
  EXPECT_EQ(one_clean_line("\xF4\x90\x80\x80").substr(0, 3), "\uFFFD");  // beyond U+10FFFF
  EXPECT_EQ(one_clean_line("caf\xC3"), "caf\uFFFD");                     // cut short
}

TEST(Utf8Text, RoundTripsEveryCodePoint) {
  for (char32_t code_point = 1; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, code_point);
    std::size_t position = 0;
    ASSERT_EQ(next_code_point(text, position), code_point);
    ASSERT_EQ(position, text.size());
  }
}

TEST(Utf8Text, CleansControlCharacters) {
  EXPECT_EQ(one_clean_line("a\x1b[31m\tb\nc\x7f"), "a\uFFFD[31m b c\uFFFD");
  EXPECT_EQ(one_clean_line("a\u2028b\u0085"), "a\uFFFDb\uFFFD");
}

TEST(Utf8Text, CountsTerminalColumns) {
  EXPECT_EQ(display_columns("plain"), 5);
  EXPECT_EQ(display_columns("\u22123.4"), 4);
  EXPECT_EQ(display_columns("\u65E5\u672C"), 4);
  EXPECT_EQ(display_columns("e\u0301"), 1);
}

TEST(Utf8Text, CutsWithAnEllipsis) {
  EXPECT_EQ(fit_columns("recession", 9), "recession");
  EXPECT_EQ(fit_columns("recession", 5), "rece\u2026");
  EXPECT_EQ(fit_columns("\u65E5\u672C\u8A9E", 4), "\u65E5\u2026");
  EXPECT_EQ(fit_columns("recession", 0), "");
}

TEST(Utf8Text, WrapsAtSpaces) {
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

TEST(Utf8Text, FallsBackToAscii) {
  EXPECT_EQ(ascii_only("\u22123.4 \u2013 \u201Cx\u201D \u00B7 \u2026 \u65E5e\u0301"),
            "-3.4 - \"x\" | ... ?e");
}

}  // namespace
}  // namespace rerate
