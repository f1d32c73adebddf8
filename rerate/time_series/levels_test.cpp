// Behaviour -> test
//   values come back from scale and mean, and the scale is exact  -> ComesBackExactly
//   without centring the mean is left alone                       -> AsTheyAre
//   the largest and the smallest numbers                          -> ExtremeNumbers
//   what is refused, by name or as the only series                -> Refuses
//   names in a sentence                                           -> QuotedList

#include "rerate/time_series/levels.h"

#include <gmock/gmock.h>

#include "rerate/time_series/golden_for_test.h"

namespace rerate {
namespace {

TEST(Levels, ComesBackExactly) {
  Matrix y(50, 2);
  y << 1e-5 * random_walk(1, 1, 50), 3e7 * random_walk(1, 2, 50);
  const Levels levels = levels_of(y, {}, Centring::about_mean, "test");
  for (Index i = 0; i < 2; ++i) {
    int exponent = 0;
    EXPECT_EQ(std::frexp(levels.scale(i), &exponent), 0.5) << "a power of two";
    EXPECT_LT(std::fabs(levels.values.col(i).mean()), 1e-15);
    const Vector back = levels.scale(i) * (levels.values.col(i).array() + levels.mean(i));
    EXPECT_LT((back - y.col(i)).cwiseAbs().maxCoeff(), 1e-15 * y.col(i).cwiseAbs().maxCoeff());
  }
}

TEST(Levels, AsTheyAre) {
  const std::vector<double> x{3, 5, 4};
  const Levels levels = levels_of(x, Centring::as_they_are, "test");
  EXPECT_EQ(levels.scale(0), 8);
  EXPECT_EQ(levels.mean(0), 0);
  EXPECT_EQ(levels.values(1, 0), 0.625);
}

TEST(Levels, ExtremeNumbers) {
  for (const double size : {1.7e308, 1e-300, 5e-324}) {
    const std::vector<double> x{size, -size, 0, size};
    const Levels levels = levels_of(x, Centring::about_mean, "test");
    EXPECT_TRUE(levels.values.allFinite());
    EXPECT_LE(levels.values.cwiseAbs().maxCoeff(), 32);
    EXPECT_GT(levels.values.cwiseAbs().maxCoeff(), 0);
  }
}

TEST(Levels, Refuses) {
  Matrix y = Matrix::Random(6, 2);
  y.col(1).setConstant(2);
  EXPECT_EQ(refused([&] {
              levels_of(y, {"a", "b"}, Centring::about_mean, "test");
            }).what,
            "test: does not vary: `b`");
  y(4, 0) = std::nan("");
  EXPECT_EQ(refused([&] { levels_of(y, {}, Centring::about_mean, "test"); }).what,
            "test: a missing or infinite figure: `series 1`, row 5 of 6");
  const std::vector<double> none;
  EXPECT_EQ(refused([&] { levels_of(none, Centring::about_mean, "test"); }).what,
            "test: no observations: the series");
}

TEST(Levels, QuotedList) {
  EXPECT_EQ(quoted_list({"a"}), "`a`");
  EXPECT_EQ(quoted_list({"a", "b"}), "`a` and `b`");
  EXPECT_EQ(quoted_list({"a", "b", "c"}), "`a`, `b` and `c`");
}

}  // namespace
}  // namespace rerate
