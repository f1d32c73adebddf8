// Behaviour -> test
//   probabilities walk-forward and now, Brier, skill, AUC, slopes as in statsmodels      -> AsInStatsmodels
//   a score that tells is found to tell; intervals count overlapping outcomes once       -> FindsWhatIsThere
//   a score of noise has no skill and a slope not told from zero                          -> NoiseHasNoSkill
//   what comes after the as-of date, or after a decision, changes nothing before          -> NoLookAhead
//   an outcome counts once both prices are out                                            -> OutcomesWaitForPrices
//   too few outcomes, one outcome only, perfect separation: told, not refused             -> NothingToFit
//   prices that are no prices, horizons that do not fit: refused at their places          -> Mistakes
#include "rerate/models/score_calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using testing::HasSubstr;

Series prices(std::int32_t first, const std::vector<double>& values) {
  Series series;
  series.type = {Frequency::monthly, Kind::total_return_index, "index"};
  series.name = "prices";
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Period month{Frequency::monthly, first + static_cast<std::int32_t>(i)};
    series.append(month.ordinal, values[i], last_day(month));
  }
  return series;
}

double or_nan(const nlohmann::json& figure) { return figure.is_null() ? std::nan("") : figure.get<double>(); }

TEST(ScoreCalibration, AsInStatsmodels) {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/scorecard.json");
  const auto golden = nlohmann::json::parse(file);
  const auto& given = golden.at("prices");
  const auto small = prices(given.at("first"), given.at("small").get<std::vector<double>>());
  const auto large = prices(given.at("first"), given.at("large").get<std::vector<double>>());
  ScoreCalibrationQuestion question;
  for (const auto& day : golden.at("dates")) question.dates.push_back(Date{day.get<std::int32_t>()});
  for (const auto& score : golden.at("composite")) question.score.push_back(or_nan(score));
  question.score_now = golden.at("now").at("composite");
  question.as_of = Date{golden.at("as_of").get<std::int32_t>()};
  question.asset = &small;
  question.benchmark = &large;
  const auto found = score_calibration(question);

  ASSERT_EQ(found.none, "");
  ASSERT_EQ(found.dates.size(), golden.at("decisions").get<std::size_t>());
  EXPECT_EQ(found.outcomes, golden.at("outcomes").get<Index>());
  EXPECT_NEAR(found.probability_now, golden.at("probability_now"), 1e-9);
  EXPECT_NEAR(found.base_rate_now, golden.at("base_rate_now"), 1e-14);
  EXPECT_NEAR(found.logit.estimate, golden.at("slope"), 1e-8);
  EXPECT_NEAR(found.relative.estimate, golden.at("relative_slope"), 1e-9);
  EXPECT_EQ(found.forecasts, golden.at("forecasts").get<Index>());
  EXPECT_NEAR(found.brier, golden.at("brier"), 1e-9);
  EXPECT_NEAR(found.brier_base_rate, golden.at("brier_base_rate"), 1e-12);
  EXPECT_NEAR(found.brier_skill, golden.at("brier_skill"), 1e-8);
  EXPECT_NEAR(found.auc, golden.at("auc"), 1e-9);
  for (std::size_t i = 0; i < found.dates.size(); ++i) {
    const double expected = or_nan(golden.at("probability")[i]);
    ASSERT_EQ(std::isnan(found.probability[i]), std::isnan(expected)) << to_string(found.dates[i]);
    if (std::isnan(expected)) continue;
    ASSERT_NEAR(found.probability[i], expected, 1e-8) << to_string(found.dates[i]);
    ASSERT_NEAR(found.base_rate[i], golden.at("base_rate")[i], 1e-14);
  }
}

constexpr int kMonths = 480;

// Months from 1980-01: the small price gains `tells` times last month's score on the large one, and noise of 2%.
struct Market {
  Series small, large;
  ScoreCalibrationQuestion question;

  explicit Market(double tells, std::uint64_t stream = 1) {
    const RandomStream random(23, stream);
    std::vector<double> s = {100}, l = {100};
    double score = 0;
    for (int i = 0; i < kMonths; ++i) {
      const auto draw = [&](int which) {
        return random.uniform(static_cast<std::uint64_t>(3 * i + which)) - 0.5;
      };
      if (i > 0) {
        l.push_back(l.back() * (1.005 + 0.06 * draw(0)));
        s.push_back(s.back() * (l[l.size() - 1] / l[l.size() - 2] + tells * score + 0.07 * draw(1)));
      }
      score = 0.9 * score + draw(2);
      question.dates.push_back(last_day({Frequency::monthly, 120 + i}));
      question.score.push_back(score);
    }
    small = prices(120, s);
    large = prices(120, l);
    question.asset = &small;
    question.benchmark = &large;
    question.as_of = question.dates.back();
    question.score_now = score;
    question.places.asset = {"s.toml", 8, 1};
    question.places.benchmark = {"s.toml", 9, 1};
    question.places.horizon = {"s.toml", 10, 1};
  }
  Market(const Market&) = delete;
};

TEST(ScoreCalibration, FindsWhatIsThere) {
  const Market market(0.02);
  const auto found = score_calibration(market.question);
  EXPECT_EQ(found.none, "");
  EXPECT_EQ(found.outcomes, kMonths - 12);
  EXPECT_GT(found.brier_skill, 0.2);
  EXPECT_GT(found.auc, 0.75);
  EXPECT_GT(found.logit.estimate, 0);
  EXPECT_LT(found.logit.p_value, 0.01);
  EXPECT_LT(found.relative.p_value, 0.01);
  EXPECT_EQ(found.windows, kMonths - 12);
  EXPECT_THAT(found.relative.errors, HasSubstr("Hodrick 1B"));
  EXPECT_LT(found.low, found.probability_now);
  EXPECT_LT(found.probability_now, found.high);
  ASSERT_EQ(found.bins.size(), 5u);
  EXPECT_LT(found.bins.front().share, found.bins.back().share);
  // Some 70 overlapping outcomes in a bin are worth 6.
  for (const auto& bin : found.bins) EXPECT_GT(bin.high - bin.low, 0.35);
}

