// Parallel loops
//   every index is worked on once, whatever the number of threads     Parallel.DoesEveryIndexOnce
//   results are the same for any number of threads                    Parallel.SameBitsForAnyThreadCount
//   the failure with the lowest index comes out, after all ended      Parallel.FirstFailureByIndex
//   loops inside loops end                                            Parallel.Nests
#include "rerate/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace rerate {
namespace {

class Parallel : public testing::Test {
 protected:
  ~Parallel() override { set_thread_count(0); }
};

TEST_F(Parallel, DoesEveryIndexOnce) {
  for (const int threads : {1, 2, 3, 8}) {
    set_thread_count(threads);
    EXPECT_EQ(thread_count(), threads);
    for (const std::size_t count : {0u, 1u, 2u, 1000u}) {
      std::vector<std::atomic<int>> seen(count);
      parallel_for(count, [&](std::size_t i) { ++seen[i]; });
      for (const auto& times : seen) EXPECT_EQ(times, 1);
    }
  }
}

TEST_F(Parallel, SameBitsForAnyThreadCount) {
  const auto compute = [](int threads) {
    set_thread_count(threads);
    std::vector<double> values(500);
    parallel_for(values.size(), [&](std::size_t i) {
      for (int k = 1; k < 200; ++k) values[i] += std::sin(static_cast<double>(i) * k) / k;
    });
    return values;
  };
  const auto serial = compute(1);
  EXPECT_EQ(compute(2), serial);
  EXPECT_EQ(compute(7), serial);
}

TEST_F(Parallel, FirstFailureByIndex) {
  for (const int threads : {1, 2, 4})
    for (int repeat = 0; repeat < 20; ++repeat) {
      set_thread_count(threads);
      std::atomic<int> done{0};
      try {
        parallel_for(64, [&](std::size_t i) {
          if (i == 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));  // later failures come first
          if (i % 10 == 3) throw std::runtime_error(std::to_string(i));
          ++done;
        });
        FAIL() << "nothing was thrown";
      } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "3");
        EXPECT_EQ(done, 64 - 7);
      }
    }
}

TEST_F(Parallel, Nests) {
  set_thread_count(2);
  std::atomic<int> done{0};
  parallel_for(8, [&](std::size_t) { parallel_for(8, [&](std::size_t) { ++done; }); });
  EXPECT_EQ(done, 64);
}

}  // namespace
}  // namespace rerate
