// Behaviour -> test
//   ahead: OLS of growth over the horizon on drivers at its start, by hand                  -> AheadIsOls
//   meanwhile: drivers of the end of the stretch, coefficients of the design recovered      -> MeanwhileRecovers
//   fitted and residual stand at the start of the stretch                                   -> RowsAreStarts
//   Hodrick by default ahead, EWC meanwhile; the others stand beside it                     -> ErrorsBesideEachOther
//   simple growth from log growth                                                           -> SimpleGrowth
//   without drivers growth is its mean                                                      -> MeanWithoutDrivers
//   how many stretches do not overlap, and what a carried yearly figure is worth            -> IndependentStretches
//   whether anything forecasts growth is told                                               -> Evidence
//   rows outside a hole are left out and named; holes in prices do not matter               -> Holes
//   too short, constant, wrong settings: refused at the place, by name                      -> Refusals
//   S&P Composite earnings, 1960 to 2019, as statsmodels                                    -> Shiller
#include "rerate/models/growth_equation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

using Drivers = std::vector<std::pair<std::string, std::vector<double>>>;

// A fundamental that grows by `one_period` log percent a month (of month t over t-1).
FairValuePanel panel_growing(const std::vector<double>& one_period, const Drivers& drivers) {
  std::vector<double> fundamental;
  double log_percent = 0;
  for (const double growth : one_period) fundamental.push_back(50 * std::exp((log_percent += growth) / 100));
  return panel_of("1970-01", std::vector<double>(one_period.size(), 100), fundamental, drivers);
}

std::string all_words(const GrowthEquation& equation) {
  std::string all;
  for (const auto& sentence : equation.words) all += sentence + "\n";
  return all;
}

std::string complaint(const std::function<void()>& work) {
  try {
    work();
  } catch (const UserError& error) {
    return std::string(describe(error.failure().code).symbol) + " " + to_string(error.failure().place) + " " +
           error.failure().what;
  }
  return "nothing refused";
}

// Monthly growth follows the driver of the month before: r_{t+1} = 0.4 + 0.3 z_t + e.
FairValuePanel forecastable(std::size_t n, double slope = 0.3, std::uint64_t stream = 200) {
  const auto z = autoregression(stream, n, 0.9, 0.5), noise = white_noise(stream + 1, n);
  return panel_growing(
      combined(n, [&](std::size_t t) { return t == 0 ? 0 : 0.4 + slope * z[t - 1] + 0.3 * noise[t]; }),
      {{"gdp", z}});
}

FairValuePanel two_drivers() {
  const auto one = forecastable(300);
  auto panel = one;
  panel.drivers.conservativeResize(Eigen::NoChange, 2);
  const auto other = autoregression(260, 300, 0.9, 1);
  for (Index row = 0; row < 300; ++row) panel.drivers(row, 1) = other[static_cast<std::size_t>(row)];
  panel.names.push_back("other");
  panel.titles.push_back("the other");
  panel.places.push_back({"study.toml", 11, 3});
  return panel;
}

TEST(GrowthEquation, AheadIsOls) {
  const auto panel = forecastable(200);
  const auto equation = estimate_growth(panel, {0}, 6, {});
  // Sums by hand.
  const Index n = 194;
  double mean_y = 0, mean_z = 0, both = 0, squares = 0;
  Vector y(n);
  for (Index t = 0; t < n; ++t) {
    y[t] = 100 * std::log(panel.fundamental[t + 6] / panel.fundamental[t]);
    mean_y += y[t] / n;
    mean_z += panel.drivers(t, 0) / n;
  }
  for (Index t = 0; t < n; ++t) {
    both += (y[t] - mean_y) * (panel.drivers(t, 0) - mean_z);
    squares += (panel.drivers(t, 0) - mean_z) * (panel.drivers(t, 0) - mean_z);
  }
  EXPECT_NEAR(equation.coefficients[0], both / squares, 1e-9);
  EXPECT_NEAR(equation.constant, mean_y - both / squares * mean_z, 1e-9);
  ASSERT_TRUE(equation.fit.has_value());
  EXPECT_EQ(equation.fit->horizon, 6);
  EXPECT_EQ(equation.timing, GrowthTiming::ahead);
  // One month ahead it is the design itself.
  EXPECT_NEAR(estimate_growth(forecastable(800), {0}, 1, {}).coefficients[0], 0.3, 0.03);
}

