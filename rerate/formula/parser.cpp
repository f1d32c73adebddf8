#include "rerate/formula/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "rerate/base/spelling.h"
#include "rerate/formula/foreign_functions.h"
#include "rerate/formula/lexer.h"

namespace rerate {
namespace {

// Binding strengths.
enum : int { kOr = 1, kAnd, kNot, kCompare, kAdd, kMultiply, kNegate, kPower };

struct OperatorRow {
  std::string_view text;
  Operation operation;
  int strength;
};

constexpr OperatorRow kOperators[] = {
    {"or", Operation::or_, kOr},           {"and", Operation::and_, kAnd},
    {"<", Operation::less, kCompare},      {"<=", Operation::less_equal, kCompare},
    {">", Operation::greater, kCompare},   {">=", Operation::greater_equal, kCompare},
    {"==", Operation::equal, kCompare},    {"!=", Operation::not_equal, kCompare},
    {"+", Operation::add, kAdd},           {"-", Operation::subtract, kAdd},
    {"*", Operation::multiply, kMultiply}, {"/", Operation::divide, kMultiply},
    {"^", Operation::power, kPower},
};

const OperatorRow* find_operator(const Token& token) {
  if (token.kind != TokenKind::symbol && token.kind != TokenKind::name) return nullptr;
  for (const auto& row : kOperators)
    if (row.text == token.text) return &row;
  return nullptr;
}

bool is_word_operator(std::string_view text) { return text == "and" || text == "or" || text == "not"; }

constexpr std::array<std::pair<std::string_view, Frequency>, 4> kFrequencies{{
    {"week", Frequency::weekly},
    {"month", Frequency::monthly},
    {"quarter", Frequency::quarterly},
    {"year", Frequency::annual},
}};

constexpr std::array<std::pair<std::string_view, Reduction>, 4> kReductions{{
    {"last", Reduction::last},
    {"mean", Reduction::mean},
    {"sum", Reduction::sum},
    {"first", Reduction::first},
}};

class Parser {
 public:
  explicit Parser(const FormulaSource& source) : source_(source), tokens_(tokenize(source)) {}

  SyntaxTree run() {
    if (tokens_.size() == 1)
      source_.refuse({}, ErrorCode::formula_syntax, "the formula is empty",
                     "write a series or an expression, such as rates.gs10 - bey(rates.tb3ms)");
    expression(kOr);
    if (now().kind != TokenKind::end) refuse_leftover();
    return std::move(tree_);
  }

 private:
  // Counts what may nest without bound; the parser recurses a fixed number of times for each.
  class Nesting {
   public:
    Nesting(Parser& parser, Span span) : parser_(parser) {
      if (++parser_.depth_ > kMostNesting)
        parser_.source_.refuse(span, ErrorCode::formula_too_large,
                               fmt::format("the formula nests more than {} levels", kMostNesting),
                               "split it into several named series of the study");
    }
    ~Nesting() { --parser_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Parser& parser_;
  };

  const Token& now() const { return tokens_[at_]; }
  const Token& following() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  const Token& take() { return tokens_[now().kind == TokenKind::end ? at_ : at_++]; }
  bool is(std::string_view symbol) const { return now().kind == TokenKind::symbol && now().text == symbol; }
  bool is_keyword(std::string_view word) const { return now().kind == TokenKind::name && now().text == word; }

  std::string told(const Token& token) const {
    return token.kind == TokenKind::end ? "the end of the formula" : source_.quoted(token.span);
  }

  [[noreturn]] void refuse(const Token& token, std::string what, std::string mend) const {
    source_.refuse(token.span, ErrorCode::formula_syntax, std::move(what), std::move(mend));
  }

  [[noreturn]] void refuse_leftover() const {
    if (is("=")) refuse(now(), "`=` does not compare", "write `==`");
    if (is(")")) refuse(now(), "`)` closes nothing", "take it out, or open a parenthesis before");
    if (is(",")) refuse(now(), "`,` outside a function call", "a formula gives one series: take it out");
    refuse(now(), "an operator is missing before " + told(now()), "write one of + - * / ^ < > and or");
  }

