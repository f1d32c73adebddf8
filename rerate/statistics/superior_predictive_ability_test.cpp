// Behaviour -> test
//   every figure from the dates of each draw, by definition               LuckTests.ByDefinition
//   more rules than one group of tables, more draws than one batch        LuckTests.ManyRulesAndDraws
//   omega by hand                                                         LongRunVariance.HandComputed
//   omega by Politis and Romano's sum over lags; over many draws          LongRunVariance.SumOverLags
//   p-values as in numpy with draws of its own (tests/oracles/luck.py)    LuckTests.AsInNumpy
//   true and false rejections: 4-6% at 5% with AR(1) rules                LuckTests.SizeUnderTheNull
//   StepM: a false rejection among poor and good rules at most in 5%      LuckTests.FamilywiseError
//   a planted winner is found, and named                                  LuckTests.PowerAgainstAWinner
//   lower <= consistent <= upper; poor rules part them                    LuckTests.OrderOfThree
//   the order of rules changes no bit                                     LuckTests.OrderOfRulesDoesNotMatter
//   equal rules have equal p-values and change nothing                    LuckTests.EqualRules
//   rules that stand still take no part                                   LuckTests.RulesWithoutVariation
//   same bits for any threads and registers                               LuckTests.SameBitsAnywhere
//   rules that seldom differ from the benchmark do not divide by nothing LuckTests.RareDifferences
//   figures far from zero keep their digits                               LuckTests.AccurateFarFromZero
//   wrong input is told                                                   LuckTests.WrongInputIsTold

#include "rerate/statistics/superior_predictive_ability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/drawn_differences.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

// Rule by rule: a common factor and noise of their own, both AR(1), with means spread over -spread..spread.
Figures made_up(std::size_t rules, std::size_t dates, double memory, double spread, std::uint64_t seed) {
  const RandomStream random(seed, 7);
  Figures factor(dates), x(rules * dates);
  std::uint64_t index = 0;
  const auto fill = [&](std::span<double> series) {
    double state = 0;
    for (int warm = 0; warm < 30; ++warm) state = memory * state + random.uniform(index++) - 0.5;
    for (auto& figure : series) figure = state = memory * state + random.uniform(index++) - 0.5;
  };
  fill(factor);
  for (std::size_t j = 0; j < rules; ++j) {
    const auto own = std::span(x).subspan(j * dates, dates);
    fill(own);
    const double shift =
        rules == 1 ? spread : spread * (2.0 * static_cast<double>(j) / static_cast<double>(rules - 1) - 1);
    for (std::size_t t = 0; t < dates; ++t) own[t] += 0.7 * factor[t] + shift;
  }
  return x;
}

std::span<const double> rule_of(const Figures& x, std::size_t dates, std::size_t j) {
  return std::span(x).subspan(j * dates, dates);
}

long double sum_of(std::span<const double> x) { return std::accumulate(x.begin(), x.end(), 0.0L); }

// Politis and Romano (1994), lemma 1: gamma_0 + 2 sum kappa_i gamma_i with one-sided autocovariances.
double variance_by_lags(std::span<const double> x, double block_length) {
  const auto n = static_cast<long double>(x.size());
  const long double mean = sum_of(x) / n, stay = 1 - 1 / static_cast<long double>(block_length);
  const auto covariance = [&](std::size_t lag) {
    long double sum = 0;
    for (std::size_t t = 0; t + lag < x.size(); ++t) sum += (x[t] - mean) * (x[t + lag] - mean);
    return sum / n;
  };
  long double variance = covariance(0);
  for (std::size_t i = 1; i < x.size(); ++i) {
    const auto lag = static_cast<long double>(i);
    const long double kernel = (1 - lag / n) * std::pow(stay, lag) + lag / n * std::pow(stay, n - lag);
    variance += 2 * kernel * covariance(i);
  }
  return static_cast<double>(variance);
}

