#include "rerate/study/study_claims.h"

#include <fmt/format.h>

#include <algorithm>

namespace rerate {

bool has_claims(const StudyFile& study) {
  return std::any_of(study.sections.begin(), study.sections.end(),
                     [](const SectionRequest& section) { return !section.claims.empty(); });
}

void check_claims_section(const StudyFile& study) {
  for (const auto& section : study.sections)
    if (std::holds_alternative<ClaimsRequest>(section.question) && !has_claims(study))
      refuse(ErrorCode::claims_none,
             fmt::format("no section has a claim for [[claims]] to judge: `{}`", section.id),
             std::string(kHowToClaim), section.place);
}

}  // namespace rerate
