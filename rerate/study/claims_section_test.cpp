// Behaviour -> test
//   all claims of the other sections in one table, in their order, with its fixed columns -> ClaimsSection.OneTable
//   the headline counts verdicts and says nothing of none                               -> ClaimsSection.Headline
//   claims by arithmetic on given figures are told apart and not counted as holding     -> ClaimsSection.GivenFigures
//   a detail for each claim: other rules and spread                                     -> ClaimsSection.Details
//   four claims and more are drawn                                                      -> ClaimsSection.Chart
#include <gmock/gmock.h>

#include "rerate/study/section_multiverse.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

JudgedClaim claim(const std::string& verdict, std::int64_t definitions = 63) {
  JudgedClaim one;
  one.section = "lows";
  one.words = "12 periods, led in 10";
  one.claimed = "episodes 12, led 10";
  one.found = "episodes 12, led 10";
  one.verdict = verdict;
  one.rule = "until 51 instead of 50";
  one.miss = "exact";
  one.definitions = definitions;
  one.reproducing = 9;
  one.exactly = 4;
  one.changed = 1;
  one.others = {"until 52 instead of 50", "gap 3 instead of 1"};
  one.spread = {"episodes 10 to 24, median 17; 12 is at the 8th percentile"};
  return one;
}

Section judged(std::vector<std::string> verdicts) {
  std::vector<Section> others(3);
  others[0].id = "lows";
  for (std::size_t i = 0; i < verdicts.size(); ++i) others[i % 2 * 2].claims.push_back(claim(verdicts[i]));
  return claims_section("claims", "What holds", others);
}

std::string headline(std::vector<std::string> verdicts) { return judged(std::move(verdicts)).headline; }

TEST(ClaimsSection, OneTable) {
  const auto section = judged({"exact", "not reproduced", "within rounding"});
  EXPECT_EQ(section.id, "claims");
  EXPECT_EQ(section.kind, "claims");
  EXPECT_EQ(section.title, "What holds");
  ASSERT_EQ(section.tables.size(), 1u);
  const auto& table = section.tables[0];
  EXPECT_EQ(table.name, "claims");
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column.name);
  EXPECT_THAT(names, ElementsAre("claim", "claimed", "found", "verdict", "rule", "definitions", "section",
                                 "reproducing", "changed", "exactly"));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(std::get<std::string>(table.rows[1][3]), "within rounding");
  EXPECT_EQ(std::get<std::int64_t>(table.rows[0][5]), 63);
  for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
  EXPECT_EQ(find_number(section, "claims")->value, 3);
  EXPECT_EQ(find_number(section, "exact")->value, 1);
  EXPECT_EQ(find_number(section, "other_rules")->value, 0);
}

TEST(ClaimsSection, Headline) {
  EXPECT_EQ(headline({"exact", "exact", "within rounding", "only under other rules", "not reproduced",
                      "not reproduced"}),
            "Of 6 claims 2 hold exactly, 1 within rounding, 1 only under other rules, 2 are not reproduced.");
  EXPECT_EQ(headline({"exact", "not reproduced"}), "Of 2 claims 1 holds exactly, 1 is not reproduced.");
  EXPECT_EQ(headline({"only under other rules", "not reproduced"}),
            "Of 2 claims 1 holds only under other rules, 1 is not reproduced.");
  EXPECT_EQ(headline({"within rounding", "within rounding"}), "Of 2 claims 2 hold within rounding.");
  EXPECT_EQ(headline({"within rounding"}), "The claim holds within rounding.");
  EXPECT_EQ(headline({"not reproduced"}), "The claim is not reproduced.");
  EXPECT_EQ(headline({}), "No claim was judged.");
}

TEST(ClaimsSection, GivenFigures) {
  std::vector<Section> others(1);
  others[0].claims = {claim("exact"), claim("exact"), claim("exact"), claim("not reproduced")};
  others[0].claims[0].given = others[0].claims[1].given = true;
  others[0].claims[0].rule = "as in the study, from given figures";
  const auto section = claims_section("claims", "What holds", others);
  EXPECT_EQ(section.headline,
            "Of 2 claims put to data 1 holds exactly, 1 is not reproduced. 2 more are arithmetic on given "
            "figures.");
  EXPECT_EQ(find_number(section, "claims")->value, 4);
  EXPECT_EQ(find_number(section, "exact")->value, 1);
  EXPECT_EQ(find_number(section, "given")->value, 2);
  EXPECT_EQ(section.tables[0].rows.size(), 4u);
  EXPECT_THAT(section.details[0].text, HasSubstr("verdict   exact, from given figures"));
  EXPECT_TRUE(section.charts.empty());  // two that history was put to
  others[0].claims.resize(3);
  EXPECT_EQ(claims_section("c", "C", others).headline,
            "The one claim put to data holds exactly. 2 more are arithmetic on given figures.");
  others[0].claims.resize(2);
  EXPECT_EQ(claims_section("c", "C", others).headline, "Of 2 claims 2 are arithmetic on given figures.");
}

TEST(ClaimsSection, Details) {
  const auto section = judged({"only under other rules"});
  ASSERT_EQ(section.details.size(), 1u);
  EXPECT_EQ(section.details[0].title, "12 periods, led in 10");
  EXPECT_EQ(section.details[0].text,
            "claimed   episodes 12, led 10\n"
            "found     episodes 12, led 10\n"
            "verdict   only under other rules (exact)\n"
            "rule      until 51 instead of 50\n"
            "given by  9 of 63 definitions (4 exactly, 5 within rounding)\n"
            "also      until 52 instead of 50\n"
            "          gap 3 instead of 1\n"
            "spread    episodes 10 to 24, median 17; 12 is at the 8th percentile\n");
  std::vector<Section> alone(1);
  alone[0].claims = {claim("exact", 1)};
  EXPECT_THAT(claims_section("c", "C", alone).details[0].text, Not(HasSubstr("rule")));
}

TEST(ClaimsSection, Chart) {
  EXPECT_TRUE(judged({"exact", "exact", "exact"}).charts.empty());
  const auto section = judged({"exact", "exact", "exact", "not reproduced"});
  ASSERT_EQ(section.charts.size(), 1u);
  ASSERT_EQ(section.charts[0].bars.size(), 4u);
  EXPECT_EQ(section.charts[0].bars[0].category, "Exact");
  EXPECT_EQ(section.charts[0].bars[0].value, 3);
  EXPECT_EQ(section.charts[0].alternative,
            "Claims by verdict: exact 3, within rounding 0, only under other rules 0 and not reproduced 1.");
}

}  // namespace
}  // namespace rerate
