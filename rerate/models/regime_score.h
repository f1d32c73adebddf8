#pragma once

#include <vector>

#include "rerate/models/regime_panel.h"

namespace rerate {

// A score of 0 to 1 and a state with hysteresis (domain.md formula 14):
//
//     score_t = 1 / (1 + exp(-m_t)),   m_t = sum w_i s_i z_it / sum w_i,   z winsorised at +-3
//
// with the signs s and weights w of the features. The state becomes 1 (risk-on) when the score reaches 0.5 + h/2, and 0
// (risk-off) when it falls to 0.5 - h/2; in between it stays what it was. The first state is that of the side of 0.5 the
// first score is on. A month without a score has no state and is passed over.
//
// Example: h = 0.2 and scores 0.55, 0.45, 0.40, 0.59, 0.60, 0.41 give 1, 1, 0, 0, 1, 1.
struct RegimeScore {
  std::vector<double> score;  // by row of the panel; NaN where a feature has no z
  std::vector<int> state;     // 0 or 1; -1: none
};
RegimeScore regime_score(const RegimePanel& panel, std::span<const RegimeFeature> features,
                         double hysteresis);

// The states alone, of any scores. 0 <= hysteresis < 1. O(T).
std::vector<int> states_with_hysteresis(std::span<const double> score, double hysteresis);

}  // namespace rerate
