// Behaviour -> test
//   operators bind as documented                              Parser.Precedence
//   arguments go to their parameters, by place and by name    Parser.Arguments
//   references come once, in order                            Parser.References
//   mistakes are refused with code, span and mend             Parser.Mistakes
//   nesting stops at 200 in every form                        Parser.NestingIsLimited
//   operands are counted, and so is the text                  Parser.LongFlatFormulas
//   operands come before the node that reads them             Parser.TreeIsInPostOrder

#include "rerate/formula/parser.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

// The tree fully parenthesised, from the tree alone.
std::string rendered(const SyntaxTree& tree, const FormulaSource& source, std::uint32_t index) {
  const auto& node = tree.nodes[index];
  const auto operand = [&](std::size_t i) {
    const auto at = tree.operands_of(node)[i];
    return at == kAbsent ? std::string("_") : rendered(tree, source, at);
  };
  constexpr std::string_view kNames[] = {
      "+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or"};
  switch (node.type) {
    case Node::Type::reference: return tree.references[node.reference].name;
    case Node::Type::negate: return "(-" + operand(0) + ")";
    case Node::Type::not_: return "(not " + operand(0) + ")";
    case Node::Type::binary:
      return fmt::format("({} {} {})", operand(0), kNames[static_cast<int>(node.operation)], operand(1));
    case Node::Type::call: {
      std::vector<std::string> texts;
      for (std::size_t i = 0; i < node.operands; ++i) texts.push_back(operand(i));
      return fmt::format("{}({})", node.function->name(), fmt::join(texts, ", "));
    }
    default: return std::string(source.part(node.span));
  }
}

std::string parsed(const std::string& text) {
  const FormulaSource source(text, {});
  const auto tree = parse_formula(source);
  return rendered(tree, source, static_cast<std::uint32_t>(tree.nodes.size() - 1));
}

Failure failure_of(const std::string& text) {
  try {
    parse_formula(FormulaSource(text, {}));
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(Parser, Precedence) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a", "a"},
      {"a + b - c", "((a + b) - c)"},
      {"a - (b - c)", "(a - (b - c))"},
      {"a + b * c", "(a + (b * c))"},
      {"a / b * c", "((a / b) * c)"},
      {"(a + b) * c", "((a + b) * c)"},
      {"-a^2", "(-(a ^ 2))"},
      {"a^-2", "(a ^ (-2))"},
      {"2^-a*b", "((2 ^ (-a)) * b)"},
      {"a^b^c", "(a ^ (b ^ c))"},
      {"-a * b", "((-a) * b)"},
      {"a - -b", "(a - (-b))"},
      {"--a", "(-(-a))"},
      {"a < b + 1", "(a < (b + 1))"},
      {"a < b and c >= d or e != f", "(((a < b) and (c >= d)) or (e != f))"},
      {"a > 0 or b > 0 and c > 0", "((a > 0) or ((b > 0) and (c > 0)))"},
      {"not a > 0 and b", "((not (a > 0)) and b)"},
      {"not not a", "(not (not a))"},
      {"-ma(a, 3m)^2", "(-(ma(a, 3m) ^ 2))"},
      {"a-b", "(a - b)"},
      {"a_1.b2.c3*2", "(a_1.b2.c3 * 2)"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parsed(text), expected) << text;
}

TEST(Parser, Arguments) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"ma(x, 12m)", "ma(x, 12m)"},
      {"ma(x, window = 12m)", "ma(x, 12m)"},
      {"ma(window = 12m, x = a + b)", "ma((a + b), 12m)"},
      {"zscore(x)", "zscore(x, _)"},
      {"clip(x, high = 3, low = 1)", "clip(x, 1, 3)"},
      {"max(a, b, c, 0)", "max(a, b, c, 0)"},
      {"resample(x, quarter, mean)", "resample(x, quarter, mean)"},
      {"resample(x, how = last, frequency = year)", "resample(x, year, last)"},
      {"mean(mean, last)", "mean(mean, last)"},  // words are series names everywhere else
      {"when(a > 0, b, when(c > 0, 1, 2))", "when((a > 0), b, when((c > 0), 1, 2))"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parsed(text), expected) << text;
}

