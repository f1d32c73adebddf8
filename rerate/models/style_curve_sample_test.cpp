// Behaviour -> test
//   months are those on which all series have figures, within the dates            -> CommonMonths
//   a hole leaves its month out everywhere, and differences across it               -> Holes
//   each measure sets what it says against the curve, so many months before         -> Measures
//   value, growth and curve that do not go together are refused at their place      -> Types
//   too short, too long, prices at zero, infinite figures                           -> Mistakes
#include "rerate/models/style_curve_sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/models/style_curve_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

StyleCurveSample sample_of(const StyleCurveQuestion& question) {
  return style_curve_sample(*question.curve, question.curve_place, question.pairs, question.from, question.to,
                            question.year, question.lead, question.place);
}

template <class Work>
Failure failure_of(Work&& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "accepted";
  return {};
}

TEST(StyleCurveSample, CommonMonths) {
  auto market = style_market(200, 0.5);
  market.large_value = slice(market.large_value, make_date(1982, 3, 1), std::nullopt);
  market.curve.value[199] = std::nan("");
  auto question = style_question(market);
  auto sample = sample_of(question);
  EXPECT_EQ(to_string(sample.period(0)), "1982-03");
  EXPECT_EQ(to_string(sample.period(sample.months() - 1)), "1996-07");
  EXPECT_EQ(sample.complete, 173u);
  EXPECT_TRUE(sample.left_out.empty());
  EXPECT_EQ(sample.curve.front(), market.curve.value[26]);
  EXPECT_EQ(sample.pairs[1].growth.back(), market.large_growth.value[198]);
  question.from = make_date(1985, 1, 1);
  question.to = make_date(1993, 6, 15);  // June is not over
  sample = sample_of(question);
  EXPECT_EQ(to_string(sample.period(0)), "1985-01");
  EXPECT_EQ(to_string(sample.period(sample.months() - 1)), "1993-05");
}

TEST(StyleCurveSample, Holes) {
  auto market = style_market(120, 0.5);
  market.growth.value[50] = std::nan("");
  const auto sample = sample_of(style_question(market));
  EXPECT_EQ(sample.complete, 119u);
  ASSERT_EQ(sample.left_out.size(), 1u);
  EXPECT_EQ(sample.left_out[0], market.curve.ordinal[50]);
  EXPECT_TRUE(std::isnan(sample.curve[50]) && std::isnan(sample.pairs[1].value[50]));
  EXPECT_EQ(style_rows(sample, StyleMeasure::level, 0, 12).row.size(), 119u);
  EXPECT_EQ(style_rows(sample, StyleMeasure::change, 0, 12).row.size(), 117u);  // to and from the hole
  EXPECT_EQ(style_rows(sample, StyleMeasure::annual_change, 0, 12).row.size(), 106u);
  EXPECT_EQ(style_rows(sample, StyleMeasure::level, 12, 12).row.size(), 106u);
}

TEST(StyleCurveSample, Measures) {
  const auto market = style_market(100, 0.5);
  const auto sample = sample_of(style_question(market));
  const auto &c = market.curve.value, &v = market.value.value, &g = market.growth.value;
  const auto level = style_rows(sample, StyleMeasure::level, 0, 12);
  ASSERT_EQ(level.row.size(), 100u);
  EXPECT_NEAR(level.relative[0][40], 100 * std::log(v[40] / g[40]), 1e-12);
  EXPECT_EQ(level.curve[40], c[40]);
  const auto leading = style_rows(sample, StyleMeasure::return_on_level, 12, 12);
  ASSERT_EQ(leading.row.front(), 12u);
  EXPECT_EQ(leading.curve[0], c[0]);
  EXPECT_NEAR(leading.relative[0][0], 100 * (v[12] / v[0] - g[12] / g[0]), 1e-12);
  const auto change = style_rows(sample, StyleMeasure::change, 3, 12);
  ASSERT_EQ(change.row.front(), 4u);
  EXPECT_EQ(change.curve[0], c[1] - c[0]);
  EXPECT_NEAR(change.relative[0][0], 100 * (v[4] / v[3] - g[4] / g[3]), 1e-12);
  const auto annual = style_rows(sample, StyleMeasure::annual_change, 12, 24);
  ASSERT_EQ(annual.row.front(), 36u);
  EXPECT_EQ(annual.curve[0], c[24] - c[0]);
  EXPECT_NEAR(annual.relative[1][0],
              100 * (market.large_value.value[36] / market.large_value.value[12] -
                     market.large_growth.value[36] / market.large_growth.value[12]),
              1e-12);
}

