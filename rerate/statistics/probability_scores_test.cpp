// Behaviour -> test
//   area and its error against pROC, score and skill against their definitions in R    -> AsInR
//   Wilson's interval against R's prop.test                                             -> WilsonInterval
//   five forecasts by hand                                                              -> HandComputed
//   area: all pairs counted; only ranks matter; turned forecasts give the rest          -> AreaByPairs
//   DeLong's error is the spread over samples                                           -> AreaErrorBySimulation
//   one outcome alone: no area, no skill; one event: no error                           -> OneOutcome
//   bins hold every forecast once, equal ones together, as even as ties allow           -> Bins
//   what cannot be scored is told                                                       -> WrongInputIsTold

#include "rerate/statistics/probability_scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

nlohmann::json golden() {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/survival_and_scores.json");
  return nlohmann::json::parse(file);
}

TEST(ProbabilityScores, AsInR) {
  const auto cases = golden().at("scores");
  ASSERT_EQ(cases.size(), 4u);
  for (const auto& expected : cases) {
    const Figures probability = expected.at("probability"), outcome = expected.at("outcome");
    const auto [area, std_error] = area_under_curve(probability, outcome);
    EXPECT_NEAR(area, expected.at("area"), 1e-13);
    EXPECT_NEAR(std_error, expected.at("std_error"), 1e-13);
    EXPECT_NEAR(brier_score(probability, outcome), expected.at("brier"), 1e-13);
    EXPECT_NEAR(brier_skill(probability, outcome), expected.at("skill"), 1e-13);
  }
}

TEST(ProbabilityScores, WilsonInterval) {
  for (const auto& expected : golden().at("wilson")) {
    const int events = expected.at("events"), count = expected.at("count");
    Figures outcome(static_cast<std::size_t>(count), 0.0);
    std::fill_n(outcome.begin(), events, 1.0);
    const auto bins = reliability(Figures(outcome.size(), 0.3), outcome, 4);
    ASSERT_EQ(bins.size(), 1u);
    EXPECT_NEAR(bins[0].low, expected.at("low"), 1e-12);
    EXPECT_NEAR(bins[0].high, expected.at("high"), 1e-12);
  }
}

TEST(ProbabilityScores, HandComputed) {
  const Figures probability{0.1, 0.4, 0.4, 0.8, 0.9}, outcome{0, 0, 1, 0, 1};
  EXPECT_NEAR(brier_score(probability, outcome), (0.01 + 0.16 + 0.36 + 0.64 + 0.01) / 5, 1e-15);
  EXPECT_NEAR(brier_skill(probability, outcome), 1 - 0.236 / 0.24, 1e-14);
  // Pairs: the event at 0.4 beats 0.1, ties 0.4, loses to 0.8; the one at 0.9 beats all: 4.5 of 6.
  const auto [area, std_error] = area_under_curve(probability, outcome);
  EXPECT_DOUBLE_EQ(area, 0.75);
  // Placements 0.5, 1 of events (variance 1/8), 1, 0.75, 0.5 of the others (variance 1/16).
  EXPECT_NEAR(std_error, std::sqrt(1.0 / 16 + 1.0 / 48), 1e-15);
  const auto bins = reliability(probability, outcome, 2);
  ASSERT_EQ(bins.size(), 2u);
  EXPECT_EQ(bins[0].n, 3);  // half would be two, but the third equals the second
  EXPECT_NEAR(bins[0].mean_forecast, 0.3, 1e-15);
  EXPECT_NEAR(bins[0].share, 1.0 / 3, 1e-15);
  EXPECT_EQ(bins[0].to, 0.4);
  EXPECT_EQ(bins[1].from, 0.8);
}

struct Forecasts {
  Figures score, outcome;
};

Forecasts made_up(std::size_t count, std::uint64_t stream, double grain) {
  const RandomStream random(9, stream);
  Forecasts made{Figures(count), Figures(count)};
  for (std::size_t i = 0; i < count; ++i) {
    made.score[i] = std::floor(random.uniform(2 * i) / grain) * grain;
    made.outcome[i] = random.uniform(2 * i + 1) < made.score[i];
  }
  return made;
}

TEST(ProbabilityScores, AreaByPairs) {
  for (const double grain : {0.2, 0.01, 1e-9}) {
    auto [score, outcome] = made_up(80, 1, grain);
    double right = 0, pairs = 0;
    for (std::size_t i = 0; i < 80; ++i)
      for (std::size_t j = 0; j < 80; ++j)
        if (outcome[i] == 1 && outcome[j] == 0) {
          right += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
          ++pairs;
        }
    const auto found = area_under_curve(score, outcome);
    EXPECT_NEAR(found.area, right / pairs, 1e-14);
    for (double& one : score) one = 100 - 1e6 * one * one * one;  // any figure that ranks; here downwards
    const auto turned = area_under_curve(score, outcome);
    EXPECT_NEAR(turned.area, 1 - found.area, 1e-14);
    EXPECT_NEAR(turned.std_error, found.std_error, 1e-14);
  }
}

