// Behaviour -> test
//   one claim or several, numbers as written, sets, other names of figures   -> Claims
//   a tolerance for all numbers or by figure; counts have none               -> Tolerances
//   every mistake has its code and place; no other text stands for a date     -> MistakesHavePlaces (table)
//   one [[claims]] and no more; it claims and varies nothing itself           -> OneSectionOfClaims
#include "rerate/study/claim_request.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/study_file.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kStudy =
    "[study]\ntitle = \"T\"\npacks = [\"open\"]\n[[event_study]]\nid = \"lows\"\nsignal = \"a.b\"\nasset = "
    "\"c.d\"\n"
    "horizon = \"12m\"\nepisode = { below = 48 }\n";

std::vector<ClaimRequest> claims_of(const std::string& keys) {
  return parse_study(kStudy + keys, "s.toml").sections.at(0).claims;
}

const ClaimedNumber& number(const ClaimRequest& claim, std::size_t figure) {
  return std::get<ClaimedNumber>(claim.claim.figures.at(figure).claimed);
}

TEST(ClaimRequest, Claims) {
  EXPECT_TRUE(claims_of("").empty());
  const auto claims = claims_of(
      "claim = { episodes = 12, led = 10, mean_return = \"32.20\", not_led = [\"1996\", 2023-06-30] }\n"
      "claims = [ { words = \"as told\", asset_median = 16 }, { led = 3 } ]\n");
  ASSERT_EQ(claims.size(), 3u);
  EXPECT_EQ(to_string(claims[0].place), "s.toml:10:9");
  EXPECT_EQ(to_string(claims[0].places.at(1)), "s.toml:10:32");
  std::vector<std::string> names;
  for (const auto& figure : claims[0].claim.figures) names.push_back(figure.name);
  EXPECT_THAT(names, ElementsAre("episodes", "led", "asset_mean", "not_led"));
  EXPECT_TRUE(number(claims[0], 0).counted);
  EXPECT_EQ(number(claims[0], 2).decimals, 2);
  EXPECT_FALSE(number(claims[0], 2).counted);
  EXPECT_THAT(std::get<ClaimedMembers>(claims[0].claim.figures[3].claimed).members,
              ElementsAre("1996", "2023-06-30"));
  EXPECT_EQ(claims[1].words, "as told");
  EXPECT_EQ(number(claims[1], 0).value, 16);
}

TEST(ClaimRequest, Tolerances) {
  const auto claims = claims_of(
      "claims = [ { led = 3, asset_median = 16, mean = 1.25 }, { led = 3, asset_median = 16, mean = 1.2, "
      "tolerance = 0.5 },"
      " { asset_median = 16, mean_return = 1.2, tolerance = { mean_return = 0.75 } } ]\n");
  EXPECT_EQ(number(claims[0], 0).tolerance, 0);
  EXPECT_EQ(number(claims[0], 1).tolerance, 1);
  EXPECT_DOUBLE_EQ(number(claims[0], 2).tolerance, 0.01);
  EXPECT_EQ(number(claims[1], 0).tolerance, 0);
  EXPECT_EQ(number(claims[1], 1).tolerance, 0.5);
  EXPECT_EQ(number(claims[1], 2).tolerance, 0.5);
  EXPECT_EQ(number(claims[2], 0).tolerance, 1);
  EXPECT_EQ(number(claims[2], 1).tolerance, 0.75);
}

TEST(ClaimRequest, MistakesHavePlaces) {
  struct Case {
    const char* keys;
    ErrorCode code;
    const char* what;
    int column;
  };
  const Case cases[] = {
      {"claim = {}", ErrorCode::claim_empty, "a claim claims nothing", 9},
      {"claim = { words = \"x\" }", ErrorCode::claim_empty, "a claim claims nothing", 9},
      {"claims = []", ErrorCode::claim_empty, "`claims` is empty", 10},
      {"claim = 3", ErrorCode::study_file, "`claim` must be a table", 9},
      {"claim = { words = 3, led = 1 }", ErrorCode::study_file, "`words` must be text", 19},
      {"claim = { led = true }", ErrorCode::claim_value, "`led` must be a number, or a list", 17},
      {"claim = { mean = \"about 3\" }", ErrorCode::claim_value, "`mean` is no plain decimal", 18},
      {"claim = { mean = nan }", ErrorCode::study_file, "`mean` must be a finite number", 18},
      {"claim = { led = 2.5 }", ErrorCode::claim_value, "`led` is counted", 17},
      {"claim = { not_led = [1996] }", ErrorCode::claim_value, "holds something that is no text", 22},
      {"claim = { not_led = [\"\"] }", ErrorCode::claim_value, "holds an empty text", 22},
      {"claim = { not_led = [\"1996\", \"1996\"] }", ErrorCode::claim_value, "holds a member twice", 30},
      {"claim = { not_led = [\"1996\", \"foo\"] }", ErrorCode::claim_value, "holds what is no date: foo", 30},
      {"claim = { not_led = [\"1996-13\"] }", ErrorCode::claim_value, "holds what is no date: 1996-13", 22},
      {"claim = { led_at = [\"1996-02-30\"] }", ErrorCode::claim_value, "holds what is no date", 21},
      {"claim = { mean_return = 1, asset_mean = 2 }", ErrorCode::claim_value, "are one figure", 41},
      {"claim = { mean = 1, tolerance = -1 }", ErrorCode::claim_value, "`tolerance` must be a number", 33},
      {"claim = { mean = 1, tolerance = \"x\" }", ErrorCode::claim_value, "`tolerance` must be a number", 33},
      {"claim = { mean = 1, tolerance = { maen = 1 } }", ErrorCode::claim_value, "not claimed: maen", 42},
      {"claim = { led = 1, tolerance = { led = 1 } }", ErrorCode::claim_value, "it has no tolerance", 40}};
  for (const auto& one : cases) {
    try {
      claims_of(one.keys);
      ADD_FAILURE() << "accepted: " << one.keys;
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, one.code) << one.keys << error.failure().what;
      EXPECT_THAT(error.failure().what, HasSubstr(one.what)) << one.keys;
      EXPECT_EQ(to_string(error.failure().place), fmt::format("s.toml:10:{}", one.column)) << one.keys;
    }
  }
}

TEST(ClaimRequest, OneSectionOfClaims) {
  const auto study = parse_study(kStudy + "[[claims]]\nid = \"claims\"\n", "s.toml");
  EXPECT_EQ(study.sections.at(1).kind, "claims");
  try {
    parse_study(kStudy + "[[claims]]\nid = \"claims\"\n[[claims]]\nid = \"more\"\n", "s.toml");
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().what, "a second [[claims]]");
    EXPECT_EQ(error.failure().place.line, 12);
  }
  for (const auto* key : {"claim = { claims = 1 }", "claims = []", "vary = {}", "multiverse = { most = 3 }"})
    try {
      parse_study(kStudy + "[[claims]]\nid = \"claims\"\n" + key + "\n", "s.toml");
      ADD_FAILURE() << key;
    } catch (const UserError& error) {
      EXPECT_THAT(error.failure().what, HasSubstr("[[claims]] shows what other sections claim")) << key;
      EXPECT_EQ(error.failure().place.line, 12);
    }
}

}  // namespace
}  // namespace rerate
