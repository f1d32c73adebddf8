// Behaviour -> test
//   numbers, the table of leads and the headline agree                         -> TellsOneStory
//   a peak without an inversion of its own, and a missed one, are warned of    -> WarnsOfPeaksWithoutInversion
//   the chart says over each inversion what came of it                         -> ChartsTheLeads
//   survival: numbers, table, step line and words agree (worked by hand)       -> TellsSurvival
//   ... left out with a warning for fewer than five leads, refused when asked for, silent when not wanted
//                                                                              -> SurvivalOfFewLeads
//   ... a band that ends with the last inversion                               -> SurvivalDownToNobody
//   steepening: exceptions and lower lows are counted and named                -> TellsSteepening
//   the expected path: months, table, dashed line and words                    -> TellsTheExpectedPath
//   ... is left out before its date, and when it is over                       -> PathOutOfTime
//   the lamp: inverted now, pending, recently over, or none of these           -> Lamp
//   ... neutral, dated and warned of when the newest figure is too old         -> OldFigures
//   one led recession has no range of means                                    -> OneLead
//   long lists of months are cut                                               -> LongLists
//   failures have the place of what they are about                             -> FailuresHavePlaces
//   what may not be republished is drawn in percentiles, its path too          -> LicensedCurve
//   a long curve keeps its lowest and highest figures when thinned             -> ThinsToExtremes
//   a daily curve counts runs of days and bridges holidays                     -> DailyCurve
//   a gap that is no whole number of observations is refused at its place      -> GapMustFit
//   spells of an indicator are its stretches of ones                           -> SpellsOfAnIndicator
#include "rerate/study/curve_recessions_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "rerate/study/curve_recessions_charts.h"
#include "rerate/study/gap.h"
#include "rerate/study/too_old.h"

namespace rerate {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

Series monthly(Kind kind, const std::set<int>& marked, double on, double off, int months = 120) {
  Series series;
  series.type = {Frequency::monthly, kind, kind == Kind::spread ? "pp" : ""};
  for (int i = 0; i < months; ++i)
    series.append(i, marked.contains(i) ? on : off, last_day({Frequency::monthly, i}));
  return series;
}

struct Asked {
  SeriesInputs inputs;
  CurveRecessionsRequest request;
  SectionContext context;

