#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rerate/study/claim_request.h"
#include "rerate/study/section_choices.h"
#include "rerate/study/section_question.h"

namespace rerate {

// A study file, read and checked by itself: no series is looked up yet. docs/study-file.md is its reference.
struct SeriesDefinition {
  std::string name;
  std::string title;  // what to call it in sentences; the name when not given
  std::string formula;
  Place place;  // of the formula's first character
};

struct SectionRequest {
  std::string id;
  std::string kind;  // one of kSectionKinds
  std::string title;
  Place place;
  SectionQuestion question;                       // the study's own definition
  std::shared_ptr<const SectionChoices> choices;  // null: it leaves none open
  MultiverseSettings multiverse;
  std::vector<ClaimRequest> claims;
  // Of the section's own definition: what it asks, and the formulas it reads, without titles and claims. 32 hexadecimal digits.
  std::string definition_hash;
};

struct StudyFile {
  std::string title;
  std::filesystem::path path;
  std::string sha256;         // of the file as it is on disk, and of the overrides
  std::optional<Date> as_of;  // nothing: "latest"
  std::vector<std::string> packs;
  std::uint64_t seed = 1;
  SeriesUse recessions;  // empty formula: no shading
  std::vector<SeriesDefinition> series;
  std::vector<SectionRequest> sections;  // in the order of the file
  std::vector<SeriesUse> asked;          // formulas asked for beside the file, by rerate eval
};

// `overrides` are the --set key=value of the command. Throws UserError study_file with file:line:column.
StudyFile read_study_file(const std::filesystem::path& path,
                          const std::vector<std::pair<std::string, std::string>>& overrides = {});
// The same for text already in memory (the fuzzer's door).
StudyFile parse_study(std::string_view content, const std::filesystem::path& path,
                      const std::vector<std::pair<std::string, std::string>>& overrides = {});

}  // namespace rerate
