// Behaviour -> test
//   spread, side, significance, percentile and nearest flip of a number      -> NumberFragility.TellsHowANumberIsSpread
//   a number that cannot vary has none: one value, one definition, no value  -> NumberFragility.EmptyWhereNothingVaries
//   shares have a side of a half, but no sign                                -> NumberFragility.ASideOfAHalfIsNoSign
//   a number without a side keeps its sign for itself                        -> NumberFragility.NoSideNoSign
//   without a p-value of its own it is neither significant nor not           -> NumberFragility.NoTestNoSignificance
//   the strip has the ends and is even by rank                               -> NumberFragility.StripIsEvenByRank
#include "rerate/study/number_fragility.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/study/definition_runs_for_test.h"

namespace rerate {
namespace {

std::optional<NumberFragility> of(const DefinitionRuns& runs, std::string_view name, double headline,
                                  double neutral) {
  const auto* column = runs.number(name);
  return number_fragility(runs.lattice, {runs.definitions, column->values, column->p}, headline,
                          {neutral, 0.05});
}

TEST(NumberFragility, TellsHowANumberIsSpread) {
  const auto found = of(six_runs(), "mean", 12.1, 0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->definitions, 6);
  EXPECT_EQ(found->min, -2.0);
  EXPECT_EQ(found->max, 14.3);
  EXPECT_DOUBLE_EQ(found->median, 11.8);
  EXPECT_DOUBLE_EQ(found->same_sign, 5.0 / 6);
  ASSERT_TRUE(found->significant);
  EXPECT_DOUBLE_EQ(*found->significant, 0.5);
  EXPECT_DOUBLE_EQ(found->percentile, 100 * 4.0 / 6);  // three below it, two equal
  EXPECT_EQ(found->flip, "until 50 instead of 51 turns the sign");
  EXPECT_THAT(found->strip, testing::ElementsAre(-2.0, 1.0, 11.5, 12.1, 12.1, 14.3));
}

TEST(NumberFragility, EmptyWhereNothingVaries) {
  const auto runs = six_runs();
  EXPECT_FALSE(of(runs, "pending", 0, kNoNumber));  // the same everywhere
  EXPECT_FALSE(of(runs, "asset_mean", 30.2, 0));    // one definition gives it
  EXPECT_FALSE(of(runs, "mean", kNoNumber, 0));     // the study gives none
  auto rounded = six_runs();
  for (std::size_t i = 0; i < 6; ++i) rounded.numbers[2].values[i] = i % 2 ? 0.3 : 0.1 + 0.2;
  EXPECT_FALSE(of(rounded, rounded.numbers[2].name, 0.3, 0));  // the same but for the last bits of a sum
}

TEST(NumberFragility, ASideOfAHalfIsNoSign) {
  const auto found = of(six_runs(), "mean", 12.1, 11.6);
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::isnan(found->same_sign));
  EXPECT_THAT(found->flip, testing::HasSubstr(" takes it across 11.6"));
}

TEST(NumberFragility, NoSideNoSign) {
  const auto found = of(six_runs(), "episodes", 12, kNoNumber);
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::isnan(found->same_sign));
  EXPECT_FALSE(found->significant);
  EXPECT_EQ(found->flip, "");
}

TEST(NumberFragility, NoTestNoSignificance) {
  auto runs = six_runs();
  runs.numbers[2].p[runs.own] = kNoNumber;
  const auto found = of(runs, "mean", 12.1, 0);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->significant);
  EXPECT_EQ(found->flip, "until 50 instead of 51 turns the sign");
}

TEST(NumberFragility, StripIsEvenByRank) {
  std::vector<double> values(1001);
  std::iota(values.begin(), values.end(), 0);
  std::reverse(values.begin(), values.end());
  values.push_back(kNoNumber);
  const auto strip = even_by_rank(values, 11);
  ASSERT_EQ(strip.size(), 11u);
  for (std::size_t i = 0; i < strip.size(); ++i) EXPECT_EQ(strip[i], 100.0 * static_cast<double>(i));
  EXPECT_THAT(even_by_rank({3, 1, 2}, 200), testing::ElementsAre(1, 2, 3));
  EXPECT_TRUE(even_by_rank({kNoNumber}, 200).empty());
}

}  // namespace
}  // namespace rerate
