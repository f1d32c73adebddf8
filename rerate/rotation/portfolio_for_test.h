#pragma once

// The sectors of tests/oracles/rotation_portfolio.R, whose figures come from whole-number formulas.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rerate/rotation/rotation_for_test.h"

namespace rerate {

inline nlohmann::json portfolio_golden() {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/rotation_portfolio.json");
  return nlohmann::json::parse(file);
}

inline constexpr Index kGoldenSectors = 7, kGoldenWindow = 60;

inline double whole_mod(long value, long by) { return static_cast<double>(value % by); }

// Row t - 1 is month t of the formulas.
inline Matrix golden_returns() {
  Matrix returns(kGoldenWindow, kGoldenSectors);
  for (Index t = 1; t <= kGoldenWindow; ++t)
    for (Index i = 1; i <= kGoldenSectors; ++i) {
      const double own = whole_mod(7919 * i * t + 31 * t * t + 17 * i * i, 1009) / 1009 - 0.5;
      const double common = whole_mod(6007 * t * (t + 3), 997) / 997 - 0.5;
      returns(t - 1, i - 1) = (own * (1 + static_cast<double>(i) / 4) + common) / 20;
    }
  return returns;
}

inline Vector golden_scores() {
  Vector score(kGoldenSectors);
  for (Index i = 1; i <= kGoldenSectors; ++i) score[i - 1] = whole_mod(389 * i * (i + 5), 101) / 50 - 1;
  return score;
}

inline std::vector<double> golden_benchmark() {
  std::vector<double> parts;
  for (Index i = 1; i <= kGoldenSectors; ++i) parts.push_back(1 + whole_mod(i * 3, 5));
  return parts;  // not scaled: portfolios do
}

inline std::vector<double> golden_held() {
  std::vector<double> weights;
  double sum = 0;
  for (Index i = 1; i <= kGoldenSectors; ++i) sum += whole_mod(i * 5, 7);
  for (Index i = 1; i <= kGoldenSectors; ++i) weights.push_back(whole_mod(i * 5, 7) / sum);
  return weights;
}

}  // namespace rerate
