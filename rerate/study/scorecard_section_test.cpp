// Behaviour -> test
//   numbers, tables, charts, lights and headline tell one story                     -> TellsOneStory
//   with an asset: probability, base rate, skill, slopes and reliability            -> WithAnAsset
//   then and now: a date or so long ago, each z at both                             -> ThenAndNow
//   states by the declared thresholds, directions by the change of z                -> StatesAndDirections
//   releases: next, overdue, left out on request, refused without a rule            -> Releases
//   licensed figures: today's alone, the course as whole percentiles                -> LicensedIndicators
//   a composite of few indicators, one licensed, is drawn as percentiles            -> LicensedComposite
//   stale indicators are shown, named and do not count                              -> StaleIndicators
//   a score without skill is said to have none, and turns no light                  -> NoSkill
//   too short a history gives no probability, and the section says so               -> NoProbability
//   mistakes have their places                                                      -> MistakesHavePlaces
//   no figure from the future changes what was said before                          -> OnlyThePast
#include "rerate/study/scorecard_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/study/scorecard_findings.h"
#include "rerate/study/scorecard_for_test.h"
#include "rerate/study/scorecard_tables.h"
#include "rerate/study/scorecard_words.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Date kAsOf = make_date(2025, 1, 15);

Section section_of(const ScorecardRequest& request, const SeriesInputs& inputs, Date as_of = kAsOf) {
  const SectionContext context{as_of, 1, &inputs, {{make_date(2008, 1, 1), make_date(2009, 6, 30)}}};
  return scorecard_section("s", "S", request, context);
}

const Table& table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return one;
  throw std::runtime_error("no table " + name);
}

const Cell& cell(const Table& table, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == column) return table.rows.at(row).at(i);
  throw std::runtime_error("no column " + column);
}

double number(const Table& table, std::size_t row, const std::string& column) {
  return std::get<double>(cell(table, row, column));
}
std::string text(const Table& table, std::size_t row, const std::string& column) {
  return std::get<std::string>(cell(table, row, column));
}

const Chart& chart(const Section& section, const std::string& id) {
  for (const auto& one : section.charts)
    if (one.id == id) return one;
  throw std::runtime_error("no chart " + id);
}

double value(const Section& section, const std::string& name) { return find_number(section, name)->value; }

TEST(ScorecardSection, TellsOneStory) {
  const auto inputs = scored_inputs();
  const auto section = section_of(scored_request(false), inputs);
  EXPECT_EQ(section.kind, "scorecard");
  const auto& indicators = table(section, "indicators");
  ASSERT_EQ(indicators.rows.size(), 4u);
  double sum = 0, weights = 0;
  int positive = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto name = "wave" + std::to_string(i + 1);
    EXPECT_EQ(indicators.rows[i].size(), indicators.columns.size());
    EXPECT_EQ(text(indicators, i, "indicator"), "Title of " + name);
    EXPECT_EQ(number(indicators, i, "level"), inputs.at(name).series.value.back());
    EXPECT_EQ(text(indicators, i, "period"), "2024-12");
    const auto& trend = std::get<Sparkline>(cell(indicators, i, "trend")).values;
    ASSERT_EQ(trend.size(), 36u);
    EXPECT_EQ(trend.back(), number(indicators, i, "z"));
    const auto& values = inputs.at(name).series.value;
    EXPECT_EQ(number(indicators, i, "change_3m"), values.back() - values[values.size() - 4]);
    sum += number(indicators, i, "contribution");
    weights += number(indicators, i, "weight");
    positive += number(indicators, i, "z") > 0;
  }
  EXPECT_NEAR(sum, value(section, "composite"), 1e-14);
  EXPECT_NEAR(weights, 100, 1e-12);
  EXPECT_EQ(value(section, "share_positive"), 25.0 * positive);
  EXPECT_EQ(value(section, "available"), 4);
  const auto& composite = chart(section, "composite");
  EXPECT_EQ(composite.lines.at(0).y.back(), value(section, "composite"));
  EXPECT_EQ(composite.lines.at(0).x.back(), kAsOf.days);
  EXPECT_EQ(composite.spans.size(), 1u);
  EXPECT_EQ(composite.points.size(), 1u);
  const auto& bars = chart(section, "contributions").bars;
  ASSERT_EQ(bars.size(), 4u);
  EXPECT_GE(bars.front().value, bars.back().value);
  EXPECT_THAT(section.headline,
              testing::MatchesRegex("The composite is [a-z]+ at [-+0-9.]+ \\([-+0-9.]+ over three "
                                    "months\\): [0-4] of 4 indicators (is|are) positive\\."));
  ASSERT_EQ(section.lights.size(), 1u);
  EXPECT_EQ(section.lights[0].title, "Scorecard");
  EXPECT_TRUE(section.warnings.empty());
  EXPECT_THAT(section.inputs, ElementsAre("mine.wave1", "mine.wave2", "mine.wave3", "mine.wave4"));
  for (const auto& one : section.charts) EXPECT_NE(one.alternative, "") << one.id;
}