// The tests as the header defines them, from the dates of every draw.
class ByDefinition {
 public:
  ByDefinition(const Figures& x, std::size_t rules, const LuckSettings& settings, const RandomStream& random)
      : rules_(rules), dates_(x.size() / rules), draws_(static_cast<std::size_t>(settings.draws)) {
    for (std::size_t j = 0; j < rules; ++j) {
      mean_.push_back(sum_of(rule_of(x, dates_, j)) / static_cast<long double>(dates_));
      omega_.push_back(std::sqrt(variance_by_lags(rule_of(x, dates_, j), settings.block_length)));
      t_.push_back(root() * mean_[j] / omega_[j]);
    }
    std::vector<std::uint32_t> dates(dates_);
    for (std::size_t draw = 0; draw < draws_; ++draw) {
      bootstrap_indexes(dates_, {BlockScheme::stationary, settings.block_length}, random, draw, dates);
      for (std::size_t j = 0; j < rules; ++j) {
        long double sum = 0;
        for (const auto date : dates) sum += x[j * dates_ + date] - mean_[j];
        deviation_.push_back(sum / root());
        const auto omega = settings.studentised == Studentised::once
                               ? omega_[j]
                               : std::max(omega_[j] / 2, own_omega(x, j, settings, random, draw, sum));
        z_.push_back(sum / root() / omega);
      }
    }
  }

  LuckTests tests() const {
    LuckTests tests;
    const auto draw_largest = [&](auto figure) { return draw_largest_of(z_, figure); };
    long double deviation = -1e300L, best = 0;
    for (std::size_t j = 0; j < rules_; ++j) {
      deviation = std::max(deviation, root() * mean_[j]);
      best = std::max(best, t_[j]);
      tests.t.push_back(static_cast<double>(t_[j]));
      tests.omega.push_back(static_cast<double>(omega_[j]));
      tests.mean.push_back(static_cast<double>(mean_[j]));
    }
    tests.spa_statistic = static_cast<double>(best);
    tests.best = static_cast<std::size_t>(std::max_element(t_.begin(), t_.end()) - t_.begin());
    const long double poor = -std::sqrt(2 * std::log(std::log(static_cast<long double>(dates_))));
    using Z = long double;
    tests.reality_check_p =
        share(draw_largest_of(deviation_, [](std::size_t, Z of_rule) { return of_rule; }), deviation);
    tests.spa_lower_p =
        share(floored(draw_largest([&](std::size_t j, Z z) { return z + std::min(t_[j], 0.0L); })), best);
    tests.spa_consistent_p =
        share(floored(draw_largest([&](std::size_t j, Z z) { return t_[j] <= poor ? z + t_[j] : z; })), best);
    const auto upper = draw_largest([](std::size_t, Z z) { return z; });
    tests.spa_upper_p = share(floored(upper), best);
    for (const auto most : upper) tests.largest_of_draws.push_back(static_cast<double>(std::max(most, 0.0L)));
    std::sort(tests.largest_of_draws.begin(), tests.largest_of_draws.end());
    tests.adjusted_p = adjusted(draw_largest);
    return tests;
  }

