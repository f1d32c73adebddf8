// Behaviour -> test
//   S&P Composite, both models, as the independent oracle                                   -> Oracle
//   a predictor published a month later is not read by the forecast of its month            -> NotReadBeforePublication
//   a revised figure counts from its first publication                                      -> FirstPublicationCounts
//   prices after a date change no forecast made by it                                       -> NothingAfterTheForecast
//   a return counts once its last price is known                                            -> LatePricesHoldPairsBack
//   figures older than a year are not read                                                  -> OldFigures
//   a predictor that works is found out of sample, noise is not                             -> PredictorAndNoise
//   encompassing both ways, and Diebold-Mariano towards the better                          -> AgainstTheOther
//   the forecast from the newest figures, and its interval by hand                          -> FromNewestFigures
//   Hodrick first, the other errors beside it                                               -> Tables
//   a hole in prices leaves the newest long stretch                                         -> Holes
//   quarters work as months do                                                              -> Quarters
//   frequencies, prices, settings, too little overlap are refused at the place              -> Refusals
#include "rerate/models/return_forecast.h"

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

// Prices that follow z of the month before: 100 ln(P_{t+1}/P_t) = 0.5 + slope z_t + 3 e.
struct Simulated {
  Series price, z, noise;
  ReturnForecastQuestion question;

  explicit Simulated(std::size_t n, double slope = 1.5, std::uint64_t stream = 400) {
    const auto signal = autoregression(stream, n, 0.9, 1), shock = white_noise(stream + 1, n);
    double log_percent = 0;
    price = monthly_named("price", "1960-01",
                          combined(n,
                                   [&](std::size_t t) {
                                     log_percent += t == 0 ? 0 : 0.5 + slope * signal[t - 1] + 3 * shock[t];
                                     return std::exp(log_percent / 100);
                                   }),
                          Kind::price_index);
    z = monthly_named("z", "1960-01", signal);
    noise = monthly_named("noise", "1960-01", autoregression(stream + 2, n, 0.9, 1));
    question.price = &price;
    question.predictors = {&z};
    question.names = {"z"};
    question.horizon = 6;
    question.first_window = 60;
    question.place = {"study.toml", 9, 1};
  }
  Simulated(const Simulated&) = delete;
  void against_noise() {
    question.other_predictors = {&noise};
    question.other_names = {"noise"};
  }
  ReturnForecast answer() const { return return_forecast(question); }
  std::string complaint() const {
    try {
      answer();
    } catch (const UserError& error) {
      return std::string(describe(error.failure().code).symbol) + " " + to_string(error.failure().place) +
             " " + error.failure().what;
    }
    return "nothing refused";
  }
};

// Position of the forecast made in `month`.
std::size_t made_in(const ReturnForecast& found, const std::string& month) {
  const auto wanted = parse_period(Frequency::monthly, month)->ordinal;
  return static_cast<std::size_t>(std::find(found.made_at.begin(), found.made_at.end(), wanted) -
                                  found.made_at.begin());
}

