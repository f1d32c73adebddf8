#include "rerate/publish/html_text.h"

#include "rerate/base/utf8.h"

namespace rerate {
namespace {

std::string_view entity(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : one_clean_line(text)) {
    const std::string_view escaped = entity(c);
    if (escaped.empty())
      out += c;
    else
      out += escaped;
  }
  return out;
}

}  // namespace rerate
