// Behaviour -> test
//   cointegrated: levels, coefficients and speed of the design recovered                    -> LevelsWhenCointegrated
//   not cointegrated: differences, and the sentence that the R2 of levels is no evidence    -> DifferencesWithoutCointegration
//   Durbin-Watson below R2 is told as the sign of a spurious regression                     -> SpuriousSign
//   drivers tied to each other alone are no cointegration of the multiple                   -> DriversTiedToEachOther
//   a stationary driver alone is no cointegration either                                    -> StationaryDriver
//   a stationary ln M is told, and needs no cointegration for levels                        -> StationaryMultiple
//   drivers that say little of the multiple are told as weak                                -> StationaryMultiple
//   a form that the study asks for is taken, and the words say that it was asked            -> FormsAskedFor
//   fitted and residual by panel row, in levels and in differences                          -> FittedAndResidual
//   the fair multiple under drivers, by hand in the three forms                             -> FairMultipleByHand
//   breaks and sup-F by dates of the panel                                                  -> BreaksByDate
//   recursive coefficients end at those of the sample; flipped signs are told               -> Stability
//   rows outside a hole are left out and named                                              -> Holes
//   collinear, constant, too short, none: refused at the place, by name                     -> Refusals
//   on the shortest sample, diagnostics that it does not bear are left out                  -> ShortestSample
//   near-collinear drivers are told by the condition number                                 -> NearlyCollinear
//   the same bits for any number of threads                                                 -> AnyNumberOfThreads
//   S&P Composite, 1960 to 2019, as statsmodels                                             -> Shiller
#include "rerate/models/multiple_equation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "rerate/base/parallel.h"
#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr Index kHorizon = 12;

using Drivers = std::vector<std::pair<std::string, std::vector<double>>>;

// A panel whose ln multiple is `log_multiple`.
FairValuePanel panel_with(const std::vector<double>& log_multiple, const Drivers& drivers) {
  const auto price =
      combined(log_multiple.size(), [&](std::size_t t) { return 100 * std::exp(log_multiple[t]); });
  return panel_of("1970-01", price, std::vector<double>(price.size(), 100), drivers);
}

std::vector<Index> all_columns(const FairValuePanel& panel) {
  std::vector<Index> columns;
  for (Index i = 0; i < panel.drivers.cols(); ++i) columns.push_back(i);
  return columns;
}

MultipleEquation estimate(const FairValuePanel& panel, const MultipleSettings& settings = {}) {
  return estimate_multiple(panel, all_columns(panel), kHorizon, settings);
}

MultipleSettings asking(MultipleFormChoice form) {
  MultipleSettings settings;
  settings.form = form;
  return settings;
}

std::string all_words(const MultipleEquation& equation) {
  std::string all;
  for (const auto& sentence : equation.diagnostics.words) all += sentence + "\n";
  return all;
}

// ln M = 0.3 - 0.05 rate + u, u falling back by a fifth each month.
FairValuePanel cointegrated_panel(std::size_t n, std::uint64_t stream = 10) {
  const auto rate = autoregression(stream, n, 1, 0.5);
  const auto gap = autoregression(stream + 1, n, 0.8, 0.02);
  return panel_with(combined(n, [&](std::size_t t) { return 0.3 - 0.05 * rate[t] + gap[t]; }),
                    {{"rate", rate}});
}

