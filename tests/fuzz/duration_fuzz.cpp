// A duration that is accepted is written back as the same duration, and adding it never goes back in time.
#include "rerate/base/duration.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto duration = parse_duration(as_text(data, size));
  if (!duration) return 0;
  FUZZ_CHECK(duration->count >= 0);
  FUZZ_CHECK(parse_duration(to_string(*duration)) == duration);
  const auto start = make_date(2024, 2, 29);
  FUZZ_CHECK(add(start, *duration) >= start);
  for (const auto frequency : {Frequency::monthly, Frequency::quarterly, Frequency::annual})
    FUZZ_CHECK(periods_in(*duration, frequency).value_or(0) >= 0);
  return 0;
}