  Asked(Series curve, Series peaks) {
    inputs["curve"].series = std::move(curve);
    inputs["curve"].title = "the curve";
    inputs["curve"].catalogue_ids = {"r.a"};
    inputs["peaks"].series = std::move(peaks);
    inputs["peaks"].catalogue_ids = {"n.peak"};
    request.curve = {"curve", "curve", {}};
    request.peaks = {"peaks", "peaks", {}};
    request.survival_place = {"study.toml", 7, 1};
    request.curve.place = {"study.toml", 4, 1};
    request.peaks.place = {"study.toml", 5, 1};
    request.level_place = {"study.toml", 6, 1};
    const auto& series = inputs["curve"].series;
    context.as_of = last_day(series.period(series.size() - 1)) + 20;
  }
  Section operator()() {
    context.inputs = &inputs;
    return curve_recessions_section("c", "C", request, context);
  }
};

// Inverted in 1970-06/07 (peak 1971-01), again within the merge in 1971-04 (second peak 1971-10), and in
// 1978-01; nothing before the peak of 1975-11.
Asked three_peaks() {
  return {monthly(Kind::spread, {5, 6, 15, 96}, -0.5, 1), monthly(Kind::indicator, {12, 21, 70}, 1, 0)};
}

// Inversions of a month each: leads of 3, 6, 9, 12 and 15 months, a false positive, and one that is pending since month 280.
Asked five_leads() {
  return {monthly(Kind::spread, {10, 50, 90, 130, 170, 210, 280}, -1, 1, 300),
          monthly(Kind::indicator, {13, 56, 99, 142, 185}, 1, 0, 300)};
}

const Table& table(const Section& section, const std::string& name) {
  return *std::find_if(section.tables.begin(), section.tables.end(),
                       [&](const Table& one) { return one.name == name; });
}

const Chart* chart(const Section& section, const std::string& id) {
  const auto found = std::find_if(section.charts.begin(), section.charts.end(),
                                  [&](const Chart& one) { return one.id == id; });
  return found == section.charts.end() ? nullptr : &*found;
}

std::string fact(const Section& section, const std::string& label) {
  for (const auto& one : section.facts)
    if (one.label == label) return one.text;
  return {};
}

double number(const Section& section, const std::string& name) { return find_number(section, name)->value; }

TEST(CurveRecessionsSection, TellsOneStory) {
  const auto section = three_peaks()();
  EXPECT_EQ(number(section, "recessions"), 1);
  EXPECT_EQ(number(section, "mean_lead_days"), make_date(1971, 1, 1) - make_date(1970, 6, 1));
  EXPECT_EQ(number(section, "pending"), 1);
  const auto& leads = section.tables.at(0);
  ASSERT_EQ(leads.name, "leads");
  ASSERT_EQ(leads.rows.size(), 4u);
  EXPECT_EQ(std::get<std::string>(leads.rows[0][0]), "1970-06");
  EXPECT_EQ(std::get<std::string>(leads.rows[0][3]), "1971-01");
  EXPECT_EQ(std::get<std::string>(leads.rows[1][5]), "pending");
  EXPECT_THAT(section.headline, HasSubstr("led 1 of 3 recessions by 214 days"));
  EXPECT_THAT(section.headline, HasSubstr("the inversion of 1978-01 is pending"));
  EXPECT_THAT(section.inputs, testing::ElementsAre("n.peak", "r.a"));
}

TEST(CurveRecessionsSection, WarnsOfPeaksWithoutInversion) {
  const auto section = three_peaks()();
  EXPECT_THAT(section.warnings, Contains(HasSubstr("1971-10 has no inversion of its own")));
  EXPECT_THAT(section.warnings, Contains(HasSubstr("before the peak of 1975-11")));
}

TEST(CurveRecessionsSection, ChartsTheLeads) {
  const auto section = three_peaks()();
  const auto& curve = section.charts.at(0);
  std::vector<std::string> labels;
  for (const auto& rule : curve.rules)
    if (rule.axis == ChartRule::Axis::x) labels.push_back(rule.label);
  EXPECT_THAT(labels, testing::ElementsAre("214 d", "pending"));
  EXPECT_EQ(curve.spans.back().label, "inversion");
}

// Worked by hand in lead_survival_test.cpp: S is 6/7, 5/7, 15/28, 5/14, 5/28, so half have led by the lead of 12 months, that
// from 1980-11 to 1981-11.
TEST(CurveRecessionsSection, TellsSurvival) {
  const auto section = five_leads()();
  EXPECT_EQ(number(section, "survival_median_days"), make_date(1981, 11, 1) - make_date(1980, 11, 1));
  EXPECT_GT(number(section, "survival_median_days"), number(section, "survival_median_low"));
  EXPECT_TRUE(std::isnan(number(section, "survival_median_high")));
  const auto& steps = table(section, "survival");
  ASSERT_EQ(steps.rows.size(), 5u);
  EXPECT_NEAR(std::get<double>(steps.rows[3][4]), 100 * 5.0 / 14, 1e-9);
  const auto* drawn = chart(section, "survival");
  ASSERT_NE(drawn, nullptr);
  EXPECT_TRUE(drawn->lines.at(0).step);
  EXPECT_EQ(drawn->lines[0].x.size(), 7u);
  EXPECT_EQ(drawn->bands.at(0).x, drawn->lines[0].x);
  // The false positive of 1987-07 was followed to the end of its stretch, beyond the last lead.
  EXPECT_EQ(drawn->lines[0].x.back(), make_date(1989, 8, 1) - make_date(1987, 7, 1));
  EXPECT_THAT(drawn->rules.back().label, HasSubstr("1993-05: 609 d so far"));
  EXPECT_THAT(fact(section, "Survival"), HasSubstr("had led a peak by day 365 (95%: 92 to no bound)"));
  EXPECT_THAT(fact(section, "Survival"), HasSubstr("7 inversions of which 5 led"));
  EXPECT_THAT(fact(section, "Survival"), HasSubstr("pending ones to 1993-12-31"));
}

TEST(CurveRecessionsSection, SurvivalOfFewLeads) {
  auto asked = three_peaks();
  const auto left_out = asked();
  EXPECT_TRUE(std::isnan(number(left_out, "survival_median_days")));
  EXPECT_EQ(chart(left_out, "survival"), nullptr);
  EXPECT_THAT(left_out.warnings,
              Contains("No survival curve: it needs at least five inversions that led a peak, and one did."));
  asked.request.survival = false;
  const auto silent = asked();
  EXPECT_EQ(find_number(silent, "survival_median_days"), nullptr);
  EXPECT_THAT(silent.warnings, Not(Contains(HasSubstr("survival"))));
  asked.request.survival = true;
  try {
    asked();
    FAIL() << "one lead makes no survival curve";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::curve_few_leads);
    EXPECT_EQ(error.failure().place.line, 7);
  }
}

