#include "rerate/formula/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_word(char c) { return is_digit(c) || is_lower(c) || is_upper(c); }

struct Slip {
  std::string_view written, meant;
};

// What people write when they mean one of our symbols.
constexpr Slip kSlips[] = {
    {"&&", "and"},    {"||", "or"},    {"&", "and"},    {"|", "or"},     {"**", "^"},      {"<>", "!="},
    {"=<", "<="},     {"=>", ">="},    {"!", "not"},    {"~", "not"},    {"\u2212", "-"},  {"\u2013", "-"},
    {"\u2014", "-"},  {"\u00D7", "*"}, {"\u00B7", "*"}, {"\u00F7", "/"}, {"\u2264", "<="}, {"\u2265", ">="},
    {"\u2260", "!="}, {"[", "("},      {"]", ")"},      {"{", "("},      {"}", ")"},       {";", ","},
};

constexpr std::string_view kSymbols[] = {"<=", ">=", "==", "!=", "+", "-", "*", "/",
                                         "^",  "(",  ")",  ",",  "<", ">", "="};

class Lexer {
 public:
  explicit Lexer(const FormulaSource& source) : source_(source), text_(source.text()) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    for (skip_space(); at_ < text_.size(); skip_space()) tokens.push_back(next());
    tokens.push_back(token(TokenKind::end, text_.size()));
    return tokens;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }

  char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }

  Token token(TokenKind kind, std::size_t end) {
    Token made{kind, {at_, end}, text_.substr(at_, end - at_), 0, {}};
    at_ = end;
    return made;
  }

  Token next() {
    const char c = text_[at_];
    if (is_digit(c) || (c == '.' && is_digit(at(at_ + 1)))) return number_or_duration();
    if (is_lower(c) || is_upper(c)) return name();
    return symbol();
  }

  Token symbol() {
    const auto rest = text_.substr(at_);
    for (const auto& slip : kSlips)
      if (rest.starts_with(slip.written) && !rest.starts_with("!="))
        source_.refuse({at_, at_ + slip.written.size()}, ErrorCode::formula_syntax,
                       fmt::format("`{}` is no operator here", slip.written),
                       fmt::format("write `{}`", slip.meant));
    for (const auto known : kSymbols)
      if (rest.starts_with(known)) return token(TokenKind::symbol, at_ + known.size());
    const Span span{at_, at_ + character_length(text_, at_)};
    source_.refuse(span, ErrorCode::formula_syntax,
                   fmt::format("unexpected character {}", source_.quoted(span)), "take it out");
  }

  std::size_t digits_end(std::size_t from) const {
    while (is_digit(at(from))) ++from;
    return from;
  }

  // The end of digits[.digits][e[+-]digits].
  std::size_t number_end() const {
    auto end = digits_end(at_);
    if (at(end) == '.') end = digits_end(end + 1);
    if (at(end) != 'e') return end;
    const auto sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1u : 0u;
    const auto exponent_end = digits_end(end + 1 + sign);
    return exponent_end > end + 1 + sign ? exponent_end : end;
  }

  Token number_or_duration() {
    const auto end = number_end();
    if (is_word(at(end)) || at(end) == '.') return duration(end);
    const auto number = parse_number(text_.substr(at_, end - at_));
    if (!number)
      source_.refuse({at_, end}, ErrorCode::formula_syntax,
                     "the number " + source_.quoted({at_, end}) + " is too large or too small",
                     "write a number between 1e-300 and 1e300");
    auto made = token(TokenKind::number, end);
    made.number = *number;
    return made;
  }

  Token duration(std::size_t unit) {
    auto end = unit;
    while (is_word(at(end)) || at(end) == '.') ++end;
    const auto parsed = parse_duration(text_.substr(at_, end - at_));
    if (!parsed)
      source_.refuse(
          {at_, end}, ErrorCode::formula_syntax,
          source_.quoted({at_, end}) + " is neither a number nor a duration",
          "a duration is a whole number of at most six digits and one of d, w, m, q, y: 12m, 4q, 250d");
    auto made = token(TokenKind::duration, end);
    made.duration = *parsed;
    return made;
  }

  Token name() {
    auto end = at_;
    while (is_word(at(end)) || at(end) == '.') ++end;
    const Span span{at_, end};
    const auto word = text_.substr(at_, end - at_);
    if (std::any_of(word.begin(), word.end(), is_upper))
      source_.refuse(span, ErrorCode::formula_syntax,
                     "names are written in lower case: " + source_.quoted(span),
                     fmt::format("write `{}`", lower(source_.shown(span))));
    if (word.back() == '.' || word.find("..") != std::string_view::npos)
      source_.refuse(span, ErrorCode::formula_syntax, source_.quoted(span) + " is not a name",
                     "a catalogue id is family.name, such as rates.gs10");
    return token(TokenKind::name, end);
  }

  static std::string lower(std::string text) {
    for (char& c : text)
      if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return text;
  }

  const FormulaSource& source_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(const FormulaSource& source) { return Lexer(source).run(); }

}  // namespace rerate