  std::uint32_t add(Node node) {
    tree_.nodes.push_back(node);
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }

  std::uint32_t add(Node node, std::span<const std::uint32_t> operands) {
    if (tree_.operands.size() + operands.size() > kMostOperands)
      source_.refuse(node.span, ErrorCode::formula_too_large,
                     fmt::format("the operations of the formula read more than {} operands", kMostOperands),
                     "split it into several named series of the study");
    node.first_operand = static_cast<std::uint32_t>(tree_.operands.size());
    node.operands = static_cast<std::uint32_t>(operands.size());
    tree_.operands.insert(tree_.operands.end(), operands.begin(), operands.end());
    return add(node);
  }

  Span span_of(std::uint32_t node) const { return tree_.nodes[node].span; }

  std::uint32_t expression(int strength) {
    auto left = prefixed();
    for (const auto* row = find_operator(now()); row && row->strength >= strength;
         row = find_operator(now())) {
      const Token symbol = take();
      left = binary(*row, symbol, left);
    }
    return left;
  }

  std::uint32_t binary(const OperatorRow& row, const Token& symbol, std::uint32_t left) {
    std::uint32_t right = 0;
    if (row.strength == kPower) {
      const Nesting nesting(*this, symbol.span);
      right = expression(kPower);
    } else {
      right = expression(row.strength + 1);
    }
    if (row.strength == kCompare) refuse_chain();
    const Node node{.type = Node::Type::binary,
                    .operation = row.operation,
                    .span = {span_of(left).begin, span_of(right).end}};
    return add(node, std::array{left, right});
  }

  void refuse_chain() const {
    const auto* next = find_operator(now());
    if (next && next->strength == kCompare)
      refuse(now(), "comparisons do not chain", "write a < b and b < c");
  }

  std::uint32_t prefixed() {
    if (is("-")) return unary(Node::Type::negate, kNegate);
    if (is_keyword("not")) return unary(Node::Type::not_, kCompare);
    return primary();
  }

  std::uint32_t unary(Node::Type type, int strength) {
    const Token symbol = take();
    if (now().kind == TokenKind::duration)
      refuse(now(), "a duration is no value",
             "durations stand as arguments: lag(x, 12m), and are never negative");
    const Nesting nesting(*this, symbol.span);
    const auto operand = expression(strength);
    return add(Node{.type = type, .span = {symbol.span.begin, span_of(operand).end}}, std::array{operand});
  }

  std::uint32_t primary() {
    const Token token = take();
    if (token.kind == TokenKind::number) return add(Node{.span = token.span, .number = token.number});
    if (token.kind == TokenKind::symbol && token.text == "(") return parenthesised(token);
    if (token.kind == TokenKind::name && !is_word_operator(token.text))
      return is("(") ? call(token) : reference(token);
    if (token.kind == TokenKind::duration)
      refuse(token, "the duration " + told(token) + " is no value",
             "durations stand as arguments: lag(x, 12m), ma(x, 12m)");
    if (token.kind == TokenKind::symbol && token.text == "+")
      refuse(token, "`+` needs a value before it", "take the `+` out");
    refuse(token, "a value is missing before " + told(token), "write a series, a number or a function here");
  }

  std::uint32_t parenthesised(const Token& open) {
    const Nesting nesting(*this, open.span);
    const auto inner = expression(kOr);
    const auto end = close(open);
    tree_.nodes[inner].span = {open.span.begin, end};  // so that a message shows the parentheses too
    return inner;
  }

  // Takes `)` and returns where it ends.
  std::size_t close(const Token& open) {
    if (is(")")) return take().span.end;
    if (now().kind == TokenKind::end) refuse(open, "`(` is never closed", "write the missing `)`");
    if (is("=")) refuse(now(), "`=` does not compare", "write `==`");
    refuse(now(), "`)` or an operator is missing before " + told(now()),
           "close the `(` or write an operator");
  }

