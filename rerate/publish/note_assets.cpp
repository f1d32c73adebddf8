#include "rerate/publish/note_assets.h"

#include <cstddef>

// Laid into the program by the assembler from the files web/ built (web/note_assets.S.in).
extern "C" {
extern const char rerate_note_script_begin[], rerate_note_script_end[];
extern const char rerate_note_script_hash_begin[], rerate_note_script_hash_end[];
extern const char rerate_note_style_begin[], rerate_note_style_end[];
}

namespace rerate {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view note_script() { return between(rerate_note_script_begin, rerate_note_script_end); }
std::string_view note_script_hash() {
  return between(rerate_note_script_hash_begin, rerate_note_script_hash_end);
}
std::string_view note_style() { return between(rerate_note_style_begin, rerate_note_style_end); }

}  // namespace rerate
