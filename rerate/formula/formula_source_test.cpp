// Behaviour -> test
//   the excerpt marks the span under its line                 FormulaSource.MarksTheSpan
//   long lines are cut to a window around the span            FormulaSource.LongLinesAreCut
//   multi-line formulas show and place the right line         FormulaSource.PlacesFollowLines
//   columns count characters, not bytes                       FormulaSource.CountsCharacters
//   any bytes are shown as printable UTF-8                    FormulaSource.AnyBytesArePrintable
//   long parts are cut in messages                            FormulaSource.LongPartsAreCut

#include "rerate/formula/formula_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

Failure complain(const std::string& text, Span span, Place origin = {}) {
  return FormulaSource(text, std::move(origin)).failure(span, ErrorCode::formula_syntax, "what", "mend");
}

TEST(FormulaSource, MarksTheSpan) {
  const auto failure = complain("rates.gs11 - 2", {0, 10}, {"study.toml", 12, 9});
  EXPECT_EQ(to_string(failure),
            "error RR302: what\n"
            "  --> study.toml:12:9\n"
            "    rates.gs11 - 2\n"
            "    ^^^^^^^^^^\n"
            "  fix: mend");
  EXPECT_EQ(complain("a + b", {4, 5}, {"study.toml", 12, 9}).place.column, 13);
  EXPECT_EQ(complain("a +", {3, 3}).excerpt, "a +\n   ^");
  EXPECT_EQ(complain("", {0, 0}).excerpt, "\n^");
  EXPECT_EQ(to_string(complain("a", {0, 1}).place), "");
}

TEST(FormulaSource, LongLinesAreCut) {
  const std::string text = std::string(300, 'a') + "XYZ" + std::string(300, 'b');
  const auto excerpt = complain(text, {300, 303}).excerpt;
  const auto line = excerpt.substr(0, excerpt.find('\n')), mark = excerpt.substr(excerpt.find('\n') + 1);
  EXPECT_EQ(line.size(), 106u);
  EXPECT_EQ(line.substr(0, 3), "...");
  EXPECT_EQ(line.substr(103), "...");
  EXPECT_EQ(line.substr(mark.find('^'), 3), "XYZ");
  EXPECT_EQ(mark.size(), mark.find('^') + 3);
  // At the ends there is nothing to cut on one side; a span longer than the window fills it.
  EXPECT_EQ(complain(text, {0, 1}).excerpt.substr(0, 4), "aaaa");
  const auto all = complain(text, {0, 603}).excerpt;
  EXPECT_EQ(all.substr(all.find('\n') + 1), std::string(100, '^'));
  const auto end = complain(text, {603, 603}).excerpt;
  EXPECT_EQ(end.substr(end.find('\n') + 1), std::string(103, ' ') + "^");
}

TEST(FormulaSource, PlacesFollowLines) {
  const std::string text = "a +\n  b +\n  c";
  const auto second = complain(text, {6, 7}, {"study.toml", 12, 9});
  EXPECT_EQ(to_string(second.place), "study.toml:13:3");
  EXPECT_EQ(second.excerpt, "  b +\n  ^");
  EXPECT_EQ(to_string(complain(text, {0, 1}, {"study.toml", 12, 9}).place), "study.toml:12:9");
  EXPECT_EQ(to_string(complain(text, {12, 13}, {"study.toml", 12, 0}).place), "study.toml:14:3");
  // A span over lines is marked to the end of its first line; a break itself shows at the end.
  EXPECT_EQ(complain(text, {0, 13}).excerpt, "a +\n^^^");
  EXPECT_EQ(complain(text, {3, 4}).excerpt, "a +\n   ^");
}

TEST(FormulaSource, CountsCharacters) {
  const std::string text = "\u20AC\u20AC x";
  const auto failure = complain(text, {7, 8}, {"f", 1, 1});
  EXPECT_EQ(failure.place.column, 4);
  EXPECT_EQ(failure.excerpt, text + "\n   ^");
}

bool is_printable_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto length = character_length(text, at);
    if (byte != '\n' && (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && length == 1))) return false;
    at += length;
  }
  return true;
}

TEST(FormulaSource, AnyBytesArePrintable) {
  const RandomStream random(1, 2);
  for (std::uint64_t round = 0; round < 300; ++round) {
    std::string text;
    const auto length = random.below(round * 1000, 200);
    for (std::uint64_t i = 1; i <= length; ++i)
      text += static_cast<char>(random.below(round * 1000 + i, 256));
    const auto begin = static_cast<std::size_t>(random.below(round * 1000 + 500, length + 1));
    const auto end = begin + static_cast<std::size_t>(random.below(round * 1000 + 501, length + 1));
    const FormulaSource source(text, {"f", 3, 4});
    EXPECT_TRUE(is_printable_utf8(to_string(complain(text, {begin, end}, {"f", 3, 4}))));
    EXPECT_TRUE(is_printable_utf8(source.quoted({begin, end})));
  }
  EXPECT_EQ(character_length("\xED\xA0\x80", 0), 1u);      // a surrogate
  EXPECT_EQ(character_length("\xF4\x90\x80\x80", 0), 1u);  // above U+10FFFF
  EXPECT_EQ(character_length("\xC0\xAF", 0), 1u);          // overlong
}

TEST(FormulaSource, LongPartsAreCut) {
  const std::string text = std::string(40, 'a') + std::string(40, 'b');
  const FormulaSource source(text, {});
  EXPECT_EQ(source.quoted({0, 80}), "`" + std::string(28, 'a') + "..." + std::string(28, 'b') + "`");
  EXPECT_EQ(source.quoted({38, 42}), "`aabb`");
  EXPECT_EQ(source.shown({90, 95}), "");
}

}  // namespace
}  // namespace rerate
