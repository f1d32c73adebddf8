// Behaviour -> test
//   z, composite and what counts, month by month, as in pandas                  -> AsInPandas
//   two indicators by hand: weights, signs, contributions, what is positive     -> HandComputed
//   later figures, and later dates of later figures, change nothing before     -> NoLookAhead
//   figures older than `stale` months do not count, and are named               -> StaleIsLeftOut
//   the composite needs half of all weight                                      -> HalfOfTheWeight
//   brightening, darkening and mixed, by change and breadth                     -> Courses
//   then and now: into then over the year before, and since                     -> ThenAndNow
//   the change over three months                                                -> ChangeOverThreeMonths
//   a scale or a shift of an indicator leaves the score                         -> LevelAndScaleDoNotCount
//   no variation, weights, stale, too short, then: refused where they stand     -> Mistakes
#include "rerate/models/scorecard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "rerate/models/scorecard_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

const nlohmann::json& golden() {
  static const auto read = [] {
    std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/scorecard.json");
    return nlohmann::json::parse(file);
  }();
  return read;
}

Series golden_series(const nlohmann::json& one) {
  Series series;
  series.type.frequency = Frequency::monthly;
  for (std::size_t i = 0; i < one.at("month").size(); ++i)
    series.append(one.at("month")[i], one.at("value")[i], Date{one.at("known")[i].get<std::int32_t>()});
  return series;
}

TEST(Scorecard, AsInPandas) {
  std::vector<Series> figures;
  ScorecardQuestion question;
  for (const auto& one : golden().at("indicators")) figures.push_back(golden_series(one));
  std::size_t at = 0;
  for (const auto& [name, one] : golden().at("indicators").items())
    question.indicators.push_back({name, &figures[at++], one.at("sign"), one.at("weight"), {}});
  question.as_of = Date{golden().at("as_of").get<std::int32_t>()};
  question.then = Date{golden().at("then").get<std::int32_t>()};
  const auto found = scorecard(question);

  EXPECT_NEAR(found.now.composite, golden().at("now").at("composite"), 1e-12);
  EXPECT_NEAR(found.then->composite, golden().at("then_composite"), 1e-12);
  EXPECT_NEAR(found.change_3m, found.now.composite - golden().at("three_months_ago").get<double>(), 1e-12);
  int counted = 0;
  for (const auto& expected : golden().at("now").at("counted")) {
    for (std::size_t i = 0; i < question.indicators.size(); ++i) {
      if (question.indicators[i].name != expected[0]) continue;
      const auto figure = *found.now.indicators[i].figure;
      EXPECT_TRUE(found.now.indicators[i].counts);
      EXPECT_EQ(to_string(found.histories[i].period(figure)), expected[1].get<std::string>());
      EXPECT_NEAR(found.now.indicators[i].z, expected[2], 1e-12);
      EXPECT_NEAR(found.histories[i].percentile[figure], expected[3], 1e-9);
      ++counted;
    }
  }
  EXPECT_EQ(counted, found.now.available);
  EXPECT_EQ(counted, 3);  // the spread ended in 2019-12
  const auto& dates = golden().at("dates");
  ASSERT_EQ(found.dates.size(), dates.size());
  for (std::size_t i = 0; i < dates.size(); ++i) {
    ASSERT_EQ(found.dates[i].days, dates[i].get<std::int32_t>());
    ASSERT_NEAR(found.composite[i], golden().at("composite")[i], 1e-12) << to_string(found.dates[i]);
  }
}

// Months 1 to 9 at 0, 1, ..., 8 and then `last`: median and MAD of ten figures.
std::vector<double> ramp(double last) {
  std::vector<double> values;
  for (int i = 0; i < 9; ++i) values.push_back(i);
  values.push_back(last);
  return values;
}

// The scorecard of some series with weights and signs 1, or as given.
struct Card {
  std::vector<Series> figures;
  ScorecardQuestion question;

  explicit Card(const std::vector<std::vector<double>>& values, int first_window = 24) {
    figures.reserve(values.size());
    for (const auto& one : values) {
      figures.push_back(scored_series(one));
      const auto name = "i" + std::to_string(figures.size());
      question.indicators.push_back({name, &figures.back(), 1, 1, {"s.toml", 7, 3}});
    }
    const auto months = static_cast<std::int32_t>(values.front().size());
    question.as_of = scored_month_end(kFirstScoredMonth + months - 1) + 10;
    question.first_window = first_window;
    question.place = {"s.toml", 5, 1};
    question.then_place = {"s.toml", 6, 8};
  }
};

