// A period that is accepted holds the days it says, and its text is accepted as the same period.
#include "rerate/base/period.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text(data, size);
  for (const auto frequency :
       {Frequency::daily, Frequency::weekly, Frequency::monthly, Frequency::quarterly, Frequency::annual}) {
    const auto period = parse_period(frequency, text);
    if (!period) continue;
    FUZZ_CHECK(period->frequency == frequency);
    FUZZ_CHECK(first_day(*period) <= last_day(*period));
    FUZZ_CHECK(period_of(frequency, last_day(*period)) == *period);
    FUZZ_CHECK(parse_period(frequency, to_string(*period)) == period);
  }
  return 0;
}
