// Targets with a planted fault, to show that the driver finds one and keeps the input.
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text(data, size);
  FUZZ_CHECK(text.find("crash()") == std::string_view::npos);
  volatile bool spin = text.find("hang()") != std::string_view::npos;
  while (spin) {
  }
  return 0;
}
