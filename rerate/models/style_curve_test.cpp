// Behaviour -> test
//   a relation of changes is found in changes, with its size                        -> FindsARelationOfChanges
//   sixteen definitions for two pairs, by pair, lead and measure                    -> EveryDefinition
//   the curve as the leader: what follows it is found by the lead                   -> FindsALead
//   intervals contain estimates, widen with the coverage, change with the seed      -> Intervals
//   blocks last at least a year, at most a third of the rows                        -> BlockLengths
//   two random walks are told to wander, and reverting series are not               -> Wandering
//   spurious levels: random walks correlate, and the warning is there               -> SpuriousLevels
//   rolling windows end in their month and keep their band                          -> Rolling
//   a pair beside it does not move the first pair's estimates                       -> PairsStandAlone
//   figures after the last month asked for have no influence                        -> NothingFromAfterTheEnd
//   a hole is survived                                                              -> Holes
//   same bits for any number of threads                                             -> SameBitsForAnyThreads
//   a curve in any unit, however large, gives the same                              -> AnyUnit
//   no variation, a window too long, too many holes, figures beyond all sizes       -> Mistakes
#include "rerate/models/style_curve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <tuple>

#include "rerate/base/parallel.h"
#include "rerate/models/style_curve_for_test.h"
#include "rerate/statistics/correlation.h"

