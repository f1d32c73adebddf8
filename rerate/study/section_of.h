#pragma once

#include "rerate/study/results.h"
#include "rerate/study/section_context.h"
#include "rerate/study/section_question.h"

namespace rerate {

// Runs what a section asks, by its kind, and tells it. A section of claims is made of the others (section_multiverse.h): here
// it is empty. Throws UserError where the kind's own would.
Section section_of(const std::string& id, const std::string& title, const SectionQuestion& question,
                   const SectionContext& context);

}  // namespace rerate
