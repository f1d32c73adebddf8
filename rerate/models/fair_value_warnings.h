#pragma once

#include <string>
#include <vector>

#include "rerate/models/fair_value.h"

namespace rerate {

// What a reader of the figures must know, in plain words: old figures, drivers that are not told from zero or change their sign,
// differences in place of levels, few blocks, scenarios outside the sample, a gap that is not expected to close, bands that disagree, forecasts fed with the year ahead, what
// could not be split.
std::vector<std::string> fair_value_warnings(const FairValueQuestion& question, const FairValue& result);

}  // namespace rerate
