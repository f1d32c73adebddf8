// Behaviour -> test
//   crests and troughs of a wave                                  TurningPoints.Wave
//   none within `window` of the ends                              TurningPoints.KeepsAwayFromTheEnds
//   a plateau turns at its first or its last observation          TurningPoints.Ties
//   of two crests with no trough between, the higher stays        TurningPoints.Alternate
//   short phases are dropped or merged                            TurningPoints.ShortPhases
//   of two crests closer than a cycle, the higher stays           TurningPoints.ShortCycles
//   level selects                                                 TurningPoints.Level
//   amplitude is prominence on both sides                         TurningPoints.Amplitude
//   amplitude equals its definition by brute force                TurningPoints.AmplitudeByBruteForce
//   troughs are crests upside down                                TurningPoints.TroughsAreCrestsUpsideDown
//   phases, cycles, alternation hold on random walks              TurningPoints.Invariants
//   confirm is exact on every prefix: first reported, never withdrawn
//   TurningPoints.ConfirmIsExactOnEveryPrefix hostile shapes do not take quadratic time
//   TurningPoints.LongSeries

#include "rerate/events/turning_points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TurningPointRule rule_of(Side side, int window, int phase = 1, int cycle = 1) {
  TurningPointRule rule;
  rule.side = side;
  rule.window = window;
  rule.phase = phase;
  rule.cycle = cycle;
  return rule;
}

std::vector<std::size_t> places(const std::vector<double>& x, const TurningPointRule& rule) {
  std::vector<std::size_t> result;
  for (const auto& one : turning_points(x, rule)) result.push_back(one.extreme);
  return result;
}

std::vector<double> random_walk(std::size_t count, std::uint64_t stream) {
  const RandomStream random(3, stream);
  std::vector<double> x;
  double level = 0;
  for (std::size_t t = 0; t < count; ++t) x.push_back(level += std::round(6 * random.uniform(t) - 3));
  return x;
}

TurningPointRule random_rule(std::uint64_t stream) {
  const RandomStream random(4, stream);
  auto rule =
      rule_of(random.below(0, 2) == 0 ? Side::above : Side::below, 1 + static_cast<int>(random.below(1, 5)),
              1 + static_cast<int>(random.below(2, 6)), 1 + static_cast<int>(random.below(3, 16)));
  if (random.below(4, 2) == 0) rule.amplitude = static_cast<double>(random.below(5, 12));
  rule.tie = random.below(6, 2) == 0 ? Tie::first : Tie::last;
  return rule;
}

TEST(TurningPoints, Wave) {
  std::vector<double> x;
  for (int t = 0; t < 60; ++t)
    x.push_back(std::sin(2 * M_PI * t / 20));  // crests at 5 25 45, troughs at 15 35 55
  EXPECT_THAT(places(x, rule_of(Side::above, 3, 6, 15)), ElementsAre(5, 25, 45));
  EXPECT_THAT(places(x, rule_of(Side::below, 3, 6, 15)), ElementsAre(15, 35, 55));
  const auto crest = turning_points(x, rule_of(Side::above, 3, 6, 15)).at(1);
  EXPECT_EQ(crest.start, 25U);
  EXPECT_EQ(crest.end, 25U);
  EXPECT_EQ(crest.confirm, 28U);
  EXPECT_FALSE(crest.open);
}

