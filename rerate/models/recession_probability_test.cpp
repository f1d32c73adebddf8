// Behaviour -> test
//   published sample: -0.53326 - 0.63333 curve, n = 600, also as gretl has it                    -> PublishedSample
//   fits, errors, scores, walk-forward as statsmodels and scikit-learn have them, two dates  -> Oracle
//   the refit of June 2008 stops before the recession, and is the same with all that came later  -> AsOf
//   the newest curve, its month, its day, its band by hand                                       -> Now
//   published coefficients: the probability by hand, no band                                     -> Preset
//   scores of all kinds are over the same months                                                 -> SameMonths
//   a premium beside the curve: its own months, the curve alone on them                          -> SecondRegressor
//   spells, not months; months that are not settled yet                                          -> SpellsAndOpenMonths
//   recovers the coefficients that made recessions                                               -> Recovers
//   holes in the curve are left out                                                              -> Holes
//   separation, no variation, windows, samples, horizons are refused at their places             -> Refusals
#include "rerate/models/recession_probability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "rerate/models/nber_for_test.h"
#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

const Date kLate = make_date(2025, 12, 1);

std::int32_t month(const std::string& text) { return parse_period(Frequency::monthly, text)->ordinal; }
std::string text(std::int32_t ordinal) { return to_string(Period{Frequency::monthly, ordinal}); }

// The open figures as a reader of a day had them.
struct OpenFigures {
  Series curve, recession, premium;
  RecessionQuestion question;

  explicit OpenFigures(Date as_of = kLate)
      : curve(open_curve(as_of)),
        recession(nber_recession(as_of)),
        premium(
            read_column(open_data("excess_bond_premium.csv"), "ebp", Frequency::monthly, Kind::spread, 1)) {
    premium.name = "premium";
    question.curve = &curve;
    question.recession = &recession;
    question.as_of = as_of;
    question.preset = *find_recession_preset("ny_fed");
    question.places = {{"s.toml", 1, 1}, {"s.toml", 2, 1}, {"s.toml", 3, 1}, {"s.toml", 4, 1},
                       {"s.toml", 5, 1}, {"s.toml", 6, 1}, {"s.toml", 7, 1}, {"s.toml", 8, 1}};
  }
  OpenFigures(const OpenFigures&) = delete;
  RecessionProbability answer() const { return recession_probability(question); }
};

nlohmann::json golden() {
  std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/recession_probability.json");
  return nlohmann::json::parse(file);
}

void expect_near(double value, const nlohmann::json& expected, double tolerance, const std::string& what) {
  EXPECT_NEAR(value, expected.get<double>(), tolerance * std::max(1.0, std::fabs(expected.get<double>())))
      << what;
}

void expect_model(const RecessionModel& model, const nlohmann::json& expected) {
  const auto what = expected.at("link").get<std::string>() + " to " + expected.at("last").get<std::string>();
  EXPECT_EQ(model.n, expected.at("n").get<Index>()) << what;
  EXPECT_EQ(model.ones, expected.at("ones").get<Index>()) << what;
  EXPECT_EQ(text(model.first), expected.at("first").get<std::string>()) << what;
  EXPECT_EQ(text(model.last), expected.at("last").get<std::string>()) << what;
  EXPECT_EQ(text(model.month), expected.at("month").get<std::string>()) << what;
  EXPECT_EQ(model.fit->covariance.degrees_of_freedom, expected.at("terms").get<double>()) << what;
  ASSERT_EQ(model.coefficients.size(), static_cast<Index>(expected.at("coefficients").size()));
  for (Index j = 0; j < model.coefficients.size(); ++j) {
    const auto i = static_cast<std::size_t>(j);
    expect_near(model.coefficients[j], expected.at("coefficients")[i], 1e-8, what);
    expect_near(model.fit->covariance.std_error(j), expected.at("std_errors")[i], 1e-7, what);
  }
  expect_near(model.fit->log_likelihood, expected.at("log_likelihood"), 1e-10, what);
  expect_near(model.fit->mcfadden_r2, expected.at("mcfadden_r2"), 1e-9, what);
  expect_near(model.brier, expected.at("brier"), 1e-9, what);
  expect_near(model.auc.area, expected.at("auc"), 1e-12, what);
  const double index = expected.at("index_now"), error = expected.at("index_error");
  EXPECT_NEAR(model.now.probability, link_probability(model.link, index), 1e-8) << what;
  const double reach = model.fit->covariance.critical_value(0.9) * error;
  EXPECT_NEAR(model.now.low, link_probability(model.link, index - reach), 1e-7) << what;
  EXPECT_NEAR(model.now.high, link_probability(model.link, index + reach), 1e-7) << what;
}