  std::uint32_t reference(const Token& token) {
    const std::string name(token.text);
    const auto [known, is_new] =
        reference_of_.try_emplace(name, static_cast<std::uint32_t>(tree_.references.size()));
    if (is_new) tree_.references.push_back({name, token.span.begin, token.span.end});
    return add(Node{.type = Node::Type::reference, .span = token.span, .reference = known->second});
  }

  [[noreturn]] void refuse_function(const Token& name) const {
    if (name.text == "lead")
      source_.refuse(name.span, ErrorCode::formula_look_ahead, "`lead` would read the future",
                     "a formula reads only what was known: write lag(x, 12m) on the other series");
    const auto what = fmt::format("unknown function `{}`", source_.shown(name.span));
    if (const auto mend = mend_of_foreign_function(name.text); !mend.empty())
      source_.refuse(name.span, ErrorCode::formula_unknown_function, what, std::string(mend));
    if (name.text.find('.') != std::string_view::npos)
      source_.refuse(name.span, ErrorCode::formula_unknown_function, what,
                     "a catalogue id is no function: take the parenthesis out");
    source_.refuse(name.span, ErrorCode::formula_unknown_function, what,
                   did_you_mean(name.text, function_names(), "rerate help functions lists them"));
  }

  std::uint32_t call(const Token& name) {
    const auto* rule = find_function(name.text);
    if (!rule) refuse_function(name);
    const Token open = take();
    const Nesting nesting(*this, open.span);
    std::vector<std::uint32_t> slots(rule->parameters.size(), kAbsent);
    std::size_t given = 0;
    bool named = false;
    while (!is(")")) {
      if (given > 0) comma(open);
      named = argument(*rule, name, given, named, slots) || named;
      ++given;
    }
    const Span span{name.span.begin, close(open)};
    check_given(*rule, span, slots, given);
    return add(Node{.type = Node::Type::call, .span = span, .function = rule}, slots);
  }

  void comma(const Token& open) {
    if (!is(",")) close(open);  // always refuses: it is not at `)`
    take();
  }

  // One argument into its slot; true when it was given by name.
  bool argument(const FunctionRule& rule, const Token& name, std::size_t given, bool after_named,
                std::vector<std::uint32_t>& slots) {
    if (now().kind == TokenKind::name && following().text == "=") {
      const auto slot = named_slot(rule, slots);
      slots[slot] = value_for(rule, slot);
      return true;
    }
    if (after_named)
      refuse(now(), "an argument without a name follows a named one", "put named arguments last");
    if (given >= rule.parameters.size()) {
      if (!rule.variadic)
        source_.refuse(now().span, ErrorCode::formula_arguments,
                       fmt::format("`{}` takes at most {} arguments", rule.name(), rule.parameters.size()),
                       signature_mend(rule));
      slots.push_back(kAbsent);
    }
    if (is(")") || is(",") || now().kind == TokenKind::end)
      source_.refuse(now().kind == TokenKind::end ? name.span : now().span, ErrorCode::formula_arguments,
                     "an argument is missing before " + told(now()), signature_mend(rule));
    slots[given] = value_for(rule, given);
    return false;
  }

  // Takes `name =` and returns the parameter's place.
  std::size_t named_slot(const FunctionRule& rule, const std::vector<std::uint32_t>& slots) {
    const Token word = take();
    take();
    for (std::size_t i = 0; i < rule.parameters.size(); ++i) {
      if (rule.parameters[i].name != word.text) continue;
      if (slots[i] != kAbsent)
        source_.refuse(word.span, ErrorCode::formula_arguments, fmt::format("`{}` is given twice", word.text),
                       signature_mend(rule));
      return i;
    }
    source_.refuse(word.span, ErrorCode::formula_arguments,
                   fmt::format("`{}` has no argument named {}", rule.name(), source_.quoted(word.span)),
                   signature_mend(rule));
  }

  static std::string signature_mend(const FunctionRule& rule) {
    return fmt::format("write {}, e.g. {}", rule.description->signature, rule.description->example);
  }

