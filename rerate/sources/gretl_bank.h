#pragma once

#include <filesystem>
#include <string>

#include "rerate/store/store_import.h"

namespace rerate {

// Reads a gretl databank: `name.idx` (text: two lines a series) and `name.bin` (float32, little endian,
// all series one after another; -999 is missing). Series ids become FAMILY.name with FAMILY = `family`.
// float32 figures are widened through their shortest decimal text (4.09f becomes 4.09), so that they
// equal the figure the publisher printed.
// Throws UserError bank_format with file and line.
PackContents read_gretl_bank(const std::filesystem::path& index_file, const std::string& family);

}  // namespace rerate
