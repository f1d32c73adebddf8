#pragma once

#include <string>
#include <string_view>

#include "rerate/multiverse/lattice.h"

namespace rerate {

// Choices and options as people say them, where they are shown; files and programs keep the keys of the study file. A key that is a
// word already ("until", "gap") stays as it is, and so does what is no key: a formula, the name of a bundle.

// "periods in a row to leave" of "n_out"; of a path "months of signals momentum". A path whose last part has no words is left as
// it is: it may be the name of a series.
std::string choice_in_words(std::string_view choice);
// "annual changes" of the option `annual_change` of `measure`; "51" of `until`.
std::string option_in_words(std::string_view choice, std::string_view option);
// With the option that differs from the study's: "until 52 instead of 50", "measure: levels instead of annual changes",
// "without rate".
std::string change_in_words(const LatticeChoice& choice, std::size_t option);

}  // namespace rerate