// tests/oracles/return_forecast.py
TEST(ReturnForecast, Oracle) {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/return_forecast.json");
  const auto golden = nlohmann::json::parse(file);
  const auto price =
      read_column(open_data("shiller_sp500_monthly.csv"), "price", Frequency::monthly, Kind::price_index);
  const auto earnings =
      read_column(open_data("shiller_sp500_monthly.csv"), "earnings", Frequency::monthly, Kind::level, 120);
  const auto indpro =
      read_column(open_data("industrial_production.csv"), "indpro", Frequency::monthly, Kind::level, 16);
  const auto gs10 = read_column(open_data("rates.csv"), "gs10", Frequency::monthly, Kind::rate, 1);
  const auto bill = read_column(open_data("rates.csv"), "tb3ms", Frequency::monthly, Kind::rate, 1);
  Series production = indpro, curve = gs10, valuation = earnings;
  for (std::size_t t = 0; t < indpro.size(); ++t)
    production.value[t] = t < 12 ? kNone : 100 * (indpro.value[t] / indpro.value[t - 12] - 1);
  for (std::size_t t = 0; t < gs10.size(); ++t) curve.value[t] -= bill.value[t];
  for (std::size_t t = 0; t < earnings.size(); ++t)
    valuation.value[t] = std::log(price.value[t] / earnings.value[t]);

  ReturnForecastQuestion question;
  question.price = &price;
  question.predictors = {&production, &curve};
  question.names = {"production", "curve"};
  question.other_predictors = {&valuation, &gs10};
  question.other_names = {"valuation", "yield"};
  question.first_window = 240;
  const auto found = return_forecast(question);

  const auto near = [](double value, const nlohmann::json& expected) {
    EXPECT_NEAR(value, expected.get<double>(), 1e-8 * std::max(1.0, std::fabs(expected.get<double>())));
  };
  EXPECT_EQ(found.ordinal.size(), golden["pairs"].get<std::size_t>());
  EXPECT_EQ(to_string(Period{Frequency::monthly, found.ordinal.front()}), golden["first"].get<std::string>());
  EXPECT_EQ(to_string(found.forecast_from), golden["last"].get<std::string>());
  ASSERT_EQ(found.made_at.size(), golden["forecasts"].get<std::size_t>());
  for (std::size_t i = 0; i < 3; ++i) near(found.table.terms[i].estimate, golden["coefficients"][i]);
  near(found.r2_in_sample, golden["r2_in_sample"]);
  near(found.other_r2_in_sample, golden["other_r2_in_sample"]);
  near(found.r2_out_of_sample, golden["r2_out_of_sample"]);
  near(found.other_r2_out_of_sample, golden["other_r2_out_of_sample"]);
  near(found.against_mean.statistic, golden["clark_west"]);
  const auto every = golden["every"].get<std::size_t>();
  ASSERT_GT(golden["made_at"].size(), 90u);
  for (std::size_t i = 0; i < golden["made_at"].size(); ++i) {
    const auto at = i * every;
    EXPECT_EQ(to_string(Period{Frequency::monthly, found.made_at[at]}),
              golden["made_at"][i].get<std::string>());
    near(found.realised[at], golden["realised"][i]);
    near(found.benchmark[at], golden["benchmark"][i]);
    near(found.predicted[at], golden["predicted"][i]);
    near(found.other_predicted[at], golden["other_predicted"][i]);
  }
}

// 1968-05's figure of z is made wild. Read in that month it would throw the forecast far off.
TEST(ReturnForecast, NotReadBeforePublication) {
  Simulated simulated(160);
  for (auto& date : simulated.z.known_at) date = date + 15;  // published in the middle of the next month
  const auto before = simulated.answer();
  const auto month = *simulated.z.find(parse_period(Frequency::monthly, "1968-05")->ordinal);
  simulated.z.value[month] = 1000;
  const auto after = simulated.answer();
  const auto at = made_in(before, "1968-05");
  ASSERT_LT(at + 1, before.predicted.size());
  for (std::size_t i = 0; i <= at; ++i) EXPECT_EQ(after.predicted[i], before.predicted[i]) << i;
  EXPECT_GT(std::fabs(after.predicted[at + 1] - before.predicted[at + 1]), 100);  // June reads it
  // Known by its own month's end, it is read at once.
  for (auto& date : simulated.z.known_at) date = date - 15;
  const auto prompt = simulated.answer();
  EXPECT_GT(std::fabs(prompt.predicted[made_in(prompt, "1968-05")] - before.predicted[at]), 100);
}

TEST(ReturnForecast, FirstPublicationCounts) {
  Simulated simulated(160);
  const auto before = simulated.answer();
  simulated.z.first_known_at = simulated.z.known_at;
  for (auto& date : simulated.z.known_at) date = date + 400;  // revised a year later
  EXPECT_EQ(simulated.answer().predicted, before.predicted);
}

TEST(ReturnForecast, NothingAfterTheForecast) {
  Simulated simulated(160);
  simulated.against_noise();
  const auto before = simulated.answer();
  const auto month = *simulated.price.find(parse_period(Frequency::monthly, "1968-05")->ordinal);
  for (auto row = month + 1; row < simulated.price.size(); ++row) {
    simulated.price.value[row] *= 1 + 0.1 * static_cast<double>(row % 7);
    simulated.z.value[row] += 3;
    simulated.noise.value[row] -= 2;
  }
  const auto after = simulated.answer();
  const auto at = made_in(before, "1968-05");
  for (std::size_t i = 0; i <= at; ++i) {
    EXPECT_EQ(after.predicted[i], before.predicted[i]);
    EXPECT_EQ(after.other_predicted[i], before.other_predicted[i]);
    EXPECT_EQ(after.benchmark[i], before.benchmark[i]);
  }
  EXPECT_NE(after.predicted[at + 1], before.predicted[at + 1]);
  EXPECT_NE(after.realised[at], before.realised[at]);
}

