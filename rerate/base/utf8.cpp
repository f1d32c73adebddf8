#include "rerate/base/utf8.h"

namespace rerate {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_control(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x2028 ||
         code_point == 0x2029;
}

// Length a lead byte promises, 0 when it cannot lead.
int promised_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_well_formed(char32_t code_point, int length) {
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  return code_point >= kLeast[length] && code_point <= 0x10FFFF && !surrogate;
}

// The code point at `position` (which moves past it), or false: then it moves by one byte.
bool decode(std::string_view text, std::size_t& position, char32_t& code_point) {
  const auto lead = static_cast<unsigned char>(text[position]);
  const int length = promised_length(lead);
  const std::size_t start = position++;
  code_point = lead;
  if (length == 1) return true;
  if (length == 0 || start + static_cast<std::size_t>(length) > text.size()) return false;
  code_point = lead & (0xFFu >> (length + 1));
  for (int i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[start + static_cast<std::size_t>(i)]);
    if ((next & 0xC0) != 0x80) return false;
    code_point = (code_point << 6) | (next & 0x3Fu);
  }
  if (!is_well_formed(code_point, length)) return false;
  position = start + static_cast<std::size_t>(length);
  return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
  char32_t code_point = 0;
  for (std::size_t position = 0; position < text.size();)
    if (!decode(text, position, code_point)) return false;
  return true;
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  char32_t code_point = 0;
  return decode(text, position, code_point) ? code_point : kReplacement;
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

std::string one_clean_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const char32_t code_point = next_code_point(text, position);
    const bool blank = code_point == '\t' || code_point == '\n' || code_point == '\r';
    append_utf8(out, blank ? U' ' : is_control(code_point) ? kReplacement : code_point);
  }
  return out;
}

std::string clean_lines(std::string_view text) {
  std::string out;
  while (true) {
    const auto end = text.find('\n');
    out += one_clean_line(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace rerate
