#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rerate/base/error.h"

namespace rerate {

// Bytes [begin, end) of a formula's text.
struct Span {
  std::size_t begin = 0, end = 0;
};

// A formula's text with the place of its first character in the user's file, and how to complain about a
// part of it. Any bytes are accepted: what is no UTF-8 or cannot be printed shows as '?'.
class FormulaSource {
 public:
  FormulaSource(std::string text, Place origin);

  const std::string& text() const { return text_; }
  std::string_view part(Span span) const;
  // The part for use inside a message: one line, long parts cut in the middle.
  std::string shown(Span span) const;
  // shown() in the backquotes of a message.
  std::string quoted(Span span) const;

  // The failure with the place of the span's first character and, as its excerpt, the span's line (cut to
  // about 100 columns around it) above carets. O(length of the text).
  Failure failure(Span span, ErrorCode code, std::string what, std::string mend) const;
  [[noreturn]] void refuse(Span span, ErrorCode code, std::string what, std::string mend) const;

 private:
  Place place_of(std::size_t offset) const;
  std::string excerpt(Span span) const;

  std::string text_;
  Place origin_;
};

// The number of bytes of the character at `offset`: 1..4, and 1 for a byte that is no valid UTF-8.
std::size_t character_length(std::string_view text, std::size_t offset);

}  // namespace rerate
