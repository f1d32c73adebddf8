#pragma once

#include "rerate/study/study_file.h"

namespace rerate {

// Sections that read what another section of the study asks: a rotation its fair value's scenarios and its regimes' features.
// Throws UserError rotation_link at the key: no such section (with the nearest), or one of another kind.
void link_sections(StudyFile& study);

}  // namespace rerate
