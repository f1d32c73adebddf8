#pragma once

#include <string>
#include <vector>

#include "rerate/study/section_context.h"

namespace rerate {

// The catalogue series behind these formulas, by id, each once.
std::vector<std::string> inputs_of(const std::vector<SeriesUse>& uses, const SectionContext& context);

}  // namespace rerate