TEST(TurningPoints, KeepsAwayFromTheEnds) {
  const std::vector<double> x{1, 9, 1, 2, 3, 2, 1, 8, 1};
  EXPECT_THAT(places(x, rule_of(Side::above, 2)), ElementsAre(4));
  EXPECT_THAT(places(x, rule_of(Side::above, 4)), IsEmpty());
  EXPECT_THAT(places(x, rule_of(Side::above, 2'000'000'000)), IsEmpty());
  EXPECT_THAT(places({}, rule_of(Side::above, 1)), IsEmpty());
}

TEST(TurningPoints, Ties) {
  const std::vector<double> x{1, 2, 5, 5, 5, 2, 1};
  auto rule = rule_of(Side::above, 2);
  EXPECT_THAT(places(x, rule), ElementsAre(2));
  rule.tie = Tie::last;
  EXPECT_THAT(places(x, rule), ElementsAre(4));
  // Equal crests of the same phase, too far apart for one window.
  const std::vector<double> twins{0, 7, 6, 6.5, 6, 7, 0};
  EXPECT_THAT(places(twins, rule_of(Side::above, 1, 1, 10)), ElementsAre(1));
  rule = rule_of(Side::above, 1, 1, 10);
  rule.tie = Tie::last;
  EXPECT_THAT(places(twins, rule), ElementsAre(5));
}

// Crests at 3 (5) and 8 (6). The low of 3 between them, at 7, is a trough when ties go to the first, for the
// 3 at 9 comes later; with ties to the last there is none between, and only the higher crest stays.
TEST(TurningPoints, Alternate) {
  const std::vector<double> x{1, 2, 3, 5, 4, 4, 4, 3, 6, 3, 2, 1, 1};
  auto rule = rule_of(Side::above, 2);
  EXPECT_THAT(places(x, rule),
              ElementsAre(3, 8));  // the 3 at 7 is a trough: 4 4 before, 6 3 after, tie first
  rule.tie = Tie::last;
  EXPECT_THAT(places(x, rule), ElementsAre(8));
}

// Crest 1 (5), trough 2 (4), crest 3 (8): the fall lasts one observation, less than a phase of two. The later
// crest surpasses the earlier and trough 2 surpasses none: both go, 3 stays.
TEST(TurningPoints, ShortPhases) {
  EXPECT_THAT(places({0, 5, 4, 8, 3, 2, 1}, rule_of(Side::above, 1, 1)), ElementsAre(1, 3));
  EXPECT_THAT(places({0, 5, 4, 8, 3, 2, 1}, rule_of(Side::above, 1, 2)), ElementsAre(3));
  EXPECT_THAT(places({0, 8, 4, 5, 3, 2, 1}, rule_of(Side::above, 1, 2)), ElementsAre(1));
  // A deep trough (6, lower than 2) with a quick rebound is not sacrificed to the crest after it.
  EXPECT_THAT(places({5, 3, 1, 3, 5, 3, 0, 9, 8, 7, 7}, rule_of(Side::below, 1, 2)), ElementsAre(2, 6));
}

TEST(TurningPoints, ShortCycles) {
  const std::vector<double> x{0, 5, 3, 1, 3, 6, 3, 1, 0, 1, 4, 1, 0};
  EXPECT_THAT(places(x, rule_of(Side::above, 1, 1, 4)), ElementsAre(1, 5, 10));
  EXPECT_THAT(places(x, rule_of(Side::above, 1, 1, 5)), ElementsAre(5, 10));
  EXPECT_THAT(places(x, rule_of(Side::above, 1, 1, 6)), ElementsAre(5));
}

TEST(TurningPoints, Level) {
  const std::vector<double> x{0, 5, 0, 7, 0, 6, 0};
  auto rule = rule_of(Side::above, 1);
  rule.level = 6;
  EXPECT_THAT(places(x, rule), ElementsAre(3, 5));
  rule = rule_of(Side::below, 1);
  rule.level = -1;
  EXPECT_THAT(places(x, rule), IsEmpty());
}

// Crest 1 falls by 2 before 3 surpasses it; 3 rises 5 from the start and falls 3 (not 4) before 7 surpasses
// it; 7 falls 4 only with the last observation.
TEST(TurningPoints, Amplitude) {
  const std::vector<double> x{1, 4, 2, 6, 5, 3, 4, 7, 6, 5, 4, 3};
  auto rule = rule_of(Side::above, 1);
  rule.amplitude = 2;
  EXPECT_THAT(places(x, rule), ElementsAre(1, 3, 7));
  rule.amplitude = 3;
  EXPECT_THAT(places(x, rule), ElementsAre(3, 7));
  EXPECT_EQ(turning_points(x, rule)[0].confirm, 5U);
  rule.amplitude = 4;
  EXPECT_THAT(places(x, rule), ElementsAre(7));
  EXPECT_EQ(turning_points(x, rule)[0].confirm, 11U);
  rule.amplitude = 4.5;
  EXPECT_THAT(places(x, rule), IsEmpty());
}

// Prominence on one side by walking away from the crest; nothing when it is surpassed first.
std::optional<std::size_t> walk(const std::vector<double>& y, std::size_t from, int step, double amplitude,
                                bool equal_surpasses) {
  for (auto t = static_cast<std::ptrdiff_t>(from) + step; t >= 0 && t < static_cast<std::ptrdiff_t>(y.size());
       t += step) {
    const auto at = static_cast<std::size_t>(t);
    if (y[at] > y[from] || (equal_surpasses && y[at] == y[from])) return std::nullopt;
    if (y[from] - y[at] >= amplitude) return at;
  }
  return std::nullopt;
}

TEST(TurningPoints, AmplitudeByBruteForce) {
  for (std::uint64_t stream = 0; stream < 300; ++stream) {
    const auto x = random_walk(150, stream);
    auto rule = random_rule(stream);
    rule.amplitude = 1 + static_cast<double>(stream % 8);
    auto y = x;
    if (rule.side == Side::below)
      for (double& value : y) value = -value;
    auto all = rule;
    all.amplitude.reset();
    std::map<std::size_t, std::size_t> expected;
    for (const auto& one : turning_points(x, all)) {
      const auto before = walk(y, one.extreme, -1, *rule.amplitude, rule.tie == Tie::first);
      const auto after = walk(y, one.extreme, 1, *rule.amplitude, rule.tie == Tie::last);
      if (before && after) expected[one.extreme] = std::max(*one.confirm, *after);
    }
    std::map<std::size_t, std::size_t> found;
    for (const auto& one : turning_points(x, rule)) found[one.extreme] = *one.confirm;
    ASSERT_EQ(found, expected) << stream;
  }
}

TEST(TurningPoints, TroughsAreCrestsUpsideDown) {
  for (std::uint64_t stream = 0; stream < 100; ++stream) {
    auto x = random_walk(150, stream);
    auto rule = random_rule(stream);
    const auto one = places(x, rule);
    for (double& value : x) value = -value;
    rule.side = rule.side == Side::above ? Side::below : Side::above;
    EXPECT_EQ(places(x, rule), one);
  }
}

TEST(TurningPoints, Invariants) {
  for (std::uint64_t stream = 0; stream < 300; ++stream) {
    const auto x = random_walk(200, stream);
    auto rule = random_rule(stream);
    rule.amplitude.reset();
    std::vector<std::pair<std::size_t, bool>> both;
    for (const bool crest : {true, false}) {
      rule.side = crest ? Side::above : Side::below;
      for (const auto at : places(x, rule)) both.emplace_back(at, crest);
    }
    std::sort(both.begin(), both.end());
    for (std::size_t i = 1; i < both.size(); ++i) {
      ASSERT_NE(both[i].second, both[i - 1].second) << "alternate";
      ASSERT_GE(both[i].first - both[i - 1].first, static_cast<std::size_t>(rule.phase));
      if (i > 1) {
        ASSERT_GE(both[i].first - both[i - 2].first, static_cast<std::size_t>(rule.cycle));
      }
    }
  }
}

// Runs the rule on every prefix and notes since when each extreme has been reported without a break.
TEST(TurningPoints, ConfirmIsExactOnEveryPrefix) {
  for (std::uint64_t stream = 0; stream < 150; ++stream) {
    const auto x = random_walk(120, stream + 50);
    const auto rule = random_rule(stream + 50);
    std::map<std::size_t, std::size_t> since;
    for (std::size_t length = 1; length <= x.size(); ++length) {
      std::map<std::size_t, std::size_t> still;
      for (const auto at : places({x.begin(), x.begin() + static_cast<std::ptrdiff_t>(length)}, rule))
        still[at] = since.contains(at) ? since[at] : length - 1;
      since = still;
    }
    std::map<std::size_t, std::size_t> confirmed;
    for (const auto& one : turning_points(x, rule)) confirmed[one.extreme] = *one.confirm;
    ASSERT_EQ(confirmed, since) << stream;
  }
}

TEST(TurningPoints, LongSeries) {
  std::vector<double> rising, falling_saw, flat(300'000, 1.0);
  for (int t = 0; t < 300'000; ++t) {
    rising.push_back(t);
    falling_saw.push_back(-t + (t % 2) * 3);
  }
  auto wide = rule_of(Side::above, 100'000, 6, 15);
  wide.amplitude = 1e9;
  EXPECT_THAT(places(rising, wide), IsEmpty());
  EXPECT_THAT(places(flat, wide), IsEmpty());
  auto narrow = rule_of(Side::above, 1);
  narrow.amplitude = 1e9;
  EXPECT_THAT(places(falling_saw, narrow), IsEmpty());
}

}  // namespace
}  // namespace rerate