 private:
  template <class Figure>
  std::vector<long double> draw_largest_of(const std::vector<long double>& figures, Figure figure) const {
    std::vector<long double> largest;
    for (std::size_t draw = 0; draw < draws_; ++draw) {
      long double most = -1e300L;
      for (std::size_t j = 0; j < rules_; ++j) most = std::max(most, figure(j, figures[draw * rules_ + j]));
      largest.push_back(most);
    }
    return largest;
  }
  long double root() const { return std::sqrt(static_cast<long double>(dates_)); }
  // From the draw's blocks, those that wrap round cut in two; `sum` of deviations from the sample's mean.
  long double own_omega(const Figures& x, std::size_t j, const LuckSettings& settings,
                        const RandomStream& random, std::size_t draw, long double sum) const {
    long double square = 0;
    const auto take = [&](std::size_t start, std::size_t length) {
      long double of_block = 0;
      for (std::size_t t = start; t < start + length; ++t) of_block += x[j * dates_ + t] - mean_[j];
      of_block -= static_cast<long double>(length) * sum / static_cast<long double>(dates_);
      square += of_block * of_block;
    };
    SeriesBlocks(dates_, {BlockScheme::stationary, settings.block_length}, random)
        .each_block(draw, dates_, [&](std::size_t start, std::size_t length) {
          take(start, std::min(length, dates_ - start));
          if (start + length > dates_) take(0, start + length - dates_);
        });
    return std::sqrt(square / static_cast<long double>(dates_));
  }
  static std::vector<long double> floored(std::vector<long double> largest) {
    for (auto& most : largest) most = std::max(most, 0.0L);
    return largest;
  }
  double share(const std::vector<long double>& largest, long double statistic) const {
    const auto reached =
        std::count_if(largest.begin(), largest.end(), [&](auto most) { return most >= statistic; });
    return static_cast<double>(1 + reached) / static_cast<double>(1 + draws_);
  }
  // Step by step: the best rule against all, the next against all but the best, ...
  template <class DrawLargest>
  std::vector<double> adjusted(DrawLargest draw_largest) const {
    std::vector<std::size_t> order(rules_);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return t_[a] > t_[b]; });
    std::vector<bool> gone(rules_);
    std::vector<double> p(rules_);
    double before = 0;
    for (const auto rule : order) {
      const auto rest = draw_largest([&](std::size_t j, long double z) { return gone[j] ? -1e300L : z; });
      p[rule] = before = std::max(before, share(rest, t_[rule]));
      gone[rule] = true;
    }
    return p;
  }

  std::size_t rules_, dates_, draws_;
  std::vector<long double> mean_, omega_, t_, deviation_, z_;
};

void expect_near(const Figures& found, const Figures& expected, double tolerance, const char* what) {
  ASSERT_EQ(found.size(), expected.size()) << what;
  for (std::size_t i = 0; i < found.size(); ++i)
    ASSERT_NEAR(found[i], expected[i], tolerance * std::max(1.0, std::fabs(expected[i]))) << what << " " << i;
}

void expect_same(const LuckTests& found, const LuckTests& expected) {
  expect_near(found.mean, expected.mean, 1e-14, "mean");
  expect_near(found.omega, expected.omega, 1e-13, "omega");
  expect_near(found.t, expected.t, 1e-12, "t");
  expect_near(found.largest_of_draws, expected.largest_of_draws, 1e-13, "largest of draws");
  EXPECT_EQ(found.reality_check_p, expected.reality_check_p);
  EXPECT_EQ(found.spa_lower_p, expected.spa_lower_p);
  EXPECT_EQ(found.spa_consistent_p, expected.spa_consistent_p);
  EXPECT_EQ(found.spa_upper_p, expected.spa_upper_p);
  EXPECT_EQ(found.adjusted_p, expected.adjusted_p);
  EXPECT_EQ(found.best, expected.best);
  EXPECT_NEAR(found.spa_statistic, expected.spa_statistic, 1e-12);
}

TEST(LuckTests, ByDefinition) {
  const RandomStream random(3, 1);
  for (const auto studentised : {Studentised::once, Studentised::each_draw})
    for (const double block_length : {1.0, 1.5, 2.0, 5.5, 30.0, 61.0})
      for (const std::size_t rules : {1u, 7u, 8u, 27u}) {
        SCOPED_TRACE(testing::Message() << rules << " rules, blocks of " << block_length);
        const auto x = made_up(rules, 61, 0.3, 0.12, rules);
        const LuckSettings settings{block_length, 203, studentised};
        expect_same(luck_tests(x, rules, settings, random), ByDefinition(x, rules, settings, random).tests());
      }
}