TEST(ScorecardSection, WithAnAsset) {
  auto request = scored_request(true);
  request.indicators.resize(1);
  const auto section = section_of(request, scored_inputs());
  EXPECT_GT(value(section, "brier_skill"), 0);
  EXPECT_GT(value(section, "auc"), 0.6);
  // The indicator is a wave: many rotations of it fit. Some share of the forecasts' rotations it is.
  const double rotations = value(section, "auc_p") * value(section, "forecasts");
  EXPECT_GE(rotations, 1 - 1e-9);
  EXPECT_LE(rotations, value(section, "forecasts"));
  EXPECT_NEAR(rotations, std::round(rotations), 1e-9);
  EXPECT_NEAR(value(section, "brier_skill"), 1 - value(section, "brier") / value(section, "brier_base_rate"),
              1e-12);
  EXPECT_GT(value(section, "slope"), 0);
  EXPECT_LT(value(section, "relative_slope_p"), 0.05);
  EXPECT_LT(value(section, "probability_low"), value(section, "probability_leads"));
  EXPECT_LT(value(section, "probability_leads"), value(section, "probability_high"));
  EXPECT_THAT(section.headline,
              HasSubstr(" The chance of small caps leading large caps over the next 12 months is put at "));
  EXPECT_THAT(section.headline, HasSubstr("walk-forward the score did better than the base rate (Brier 0."));
  ASSERT_EQ(section.lights.size(), 2u);
  EXPECT_EQ(section.lights[1].title, "Small caps against large caps");
  EXPECT_THAT(
      section.lights[1].text,
      testing::MatchesRegex("chance of leading [0-9]+%, base rate [0-9]+%(; no usable skill so far)?"));
  const auto& slopes = table(section, "coefficients");
  ASSERT_EQ(slopes.rows.size(), 2u);
  EXPECT_THAT(text(slopes, 1, "equation"), HasSubstr("Hodrick 1B"));
  const auto& bins = table(section, "reliability");
  const auto& reliability = chart(section, "reliability");
  ASSERT_EQ(bins.rows.size(), reliability.points.size());
  std::int64_t months = 0;
  for (std::size_t i = 0; i < bins.rows.size(); ++i) {
    EXPECT_EQ(reliability.points[i].y, number(bins, i, "share"));
    EXPECT_EQ(reliability.points[i].low, number(bins, i, "low"));
    months += std::get<std::int64_t>(cell(bins, i, "months"));
  }
  EXPECT_EQ(static_cast<double>(months), value(section, "forecasts"));
  EXPECT_EQ(reliability.lines.at(0).y, reliability.lines.at(0).x);
  EXPECT_EQ(chart(section, "probability").lines.size(), 2u);
  EXPECT_THAT(section.inputs, testing::Contains("mine.small"));
}

TEST(ScorecardSection, ThenAndNow) {
  auto request = scored_request(false);
  request.then = make_date(2020, 6, 30);
  const auto section = section_of(request, scored_inputs());
  const auto& both = table(section, "then_and_now");
  ASSERT_EQ(both.rows.size(), 5u);
  EXPECT_EQ(text(both, 4, "indicator"), "Composite");
  EXPECT_EQ(number(both, 4, "z_then"), value(section, "then_composite"));
  EXPECT_EQ(number(both, 4, "change"), value(section, "change_since_then"));
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_EQ(number(both, i, "change"), number(both, i, "z_now") - number(both, i, "z_then"));
  const auto early = section_of(scored_request(false), scored_inputs(), make_date(2020, 6, 30));
  EXPECT_EQ(value(early, "composite"), value(section, "then_composite"));
  EXPECT_THAT(section.headline, HasSubstr(" into 2020-06-30 (over the year before: "));
  EXPECT_THAT(section.headline, HasSubstr(" since ("));
  EXPECT_EQ(chart(section, "composite").points.size(), 2u);
  request.then = Duration{12, Duration::Unit::month};
  EXPECT_THAT(table(section_of(request, scored_inputs()), "then_and_now").title, HasSubstr("2024-01-15"));
  request.then = Duration{2, Duration::Unit::week};
  EXPECT_THAT(table(section_of(request, scored_inputs()), "then_and_now").title, HasSubstr("2025-01-01"));
}

