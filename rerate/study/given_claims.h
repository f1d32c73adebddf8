#pragma once

#include "rerate/multiverse/claims.h"
#include "rerate/study/section_question.h"

namespace rerate {

// Whether a claim is met by arithmetic on figures that the study was given, so that no history of anything is put to it: of a
// fair value whose multiple and growth are given, not estimated, all figures but prices that are looked up (`price`,
// `record_level`); where growth alone is given, the figures of growth alone. Names of figures are those of the section's numbers. All other
// kinds estimate or count.
bool is_arithmetic(const SectionQuestion& question, const Claim& claim);

}  // namespace rerate