  void check_given(const FunctionRule& rule, Span span, const std::vector<std::uint32_t>& slots,
                   std::size_t given) const {
    for (std::size_t i = 0; i < rule.parameters.size(); ++i) {
      if (slots[i] != kAbsent || rule.parameters[i].optional) continue;
      source_.refuse(
          span, ErrorCode::formula_arguments,
          fmt::format("`{}` needs {}{} argument{}, {} given: `{}` is missing", rule.name(),
                      rule.variadic || rule.required < rule.parameters.size() ? "at least " : "",
                      rule.required, rule.required == 1 ? "" : "s", given, rule.parameters[i].name),
          signature_mend(rule));
    }
  }

  std::uint32_t value_for(const FunctionRule& rule, std::size_t slot) {
    const auto kind = slot < rule.parameters.size() ? rule.parameters[slot].kind : ParameterKind::value;
    switch (kind) {
      case ParameterKind::value: return expression(kOr);
      case ParameterKind::frequency: return frequency_word();
      case ParameterKind::how: return reduction_word();
      default: return duration_token(rule, rule.parameters[slot]);
    }
  }

  std::uint32_t duration_token(const FunctionRule& rule, const Parameter& parameter) {
    if (is("-"))
      source_.refuse(
          {now().span.begin, following().span.end}, ErrorCode::formula_look_ahead,
          fmt::format("`{}` of `{}` is negative and would read the future", parameter.name, rule.name()),
          "write a duration that looks back, such as 12m");
    const Token token = take();
    if (token.kind == TokenKind::number)
      source_.refuse(token.span, ErrorCode::formula_duration,
                     fmt::format("`{}` of `{}` is a duration, and {} has no unit", parameter.name,
                                 rule.name(), source_.quoted(token.span)),
                     "add the unit: 12m, 4q, 1y, 52w, 250d");
    if (token.kind != TokenKind::duration)
      source_.refuse(
          token.span, ErrorCode::formula_duration,
          fmt::format("`{}` of `{}` is a duration, not {}", parameter.name, rule.name(), told(token)),
          signature_mend(rule));
    if (parameter.kind == ParameterKind::window && token.duration.count == 0)
      source_.refuse(token.span, ErrorCode::formula_duration,
                     fmt::format("`{}` of `{}` must be longer than nothing", parameter.name, rule.name()),
                     "write a duration above 0, such as 12m");
    return add(Node{.type = Node::Type::duration, .duration = token.duration, .span = token.span});
  }

  template <class Words>
  auto word(const Words& words, std::string_view wanted) {
    const Token token = take();
    for (const auto& [text, meaning] : words)
      if (token.kind == TokenKind::name && token.text == text) return std::pair{meaning, token.span};
    std::vector<std::string> texts;
    for (const auto& row : words) texts.emplace_back(row.first);
    source_.refuse(token.span, ErrorCode::formula_arguments,
                   fmt::format("expected {}, not {}", fmt::join(texts, ", "), told(token)),
                   did_you_mean(token.text, texts, std::string(wanted)));
  }

  std::uint32_t frequency_word() {
    const auto [frequency, span] = word(kFrequencies, "write resample(x, quarter, mean)");
    return add(Node{.type = Node::Type::frequency, .frequency = frequency, .span = span});
  }

  std::uint32_t reduction_word() {
    const auto [reduction, span] = word(kReductions, "write resample(x, quarter, mean)");
    return add(Node{.type = Node::Type::reduction, .reduction = reduction, .span = span});
  }

  const FormulaSource& source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  SyntaxTree tree_;
  std::unordered_map<std::string, std::uint32_t> reference_of_;
};

}  // namespace

SyntaxTree parse_formula(const FormulaSource& source) {
  if (source.text().size() > kMostFormulaBytes)
    source.refuse(
        {0, 1}, ErrorCode::formula_too_large,
        fmt::format("the formula has {} bytes; {} are allowed", source.text().size(), kMostFormulaBytes),
        "split it into several named series of the study");
  return Parser(source).run();
}

}  // namespace rerate
