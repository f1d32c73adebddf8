// Behaviour -> test
//   names, numbers, durations and symbols with their spans    Lexer.ReadsEveryKindOfToken
//   numbers keep their value                                  Lexer.NumberValues
//   spaces, tabs and line breaks separate only                Lexer.SpaceDoesNotMatter
//   slips are refused with what to write instead              Lexer.SlipsNameTheirMend
//   characters outside the language are shown, never cut      Lexer.ForeignCharactersAreWhole

#include "rerate/formula/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

std::vector<Token> tokens_of(const FormulaSource& source) { return tokenize(source); }

Failure failure_of(const std::string& text) {
  try {
    tokenize(FormulaSource(text, {}));
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(Lexer, ReadsEveryKindOfToken) {
  const FormulaSource source("ma(rates.gs10_x, 12m)>=-1.5e3 ^curve==2", {});
  const auto tokens = tokens_of(source);
  const std::vector<std::pair<TokenKind, std::string>> expected = {
      {TokenKind::name, "ma"},   {TokenKind::symbol, "("},     {TokenKind::name, "rates.gs10_x"},
      {TokenKind::symbol, ","},  {TokenKind::duration, "12m"}, {TokenKind::symbol, ")"},
      {TokenKind::symbol, ">="}, {TokenKind::symbol, "-"},     {TokenKind::number, "1.5e3"},
      {TokenKind::symbol, "^"},  {TokenKind::name, "curve"},   {TokenKind::symbol, "=="},
      {TokenKind::number, "2"},  {TokenKind::end, ""}};
  ASSERT_EQ(tokens.size(), expected.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    EXPECT_EQ(tokens[i].kind, expected[i].first) << i;
    EXPECT_EQ(tokens[i].text, expected[i].second) << i;
    EXPECT_EQ(source.part(tokens[i].span), expected[i].second) << i;
  }
  EXPECT_EQ(tokens[4].duration, (Duration{12, Duration::Unit::month}));
}

TEST(Lexer, NumberValues) {
  for (const auto& [text, value] : std::vector<std::pair<std::string, double>>{
           {"0", 0}, {"2.", 2}, {".5", 0.5}, {"0.1", 0.1}, {"1e-3", 1e-3}, {"1e+2", 100}, {"007", 7}}) {
    const FormulaSource source(text, {});
    const auto tokens = tokens_of(source);
    ASSERT_EQ(tokens.size(), 2u) << text;
    EXPECT_EQ(tokens[0].kind, TokenKind::number);
    EXPECT_EQ(tokens[0].number, value) << text;
  }
}

TEST(Lexer, SpaceDoesNotMatter) {
  const FormulaSource source(" \t a\r\n+\n b ", {});
  EXPECT_EQ(tokens_of(source).size(), 4u);
  EXPECT_EQ(tokens_of(FormulaSource("", {})).size(), 1u);
}

TEST(Lexer, SlipsNameTheirMend) {
  const std::vector<std::pair<std::string, std::string>> slips = {
      {"a && b", "write `and`"},
      {"a || b", "write `or`"},
      {"a ** 2", "write `^`"},
      {"!a", "write `not`"},
      {"a <> b", "write `!=`"},
      {"a \u2212 b", "write `-`"},
      {"a \u2265 b", "write `>=`"},
      {"[a]", "write `(`"},
      {"a; b", "write `,`"},
      {"Rates.GS10", "write `rates.gs10`"},
      {"rates.", "a catalogue id is family.name, such as rates.gs10"},
      {"rates..gs10", "a catalogue id is family.name, such as rates.gs10"},
      {"12months",
       "a duration is a whole number of at most six digits and one of d, w, m, q, y: 12m, 4q, 250d"},
      {"1.5m", "a duration is a whole number of at most six digits and one of d, w, m, q, y: 12m, 4q, 250d"},
      {"1234567d",
       "a duration is a whole number of at most six digits and one of d, w, m, q, y: 12m, 4q, 250d"},
      {"1.2.3", "a duration is a whole number of at most six digits and one of d, w, m, q, y: 12m, 4q, 250d"},
      {"1e999", "write a number between 1e-300 and 1e300"},
      {"a @ b", "take it out"},
  };
  for (const auto& [text, mend] : slips) {
    const auto failure = failure_of(text);
    EXPECT_EQ(failure.code, ErrorCode::formula_syntax) << text;
    EXPECT_EQ(failure.mend, mend) << text;
  }
}

TEST(Lexer, ForeignCharactersAreWhole) {
  EXPECT_EQ(failure_of("a + \u20AC").what, "unexpected character `\u20AC`");
  EXPECT_EQ(failure_of("a + \U0001F4C8").what, "unexpected character `\U0001F4C8`");
  EXPECT_EQ(failure_of("a + \xFF").what, "unexpected character `?`");
  EXPECT_EQ(failure_of("a + \xE2\x82").what, "unexpected character `?`");  // a character cut short
  EXPECT_EQ(failure_of(std::string("a + \0b", 6)).what, "unexpected character `?`");
}

}  // namespace
}  // namespace rerate
