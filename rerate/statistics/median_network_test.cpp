// Behaviour -> test
//   puts the middle element right for every 0-1 sequence, hence for all (Knuth's 0-1 principle) up to 16
//                                                              MedianNetwork.ZeroOnePrinciple
//   random values at every length up to 64                     MedianNetwork.RandomValuesAtEveryLength
//   leaves out what the middle does not need                   MedianNetwork.IsPruned
//   lengths out of range are our own bug                       MedianNetwork.LengthOutOfRangeIsABug

#include "rerate/statistics/median_network.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

template <class T>
void expect_middle_sorted(std::vector<T> values, const std::vector<Comparator>& network) {
  auto sorted = values;
  std::sort(sorted.begin(), sorted.end());
  for (const auto [low, high] : network)
    if (values[high] < values[low]) std::swap(values[low], values[high]);
  const auto count = values.size();
  ASSERT_EQ(values[count / 2], sorted[count / 2]) << count;
  ASSERT_EQ(values[(count - 1) / 2], sorted[(count - 1) / 2]) << count;
}

TEST(MedianNetwork, ZeroOnePrinciple) {
  for (int count = 1; count <= 16; ++count) {
    const auto network = median_network(count);
    for (unsigned pattern = 0; pattern < 1U << count; ++pattern) {
      std::vector<int> values;
      for (int bit = 0; bit < count; ++bit) values.push_back(pattern >> bit & 1U);
      expect_middle_sorted(values, network);
    }
  }
}

TEST(MedianNetwork, RandomValuesAtEveryLength) {
  const RandomStream random(11, 0);
  std::uint64_t index = 0;
  for (int count = 1; count <= kLongestNetwork; ++count) {
    const auto network = median_network(count);
    for (int round = 0; round < 200; ++round) {
      std::vector<double> values;
      for (int i = 0; i < count; ++i) values.push_back(random.uniform(index++));
      expect_middle_sorted(values, network);
    }
  }
}

TEST(MedianNetwork, IsPruned) {
  EXPECT_TRUE(median_network(1).empty());
  EXPECT_EQ(median_network(2).size(), 1U);
  EXPECT_LT(median_network(12).size(), 41U);  // Batcher's whole network for 12 has 41
}

TEST(MedianNetwork, LengthOutOfRangeIsABug) {
  EXPECT_THROW(median_network(0), InternalError);
  EXPECT_THROW(median_network(kLongestNetwork + 1), InternalError);
}

}  // namespace
}  // namespace rerate
