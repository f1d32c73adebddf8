// Behaviour -> test
//   percentiles are mid-ranks among the members               RankCounts.MidRanks
//   adding and taking out agree with counting                 RankCounts.AgreesWithCounting

#include "rerate/formula/rank_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

TEST(RankCounts, MidRanks) {
  const std::vector<double> figures = {3, 1, 2, 2, formula_fixture::kNan};
  RankCounts ranks(figures);
  ranks.add(3);
  EXPECT_EQ(ranks.percentile_of(3), 50);
  for (double x : {1.0, 2.0, 2.0}) ranks.add(x);
  EXPECT_EQ(ranks.percentile_of(1), 12.5);
  EXPECT_EQ(ranks.percentile_of(2), 50);
  EXPECT_EQ(ranks.percentile_of(3), 87.5);
  ranks.remove(1);
  EXPECT_EQ(ranks.size(), 3);
  EXPECT_DOUBLE_EQ(ranks.percentile_of(2), 100.0 / 3);
}

TEST(RankCounts, AgreesWithCounting) {
  const RandomStream random(8, 9);
  std::vector<double> figures(500);
  for (std::size_t i = 0; i < figures.size(); ++i) figures[i] = static_cast<double>(random.below(i, 60));
  RankCounts ranks(figures);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    ranks.add(figures[i]);
    if (i >= 50) ranks.remove(figures[i - 50]);
    const auto first = i >= 50 ? i - 49 : 0;
    double below = 0, equal = 0;
    for (auto j = first; j <= i; ++j) {
      below += figures[j] < figures[i];
      equal += figures[j] == figures[i];
    }
    ASSERT_DOUBLE_EQ(ranks.percentile_of(figures[i]),
                     100 * (below + equal / 2) / static_cast<double>(i - first + 1));
  }
}

}  // namespace
}  // namespace rerate
