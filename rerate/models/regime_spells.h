#pragma once

#include <span>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Months in a row in one state. States are given by month, -1 for none, which ends a spell.
struct RegimeSpell {
  Index first = 0, last = 0;
  int state = 0;
  Index months() const { return last - first + 1; }
};
std::vector<RegimeSpell> regime_spells(std::span<const int> state);

// counts(i, j): how often a month in state i was followed by a month in state j.
Matrix regime_transitions(std::span<const int> state, int states);

// Rows of shares; a state that no month follows has NaN.
Matrix transition_shares(const Matrix& counts);

}  // namespace rerate
