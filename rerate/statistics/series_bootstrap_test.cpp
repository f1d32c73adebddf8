// Behaviour -> test
//   every date is drawn equally often                                 StationaryIndexes.EveryDateEquallyOften
//   blocks have the mean length asked for, at random                  StationaryIndexes.GeometricLengths
//   a block that meets the end goes on at the beginning               StationaryIndexes.WrapRound
//   endless blocks rotate the calendar, also many times               StationaryIndexes.EndlessBlocksRotate
//   moving blocks are whole and inside the sample; the last is cut    MovingIndexes.StayInside
//   moving blocks as long as the sample give it back                  MovingIndexes.WholeSample
//   fewer and more indexes than dates; the fewer begin the more       SeriesIndexes.AnyNumber
//   the function and the class draw the same                          SeriesIndexes.OneDrawAlone
//   two series drawn together stay correlated                         SeriesIndexes.JointDrawsKeepCorrelation
//   means are the means of the indexed rows                           BootstrapMeans.AreMeansOfIndexedRows
//   an outlier does not spoil the draws without it                    BootstrapMeans.AccurateBesideAnOutlier
//   same bits for 1 and 2 threads                                     BootstrapMeans.SameBitsForAnyThreads
//   variance of the mean of an AR(1) is its long-run variance / T     BootstrapMeans.LongRunVariance
//   distribution as R's boot::tsboot (tests/oracles/series_bootstrap.R)  BootstrapMeans.DistributionAsInR
//   one date, no draws                                                BootstrapMeans.SmallestCases
//   broken settings are our own bug                                   BootstrapMeans.BrokenSettingsAreABug

#include "rerate/statistics/series_bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

using Indexes = std::vector<std::uint32_t>;

Indexes draw_of(const SeriesBlocks& blocks, std::uint64_t draw, std::size_t count) {
  Indexes out(count);
  blocks.indexes(draw, out);
  return out;
}

SeriesBlocks stationary(std::size_t length, double mean) {
  return {length, {BlockScheme::stationary, mean}, RandomStream(5, 1)};
}

SeriesBlocks moving(std::size_t length, double block) {
  return {length, {BlockScheme::moving, block}, RandomStream(5, 2)};
}

double mean(std::span<const double> x) {
  long double sum = 0;
  for (const double value : x) sum += value;
  return static_cast<double>(sum / static_cast<long double>(x.size()));
}

double variance(std::span<const double> x) {
  const double centre = mean(x);
  double sum = 0;
  for (const double value : x) sum += (value - centre) * (value - centre);
  return sum / static_cast<double>(x.size());
}

// x_t = rho x_{t-1} + e_t, e uniform with variance 1/12, from its stationary state.
std::vector<double> autoregression(std::size_t length, double rho, std::uint64_t stream) {
  const RandomStream random(11, stream);
  std::vector<double> x(length);
  double state = 0;
  for (std::size_t t = 0; t < length + 200; ++t) {
    state = rho * state + random.uniform(t) - 0.5;
    if (t >= 200) x[t - 200] = state;
  }
  return x;
}

// 40 dates, 400,000 drawn in about 80,000 blocks: the count of a date has a standard deviation of about 300 around 10,000.
TEST(StationaryIndexes, EveryDateEquallyOften) {
  const auto blocks = stationary(40, 5);
  std::vector<int> counts(40);
  for (std::uint64_t draw = 0; draw < 10000; ++draw)
    for (const auto index : draw_of(blocks, draw, 40)) ++counts.at(index);
  for (const int count : counts) EXPECT_NEAR(count, 10000, 1200);
}

// A new block begins with probability 1/mean, and lands on the next date anyway with 1/T.
TEST(StationaryIndexes, GeometricLengths) {
  for (const double length : {1.0, 2.5, 12.0, 60.0}) {
    const auto blocks = stationary(500, length);
    double begins = 0, pairs = 0, begins_twice = 0;
    for (std::uint64_t draw = 0; draw < 400; ++draw) {
      const auto rows = draw_of(blocks, draw, 500);
      for (std::size_t i = 1; i < rows.size(); ++i) {
        const bool begun = rows[i] != (rows[i - 1] + 1) % 500;
        const bool before = i > 1 && rows[i - 1] != (rows[i - 2] + 1) % 500;
        begins += begun;
        begins_twice += begun && before;
        ++pairs;
      }
    }
    const double expected = (1 / length) * (1 - 1 / 500.0);
    EXPECT_NEAR(begins / pairs, expected, 5 * std::sqrt(expected / pairs)) << length;
    // Geometric lengths forget: a block of one date is as likely as the formula says.
    EXPECT_NEAR(begins_twice / pairs, expected * expected, 5 * std::sqrt(expected / pairs)) << length;
  }
}

