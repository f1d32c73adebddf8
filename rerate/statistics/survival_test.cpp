// Behaviour -> test
//   steps, errors, bands, medians against survival::survfit                       -> AsInR
//   six spells by hand                                                            -> HandComputed
//   without censoring S is the share of longer spells; order does not matter     -> EmpiricalShare
//   a spell still running at another's end is at risk then                        -> TiesWithRunning
//   S = 1/2 reached within rounding counts as reached                             -> HalfExactly
//   bands cover the true share as often as they say, under censoring              -> Coverage
//   what no curve can be made of is told                                          -> WrongInputIsTold

#include "rerate/statistics/survival.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

double or_nan(const nlohmann::json& figure) { return figure.is_null() ? std::nan("") : figure.get<double>(); }

void expect_same(double value, const nlohmann::json& figure, const std::string& what) {
  const double expected = or_nan(figure);
  if (std::isnan(expected))
    EXPECT_TRUE(std::isnan(value)) << what << " " << value;
  else
    EXPECT_NEAR(value, expected, 1e-12 * std::max(1.0, expected)) << what;
}

TEST(KaplanMeier, AsInR) {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/survival_and_scores.json");
  const auto golden = nlohmann::json::parse(file);
  ASSERT_EQ(golden.at("survival").size(), 5u);
  int medians = 0;
  for (const auto& expected : golden.at("survival")) {
    const auto curve = kaplan_meier(expected.at("duration").get<Figures>(),
                                    expected.at("observed").get<std::vector<bool>>(), expected.at("level"));
    ASSERT_EQ(curve.steps.size(), expected.at("time").size());
    bool half = false;
    int censored = 0, events = 0;
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
      const auto& step = curve.steps[i];
      EXPECT_EQ(step.time, expected.at("time")[i]);
      EXPECT_EQ(step.at_risk, expected.at("at_risk")[i]);
      EXPECT_EQ(step.events, expected.at("events")[i]);
      expect_same(step.survival, expected.at("survival")[i], "survival");
      expect_same(step.std_error, expected.at("std_error")[i], "std_error");
      expect_same(step.low, expected.at("low")[i], "low");
      expect_same(step.high, expected.at("high")[i], "high");
      half = half || std::fabs(step.survival - 0.5) < 1e-9;
      censored += step.censored;
      EXPECT_EQ(curve.n, step.at_risk + censored + events);
      events += step.events;
    }
    if (!half) expect_same(curve.median, expected.at("median"), "median"), ++medians;
    expect_same(curve.median_low, expected.at("median_low"), "median_low");
    expect_same(curve.median_high, expected.at("median_high"), "median_high");
  }
  EXPECT_EQ(medians, 4);
}

const std::vector<bool> one_runs = {true, true, false, true, true, true};

// S = 5/6, 2/3, 4/9, 2/9, 0; Greenwood at 3: 1/30 + 1/20 + 1/6.
TEST(KaplanMeier, HandComputed) {
  const auto curve = kaplan_meier(Figures{1, 2, 2, 3, 4, 6}, one_runs);
  ASSERT_EQ(curve.steps.size(), 5u);
  const double survival[] = {5.0 / 6, 2.0 / 3, 4.0 / 9, 2.0 / 9, 0};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(curve.steps[i].survival, survival[i], 1e-15);
  const auto& third = curve.steps[2];
  const double log_error = std::sqrt(1.0 / 30 + 1.0 / 20 + 1.0 / 6);
  EXPECT_NEAR(third.std_error, 4.0 / 9 * log_error, 1e-15);
  const double power = std::exp(1.959963984540054 * log_error / std::log(9.0 / 4));
  EXPECT_NEAR(third.low, std::pow(4.0 / 9, power), 1e-14);
  EXPECT_NEAR(third.high, std::pow(4.0 / 9, 1 / power), 1e-14);
  EXPECT_EQ(third.at_risk, 3);
  EXPECT_EQ(third.censored, 1);
  EXPECT_EQ(curve.median, 3);
  EXPECT_EQ(curve.n, 6);
  EXPECT_EQ(curve.events, 5);
  EXPECT_EQ(curve.censored, 1);
  EXPECT_TRUE(std::isnan(curve.steps[4].low) && std::isnan(curve.steps[4].high));
}

