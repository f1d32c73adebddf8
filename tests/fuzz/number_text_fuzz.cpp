// parse_number accepts finite decimals only, and shortest() reads back as the same bits.
#include <bit>
#include <cmath>

#include "rerate/base/number_text.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto number = parse_number(as_text(data, size));
  if (!number) return 0;
  FUZZ_CHECK(std::isfinite(*number));
  const auto again = parse_number(shortest(*number));
  FUZZ_CHECK(again && std::bit_cast<std::uint64_t>(*again) == std::bit_cast<std::uint64_t>(*number));
  for (const int decimals : {0, 1, 3}) FUZZ_CHECK(!fixed(*number, decimals).empty());
  return 0;
}