TEST(ScorecardSection, StatesAndDirections) {
  EXPECT_EQ(state_in_words(0.5, 0.5, -0.5), "good");
  EXPECT_EQ(state_in_words(0.49, 0.5, -0.5), "mixed");
  EXPECT_EQ(state_in_words(-0.5, 0.5, -0.5), "poor");
  EXPECT_EQ(state_in_words(std::nan(""), 0.5, -0.5), "");
  EXPECT_EQ(direction_in_words(0.25), "▲ better");
  EXPECT_EQ(direction_in_words(-0.24), "▶ flat");
  EXPECT_EQ(direction_in_words(-0.25), "▼ worse");
  EXPECT_EQ(direction_in_words(std::nan("")), "");
  EXPECT_EQ(course_in_words(ScoreCourse::brightening), "brightening");

  const auto inputs = scored_inputs();
  auto request = scored_request(false);
  const double composite = value(section_of(request, inputs), "composite");
  const auto light = [&](double good, double poor) {
    request.composite_good = good;
    request.composite_poor = poor;
    return section_of(request, inputs).lights.at(0).state;
  };
  EXPECT_EQ(light(composite, -3), Light::State::good);
  EXPECT_EQ(light(3, composite), Light::State::stress);
  EXPECT_EQ(light(3, -3), Light::State::watch);
}

TEST(ScorecardSection, Releases) {
  auto inputs = scored_inputs();
  inputs["wave2"].releases.next = make_date(2025, 1, 3);
  inputs["wave2"].releases.overdue = true;
  auto section = section_of(scored_request(false), inputs);
  const auto& indicators = table(section, "indicators");
  EXPECT_EQ(std::get<Date>(cell(indicators, 0, "last_release")), make_date(2025, 1, 10));
  EXPECT_EQ(std::get<Date>(cell(indicators, 0, "next_release")), make_date(2025, 2, 10));
  EXPECT_EQ(text(indicators, 1, "next_release"), "overdue since 2025-01-03");
  ASSERT_EQ(section.warnings.size(), 1u);
  EXPECT_EQ(section.warnings[0], "Overdue by their release rules: mine.wave2 (since 2025-01-03).");

  inputs["wave3"].releases.next.reset();
  inputs["wave3"].releases.without_rule = {"mine.wave3"};
  auto request = scored_request(false);
  try {
    section_of(request, inputs);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::scorecard_release);
    EXPECT_EQ(error.failure().place.line, 13);
    EXPECT_THAT(error.failure().what, HasSubstr("indicator `wave3` reads `mine.wave3`"));
    EXPECT_THAT(error.failure().mend, HasSubstr("releases = false"));
  }
  request.releases = false;
  section = section_of(request, inputs);
  for (const auto& column : table(section, "indicators").columns) EXPECT_NE(column.name, "next_release");
  EXPECT_TRUE(section.warnings.empty());
}

bool whole_percent(double x) { return std::isnan(x) || (x == std::round(x) && x >= 0 && x <= 100); }

TEST(ScorecardSection, LicensedIndicators) {
  auto inputs = scored_inputs();
  const auto open = section_of(scored_request(true), inputs);
  inputs["wave1"].redistribute = false;
  inputs["wave4"].redistribute = false;
  const auto section = section_of(scored_request(true), inputs);
  const auto& indicators = table(section, "indicators");
  for (const std::size_t row : {0u, 3u}) {
    const auto& trend = std::get<Sparkline>(cell(indicators, row, "trend")).values;
    for (const double one : trend) EXPECT_TRUE(whole_percent(one)) << one;
    const double percentile = number(indicators, row, "percentile");
    EXPECT_EQ(trend.back(), std::round(row == 0 ? percentile : 100 - percentile));
  }
  EXPECT_EQ(std::get<Sparkline>(cell(indicators, 1, "trend")).values,
            std::get<Sparkline>(cell(table(open, "indicators"), 1, "trend")).values);
  EXPECT_EQ(value(section, "composite"), value(open, "composite"));
  const auto& drawn = chart(section, "composite").lines[0].y;
  const auto& exact = chart(open, "composite").lines[0].y;
  ASSERT_EQ(drawn.size(), exact.size());
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (std::isnan(exact[i])) continue;
    EXPECT_NEAR(drawn[i], exact[i], 0.025 + 1e-12);
    EXPECT_NEAR(20 * drawn[i], std::round(20 * drawn[i]), 1e-9);
  }
  // No raw figure but today's stands anywhere in a chart.
  for (const auto& one : section.charts)
    for (const auto& line : one.lines)
      for (const double y : line.y) EXPECT_THAT(inputs.at("wave1").series.value, Not(testing::Contains(y)));
  for (const double said : chart(section, "probability").lines[0].y) EXPECT_TRUE(whole_percent(said));
}

TEST(ScorecardSection, LicensedComposite) {
  auto inputs = scored_inputs();
  inputs["wave1"].redistribute = false;
  auto request = scored_request(true);
  request.indicators.resize(2);
  const auto section = section_of(request, inputs);
  const auto& composite = chart(section, "composite");
  EXPECT_EQ(composite.y_title, "percentile of its history");
  EXPECT_TRUE(composite.rules.empty());
  for (const double one : composite.lines[0].y) EXPECT_TRUE(whole_percent(one)) << one;
  EXPECT_TRUE(whole_percent(composite.points[0].y));
  for (const double one : chart(section, "probability").lines[0].y) EXPECT_TRUE(whole_percent(one)) << one;
}

