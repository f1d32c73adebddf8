// Any text is the index of a gretl databank or is refused; counts add up and no span is longer than its values.
#include "rerate/sources/gretl_bank.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto index = parse_gretl_index(as_text(data, size), "bank.idx");
    std::size_t values = 0;
    for (const auto& series : index.series) {
      FUZZ_CHECK(!series.name.empty() && series.dated <= series.count);
      values += series.count;
    }
    FUZZ_CHECK(values == index.values);
  } catch (const UserError& error) {
    FUZZ_CHECK(error.failure().place.file == "bank.idx");
  }
  return 0;
}
