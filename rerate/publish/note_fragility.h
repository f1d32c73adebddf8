#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

// The table of how numbers are spread over the definitions, as a page has room for it: without what each row says again, the
// definitions where they are as many everywhere, and columns that are empty; what says otherwise stands below it, in flips_html. Any other
// table as it is.
Table shown_fragility(const Table& table);

// A list below that table: by number the nearest definition that says otherwise. Empty without any, and for any other table.
std::string flips_html(const Table& table);

}  // namespace rerate