TEST(KaplanMeier, EmpiricalShare) {
  const RandomStream random(1, 0);
  Figures duration(50);
  for (std::size_t i = 0; i < 50; ++i) duration[i] = std::floor(20 * random.uniform(i));
  const auto curve = kaplan_meier(duration, std::vector<bool>(50, true));
  for (const auto& step : curve.steps) {
    const auto longer =
        std::count_if(duration.begin(), duration.end(), [&](double d) { return d > step.time; });
    EXPECT_NEAR(step.survival, static_cast<double>(longer) / 50, 1e-14);
    // Without censoring Greenwood's is the binomial error.
    if (longer > 0) {
      EXPECT_NEAR(step.std_error, std::sqrt(step.survival * (1 - step.survival) / 50), 1e-14);
    }
  }
  std::reverse(duration.begin(), duration.end());
  const auto turned = kaplan_meier(duration, std::vector<bool>(50, true));
  ASSERT_EQ(turned.steps.size(), curve.steps.size());
  for (std::size_t i = 0; i < curve.steps.size(); ++i)
    expect_same(turned.steps[i].high, curve.steps[i].high, "high");
}

TEST(KaplanMeier, TiesWithRunning) {
  const std::vector<bool> observed = {false, true, true, true, true, true, false};
  const auto curve = kaplan_meier(Figures{5, 5, 6, 7, 8, 9, 20}, observed);
  EXPECT_EQ(curve.steps[0].at_risk, 7);
  EXPECT_EQ(curve.steps[0].censored, 0);
  EXPECT_EQ(curve.steps[1].at_risk, 5);
  EXPECT_EQ(curve.steps[1].censored, 1);
  EXPECT_GT(curve.steps.back().survival, 0);
  EXPECT_GT(curve.steps.back().low, 0);
}

TEST(KaplanMeier, HalfExactly) {
  for (int n = 6; n < 60; n += 2) {
    Figures duration;
    for (int i = 1; i <= n; ++i) duration.push_back(i);
    EXPECT_EQ(kaplan_meier(duration, std::vector<bool>(duration.size(), true)).median, n / 2) << n;
  }
}

// Exponential spells of mean 1, cut by others of mean 2: 1,000 samples of 40; S(0.7) = exp(-0.7). Binomial error 0.7pp.
TEST(KaplanMeier, Coverage) {
  const RandomStream random(2, 0);
  std::uint64_t index = 0;
  int covered = 0, median_covered = 0;
  for (int draw = 0; draw < 1000; ++draw) {
    Figures duration(40);
    std::vector<bool> observed(40);
    for (std::size_t i = 0; i < 40; ++i) {
      const double end = -std::log(1 - random.uniform(index++)),
                   cut = -2 * std::log(1 - random.uniform(index++));
      duration[i] = std::min(end, cut);
      observed[i] = end <= cut;
    }
    const auto curve = kaplan_meier(duration, observed);
    double low = 1, high = 1;
    for (const auto& step : curve.steps)
      if (step.time <= 0.7) low = step.low, high = step.high;
    covered += low <= std::exp(-0.7) && std::exp(-0.7) <= high;
    median_covered += curve.median_low <= std::log(2) && !(curve.median_high < std::log(2));
  }
  EXPECT_GE(covered, 930);
  EXPECT_LE(covered, 972);
  EXPECT_GE(median_covered, 930);
  EXPECT_LE(median_covered, 975);
}

ErrorCode code_of(const Figures& duration, const std::vector<bool>& observed, double level = 0.95) {
  try {
    kaplan_meier(duration, observed, level);
  } catch (const UserError& error) {
    return error.failure().code;
  }
  throw std::logic_error("not refused");
}

TEST(KaplanMeier, WrongInputIsTold) {
  EXPECT_EQ(code_of({}, {}), ErrorCode::regression_too_few);
  EXPECT_EQ(code_of({1, 2, 2, 3, 4, 6}, {true, true, false, true, true, false}),
            ErrorCode::regression_too_few);
  EXPECT_EQ(code_of({1, 2, 2, 3, -4, 6}, one_runs), ErrorCode::regression_settings);
  EXPECT_EQ(code_of({1, 2, 2, 3, std::nan(""), 6}, one_runs), ErrorCode::regression_not_finite);
  EXPECT_EQ(code_of({1, 2, 2, 3, 4, 6}, one_runs, 1), ErrorCode::regression_settings);
  EXPECT_EQ(code_of({1, 2, 2, 3, 4, 6}, one_runs, std::nan("")), ErrorCode::regression_settings);
  EXPECT_THROW(kaplan_meier(Figures{1, 2}, one_runs), InternalError);
  try {
    kaplan_meier(Figures{1, 2, 3}, {true, false, true});
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().what, "a survival curve needs at least 5 spells that have ended: 2 of 3 have");
  }
}

}  // namespace
}  // namespace rerate
