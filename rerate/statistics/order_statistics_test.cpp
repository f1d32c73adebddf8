// Behaviour -> test
//   middle of odd counts, mean of the two middle of even     Median.HandComputed
//   type 7 quantiles                                         Quantile.HandComputed
//   the ends, and a single value                             Quantile.Ends
//   nothing to take it of is our own bug                     Median.OfNothingIsABug

#include "rerate/statistics/order_statistics.h"

#include <gtest/gtest.h>

#include "rerate/base/error.h"

namespace rerate {
namespace {

double quantile_of(std::vector<double> x, double share) { return quantile(std::span(x), share); }

TEST(Median, HandComputed) {
  EXPECT_EQ(median({3}), 3);
  EXPECT_EQ(median({5, 1, 3}), 3);
  EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
  EXPECT_EQ(median({2, 2, 2, 9}), 2);
}

// In order 1 1 2 3 4 5 6 9; share s lies at 7 s: 0.25 at 1.75, between 1 and 2; 0.975 at 6.825, between 6
// and 9.
TEST(Quantile, HandComputed) {
  const std::vector<double> x{3, 1, 4, 1, 5, 9, 2, 6};
  EXPECT_DOUBLE_EQ(quantile_of(x, 0.025), 1);
  EXPECT_DOUBLE_EQ(quantile_of(x, 0.25), 1.75);
  EXPECT_DOUBLE_EQ(quantile_of(x, 0.5), 3.5);
  EXPECT_DOUBLE_EQ(quantile_of(x, 0.975), 8.475);
}

TEST(Quantile, Ends) {
  EXPECT_EQ(quantile_of({7, 3, 5}, 0), 3);
  EXPECT_EQ(quantile_of({7, 3, 5}, 1), 7);
  EXPECT_EQ(quantile_of({4}, 0.3), 4);
}

TEST(Median, OfNothingIsABug) {
  EXPECT_THROW(median({}), InternalError);
  EXPECT_THROW(quantile_of({}, 0.5), InternalError);
}

}  // namespace
}  // namespace rerate