TEST(GrowthEquation, MeanwhileRecovers) {
  // Growth over the year to t is 3 + 2 z_t but for a little noise.
  const std::size_t n = 400;
  const auto z = autoregression(210, n, 0.95, 0.4), noise = white_noise(211, n);
  std::vector<double> fundamental(n, 100);
  for (std::size_t t = 12; t < n; ++t)
    fundamental[t] = fundamental[t - 12] * std::exp((3 + 2 * z[t] + 0.1 * noise[t]) / 100);
  const auto panel = panel_of("1970-01", std::vector<double>(n, 100), fundamental, {{"gdp", z}});
  const auto equation = estimate_growth(panel, {0}, 12, {.timing = GrowthTiming::meanwhile, .errors = {}});
  EXPECT_NEAR(equation.constant, 3, 0.05);
  EXPECT_NEAR(equation.coefficients[0], 2, 0.05);
  EXPECT_NEAR(equation.residual_sd, 0.1, 0.02);
  EXPECT_FALSE(equation.fit.has_value());
  EXPECT_EQ(equation.timing, GrowthTiming::meanwhile);
  EXPECT_THAT(equation.table.title, HasSubstr("drivers of the same stretch"));
  // The same driver read at the start says little of the year after.
  EXPECT_LT(estimate_growth(panel, {0}, 12, {}).table.r2, 0.6);
}

TEST(GrowthEquation, RowsAreStarts) {
  const auto panel = forecastable(120);
  for (const auto timing : {GrowthTiming::ahead, GrowthTiming::meanwhile}) {
    const auto equation = estimate_growth(panel, {0}, 12, {.timing = timing, .errors = {}});
    EXPECT_EQ(equation.first, 0);
    EXPECT_EQ(equation.last, 107);
    EXPECT_TRUE(std::isnan(equation.fitted[108]));
    const Index reads = timing == GrowthTiming::ahead ? 0 : 12;
    for (Index row = 0; row <= 107; ++row) {
      EXPECT_NEAR(equation.fitted[row], equation.log_growth(panel.drivers.row(row + reads).transpose()),
                  1e-9);
      EXPECT_NEAR(equation.fitted[row] + equation.residual[row],
                  100 * std::log(panel.fundamental[row + 12] / panel.fundamental[row]), 1e-9);
    }
  }
}

TEST(GrowthEquation, ErrorsBesideEachOther) {
  const auto panel = forecastable(200);
  const auto names = [&](const GrowthSettings& settings) {
    const auto equation = estimate_growth(panel, {0}, 12, settings);
    EXPECT_NEAR(std::sqrt(equation.covariance(1, 1)), equation.table.terms[1].std_error, 1e-12);
    std::vector<std::string> all{equation.table.errors};
    for (const auto& other : equation.others) {
      all.push_back(other.errors);
      EXPECT_EQ(other.terms[1].estimate, equation.table.terms[1].estimate);
    }
    return all;
  };
  EXPECT_THAT(names({}),
              testing::ElementsAre(HasSubstr("Hodrick"), HasSubstr("Newey-West"), HasSubstr("cosine")));
  EXPECT_THAT(names({.timing = GrowthTiming::ahead, .errors = GrowthErrors::ewc}),
              testing::ElementsAre(HasSubstr("cosine"), HasSubstr("Hodrick"), HasSubstr("Newey-West")));
  EXPECT_THAT(names({.timing = GrowthTiming::meanwhile, .errors = {}}),
              testing::ElementsAre(HasSubstr("cosine"), HasSubstr("Bartlett")));
  EXPECT_THAT(names({.timing = GrowthTiming::meanwhile, .errors = GrowthErrors::newey_west}),
              testing::ElementsAre(HasSubstr("Bartlett"), HasSubstr("cosine")));
}

