// p-values equal strucchange's over coefficients, trimming and statistics -> EqualStrucchange
// Andrews's (2003) 5% critical values at 15% trimming have p near 5%      -> AndrewsCriticalValues
// p falls as the statistic grows                                          -> FallsInTheStatistic
// No figures for more than ten coefficients                               -> NoneBeyondTheTable

#include "rerate/time_series/hansen_sup_f.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace rerate {
namespace {

TEST(HansenSupF, EqualStrucchange) {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/structural_breaks.json");
  const auto golden = nlohmann::json::parse(file).at("p_values");
  ASSERT_GE(golden.size(), 100U);
  for (const auto& row : golden) {
    const double theirs = row.at("p");
    EXPECT_NEAR(hansen_sup_f_p(row.at("statistic"), row.at("k"), row.at("tau")), theirs, 1e-10) << row;
  }
}

TEST(HansenSupF, AndrewsCriticalValues) {
  const double critical[] = {8.68, 11.72, 14.13, 16.36, 18.32};  // Andrews (2003), table I, 15%
  for (int k = 1; k <= 5; ++k) EXPECT_NEAR(hansen_sup_f_p(critical[k - 1], k, 0.15), 0.05, 0.005) << k;
}

TEST(HansenSupF, FallsInTheStatistic) {
  for (int k = 1; k <= kHansenMostCoefficients; ++k)
    for (const double share : {0.005, 0.1, 0.15, 0.25, 0.4, 0.495, 0.5}) {
      double before = 1;
      for (double x = 0; x < 80; x += 0.5) {
        const double p = hansen_sup_f_p(x, k, share);
        EXPECT_LE(p, before + 1e-14);  // the weights of two figures do not add up to 1 to the last bit
        EXPECT_GE(p, 0);
        before = p;
      }
      EXPECT_LT(before, 1e-6);
    }
}

TEST(HansenSupF, NoneBeyondTheTable) { EXPECT_TRUE(std::isnan(hansen_sup_f_p(10, 11, 0.15))); }

}  // namespace
}  // namespace rerate