// 0..8 and 9: median 4.5, MAD 2.5. 0..8 and 1: median 3.5, distances .5 .5 1.5 1.5 2.5 2.5 2.5 3.5 3.5 4.5, MAD 2.5.
TEST(Scorecard, HandComputed) {
  Card card({ramp(9), ramp(1)}, 10);
  card.question.indicators[1].sign = -1;
  card.question.indicators[1].weight = 3;
  const auto found = scorecard(card.question);
  const double first = 4.5 / (1.4826 * 2.5), second = 2.5 / (1.4826 * 2.5);
  EXPECT_NEAR(found.now.indicators[0].z, first, 1e-14);
  EXPECT_NEAR(found.now.indicators[1].z, second, 1e-14);
  EXPECT_EQ(found.now.indicators[0].weight, 0.25);
  EXPECT_NEAR(found.now.indicators[1].contribution, 0.75 * second, 1e-14);
  EXPECT_NEAR(found.now.composite, 0.25 * first + 0.75 * second, 1e-14);
  EXPECT_EQ(found.now.available, 2);
  EXPECT_EQ(found.now.positive, 2);
  EXPECT_EQ(found.dates.size(), 1u);  // the first z is today's
  EXPECT_TRUE(std::isnan(found.change_3m));
  EXPECT_TRUE(found.warnings.empty());
}

TEST(Scorecard, NoLookAhead) {
  Card whole({wave(1), wave(2), wave(3)});
  const auto all = scorecard(whole.question);
  for (const int months : {40, 100, 239}) {
    const Date as_of = scored_month_end(kFirstScoredMonth + months - 1);
    // Everything known later is cut off, is something else, or has another date.
    for (const int change : {0, 1, 2}) {
      Card part({wave(1), wave(2), wave(3)});
      for (auto& series : part.figures) {
        Series kept{series.type, series.name, {}, {}, {}};
        for (std::size_t i = 0; i < series.size(); ++i) {
          if (series.known_at[i] <= as_of)
            kept.append_row(series, i);
          else if (change > 0)
            kept.append(series.ordinal[i], change == 1 ? 1000 : series.value[i],
                        series.known_at[i] + (change == 2 ? 45 : 0));
        }
        series = kept;
      }
      part.question.as_of = as_of;
      const auto then = scorecard(part.question);
      ASSERT_LE(then.dates.size(), all.dates.size());
      for (std::size_t i = 0; i < then.dates.size(); ++i) {
        ASSERT_EQ(then.dates[i], all.dates[i]);
        ASSERT_EQ(then.composite[i], all.composite[i]) << to_string(then.dates[i]) << " " << change;
      }
      EXPECT_EQ(then.now.composite, then.composite.back());
    }
  }
}

TEST(Scorecard, StaleIsLeftOut) {
  auto ended = wave(2);
  ended.resize(230);
  Card card({wave(1), ended, wave(3)});
  auto found = scorecard(card.question);
  EXPECT_EQ(found.now.available, 2);
  EXPECT_TRUE(found.now.indicators[1].stale);
  EXPECT_EQ(found.now.indicators[1].age, 11);
  EXPECT_EQ(found.now.indicators[1].weight, 0);
  EXPECT_EQ(found.now.indicators[0].weight, 0.5);
  ASSERT_EQ(found.warnings.size(), 1u);
  EXPECT_EQ(found.warnings[0], "Left out of the score as of 2020-01-10: `i2` has no figure after 2019-02.");
  card.question.stale = 11;
  found = scorecard(card.question);
  EXPECT_EQ(found.now.available, 3);
  EXPECT_TRUE(found.warnings.empty());
}

TEST(Scorecard, HalfOfTheWeight) {
  auto late = wave(2);
  for (std::size_t i = 0; i < 100; ++i) late[i] = std::nan("");
  Card card({wave(1), late});
  auto found = scorecard(card.question);
  EXPECT_EQ(found.dates.front(), scored_month_end(kFirstScoredMonth + 24));  // its 24th figure is out then
  card.question.indicators[1].weight = 1.5;
  found = scorecard(card.question);
  EXPECT_EQ(found.dates.front(), scored_month_end(kFirstScoredMonth + 124));
}

Score score_of(double composite, const std::vector<double>& z) {
  Score score{Date{0}, composite, {}, 0, 0};
  for (const double one : z) {
    score.indicators.emplace_back();
    score.indicators.back().z = one;
    score.indicators.back().counts = !std::isnan(one);
  }
  return score;
}

TEST(Scorecard, Courses) {
  const auto from = score_of(0, {0, 0, 0, 0, 0});
  const auto course = [&](double composite, const std::vector<double>& z) {
    return change_between(from, score_of(composite, z)).course;
  };
  EXPECT_EQ(course(0.3, {1, 1, 1, 0, -1}), ScoreCourse::brightening);
  EXPECT_EQ(course(0.2, {1, 1, 1, 1, 1}), ScoreCourse::mixed);
  EXPECT_EQ(course(0.3, {3, 1, 0, 0, -1}), ScoreCourse::mixed);
  EXPECT_EQ(course(-0.3, {-1, -1, -1, 0, 1}), ScoreCourse::darkening);
  EXPECT_EQ(course(-0.3, {-3, -1, 1, 1, 1}), ScoreCourse::mixed);
  EXPECT_EQ(course(0.3, {1, 1, 0.04, 0.04, -1}), ScoreCourse::mixed);  // medians move so much
  const double none = std::nan("");
  const auto partly = change_between(from, score_of(0.3, {1, 1, none, none, -1}));
  EXPECT_EQ(partly.compared, 3);
  EXPECT_EQ(partly.up, 2);
  EXPECT_EQ(partly.down, 1);
  EXPECT_EQ(partly.course, ScoreCourse::brightening);
}

