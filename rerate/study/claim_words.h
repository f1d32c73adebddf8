#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

// Of the definitions that reproduce a claim, how well: "8 exactly, 16 within rounding", "all within rounding". Empty when all do
// exactly, or none.
std::string exactness_in_words(const JudgedClaim& claim);

// The definitions it was put to: "63 definitions", "an even sample of 1,000 of 2,400,000 definitions".
std::string judged_by_in_words(const JudgedClaim& claim);

// The verdict with what stands behind it: "exact", "exact, from given figures".
std::string verdict_with_source(const JudgedClaim& claim);

}  // namespace rerate
