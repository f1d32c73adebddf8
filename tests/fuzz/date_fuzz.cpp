// A date that is accepted is written back as the same ten characters, and calendar arithmetic stays in range.
#include "rerate/base/business_calendar.h"
#include "rerate/base/date.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text(data, size);
  const auto date = parse_date(text);
  if (!date) return 0;
  FUZZ_CHECK(to_string(*date) == text);
  const auto [year, month, day] = civil(*date);
  FUZZ_CHECK(make_date(year, month, day) == *date);
  FUZZ_CHECK(end_of_month(*date) >= *date && end_of_month(*date) - *date < 31);
  FUZZ_CHECK(add_months(*date, 12) - *date >= 365 && add_months(*date, 12) - *date <= 366);
  FUZZ_CHECK(is_business_day(on_or_after_business_day(*date)));
  FUZZ_CHECK(on_or_before_business_day(*date) <= *date);
  return 0;
}
