// Behaviour -> test
//   well-formed text of one to four bytes is accepted                    -> Utf8.AcceptsWellFormed
//   overlong, cut, surrogate and Latin-1 bytes are refused               -> Utf8.RefusesMalformed
//   malformed, overlong and surrogate bytes become U+FFFD one by one     -> Utf8.ReplacesWhatIsMalformed
//   every code point survives a round trip                               -> Utf8.RoundTripsEveryCodePoint
//   control characters cannot reach a terminal, line breaks may          -> Utf8.CleansControlCharacters
#include "rerate/base/utf8.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

TEST(Utf8, AcceptsWellFormed) {
  using namespace std::string_view_literals;
  for (const auto text :
       {""sv, "plain"sv, "\0"sv, "\u00e9\u2014\U0001F4C8 x"sv, "\xEF\xBF\xBF"sv, "\xF4\x8F\xBF\xBF"sv})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(Utf8, RefusesMalformed) {
  for (const char* text : {"caf\xE9", "\xC3", "x\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                           "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xE2\x82", "\xE2\x82x", "\xFF"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, ReplacesWhatIsMalformed) {
  EXPECT_EQ(one_clean_line("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(one_clean_line("\xC0\x80"), "\uFFFD\uFFFD");                 // overlong NUL
  EXPECT_EQ(one_clean_line("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");       // surrogate
  EXPECT_EQ(one_clean_line("\xF4\x90\x80\x80").substr(0, 3), "\uFFFD");  // beyond U+10FFFF
  EXPECT_EQ(one_clean_line("caf\xC3"), "caf\uFFFD");                     // cut short
}

TEST(Utf8, RoundTripsEveryCodePoint) {
  for (char32_t code_point = 1; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, code_point);
    std::size_t position = 0;
    ASSERT_EQ(next_code_point(text, position), code_point);
    ASSERT_EQ(position, text.size());
  }
}

TEST(Utf8, CleansControlCharacters) {
  EXPECT_EQ(one_clean_line("a\x1b[31m\tb\nc\x7f"), "a\uFFFD[31m b c\uFFFD");
  EXPECT_EQ(one_clean_line("a\u2028b\u0085"), "a\uFFFDb\uFFFD");
  EXPECT_EQ(clean_lines("a\x1b[2J\nb\tc\n"), "a\uFFFD[2J\nb c\n");
  EXPECT_EQ(clean_lines(""), "");
}

}  // namespace
}  // namespace rerate
