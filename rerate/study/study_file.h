#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "rerate/study/credit_request.h"
#include "rerate/study/curve_recessions_request.h"
#include "rerate/study/event_study_request.h"
#include "rerate/study/fair_value_request.h"
#include "rerate/study/policy_multiple_request.h"
#include "rerate/study/recession_probability_request.h"
#include "rerate/study/regimes_request.h"
#include "rerate/study/rival_request.h"
#include "rerate/study/rotation_request.h"
#include "rerate/study/scorecard_request.h"
#include "rerate/study/style_curve_request.h"

namespace rerate {

// A study file, read and checked by itself: no series is looked up yet. docs/study-file.md is its reference.
struct SeriesDefinition {
  std::string name;
  std::string title;  // what to call it in sentences; the name when not given
  std::string formula;
  Place place;  // of the formula's first character
};

using SectionQuestion =
    std::variant<EventStudyRequest, CurveRecessionsRequest, FairValueRequest, RivalRequest,
                 PolicyMultipleRequest, CreditRequest, RegimesRequest, StyleCurveRequest,
                 RecessionProbabilityRequest, ScorecardRequest, RotationRequest>;

// The kinds of sections, by the names of their tables in the file.
inline constexpr const char* kSectionKinds[] = {
    "event_study", "curve_recessions",      "fair_value", "rival",   "policy_multiple", "credit", "regimes",
    "style_curve", "recession_probability", "scorecard",  "rotation"};

struct SectionRequest {
  std::string id;
  std::string kind;  // one of kSectionKinds
  std::string title;
  Place place;
  SectionQuestion question;
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

// Every formula that a section reads.
std::vector<SeriesUse> uses_of(const SectionQuestion& question);

}  // namespace rerate