namespace rerate {
namespace {

using testing::HasSubstr;

Failure failure_of(const StyleCurveQuestion& question) {
  try {
    style_curve(question);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "accepted";
  return {};
}

TEST(StyleCurve, FindsARelationOfChanges) {
  const auto market = style_market(600, 0.6, 0.95, 4);
  const auto found = style_curve(style_question(market));
  const auto& change = found.headline(StyleMeasure::change);
  EXPECT_NEAR(change.pearson, 0.6, 0.08);
  EXPECT_NEAR(change.spearman, 0.58, 0.08);
  EXPECT_LT(change.interval.low, 0.6);
  EXPECT_GT(change.interval.high, 0.6);
  EXPECT_LE(change.p, 0.01);
  EXPECT_EQ(change.n, 599u);
  EXPECT_NEAR(found.headline(StyleMeasure::annual_change).pearson, 0.6, 0.25);  // some 50 independent years
  for (const auto& one : found.correlations) {
    if (one.pair == 1 && one.measure == StyleMeasure::change) {
      EXPECT_NEAR(one.pearson, 0, 0.12);
    }
  }
}

TEST(StyleCurve, EveryDefinition) {
  const auto market = style_market(200, 0.3);
  auto question = style_question(market);
  auto found = style_curve(question);
  ASSERT_EQ(found.correlations.size(), 16u);
  std::set<std::tuple<std::size_t, int, StyleMeasure>> seen;
  for (const auto& one : found.correlations) seen.insert({one.pair, one.lead, one.measure});
  EXPECT_EQ(seen.size(), 16u);
  for (std::size_t i = 0; i < 16; ++i) {
    EXPECT_EQ(found.correlations[i].pair, i / 8);
    EXPECT_EQ(found.correlations[i].lead, i / 4 % 2 == 0 ? 0 : 12);
    EXPECT_EQ(found.correlations[i].measure, kStyleMeasures[i % 4]);
  }
  EXPECT_EQ(found.headline(StyleMeasure::level).n, 200u);
  const auto rows = style_rows(found.sample, StyleMeasure::level, 0, 12);
  EXPECT_EQ(found.headline(StyleMeasure::level).pearson, correlation(rows.curve, rows.relative[0]));
  EXPECT_EQ(found.headline(StyleMeasure::level).spearman, rank_correlation(rows.curve, rows.relative[0]));
  question.lead = 0;
  EXPECT_EQ(style_curve(question).correlations.size(), 8u);
}

TEST(StyleCurve, FindsALead) {
  auto market = style_market(500, 0.7);
  // The curve that is read is a year ahead of the one that moved the styles.
  auto curve = market.curve.value;
  for (std::size_t t = 0; t + 12 < curve.size(); ++t) market.curve.value[t] = curve[t + 12];
  const auto found = style_curve(style_question(market, false));
  EXPECT_NEAR(found.headline(StyleMeasure::change).pearson, 0, 0.15);
  for (const auto& one : found.correlations) {
    if (one.lead == 12 && one.measure == StyleMeasure::change) {
      EXPECT_NEAR(one.pearson, 0.7, 0.08);
      EXPECT_EQ(one.n, 487u);
    }
  }
}

TEST(StyleCurve, Intervals) {
  const auto market = style_market(300, 0.4);
  auto question = style_question(market);
  const auto usual = style_curve(question);
  for (const auto& one : usual.correlations) {
    EXPECT_LT(one.interval.low, one.pearson + 0.1);
    EXPECT_GT(one.interval.high, one.pearson - 0.1);
    EXPECT_LT(one.interval.low, one.interval.high);
    EXPECT_GT(one.p, 0);
    EXPECT_LE(one.p, 1);
  }
  question.level = 0.5;
  const auto narrow = style_curve(question);
  for (std::size_t i = 0; i < usual.correlations.size(); ++i) {
    EXPECT_GT(narrow.correlations[i].interval.low, usual.correlations[i].interval.low);
    EXPECT_LT(narrow.correlations[i].interval.high, usual.correlations[i].interval.high);
    EXPECT_EQ(narrow.correlations[i].pearson, usual.correlations[i].pearson);
  }
  question = style_question(market);
  question.seed = 2;
  const auto other = style_curve(question);
  EXPECT_NE(other.correlations[0].interval.low, usual.correlations[0].interval.low);
  EXPECT_NEAR(other.correlations[0].interval.low, usual.correlations[0].interval.low, 0.1);
}

TEST(StyleCurve, BlockLengths) {
  auto market = style_market(400, 0.3);
  auto question = style_question(market, false);
  for (const auto& one : style_curve(question).correlations) {
    EXPECT_GE(one.block_length, 12) << static_cast<int>(one.measure);
    EXPECT_LE(one.block_length, static_cast<double>(one.n) / 3);
  }
  question.year = 24;
  for (const auto& one : style_curve(question).correlations) EXPECT_GE(one.block_length, 24);
  market = style_market(60, 0.3);
  question = style_question(market, false);
  question.window = 40;
  EXPECT_DOUBLE_EQ(style_curve(question).correlations.back().block_length, 12);
}

TEST(StyleCurve, Wandering) {
  const auto reverting = style_market(600, 0.3, 0.8);
  const auto found = style_curve(style_question(reverting));
  EXPECT_FALSE(found.curve.wanders());
  EXPECT_LT(found.curve.test->p, 0.01);
  EXPECT_TRUE(found.relative[1].wanders());  // a sum of independent returns
  EXPECT_FALSE(found.spurious());
}

// Independent random walks: levels correlate by accident, often by more than 0.4.
TEST(StyleCurve, SpuriousLevels) {
  int large = 0, told = 0;
  for (std::uint64_t stream = 0; stream < 30; ++stream) {
    const auto market = style_market(300, 0, 1.0, 50 + stream);
    auto question = style_question(market, false);
    question.draws = 100;
    const auto found = style_curve(question);
    told += found.spurious();
    large += std::fabs(found.headline(StyleMeasure::level).pearson) > 0.4;
    EXPECT_NEAR(found.headline(StyleMeasure::change).pearson, 0, 0.2);
  }
  EXPECT_GE(large, 8);
  EXPECT_GE(told, 20);  // either test rejects in a tenth of the cases
}

TEST(StyleCurve, Rolling) {
  const auto market = style_market(200, 0.5);
  auto question = style_question(market);
  const auto found = style_curve(question);
  const auto& pair = found.rolling.pairs.at(0);
  ASSERT_EQ(pair.value.size(), 140u);  // 199 changes, windows of 60
  ASSERT_EQ(found.rolling.ordinal.size(), 140u);
  EXPECT_EQ(to_string(Period{Frequency::monthly, found.rolling.ordinal.front()}), "1985-01");
  EXPECT_EQ(found.rolling.ordinal.back(), market.curve.ordinal.back());
  const auto rows = style_rows(found.sample, StyleMeasure::change, 0, 12);
  const std::span<const double> curve(rows.curve), relative(rows.relative[0]);
  EXPECT_NEAR(pair.value.back(), correlation(curve.last(60), relative.last(60)), 1e-12);
  EXPECT_LT(pair.band.back().low, pair.value.back());
  EXPECT_GT(pair.band.back().high, pair.value.back());
  EXPECT_NEAR(pair.effective, 60, 8);
  question.rolling = StyleMeasure::annual_change;
  const auto annual = style_curve(question);
  EXPECT_EQ(annual.rolling.pairs[0].value.size(), 129u);
  EXPECT_LT(annual.rolling.pairs[0].effective, 15);
}

TEST(StyleCurve, PairsStandAlone) {
  const auto market = style_market(300, 0.4);
  const auto alone = style_curve(style_question(market, false)), both = style_curve(style_question(market));
  for (const auto measure : kStyleMeasures) {
    EXPECT_EQ(alone.headline(measure).pearson, both.headline(measure).pearson);
    EXPECT_EQ(alone.headline(measure).p, both.headline(measure).p);
    EXPECT_NEAR(alone.headline(measure).interval.low, both.headline(measure).interval.low, 0.1);
  }
}

TEST(StyleCurve, NothingFromAfterTheEnd) {
  auto market = style_market(300, 0.4);
  auto question = style_question(market);
  question.to = last_day(market.curve.period(249));
  const auto before = style_curve(question);
  for (std::size_t t = 250; t < 300; ++t) {
    market.curve.value[t] = 50;
    market.value.value[t] *= 3;
  }
  const auto after = style_curve(question);
  ASSERT_EQ(before.correlations.size(), after.correlations.size());
  for (std::size_t i = 0; i < before.correlations.size(); ++i) {
    EXPECT_EQ(before.correlations[i].pearson, after.correlations[i].pearson);
    EXPECT_EQ(before.correlations[i].interval.high, after.correlations[i].interval.high);
  }
  EXPECT_EQ(before.rolling.pairs[0].value, after.rolling.pairs[0].value);
  EXPECT_EQ(before.relative[0].test->statistic, after.relative[0].test->statistic);
}

TEST(StyleCurve, Holes) {
  auto market = style_market(300, 0.5);
  for (const std::size_t at : {20u, 21u, 150u}) market.curve.value[at] = std::nan("");
  const auto found = style_curve(style_question(market));
  EXPECT_EQ(found.sample.left_out.size(), 3u);
  EXPECT_EQ(found.headline(StyleMeasure::level).n, 297u);
  EXPECT_NEAR(found.headline(StyleMeasure::change).pearson, 0.5, 0.12);
  ASSERT_TRUE(found.curve.test);
  EXPECT_LE(found.curve.test->n, 149);  // the months after the last hole
  EXPECT_EQ(found.rolling.ordinal.size(), found.rolling.pairs[0].value.size());
}

TEST(StyleCurve, SameBitsForAnyThreads) {
  const auto market = style_market(300, 0.4);
  auto question = style_question(market);
  question.draws = 1000;
  set_thread_count(1);
  const auto one = style_curve(question);
  set_thread_count(2);
  const auto two = style_curve(question);
  set_thread_count(0);
  for (std::size_t i = 0; i < one.correlations.size(); ++i) {
    EXPECT_EQ(one.correlations[i].interval.low, two.correlations[i].interval.low);
    EXPECT_EQ(one.correlations[i].interval.high, two.correlations[i].interval.high);
  }
}

TEST(StyleCurve, AnyUnit) {
  auto market = style_market(200, 0.5);
  const auto usual = style_curve(style_question(market));
  for (double& value : market.curve.value) value *= 0x1p600;
  const auto large = style_curve(style_question(market));
  for (std::size_t i = 0; i < usual.correlations.size(); ++i) {
    EXPECT_EQ(large.correlations[i].pearson, usual.correlations[i].pearson);
    EXPECT_EQ(large.correlations[i].interval.low, usual.correlations[i].interval.low);
    EXPECT_EQ(large.correlations[i].block_length, usual.correlations[i].block_length);
  }
  EXPECT_NEAR(large.curve.test->p, usual.curve.test->p, 1e-9);
}

TEST(StyleCurve, Mistakes) {
  auto market = style_market(120, 0.5);
  for (double& value : market.curve.value) value = 2;
  auto failure = failure_of(style_question(market));
  EXPECT_EQ(failure.code, ErrorCode::regression_no_variation);
  EXPECT_THAT(failure.what, HasSubstr("the curve `curve` does not vary"));
  EXPECT_EQ(failure.place.line, 2);
  for (std::size_t t = 0; t < 120; ++t) market.curve.value[t] = 0.1 * static_cast<double>(t);
  EXPECT_THAT(failure_of(style_question(market)).what, HasSubstr("monthly changes of the curve `curve`"));
  market = style_market(120, 0.5);
  market.growth = market.value;
  for (double& value : market.growth.value) value *= 3;  // the same but for rounding
  failure = failure_of(style_question(market));
  EXPECT_EQ(failure.code, ErrorCode::regression_no_variation);
  EXPECT_THAT(failure.what, HasSubstr("does not vary"));
  EXPECT_EQ(failure.place.line, 4);
  market = style_market(120, 0.5);
  auto question = style_question(market);
  question.window = 120;
  failure = failure_of(question);
  EXPECT_EQ(failure.code, ErrorCode::style_curve_sample);
  EXPECT_THAT(failure.what, HasSubstr("longer than the history of 119 monthly changes"));
  EXPECT_EQ(failure.place.line, 7);
  market = style_market(120, 0.5);
  for (double& value : market.value.value) value *= 1e300;
  for (double& value : market.growth.value) value *= 1e-300;
  failure = failure_of(style_question(market));
  EXPECT_EQ(failure.code, ErrorCode::regression_not_finite);
  EXPECT_THAT(failure.what, HasSubstr("levels of `value` are larger than numbers can be"));
  market = style_market(200, 0.5);
  for (std::size_t t = 0; t < 200; t += 2) market.curve.value[t] = std::nan("");
  EXPECT_THAT(failure_of(style_question(market)).what, HasSubstr("holes leave 0 months"));
}

}  // namespace
}  // namespace rerate