TEST(GrowthEquation, SimpleGrowth) {
  GrowthEquation equation;
  equation.constant = 2;
  equation.coefficients = Vector::Constant(1, 3);
  EXPECT_DOUBLE_EQ(equation.log_growth(Vector::Constant(1, 1)), 5);
  EXPECT_NEAR(equation.growth(Vector::Constant(1, 1)), 5.127109637602404, 1e-12);
}

TEST(GrowthEquation, MeanWithoutDrivers) {
  const auto panel = forecastable(200);
  const auto equation = estimate_growth(panel, {}, 12, {});
  double mean = 0;
  for (Index t = 0; t < 188; ++t)
    mean += 100 * std::log(panel.fundamental[t + 12] / panel.fundamental[t]) / 188;
  EXPECT_NEAR(equation.constant, mean, 1e-9);
  EXPECT_NEAR(equation.log_growth({}), mean, 1e-9);
  EXPECT_THAT(equation.words.front(), HasSubstr("Growth has no drivers"));
}

TEST(GrowthEquation, IndependentStretches) {
  EXPECT_THAT(all_words(estimate_growth(forecastable(252), {0}, 12, {})),
              HasSubstr("240 overlapping stretches of 12 months hold 20 that do not overlap.\n"));
  EXPECT_THAT(all_words(estimate_growth(forecastable(100), {0}, 12, {})),
              HasSubstr("88 overlapping stretches of 12 months hold 7 that do not overlap. That is few"));
  EXPECT_THAT(all_words(estimate_growth(forecastable(100), {0}, 1, {})), testing::Not(HasSubstr("overlap")));
  // Book that changes each June.
  const std::size_t n = 241;
  const auto news = white_noise(220, n);
  const auto carried =
      panel_growing(combined(n, [&](std::size_t t) { return t % 12 == 6 ? 6 + news[t] : 0.0; }),
                    {{"gdp", autoregression(221, n, 0.9, 1)}});
  const auto equation = estimate_growth(carried, {0}, 12, {});
  EXPECT_TRUE(equation.coefficients.allFinite());
  EXPECT_THAT(all_words(equation),
              HasSubstr("`sales` changes in 20 of 240 months and is carried in between: its growth says as "
                        "much as 20 figures do."));
  EXPECT_NEAR(equation.constant, 6, 1);
}

TEST(GrowthEquation, Evidence) {
  EXPECT_THAT(estimate_growth(forecastable(400), {0}, 12, {}).words.front(),
              StartsWith("What forecasts growth best: `gdp` (p"));
  // A driver that says nothing passes for evidence in about one sample of ten.
  int mistaken = 0;
  for (std::uint64_t stream = 1000; stream < 1080; stream += 2) {
    const auto first = estimate_growth(forecastable(200, 0, stream), {0}, 12, {}).words.front();
    if (first.starts_with("What forecasts"))
      ++mistaken;
    else
      EXPECT_THAT(first, StartsWith("No driver forecasts growth at 10%: the least p-value is "));
  }
  EXPECT_LE(mistaken, 9);
  // Of two drivers the better must be twice as sure.
  EXPECT_THAT(estimate_growth(two_drivers(), {0, 1}, 12, {}).words.front(), HasSubstr(", of 2; Hodrick"));
}

TEST(GrowthEquation, Holes) {
  const std::size_t n = 150;
  std::vector<double> price(n, 100), sales, gdp = autoregression(230, n, 0.9, 1);
  const auto steps = white_noise(231, n);
  double log_percent = 0;
  for (std::size_t t = 0; t < n; ++t) sales.push_back(std::exp((log_percent += 0.3 + 0.2 * steps[t]) / 100));
  price[10] = kNone;
  gdp[30] = kNone;
  const auto panel = panel_of("1970-01", price, sales, {{"gdp", gdp}});
  const auto equation = estimate_growth(panel, {0}, 12, {});
  EXPECT_EQ(equation.first, 31);
  EXPECT_EQ(equation.last, 137);
  EXPECT_THAT(
      all_words(equation),
      HasSubstr("the 30 complete months between 1970-01 and 1972-06 outside it are left out, as `gdp` "
                "has no figure for 1972-07."));
}

