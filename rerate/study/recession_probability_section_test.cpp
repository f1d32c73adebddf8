// Behaviour -> test
//   numbers, tables and headline tell one story                               -> TellsOneStory
//   p-values: of the slope as in its regression, of the area by rotations     -> PValues
//   the light follows the thresholds of the study                             -> Light
//   the chart: band, walk-forward line, recessions, thresholds; calibration   -> Charts
//   a premium that ends early is told for its own month                       -> Premium
//   a premium as new as the curve stands in the headline                      -> NewPremium
//   a licensed curve is drawn as percentiles, without a band                  -> LicensedCurve
//   months not settled, few spells, unfittable pasts, a far preset, in words  -> Warnings
//   probabilities near none and near certain                                  -> Percents
//   separation is refused at the curve's place                                -> MistakesHavePlaces
#include "rerate/study/recession_probability_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/models/panel_for_test.h"
#include "rerate/statistics/area_shift.h"
#include "rerate/study/recession_probability_words.h"
#include "rerate/study/synthetic_market_for_test.h"

namespace rerate {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::size_t kMonths = kMarketMonths;  // from 2000-01

// A curve and a premium that move slowly, and recessions that follow the curve of a year before.
SeriesInputs market() {
  const auto curve = autoregression(910, kMonths, 0.9, 0.5), noise = white_noise(911, kMonths),
             premium = autoregression(912, kMonths, 0.8, 0.3);
  SeriesInputs inputs;
  inputs["curve"] = monthly_input("curve", Kind::spread, "pp", curve);
  inputs["premium"] = monthly_input("premium", Kind::spread, "pp", premium);
  inputs["recession"] = monthly_input("recession", Kind::indicator, "", combined(kMonths, [&](std::size_t t) {
                                        return t >= 12 && -1 - 0.8 * curve[t - 12] + noise[t] > 0 ? 1 : 0;
                                      }));
  return inputs;
}

RecessionProbabilityRequest request(bool premium = false) {
  RecessionProbabilityRequest asked;
  asked.curve = {"curve", "curve", {"s.toml", 5, 10}};
  asked.recessions = {"recessions", "recession", {"s.toml", 6, 10}};
  if (premium) asked.ebp = SeriesUse{"ebp", "premium", {"s.toml", 7, 10}};
  asked.question.first_window = 60;
  asked.question.preset = *find_recession_preset("ny_fed");
  asked.question.places.curve = asked.curve.place;
  return asked;
}

Section section_of(const RecessionProbabilityRequest& asked, const SeriesInputs& inputs) {
  SectionContext context{make_date(2024, 12, 31), 1, &inputs, {}};
  context.recessions = spells_of(inputs.at("recession").series);
  return recession_probability_section("r", "R", asked, context);
}

const Table& table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return one;
  throw std::runtime_error("no table " + name);
}

double value(const Section& section, const char* name) { return find_number(section, name)->value; }

TEST(RecessionProbabilitySection, TellsOneStory) {
  const auto section = section_of(request(), market());
  EXPECT_EQ(section.kind, "recession_probability");
  for (const auto* name : {"alpha", "beta", "n", "alpha_refit", "beta_refit", "n_refit", "probability",
                           "probability_low", "probability_high", "auc", "brier", "auc_in_sample",
                           "brier_in_sample", "brier_skill", "probability_published"})
    EXPECT_TRUE(std::isfinite(value(section, name))) << name;
  EXPECT_EQ(value(section, "n_refit"), 288);
  EXPECT_EQ(value(section, "n"), 108);  // 2001-01 to 2009-12
  EXPECT_LT(value(section, "probability_low"), value(section, "probability"));
  EXPECT_LT(value(section, "probability"), value(section, "probability_high"));
  const auto& models = table(section, "models");
  ASSERT_EQ(models.rows.size(), 4u);
  EXPECT_EQ(std::get<std::string>(models.rows[0][0]), "Published, probit");
  EXPECT_EQ(std::get<double>(models.rows[0][1]), -0.5333);
  EXPECT_EQ(std::get<double>(models.rows[2][1]), value(section, "alpha_refit"));
  EXPECT_NEAR(std::get<double>(models.rows[2][7]), 100 * value(section, "probability"), 1e-12);
  EXPECT_EQ(std::get<std::string>(models.rows[3][0]), "Refit, logit");
  EXPECT_EQ(table(section, "scores").rows.size(), 3u);
  EXPECT_EQ(std::get<double>(table(section, "scores").rows[0][5]), value(section, "brier"));
  EXPECT_EQ(section.details.size(), 3u);
  EXPECT_THAT(section.headline,
              StartsWith("The curve of Dec 2024 puts the probability of a recession in Dec 2025 at " +
                         probability_in_percent(value(section, "probability")) + " (90% band " +
                         probability_in_percent(value(section, "probability_low")) + " to " +
                         probability_in_percent(value(section, "probability_high")) +
                         "), by a probit fitted on what was settled; the published coefficients say " +
                         probability_in_percent(value(section, "probability_published")) + "."));
  EXPECT_THAT(section.headline, HasSubstr("its forecasts since "));
  EXPECT_THAT(section.inputs, testing::ElementsAre("mine.curve", "mine.recession"));
}

