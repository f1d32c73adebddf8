#include "rerate/publish/terminal_text.h"

#include <algorithm>
#include <iterator>

#include "rerate/base/utf8.h"

namespace rerate {
namespace {

struct Range {
  char32_t first, last;
};
// Unicode 15: the blocks that matter for titles, not every combining mark there is.
constexpr Range kZeroWidth[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
                                {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
                                {0x202A, 0x202E}, {0x2060, 0x2064}, {0x2066, 0x2069}, {0x20D0, 0x20FF},
                                {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0x33FF}, {0x3400, 0x4DBF},
                           {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},  {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
                           {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
                           {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <std::size_t count>
bool within(const Range (&ranges)[count], char32_t code_point) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](Range range) { return code_point >= range.first && code_point <= range.last; });
}

int code_point_columns(char32_t code_point) {
  if (within(kZeroWidth, code_point)) return 0;
  return within(kWide, code_point) ? 2 : 1;
}

std::string_view ascii_for(char32_t code_point) {
  switch (code_point) {
    case 0x2212:
    case 0x2010:
    case 0x2011:
    case 0x2013:
    case 0x2014:
    case 0x2500: return "-";
    case 0x2026: return "~";  // as wide as what it stands for: columns stay where they are
    case 0x2018:
    case 0x2019: return "'";
    case 0x201C:
    case 0x201D: return "\"";
    case 0x00A0:
    case 0x202F:
    case 0x2009: return " ";
    case 0x2502:
    case 0x00B7: return "|";
    case 0x00D7: return "x";
    // Arrows and triangles.
    case 0x2191:
    case 0x25B2: return "^";
    case 0x2193:
    case 0x25BC: return "v";
    case 0x25B6:
    case 0x2192: return ">";
    case 0x2190: return "<";
    case 0x2197: return "/";
    case 0x2198: return "\\";
    case 0x25CF:
    case 0x25CB: return "o";
    case 0x25A0: return "#";
    // Blocks of sparklines, from low to high.
    case 0x2581: return "_";
    case 0x2582: return ".";
    case 0x2583:
    case 0x2584: return "-";
    case 0x2585:
    case 0x2586: return "=";
    case 0x2587: return "#";
    default: return "?";
  }
}

// The bytes of the text that fill at most `columns`.
std::size_t bytes_within(std::string_view text, int columns) {
  std::size_t position = 0;
  int used = 0;
  while (position < text.size()) {
    const std::size_t before = position;
    used += code_point_columns(next_code_point(text, position));
    if (used > columns) return before;
  }
  return position;
}

}  // namespace

int display_columns(std::string_view text) {
  int columns = 0;
  for (std::size_t position = 0; position < text.size();)
    columns += code_point_columns(next_code_point(text, position));
  return columns;
}

std::string fit_columns(std::string_view text, int columns) {
  if (display_columns(text) <= columns) return std::string(text);
  if (columns < 1) return {};
  return std::string(text.substr(0, bytes_within(text, columns - 1))) + "…";
}

std::string wrap_columns(std::string_view text, int columns, std::string_view indent) {
  const int room = std::max(8, columns - display_columns(indent));
  std::string out;
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::size_t cut = bytes_within(text, room);
    if (cut < text.size() && text[cut] != ' ') {
      const std::size_t space = text.rfind(' ', cut);
      if (space != std::string_view::npos && space > 0) cut = space;
    }
    if (cut == 0) break;
    if (!out.empty()) out += '\n';
    out.append(indent).append(text.substr(0, cut));
    text.remove_prefix(cut);
  }
  return out;
}

std::string ascii_only(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const char32_t code_point = next_code_point(text, position);
    if (code_point < 0x80)
      out.push_back(static_cast<char>(code_point));
    else if (code_point_columns(code_point) > 0)
      out.append(ascii_for(code_point));
  }
  return out;
}

}  // namespace rerate