TEST(ReturnForecast, LatePricesHoldPairsBack) {
  Simulated simulated(160);
  const auto prompt = simulated.answer();
  // 60 pairs over 6 months are complete with the price of row 65.
  EXPECT_EQ(prompt.made_at.front(), simulated.price.ordinal[65]);
  for (auto& date : simulated.price.known_at) date = date + 20;
  const auto late = simulated.answer();
  EXPECT_EQ(late.made_at.front(), simulated.price.ordinal[66]);
  EXPECT_EQ(late.benchmark[0], prompt.benchmark[0]);
  EXPECT_EQ(late.made_at.back(), prompt.made_at.back());
}

TEST(ReturnForecast, OldFigures) {
  Simulated simulated(160);
  for (std::size_t row = 130; row < 160; ++row) simulated.z.value[row] = kNone;
  const auto found = simulated.answer();
  EXPECT_EQ(found.forecast_from.ordinal, simulated.price.ordinal[129 + 12]);  // a year on, and no longer
}

TEST(ReturnForecast, PredictorAndNoise) {
  const auto good = Simulated(600).answer();
  EXPECT_GT(good.r2_in_sample, 0.2);
  EXPECT_GT(good.r2_out_of_sample, 0.2);
  EXPECT_LT(good.against_mean.p, 0.01);
  EXPECT_LT(good.table.terms[1].p, 0.01);
  Simulated simulated(600);
  simulated.question.predictors = {&simulated.noise};
  const auto useless = simulated.answer();
  EXPECT_LT(useless.r2_out_of_sample, 0);
  EXPECT_GT(useless.against_mean.p, 0.05);
  EXPECT_THAT(useless.words.back(),
              testing::MatchesRegex("529 forecasts over 6 months are about 88 that do not overlap\\."));
}

TEST(ReturnForecast, AgainstTheOther) {
  Simulated simulated(600);
  simulated.against_noise();
  const auto found = simulated.answer();
  EXPECT_EQ(found.other_predicted.size(), found.predicted.size());
  EXPECT_LT(found.other_r2_out_of_sample, found.r2_out_of_sample);
  EXPECT_LT(found.adds_to_other.p, 0.01);
  EXPECT_GT(found.other_adds.p, 0.05);
  EXPECT_LT(found.difference.statistic, 0);  // this one is better
  EXPECT_LT(found.difference.p, 0.05);
  // The other way round, everything changes sides.
  Simulated turned(600);
  turned.question.predictors = {&turned.noise};
  turned.question.other_predictors = {&turned.z};
  turned.question.other_names = {"z"};
  const auto mirrored = turned.answer();
  EXPECT_EQ(mirrored.predicted, found.other_predicted);
  EXPECT_EQ(mirrored.other_predicted, found.predicted);
  EXPECT_EQ(mirrored.adds_to_other.p, found.other_adds.p);
  EXPECT_NEAR(mirrored.difference.statistic, -found.difference.statistic, 1e-12);
}

TEST(ReturnForecast, FromNewestFigures) {
  const Simulated simulated(300);
  const auto found = simulated.answer();
  const double z = simulated.z.value.back();
  const auto& b = found.fit.fit.coefficients;
  const double forecast = b[0] + b[1] * z;
  EXPECT_NEAR(found.forecast, 100 * (std::exp(forecast / 100) - 1), 1e-9);
  const auto& v = found.fit.hodrick.matrix;
  const double variance =
      found.fit.fit.sigma * found.fit.fit.sigma + v(0, 0) + 2 * z * v(0, 1) + z * z * v(1, 1);
  EXPECT_NEAR(found.forecast_low,
              100 * (std::exp((forecast - 1.6448536269514722 * std::sqrt(variance)) / 100) - 1), 1e-9);
  EXPECT_NEAR(found.forecast_high,
              100 * (std::exp((forecast + 1.6448536269514722 * std::sqrt(variance)) / 100) - 1), 1e-9);
  EXPECT_EQ(found.fitted.size(), 294u);
  EXPECT_NEAR(found.fitted[10], b[0] + b[1] * simulated.z.value[10], 1e-9);
}

