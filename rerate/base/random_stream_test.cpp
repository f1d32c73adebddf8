// Random streams
//   Philox4x32-10 gives its published answers           RandomStream.KnownAnswer
//   many at once are the same as one by one              RandomStream.ManyAtOnceAreTheSame
//   a number depends on seed, stream and index alone      RandomStream.IsAPureFunction
//   uniform numbers are uniform                            RandomStream.UniformIsUniform
//   streams are not correlated                             RandomStream.StreamsAreApart
//   whole numbers below a bound are even                   RandomStream.BelowIsEven
#include "rerate/base/random_stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace rerate {
namespace {

// Random123's kat_vectors for philox4x32 with 10 rounds: counter and key zero give 6627e8d5 e169c58d ..., all
// ones give 408f276d 41c83b0e ... (Salmon, Moraes, Dror and Shaw 2011). bits() is the second word, then the
// first.
TEST(RandomStream, KnownAnswer) {
  EXPECT_EQ(RandomStream(0, 0).bits(0), 0xe169c58d6627e8d5ULL);
  EXPECT_EQ(RandomStream(~0ULL, ~0ULL).bits(~0ULL), 0x41c83b0e408f276dULL);
}

// Over the carry into the upper half of the counter, and at every length around the lanes.
TEST(RandomStream, ManyAtOnceAreTheSame) {
  for (const std::uint64_t seed : {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{0x123456789ABCDEF}})
    for (const std::uint64_t first : {std::uint64_t{0}, (std::uint64_t{1} << 32) - 5, ~std::uint64_t{0} - 3})
      for (std::size_t count = 0; count <= 33; ++count) {
        const RandomStream random(seed, seed ^ 0xABCDEF0123456789);
        std::vector<std::uint64_t> numbers(count);
        random.bits(first, numbers);
        for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(numbers[i], random.bits(first + i)) << i;
      }
}

TEST(RandomStream, IsAPureFunction) {
  const RandomStream a(7, 3), b(7, 3);
  for (std::uint64_t i = 100; i-- > 0;) EXPECT_EQ(a.bits(i), b.bits(i));
  EXPECT_NE(RandomStream(7, 4).bits(0), a.bits(0));
  EXPECT_NE(RandomStream(8, 3).bits(0), a.bits(0));
}

// Kolmogorov-Smirnov distance below its 0.1% critical value, 1.95 / sqrt(n), for each of twenty streams.
TEST(RandomStream, UniformIsUniform) {
  constexpr int kCount = 20'000;
  for (std::uint64_t stream = 0; stream < 20; ++stream) {
    const RandomStream random(42, stream);
    std::vector<int> bins(1000, 0);
    for (std::uint64_t i = 0; i < kCount; ++i) {
      const double u = random.uniform(i);
      ASSERT_GT(u, 0);
      ASSERT_LT(u, 1);
      ++bins[static_cast<std::size_t>(u * 1000)];
    }
    double below = 0, distance = 0;
    for (std::size_t k = 0; k < bins.size(); ++k) {
      below += bins[k];
      distance = std::max(distance, std::abs(below / kCount - static_cast<double>(k + 1) / 1000));
    }
    EXPECT_LT(distance, 1.95 / std::sqrt(kCount));
  }
}

TEST(RandomStream, StreamsAreApart) {
  constexpr int kCount = 50'000;
  const RandomStream a(1, 0), b(1, 1);
  double sum = 0, lagged = 0;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    sum += (a.uniform(i) - 0.5) * (b.uniform(i) - 0.5);
    lagged += (a.uniform(i) - 0.5) * (a.uniform(i + 1) - 0.5);
  }
  const double four_errors = 4.0 / 12 / std::sqrt(kCount);  // var u = 1/12
  EXPECT_LT(std::abs(sum / kCount), four_errors);
  EXPECT_LT(std::abs(lagged / kCount), four_errors);
}

TEST(RandomStream, BelowIsEven) {
  const RandomStream random(5, 5);
  std::vector<int> counts(7, 0);
  for (std::uint64_t i = 0; i < 70'000; ++i) ++counts[random.below(i, 7)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);  // four standard errors are 370
  EXPECT_EQ(random.below(0, 1), 0u);
}

}  // namespace
}  // namespace rerate