// d ln M = 0.004 - 0.05 d rate + e, e independent of all.
FairValuePanel unrelated_panel(std::size_t n, std::uint64_t stream = 20) {
  const auto rate = autoregression(stream, n, 1, 0.3);
  const auto walk = autoregression(stream + 1, n, 1, 0.03);
  return panel_with(
      combined(n, [&](std::size_t t) { return 0.004 * static_cast<double>(t) - 0.05 * rate[t] + walk[t]; }),
      {{"rate", rate}});
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

TEST(MultipleEquation, LevelsWhenCointegrated) {
  const auto equation = estimate(cointegrated_panel(500));
  EXPECT_EQ(equation.form, MultipleForm::levels);
  EXPECT_TRUE(equation.diagnostics.cointegrated);
  EXPECT_THAT(equation.diagnostics.words.front(), StartsWith("Cointegrated at 10% (Engle-Granger p"));
  EXPECT_NEAR(equation.coefficients[0], -0.05, 0.003);
  EXPECT_NEAR(equation.constant, 0.3, 0.03);
  EXPECT_NEAR(equation.residual_sd, 0.02 / std::sqrt(1 - 0.64), 0.006);
  ASSERT_TRUE(equation.correction.has_value());
  EXPECT_NEAR(equation.correction->speed, 0.2, 0.07);
  EXPECT_THAT(all_words(equation), HasSubstr("closes each month, half of it in "));
  EXPECT_THAT(all_words(equation), testing::Not(HasSubstr("told from zero")));
  EXPECT_EQ(equation.covariance.rows(), 2);
  EXPECT_NEAR(std::sqrt(equation.covariance(1, 1)), equation.table.terms[1].std_error, 1e-12);
  EXPECT_THAT(equation.table.title, HasSubstr("dynamic OLS"));
  EXPECT_EQ(equation.diagnostics.unit_roots.size(), 4u);
}

TEST(MultipleEquation, DifferencesWithoutCointegration) {
  const auto equation = estimate(unrelated_panel(500));
  EXPECT_EQ(equation.form, MultipleForm::differences);
  EXPECT_FALSE(equation.diagnostics.cointegrated);
  EXPECT_THAT(
      equation.diagnostics.words.front(),
      testing::MatchesRegex(
          "No cointegration at 10% \\(Engle-Granger p = 0\\.[0-9]+, Johansen p = 0\\.[0-9]+\\): the R2 "
          "of the levels \\(0\\.[0-9]+\\) is not evidence; differences are used\\."));
  EXPECT_NEAR(equation.coefficients[0], -0.05, 0.015);
  EXPECT_NEAR(equation.drift, 0.004, 0.004);
  EXPECT_EQ(equation.constant, 0);
  EXPECT_NEAR(equation.residual_sd, 0.03, 0.003);
  EXPECT_EQ(equation.covariance.rows(), 1);
  EXPECT_FALSE(equation.correction.has_value());
  ASSERT_TRUE(equation.levels_table.has_value());
  EXPECT_THAT(equation.levels_table->title, HasSubstr("static OLS"));
}

TEST(MultipleEquation, SpuriousSign) {
  const auto panel = unrelated_panel(500);
  EXPECT_THAT(all_words(estimate(panel)),
              HasSubstr("the sign of a spurious regression (Granger and Newbold 1974)."));
  // Errors without persistence: nothing to tell.
  const auto rate = autoregression(31, 300, 1, 0.5);
  const auto noise = white_noise(32, 300);
  const auto clean = panel_with(
      combined(300, [&](std::size_t t) { return -0.05 * rate[t] + 0.1 * noise[t]; }), {{"rate", rate}});
  EXPECT_THAT(all_words(estimate(clean)), testing::Not(HasSubstr("spurious")));
}

TEST(MultipleEquation, DriversTiedToEachOther) {
  const std::size_t n = 500;
  const auto rate = autoregression(40, n, 1, 0.3), gap = autoregression(41, n, 0.5, 0.2);
  const auto long_rate = combined(n, [&](std::size_t t) { return 1 + rate[t] + gap[t]; });
  const auto equation =
      estimate(panel_with(autoregression(42, n, 1, 0.03), {{"rate", rate}, {"long", long_rate}}));
  EXPECT_GE(equation.diagnostics.johansen_rank, 1);
  EXPECT_GE(equation.diagnostics.johansen_rank_of_drivers, equation.diagnostics.johansen_rank);
  EXPECT_EQ(equation.form, MultipleForm::differences);
  EXPECT_THAT(all_words(equation), HasSubstr("it ties the drivers to each other, not the multiple to them."));
}

TEST(MultipleEquation, StationaryDriver) {
  const std::size_t n = 500;
  const auto equation =
      estimate(panel_with(autoregression(42, n, 1, 0.03), {{"slope", autoregression(51, n, 0.5, 1)}}));
  EXPECT_GE(equation.diagnostics.johansen_rank, 1);
  EXPECT_FALSE(equation.diagnostics.cointegrated);
  EXPECT_EQ(equation.form, MultipleForm::differences);
}

TEST(MultipleEquation, StationaryMultiple) {
  const std::size_t n = 500;
  const auto multiple =
      combined(n, [u = autoregression(60, n, 0.8, 0.05)](std::size_t t) { return 0.5 + u[t]; });
  const auto equation = estimate(panel_with(multiple, {{"rate", autoregression(61, n, 1, 0.3)}}));
  EXPECT_TRUE(equation.diagnostics.stationary);
  EXPECT_EQ(equation.form, MultipleForm::levels);
  EXPECT_THAT(all_words(equation), HasSubstr("No driver's coefficient is told from zero at 10% (least p = "));
  EXPECT_THAT(all_words(equation), HasSubstr("ln M is already stationary: a unit root is rejected (ADF p"));
}

TEST(MultipleEquation, FormsAskedFor) {
  const auto levels = estimate(unrelated_panel(500), asking(MultipleFormChoice::levels));
  EXPECT_EQ(levels.form, MultipleForm::levels);
  EXPECT_THAT(levels.diagnostics.words.front(),
              HasSubstr("is not evidence; levels are used all the same, as the study asks."));
  const auto differences = estimate(cointegrated_panel(500), asking(MultipleFormChoice::differences));
  EXPECT_EQ(differences.form, MultipleForm::differences);
  EXPECT_THAT(differences.diagnostics.words.front(),
              HasSubstr("levels could be used; the study asks for differences."));
}

TEST(MultipleEquation, FittedAndResidual) {
  const auto panel = cointegrated_panel(120);
  const auto levels = estimate(panel, asking(MultipleFormChoice::levels));
  EXPECT_EQ(levels.first, 0);
  EXPECT_EQ(levels.last, 119);
  for (Index row = 0; row < 120; ++row) {
    EXPECT_NEAR(levels.fitted[row], levels.constant + levels.coefficients[0] * panel.drivers(row, 0), 1e-12);
    EXPECT_NEAR(levels.fitted[row] + levels.residual[row], panel.log_multiple[row], 1e-12);
  }
  const auto differences = estimate(panel, asking(MultipleFormChoice::differences));
  const double b = differences.coefficients[0];
  EXPECT_EQ(differences.first, 1);
  EXPECT_TRUE(std::isnan(differences.residual[0]));
  EXPECT_TRUE(std::isnan(differences.fitted[kHorizon - 1]));
  for (Index row = 1; row < 120; ++row)
    EXPECT_NEAR(differences.residual[row],
                panel.log_multiple[row] - panel.log_multiple[row - 1] - differences.drift -
                    b * (panel.drivers(row, 0) - panel.drivers(row - 1, 0)),
                1e-12);
  for (Index row = kHorizon; row < 120; ++row)
    EXPECT_NEAR(
        differences.fitted[row],
        panel.log_multiple[row - kHorizon] + b * (panel.drivers(row, 0) - panel.drivers(row - kHorizon, 0)),
        1e-12);
}

TEST(MultipleEquation, FairMultipleByHand) {
  MultipleEquation equation;
  equation.constant = 0.5;
  equation.coefficients = Vector::Constant(2, -0.1);
  const Vector x = Vector::Constant(2, 3), now = Vector::Constant(2, 4);
  equation.form = MultipleForm::levels;
  EXPECT_NEAR(equation.fair_log_multiple(x, now, 0.2), 0.5 - 0.6, 1e-15);
  equation.form = MultipleForm::differences;
  EXPECT_NEAR(equation.fair_log_multiple(x, now, 0.2), 0.2 + 0.2, 1e-15);
  equation.form = MultipleForm::given;
  EXPECT_NEAR(equation.fair_log_multiple(x, now, 0.2), 0.5 + 0.2, 1e-15);
}

// a falls by 0.5 and b doubles after the 150th month, 1982-06.
TEST(MultipleEquation, BreaksByDate) {
  const std::size_t n = 300;
  const auto rate = autoregression(70, n, 1, 0.3);
  const auto noise = white_noise(71, n);
  const auto multiple = combined(n, [&](std::size_t t) {
    return (t < 150 ? 0.8 - 0.05 * rate[t] : 0.3 - 0.1 * rate[t]) + 0.03 * noise[t];
  });
  const auto equation = estimate(panel_with(multiple, {{"rate", rate}}), asking(MultipleFormChoice::levels));
  ASSERT_EQ(equation.diagnostics.break_periods.size(), 1u);
  const auto& found = equation.diagnostics.break_periods.front();
  EXPECT_NEAR(static_cast<double>(found.row), 149, 1);
  EXPECT_EQ(to_string(found.at), to_string(equation.diagnostics.break_periods.front().at));
  EXPECT_LE(found.low.ordinal, found.at.ordinal);
  EXPECT_GE(found.high.ordinal, found.at.ordinal);
  EXPECT_THAT(all_words(equation),
              HasSubstr("The coefficients break once (Bai-Perron, least BIC, 95% intervals): after 1982-0"));
  ASSERT_TRUE(equation.diagnostics.sup_f.has_value());
  EXPECT_LT(equation.diagnostics.sup_f->p, 0.001);
  EXPECT_THAT(all_words(equation), HasSubstr("sup-F "));
}

TEST(MultipleEquation, Stability) {
  // The sign of the slope turns after a third of the sample.
  const std::size_t n = 300;
  const auto rate = autoregression(80, n, 0.9, 1);
  const auto noise = white_noise(81, n);
  const auto panel = panel_with(
      combined(n, [&](std::size_t t) { return (t < 100 ? 0.05 : -0.1) * rate[t] + 0.02 * noise[t]; }),
      {{"rate", rate}});
  const auto equation = estimate(panel, asking(MultipleFormChoice::levels));
  const auto& path = equation.stability.coefficients;
  ASSERT_EQ(path.rows(), static_cast<Index>(equation.stability_rows.size()));
  EXPECT_EQ(equation.stability_rows.front(), 59);
  EXPECT_EQ(equation.stability_rows.back(), 299);
  EXPECT_NEAR(path(path.rows() - 1, 1), equation.levels_table->terms[1].estimate, 1e-10);
  EXPECT_GT(path(0, 1), 0);
  EXPECT_THAT(
      all_words(equation),
      HasSubstr("The sign of the rate is not stable: negative on the whole sample, it was positive in "));
  EXPECT_THAT(all_words(estimate(cointegrated_panel(500))), testing::Not(HasSubstr("is not stable")));
}

TEST(MultipleEquation, Holes) {
  const std::size_t n = 200;
  auto rate = autoregression(90, n, 1, 0.5);
  rate[50] = kNone;
  const auto gap = autoregression(91, n, 0.7, 0.02);
  const auto equation =
      estimate(panel_with(combined(n, [&](std::size_t t) { return t == 50 ? 0 : -0.05 * rate[t] + gap[t]; }),
                          {{"rate", rate}}),
               asking(MultipleFormChoice::levels));
  EXPECT_EQ(equation.first, 51);
  EXPECT_TRUE(std::isnan(equation.fitted[50]));
  EXPECT_FALSE(std::isnan(equation.fitted[51]));
  EXPECT_EQ(equation.stability_rows.back(), 199);
  EXPECT_EQ(equation.diagnostics.first_regression_row, 51);
  EXPECT_THAT(all_words(equation),
              HasSubstr("the 50 complete months between 1970-01 and 1974-02 outside it are left out, as "
                        "`rate` has no figure for 1974-03."));
}

TEST(MultipleEquation, Refusals) {
  const std::size_t n = 100;
  const auto rate = autoregression(100, n, 1, 0.5), multiple = autoregression(101, n, 1, 0.03);
  const auto doubled = combined(n, [&](std::size_t t) { return 2 * rate[t] - 1; });
  auto panel =
      panel_with(multiple, {{"rate", rate}, {"twice", doubled}, {"flat", std::vector<double>(n, 3)}});
  const auto with = [&](std::vector<Index> drivers, MultipleSettings settings = {}) {
    return complaint([&] { estimate_multiple(panel, drivers, kHorizon, settings); });
  };
  EXPECT_THAT(with({0, 1}), testing::AllOf(StartsWith("regression_collinear study.toml:2:1"),
                                           HasSubstr("rate"), HasSubstr("twice")));
  EXPECT_EQ(with({0, 2}),
            "regression_no_variation study.toml:12:3 `flat` is 3 in every month from 1970-01 to 1978-04");
  EXPECT_EQ(with({}), "regression_settings study.toml:2:1 the multiple equation needs at least one driver");
  MultipleSettings settings;
  settings.cointegration_level = 1;
  EXPECT_EQ(with({0}, settings),
            "regression_settings study.toml:2:1 `cointegration_level` must be between 0 and 1, but is 1");
  EXPECT_THAT(complaint([&] { estimate_multiple(panel, {0}, 0, {}); }),
              HasSubstr("the horizon must be at least one period, but is 0"));
  EXPECT_THAT(complaint([] { estimate(cointegrated_panel(23)); }),
              StartsWith("fair_value_sample study.toml:2:1 the series of an equation overlap without holes "
                         "in 23 months, but at "
                         "least 24 are needed"));
  const auto flat = panel_with(std::vector<double>(50, 0.5), {{"rate", autoregression(102, 50, 1, 0.5)}});
  EXPECT_THAT(complaint([&] { estimate(flat); }),
              StartsWith("regression_no_variation study.toml:2:1 `ln multiple` is 0.5 in every"));
}

TEST(MultipleEquation, ShortestSample) {
  const std::size_t n = 24;
  Drivers drivers;
  for (std::uint64_t i = 0; i < 4; ++i)
    drivers.push_back({"x" + std::to_string(i), autoregression(110 + i, n, 1, 0.5)});
  const auto panel = panel_with(autoregression(120, n, 1, 0.03), drivers);
  for (const auto form : {MultipleFormChoice::levels, MultipleFormChoice::differences}) {
    const auto equation = estimate(panel, asking(form));
    EXPECT_TRUE(equation.coefficients.allFinite());
    EXPECT_EQ(equation.diagnostics.unit_roots.size(), 10u);
  }
  // Seven variables are more than Engle and Granger's distribution is known for.
  for (std::uint64_t i = 0; i < 3; ++i)
    drivers.push_back({"z" + std::to_string(i), autoregression(130 + i, n, 1, 0.5)});
  const auto many =
      estimate(panel_with(autoregression(120, n, 1, 0.03), drivers), asking(MultipleFormChoice::levels));
  EXPECT_FALSE(many.diagnostics.engle_granger.has_value());
  EXPECT_THAT(all_words(many), HasSubstr("Not made, as the sample does not bear them: "));
}

TEST(MultipleEquation, NearlyCollinear) {
  const std::size_t n = 300;
  const auto rate = autoregression(140, n, 1, 0.5), noise = white_noise(141, n),
             gap = autoregression(142, n, 0.7, 0.02);
  const auto other = combined(n, [&](std::size_t t) { return rate[t] + 0.02 * noise[t]; });
  const auto panel = panel_with(combined(n, [&](std::size_t t) { return -0.05 * rate[t] + gap[t]; }),
                                {{"rate", rate}, {"other", other}});
  EXPECT_THAT(all_words(estimate(panel, asking(MultipleFormChoice::levels))),
              HasSubstr("The drivers are close to collinear (condition number "));
}

TEST(MultipleEquation, AnyNumberOfThreads) {
  const auto panel = unrelated_panel(300);
  set_thread_count(1);
  const auto serial = estimate(panel);
  set_thread_count(4);
  const auto parallel = estimate(panel);
  set_thread_count(0);
  EXPECT_EQ(serial.coefficients, parallel.coefficients);
  EXPECT_EQ(serial.covariance, parallel.covariance);
  EXPECT_EQ(serial.diagnostics.words, parallel.diagnostics.words);
  EXPECT_EQ(serial.diagnostics.johansen->trace, parallel.diagnostics.johansen->trace);
}

// tests/oracles/fair_value_equations.py
TEST(MultipleEquation, Shiller) {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/fair_value_equations.json");
  const auto golden = nlohmann::json::parse(file);
  const auto sample = [](Series series) { return slice(series, day("1960-01-31"), day("2019-12-31")); };
  auto price = sample(
      read_column(open_data("shiller_sp500_monthly.csv"), "price", Frequency::monthly, Kind::price_index));
  auto earnings = sample(
      read_column(open_data("shiller_sp500_monthly.csv"), "earnings", Frequency::monthly, Kind::level));
  auto yield = sample(read_column(open_data("rates.csv"), "gs10", Frequency::monthly, Kind::rate));
  auto unemployment =
      sample(read_column(open_data("unemployment_rate.csv"), "unrate", Frequency::monthly, Kind::rate));
  const auto panel = fair_value_panel(
      price, &earnings, std::nullopt,
      {{"yield", "the 10-year yield", &yield, {}}, {"unemployment", "unemployment", &unemployment, {}}}, {});
  const auto equation = estimate(panel);
  const auto near = [](double found, const nlohmann::json& expected) {
    EXPECT_NEAR(found, expected.get<double>(), 1e-8 * std::max(1e-3, std::fabs(expected.get<double>())));
  };
  const auto& levels = golden["levels"];
  for (std::size_t i = 0; i < 3; ++i)
    near(equation.levels_table->terms[i].estimate, levels["coefficients"][i]);
  near(equation.levels_table->r2, levels["r2"]);
  near(equation.levels_table->durbin_watson, levels["durbin_watson"]);
  near(equation.diagnostics.engle_granger->statistic, golden["engle_granger"]["statistic"]);
  near(equation.diagnostics.engle_granger->p, golden["engle_granger"]["p"]);
  near(equation.diagnostics.unit_roots[0].statistic, golden["adf"]["statistic"]);
  near(equation.diagnostics.unit_roots[1].statistic, golden["kpss"]);
  EXPECT_EQ(equation.form, MultipleForm::levels);
  EXPECT_FALSE(equation.diagnostics.stationary);
  const auto differences = estimate(panel, asking(MultipleFormChoice::differences));
  near(differences.drift, golden["differences"]["coefficients"][0]);
  near(differences.coefficients[0], golden["differences"]["coefficients"][1]);
  near(differences.coefficients[1], golden["differences"]["coefficients"][2]);
  near(differences.residual_sd, golden["differences"]["sigma"]);
}

}  // namespace
}  // namespace rerate