void expect_score(const RecessionScore& score, const nlohmann::json& expected) {
  EXPECT_EQ(score.n, expected.at("n").get<Index>());
  EXPECT_EQ(score.ones, expected.at("ones").get<Index>());
  EXPECT_EQ(text(score.first), expected.at("first").get<std::string>());
  expect_near(score.brier, expected.at("brier"), 1e-9, "brier");
  expect_near(score.base_brier, expected.at("base_brier"), 1e-12, "base rate");
  expect_near(score.skill, expected.at("skill"), 1e-8, "skill");
  expect_near(score.auc.area, expected.at("auc"), 1e-12, "auc");
}

TEST(RecessionProbability, PublishedSample) {
  const OpenFigures open;
  const auto found = open.answer();
  const auto& published = *found.find(RecessionModelKind::published);
  EXPECT_EQ(published.n, 600);
  EXPECT_NEAR(published.coefficients[0], -0.53326, 5e-6);
  EXPECT_NEAR(published.coefficients[1], -0.63333, 5e-6);
  const auto gretl = golden().at("gretl").at("probit");
  EXPECT_EQ(published.n, gretl.at("n").get<Index>());
  expect_near(published.coefficients[0], gretl.at("coefficients")[0], 1e-8, "alpha");
  expect_near(published.coefficients[1], gretl.at("coefficients")[1], 1e-8, "beta");
  expect_near(published.fit->log_likelihood, gretl.at("log_likelihood"), 1e-9, "likelihood");
}

TEST(RecessionProbability, Oracle) {
  for (const auto& expected : golden().at("cases")) {
    OpenFigures open(day(expected.at("as_of")));
    open.question.second = &open.premium;
    for (const auto link : {Link::probit, Link::logit}) {
      open.question.link = link;
      const bool probit = link == Link::probit;
      const std::string name = probit ? "probit" : "logit", other = probit ? "logit" : "probit";
      // The premium is a series of one vintage: cut it to what the day knew.
      open.premium = slice(open.premium, std::nullopt, open.question.as_of - 1);
      const auto found = open.answer();
      expect_model(*found.find(RecessionModelKind::refit), expected.at("refit").at(name));
      expect_model(*found.find(RecessionModelKind::other_link), expected.at("refit").at(other));
      expect_score(*found.find(RecessionForecastKind::walk_forward), expected.at("walk_forward").at(name));
      std::vector<double> given;
      for (std::size_t i = 0; i < found.ordinal.size(); ++i)
        if (!std::isnan(found.walk_forward[i]) && !std::isnan(found.outcome[i]))
          given.push_back(found.walk_forward[i]);
      const auto& theirs = expected.at("walk_forward").at(name).at("given");
      for (std::size_t i = 0; i < theirs.size(); ++i) expect_near(given[24 * i], theirs[i], 1e-8, "given");
      if (!probit) continue;
      expect_model(*found.find(RecessionModelKind::published), expected.at("published"));
      expect_model(*found.find(RecessionModelKind::with_second), expected.at("with_premium"));
      expect_score(*found.find(RecessionForecastKind::second_walk_forward),
                   expected.at("with_premium_walk_forward"));
    }
  }
}

TEST(RecessionProbability, AsOf) {
  const auto as_of = make_date(2008, 6, 30);
  const OpenFigures then(as_of);
  const auto found = then.answer();
  const auto& refit = *found.find(RecessionModelKind::refit);
  EXPECT_EQ(text(refit.last), "2007-05");  // a year without a peak settles a month
  EXPECT_EQ(text(found.month.ordinal), "2009-05");
  EXPECT_EQ(found.find(RecessionModelKind::published)->n, 569);
  // The same from figures that know what came: a curve cut to that day, recessions of today.
  OpenFigures late;
  late.curve = then.curve;
  late.question.as_of = as_of;
  const auto again = late.answer();
  EXPECT_EQ(again.find(RecessionModelKind::refit)->coefficients, refit.coefficients);
  EXPECT_EQ(again.find(RecessionForecastKind::walk_forward)->brier,
            found.find(RecessionForecastKind::walk_forward)->brier);
  EXPECT_EQ(again.scores.size(), found.scores.size());
  for (std::size_t i = 0; i < found.path.size(); ++i) EXPECT_EQ(again.path[i].high, found.path[i].high);
  // And what could be said then is what is said now of that time.
  const OpenFigures now;
  const auto today = now.answer();
  for (std::size_t i = 0; i < found.walk_forward.size(); ++i) {
    const bool both = std::isnan(found.walk_forward[i]) == std::isnan(today.walk_forward[i]);
    EXPECT_TRUE(both && (std::isnan(found.walk_forward[i]) || found.walk_forward[i] == today.walk_forward[i]))
        << text(found.ordinal[i]);
  }
}