TEST(RecessionProbabilitySection, PValues) {
  const auto section = section_of(request(), market());
  EXPECT_LT(value(section, "beta_refit_p"), 0.01);
  EXPECT_GT(value(section, "beta_p"), value(section, "beta_refit_p"));  // a third of the months
  // The curve that recessions were made to follow ranks them; the smallest p-value is one rotation of all.
  EXPECT_LT(value(section, "auc_p"), 0.05);
  EXPECT_GT(value(section, "auc_p"), 0);
  // Months of the walk-forward forecasts and outcomes are those that the area is of.
  auto question = request().question;
  const auto inputs = market();
  question.curve = &inputs.at("curve").series;
  question.recession = &inputs.at("recession").series;
  question.as_of = make_date(2024, 12, 31);
  const auto found = recession_probability(question);
  std::vector<double> forecast, outcome;
  for (std::size_t i = 0; i < found.outcome.size(); ++i)
    if (!std::isnan(found.outcome[i]) && !std::isnan(found.walk_forward[i])) {
      forecast.push_back(found.walk_forward[i]);
      outcome.push_back(found.outcome[i]);
    }
  EXPECT_EQ(area_under_curve(forecast, outcome).area, value(section, "auc"));
  EXPECT_EQ(area_shift_p(forecast, outcome), value(section, "auc_p"));
}

TEST(RecessionProbabilitySection, Light) {
  auto asked = request();
  const auto state = [&](double watch, double stress) {
    asked.watch = watch;
    asked.stress = stress;
    const auto section = section_of(asked, market());
    EXPECT_EQ(section.lights.size(), 1u);
    EXPECT_EQ(section.lights[0].title, "Recession risk");
    EXPECT_THAT(section.lights[0].text, HasSubstr("% for Dec 2025"));
    return section.lights[0].state;
  };
  const double now = 100 * value(section_of(asked, market()), "probability");
  EXPECT_EQ(state(now + 1, 99), Light::State::good);
  EXPECT_EQ(state(now / 2, now + 1), Light::State::watch);
  EXPECT_EQ(state(now / 2, now * 0.9), Light::State::stress);
}

TEST(RecessionProbabilitySection, Charts) {
  const auto section = section_of(request(), market());
  ASSERT_EQ(section.charts.size(), 2u);
  const auto& probability = section.charts[0];
  EXPECT_EQ(probability.id, "probability");
  ASSERT_EQ(probability.lines.size(), 2u);
  EXPECT_EQ(probability.lines[0].role, ChartLine::Role::main);
  EXPECT_EQ(probability.lines[1].role, ChartLine::Role::second);
  EXPECT_EQ(probability.lines[0].x.size(), kMonths);
  EXPECT_EQ(probability.lines[0].x.back(), make_date(2025, 12, 31).days);
  EXPECT_NEAR(probability.lines[0].y.back(), 100 * value(section, "probability"), 1e-12);
  ASSERT_EQ(probability.bands.size(), 1u);
  EXPECT_NEAR(probability.bands[0].high.back(), 100 * value(section, "probability_high"), 1e-12);
  EXPECT_FALSE(probability.spans.empty());
  EXPECT_EQ(probability.rules.size(), 2u);
  EXPECT_EQ(probability.rules[0].label, "watch 15%");
  const auto& calibration = section.charts[1];
  EXPECT_EQ(calibration.id, "calibration");
  ASSERT_EQ(calibration.lines.size(), 1u);
  EXPECT_EQ(calibration.lines[0].x, calibration.lines[0].y);
  const auto& rows = table(section, "reliability").rows;
  ASSERT_EQ(calibration.points.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& point = calibration.points[i];
    EXPECT_EQ(point.x, std::get<double>(rows[i][3]));
    EXPECT_LE(point.low, point.y);
    EXPECT_GE(point.high, point.y);
    EXPECT_LE(point.high, calibration.lines[0].x.back());
  }
  for (const auto& chart : section.charts) EXPECT_FALSE(chart.alternative.empty());
}

