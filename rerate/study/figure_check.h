#pragma once

#include "rerate/study/study_file.h"

namespace rerate {

// What can be known of leads and claims before anything is run: throws UserError multiverse_setting for a lead that no definition of its
// section can give; claim_name for a claimed figure that the section cannot have, claim_value for a number claimed as a set or a set
// as a number, and for members of a set that could never be in it (a misspelt sector). Each at its place, with a list of what there is.
void check_figures(const SectionRequest& section);

}  // namespace rerate