TEST(StationaryIndexes, WrapRound) {
  const auto blocks = stationary(30, 10);
  int at_end = 0, wrapped = 0;
  for (std::uint64_t draw = 0; draw < 3000; ++draw) {
    const auto rows = draw_of(blocks, draw, 30);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      at_end += rows[i - 1] == 29;
      wrapped += rows[i - 1] == 29 && rows[i] == 0;
    }
  }
  EXPECT_NEAR(static_cast<double>(wrapped) / at_end, 0.9 + 0.1 / 30, 0.03);
}

TEST(StationaryIndexes, EndlessBlocksRotate) {
  const auto rows = draw_of(stationary(7, 1e15), 3, 50);
  for (std::size_t i = 1; i < rows.size(); ++i) ASSERT_EQ(rows[i], (rows[i - 1] + 1) % 7);
}

TEST(MovingIndexes, StayInside) {
  const auto blocks = moving(53, 7.4);  // rounded to 7: seven whole blocks and one of four
  std::vector<bool> begun(53);
  for (std::uint64_t draw = 0; draw < 3000; ++draw) {
    const auto rows = draw_of(blocks, draw, 53);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ASSERT_LT(rows[i], 53u);
      if (i % 7 != 0) {
        ASSERT_EQ(rows[i], rows[i - 1] + 1);
      } else {
        ASSERT_LE(rows[i], 46u);
        begun[rows[i]] = true;
      }
    }
  }
  EXPECT_EQ(std::count(begun.begin(), begun.end(), true), 47);
}

TEST(MovingIndexes, WholeSample) {
  for (const double block : {20.0, 1e9})
    for (std::uint64_t draw = 0; draw < 5; ++draw) {
      const auto rows = draw_of(moving(20, block), draw, 20);
      for (std::uint32_t i = 0; i < 20; ++i) ASSERT_EQ(rows[i], i);
    }
}

TEST(SeriesIndexes, AnyNumber) {
  for (const auto& blocks : {stationary(31, 4), moving(31, 4)}) {
    const auto most = draw_of(blocks, 9, 400);
    EXPECT_LT(*std::max_element(most.begin(), most.end()), 31u);
    for (const std::size_t count : {0, 1, 30, 31, 32, 399}) {
      const auto fewer = draw_of(blocks, 9, count);
      EXPECT_TRUE(std::equal(fewer.begin(), fewer.end(), most.begin())) << count;
    }
  }
}

TEST(SeriesIndexes, OneDrawAlone) {
  Indexes alone(31);
  bootstrap_indexes(31, {BlockScheme::stationary, 4}, RandomStream(5, 1), 77, alone);
  EXPECT_EQ(alone, draw_of(stationary(31, 4), 77, 31));
  EXPECT_NE(alone, draw_of(stationary(31, 4), 78, 31));
}

// y = x + noise with correlation 0.8 in the sample; drawn apart it would vanish.
TEST(SeriesIndexes, JointDrawsKeepCorrelation) {
  const auto x = autoregression(400, 0.5, 1), noise = autoregression(400, 0.5, 2);
  std::vector<double> y(400);
  for (std::size_t t = 0; t < 400; ++t) y[t] = x[t] + 0.75 * noise[t];
  const auto correlation = [&](const Indexes& of_x, const Indexes& of_y) {
    std::vector<double> a, b, product;
    for (const auto i : of_x) a.push_back(x[i]);
    for (const auto i : of_y) b.push_back(y[i]);
    const double mean_a = mean(a), mean_b = mean(b);
    for (std::size_t i = 0; i < a.size(); ++i) product.push_back((a[i] - mean_a) * (b[i] - mean_b));
    return mean(product) / std::sqrt(variance(a) * variance(b));
  };
  Indexes all(400);
  for (std::uint32_t i = 0; i < 400; ++i) all[i] = i;
  double joint = 0, apart = 0;
  const auto blocks = stationary(400, 8);
  for (std::uint64_t draw = 0; draw < 300; ++draw) {
    const auto rows = draw_of(blocks, draw, 400);
    joint += correlation(rows, rows) / 300;
    apart += correlation(rows, draw_of(blocks, draw + 1000, 400)) / 300;
  }
  EXPECT_NEAR(joint, correlation(all, all), 0.01);
  EXPECT_NEAR(apart, 0, 0.02);
}

TEST(BootstrapMeans, AreMeansOfIndexedRows) {
  for (const std::size_t length : {2, 15, 16, 17, 250})
    for (const auto scheme : {BlockScheme::stationary, BlockScheme::moving})
      for (const double block : {1.0, 1.4, 6.0, 400.0}) {
        auto x = autoregression(length, 0.9, 3);
        for (double& value : x) value += 1000;  // an index level
        const SeriesBootstrap settings{scheme, block};
        const RandomStream random(9, 4);
        const auto means = bootstrap_means(x, settings, 200, random);
        const SeriesBlocks blocks(length, settings, random);
        for (std::size_t draw = 0; draw < means.size(); ++draw) {
          std::vector<double> rows;
          for (const auto i : draw_of(blocks, draw, length)) rows.push_back(x[i]);
          ASSERT_NEAR(means[draw], mean(rows), 1e-13 * 1000) << length << " " << block << " " << draw;
        }
      }
}

