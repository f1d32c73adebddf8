// Behaviour -> test
//   pieces and embargo by hand                                                    -> HandComputed
//   every later period is forecast once, from before its piece alone              -> NeverThePast
//   folds that leave nothing to fit                                               -> WrongInputIsTold

#include "rerate/regression/time_ordered_folds.h"

#include <gtest/gtest.h>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

TEST(TimeOrderedFolds, HandComputed) {
  const auto folds = time_ordered_folds(20, 3, 2, 1);
  ASSERT_EQ(folds.size(), 3u);
  const TimeFold expected[] = {{3, 5, 10}, {8, 10, 15}, {13, 15, 20}};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(folds[i].fitted, expected[i].fitted);
    EXPECT_EQ(folds[i].begin, expected[i].begin);
    EXPECT_EQ(folds[i].end, expected[i].end);
  }
}

TEST(TimeOrderedFolds, NeverThePast) {
  for (std::size_t periods = 8; periods < 60; ++periods)
    for (int count = 1; count < 6; ++count) {
      if (periods / static_cast<std::size_t>(count + 1) < 2) continue;
      std::size_t forecast = periods / static_cast<std::size_t>(count + 1);
      for (const auto& fold : time_ordered_folds(periods, count, 1, 1)) {
        EXPECT_EQ(fold.begin, forecast);
        EXPECT_LT(fold.begin, fold.end);
        EXPECT_EQ(fold.fitted, fold.begin - 1);
        forecast = fold.end;
      }
      EXPECT_EQ(forecast, periods);
    }
}

TEST(TimeOrderedFolds, WrongInputIsTold) {
  EXPECT_EQ(failure_of([] { time_ordered_folds(100, 0, 0, 1); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(failure_of([] { time_ordered_folds(100, 1001, 0, 1); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(failure_of([] { time_ordered_folds(5, 5, 0, 0); }).code, ErrorCode::regression_too_few);
  EXPECT_EQ(failure_of([] { time_ordered_folds(60, 4, 12, 1); }).code, ErrorCode::regression_too_few);
}

}  // namespace
}  // namespace rerate
