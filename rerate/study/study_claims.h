#pragma once

#include "rerate/study/study_file.h"

namespace rerate {

bool has_claims(const StudyFile& study);

// A section of kind `claims` judges those of the others: throws UserError claims_none at it when there are none.
void check_claims_section(const StudyFile& study);

}  // namespace rerate