TEST(StyleCurveSample, Types) {
  const Place at{"s.toml", 3, 9}, beside{"s.toml", 4, 9};
  const TypedSeries prices{"v", {Frequency::monthly, Kind::price_index, "index"}},
      dividends{"g", {Frequency::monthly, Kind::total_return_index, "index"}},
      level{"l", {Frequency::monthly, Kind::level, ""}},
      returns{"r", {Frequency::monthly, Kind::return_, ""}},
      spread{"s", {Frequency::monthly, Kind::spread, "pp"}},
      daily{"d", {Frequency::daily, Kind::rate, "percent"}},
      yearly{"y", {Frequency::annual, Kind::price_index, "index"}};
  check_style_types(spread, at);
  check_style_types(prices, at, level, beside);
  auto failure = failure_of([&] { check_style_types(daily, at); });
  EXPECT_EQ(failure.code, ErrorCode::event_frequency);
  EXPECT_THAT(failure.mend, HasSubstr("resample(d, month, mean)"));
  EXPECT_EQ(failure.place.line, 3);
  failure = failure_of([&] { check_style_types(prices, at, yearly, beside); });
  EXPECT_EQ(failure.code, ErrorCode::event_frequency);
  EXPECT_EQ(failure.place.line, 4);
  EXPECT_THAT(failure.mend, HasSubstr("monthly"));
  failure = failure_of([&] { check_style_types(prices, at, dividends, beside); });
  EXPECT_EQ(failure.code, ErrorCode::event_kinds);
  EXPECT_THAT(failure.what, HasSubstr("dividends would count on one side only"));
  failure = failure_of([&] { check_style_types(returns, at, dividends, beside); });
  EXPECT_THAT(failure.mend, HasSubstr("index(r)"));
  EXPECT_EQ(failure.place.line, 3);
  failure = failure_of([&] { check_style_types(prices, at, spread, beside); });
  EXPECT_THAT(failure.what, HasSubstr("must be a price or an index"));
  for (const auto& one : {prices, dividends, returns}) {
    failure = failure_of([&] { check_style_types(one, at); });
    EXPECT_EQ(failure.code, ErrorCode::event_kinds);
    EXPECT_THAT(failure.what, HasSubstr("`curve` must be a rate or a spread, but `" + one.name + "` is a "));
    EXPECT_EQ(failure.place.line, 3);
  }
  for (const auto kind : {Kind::rate, Kind::level, Kind::ratio, Kind::score})
    EXPECT_NO_THROW(check_style_types({"c", {Frequency::monthly, kind, ""}}, at));
}

TEST(StyleCurveSample, Mistakes) {
  auto market = style_market(59, 0.5);
  auto failure = failure_of([&] { sample_of(style_question(market)); });
  EXPECT_EQ(failure.code, ErrorCode::style_curve_sample);
  EXPECT_THAT(failure.what, HasSubstr("59 months in common, but 60 are needed: `curve` begins in 1980-01"));
  market = style_market(100, 0.5);
  auto question = style_question(market);
  question.lead = 60;
  EXPECT_THAT(failure_of([&] { sample_of(question); }).what, HasSubstr("but 108 are needed"));
  question = style_question(market);
  question.from = make_date(1987, 1, 1);
  EXPECT_THAT(failure_of([&] { sample_of(question); }).what,
              HasSubstr("16 months in common within the dates asked for, but 60 are needed"));
  question.from = make_date(2030, 1, 1);
  EXPECT_THAT(failure_of([&] { sample_of(question); }).what, HasSubstr("`curve` has no figure within"));
  market.large_growth = style_series("late", Kind::total_return_index, std::vector<double>(80, 1.0), 900);
  failure = failure_of([&] { sample_of(style_question(market)); });
  EXPECT_THAT(failure.what, HasSubstr("0 months in common"));
  EXPECT_THAT(failure.what, HasSubstr("`late` begins in"));
  market = style_market(100, 0.5);
  market.growth.value[7] = 0;
  failure = failure_of([&] { sample_of(style_question(market)); });
  EXPECT_EQ(failure.code, ErrorCode::event_prices);
  EXPECT_THAT(failure.what, HasSubstr("1980-08"));
  EXPECT_EQ(failure.place.line, 4);
  market.growth.value[7] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(failure_of([&] { sample_of(style_question(market)); }).code, ErrorCode::regression_not_finite);
  market = style_market(kMostStyleMonths + 1, 0.5);
  EXPECT_THAT(failure_of([&] { sample_of(style_question(market)); }).what, HasSubstr("are more than 12000"));
}

}  // namespace
}  // namespace rerate
