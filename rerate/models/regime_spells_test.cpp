// Behaviour -> test
//   months in a row in one state are a spell; a month without one ends it   -> Spells
//   what followed what, and its shares                                      -> Transitions
#include "rerate/models/regime_spells.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rerate {
namespace {

TEST(RegimeSpells, Spells) {
  const std::vector<int> state = {-1, 2, 2, 0, -1, 0, 0, 1};
  const auto spells = regime_spells(state);
  ASSERT_EQ(spells.size(), 4u);
  EXPECT_EQ(spells[0].first, 1);
  EXPECT_EQ(spells[0].last, 2);
  EXPECT_EQ(spells[0].state, 2);
  EXPECT_EQ(spells[1].months(), 1);
  EXPECT_EQ(spells[2].first, 5);
  EXPECT_EQ(spells[2].months(), 2);
  EXPECT_EQ(spells[3].state, 1);
  EXPECT_TRUE(regime_spells(std::vector<int>{-1, -1}).empty());
}

TEST(RegimeSpells, Transitions) {
  const std::vector<int> state = {0, 0, 1, -1, 1, 0, 0};
  const Matrix counts = regime_transitions(state, 3);
  EXPECT_EQ(counts, (Matrix{{2, 1, 0}, {1, 0, 0}, {0, 0, 0}}));
  const Matrix shares = transition_shares(counts);
  EXPECT_DOUBLE_EQ(shares(0, 0), 2 / 3.0);
  EXPECT_DOUBLE_EQ(shares(1, 0), 1);
  EXPECT_TRUE(std::isnan(shares(2, 1)));
}

}  // namespace
}  // namespace rerate