TEST(RecessionProbability, Now) {
  const OpenFigures open;
  const auto found = open.answer();
  const auto& refit = *found.find(RecessionModelKind::refit);
  EXPECT_EQ(text(found.curve_month.ordinal), "2025-11");
  EXPECT_EQ(text(found.month.ordinal), "2026-11");
  EXPECT_EQ(to_string(found.known), "2025-12-01");
  EXPECT_EQ(found.curve_now, open.curve.value.back());
  EXPECT_NEAR(refit.now.probability,
              normal_cdf(refit.coefficients[0] + refit.coefficients[1] * found.curve_now), 1e-12);
  EXPECT_LT(refit.now.low, refit.now.probability);
  EXPECT_GT(refit.now.high, refit.now.probability);
  ASSERT_EQ(found.path.size(), found.ordinal.size());
  EXPECT_EQ(found.path.back().probability, refit.now.probability);
  EXPECT_EQ(found.path.back().high, refit.now.high);
  EXPECT_TRUE(std::isnan(found.outcome.back()));
  EXPECT_FALSE(std::isnan(found.walk_forward.back()));
}

TEST(RecessionProbability, Preset) {
  OpenFigures open;
  const auto found = open.answer();
  const auto& preset = *found.find(RecessionModelKind::preset);
  EXPECT_NEAR(preset.now.probability, normal_cdf(-0.5333 - 0.6330 * found.curve_now), 1e-12);
  EXPECT_TRUE(std::isnan(preset.now.low));
  EXPECT_FALSE(preset.fit);
  // The curve alone ranks months, whatever its coefficients.
  EXPECT_DOUBLE_EQ(preset.auc.area, found.find(RecessionModelKind::refit)->auc.area);
  EXPECT_THAT(recession_preset_ids(), testing::ElementsAre("ny_fed"));
  EXPECT_EQ(find_recession_preset("fed"), nullptr);
  open.question.preset.reset();
  const auto without = open.answer();
  EXPECT_EQ(without.find(RecessionModelKind::preset), nullptr);
  EXPECT_EQ(without.find(RecessionForecastKind::preset), nullptr);
}

TEST(RecessionProbability, SameMonths) {
  OpenFigures open;
  open.question.second = &open.premium;
  const auto found = open.answer();
  ASSERT_EQ(found.scores.size(), 5u);
  const auto same = [&](RecessionForecastKind a, RecessionForecastKind b) {
    EXPECT_EQ(found.find(a)->n, found.find(b)->n);
    EXPECT_EQ(found.find(a)->ones, found.find(b)->ones);
    EXPECT_EQ(found.find(a)->base_brier, found.find(b)->base_brier);
  };
  same(RecessionForecastKind::walk_forward, RecessionForecastKind::in_sample);
  same(RecessionForecastKind::walk_forward, RecessionForecastKind::preset);
  same(RecessionForecastKind::second_walk_forward, RecessionForecastKind::curve_walk_forward);
  Index binned = 0;
  for (const auto& bin : found.reliability) binned += bin.n;
  EXPECT_EQ(binned, found.find(RecessionForecastKind::walk_forward)->n);
  EXPECT_LE(found.beta_low, found.beta_high);
  EXPECT_GT(found.fits, 50);
}

