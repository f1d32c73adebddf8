#include "rerate/store/storable_text.h"

#include "rerate/base/utf8.h"

namespace rerate {

std::string storable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t one = next_code_point(text, at);
    append_utf8(out, one == 0 ? U'\uFFFD' : one);
  }
  return out;
}

std::string sql_literal(std::string_view text) {
  std::string out = "'";
  for (const char c : storable(text)) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

}  // namespace rerate
