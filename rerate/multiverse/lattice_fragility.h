#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rerate/multiverse/conclusion_flip.h"
#include "rerate/multiverse/lattice.h"
#include "rerate/multiverse/lattice_values.h"
#include "rerate/statistics/fragility.h"

namespace rerate {

// All that a lattice says of one published number: how it is spread, what the nearest other conclusion takes, and which choices
// matter.
struct ChoiceShare {
  std::string choice;               // its name
  double first_order = 0;           // of the variance, in 0..1: what knowing this choice alone explains
  std::optional<double> shapley;    // of the variance: they add up to 1; nothing from a sample
  std::vector<double> option_mean;  // by option; NaN: no number
};

struct LatticeFragility {
  // Nothing when fewer than two definitions, or not the study's own, give a number: what cannot vary has no fragility.
  std::optional<Fragility> fragility;
  ConclusionFlips flips;
  // By falling Shapley share, or first-order share without it, then in the order of the lattice. Choices of one option are
  // left out. Empty when the number does not vary over the definitions, or a sample is too small for any share.
  std::vector<ChoiceShare> shares;
  // Whether the shares are those of the whole lattice (choice_shares.h), rather than estimates (sampled_choice_shares.h).
  bool exact_shares = false;
};

// The whole lattice is taken when every definition was run and it fits choice_shares: at most kMostChoices choices with more
// than one option, and kMostMargins margins. O(definitions (log definitions + choices)) beside choice_shares. Asserts as own_place does.
LatticeFragility lattice_fragility(const Lattice& lattice, const LatticeValues& given,
                                   const ConclusionRule& rule = {});

}  // namespace rerate