// 600 samples of 150: the spread of the area against the mean of its errors; binomial error of the ratio about 3%.
TEST(ProbabilityScores, AreaErrorBySimulation) {
  double sum = 0, squares = 0, errors = 0;
  for (std::uint64_t draw = 0; draw < 600; ++draw) {
    const auto [score, outcome] = made_up(150, 10 + draw, 1e-9);
    const auto [area, std_error] = area_under_curve(score, outcome);
    sum += area / 600;
    squares += area * area / 600;
    errors += std_error / 600;
  }
  EXPECT_NEAR(sum, 5.0 / 6, 0.01);  // of score s, events s^2 / (1/2): 5/6
  EXPECT_NEAR(errors / std::sqrt(squares - sum * sum), 1, 0.1);
}

TEST(ProbabilityScores, OneOutcome) {
  const Figures probability{0.2, 0.3, 0.9};
  for (const double all : {0.0, 1.0}) {
    const Figures outcome(3, all);
    EXPECT_TRUE(std::isnan(area_under_curve(probability, outcome).area));
    EXPECT_TRUE(std::isnan(brier_skill(probability, outcome)));
    EXPECT_GT(brier_score(probability, outcome), 0);
  }
  const auto single = area_under_curve(probability, Figures{0, 0, 1});
  EXPECT_EQ(single.area, 1);
  EXPECT_TRUE(std::isnan(single.std_error));
}

TEST(ProbabilityScores, Bins) {
  for (const double grain : {0.3, 0.05, 1e-9})
    for (const int wanted : {1, 3, 10, 500}) {
      const auto [probability, outcome] = made_up(101, 2, grain);
      const auto bins = reliability(probability, outcome, wanted);
      EXPECT_LE(bins.size(), static_cast<std::size_t>(wanted));
      int members = 0;
      double events = 0;
      for (std::size_t b = 0; b < bins.size(); ++b) {
        members += bins[b].n;
        events += bins[b].share * bins[b].n;
        EXPECT_EQ(bins[b].n, std::count_if(probability.begin(), probability.end(),
                                           [&](double p) { return bins[b].from <= p && p <= bins[b].to; }));
        if (b > 0) {
          EXPECT_GT(bins[b].from, bins[b - 1].to);
        }
        if (grain < 1e-6 && wanted == 10) {
          EXPECT_NEAR(bins[b].n, 10.5, 0.5);
        }
        EXPECT_LE(bins[b].low, bins[b].share);
        EXPECT_GE(bins[b].high, bins[b].share);
      }
      EXPECT_EQ(members, 101);
      double happened = 0;
      for (const double y : outcome) happened += y;
      EXPECT_NEAR(events, happened, 1e-11);
    }
}

template <class Work>
ErrorCode code_of(const Work& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure().code;
  }
  throw std::logic_error("not refused");
}

TEST(ProbabilityScores, WrongInputIsTold) {
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  const auto brier = [](const Figures& p, const Figures& y) { return code_of([&] { brier_score(p, y); }); };
  EXPECT_EQ(brier({}, {}), ErrorCode::regression_too_few);
  EXPECT_EQ(brier({nan}, {1}), ErrorCode::regression_not_finite);
  EXPECT_EQ(brier({0.5}, {nan}), ErrorCode::regression_not_finite);
  EXPECT_EQ(brier({1.01}, {1}), ErrorCode::regression_settings);
  EXPECT_EQ(brier({-0.01}, {1}), ErrorCode::regression_settings);
  EXPECT_EQ(brier({0.5}, {0.5}), ErrorCode::regression_settings);
  EXPECT_EQ(code_of([&] { area_under_curve(Figures{infinity}, Figures{1}); }),
            ErrorCode::regression_not_finite);
  EXPECT_EQ(code_of([&] { area_under_curve(Figures{7}, Figures{2}); }), ErrorCode::regression_settings);
  EXPECT_EQ(code_of([&] { reliability(Figures{0.5}, Figures{1}, 0); }), ErrorCode::regression_settings);
  EXPECT_EQ(code_of([&] { brier_skill({}, {}); }), ErrorCode::regression_too_few);
  EXPECT_THROW(brier_score(Figures{0.5, 0.5}, Figures{1}), InternalError);
}

}  // namespace
}  // namespace rerate
