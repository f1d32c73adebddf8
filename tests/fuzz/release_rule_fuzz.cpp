// A release rule that is accepted means the same when read again and dates every period, without overflow.
#include <cstdlib>

#include "rerate/series/release_rule.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto rule = parse_release_rule(as_text(data, size));
  if (!rule) {
    FUZZ_CHECK(rule.error().code == ErrorCode::release_rule);
    FUZZ_CHECK(!rule.error().what.empty());
    return 0;
  }
  const auto again = parse_release_rule(rule->text);
  FUZZ_CHECK(again.has_value());
  for (const auto frequency : {Frequency::daily, Frequency::monthly, Frequency::annual}) {
    const auto period = period_of(frequency, make_date(2020, 2, 29));
    FUZZ_CHECK(release_date(*rule, period) == release_date(*again, period));
    FUZZ_CHECK(std::abs(release_date(*rule, period) - last_day(period)) < 1'000'000);
  }
  return 0;
}