TEST(CurveRecessionsSection, SurvivalDownToNobody) {
  auto asked = Asked(monthly(Kind::spread, {10, 50, 90, 130, 170}, -1, 1, 300),
                     monthly(Kind::indicator, {13, 56, 99, 142, 185}, 1, 0, 300));
  const auto section = asked();
  const auto* drawn = chart(section, "survival");
  EXPECT_EQ(drawn->lines.at(0).y.back(), 0);
  EXPECT_EQ(drawn->bands.at(0).x.size(), 6u);
  for (const double low : drawn->bands[0].low) EXPECT_TRUE(std::isfinite(low));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(table(section, "survival").rows.back()[5]));
}

// Lows of -1 in months 30 and 58; the peak of month 40 comes after the curve was back at 1, that of month 60 at -0.9, with a
// lower low in month 63.
TEST(CurveRecessionsSection, TellsSteepening) {
  auto curve = monthly(Kind::spread, {30}, -1, 1);
  curve.value[58] = -1;
  curve.value[59] = -0.95;
  curve.value[60] = -0.9;
  curve.value[63] = -2;
  auto asked = Asked(curve, monthly(Kind::indicator, {40, 60}, 1, 0));
  const auto section = asked();
  EXPECT_EQ(number(section, "steepening_before"), 1);
  EXPECT_EQ(number(section, "steepening_exceptions"), 1);
  EXPECT_EQ(number(section, "steepening_lower_after"), 1);
  EXPECT_THAT(section.sets, Contains(AllOf(Field(&NamedSet::name, "no_steepening"),
                                           Field(&NamedSet::members, ElementsAre("1975-01")))));
  EXPECT_THAT(section.sets, Contains(AllOf(Field(&NamedSet::name, "lower_after"),
                                           Field(&NamedSet::members, ElementsAre("1975-01")))));
  const auto& rows = table(section, "steepening").rows;
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(std::get<std::int64_t>(rows[0][3]), make_date(1973, 5, 1) - make_date(1972, 7, 1));
  EXPECT_EQ(std::get<std::string>(rows[1][5]), "no");
  EXPECT_EQ(std::get<std::string>(rows[1][6]), "1975-04");
  EXPECT_THAT(fact(section, "Steepening"),
              HasSubstr("at least 0.25pp from its low of the 24 months before in 1 of 2 cases"));
  EXPECT_THAT(fact(section, "Steepening"), HasSubstr("not before 1975-01 (+0.10pp)"));
  EXPECT_THAT(fact(section, "Steepening"), HasSubstr("1975-01 (-2.00pp in 1975-04, -1.00pp before)"));
  asked.request.steepening = 0.05;
  EXPECT_EQ(number(asked(), "steepening_exceptions"), 0);
}

CurveForecast forecast(const std::string& first, const std::vector<double>& slope) {
  CurveForecast made;
  made.source = "a survey";
  auto period = *parse_period(Frequency::quarterly, first);
  for (const double value : slope) {
    made.periods.push_back(period);
    made.slope.push_back(value);
    ++period.ordinal;
  }
  return made;
}