TEST(ScoreCalibration, NoiseHasNoSkill) {
  int skilled = 0, told = 0;
  for (std::uint64_t stream = 1; stream <= 20; ++stream) {
    const Market market(0, stream);
    const auto found = score_calibration(market.question);
    skilled += found.brier_skill > 0;
    told += found.relative.p_value < 0.05;
  }
  EXPECT_LE(skilled, 10);
  EXPECT_LE(told, 4);
}

TEST(ScoreCalibration, NoLookAhead) {
  const Market whole(0.01);
  const auto all = score_calibration(whole.question);
  Market part(0.01);
  part.question.as_of = part.question.dates[300];
  const auto cut = [&](Series& series) { series = slice(series, std::nullopt, part.question.as_of); };
  cut(part.small);
  cut(part.large);
  const auto then = score_calibration(part.question);
  ASSERT_EQ(then.dates.size(), 301u);
  for (std::size_t i = 0; i < then.dates.size(); ++i) {
    if (std::isnan(all.probability[i])) {
      ASSERT_TRUE(std::isnan(then.probability[i]));
      continue;
    }
    ASSERT_EQ(then.probability[i], all.probability[i]) << i;
    ASSERT_EQ(then.base_rate[i], all.base_rate[i]);
  }
  // Other prices after the as-of date, in the series but not out yet.
  Market later(0.01);
  later.question.as_of = part.question.as_of;
  for (auto* series : {&later.small, &later.large})
    for (std::size_t i = 301; i < series->size(); ++i) series->value[i] = series == &later.small ? 1 : 1000;
  const auto other = score_calibration(later.question);
  EXPECT_EQ(other.outcomes, then.outcomes);
  EXPECT_EQ(other.probability_now, then.probability_now);
  EXPECT_EQ(other.brier, then.brier);
}

TEST(ScoreCalibration, OutcomesWaitForPrices) {
  Market market(0.02);
  const auto punctual = score_calibration(market.question);
  for (Date& known : market.large.known_at) known = known + 40;
  const auto late = score_calibration(market.question);
  EXPECT_EQ(late.outcomes, punctual.outcomes - 2);
  EXPECT_TRUE(std::isnan(late.outcome[kMonths - 13]));
  EXPECT_FALSE(std::isnan(punctual.outcome[kMonths - 13]));
  // The first probability comes two months later.
  std::size_t first = 0, first_late = 0;
  while (std::isnan(punctual.probability[first])) ++first;
  while (std::isnan(late.probability[first_late])) ++first_late;
  EXPECT_EQ(first_late, first + 2);
}

TEST(ScoreCalibration, NothingToFit) {
  Market market(0.02);
  market.question.first_window = 600;
  auto found = score_calibration(market.question);
  EXPECT_EQ(found.none, "468 month-ends have a score and a known outcome, fewer than 600");
  EXPECT_TRUE(std::isnan(found.probability_now) && std::isnan(found.brier));
  EXPECT_EQ(found.forecasts, 0);
  market.question.first_window = 120;
  for (std::size_t i = 0; i < market.small.size(); ++i) market.small.value[i] = 100 + static_cast<double>(i);
  for (double& value : market.large.value) value = 100;
  found = score_calibration(market.question);
  EXPECT_NE(found.none, "");
  EXPECT_TRUE(std::isnan(found.probability_now) && std::isnan(found.base_rate_now));
  // A score that knows the outcome.
  Market oracle(0.02);
  const auto outcomes = score_calibration(oracle.question).outcome;
  for (std::size_t i = 0; i < outcomes.size(); ++i) oracle.question.score[i] = outcomes[i] == 1 ? 1 : -1;
  found = score_calibration(oracle.question);
  EXPECT_THAT(found.none, HasSubstr("separate"));
}

TEST(ScoreCalibration, Mistakes) {
  const auto refused = [](auto&& spoil) {
    Market market(0.02);
    spoil(market);
    try {
      score_calibration(market.question);
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "not refused";
    return Failure{};
  };
  auto failure = refused([](Market& market) { market.small.type.kind = Kind::rate; });
  EXPECT_EQ(failure.code, ErrorCode::event_kinds);
  EXPECT_EQ(failure.place.line, 8);
  failure = refused([](Market& market) { market.large.type.kind = Kind::price_index; });
  EXPECT_EQ(failure.code, ErrorCode::event_kinds);
  EXPECT_EQ(failure.place.line, 9);
  failure = refused([](Market& market) { market.small.type.frequency = Frequency::daily; });
  EXPECT_EQ(failure.code, ErrorCode::event_frequency);
  failure = refused([](Market& market) { market.question.horizon = {5, Duration::Unit::day}; });
  EXPECT_EQ(failure.code, ErrorCode::event_horizon);
  EXPECT_EQ(failure.place.line, 10);
  failure = refused([](Market& market) { market.question.horizon = {90, Duration::Unit::year}; });
  EXPECT_EQ(failure.code, ErrorCode::event_horizon);
  failure = refused([](Market& market) { market.small.value[7] = 0; });
  EXPECT_EQ(failure.code, ErrorCode::event_prices);
}

}  // namespace
}  // namespace rerate
