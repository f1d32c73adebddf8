// Behaviour -> test
//   the share of rotations whose area is as far from a half, all counted   -> EveryRotation
//   forecasts turned round have the same p-value                            -> TwoSided
//   of persistent forecasts that know nothing 5% are below 5%               -> SizeOfPersistentForecasts
//   rows without forecast or outcome are left out                           -> MissingRows
//   one outcome alone, equal forecasts, no row: nothing to test             -> NothingToTest
#include "rerate/statistics/area_shift.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/probability_scores.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

struct Forecasts {
  Figures forecast, outcome;
};

// Both wander slowly and know nothing of each other; outcomes come in spells.
Forecasts unrelated(std::uint64_t seed, std::size_t n) {
  const RandomStream random(5, seed);
  Forecasts made;
  double own = 0, other = 0;
  for (std::size_t i = 0; i < n; ++i) {
    own = 0.9 * own + random.uniform(2 * i) - 0.5;
    other = 0.9 * other + random.uniform(2 * i + 1) - 0.5;
    made.forecast.push_back(own);
    made.outcome.push_back(other > 0.2 ? 1 : 0);
  }
  return made;
}

TEST(AreaShift, EveryRotation) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    auto [forecast, outcome] = unrelated(seed, 80);
    for (double& one : forecast) one = std::round(4 * one) / 4;  // ties
    const double area = area_under_curve(forecast, outcome).area;
    int as_far = 0;
    for (std::size_t k = 0; k < outcome.size(); ++k) {
      Figures turned;
      for (std::size_t i = 0; i < outcome.size(); ++i) turned.push_back(outcome[(i + k) % outcome.size()]);
      as_far += std::fabs(area_under_curve(forecast, turned).area - 0.5) >= std::fabs(area - 0.5) - 1e-12;
    }
    EXPECT_DOUBLE_EQ(area_shift_p(forecast, outcome), as_far / 80.0) << seed;
  }
}

TEST(AreaShift, TwoSided) {
  const auto [forecast, outcome] = unrelated(9, 100);
  Figures turned;
  for (const double one : forecast) turned.push_back(-one);
  EXPECT_DOUBLE_EQ(area_shift_p(forecast, outcome), area_shift_p(turned, outcome));
  // Forecasts that are the outcomes: no rotation of spells that begin anywhere comes as far.
  EXPECT_LT(area_shift_p(outcome, outcome), 0.05);
}

TEST(AreaShift, SizeOfPersistentForecasts) {
  constexpr int kWorlds = 600;
  int found = 0;
  for (std::uint64_t world = 0; world < kWorlds; ++world) {
    const auto [forecast, outcome] = unrelated(100 + world, 300);
    found += area_shift_p(forecast, outcome) <= 0.05;
  }
  EXPECT_GT(found, 0.03 * kWorlds);
  EXPECT_LT(found, 0.08 * kWorlds);
}

TEST(AreaShift, MissingRows) {
  const double missing = std::nan("");
  const auto [forecast, outcome] = unrelated(3, 60);
  auto with_holes = forecast, outcomes = outcome;
  with_holes.insert(with_holes.begin(), {missing, 0.3, missing});
  outcomes.insert(outcomes.begin(), {1, missing, missing});
  EXPECT_DOUBLE_EQ(area_shift_p(with_holes, outcomes), area_shift_p(forecast, outcome));
  EXPECT_THROW(area_shift_p(forecast, outcomes), InternalError);
}

TEST(AreaShift, NothingToTest) {
  EXPECT_TRUE(std::isnan(area_shift_p({}, {})));
  EXPECT_TRUE(std::isnan(area_shift_p(Figures{0.1, 0.2, 0.3}, Figures{1, 1, 1})));
  EXPECT_TRUE(std::isnan(area_shift_p(Figures{0.2, 0.2, 0.2}, Figures{1, 0, 1})));
}

}  // namespace
}  // namespace rerate