TEST(GrowthEquation, Refusals) {
  const auto panel = forecastable(60);
  const auto with = [&](const std::vector<Index>& drivers, Index horizon, const GrowthSettings& settings) {
    return complaint([&] { estimate_growth(panel, drivers, horizon, settings); });
  };
  EXPECT_EQ(with({0}, 0, {}),
            "regression_settings study.toml:2:1 the horizon must be at least one period, but is 0");
  // As many stretches as the horizon is long, and at least 24.
  EXPECT_THAT(with({0}, 31, {}), StartsWith("fair_value_sample study.toml:2:1 the series of an equation "
                                            "overlap without holes in 60 months, but at "
                                            "least 62 are needed"));
  EXPECT_EQ(with({0}, 30, {}), "nothing refused");
  EXPECT_EQ(with({0}, 30, {.timing = GrowthTiming::meanwhile, .errors = {}}), "nothing refused");
  EXPECT_THAT(complaint([&] { estimate_growth(forecastable(35), {0}, 12, {}); }),
              HasSubstr("least 36 are needed"));
  EXPECT_THAT(with({0}, 12, {.timing = GrowthTiming::meanwhile, .errors = GrowthErrors::hodrick}),
              StartsWith("regression_settings study.toml:2:1 Hodrick's errors are for forecasts"));
  const std::vector<double> ones(60, 1), z = autoregression(240, 60, 0.9, 1);
  EXPECT_EQ(complaint([&] {
              estimate_growth(panel_of("1970-01", ones, ones, {{"gdp", z}}), {0}, 12, {});
            }),
            "regression_no_variation study.toml:2:1 `sales` is 1 in every month from 1970-01 to 1974-12");
  EXPECT_EQ(complaint([&] {
              estimate_growth(panel_growing(z, {{"flat", ones}}), {0}, 12, {});
            }),
            "regression_no_variation study.toml:10:3 `flat` is 1 in every month from 1970-01 to 1974-12");
  EXPECT_THAT(
      complaint([&] {
        estimate_growth(panel_growing(z, {{"one", z}, {"same", z}}), {0, 1}, 12, {});
      }),
      testing::AllOf(StartsWith("regression_collinear study.toml:2:1"), HasSubstr("one"), HasSubstr("same")));
}

// tests/oracles/fair_value_equations.py
TEST(GrowthEquation, Shiller) {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/fair_value_equations.json");
  const auto golden = nlohmann::json::parse(file);
  const auto sample = [](Series series) { return slice(series, day("1960-01-31"), day("2019-12-31")); };
  const auto price = sample(
      read_column(open_data("shiller_sp500_monthly.csv"), "price", Frequency::monthly, Kind::price_index));
  const auto earnings = sample(
      read_column(open_data("shiller_sp500_monthly.csv"), "earnings", Frequency::monthly, Kind::level));
  const auto unemployment =
      sample(read_column(open_data("unemployment_rate.csv"), "unrate", Frequency::monthly, Kind::rate));
  const auto level =
      read_column(open_data("industrial_production.csv"), "indpro", Frequency::monthly, Kind::level);
  Series production = level;
  for (std::size_t t = 0; t < level.size(); ++t)
    production.value[t] = t < 12 ? kNone : 100 * (level.value[t] / level.value[t - 12] - 1);
  production = sample(production);
  const auto panel =
      fair_value_panel(price, &earnings, std::nullopt,
                       {{"production", "", &production, {}}, {"unemployment", "", &unemployment, {}}}, {});
  for (const auto* timing : {"ahead", "meanwhile"}) {
    const auto& expected = golden[timing];
    const auto equation = estimate_growth(
        panel, {0, 1}, 12,
        {.timing = std::string(timing) == "ahead" ? GrowthTiming::ahead : GrowthTiming::meanwhile,
         .errors = {}});
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_NEAR(equation.table.terms[i].estimate, expected["coefficients"][i].get<double>(), 1e-7);
    EXPECT_NEAR(equation.table.r2, expected["r2"].get<double>(), 1e-9);
    EXPECT_NEAR(equation.residual_sd, expected["sigma"].get<double>(), 1e-7);
    EXPECT_EQ(equation.table.n, expected["n"].get<Index>());
  }
}

}  // namespace
}  // namespace rerate
