#pragma once

#include "rerate/study/study_file.h"

namespace rerate {

// Sections that read what another section of the study asks: a rotation its fair value's scenarios and its regimes' features.
// Throws UserError rotation_link at the key: no such section (with the nearest), or one of another kind.
void link_sections(StudyFile& study);
// The same for a question read by itself: another definition of a section, beside the study's sections.
void link_question(SectionQuestion& question, const std::vector<SectionRequest>& sections);

}  // namespace rerate
