// Any text is a pack's series.toml or is refused; what is accepted has whole entries and files inside the root.
#include "rerate/sources/manifest.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto manifest = parse_manifest(as_text(data, size), "series.toml");
    for (const auto& file : manifest.files()) FUZZ_CHECK(!file.empty() && !file.starts_with('/'));
    for (const auto& table : manifest.tables)
      for (const auto& series : table.series) {
        FUZZ_CHECK(series.entry.id.find('.') != std::string::npos);
        FUZZ_CHECK(series.entry.valid_low <= series.entry.valid_high);
      }
  } catch (const UserError& error) {
    FUZZ_CHECK(error.failure().place.file == "series.toml");
  }
  return 0;
}
