#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rerate {

// Points spread evenly over a cube of many dimensions, and so over its faces of one and of two: the sequence of Sobol' (1967), in
// the order of Antonov and Saleev (1979). Of the first 2^m points every dimension has one in each of 2^m equal
// intervals; pairs of dimensions are nearly as even, which multiples of irrational numbers are not: with 12 dimensions some pair of
// those is 85 times worse than chance at 4,096 points, here none is worse than chance.
//
// Dimension 0 is the sequence of van der Corput; dimension j > 0 belongs to the j-th primitive polynomial over two elements, by
// degree and then number. Its first direction numbers are odd numbers of RandomStream(kSeeds[j - 1], 0), where each seed is
// that of 0..999 that leaves pairs with the dimensions before most even: the smallest sum of 3^t over those and over 2^5, 2^7,
// 2^9 and 2^11 points, t the quality of the pair as a (t, m, 2)-net (tests/oracles/sobol_seeds.cpp). Every
// dimension is shifted by a fixed number, digit by digit, so that no point lies at 0.
class SobolPoints {
 public:
  static constexpr std::size_t kMostDimensions = 62;
  // Asserts 1..kMostDimensions.
  explicit SobolPoints(std::size_t dimensions);
  // The next point, in [0, 1) each; valid until the next call. O(dimensions).
  std::span<const double> next();

  // Digits of a coordinate.
  static constexpr int kDigits = 52;
  // Of one dimension: the number that digit i of a point's place brings in, its highest digit first.
  static std::array<std::uint64_t, kDigits> directions(std::size_t dimension);

 private:
  std::vector<std::array<std::uint64_t, kDigits>> directions_;
  std::vector<std::uint64_t> digits_;
  std::vector<double> point_;
  std::uint64_t place_ = 0;
};

}  // namespace rerate
