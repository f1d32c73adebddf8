#include "rerate/store/utf8_text.h"

#include <cstddef>
#include <cstdint>

namespace rerate {
namespace {

// A lead byte's class: how many bytes follow, and the range of the first of them.
struct Lead {
  std::size_t following;
  unsigned low, high;
};

Lead lead_of(unsigned byte) {
  if (byte < 0x80) return {0, 0, 0};
  if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {SIZE_MAX, 0, 0};
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(text[at]));
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const Lead lead = lead_of(byte(at));
    if (lead.following > text.size() - at - 1) return false;
    for (std::size_t i = 1; i <= lead.following; ++i) {
      const auto next = byte(at + i);
      if (next < (i == 1 ? lead.low : 0x80) || next > (i == 1 ? lead.high : 0xBF)) return false;
    }
    at += lead.following;
  }
  return true;
}

}  // namespace rerate
