// Behaviour -> test
//   statistics and p-values of real forecasts (tests/oracles/forecast_comparison.py)   ForecastComparison.AsInStatsmodels
//   four errors by hand                                                  ForecastComparison.HandComputed
//   exchanging the forecasts turns Diebold-Mariano's sign                DieboldMariano.IsSymmetric
//   right size with overlapping errors                                   DieboldMariano.Size
//   nested models: size at most nominal, power against a true driver     ClarkWest.SizeAndPower
//   power that Diebold-Mariano does not have for nested models           ClarkWest.MorePowerThanDieboldMariano
//   right size when the second forecast is the first plus noise          Encompassing.Size
//   finds what the second forecast knows                                 Encompassing.Power
//   equal forecasts give no statistic                                    ForecastComparison.NoVariance
//   too few, not finite, no horizon: told                                ForecastComparison.WrongInputIsTold

#include "rerate/regression/forecast_comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/rolling_regression.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

Figures difference(const Figures& a, const Figures& b) {
  Figures result(a.size());
  for (std::size_t t = 0; t < a.size(); ++t) result[t] = a[t] - b[t];
  return result;
}

// Sums of 12 uniform numbers less 6: mean 0, variance 1, near enough normal.
class Noise {
 public:
  explicit Noise(std::uint64_t stream) : random_(77, stream) {}
  double next() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random_.uniform(index_++);
    return sum;
  }

 private:
  RandomStream random_;
  std::uint64_t index_ = 0;
};

void expect_close(const ForecastTest& test, const nlohmann::json& expected) {
  EXPECT_NEAR(test.statistic, expected.at("statistic"), 1e-9);
  EXPECT_NEAR(test.p, expected.at("p"), 1e-9);
}

TEST(ForecastComparison, AsInStatsmodels) {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/forecast_comparison.json");
  const auto cases = nlohmann::json::parse(file).at("cases");
  ASSERT_EQ(cases.size(), 3u);
  for (const auto& one : cases) {
    const Figures actual = one.at("actual"), benchmark = one.at("benchmark"), model = one.at("model"),
                  naive = one.at("naive");
    const int horizon = one.at("horizon");
    SCOPED_TRACE(horizon);
    expect_close(clark_west(actual, benchmark, model, horizon), one.at("clark_west"));
    const auto naive_errors = difference(actual, naive), model_errors = difference(actual, model);
    expect_close(diebold_mariano(naive_errors, model_errors, horizon), one.at("diebold_mariano"));
    expect_close(encompassing(naive_errors, model_errors, horizon), one.at("encompassing"));
    EXPECT_NEAR(out_of_sample_r2(difference(actual, benchmark), model_errors), one.at("out_of_sample_r2"),
                1e-12);
  }
}

// e1 = 2, 1, 3, 2 and e2 = 1, 1, 2, 0: d = 3, 0, 5, 4, mean 3, variance 3.5; one step: sqrt(3/4) 3 / sqrt(3.5/4).
TEST(ForecastComparison, HandComputed) {
  const Figures first{2, 1, 3, 2}, second{1, 1, 2, 0};
  const auto test = diebold_mariano(first, second, 1);
  EXPECT_EQ(test.n, 4);
  EXPECT_NEAR(test.statistic, 3 * std::sqrt(3 / 3.5), 1e-14);
  EXPECT_DOUBLE_EQ(out_of_sample_r2(first, second), 1 - 6.0 / 18);
  // d = 2, 0, 3, 4: mean 2.25, variance (0.0625 + 5.0625 + 0.5625 + 3.0625) / 4.
  EXPECT_NEAR(encompassing(first, second, 1).statistic, std::sqrt(0.75) * 2.25 / std::sqrt(2.1875 / 4),
              1e-14);
  // Forecasts 0 and e.g. 1, 0, 1, 2 of actual 2, 1, 3, 2: f = 4 - 1 + 1, 1 - 1 + 0, 9 - 4 + 1, 4 - 0 + 4.
  const auto nested = clark_west(first, Figures(4, 0.0), Figures{1, 0, 1, 2}, 1);
  EXPECT_NEAR(nested.statistic, 4.5 / std::sqrt((0.25 + 20.25 + 2.25 + 12.25) / 4 / 4), 1e-14);
}

TEST(DieboldMariano, IsSymmetric) {
  Noise noise(1);
  Figures first(60), second(60);
  for (std::size_t t = 0; t < 60; ++t) first[t] = 1.2 * noise.next(), second[t] = noise.next();
  const auto there = diebold_mariano(first, second, 3), back = diebold_mariano(second, first, 3);
  EXPECT_DOUBLE_EQ(there.statistic, -back.statistic);
  EXPECT_DOUBLE_EQ(there.p, back.p);
}

// Errors that overlap three periods, equally good: 2,000 draws, binomial standard error 0.5pp around 5%.
TEST(DieboldMariano, Size) {
  int rejected = 0;
  Noise noise(2);
  for (int draw = 0; draw < 2000; ++draw) {
    Figures first(120), second(120);
    for (auto* errors : {&first, &second}) {
      double before = noise.next(), earlier = noise.next();
      for (double& error : *errors) {
        const double shock = noise.next();
        error = shock + 0.8 * before + 0.5 * earlier;
        earlier = before;
        before = shock;
      }
    }
    rejected += diebold_mariano(first, second, 3).p < 0.05;
  }
  EXPECT_GE(rejected, 70);
  EXPECT_LE(rejected, 140);
}