TEST(RecessionProbabilitySection, Premium) {
  auto inputs = market();
  auto& premium = inputs["premium"].series;
  premium.ordinal.resize(250), premium.value.resize(250), premium.known_at.resize(250);
  const auto section = section_of(request(true), inputs);
  EXPECT_EQ(table(section, "models").rows.size(), 6u);
  EXPECT_EQ(table(section, "scores").rows.size(), 5u);
  EXPECT_EQ(std::get<std::string>(table(section, "models").rows[5][6]), "Oct 2021");
  EXPECT_TRUE(std::isfinite(std::get<double>(table(section, "models").rows[5][3])));
  EXPECT_THAT(section.headline, Not(HasSubstr("premium")));
  EXPECT_THAT(section.warnings,
              Contains(HasSubstr("With the excess bond premium the newest month is Oct 2021, not Dec 2025")));
  EXPECT_THAT(find_number(section, "probability_ebp")->title, HasSubstr("Oct 2021"));
}

TEST(RecessionProbabilitySection, NewPremium) {
  const auto section = section_of(request(true), market());
  EXPECT_THAT(section.headline, HasSubstr(", with the excess bond premium beside the curve it is " +
                                          probability_in_percent(value(section, "probability_ebp")) + "."));
  EXPECT_THAT(section.warnings, Not(Contains(HasSubstr("newest month"))));
}

TEST(RecessionProbabilitySection, LicensedCurve) {
  auto inputs = market();
  inputs["curve"].redistribute = false;
  const auto section = section_of(request(), inputs);
  const auto& chart = section.charts[0];
  EXPECT_TRUE(chart.bands.empty());
  EXPECT_TRUE(chart.rules.empty());
  EXPECT_EQ(chart.y_title, "percentile of its history");
  for (const auto& line : chart.lines)
    for (const double y : line.y) EXPECT_TRUE(std::isnan(y) || y == std::floor(y));
}

TEST(RecessionProbabilitySection, Warnings) {
  auto inputs = market();
  // Announced late: the indicator was revised, and the last months are open.
  auto& recession = inputs["recession"].series;
  for (std::size_t t = 0; t < kMonths; ++t)
    recession.value[t] = (t >= 80 && t < 90) || (t >= 120 && t < 132) || (t >= 220 && t < 228);
  recession.first_known_at = recession.known_at;
  for (std::size_t t = 0; t < kMonths; ++t) recession.known_at[t] = recession.known_at[t] + 40;
  auto asked = request();
  asked.question.level = 0.5;
  asked.question.first_window = 30;
  const auto section = section_of(asked, inputs);
  EXPECT_THAT(section.warnings,
              Contains(HasSubstr("30 months of recession came in 3 spells: that is the size of the sample")));
  EXPECT_THAT(
      section.warnings,
      Contains(HasSubstr("Of the 600 months of the published sample, 108 have a curve and are settled.")));
  EXPECT_THAT(section.warnings,
              Contains(HasSubstr("could not be made: the past of the day held one state only")));
  EXPECT_THAT(section.warnings, Contains(HasSubstr("lie outside the refit's 50% band of ")));
  const auto settled = section.facts.at(1);
  EXPECT_EQ(settled.label, "Recessions");
  EXPECT_THAT(settled.text, HasSubstr("settled to Dec 2023; 12 months after it are still open"));
  // A recession that nobody has called over.
  for (std::size_t t = 290; t < kMonths; ++t) recession.value[t] = 1;
  const auto during = section_of(asked, inputs);
  EXPECT_THAT(during.warnings,
              Contains(HasSubstr("The peak of Feb 2024 has been announced, its trough has not")));
}

TEST(RecessionProbabilitySection, Percents) {
  EXPECT_EQ(probability_in_percent(0.2749), "27%");
  EXPECT_EQ(probability_in_percent(0.004), "below 1%");
  EXPECT_EQ(probability_in_percent(0.996), "above 99%");
  EXPECT_EQ(recession_month(0), "Jan 1970");
}

TEST(RecessionProbabilitySection, MistakesHavePlaces) {
  auto inputs = market();
  auto& recession = inputs["recession"].series;
  for (std::size_t t = 12; t < kMonths; ++t) recession.value[t] = inputs["curve"].series.value[t - 12] < -0.3;
  try {
    section_of(request(), inputs);
    FAIL() << "separated outcomes were fitted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::regression_separation);
    EXPECT_EQ(to_string(error.failure().place), "s.toml:5:10");
  }
}

}  // namespace
}  // namespace rerate
