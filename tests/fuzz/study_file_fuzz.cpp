// Any text is a study or is refused as the user's mistake, in the file it stands in.
#include "rerate/study/study_file.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto study = parse_study(as_text(data, size), "study.toml");
    for (const auto& section : study.sections) {
      FUZZ_CHECK(!section.id.empty() && section.place.line > 0);
      FUZZ_CHECK(!uses_of(section.question).empty());
    }
  } catch (const UserError& error) {
    FUZZ_CHECK(error.failure().place.file == "study.toml");
  }
  return 0;
}
