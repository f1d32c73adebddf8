// Behaviour -> test
//   numbers, the table of leads and the headline agree                         -> TellsOneStory
//   a peak without an inversion of its own, and a missed one, are warned of    -> WarnsOfPeaksWithoutInversion
//   the chart says over each inversion what came of it                         -> ChartsTheLeads
//   a gap that is no whole number of observations is refused at its place      -> GapMustFit
//   spells of an indicator are its stretches of ones                           -> SpellsOfAnIndicator
#include "rerate/study/curve_recessions_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "rerate/study/gap.h"

namespace rerate {
namespace {

using testing::HasSubstr;

Series monthly(Kind kind, const std::set<int>& marked, double on, double off) {
  Series series;
  series.type = {Frequency::monthly, kind, kind == Kind::spread ? "pp" : ""};
  for (int i = 0; i < 120; ++i)
    series.append(i, marked.contains(i) ? on : off, last_day({Frequency::monthly, i}));
  return series;
}

// Inverted in 1970-06/07 (peak 1971-01), again within the merge in 1971-04 (second peak 1971-10), and in
// 1978-01; nothing before the peak of 1975-11.
Section told() {
  SeriesInputs inputs;
  inputs["curve"].series = monthly(Kind::spread, {5, 6, 15, 96}, -0.5, 1);
  inputs["curve"].title = "the curve";
  inputs["curve"].catalogue_ids = {"r.a"};
  inputs["peaks"].series = monthly(Kind::indicator, {12, 21, 70}, 1, 0);
  inputs["peaks"].catalogue_ids = {"n.peak"};
  CurveRecessionsRequest request;
  request.curve = {"curve", "curve", {}};
  request.peaks = {"peaks", "peaks", {}};
  SectionContext context;
  context.inputs = &inputs;
  return curve_recessions_section("c", "C", request, context);
}

TEST(CurveRecessionsSection, TellsOneStory) {
  const auto section = told();
  EXPECT_EQ(find_number(section, "recessions")->value, 1);
  EXPECT_EQ(find_number(section, "mean_lead_days")->value, make_date(1971, 1, 1) - make_date(1970, 6, 1));
  EXPECT_EQ(find_number(section, "pending")->value, 1);
  const auto& leads = section.tables.at(0);
  ASSERT_EQ(leads.name, "leads");
  ASSERT_EQ(leads.rows.size(), 4u);
  EXPECT_EQ(std::get<std::string>(leads.rows[0][0]), "1970-06");
  EXPECT_EQ(std::get<std::string>(leads.rows[0][3]), "1971-01");
  EXPECT_EQ(std::get<std::string>(leads.rows[1][5]), "pending");
  EXPECT_THAT(section.headline, HasSubstr("led 1 of 3 recessions by 214 days"));
  EXPECT_THAT(section.headline, HasSubstr("the inversion of 1978-01 is pending"));
}

TEST(CurveRecessionsSection, WarnsOfPeaksWithoutInversion) {
  const auto section = told();
  EXPECT_THAT(section.warnings, testing::Contains(HasSubstr("1971-10 has no inversion of its own")));
  EXPECT_THAT(section.warnings, testing::Contains(HasSubstr("before the peak of 1975-11")));
}

TEST(CurveRecessionsSection, ChartsTheLeads) {
  const auto section = told();
  const auto& chart = section.charts.at(0);
  std::vector<std::string> labels;
  for (const auto& rule : chart.rules)
    if (rule.axis == ChartRule::Axis::x) labels.push_back(rule.label);
  EXPECT_THAT(labels, testing::ElementsAre("214 d", "pending"));
  EXPECT_EQ(chart.spans.back().label, "inversion");
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
