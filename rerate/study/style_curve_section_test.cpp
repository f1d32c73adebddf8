// Behaviour -> test
//   numbers, table, charts, facts and light tell what the model found                -> TellsWhatWasFound
//   the one correlation that the study is about, by any key                         -> CorrelationAskedFor
//   a claim far off: not reproduced, outside, the nearest end, the best of all tried -> ClaimNotReproduced
//   a claim at the estimate: reproduced, by what, and in the table                   -> ClaimReproduced
//   a claim inside a wide interval: says so, and that the estimate is another        -> ClaimInsideAnInterval
//   a claim below zero: the lowest of those tried                                    -> NegativeClaim
//   without a claim: what is told from zero, and no numbers of a claim               -> WithoutAClaim
//   two wandering levels: the spurious warning; one: which                           -> WanderingLevels
//   licensed series are drawn in whole percentiles, rolling with two decimals        -> LicensedSeries
//   rolling annual changes have hardly a band                                        -> RollingAnnualChanges
//   the same request gives the same section; another id other draws                  -> SeedFollowsTheId
//   mistakes of the data have the place of their series                              -> MistakesHavePlaces
#include "rerate/study/style_curve_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rerate/models/style_curve_for_test.h"
#include "rerate/study/style_curve_words.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::Not;

SeriesInputs inputs_from(const StyleMarket& market) {
  SeriesInputs inputs;
  for (const auto* series :
       {&market.curve, &market.value, &market.growth, &market.large_value, &market.large_growth}) {
    SeriesInput input;
    input.series = *series;
    input.title = "the " + series->name;
    input.catalogue_ids = {"mine." + series->name};
    inputs[series->name] = input;
  }
  return inputs;
}

StyleCurveRequest request(bool large = true) {
  StyleCurveRequest asked;
  asked.curve = {"curve", "curve", {"s.toml", 2, 9}};
  asked.pairs = {
      {"small", "small caps", {"value", "value", {"s.toml", 3, 9}}, {"growth", "growth", {"s.toml", 4, 9}}}};
  if (large)
    asked.pairs.push_back({"large",
                           "large caps",
                           {"large_value", "large_value", {"s.toml", 5, 9}},
                           {"large_growth", "large_growth", {"s.toml", 6, 9}}});
  asked.place = asked.question.place = asked.question.window_place = {"s.toml", 1, 1};
  asked.question.curve_place = asked.curve.place;
  asked.question.draws = 400;
  return asked;
}

Section section_of(const StyleCurveRequest& asked, const SeriesInputs& inputs,
                   const std::string& id = "style-curve") {
  SectionContext context{make_date(2040, 12, 31), 1, &inputs, {}};
  context.recessions = {{make_date(1990, 8, 1), make_date(1991, 3, 31)}};
  return style_curve_section(id, "Value and the curve", asked, context);
}

double number(const Section& section, const std::string& name) {
  const auto* found = find_number(section, name);
  if (!found) throw std::runtime_error("no number " + name);
  return found->value;
}

const Chart& chart(const Section& section, const std::string& id) {
  for (const auto& one : section.charts)
    if (one.id == id) return one;
  throw std::runtime_error("no chart " + id);
}

TEST(StyleCurveSection, TellsWhatWasFound) {
  const auto inputs = inputs_from(style_market(400, 0.5));
  const auto section = section_of(request(), inputs);
  EXPECT_EQ(section.kind, "style_curve");
  EXPECT_NEAR(number(section, "change_correlation"), 0.5, 0.1);
  for (const std::string name : {"level_correlation", "change_correlation", "annual_change_correlation"}) {
    EXPECT_LT(number(section, name + "_low"), number(section, name + "_high"));
    EXPECT_LE(number(section, name + "_p"), 1);
  }
  EXPECT_EQ(number(section, "sample"), 400);
  EXPECT_EQ(number(section, "definitions_tried"), 16);
  const auto& table = section.tables.at(0);
  ASSERT_EQ(table.rows.size(), 16u);
  for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
  EXPECT_EQ(std::get<std::string>(table.rows[0][0]), "Small caps");
  EXPECT_EQ(std::get<std::string>(table.rows[2][1]), "monthly changes");
  EXPECT_EQ(std::get<double>(table.rows[2][4]), number(section, "change_correlation"));
  double best = -1;
  for (const auto& row : table.rows) best = std::max(best, std::get<double>(row[4]));
  EXPECT_EQ(number(section, "best_correlation"), best);
  EXPECT_EQ(chart(section, "correlations").intervals.size(), 8u);
  const auto& rolling = chart(section, "rolling");
  EXPECT_EQ(rolling.lines.size(), 2u);
  ASSERT_EQ(rolling.bands.size(), 1u);
  EXPECT_EQ(rolling.bands[0].low.size(), rolling.lines[0].y.size());
  EXPECT_EQ(rolling.spans.size(), 1u);
  EXPECT_EQ(rolling.lines[0].y.back(), number(section, "rolling_correlation"));
  EXPECT_LE(number(section, "rolling_lowest"), number(section, "rolling_correlation"));
  EXPECT_GE(number(section, "rolling_highest"), number(section, "rolling_correlation"));
  EXPECT_EQ(chart(section, "series").lines.size(), 2u);
  for (const auto& one : section.charts) EXPECT_FALSE(one.alternative.empty());
  ASSERT_EQ(section.lights.size(), 1u);
  EXPECT_EQ(section.lights[0].state, Light::State::neutral);
  EXPECT_THAT(section.lights[0].text, testing::StartsWith("12-month changes correlate 0."));
  EXPECT_THAT(section.details.at(0).text, HasSubstr("ADF (constant"));
  EXPECT_THAT(section.inputs, testing::ElementsAre("mine.curve", "mine.growth", "mine.large_growth",
                                                   "mine.large_value", "mine.value"));
}