// The curve ends inverted, at -0.5 in 1979-12.
Asked inverted_now() {
  return {monthly(Kind::spread, {5, 118, 119}, -0.5, 1), monthly(Kind::indicator, {12}, 1, 0)};
}

TEST(CurveRecessionsSection, TellsTheExpectedPath) {
  auto asked = inverted_now();
  asked.request.consensus = forecast("1980Q1", {-0.2, 0.1, 0.3});
  const auto section = asked();
  EXPECT_EQ(number(section, "months_to_positive"), 6);
  EXPECT_DOUBLE_EQ(number(section, "expected_steepening"), 0.8);
  EXPECT_EQ(table(section, "path").rows.size(), 3u);
  const auto* drawn = chart(section, "path");
  ASSERT_NE(drawn, nullptr);
  EXPECT_EQ(drawn->lines.at(0).x.size(), 61u);  // five years
  EXPECT_EQ(drawn->lines.at(1).role, ChartLine::Role::reference);
  EXPECT_EQ(drawn->lines[1].y.front(), -0.5);
  EXPECT_THAT(
      fact(section, "Expected path"),
      HasSubstr("positive from 1980Q2, 6 months on: +0.30pp in 1980Q3, after -0.50pp in 1979-12 (+0.80pp "
                "steeper). Source: a survey"));
  asked.request.consensus = forecast("1980Q1", {-0.6, -0.7});
  EXPECT_TRUE(std::isnan(number(asked(), "months_to_positive")));
  EXPECT_THAT(fact(asked(), "Expected path"), HasSubstr("not positive by 1980Q2"));
  EXPECT_THAT(fact(asked(), "Expected path"), HasSubstr("(-0.20pp, flatter)"));
}

TEST(CurveRecessionsSection, PathOutOfTime) {
  auto asked = inverted_now();
  asked.context.as_of = make_date(1980, 1, 2);
  asked.request.consensus = forecast("1979Q3", {0, 0, 0.1});
  EXPECT_THAT(asked().warnings,
              Contains("2 periods of the expected path of the curve are over and left out."));
  asked.request.consensus = forecast("1979Q3", {0, 0});
  EXPECT_THAT(asked().warnings, Contains("The expected path of the curve ended in 1979Q4 and is left out."));
  EXPECT_EQ(find_number(asked(), "months_to_positive"), nullptr);
  asked.request.consensus = forecast("1980Q2", {0.1});
  asked.request.consensus->made = make_date(1980, 1, 3);
  const auto section = asked();
  EXPECT_EQ(chart(section, "path"), nullptr);
  EXPECT_THAT(section.warnings, Contains(HasSubstr("is of 1980-01-03, after the as-of date")));
}

TEST(CurveRecessionsSection, Lamp) {
  const auto lamp = [](const std::set<int>& inverted, const std::set<int>& peaks) {
    auto asked = Asked(monthly(Kind::spread, inverted, -0.5, 1), monthly(Kind::indicator, peaks, 1, 0));
    return asked().lights.at(0);
  };
  const auto now = lamp({5, 118, 119}, {12});
  EXPECT_EQ(now.state, Light::State::stress);
  EXPECT_EQ(now.title, "Yield curve");
  EXPECT_EQ(now.text, "-0.50pp, inverted since 1979-11");
  const auto pending = lamp({5, 90}, {12});  // its stretch is over, but a peak may yet be announced
  EXPECT_EQ(pending.state, Light::State::watch);
  EXPECT_EQ(pending.text, "+1.00pp, positive again since 1977-08");
  EXPECT_EQ(lamp({5, 100}, {12, 105}).state, Light::State::watch);  // it led, but not long ago
  EXPECT_EQ(lamp({5, 60}, {12}).state, Light::State::good);
}