TEST(LuckTests, ManyRulesAndDraws) {
  const RandomStream random(3, 2);
  const auto many_rules = made_up(1100, 12, 0, 0.2, 1);
  expect_same(luck_tests(many_rules, 1100, {2.5, 30}, random),
              ByDefinition(many_rules, 1100, {2.5, 30}, random).tests());
  const auto few = made_up(2, 10, 0, 0.05, 2);
  const LuckSettings settings{1, 250'000};
  ASSERT_GT(250'000 * DrawnDifferences::bytes_of_draw(10, 1, DrawnRows::blocks), std::size_t{32} << 20);
  expect_same(luck_tests(few, 2, settings, random), ByDefinition(few, 2, settings, random).tests());
}

// T = 10, +1 and -1 in turn, blocks of 2: c_i = (-1)^i, so 1 + 2 sum_{i=1}^9 (1 - i/10) (-1/2)^i. With r = -1/2,
// sum_{i=1}^9 r^i = (-1/2 - 1/1024) / (3/2) = -171/512 and sum i r^i = r (1 - 10 r^9 + 9 r^10) / (1 - r)^2
// = -(1/2) (1 + 20/1024 + 9/1024) / (9/4) = -117/512, so 1 + 2 (-1710 + 117) / 5120 = 967/2560.
TEST(LongRunVariance, HandComputed) {
  Figures x;
  for (int t = 0; t < 10; ++t) x.push_back(t % 2 == 0 ? 1 : -1);
  const auto tests = luck_tests(x, 1, {2, 10}, RandomStream(1, 1));
  EXPECT_NEAR(tests.omega[0] * tests.omega[0], 967.0 / 2560, 1e-15);
  EXPECT_NEAR(variance_by_lags(x, 2), 967.0 / 2560, 1e-15);
  // Blocks of one date: the variance itself.
  EXPECT_NEAR(luck_tests(x, 1, {1, 10}, RandomStream(1, 1)).omega[0], 1, 1e-15);
}

TEST(LongRunVariance, SumOverLags) {
  const std::size_t dates = 200;
  for (const double block_length : {1.0, 3.0, 12.0, 200.0}) {
    const auto x = made_up(3, dates, 0.6, 0.1, 4);
    const auto tests = luck_tests(x, 3, {block_length, 1}, RandomStream(1, 1));
    const auto means = bootstrap_means(rule_of(x, dates, 2), {BlockScheme::stationary, block_length}, 40000,
                                       RandomStream(2, 1));
    double square = 0;
    for (const double mean : means) square += (mean - tests.mean[2]) * (mean - tests.mean[2]);
    const double over_draws = square / 40000 * static_cast<double>(dates),
                 exact = tests.omega[2] * tests.omega[2];
    // Of 40,000 draws the variance has a standard error of 0.7%; with blocks as long as the sample draws hardly vary.
    EXPECT_NEAR(over_draws / exact, 1, block_length < 100 ? 0.03 : 0.06) << block_length;
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_NEAR(tests.omega[j] * tests.omega[j], variance_by_lags(rule_of(x, dates, j), block_length),
                  1e-13 * exact);
  }
}

TEST(LuckTests, AsInNumpy) {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/luck.json");
  const auto golden = nlohmann::json::parse(file).at("luck_tests");
  ASSERT_EQ(golden.size(), 3u);
  for (const auto& expected : golden) {
    // The formula of the script: whole numbers, so both read the same figures.
    const std::size_t rules = expected.at("rules"), dates = expected.at("dates");
    Figures x(rules * dates);
    for (std::size_t j = 0; j < rules; ++j)
      for (std::size_t t = 0; t < dates; ++t)
        x[j * dates + t] =
            static_cast<double>((7919 * (t * t + 3 * t) + 104729 * (j + 1) * (t + j)) % 2003) / 1000 - 1 +
            static_cast<double>(expected.at("tilt")) * (static_cast<double>(j) - 4);
    const auto found =
        luck_tests(x, rules, {expected.at("block_length"), 100'000, Studentised::once}, RandomStream(8, 8));
    expect_near(found.omega, expected.at("omega").get<Figures>(), 1e-12, "omega");
    expect_near(found.t, expected.at("t").get<Figures>(), 1e-12, "t");
    // Two sets of 100,000 draws: standard error at most 0.0022.
    EXPECT_NEAR(found.reality_check_p, expected.at("reality_check_p"), 0.008);
    EXPECT_NEAR(found.spa_lower_p, expected.at("spa_lower_p"), 0.008);
    EXPECT_NEAR(found.spa_consistent_p, expected.at("spa_consistent_p"), 0.008);
    EXPECT_NEAR(found.spa_upper_p, expected.at("spa_upper_p"), 0.008);
    const auto adjusted = expected.at("adjusted_p").get<Figures>();
    for (std::size_t j = 0; j < rules; ++j) EXPECT_NEAR(found.adjusted_p[j], adjusted[j], 0.008) << j;
  }
}

// Shares of worlds in which no rule is better than the benchmark and the test says one is.
struct Rejections {
  double check = 0, lower = 0, consistent = 0, upper = 0, step = 0;
};

Rejections false_rejections(int worlds, double memory, const LuckSettings& settings) {
  Rejections count;
  for (int world = 0; world < worlds; ++world) {
    const auto x = made_up(20, 750, memory, 0, 1000 + static_cast<std::uint64_t>(world));
    const auto tests = luck_tests(x, 20, settings, RandomStream(9, static_cast<std::uint64_t>(world)));
    count.check += tests.reality_check_p <= 0.05;
    count.lower += tests.spa_lower_p <= 0.05;
    count.consistent += tests.spa_consistent_p <= 0.05;
    count.upper += tests.spa_upper_p <= 0.05;
    count.step += *std::min_element(tests.adjusted_p.begin(), tests.adjusted_p.end()) <= 0.05;
  }
  for (auto* share : {&count.check, &count.lower, &count.consistent, &count.upper, &count.step})
    *share *= 100.0 / worlds;
  std::printf("  %s: reality check %.2f%%, SPA %.2f%% %.2f%% %.2f%%, StepM %.2f%%\n",
              settings.studentised == Studentised::once ? "studentised once" : "in each draw", count.check,
              count.lower, count.consistent, count.upper, count.step);
  return count;
}

TEST(LuckTests, SizeUnderTheNull) {
  set_thread_count(1);
  const auto own = false_rejections(3000, 0.1, {10, 199}),
             once = false_rejections(1000, 0.1, {10, 199, Studentised::once});
  set_thread_count(0);
  for (const double share : {own.consistent, own.upper, own.step}) {
    EXPECT_GE(share, 4);
    EXPECT_LE(share, 6);
  }
  EXPECT_LE(own.check, 7);
  EXPECT_LE(own.lower, 7);
  // Omega's own error is left out then.
  EXPECT_GT(once.upper, own.upper);
  EXPECT_LE(once.upper, 10);
}

TEST(LuckTests, FamilywiseError) {
  constexpr int kWorlds = 1500;
  set_thread_count(1);
  int falsely = 0, rightly = 0, all = 0;
  for (int world = 0; world < kWorlds; ++world) {
    // Rules 0..4 are poor, 5..14 as good as the benchmark, 15..19 better.
    auto x = made_up(20, 400, 0.1, 0, 9000 + static_cast<std::uint64_t>(world));
    for (std::size_t j = 0; j < 20; ++j)
      for (std::size_t t = 0; t < 400; ++t) x[j * 400 + t] += j < 5 ? -0.1 : j < 15 ? 0 : 0.09;
    const auto tests = luck_tests(x, 20, {8, 199}, RandomStream(10, static_cast<std::uint64_t>(world)));
    bool any = false;
    for (std::size_t j = 0; j < 15; ++j) any = any || tests.adjusted_p[j] <= 0.05;
    falsely += any;
    for (std::size_t j = 15; j < 20; ++j) rightly += tests.adjusted_p[j] <= 0.05, ++all;
  }
  std::printf("  a false rejection in %.2f%% of worlds, %.0f%% of good rules found\n",
              100.0 * falsely / kWorlds, 100.0 * rightly / all);
  set_thread_count(0);
  EXPECT_LE(100.0 * falsely / kWorlds, 6);
  EXPECT_GE(100.0 * falsely / kWorlds, 2);
  EXPECT_GE(100.0 * rightly / all, 60);
}

TEST(LuckTests, PowerAgainstAWinner) {
  int found = 0;
  for (int world = 0; world < 200; ++world) {
    auto x = made_up(100, 400, 0.1, 0, 20000 + static_cast<std::uint64_t>(world));
    for (std::size_t t = 0; t < 400; ++t) x[37 * 400 + t] += 0.11;  // about 5 standard errors
    const auto tests = luck_tests(x, 100, {4, 199}, RandomStream(11, static_cast<std::uint64_t>(world)));
    found += tests.best == 37 && tests.spa_consistent_p <= 0.05 && tests.adjusted_p[37] <= 0.05;
  }
  EXPECT_GE(found, 180);
}

TEST(LuckTests, OrderOfThree) {
  bool parted = false;
  for (std::uint64_t world = 0; world < 50; ++world) {
    const auto x = made_up(30, 100, 0.2, 0.15, world);
    const auto tests = luck_tests(x, 30, {3, 299}, RandomStream(12, world));
    EXPECT_LE(tests.spa_lower_p, tests.spa_consistent_p);
    EXPECT_LE(tests.spa_consistent_p, tests.spa_upper_p);
    parted =
        parted || (tests.spa_lower_p < tests.spa_consistent_p && tests.spa_consistent_p < tests.spa_upper_p);
  }
  EXPECT_TRUE(parted);
  // All rules poor: the best is no better than nothing in every draw.
  auto poor = made_up(9, 50, 0, 0, 5);
  for (auto& figure : poor) figure -= 2;
  const auto tests = luck_tests(poor, 9, {3, 99}, RandomStream(12, 1));
  EXPECT_EQ(tests.spa_statistic, 0);
  EXPECT_EQ(tests.spa_lower_p, 1);
  EXPECT_EQ(tests.spa_upper_p, 1);
  EXPECT_EQ(*std::min_element(tests.adjusted_p.begin(), tests.adjusted_p.end()), 1);
}

void expect_same_bits(const LuckTests& a, const LuckTests& b) {
  EXPECT_EQ(a.t, b.t);
  EXPECT_EQ(a.omega, b.omega);
  EXPECT_EQ(a.adjusted_p, b.adjusted_p);
  EXPECT_EQ(a.largest_of_draws, b.largest_of_draws);
  EXPECT_EQ(a.reality_check_p, b.reality_check_p);
  EXPECT_EQ(a.spa_consistent_p, b.spa_consistent_p);
}

TEST(LuckTests, OrderOfRulesDoesNotMatter) {
  const std::size_t rules = 45, dates = 83;
  const auto x = made_up(rules, dates, 0.2, 0.1, 6);
  auto shuffled = luck_tests(
      [&](std::size_t rule, std::span<double>) { return x.data() + (rule * 17 + 5) % rules * dates; }, rules,
      dates, {3, 150}, RandomStream(13, 1));
  const auto straight = luck_tests(x, rules, {3, 150}, RandomStream(13, 1));
  EXPECT_EQ((shuffled.best * 17 + 5) % rules, straight.best);
  auto back = shuffled;
  for (std::size_t j = 0; j < rules; ++j) {
    back.t[(j * 17 + 5) % rules] = shuffled.t[j];
    back.omega[(j * 17 + 5) % rules] = shuffled.omega[j];
    back.adjusted_p[(j * 17 + 5) % rules] = shuffled.adjusted_p[j];
  }
  expect_same_bits(back, straight);
}

TEST(LuckTests, EqualRules) {
  const std::size_t rules = 10, dates = 60;
  const auto x = made_up(rules, dates, 0.2, 0.1, 7);
  Figures twice = x;
  twice.insert(twice.end(), x.begin(), x.end());
  const auto once = luck_tests(x, rules, {3, 150}, RandomStream(14, 1)),
             both = luck_tests(twice, 2 * rules, {3, 150}, RandomStream(14, 1));
  EXPECT_EQ(both.best, once.best);
  EXPECT_EQ(both.spa_upper_p, once.spa_upper_p);
  EXPECT_EQ(both.largest_of_draws, once.largest_of_draws);
  for (std::size_t j = 0; j < rules; ++j) {
    EXPECT_EQ(both.adjusted_p[j], once.adjusted_p[j]);
    EXPECT_EQ(both.adjusted_p[j + rules], once.adjusted_p[j]);
  }
}

TEST(LuckTests, RulesWithoutVariation) {
  const std::size_t rules = 10, dates = 60;
  const auto x = made_up(rules, dates, 0.2, 0.1, 7);
  Figures with;
  with.insert(with.end(), dates, 0.25);  // ahead by the same every month
  for (std::size_t t = 0; t < dates; ++t)
    with.push_back(-0.001 + (t % 2 == 0 ? 1e-18 : 0));  // a fee, and rounding
  with.insert(with.end(), x.begin(), x.end());
  const auto tests = luck_tests(with, rules + 2, {3, 150}, RandomStream(14, 1)),
             without = luck_tests(x, rules, {3, 150}, RandomStream(14, 1));
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_EQ(tests.t[j], 0);
    EXPECT_EQ(tests.omega[j], 0);
    EXPECT_EQ(tests.adjusted_p[j], 1);
  }
  EXPECT_DOUBLE_EQ(tests.mean[0], 0.25);
  EXPECT_EQ(tests.best, without.best + 2);
  EXPECT_EQ(tests.reality_check_p, without.reality_check_p);
  EXPECT_EQ(tests.spa_consistent_p, without.spa_consistent_p);

  const auto none = luck_tests(Figures(2 * dates, 0.1), 2, {3, 50}, RandomStream(14, 1));
  EXPECT_EQ(none.reality_check_p, 1);
  EXPECT_EQ(none.spa_consistent_p, 1);
  EXPECT_EQ(none.spa_statistic, 0);
  EXPECT_EQ(none.largest_of_draws, Figures(50, 0));
}

TEST(LuckTests, SameBitsAnywhere) {
  const std::size_t rules = 300, dates = 130;
  const auto x = made_up(rules, dates, 0.2, 0.1, 8);
  const LuckSettings settings{3, 1000};
  set_thread_count(1);
  const auto alone = luck_tests(x, rules, settings, RandomStream(15, 1));
  for (const int threads : {2, 3, 7}) {
    set_thread_count(threads);
    expect_same_bits(luck_tests(x, rules, settings, RandomStream(15, 1)), alone);
  }
  set_thread_count(0);

  std::vector<RuleStanding> standing;
  for (std::size_t j = 0; j < rules; ++j) standing.push_back({j, alone.mean[j], alone.omega[j], alone.t[j]});
  std::sort(standing.begin(), standing.end(), [](const auto& a, const auto& b) { return a.t < b.t; });
  const DifferentialsOf read = [&](std::size_t rule, std::span<double>) { return x.data() + rule * dates; };
  const auto with = [&](LaneWidth width, Studentised studentised) {
    return resample_rules(standing, read, {dates, 3, 1000, studentised}, RandomStream(15, 1), width);
  };
  if (widest_lanes() == LaneWidth::four) std::printf("  this processor has no wider registers\n");
  for (const auto studentised : {Studentised::once, Studentised::each_draw}) {
    const auto narrow = with(LaneWidth::four, studentised), wide = with(widest_lanes(), studentised);
    EXPECT_EQ(narrow.reached, wide.reached);
    ASSERT_EQ(narrow.largest.size(), wide.largest.size());
    for (std::size_t i = 0; i < narrow.largest.size(); ++i) {
      ASSERT_EQ(narrow.largest[i].deviation, wide.largest[i].deviation);
      ASSERT_EQ(narrow.largest[i].lower, wide.largest[i].lower);
      ASSERT_EQ(narrow.largest[i].consistent, wide.largest[i].consistent);
      ASSERT_EQ(narrow.largest[i].upper, wide.largest[i].upper);
    }
  }
}

// A rule that differs from the benchmark in three months: most draws without them would have no omega.
TEST(LuckTests, RareDifferences) {
  auto x = made_up(10, 120, 0.1, 0, 17);
  x.resize(11 * 120, 0);
  for (const std::size_t t : {11u, 12u, 70u}) x[10 * 120 + t] = -0.5;
  const LuckSettings settings{3, 500};
  const auto tests = luck_tests(x, 11, settings, RandomStream(17, 1));
  expect_same(tests, ByDefinition(x, 11, settings, RandomStream(17, 1)).tests());
  EXPECT_LT(tests.largest_of_draws.back(), 6);
}

TEST(LuckTests, AccurateFarFromZero) {
  const std::size_t rules = 9, dates = 700;
  auto x = made_up(rules, dates, 0.2, 0, 9);
  // Steps of 2^-20 survive the addition of 2^20 exactly, so both have the same deviations.
  for (auto& figure : x) figure = std::floor(figure * 0x1p20) * 0x1p-20;
  auto far = x;
  for (auto& figure : far) figure += 0x1p20;
  const auto near_zero = luck_tests(x, rules, {6, 400}, RandomStream(16, 1)),
             far_away = luck_tests(far, rules, {6, 400}, RandomStream(16, 1));
  expect_near(far_away.omega, near_zero.omega, 1e-9, "omega");
  expect_near(far_away.largest_of_draws, near_zero.largest_of_draws, 1e-9, "largest of draws");
}

Failure failure_of(const Figures& x, std::size_t rules, const LuckSettings& settings) {
  try {
    luck_tests(x, rules, settings, RandomStream(1, 1));
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(LuckTests, WrongInputIsTold) {
  const auto x = made_up(3, 40, 0, 0, 1);
  EXPECT_EQ(failure_of({}, 0, {}).code, ErrorCode::regression_too_few);
  EXPECT_EQ(failure_of(Figures(18, 1), 2, {}).what, "tests of luck take 10 to 4294967295 periods: 9");
  EXPECT_EQ(failure_of(x, 3, {0.9, 10}).code, ErrorCode::regression_settings);
  EXPECT_EQ(failure_of(x, 3, {41, 10}).what,
            "the mean block length must be within 1 and the number of periods (40): 41");
  EXPECT_EQ(failure_of(x, 3, {std::nan(""), 10}).code, ErrorCode::regression_settings);
  EXPECT_EQ(failure_of(x, 3, {2, 0}).code, ErrorCode::regression_settings);
  EXPECT_EQ(failure_of(x, 3, {2, 1'000'001}).what,
            "the number of draws must be within 1 and 1000000: 1000001");
  auto holes = x;
  holes[40 + 6] = std::nan("");
  EXPECT_EQ(failure_of(holes, 3, {}).what, "rule 2 has a missing or infinite figure: period 7 of 40");
  holes[40 + 6] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(failure_of(holes, 3, {}).code, ErrorCode::regression_not_finite);
  auto large = x;
  large[85] = 1e200;
  EXPECT_EQ(failure_of(large, 3, {}).what, "rule 3 has figures too large to square: 1e+200");
}

}  // namespace
}  // namespace rerate
