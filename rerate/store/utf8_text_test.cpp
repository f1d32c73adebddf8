// Well-formed text of one to four bytes  -> Utf8Text.AcceptsWellFormed
// Overlong, cut, surrogate, Latin-1       -> Utf8Text.RefusesMalformed
#include "rerate/store/utf8_text.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

TEST(Utf8Text, AcceptsWellFormed) {
  using namespace std::string_view_literals;
  for (const auto text :
       {""sv, "plain"sv, "\0"sv, "\u00e9\u2014\U0001F4C8 x"sv, "\xEF\xBF\xBF"sv, "\xF4\x8F\xBF\xBF"sv})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(Utf8Text, RefusesMalformed) {
  for (const char* text : {"caf\xE9", "\xC3", "x\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                           "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xE2\x82", "\xE2\x82x", "\xFF"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

}  // namespace
}  // namespace rerate