TEST(StyleCurveSection, CorrelationAskedFor) {
  const auto inputs = inputs_from(style_market(400, 0.5));
  auto asked = request();
  auto section = section_of(asked, inputs);
  EXPECT_EQ(number(section, "correlation"), number(section, "annual_change_correlation"));
  // Its title stands over all definitions, whatever the study's own.
  EXPECT_EQ(find_number(section, "correlation")->title, "Correlation with the curve");
  EXPECT_EQ(number(section, "correlation_p"), number(section, "annual_change_correlation_p"));
  asked.question.asked = {1, StyleMeasure::change, 12, true};
  section = section_of(asked, inputs);
  // The fifteenth row of the table: large caps, monthly changes, the curve 12 months before.
  EXPECT_EQ(number(section, "correlation"), std::get<double>(section.tables[0].rows[14][7]));
  EXPECT_EQ(asked_in_words(asked), "monthly changes of large caps, the curve 12 months before, by ranks");
  asked.question.asked = {0, StyleMeasure::level, 120, false};
  EXPECT_NE(number(section_of(asked, inputs), "correlation"), number(section, "level_correlation"));
}

TEST(StyleCurveSection, ClaimNotReproduced) {
  auto asked = request();
  asked.claim = 0.95;
  const auto section = section_of(asked, inputs_from(style_market(400, 0.2)));
  EXPECT_THAT(section.headline,
              testing::StartsWith("A correlation of 0.95 between the curve and value over growth "
                                  "(small caps) is not reproduced by the usual three: levels "));
  EXPECT_THAT(section.headline, HasSubstr("(90% interval "));
  EXPECT_THAT(section.headline, HasSubstr(" 0.95 lies outside all three intervals; the nearest end is 0."));
  EXPECT_THAT(section.headline, HasSubstr("Of the 16 definitions in the table, the highest is 0."));
  EXPECT_EQ(number(section, "claim"), 0.95);
  EXPECT_EQ(number(section, "claim_reproduced_by"), 0);
  EXPECT_EQ(number(section, "claim_inside_intervals"), 0);
  const auto& table = section.tables[0];
  EXPECT_EQ(table.columns.back().name, "claim");
  for (const auto& row : table.rows) EXPECT_EQ(std::get<std::string>(row.back()), "outside");
  const auto& rules = chart(section, "correlations").rules;
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[1].at, 0.95);
  EXPECT_EQ(rules[1].label, "claimed 0.95");
}

TEST(StyleCurveSection, ClaimReproduced) {
  const auto inputs = inputs_from(style_market(400, 0.5));
  auto asked = request();
  const double found = number(section_of(asked, inputs), "change_correlation");
  asked.claim = found + 0.0049;
  auto section = section_of(asked, inputs);
  EXPECT_THAT(section.headline, HasSubstr(" is reproduced by monthly changes: levels "));
  EXPECT_GE(number(section, "claim_reproduced_by"), 1);
  EXPECT_EQ(std::get<std::string>(section.tables[0].rows[2].back()), "reproduced");
  asked.claim = found + 0.0051;
  section = section_of(asked, inputs);
  EXPECT_THAT(section.headline, HasSubstr(" is not reproduced by the usual three: "));
  EXPECT_EQ(claim_in_words(0.7), "0.70");
  EXPECT_EQ(claim_in_words(0.715), "0.715");
  // A definition outside the headline's three.
  asked.claim = std::get<double>(section.tables[0].rows[14][4]);
  section = section_of(asked, inputs);
  EXPECT_THAT(section.headline, HasSubstr("Of the other definitions tried, "));
  EXPECT_THAT(section.headline, HasSubstr("large caps, monthly changes, the curve 12 months before"));
}