TEST(RecessionProbability, SecondRegressor) {
  OpenFigures open;
  open.question.second = &open.premium;
  const auto found = open.answer();
  const auto& both = *found.find(RecessionModelKind::with_second);
  const auto& alone = *found.find(RecessionModelKind::curve_alone);
  EXPECT_EQ(both.n, alone.n);
  EXPECT_EQ(text(both.month), "2024-03");
  EXPECT_EQ(both.coefficients.size(), 3);
  EXPECT_EQ(alone.coefficients.size(), 2);
  EXPECT_GT(both.coefficients[2], 0);
  EXPECT_GT(both.fit->log_likelihood, alone.fit->log_likelihood);
  // A premium that is too short for the first window has no walk-forward score, and that is told.
  open.question.first_window = 500;
  const auto late = open.answer();
  EXPECT_NE(late.find(RecessionModelKind::with_second), nullptr);
  ASSERT_TRUE(late.left_out || late.find(RecessionForecastKind::second_walk_forward));
  open.premium = slice(open.premium, make_date(2000, 1, 1), std::nullopt);
  const auto shorter = open.answer();
  ASSERT_TRUE(shorter.left_out);
  EXPECT_THAT(*shorter.left_out, HasSubstr("With `ebp` no walk-forward forecast can be scored yet"));
  EXPECT_EQ(shorter.find(RecessionForecastKind::second_walk_forward), nullptr);
}

TEST(RecessionProbability, SpellsAndOpenMonths) {
  const OpenFigures open;
  const auto found = open.answer();
  EXPECT_EQ(found.find(RecessionModelKind::refit)->spells, 11);  // the first from its end: 1954-04
  EXPECT_EQ(text(found.settled_until), "2024-11");
  EXPECT_EQ(found.open_months, 12);  // 2024-12 to 2025-11
  EXPECT_FALSE(found.in_recession);
  const OpenFigures during(make_date(2009, 3, 15));
  const auto then = during.answer();
  EXPECT_TRUE(then.in_recession);
  EXPECT_EQ(text(then.settled_until), "2007-12");
  EXPECT_EQ(then.open_months, 14);
  EXPECT_EQ(spells_among({1, 2, 3, 5, 6}, {1, 1, 0, 1, 1}), 2);
  EXPECT_EQ(spells_among({1, 2, 4}, {1, 1, 1}), 2);  // months that do not follow each other
  EXPECT_EQ(spells_among({}, {}), 0);
}

// Months whose recessions follow the curve of a year before: P = normal(alpha + beta curve). Known at once.
struct MadeUp {
  Series curve, recession;
  RecessionQuestion question;

  explicit MadeUp(std::size_t n, double alpha = -1, double beta = -0.8) {
    const auto x = autoregression(900, n, 0.9, 0.5), noise = white_noise(901, n);
    curve = monthly_named("curve", "1960-01", x, Kind::spread, 1);
    recession = monthly_named(
        "recession", "1960-01",
        combined(n,
                 [&](std::size_t t) { return t >= 12 && alpha + beta * x[t - 12] + noise[t] > 0 ? 1 : 0; }),
        Kind::indicator, 1);
    question.curve = &curve;
    question.recession = &recession;
    question.first_window = 60;
    question.places = {{"s.toml", 1, 1}, {"s.toml", 2, 1}, {"s.toml", 3, 1}, {"s.toml", 4, 1},
                       {"s.toml", 5, 1}, {"s.toml", 6, 1}, {"s.toml", 7, 1}, {"s.toml", 8, 1}};
  }
  MadeUp(const MadeUp&) = delete;
  std::string complaint() const {
    try {
      recession_probability(question);
    } catch (const UserError& error) {
      return fmt_of(error.failure());
    }
    return "nothing refused";
  }
  static std::string fmt_of(const Failure& failure) {
    return std::string(describe(failure.code).code) + " " + to_string(failure.place) + " " + failure.what;
  }
};

TEST(RecessionProbability, Recovers) {
  const MadeUp made(3000);
  const auto found = recession_probability(made.question);
  const auto& refit = *found.find(RecessionModelKind::refit);
  EXPECT_NEAR(refit.coefficients[0], -1, 3 * refit.fit->covariance.std_error(0));
  EXPECT_NEAR(refit.coefficients[1], -0.8, 3 * refit.fit->covariance.std_error(1));
  EXPECT_GT(found.find(RecessionForecastKind::walk_forward)->skill, 0);
  EXPECT_GT(found.find(RecessionForecastKind::walk_forward)->auc.area, 0.6);
  EXPECT_EQ(found.open_months, 0);
  // Forecasts of a model that is right are reliable: the share that came lies in the bins' intervals.
  int inside = 0;
  for (const auto& bin : found.reliability)
    inside += bin.mean_forecast >= bin.low && bin.mean_forecast <= bin.high;
  EXPECT_GE(inside, 5);
}

