#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/study/study_file.h"

namespace rerate {

// The names that a section's figures can have, told by its request before anything is run: whatever it publishes is among them. Where it
// leaves choices open, what any definition of its kind can have.
struct PossibleFigures {
  std::vector<std::string> numbers, sets;  // in the order of the section's numbers
  std::vector<std::string> beginnings;     // "quantile_": numbers of any name that begins so
};
PossibleFigures possible_figures(const SectionRequest& section);

bool can_have_number(const PossibleFigures& figures, std::string_view name);

// Of these numbers those that every definition gives: all but what takes draws, which only the study's own definition has.
std::vector<std::string> numbers_of_definitions(std::string_view kind, std::vector<std::string> numbers);

// What can be in a set of names, whatever the options are: sectors, indicators. Empty for sets of dates, and where it takes more than reading
// each option to tell. Both are O(options) readings of a section that leaves choices open.
std::vector<std::string> possible_members(const SectionRequest& section, std::string_view set);

}  // namespace rerate