TEST(Parser, References) {
  const auto tree = parse_formula(FormulaSource("b + rates.gs10 * b - a", {}));
  ASSERT_EQ(tree.references.size(), 3u);
  EXPECT_EQ(tree.references[0].name, "b");
  EXPECT_EQ(tree.references[1].name, "rates.gs10");
  EXPECT_EQ(tree.references[1].begin, 4u);
  EXPECT_EQ(tree.references[1].end, 14u);
  EXPECT_EQ(tree.references[2].name, "a");
}

struct Mistake {
  std::string text;
  ErrorCode code;
  std::string what, mend;
};

TEST(Parser, Mistakes) {
  const auto syntax = ErrorCode::formula_syntax, arguments = ErrorCode::formula_arguments,
             function = ErrorCode::formula_unknown_function, duration = ErrorCode::formula_duration,
             ahead = ErrorCode::formula_look_ahead;
  const std::string value_here = "write a series, a number or a function here";
  const std::string lag_signature = "write lag(x, lag), e.g. lag(rates.gs10, 12m)";
  const std::vector<Mistake> mistakes = {
      {"", syntax, "the formula is empty",
       "write a series or an expression, such as rates.gs10 - bey(rates.tb3ms)"},
      {"a +", syntax, "a value is missing before the end of the formula", value_here},
      {"* a", syntax, "a value is missing before `*`", value_here},
      {"+ a", syntax, "`+` needs a value before it", "take the `+` out"},
      {"a and and b", syntax, "a value is missing before `and`", value_here},
      {"a b", syntax, "an operator is missing before `b`", "write one of + - * / ^ < > and or"},
      {"a)", syntax, "`)` closes nothing", "take it out, or open a parenthesis before"},
      {"(a", syntax, "`(` is never closed", "write the missing `)`"},
      {"ma(a, 3m", syntax, "`(` is never closed", "write the missing `)`"},
      {"(a b)", syntax, "`)` or an operator is missing before `b`", "close the `(` or write an operator"},
      {"()", syntax, "a value is missing before `)`", value_here},
      {"a = b", syntax, "`=` does not compare", "write `==`"},
      {"(a = b)", syntax, "`=` does not compare", "write `==`"},
      {"a, b", syntax, "`,` outside a function call", "a formula gives one series: take it out"},
      {"a < b < c", syntax, "comparisons do not chain", "write a < b and b < c"},
      {"12m", syntax, "the duration `12m` is no value",
       "durations stand as arguments: lag(x, 12m), ma(x, 12m)"},
      {"a + 12m", syntax, "the duration `12m` is no value",
       "durations stand as arguments: lag(x, 12m), ma(x, 12m)"},
      {"-12m", syntax, "a duration is no value",
       "durations stand as arguments: lag(x, 12m), and are never negative"},
      {"lagg(x, 1m)", function, "unknown function `lagg`", "did you mean `lag`?"},
      {"frobnicate(x)", function, "unknown function `frobnicate`", "rerate help functions lists them"},
      {"sma(x, 3m)", function, "unknown function `sma`", "write ma(x, 12m)"},
      {"rates.gs10(x)", function, "unknown function `rates.gs10`",
       "a catalogue id is no function: take the parenthesis out"},
      {"lead(x, 1m)", ahead, "`lead` would read the future",
       "a formula reads only what was known: write lag(x, 12m) on the other series"},
      {"lag(x, -1m)", ahead, "`lag` of `lag` is negative and would read the future",
       "write a duration that looks back, such as 12m"},
      {"lag(x)", arguments, "`lag` needs 2 arguments, 1 given: `lag` is missing", lag_signature},
      {"lag()", arguments, "`lag` needs 2 arguments, 0 given: `x` is missing", lag_signature},
      {"mean(x)", arguments, "`mean` needs at least 2 arguments, 1 given: `y` is missing",
       "write mean(x, y, ...), e.g. mean(french.small_growth, french.small_neutral, french.small_value)"},
      {"lag(x, 1m, 2)", arguments, "`lag` takes at most 2 arguments", lag_signature},
      {"lag(x,)", arguments, "an argument is missing before `)`", lag_signature},
      {"max(a,,b)", arguments, "an argument is missing before `,`",
       "write max(x, y, ...), e.g. max(rates.gs10 - bey(rates.tb3ms), 0)"},
      {"lag(x, 12)", duration, "`lag` of `lag` is a duration, and `12` has no unit",
       "add the unit: 12m, 4q, 1y, 52w, 250d"},
      {"lag(x, y)", duration, "`lag` of `lag` is a duration, not `y`", lag_signature},
      {"ma(x, 0m)", duration, "`window` of `ma` must be longer than nothing",
       "write a duration above 0, such as 12m"},
      {"ma(x, widow = 3m)", arguments, "`ma` has no argument named `widow`",
       "write ma(x, window), e.g. ma(philly.current_activity, 3m)"},
      {"ma(x, x = y)", arguments, "`x` is given twice",
       "write ma(x, window), e.g. ma(philly.current_activity, 3m)"},
      {"ma(window = 3m, x)", syntax, "an argument without a name follows a named one",
       "put named arguments last"},
      {"resample(x, monthly, last)", arguments, "expected week, month, quarter, year, not `monthly`",
       "did you mean `month`?"},
      {"resample(x, 3, last)", arguments, "expected week, month, quarter, year, not `3`",
       "write resample(x, quarter, mean)"},
      {"resample(x, month, median)", arguments, "expected last, mean, sum, first, not `median`",
       "did you mean `mean`?"},
  };
  for (const auto& mistake : mistakes) {
    const auto failure = failure_of(mistake.text);
    EXPECT_EQ(describe(failure.code).code, describe(mistake.code).code) << mistake.text;
    EXPECT_EQ(failure.what, mistake.what) << mistake.text;
    EXPECT_EQ(failure.mend, mistake.mend) << mistake.text;
  }
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(Parser, NestingIsLimited) {
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"(", ")"}, {"-", ""}, {"not ", ""}, {"abs(", ")"}, {"x^", ""}, {"x+(", ")"}, {"x^-", ""}};
  for (const auto& [open, close] : forms) {
    const int most = open == "x^-" ? 100 : 200;
    EXPECT_NO_THROW(parsed(repeated(open, most) + "x" + repeated(close, most))) << open;
    const auto failure = failure_of(repeated(open, most + 1) + "x" + repeated(close, most + 1));
    EXPECT_EQ(failure.code, ErrorCode::formula_too_large) << open;
    EXPECT_EQ(failure.what, "the formula nests more than 200 levels");
    EXPECT_EQ(failure_of(repeated(open, 15000)).code, ErrorCode::formula_too_large) << open;
  }
}