// Plain running totals would lose every value after 1e18 to rounding.
TEST(BootstrapMeans, AccurateBesideAnOutlier) {
  std::vector<double> x(60, 0.1);
  x[20] = 1e18;
  const auto means = bootstrap_means(x, {BlockScheme::moving, 4}, 400, RandomStream(2, 1));
  int without = 0;
  for (const double value : means)
    if (value < 1e10) {
      ASSERT_NEAR(value, 0.1, 1e-15);
      ++without;
    }
  EXPECT_GT(without, 100);
}

TEST(BootstrapMeans, SameBitsForAnyThreads) {
  const auto x = autoregression(560, 0.6, 5);
  const auto draw = [&](int threads, int count) {
    set_thread_count(threads);
    auto means = bootstrap_means(x, {BlockScheme::stationary, 12}, count, RandomStream(8, 2));
    set_thread_count(0);
    return means;
  };
  const auto serial = draw(1, 3000), fewer = draw(3, 100);
  EXPECT_EQ(serial, draw(2, 3000));
  EXPECT_TRUE(std::equal(fewer.begin(), fewer.end(), serial.begin()));
}

// Long-run variance (1/12) / (1 - 0.5)^2 = 1/3. Blocks of 40 lose about 1/40 of each side's neighbours; twenty series
// of 4,000 average the estimation error (about 15% each) down to 4%.
TEST(BootstrapMeans, LongRunVariance) {
  for (const auto scheme : {BlockScheme::stationary, BlockScheme::moving}) {
    double average = 0;
    for (std::uint64_t series = 0; series < 20; ++series) {
      const auto x = autoregression(4000, 0.5, 100 + series);
      average += 4000 * variance(bootstrap_means(x, {scheme, 40}, 1000, RandomStream(1, series))) / 20;
    }
    EXPECT_NEAR(average, 1.0 / 3, 0.045);
  }
}

nlohmann::json golden() {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/series_bootstrap.json");
  return nlohmann::json::parse(file);
}

// The series of the oracle: Lehmer's generator through x_t = 0.6 x_{t-1} + u_t - 0.5.
std::vector<double> lehmer_autoregression(std::size_t length) {
  std::vector<double> x(length);
  std::uint64_t state = 1;
  double last = 0;
  for (double& value : x) {
    state = 16807 * state % 2147483647;
    value = last = 0.6 * last + static_cast<double>(state) / 2147483647 - 0.5;
  }
  return x;
}

// 200,000 draws on both sides: means agree to 5 sd / sqrt(200,000), standard deviations to 1%, quantiles to 2% of sd.
TEST(BootstrapMeans, DistributionAsInR) {
  const auto expected = golden();
  const auto x = lehmer_autoregression(expected.at("length"));
  ASSERT_NEAR(x.back(), expected.at("last"), 1e-11);
  for (const auto scheme : {BlockScheme::stationary, BlockScheme::moving}) {
    const auto& one = expected.at(scheme == BlockScheme::stationary ? "stationary" : "moving");
    auto means = bootstrap_means(x, {scheme, one.at("block_length")}, 200000, RandomStream(1, 1));
    const double sd = one.at("sd");
    EXPECT_NEAR(mean(means), one.at("mean"), 0.015 * sd);
    EXPECT_NEAR(std::sqrt(variance(means)), sd, 0.01 * sd);
    for (std::size_t i = 0; i < expected.at("shares").size(); ++i)
      EXPECT_NEAR(quantile(std::span(means), expected.at("shares")[i]), one.at("quantiles")[i], 0.02 * sd)
          << i;
  }
}

TEST(BootstrapMeans, SmallestCases) {
  EXPECT_EQ(bootstrap_means(std::vector<double>{2.5}, {}, 3, RandomStream(1, 1)),
            std::vector<double>(3, 2.5));
  EXPECT_TRUE(bootstrap_means(std::vector<double>{2.5, 1}, {}, 0, RandomStream(1, 1)).empty());
}

TEST(BootstrapMeans, BrokenSettingsAreABug) {
  const RandomStream random(1, 1);
  const std::vector<double> x{1, 2, 3};
  const double endless = std::numeric_limits<double>::infinity(), none = std::nan("");
  for (const auto scheme : {BlockScheme::stationary, BlockScheme::moving}) {
    for (const double block : {0.0, 0.9, -3.0, endless, none})
      EXPECT_THROW(bootstrap_means(x, {scheme, block}, 10, random), InternalError) << block;
    EXPECT_THROW(bootstrap_means({}, {scheme, 2}, 10, random), InternalError);
    EXPECT_THROW(bootstrap_means(std::vector<double>{1, none}, {scheme, 2}, 10, random), InternalError);
    EXPECT_THROW(bootstrap_means(x, {scheme, 2}, -1, random), InternalError);
  }
}

}  // namespace
}  // namespace rerate
