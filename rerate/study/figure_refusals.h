#pragma once

#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/multiverse/claims.h"

namespace rerate {

// The names of what a section has.
struct FiguresHad {
  std::vector<std::string> numbers, sets;
};

// A claim about a figure that the section does not have: UserError claim_name with a list of what it has; or claim_value, where a number is
// claimed of a set, or a set of a number.
[[noreturn]] void refuse_claimed(const std::string& section, const std::string& kind,
                                 const ClaimedFigure& figure, const FiguresHad& has, const Place& place);

// A lead that is none of the numbers: UserError multiverse_setting with their list.
[[noreturn]] void refuse_lead(const std::string& lead, const std::vector<std::string>& numbers,
                              const Place& place);

}  // namespace rerate
