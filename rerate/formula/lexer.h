#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/formula/formula_source.h"

namespace rerate {

enum class TokenKind : std::uint8_t { name, number, duration, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  std::string_view text;  // points into the source
  double number = 0;      // of a number
  Duration duration;      // of a duration
};

// Names (`curve`, `rates.gs10`, `and`), numbers (`2`, `0.5`, `1e-3`), durations (`12m`) and the symbols
// + - * / ^ ( ) , = == != < <= > >=, closed by one `end` token. Throws UserError formula_syntax at the
// first character that belongs to none, with the mend for the usual slips (capitals, `&&`, a typographic
// minus). O(length).
std::vector<Token> tokenize(const FormulaSource& source);

}  // namespace rerate