TEST(Scorecard, ThenAndNow) {
  Card card({wave(1), wave(2), wave(3)});
  card.question.then = scored_month_end(kFirstScoredMonth + 200);
  const auto found = scorecard(card.question);
  const auto at = [&](int month) {
    for (std::size_t i = 0; i < found.dates.size(); ++i)
      if (found.dates[i] == scored_month_end(kFirstScoredMonth + month)) return found.composite[i];
    return std::nan("");
  };
  EXPECT_EQ(found.then->composite, at(200));
  EXPECT_EQ(found.since_then->change, found.now.composite - at(200));
  ASSERT_TRUE(found.into_then);
  EXPECT_EQ(found.into_then->change, at(200) - at(188));
  EXPECT_EQ(found.since_then->compared, 3);
  card.question.then = scored_month_end(kFirstScoredMonth + 30);
  EXPECT_FALSE(scorecard(card.question).into_then);
}

TEST(Scorecard, ChangeOverThreeMonths) {
  Card card({wave(1), wave(2)});
  card.question.as_of = scored_month_end(kFirstScoredMonth + 239);
  const auto found = scorecard(card.question);
  EXPECT_EQ(found.change_3m, found.composite.back() - found.composite[found.composite.size() - 4]);
}

TEST(Scorecard, LevelAndScaleDoNotCount) {
  auto moved = wave(1);
  for (double& value : moved) value = 50 + 4 * value;
  const auto plain = scorecard(Card({wave(1), wave(2)}).question);
  const auto other = scorecard(Card({moved, wave(2)}).question);
  ASSERT_EQ(plain.composite.size(), other.composite.size());
  for (std::size_t i = 0; i < plain.composite.size(); ++i)
    ASSERT_NEAR(plain.composite[i], other.composite[i], 1e-12);
}

Failure failure_of(const ScorecardQuestion& question) {
  try {
    scorecard(question);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "not refused";
  return {};
}

void expect_failure(const ScorecardQuestion& question, ErrorCode code, int line, const char* says) {
  const auto failure = failure_of(question);
  EXPECT_EQ(failure.code, code) << failure.what;
  EXPECT_EQ(failure.place.line, line) << failure.what;
  EXPECT_THAT(failure.what, HasSubstr(says));
}

TEST(Scorecard, Mistakes) {
  Card flat({wave(1), std::vector<double>(kScoredMonths, 4)});
  expect_failure(flat.question, ErrorCode::regression_no_variation, 7,
                 "indicator `i2` does not vary: all 240 figures are 4");
  auto mostly = wave(2);
  for (std::size_t i = 0; i < 130; ++i) mostly[i] = 1;
  expect_failure(Card({wave(1), mostly}).question, ErrorCode::regression_no_variation, 7,
                 "more than half of its 240 figures are equal");

  Card card({wave(1), wave(2)});
  for (const double weight : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    card.question.indicators[1].weight = weight;
    expect_failure(card.question, ErrorCode::scorecard_weight, 7, "the weight of indicator `i2`");
  }
  card.question.indicators[1].weight = 1;
  card.question.then = card.question.as_of;
  expect_failure(card.question, ErrorCode::scorecard_then, 6, "is not before the as-of date");
  card.question.then = scored_month_end(kFirstScoredMonth + 3);
  expect_failure(card.question, ErrorCode::scorecard_then, 6, "there is no score as of 2000-04-30");
  card.question.then.reset();
  card.question.as_of = card.question.as_of + 200;
  expect_failure(card.question, ErrorCode::scorecard_stale, 5, "`i1` has no figure after 2019-12; `i2`");
  card.question.stale = -1;
  expect_failure(card.question, ErrorCode::scorecard_history, 5, "-1");

  Card brief({wave(1, 20)});
  expect_failure(brief.question, ErrorCode::scorecard_history, 5, "`i1` has 20 figures, fewer than 24");
  brief.question.as_of = make_date(1999, 1, 1);
  expect_failure(brief.question, ErrorCode::scorecard_history, 5, "`i1` has no figure yet");
  brief.question.first_window = 1;
  expect_failure(brief.question, ErrorCode::regression_settings, 7, "at least 2");
  brief.figures[0].type.frequency = Frequency::daily;
  expect_failure(brief.question, ErrorCode::event_frequency, 7, "is daily");
  brief.question.indicators.clear();
  expect_failure(brief.question, ErrorCode::scorecard_history, 5, "no indicator");
}

}  // namespace
}  // namespace rerate
