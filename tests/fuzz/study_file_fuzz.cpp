// Any text is a study or is refused as the user's mistake, in the file it stands in; and so is every other definition that its
// sections leave open, but for the study's own, which was read already.
#include "rerate/study/study_file.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

namespace {

void read_definitions(const SectionChoices& choices) {
  std::vector<std::uint32_t> own, first(choices.choices.size(), 0), last;
  for (const auto& choice : choices.choices) {
    FUZZ_CHECK(choice.options.size() > 1 && choice.usual < choice.options.size());
    own.push_back(static_cast<std::uint32_t>(choice.usual));
    last.push_back(static_cast<std::uint32_t>(choice.options.size() - 1));
  }
  FUZZ_CHECK(choices.paths.size() == own.size() && choices.places.size() == own.size());
  choices.read(own);
  for (const auto& other : {first, last}) {
    try {
      choices.read(other);
    } catch (const UserError& error) {
      FUZZ_CHECK(error.failure().place.file == "study.toml");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::optional<StudyFile> study;
  try {
    study = parse_study(as_text(data, size), "study.toml");
  } catch (const UserError& error) {
    FUZZ_CHECK(error.failure().place.file == "study.toml");
    return 0;
  }
  for (const auto& section : study->sections) {
    FUZZ_CHECK(!section.id.empty() && section.place.line > 0);
    FUZZ_CHECK(section.kind == "claims" || !uses_of(section.question).empty());
    FUZZ_CHECK(section.definition_hash.size() == 32);
    if (section.choices) read_definitions(*section.choices);
  }
  return 0;
}