TEST(Parser, LongFlatFormulas) {
  const auto longest = "x" + repeated("+x", 1000);
  const auto tree = parse_formula(FormulaSource(longest, {}));
  EXPECT_EQ(tree.nodes.size(), longest.size());
  EXPECT_EQ(tree.references.size(), 1u);
  EXPECT_NO_THROW(parse_formula(FormulaSource("max(x" + repeated(",x", 1999) + ")", {})));
  for (const auto& more : {longest + "+x", "max(x" + repeated(",x", 2000) + ")", "x" + repeated("+-x", 667),
                           longest + repeated("+x", 30000)}) {
    const auto failure = failure_of(more);
    EXPECT_EQ(failure.code, ErrorCode::formula_too_large);
    EXPECT_EQ(failure.what, "the operations of the formula read more than 2000 operands");
  }
  const auto failure = failure_of("x" + repeated(" ", 65536));
  EXPECT_EQ(failure.code, ErrorCode::formula_too_large);
  EXPECT_EQ(failure.what, "the formula has 65537 bytes; 65536 are allowed");
}

TEST(Parser, TreeIsInPostOrder) {
  const auto tree = parse_formula(FormulaSource("when(a > 0, -b ^ 2, resample(c, month, last) + 1) * d", {}));
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i)
    for (const auto operand : tree.operands_of(tree.nodes[i])) EXPECT_LT(operand, i);
}

}  // namespace
}  // namespace rerate