TEST(ScorecardSection, StaleIndicators) {
  auto inputs = scored_inputs();
  auto& ended = inputs["wave2"].series;
  ended = slice(ended, std::nullopt, make_date(2023, 3, 31));
  auto request = scored_request(false);
  request.then = make_date(2022, 6, 30);
  const auto section = section_of(request, inputs);
  const auto& indicators = table(section, "indicators");
  EXPECT_EQ(text(indicators, 1, "state"), "no recent figure");
  EXPECT_EQ(text(indicators, 1, "period"), "2023-03");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(cell(indicators, 1, "contribution")));
  EXPECT_EQ(value(section, "available"), 3);
  ASSERT_EQ(section.warnings.size(), 1u);
  EXPECT_THAT(section.warnings[0], HasSubstr("`wave2` has no figure after 2023-03"));
  EXPECT_EQ(chart(section, "contributions").bars.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(cell(table(section, "then_and_now"), 1, "z_now")));
  EXPECT_THAT(section.headline, HasSubstr(" of 3 indicators "));
}

TEST(ScorecardSection, NoSkill) {
  auto request = scored_request(true);
  request.indicators = {request.indicators[1], request.indicators[2]};
  const auto section = section_of(request, scored_inputs());
  ASSERT_LE(value(section, "brier_skill"), 0);
  EXPECT_THAT(
      section.headline,
      HasSubstr("walk-forward the score has not told small caps from large caps better than the base rate"));
  EXPECT_EQ(section.lights[1].state, Light::State::neutral);
  EXPECT_THAT(section.lights[1].text, HasSubstr("; no usable skill so far"));
}

TEST(ScorecardSection, NoProbability) {
  auto request = scored_request(true);
  request.lead->first_window = {40, Duration::Unit::year};
  const auto section = section_of(request, scored_inputs());
  EXPECT_TRUE(std::isnan(value(section, "probability_leads")));
  EXPECT_EQ(section.lights.size(), 1u);
  EXPECT_EQ(section.charts.size(), 2u);
  ASSERT_EQ(section.warnings.size(), 1u);
  EXPECT_THAT(section.warnings[0],
              testing::MatchesRegex("No probability of small caps leading: [0-9]+ month-ends have "
                                    "a score and a known outcome, fewer than 480\\."));
  EXPECT_THAT(section.headline, Not(HasSubstr("The chance of")));
}

TEST(ScorecardSection, MistakesHavePlaces) {
  auto inputs = scored_inputs();
  const auto failure = [&](const ScorecardRequest& request) {
    try {
      section_of(request, inputs);
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "accepted";
    return Failure{};
  };
  auto request = scored_request(false);
  request.then = make_date(2025, 6, 30);
  EXPECT_EQ(failure(request).code, ErrorCode::scorecard_then);
  EXPECT_EQ(failure(request).place.line, 5);
  request = scored_request(false);
  for (double& one : inputs["wave3"].series.value) one = 2;
  EXPECT_EQ(failure(request).code, ErrorCode::regression_no_variation);
  EXPECT_EQ(failure(request).place.line, 13);
  EXPECT_THAT(failure(request).what, HasSubstr("`wave3`"));
  inputs = scored_inputs();
  request.history_months = 400;
  EXPECT_EQ(failure(request).code, ErrorCode::scorecard_history);
  EXPECT_EQ(failure(request).place.line, 4);
}

TEST(ScorecardSection, OnlyThePast) {
  const auto whole = scored_inputs();
  const Date as_of = make_date(2018, 3, 20);
  auto past = whole;
  for (auto& [name, input] : past) {
    Series kept{input.series.type, input.series.name, {}, {}, {}};
    for (std::size_t i = 0; i < input.series.size(); ++i)
      if (input.series.known_at[i] <= as_of) kept.append_row(input.series, i);
    input.series = kept;
  }
  const auto then = section_of(scored_request(true), past, as_of);
  const auto now = section_of(scored_request(true), whole);
  const auto &early = chart(then, "composite").lines[0], &late = chart(now, "composite").lines[0];
  for (std::size_t i = 0; i + 1 < early.x.size(); ++i) {
    ASSERT_EQ(early.x[i], late.x[i]);
    ASSERT_EQ(early.y[i], late.y[i]);
  }
  const auto &said = chart(then, "probability").lines[0], &says = chart(now, "probability").lines[0];
  for (std::size_t i = 0; i < said.x.size(); ++i) ASSERT_EQ(said.y[i], says.y[i]);
}

}  // namespace
}  // namespace rerate
