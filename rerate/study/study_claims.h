#pragma once

#include <string_view>

#include "rerate/study/study_file.h"

namespace rerate {

// What to do about a study without claims.
inline constexpr std::string_view kHowToClaim =
    "Add claim = { episodes = 12, led = 10 } to a section; docs/study-file.md has the rules.";

bool has_claims(const StudyFile& study);

// A section of kind `claims` judges those of the others: throws UserError claims_none at it when there are none.
void check_claims_section(const StudyFile& study);

}  // namespace rerate