TEST(ReturnForecast, Tables) {
  const auto found = Simulated(300).answer();
  EXPECT_THAT(found.table.errors, HasSubstr("Hodrick"));
  ASSERT_EQ(found.others.size(), 2u);
  EXPECT_THAT(found.others[0].errors, HasSubstr("Newey-West"));
  EXPECT_THAT(found.others[1].errors, HasSubstr("cosine"));
  EXPECT_EQ(found.table.dependent, "return of price over 6 months, log percent");
  EXPECT_EQ(found.table.terms[1].name, "z");
  Simulated titled(300);
  titled.question.price_title = "small caps";
  EXPECT_EQ(titled.answer().table.dependent, "return of small caps over 6 months, log percent");
}

TEST(ReturnForecast, Holes) {
  Simulated simulated(300);
  simulated.price.value[60] = kNone;
  const auto found = simulated.answer();
  EXPECT_EQ(found.ordinal.front(), simulated.price.ordinal[61]);
  EXPECT_EQ(found.ordinal.back(), simulated.price.ordinal[293]);
}

TEST(ReturnForecast, Quarters) {
  Simulated simulated(200);
  for (auto* series : {&simulated.price, &simulated.z}) {
    series->type.frequency = Frequency::quarterly;
    for (std::size_t i = 0; i < series->size(); ++i) {
      series->ordinal[i] = static_cast<std::int32_t>(i);
      series->known_at[i] = last_day(series->period(i));
    }
  }
  const auto found = simulated.answer();
  EXPECT_EQ(found.made_at.size(), 200u - 6 - 65);
  EXPECT_THAT(found.table.dependent, HasSubstr("over 6 quarters"));
}

TEST(ReturnForecast, Refusals) {
  const auto with = [](const std::function<void(Simulated&)>& spoil) {
    Simulated simulated(120);
    spoil(simulated);
    return simulated.complaint();
  };
  EXPECT_EQ(with([](Simulated& s) { s.z.type.frequency = Frequency::quarterly; }),
            "event_frequency study.toml:9:1 the price is monthly, but `z` is quarterly");
  EXPECT_THAT(with([](Simulated& s) { s.price.type.frequency = Frequency::daily; }),
              StartsWith("event_frequency study.toml:9:1 returns are forecast by month"));
  EXPECT_EQ(with([](Simulated& s) { s.price.value[3] = 0; }),
            "event_prices study.toml:9:1 `price` must be above zero and finite, but is 0 in 1960-04");
  EXPECT_THAT(with([](Simulated& s) { s.question.predictors.clear(); }),
              StartsWith("regression_settings study.toml:9:1"));
  EXPECT_THAT(with([](Simulated& s) { s.question.horizon = 0; }),
              StartsWith("regression_settings study.toml:9:1"));
  EXPECT_EQ(with([](Simulated& s) { s.question.first_window = 3; }),
            "regression_settings study.toml:9:1 `first_window` must hold at least 4 pairs for 1 predictors, "
            "but holds 3");
  EXPECT_THAT(
      with([](Simulated& s) { s.z = monthly_named("z", "1967-03", std::vector<double>(36, 1)); }),
      testing::AllOf(
          StartsWith(
              "regression_too_few study.toml:9:1 no forecast can be tested: price and predictors overlap"),
          HasSubstr("but 72 are needed"), HasSubstr("`z` begins last, in 1967-03")));
  EXPECT_THAT(with([](Simulated& s) { std::fill(s.z.value.begin(), s.z.value.end(), kNone); }),
              HasSubstr("`z` has no figure in the periods of the price"));
  EXPECT_THAT(with([](Simulated& s) { std::fill(s.z.value.begin(), s.z.value.end(), 1); }),
              StartsWith("regression_no_variation study.toml:9:1"));
  EXPECT_THAT(with([](Simulated& s) {
                s.question.predictors = {&s.z, &s.z};
                s.question.names = {"z", "same"};
              }),
              StartsWith("regression_collinear study.toml:9:1"));
  EXPECT_THAT(with([](Simulated& s) { s.z.value[5] = std::numeric_limits<double>::infinity(); }),
              StartsWith("regression_not_finite study.toml:9:1"));
  EXPECT_THAT(with([](Simulated& s) {
                for (auto& date : s.price.known_at) date = date + 100000;
              }),
              StartsWith("regression_too_few study.toml:9:1 no forecast can be tested: the prices of `price` "
                         "were known too late"));
  EXPECT_THAT(with([](Simulated& s) { s.price = monthly_named("price", "1960-01", {}); }),
              StartsWith("regression_too_few study.toml:9:1"));
}

}  // namespace
}  // namespace rerate