TEST(CurveRecessionsSection, OldFigures) {
  auto asked = inverted_now();  // to 1979-12-31
  asked.context.as_of = make_date(1979, 12, 31) + 92;
  EXPECT_EQ(asked().lights.at(0).state, Light::State::stress);
  EXPECT_THAT(asked().warnings, Not(Contains(HasSubstr("newest figure"))));
  asked.context.as_of = asked.context.as_of + 1;
  EXPECT_EQ(asked().lights.at(0).state, Light::State::neutral);
  EXPECT_EQ(asked().lights.at(0).text, "in Dec 1979: -0.50pp, inverted since 1979-11");
  EXPECT_THAT(
      asked().warnings,
      Contains("The newest figure of the curve is of Dec 1979: whether it is inverted today is not known."));
  auto& newest = asked.inputs["curve"].series.value.back();
  newest = NAN;  // what is missing is no figure
  EXPECT_EQ(asked().lights.at(0).text, "in Nov 1979: -0.50pp, inverted since 1979-11");
  const Date day = make_date(2024, 5, 31);
  EXPECT_FALSE(is_too_old(period_of(Frequency::daily, day), day + 21));
  EXPECT_TRUE(is_too_old(period_of(Frequency::daily, day), day + 22));
  EXPECT_TRUE(is_too_old(period_of(Frequency::monthly, day), day + 93));
  EXPECT_FALSE(is_too_old(period_of(Frequency::quarterly, day), day + 93));
}

TEST(CurveRecessionsSection, OneLead) {
  EXPECT_THAT(three_peaks()().warnings, Contains("The mean rests on 1 recession."));
  EXPECT_THAT(five_leads()().warnings,
              Contains(HasSubstr("rests on 5 recessions; leaving one out moves it")));
}

TEST(CurveRecessionsSection, LongLists) {
  std::set<int> peaks = {12};
  for (int i = 0; i < 8; ++i) peaks.insert(40 + 3 * i);
  auto asked = Asked(monthly(Kind::spread, {5, 110}, -0.5, 1), monthly(Kind::indicator, peaks, 1, 0));
  EXPECT_THAT(asked().warnings,
              Contains("No inversion came before the peak of 1973-05, 1973-08, 1973-11, 1974-02, 1974-05, "
                       "1974-08 and 2 more."));
}

