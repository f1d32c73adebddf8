#include "rerate/models/regime_spells.h"

#include <limits>

namespace rerate {

std::vector<RegimeSpell> regime_spells(std::span<const int> state) {
  std::vector<RegimeSpell> spells;
  for (std::size_t t = 0; t < state.size(); ++t) {
    if (state[t] < 0) continue;
    const auto month = static_cast<Index>(t);
    if (spells.empty() || spells.back().state != state[t] || spells.back().last != month - 1)
      spells.push_back({month, month, state[t]});
    else
      spells.back().last = month;
  }
  return spells;
}

Matrix regime_transitions(std::span<const int> state, int states) {
  Matrix counts = Matrix::Zero(states, states);
  for (std::size_t t = 1; t < state.size(); ++t)
    if (state[t - 1] >= 0 && state[t] >= 0) ++counts(state[t - 1], state[t]);
  return counts;
}

Matrix transition_shares(const Matrix& counts) {
  Matrix shares = counts;
  for (Index i = 0; i < counts.rows(); ++i) {
    double left = 0;
    for (Index j = 0; j < counts.cols(); ++j) left += counts(i, j);
    for (Index j = 0; j < counts.cols(); ++j)
      shares(i, j) = left > 0 ? counts(i, j) / left : std::numeric_limits<double>::quiet_NaN();
  }
  return shares;
}

}  // namespace rerate
