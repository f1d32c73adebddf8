// Behaviour -> test
//   the published reference of the arch package (13.635665)       BlockLength.PublishedReference
//   numbers of tests/oracles/event_study.py                       BlockLength.MatchesOracle
//   white noise needs hardly a block, persistence needs more      BlockLength.GrowsWithPersistence
//   never below 1, never above the cap                            BlockLength.StaysInItsRange
//   constant and tiny series                                      BlockLength.ConstantAndTinySeries
//   neither level nor scale matters                               BlockLength.InvariantToLevelAndScale

#include "rerate/statistics/block_length.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

// standard_normal of numpy's RandomState: Marsaglia's polar method on the Mersenne twister, with 53-bit
// uniforms, the second of each pair kept for later.
class LegacyNormals {
 public:
  explicit LegacyNormals(unsigned seed) : twister_(seed) {}

  double next() {
    if (kept_) {
      kept_ = false;
      return later_;
    }
    double a = 0, b = 0, square = 0;
    do {
      a = 2 * uniform() - 1;
      b = 2 * uniform() - 1;
      square = a * a + b * b;
    } while (square >= 1 || square == 0);
    const double scale = std::sqrt(-2 * std::log(square) / square);
    later_ = scale * a;
    kept_ = true;
    return scale * b;
  }

 private:
  double uniform() {
    const auto high = twister_() >> 5, low = twister_() >> 6;
    return (static_cast<double>(high) * 67108864 + static_cast<double>(low)) / 9007199254740992;
  }

  std::mt19937 twister_;
  double later_ = 0;
  bool kept_ = false;
};

std::vector<double> autoregression(std::size_t count, double persistence, std::uint64_t stream) {
  const RandomStream random(5, stream);
  std::vector<double> x(count);
  for (std::size_t t = 0; t < count; ++t)
    x[t] = (t > 0 ? persistence * x[t - 1] : 0) + random.uniform(t) - 0.5;
  return x;
}

// Kevin Sheppard's arch, test of optimal_block_length: RandomState(0), 10,100 normals, y[i] = 0.3 y[i-1] +
// e[i], the first 100 dropped: 13.635665 for the stationary bootstrap.
TEST(BlockLength, PublishedReference) {
  LegacyNormals normals(0);
  std::vector<double> y;
  for (int i = 0; i < 10100; ++i) y.push_back(normals.next() + (i > 0 ? 0.3 * y.back() : 0));
  EXPECT_NEAR(y[0], 1.764052345967664, 1e-14);
  EXPECT_NEAR(politis_white_block_length(std::span(y).subspan(100)), 13.635665, 1e-6);
}

// The same series cut short: politis_white() of tests/oracles/event_study.py.
TEST(BlockLength, MatchesOracle) {
  LegacyNormals normals(0);
  std::vector<double> y;
  for (int i = 0; i < 1100; ++i) y.push_back(normals.next() + (i > 0 ? 0.9 * y.back() : 0));
  EXPECT_NEAR(politis_white_block_length(std::span(y).subspan(100)), 43.965532550710144, 1e-9);
}

TEST(BlockLength, GrowsWithPersistence) {
  double before = 0;
  for (const double persistence : {0.0, 0.5, 0.9}) {
    double sum = 0;
    for (std::uint64_t stream = 0; stream < 40; ++stream)
      sum += politis_white_block_length(autoregression(500, persistence, stream));
    EXPECT_GT(sum / 40, 1.5 * before) << persistence;
    before = sum / 40;
  }
}

TEST(BlockLength, StaysInItsRange) {
  for (std::size_t count = 2; count < 120; ++count) {
    const auto total = static_cast<double>(count);
    const double cap = std::max(1.0, std::ceil(std::min(3 * std::sqrt(total), total / 3)));
    for (const double persistence : {-0.9, 0.0, 1.0}) {
      const double length = politis_white_block_length(autoregression(count, persistence, count));
      EXPECT_GE(length, 1) << count;
      EXPECT_LE(length, cap) << count;
    }
  }
}

TEST(BlockLength, ConstantAndTinySeries) {
  EXPECT_EQ(politis_white_block_length(std::vector<double>(300, 0.1)), 1);
  EXPECT_EQ(politis_white_block_length(std::vector<double>{}), 1);
  EXPECT_EQ(politis_white_block_length(std::vector<double>{4}), 1);
  EXPECT_EQ(politis_white_block_length(std::vector<double>{4, 5}), 1);
}

TEST(BlockLength, InvariantToLevelAndScale) {
  const auto x = autoregression(400, 0.8, 1);
  auto y = x;
  for (double& value : y) value = 100 + 4 * value;
  EXPECT_NEAR(politis_white_block_length(y), politis_white_block_length(x), 1e-8);
}

}  // namespace
}  // namespace rerate
