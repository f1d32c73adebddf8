// Behaviour -> test
//   two additive choices by hand                               ChoiceShares.AdditiveByHand
//   what two do only together is split between them            ChoiceShares.InteractionIsSplit
//   equals conditional means worked out one set at a time      ChoiceShares.EqualsBruteForce
//   combinations without a number are left out                 ChoiceShares.MissingCombinations
//   a choice of one option, or without effect, has no share    ChoiceShares.IdleChoices
//   a far-off mean does not drown the shares                   ChoiceShares.FarOffMean
//   a number that does not vary has no shares                  ChoiceShares.NothingVaries
//   wrong shapes are refused                                   ChoiceShares.RefusesWrongShapes

#include "rerate/statistics/choice_shares.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using Options = std::vector<std::size_t>;

std::vector<std::size_t> options_of(std::size_t number, const Options& counts) {
  std::vector<std::size_t> option(counts.size());
  for (auto i = counts.size(); i-- > 0; number /= counts[i]) option[i] = number % counts[i];
  return option;
}

std::size_t combinations(const Options& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{1}, std::multiplies<>());
}

// The definition: the variance of the mean given the options of a set.
double variance_of_means(const std::vector<double>& values, const Options& counts, std::size_t set) {
  std::map<std::vector<std::size_t>, std::pair<double, double>> cells;
  double sum = 0, count = 0;
  for (std::size_t number = 0; number < values.size(); ++number) {
    if (std::isnan(values[number])) continue;
    auto option = options_of(number, counts);
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (!(set >> i & 1)) option[i] = 0;
    cells[option].first += values[number];
    cells[option].second += 1;
    sum += values[number];
    count += 1;
  }
  double variance = 0;
  for (const auto& [option, cell] : cells) {
    const double away = cell.first / cell.second - sum / count;
    variance += cell.second * away * away / count;
  }
  return variance;
}

void expect_brute_force(const std::vector<double>& values, const Options& counts) {
  const auto shares = choice_shares(values, counts);
  const auto choices = counts.size();
  const double total = variance_of_means(values, counts, (std::size_t{1} << choices) - 1);
  EXPECT_NEAR(shares.variance, total, 1e-12 * total);
  double sum = 0;
  std::vector<std::size_t> order(choices);
  for (std::size_t i = 0; i < choices; ++i) {
    EXPECT_NEAR(shares.first_order[i], variance_of_means(values, counts, std::size_t{1} << i) / total, 1e-10);
    std::iota(order.begin(), order.end(), 0);
    double added = 0, orders = 0;
    do {
      std::size_t before = 0;
      for (std::size_t k = 0; order[k] != i; ++k) before |= std::size_t{1} << order[k];
      added += variance_of_means(values, counts, before | std::size_t{1} << i) -
               variance_of_means(values, counts, before);
      orders += 1;
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_NEAR(shares.shapley[i], added / orders / total, 1e-10);
    sum += shares.shapley[i];
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(ChoiceShares, AdditiveByHand) {
  // 1, 3 for the first choice plus 0, 0, 6 for the second: variances 1 and 8.
  const auto shares = choice_shares(std::vector<double>{1, 1, 7, 3, 3, 9}, Options{2, 3});
  EXPECT_DOUBLE_EQ(shares.mean, 4);
  EXPECT_DOUBLE_EQ(shares.variance, 9);
  EXPECT_NEAR(shares.shapley[0], 1.0 / 9, 1e-15);
  EXPECT_NEAR(shares.shapley[1], 8.0 / 9, 1e-15);
  EXPECT_NEAR(shares.first_order[1], 8.0 / 9, 1e-15);
  EXPECT_EQ(shares.option_mean[0], (std::vector<double>{3, 5}));
  EXPECT_EQ(shares.option_mean[1], (std::vector<double>{2, 2, 8}));
  EXPECT_EQ(shares.combinations, 6u);
}

TEST(ChoiceShares, InteractionIsSplit) {
  const auto shares = choice_shares(std::vector<double>{1, -1, -1, 1}, Options{2, 2});
  EXPECT_NEAR(shares.first_order[0], 0, 1e-15);
  EXPECT_DOUBLE_EQ(shares.shapley[0], 0.5);
  EXPECT_DOUBLE_EQ(shares.shapley[1], 0.5);
}

TEST(ChoiceShares, EqualsBruteForce) {
  const RandomStream random(1, 0);
  for (const auto& counts : {Options{4}, Options{2, 3}, Options{3, 2, 4}, Options{2, 3, 2, 3}}) {
    std::vector<double> values(combinations(counts));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = random.uniform(i);
    expect_brute_force(values, counts);
  }
}

TEST(ChoiceShares, MissingCombinations) {
  const RandomStream random(2, 0);
  const Options counts = {3, 4, 2, 2};
  std::vector<double> values(combinations(counts));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = random.uniform(2 * i) < 0.4 ? std::nan("") : random.uniform(2 * i + 1);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (options_of(i, counts)[1] == 2) values[i] = std::nan("");  // an option that never has a number
  expect_brute_force(values, counts);
  EXPECT_TRUE(std::isnan(choice_shares(values, counts).option_mean[1][2]));
}

TEST(ChoiceShares, IdleChoices) {
  const auto shares = choice_shares(std::vector<double>{1, 1, 5, 5, 2, 2}, Options{1, 3, 2});
  EXPECT_NEAR(shares.shapley[0], 0, 1e-15);
  EXPECT_NEAR(shares.shapley[1], 1, 1e-15);
  EXPECT_NEAR(shares.shapley[2], 0, 1e-15);
}

TEST(ChoiceShares, FarOffMean) {
  const auto shares =
      choice_shares(std::vector<double>{1e9 + 1, 1e9 + 1, 1e9 + 7, 1e9 + 3, 1e9 + 3, 1e9 + 9}, Options{2, 3});
  EXPECT_NEAR(shares.shapley[1], 8.0 / 9, 1e-9);
}

TEST(ChoiceShares, NothingVaries) {
  const auto shares = choice_shares(std::vector<double>(6, 0.1), Options{2, 3});
  EXPECT_TRUE(std::isnan(shares.shapley[0]));
  EXPECT_TRUE(std::isnan(shares.first_order[1]));
  EXPECT_NEAR(shares.option_mean[0][0], 0.1, 1e-15);
}

void expect_refused(const std::vector<double>& values, const Options& counts, ErrorCode code) {
  try {
    choice_shares(values, counts);
    FAIL() << "not refused";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code);
  }
}

TEST(ChoiceShares, RefusesWrongShapes) {
  expect_refused({1, 2}, {}, ErrorCode::regression_settings);
  expect_refused({1, 2, 3}, {2}, ErrorCode::regression_settings);
  expect_refused({}, {2, 0}, ErrorCode::regression_settings);
  expect_refused({1}, Options(17, 1), ErrorCode::regression_settings);
  expect_refused({1}, {1000, 1000, 1000}, ErrorCode::regression_settings);
  expect_refused({1}, {std::numeric_limits<std::size_t>::max()}, ErrorCode::regression_settings);
  expect_refused({1, std::numeric_limits<double>::infinity()}, {2}, ErrorCode::regression_not_finite);
  expect_refused({std::nan(""), std::nan("")}, {2}, ErrorCode::regression_too_few);
}

}  // namespace
}  // namespace rerate
