#pragma once

#include <string>
#include <vector>

#include "rerate/study/study_file.h"

namespace rerate {

// Sets SectionRequest::definition_hash: 32 hexadecimal digits of the SHA-256 of what the section's own definition asks (`texts`, by
// section: TomlReading::canonical_text), with the sections it takes figures from, and of the formulas that it reads, through
// the study's named series down to the catalogue. The order of keys, titles, claims, and options that are not its own do not enter.
// And SectionChoices::contents, of the options of its choices: two options of one key and one content are the same.
void add_definition_hashes(StudyFile& study, const std::vector<std::string>& texts);

}  // namespace rerate
