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

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const std::string_view replaced = entity(c);
    if (replaced.empty())
      out += c;
    else
      out += replaced;
  }
  return out;
}

}  // namespace

std::string html_text(std::string_view text) { return escaped(one_clean_line(text)); }

std::string html_lines(std::string_view text) { return escaped(clean_lines(text)); }

}  // namespace rerate