TEST(StyleCurveSection, ClaimInsideAnInterval) {
  const auto inputs = inputs_from(style_market(400, 0.5, 0.9));
  auto asked = request();
  const auto before = section_of(asked, inputs);
  asked.claim = number(before, "change_correlation_high") - 0.001;
  ASSERT_GT(*asked.claim, number(before, "change_correlation") + 0.006);
  const auto section = section_of(asked, inputs);
  EXPECT_THAT(section.headline, HasSubstr("is not reproduced by the usual three: "));
  EXPECT_THAT(section.headline, HasSubstr("lies inside the interval"));
  EXPECT_THAT(section.headline, HasSubstr("monthly changes"));
  EXPECT_THAT(section.headline, HasSubstr("but the estimate"));
  EXPECT_EQ(std::get<std::string>(section.tables[0].rows[2].back()), "inside the interval");
}

TEST(StyleCurveSection, NegativeClaim) {
  auto asked = request();
  asked.claim = -0.9;
  const auto section = section_of(asked, inputs_from(style_market(300, 0.3)));
  EXPECT_THAT(section.headline, HasSubstr("Of the 16 definitions in the table, the lowest is "));
  double lowest = 1;
  for (const auto& row : section.tables[0].rows) lowest = std::min(lowest, std::get<double>(row[4]));
  EXPECT_EQ(number(section, "best_correlation"), lowest);
}

TEST(StyleCurveSection, WithoutAClaim) {
  auto section = section_of(request(), inputs_from(style_market(400, 0.6, 0.8)));
  EXPECT_THAT(section.headline,
              testing::StartsWith("Value over growth (small caps) and the curve correlate by levels "));
  EXPECT_THAT(section.headline, HasSubstr("told from zero"));
  EXPECT_EQ(find_number(section, "claim"), nullptr);
  EXPECT_EQ(section.tables[0].columns.back().name, "block");
  EXPECT_EQ(chart(section, "correlations").rules.size(), 1u);
  const auto alone = section_of(request(false), inputs_from(style_market(400, 0.6, 0.8)));
  EXPECT_EQ(number(alone, "definitions_tried"), 8);
}

TEST(StyleCurveSection, WanderingLevels) {
  // A stream in which both random walks look like one, which a tenth of them do not.
  auto section = section_of(request(), inputs_from(style_market(300, 0, 1.0, 53)));
  EXPECT_THAT(section.warnings, testing::Contains(HasSubstr("spurious regression")));
  EXPECT_THAT(section.warnings.front(), HasSubstr("Neither the curve (ADF p"));
  section = section_of(request(false), inputs_from(style_market(500, 0, 0.8)));
  ASSERT_EQ(section.warnings.size(), 1u);
  EXPECT_THAT(section.warnings.front(), HasSubstr("The curve does return (ADF p < 0.001)"));
  EXPECT_THAT(section.warnings.front(), Not(HasSubstr("spurious")));
}

TEST(StyleCurveSection, LicensedSeries) {
  auto inputs = inputs_from(style_market(300, 0.5));
  inputs["value"].redistribute = false;
  const auto section = section_of(request(), inputs);
  for (const auto& line : chart(section, "series").lines)
    for (const double y : line.y) EXPECT_TRUE(y == std::round(y) && y >= 0 && y <= 100);
  for (const auto& line : chart(section, "rolling").lines)
    for (const double y : line.y) EXPECT_NEAR(100 * y, std::round(100 * y), 1e-9);
  for (const double y : chart(section, "rolling").bands[0].high)
    EXPECT_NEAR(100 * y, std::round(100 * y), 1e-9);
  inputs["value"].redistribute = true;
  const auto open = section_of(request(), inputs);
  EXPECT_EQ(chart(open, "series").y_title, "standard deviations from the mean");
}

TEST(StyleCurveSection, RollingAnnualChanges) {
  auto asked = request();
  asked.question.rolling = StyleMeasure::annual_change;
  asked.question.window = 14;
  const auto section = section_of(asked, inputs_from(style_market(300, 0.5)));
  EXPECT_EQ(chart(section, "rolling").title, "Correlation of 12-month changes over 14 months");
  EXPECT_TRUE(chart(section, "rolling").bands.empty());
  const auto fact = std::find_if(section.facts.begin(), section.facts.end(),
                                 [](const auto& one) { return one.label == "Rolling"; });
  EXPECT_THAT(fact->text, HasSubstr("too few of them are independent for a band"));
}

TEST(StyleCurveSection, SeedFollowsTheId) {
  const auto inputs = inputs_from(style_market(200, 0.5));
  const auto one = section_of(request(), inputs), again = section_of(request(), inputs),
             other = section_of(request(), inputs, "another");
  EXPECT_EQ(number(one, "level_correlation_low"), number(again, "level_correlation_low"));
  EXPECT_NE(number(one, "level_correlation_low"), number(other, "level_correlation_low"));
  EXPECT_EQ(number(one, "level_correlation"), number(other, "level_correlation"));
}

TEST(StyleCurveSection, MistakesHavePlaces) {
  auto inputs = inputs_from(style_market(200, 0.5));
  inputs["large_growth"].series.value[3] = -1;
  try {
    section_of(request(), inputs);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::event_prices);
    EXPECT_EQ(error.failure().place.line, 6);
  }
}

}  // namespace
}  // namespace rerate
