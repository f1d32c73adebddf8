// Behaviour -> test
//   the worked example of the header, and hysteresis by hand         -> HysteresisByHand
//   the first state is that of the side of 0.5                       -> FirstState
//   without hysteresis the state follows the score                   -> WithoutHysteresis
//   the score is the logistic function of the signed mean            -> ScoreByHand
//   a month without a score is passed over and keeps the state       -> PassesOverGaps
#include "rerate/models/regime_score.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/models/regimes_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;

std::vector<int> states(std::vector<double> score, double hysteresis) {
  return states_with_hysteresis(score, hysteresis);
}

TEST(RegimeScore, HysteresisByHand) {
  EXPECT_THAT(states({0.55, 0.45, 0.40, 0.59, 0.60, 0.41}, 0.2), ElementsAre(1, 1, 0, 0, 1, 1));
  EXPECT_THAT(states({0.3, 0.7, 0.5, 0.41, 0.39, 0.59, 0.61}, 0.2), ElementsAre(0, 1, 1, 1, 0, 0, 1));
  EXPECT_THAT(states({0.3, 0.55, 0.65, 0.76, 0.3, 0.24}, 0.5), ElementsAre(0, 0, 0, 1, 1, 0));
}

TEST(RegimeScore, FirstState) {
  EXPECT_THAT(states({0.5}, 0.2), ElementsAre(1));
  EXPECT_THAT(states({0.49, 0.55}, 0.2), ElementsAre(0, 0));
}

TEST(RegimeScore, WithoutHysteresis) { EXPECT_THAT(states({0.51, 0.49, 0.52}, 0), ElementsAre(1, 0, 1)); }

TEST(RegimeScore, PassesOverGaps) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(states({none, 0.55, none, 0.45, 0.3, none, 0.5}, 0.2), ElementsAre(-1, 1, -1, 1, 0, -1, 0));
}

TEST(RegimeScore, ScoreByHand) {
  const auto economy = make_economy();
  auto question = question_on(economy);
  question.features[0].weight = 2;
  const auto panel = regime_panel(question.features, question.as_of, {});
  const auto score = regime_score(panel, question.features, 0.2);
  ASSERT_EQ(score.score.size(), static_cast<std::size_t>(panel.rows()));
  const auto cut = [](double z) { return std::max(-3.0, std::min(3.0, z)); };
  for (const Index row : {Index{50}, Index{123}, Index{359}}) {
    const double mean = (2 * cut(panel.z(row, 0)) - cut(panel.z(row, 1))) / 3;
    EXPECT_NEAR(score.score[static_cast<std::size_t>(row)], 1 / (1 + std::exp(-mean)), 1e-14);
  }
  EXPECT_TRUE(std::isnan(score.score[10]));
  EXPECT_EQ(score.state[10], -1);
  // The score tells slumps from expansions.
  int right = 0, told = 0;
  for (std::size_t t = 100; t < score.state.size(); ++t)
    if (economy.state[t - 1] != 1) {
      right += score.state[t] == (economy.state[t - 1] == 2);
      ++told;
    }
  EXPECT_GT(right, 0.8 * told);
}

}  // namespace
}  // namespace rerate