TEST(RecessionProbability, Holes) {
  MadeUp made(900);
  const auto whole = recession_probability(made.question);
  made.curve.value[100] = made.curve.value[101] = std::nan("");
  const auto found = recession_probability(made.question);
  EXPECT_EQ(found.ordinal.size() + 2, whole.ordinal.size());
  EXPECT_EQ(found.find(RecessionModelKind::refit)->n + 2, whole.find(RecessionModelKind::refit)->n);
}

TEST(RecessionProbability, Refusals) {
  const auto after = [](const std::function<void(MadeUp&)>& spoil) {
    MadeUp made(400);
    spoil(made);
    return made.complaint();
  };
  EXPECT_EQ(after([](MadeUp&) {}), "nothing refused");
  EXPECT_THAT(after([](MadeUp& made) {
                for (std::size_t t = 12; t < 400; ++t)
                  made.recession.value[t] = made.curve.value[t - 12] < -0.5;
              }),
              HasSubstr("RR526 s.toml:2:1 driver `curve` separates the outcomes perfectly"));
  EXPECT_THAT(after([](MadeUp& made) { made.curve.value.assign(400, 1.5); }), HasSubstr("RR523 s.toml:2:1"));
  EXPECT_THAT(after([](MadeUp& made) { made.recession.value.assign(400, 0); }),
              HasSubstr("RR622 s.toml:2:1 curve and recessions: none of 388 months are recession"));
  EXPECT_THAT(after([](MadeUp& made) { made.recession.value.assign(400, 1); }),
              HasSubstr("all of 388 months"));
  EXPECT_THAT(after([](MadeUp& made) { made.recession.ordinal = std::vector<std::int32_t>(400, 99999); }),
              HasSubstr("RR622 s.toml:2:1 curve and recessions: 0 months have figures"));
  EXPECT_THAT(
      after([](MadeUp& made) { made.question.first_window = 395; }),
      HasSubstr("RR623 s.toml:7:1 no walk-forward forecast can be compared with what came: the first fit "
                "needs 395 settled months, and 388 are settled"));
  EXPECT_THAT(after([](MadeUp& made) { made.question.first_window = 3; }),
              HasSubstr("RR525 s.toml:7:1 the first window (3 rows)"));
  EXPECT_THAT(after([](MadeUp& made) { made.question.sample_last = made.question.sample_first - 1; }),
              HasSubstr("RR622 s.toml:6:1 sample 1960-01 to 1959-12: 0 months"));
  EXPECT_THAT(after([](MadeUp& made) { made.question.sample_first = month("1992-01"); }),
              HasSubstr("RR622 s.toml:6:1 sample 1992-01 to 2009-12:"));
  EXPECT_THAT(after([](MadeUp& made) { made.question.horizon = 0; }),
              HasSubstr("RR503 s.toml:5:1 the horizon must be 1 to 60 months, but is 0"));
  EXPECT_THAT(after([](MadeUp& made) { made.question.horizon = 61; }), HasSubstr("RR503 s.toml:5:1"));
  EXPECT_THAT(after([](MadeUp& made) {
                made.question.preset = *find_recession_preset("ny_fed");
                made.question.horizon = 6;
              }),
              HasSubstr("RR624 s.toml:8:1 the coefficients of `ny_fed` are for a horizon of 12 months, but "
                        "`horizon` is 6"));
  EXPECT_THAT(
      after([](MadeUp& made) {
        for (auto& known : made.curve.known_at) known = known + 500;
      }),
      HasSubstr("RR503 s.toml:5:1 nothing to forecast: the state of 1961-01 was known on 1961-02-01"));
  EXPECT_THAT(after([](MadeUp& made) { made.curve.value[7] = HUGE_VAL; }),
              HasSubstr("RR524 s.toml:2:1 `curve` is infinite in 1960-08"));
  EXPECT_THAT(after([](MadeUp& made) { made.question.second = &made.curve; }), HasSubstr("RR521 s.toml:4:1"));
  const auto none = monthly_named("premium", "2030-01", {1, 2, 3}, Kind::spread, 1);
  EXPECT_THAT(after([&](MadeUp& made) { made.question.second = &none; }),
              HasSubstr("RR622 s.toml:4:1 curve, `ebp` and recessions: 0 months"));
}

}  // namespace
}  // namespace rerate
