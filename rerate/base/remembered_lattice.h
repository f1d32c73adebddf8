#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rerate {

// What is remembered of a lattice of definitions that was run, so that each of them can be told later without the study file, and told
// from those of other lattices.
struct RememberedChoice {
  std::string key;                   // what it is about: "episode.below"
  std::string name;                  // as tables call it: "below"
  std::vector<std::string> options;  // in words: "47", "47.5", "48"
  // By option: what it is where its words do not tell it (several keys together, series of the study), as a hash; else "".
  std::vector<std::string> contents;
  std::size_t usual = 0;  // the option of the study's own definition
  bool ordered = true;    // whether options lie on a scale
};

struct RememberedLattice {
  std::string own;  // hash of the study's own definition
  std::vector<RememberedChoice>
      choices;                // a definition is a number, in mixed radix: the last choice turns fastest
  std::uint64_t run = 0;      // definitions that were run: all, or the even sample of so many
  std::uint64_t counted = 0;  // of them those among which the different ones were counted
};

}  // namespace rerate
