#pragma once

#include <string>
#include <vector>

#include "rerate/study/definition_runs.h"

namespace rerate {

// A key that the section leaves out, varied with an option that is what it is then anyway: the study's own definition would count twice. Only
// the figures tell, as no kind of section tells its defaults: a warning for each option of a key left out that gives exactly
// what leaving it out gives, in all definitions that differ in nothing else. None where all options do: then the key changes nothing.
// O(definitions x figures) for such an option, mostly much less.
std::vector<std::string> doubled_defaults(const SectionRequest& section, const DefinitionRuns& runs);

}  // namespace rerate
