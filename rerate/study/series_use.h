#pragma once

#include <map>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

// A formula that a section asks for, in a role: `signal = "philly.current_activity"`.
struct SeriesUse {
  std::string role;
  std::string formula;
  Place place;  // of the formula's first character
};

// A formula's value as of the study's date, with what is known about where it came from.
struct SeriesInput {
  Series series;
  std::string title;                       // what to call it in a sentence
  bool redistribute = true;                // false when any series it reads may not be republished
  std::vector<std::string> catalogue_ids;  // every catalogue series it reads, sorted
};

// Inputs by formula text: the same text is the same series.
using SeriesInputs = std::map<std::string, SeriesInput, std::less<>>;

}  // namespace rerate