struct Rates {
  double clark_west = 0, diebold_mariano = 0;
};

// y = slope x_{t-1} + e with x an AR(1) of 0.9; from month 120 on, the mean so far against a regression on x so far,
// both by recursive least squares; 240 forecasts one step ahead. Shares of draws that reject at 5%, one-sided.
Rates nested_rates(double slope, int draws, std::uint64_t stream) {
  constexpr Index kRows = 360, kFirst = 120;
  Noise noise(stream);
  Rates rates;
  for (int draw = 0; draw < draws; ++draw) {
    Vector x(kRows), y(kRows);
    double state = 0;
    for (Index t = 0; t < kRows; ++t) {
      x[t] = state;
      y[t] = slope * state + noise.next();
      state = 0.9 * state + noise.next();
    }
    Design design = constant_design(kRows);
    const auto means = recursive_least_squares(y, design, kFirst);
    design.append("x", x);
    const auto lines = recursive_least_squares(y, design, kFirst);
    Figures actual, benchmark, model;
    for (Index t = kFirst; t < kRows; ++t) {
      actual.push_back(y[t]);
      benchmark.push_back(means.coefficients(t - kFirst, 0));
      model.push_back(lines.coefficients(t - kFirst, 0) + lines.coefficients(t - kFirst, 1) * x[t]);
    }
    rates.clark_west += (clark_west(actual, benchmark, model, 1).p < 0.05) * 1.0 / draws;
    const auto dm = diebold_mariano(difference(actual, benchmark), difference(actual, model), 1);
    rates.diebold_mariano += (dm.statistic > 0 && dm.p < 0.1) * 1.0 / draws;
  }
  return rates;
}

// Clark and West (2007, Table 1) find 2 to 5% for such designs; binomial standard error at 2,000 draws 0.4pp.
TEST(ClarkWest, SizeAndPower) {
  const auto null = nested_rates(0, 2000, 3);
  EXPECT_GT(null.clark_west, 0.02);
  EXPECT_LT(null.clark_west, 0.07);
  EXPECT_GT(nested_rates(0.1, 300, 4).clark_west, 0.8);
}

TEST(ClarkWest, MorePowerThanDieboldMariano) {
  const auto rates = nested_rates(0.06, 500, 5);
  EXPECT_GT(rates.clark_west, rates.diebold_mariano + 0.15);
  EXPECT_LT(nested_rates(0, 500, 6).diebold_mariano, 0.025);
}

double encompassing_rate(double known_by_second, std::uint64_t stream) {
  Noise noise(stream);
  int rejected = 0;
  for (int draw = 0; draw < 2000; ++draw) {
    Figures first(100), second(100);
    for (std::size_t t = 0; t < 100; ++t) {
      const double shock = noise.next(), own = noise.next();
      first[t] = shock + known_by_second * own;
      second[t] = shock + (known_by_second > 0 ? 0 : 0.5 * own);
    }
    rejected += encompassing(first, second, 1).p < 0.05;
  }
  return rejected / 2000.0;
}

TEST(Encompassing, Size) {
  EXPECT_GT(encompassing_rate(0, 7), 0.035);
  EXPECT_LT(encompassing_rate(0, 7), 0.065);
}

TEST(Encompassing, Power) { EXPECT_GT(encompassing_rate(0.5, 8), 0.9); }

TEST(ForecastComparison, NoVariance) {
  const Figures errors{0.1, -0.2, 0.3, 0.1}, zeros(4, 0.0);
  EXPECT_TRUE(std::isnan(diebold_mariano(errors, errors, 1).statistic));
  EXPECT_TRUE(std::isnan(diebold_mariano(errors, errors, 1).p));
  EXPECT_TRUE(std::isnan(encompassing(errors, errors, 2).p));
  EXPECT_TRUE(std::isnan(clark_west(errors, zeros, zeros, 1).p));
  EXPECT_TRUE(std::isnan(diebold_mariano(Figures(9, 0.3), Figures(9, 0.1), 1).statistic));
  EXPECT_TRUE(std::isnan(out_of_sample_r2(zeros, errors)));
  // Alternating gains: the truncated variance of two lags is negative.
  EXPECT_TRUE(std::isnan(diebold_mariano(Figures{2, 1, 2, 1, 2, 1}, Figures{1, 2, 1, 2, 1, 2}, 2).statistic));
}

ErrorCode code_of(const auto& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure().code;
  }
  throw std::logic_error("not refused");
}

TEST(ForecastComparison, WrongInputIsTold) {
  Figures a{1, 2, 3}, b{1, 1, 1};
  EXPECT_EQ(code_of([&] { diebold_mariano(a, b, 0); }), ErrorCode::regression_settings);
  EXPECT_EQ(code_of([&] { diebold_mariano(a, b, 3); }), ErrorCode::regression_too_few);
  EXPECT_EQ(code_of([&] { encompassing(Figures{1}, Figures{2}, 1); }), ErrorCode::regression_too_few);
  EXPECT_EQ(code_of([&] { out_of_sample_r2({}, {}); }), ErrorCode::regression_too_few);
  a[1] = std::nan("");
  EXPECT_EQ(code_of([&] { clark_west(a, b, b, 1); }), ErrorCode::regression_not_finite);
  b[2] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(code_of([&] { encompassing(Figures{1, 2, 3}, b, 1); }), ErrorCode::regression_not_finite);
  EXPECT_THROW(diebold_mariano(a, Figures{1}, 1), InternalError);
}

}  // namespace
}  // namespace rerate
