#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/toml_table.h"
#include "rerate/multiverse/lattice.h"
#include "rerate/study/section_question.h"

namespace rerate {

// In a section any value may be a set or a range instead: every combination is a definition of the same claim that could as
// well have been chosen (docs/multiverse.md).
//
//   episode = { below = [48, 47.5, 47], until = "48 .. 52" }   # sets and ranges in place; the first is the study's own
//   gap = { options = [1, 3, 6], usual = 3 }                   # ... unless `usual` names it
//   horizon = "3m .. 24m by 3m"                                # of numbers, durations or dates
//   vary = { horizon = ["6m", "24m"],                          # beside the value in place, which stays the study's own
//            "multiple.drivers" = "subsets",                   # each element of a list (entry of a table) in or out
//            returns = { price = {}, total = { asset = "small_total", benchmark = "large_total" } } }   # several keys together
//   multiverse = { most = 10000, lead = "mean", alpha = 0.05 }
struct SectionChoices {
  // In the order of the file, those in place before those of `vary`. Named by the key ("below"), or by its path where two
  // would have the same name ("signals.momentum.months"); a subset has one choice an element, "rate" with the options "in" and "out".
  std::vector<LatticeChoice> choices;
  std::vector<std::string> paths;  // by choice: "episode.below"; of several keys together the name
  std::vector<Place> places;       // by choice
  // By choice and option: what the option is where its words do not tell it, as a hash of what it changes and of what of the study that
  // speaks of; else "" (definition_hash.h fills it).
  std::vector<std::vector<std::string>> contents;
  // Formulas of the options that the study's own definition does not read.
  std::vector<SeriesUse> uses;
  // The section's question with one option of each choice. Throws UserError where options contradict each other, as the
  // file itself would. Safe from several threads. Some 20 us.
  std::function<SectionQuestion(std::span<const std::uint32_t>)> read;
};

// `multiverse = {...}`
struct MultiverseSettings {
  std::optional<std::uint64_t> most;  // an even sample of so many definitions when there are more
  std::string lead;                   // the number that curve and shares are about; "": the kind's own
  double alpha = 0.05;                // what counts as significant
  Place place;
};

}  // namespace rerate
