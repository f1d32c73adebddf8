// Behaviour -> test
//   double-double sums keep what doubles lose                 DoubleDouble.KeepsLowParts
//   moments agree with two passes in long double              Moments.AgreeWithTwoPasses
//   large means do not cancel                                 Moments.LargeMeansDoNotCancel
//   equal figures have no deviation, exactly                  Moments.EqualFiguresDoNotVary
//   missing figures are counted, not added                    Moments.MissingFiguresAreCounted
//   correlation and beta agree with two passes                PairMoments.AgreeWithTwoPasses
//   a window's total is the total of its members              SlidingWindow.AgreesWithRecomputing
//   a giant that leaves the window leaves no trace            SlidingWindow.ForgetsGiants

#include "rerate/formula/moments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"
#include "rerate/formula/sliding_window.h"

namespace rerate {
namespace {

using formula_fixture::kNan;
using formula_fixture::noise;

Moments moments_of(const std::vector<double>& figures) {
  Moments total;
  for (double x : figures) total = total + Moments::of(x, Date{7});
  return total;
}

double two_pass_deviation(const std::vector<double>& figures) {
  long double sum = 0, squares = 0;
  for (double x : figures) sum += x;
  const auto mean = sum / static_cast<long double>(figures.size());
  for (double x : figures) squares += (x - mean) * (x - mean);
  return static_cast<double>(std::sqrt(squares / static_cast<long double>(figures.size() - 1)));
}

TEST(DoubleDouble, KeepsLowParts) {
  const auto sum = DoubleDouble{1e16, 0} + DoubleDouble{1, 0} + DoubleDouble{-1e16, 0};
  EXPECT_EQ(sum.value(), 1);
  const double root = 1 + std::ldexp(1.0, -30);  // its square is 1 + 2^-29 + 2^-60: 60 bits
  const auto square = DoubleDouble::product_of(root, root) - DoubleDouble{1, 0};
  EXPECT_EQ(square.value(), std::ldexp(1.0, -29) + std::ldexp(1.0, -60));
  const auto third = DoubleDouble{1.0 / 3, 0} * 3.0 - DoubleDouble{1, 0};
  EXPECT_EQ(third.value(), -std::ldexp(1.0, -54));  // what rounding 1/3 to a double lost, three times
}

TEST(Moments, AgreeWithTwoPasses) {
  for (std::uint64_t round = 0; round < 50; ++round) {
    const auto figures = noise(2 + round * 3, 100 + round, 3, 40);
    const auto moments = moments_of(figures);
    long double sum = 0;
    for (double x : figures) sum += x;
    EXPECT_NEAR(moments.mean(), static_cast<double>(sum) / static_cast<double>(figures.size()), 1e-13);
    const auto expected = two_pass_deviation(figures);
    EXPECT_NEAR(*moments.standard_deviation(), expected, 1e-13 * expected);
  }
}

TEST(Moments, LargeMeansDoNotCancel) {
  // 1e9 + {0, 1, 2, 3, 4}: variance 2.5 whatever the level.
  EXPECT_DOUBLE_EQ(*moments_of({1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4}).standard_deviation(),
                   std::sqrt(2.5));
  EXPECT_DOUBLE_EQ(*moments_of({1e12, 1e12 + 1}).standard_deviation(), std::sqrt(0.5));
}

TEST(Moments, EqualFiguresDoNotVary) {
  EXPECT_EQ(*moments_of(std::vector<double>(7, 0.1)).standard_deviation(), 0);
  EXPECT_EQ(moments_of(std::vector<double>(7, 0.1)).mean(), 0.1);
  EXPECT_FALSE(moments_of({0.1}).standard_deviation().has_value());
}

TEST(Moments, MissingFiguresAreCounted) {
  const auto moments = moments_of({1, kNan, 3});
  EXPECT_EQ(moments.coverage.count, 3);
  EXPECT_EQ(moments.coverage.missing, 1);
  EXPECT_EQ(moments.mean(), 2);
  EXPECT_EQ(moments.coverage.known_at, Date{7});
  EXPECT_EQ(moments_of({kNan}).coverage.known_at, kAlwaysKnown);
}

TEST(PairMoments, AgreeWithTwoPasses) {
  const auto x = noise(40, 1, 1000, 3);
  auto y = noise(40, 2, -500, 3);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += 0.7 * x[i];
  PairMoments total;
  for (std::size_t i = 0; i < x.size(); ++i) total = total + PairMoments::of(x[i], y[i], Date{1});
  long double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mx += x[i] / 40.0L, my += y[i] / 40.0L;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  EXPECT_NEAR(*total.correlation(), static_cast<double>(xy / std::sqrt(xx * yy)), 1e-12);
  EXPECT_NEAR(*total.beta_of_y_on_x(), static_cast<double>(xy / xx), 1e-12);

  PairMoments two;
  for (int i = 0; i < 2; ++i) two = two + PairMoments::of(i, i, Date{1});
  EXPECT_FALSE(two.correlation().has_value());
  PairMoments flat;
  for (int i = 0; i < 5; ++i) flat = flat + PairMoments::of(0.1, i, Date{1});
  EXPECT_FALSE(flat.correlation().has_value());
  EXPECT_FALSE(flat.beta_of_y_on_x().has_value());
  EXPECT_EQ(PairMoments::of(kNan, 1, Date{1}).y.coverage.missing, 1);
}

TEST(SlidingWindow, AgreesWithRecomputing) {
  const RandomStream random(3, 4);
  const auto figures = noise(300, 5, 0, 100);
  SlidingWindow<Moments> window;
  std::size_t first = 0;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    window.push(Moments::of(figures[i], Date{static_cast<int>(i)}));
    while (first < i && random.below(i * 50 + first % 50, 100) < 49) {
      window.pop();
      ++first;
    }
    ASSERT_EQ(window.size(), i - first + 1);
    const std::vector<double> members(figures.begin() + static_cast<long>(first),
                                      figures.begin() + static_cast<long>(i) + 1);
    const auto total = window.total(), expected = moments_of(members);
    EXPECT_NEAR(total.mean(), expected.mean(), 1e-13);
    EXPECT_EQ(total.least, expected.least);
    EXPECT_EQ(total.most, expected.most);
    EXPECT_EQ(total.coverage.known_at, Date{static_cast<int>(i)});
    if (members.size() > 1) {
      EXPECT_NEAR(*total.standard_deviation(), *expected.standard_deviation(), 1e-12);
    }
  }
}

TEST(SlidingWindow, ForgetsGiants) {
  SlidingWindow<Moments> window;
  window.push(Moments::of(1e150, Date{}));
  for (double x : {1.0, 2.0, 3.0}) window.push(Moments::of(x, Date{}));
  window.pop();
  EXPECT_EQ(window.total().mean(), 2);
  EXPECT_EQ(*window.total().standard_deviation(), 1);
}

}  // namespace
}  // namespace rerate