TEST(CurveRecessionsSection, FailuresHavePlaces) {
  const auto failure = [](Asked asked) {
    try {
      asked();
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "accepted";
    return Failure{};
  };
  const auto curve = monthly(Kind::spread, {5}, -1, 1), never = monthly(Kind::spread, {}, -1, 1);
  const auto peaks = monthly(Kind::indicator, {12}, 1, 0), none = monthly(Kind::indicator, {}, 1, 0);
  const auto recessions = failure({curve, monthly(Kind::indicator, {12, 13, 14}, 1, 0)});
  EXPECT_EQ(recessions.code, ErrorCode::curve_peaks_type);
  EXPECT_EQ(recessions.place.line, 5);
  EXPECT_THAT(recessions.what,
              HasSubstr("looks like an indicator of recessions: it is 1 in 1971-01 and in 1971-02"));
  EXPECT_EQ(failure({curve, none}).code, ErrorCode::curve_no_peaks);
  EXPECT_EQ(failure({curve, none}).place.line, 5);
  EXPECT_EQ(failure({never, peaks}).code, ErrorCode::curve_no_inversion);
  EXPECT_EQ(failure({never, peaks}).place.line, 6);
  const auto huge = failure({monthly(Kind::spread, {5}, -1e300, 1), peaks});
  EXPECT_EQ(huge.code, ErrorCode::regression_not_finite);
  EXPECT_EQ(huge.place.line, 4);
}

TEST(CurveRecessionsSection, LicensedCurve) {
  auto asked = inverted_now();
  asked.inputs["curve"].redistribute = false;
  asked.request.consensus = forecast("1980Q1", {0.123});
  const auto section = asked();
  for (const auto* id : {"curve", "path"})
    for (const auto& line : chart(section, id)->lines)
      for (const double y : line.y) EXPECT_EQ(y, std::round(y)) << id;
  EXPECT_EQ(chart(section, "path")->y_title, "percentile of its history");
}

TEST(CurveRecessionsSection, ThinsToExtremes) {
  Series series;
  series.type = {Frequency::daily, Kind::spread, "pp"};
  for (int i = 0; i < 16000; ++i)
    series.append(i, i == 9001 ? -1 : i == 9002 ? 9 : 1 + 0.1 * (i % 2), Date{i});
  series.value[15999] = NAN;
  const auto line = extremes_line(series, "x");
  EXPECT_LE(line.x.size(), 1502u);
  EXPECT_EQ(*std::min_element(line.y.begin(), line.y.end()), -1);
  EXPECT_EQ(*std::max_element(line.y.begin(), line.y.end()), 9);
  EXPECT_TRUE(std::is_sorted(line.x.begin(), line.x.end()));
  EXPECT_EQ(line.x.back(), 15998);
  EXPECT_EQ(extremes_line(slice(series, Date{0}, Date{99}), "x").x.size(), 100u);
}

// Weekdays of three years. One day below 0 in 2001, and a run of three with a holiday inside in 2002.
TEST(CurveRecessionsSection, DailyCurve) {
  Series curve;
  curve.type = {Frequency::daily, Kind::spread, "pp"};
  const auto below = [](Date day) {
    return day == make_date(2001, 3, 6) || (day >= make_date(2002, 7, 2) && day <= make_date(2002, 7, 5));
  };
  for (Date day = make_date(2001, 1, 1); day < make_date(2006, 1, 1); day = day + 1)
    if (weekday(day) < Weekday::saturday && day != make_date(2002, 7, 4))
      curve.append(day.days, below(day) ? -0.1 : 0.5, day);
  Series peaks;
  peaks.type = {Frequency::monthly, Kind::indicator, ""};
  for (int month = 372; month < 432; ++month) peaks.append(month, month == 396 ? 1 : 0, Date{0});
  auto asked = Asked(curve, peaks);
  asked.request.question.inversion.enter_periods = 3;
  const auto runs = asked();
  ASSERT_EQ(number(runs, "recessions"), 1);
  EXPECT_EQ(number(runs, "false_positives"), 0);
  EXPECT_EQ(number(runs, "mean_lead_days"), make_date(2003, 1, 1) - make_date(2002, 7, 2));
  EXPECT_THAT(fact(runs, "Rule"), HasSubstr("below 0 for 3 observations in a row"));
  EXPECT_EQ(runs.lights.at(0).title, "Yield curve, daily");
  asked.request.question.inversion.enter_periods = 1;
  asked.request.question.window = {12, Duration::Unit::month};
  const auto single = asked();
  EXPECT_EQ(number(single, "false_positives"), 1);
  EXPECT_THAT(single.headline, HasSubstr("1 false positive (2001-03-06)"));
}

TEST(CurveRecessionsSection, GapMustFit) {
  EXPECT_EQ(gap_in_observations({12, Duration::Unit::month}, Frequency::monthly, {}), 12);
  EXPECT_EQ(gap_in_observations({12, Duration::Unit::month}, Frequency::daily, {}), 252);
  EXPECT_EQ(gap_in_observations({2, Duration::Unit::week}, Frequency::daily, {}), 10);
  EXPECT_EQ(gap_in_observations({1, Duration::Unit::year}, Frequency::weekly, {}), 52);
  EXPECT_THROW(gap_in_observations({1, Duration::Unit::month}, Frequency::quarterly, {}), UserError);
  EXPECT_THROW(gap_in_observations({9, Duration::Unit::day}, Frequency::weekly, {}), UserError);
}

TEST(CurveRecessionsSection, SpellsOfAnIndicator) {
  const auto spells = spells_of(monthly(Kind::indicator, {3, 4, 5, 9, 119}, 1, 0));
  ASSERT_EQ(spells.size(), 3u);
  EXPECT_EQ(spells[0].first, make_date(1970, 4, 1));
  EXPECT_EQ(spells[0].last, make_date(1970, 6, 30));
  EXPECT_EQ(spells[2].last, make_date(1979, 12, 31));
}

}  // namespace
}  // namespace rerate
