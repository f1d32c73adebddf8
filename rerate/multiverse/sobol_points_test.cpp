// Behaviour -> test
//   the first dimension is the sequence of van der Corput           SobolPoints.VanDerCorput
//   every dimension has one point in each of equal intervals        SobolPoints.EvenInEveryDimension
//   no pair of dimensions is worse than chance                      SobolPoints.EvenInPairs
//   more dimensions leave the first as they are                     SobolPoints.DimensionsAreAdded
//   direction numbers have their own digit, and none behind it      SobolPoints.DirectionNumbers
//   dimensions beyond are our own bug                               SobolPoints.BeyondIsABug

#include "rerate/multiverse/sobol_points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr auto kMost = SobolPoints::kMostDimensions;

std::uint64_t digits(double coordinate) {
  return static_cast<std::uint64_t>(std::ldexp(coordinate, SobolPoints::kDigits));
}

TEST(SobolPoints, VanDerCorput) {
  SobolPoints points(1);
  const auto shift = digits(points.next()[0]);
  EXPECT_NE(shift, 0u);
  for (const double expected : {0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125})
    EXPECT_EQ(digits(points.next()[0]) ^ shift, digits(expected));
}

TEST(SobolPoints, EvenInEveryDimension) {
  SobolPoints points(kMost);
  std::vector<std::vector<int>> hits(kMost, std::vector<int>(4096, 0));
  for (int i = 0; i < 4096; ++i) {
    const auto point = points.next();
    for (std::size_t j = 0; j < kMost; ++j) ++hits[j][static_cast<std::size_t>(point[j] * 4096)];
  }
  for (std::size_t j = 0; j < kMost; ++j) EXPECT_EQ(std::count(hits[j].begin(), hits[j].end(), 1), 4096) << j;
}

// The largest mean square deviation of the cells of a pair of the first dimensions, over that expected of chance.
double worst_pair(std::size_t dimensions, std::size_t options, int count) {
  SobolPoints points(dimensions);
  std::vector<std::vector<std::size_t>> drawn(dimensions);
  for (int i = 0; i < count; ++i) {
    const auto point = points.next();
    for (std::size_t j = 0; j < dimensions; ++j)
      drawn[j].push_back(static_cast<std::size_t>(point[j] * static_cast<double>(options)));
  }
  const auto cells = static_cast<double>(options * options);
  double worst = 0;
  for (std::size_t one = 0; one < dimensions; ++one)
    for (std::size_t other = 0; other < one; ++other) {
      std::vector<double> hits(options * options, 0.0);
      for (std::size_t i = 0; i < drawn[one].size(); ++i)
        hits[drawn[one][i] * options + drawn[other][i]] += 1;
      double squares = 0;
      for (const double hit : hits) squares += (hit - count / cells) * (hit - count / cells);
      worst = std::max(worst, squares / (count / cells) / (cells - 1));
    }
  return worst;
}

TEST(SobolPoints, EvenInPairs) {
  for (const int count : {1000, 4096, 16'384}) {
    EXPECT_LT(worst_pair(12, 11, count), 1) << count;
    EXPECT_LT(worst_pair(25, 4, count), 1) << count;
  }
  EXPECT_LT(worst_pair(8, 10, 4096), 0.7);
  EXPECT_LT(worst_pair(4, 11, 16'384), 0.1);
  EXPECT_LT(worst_pair(kMost, 2, 512), 1);
}

TEST(SobolPoints, DimensionsAreAdded) {
  SobolPoints few(3), many(kMost);
  for (int i = 0; i < 100; ++i) {
    const auto one = few.next(), other = many.next();
    EXPECT_TRUE(std::equal(one.begin(), one.end(), other.begin()));
  }
}

TEST(SobolPoints, DirectionNumbers) {
  for (std::size_t dimension = 0; dimension < kMost; ++dimension) {
    const auto directions = SobolPoints::directions(dimension);
    for (std::size_t i = 0; i < directions.size(); ++i) {
      const auto own = std::uint64_t{1} << (SobolPoints::kDigits - 1 - i);
      EXPECT_EQ(directions[i] & own, own);
      EXPECT_EQ(directions[i] & (own - 1), 0u);
      EXPECT_LT(directions[i], std::uint64_t{1} << SobolPoints::kDigits);
    }
  }
}

TEST(SobolPoints, BeyondIsABug) {
  EXPECT_THROW(SobolPoints(0), InternalError);
  EXPECT_THROW(SobolPoints(kMost + 1), InternalError);
  EXPECT_THROW(SobolPoints::directions(kMost), InternalError);
}

}  // namespace
}  // namespace rerate
