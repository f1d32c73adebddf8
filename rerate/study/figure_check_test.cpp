// Behaviour -> test
//   figures that the section can have, under any of their names, are fine             -> FigureCheck.Known
//   others are refused at their place, with what there is                             -> FigureCheck.Refusals (table)
//   leads that are drawn once for the study's own definition are none of all          -> FigureCheck.Leads
//   every section of the studies that ship passes                                     -> FigureCheck.ShippedStudies
#include "rerate/study/figure_check.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "rerate/base/file.h"

namespace rerate {
namespace {

using testing::HasSubstr;

const std::string kHead = "[study]\ntitle = \"T\"\npacks = [\"open\"]\n";
const std::string kLows =
    "[[event_study]]\nid = \"lows\"\nsignal = \"a.b\"\nasset = \"c.d\"\nbenchmark = \"e.f\"\nhorizon = "
    "\"12m\"\n";
const std::string kOne = "episode = { below = 48 }\n", kMany = "episode = { below = [48, 47] }\n";
const std::string kCard = "[[scorecard]]\nid = \"card\"\nindicators = { jobs = \"a.b\", orders = \"c.d\" }\n";

void check(const std::string& text) {
  for (const auto& section : parse_study(kHead + text, "s.toml").sections) check_figures(section);
}

Failure refused(const std::string& text) {
  try {
    check(text);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(FigureCheck, Known) {
  EXPECT_NO_THROW(check(kLows + kOne + "claim = { episodes = 12, led = 10, not_led = [\"1996\"] }\n"));
  EXPECT_NO_THROW(check(kLows + kOne + "claim = { mean_return = 32.2, ci_low = 1 }\n"));
  EXPECT_NO_THROW(
      check(kLows + kMany + "claim = { known_mean = 3 }\nmultiverse = { lead = \"mean_return\" }\n"));
  EXPECT_NO_THROW(check(kCard + "claim = { positive = [\"jobs\"], negative = [] }\n"));
  EXPECT_NO_THROW(check(kLows + kOne));
}

TEST(FigureCheck, Refusals) {
  struct Case {
    std::string text;
    ErrorCode code;
    std::string what, mend, place;
  };
  const Case cases[] = {
      {kLows + kOne + "claim = { episode = 12 }\n", ErrorCode::claim_name,
       "the section `lows` has no number of this name: `episode`", "Did you mean `episodes`?",
       "s.toml:11:21"},
      {kLows + kOne + "claims = [{ led = 10, sharpe = 1 }]\n", ErrorCode::claim_name,
       "no number of this name: `sharpe`", "Its sets (lists of texts): episode_dates, led_at, not_led.",
       "s.toml:11:32"},
      {kLows + kMany + "claim = { favoured = [\"energy\"] }\n", ErrorCode::claim_name,
       "the section `lows` has no set of this name: `favoured`", "Its numbers: episodes, ", "s.toml:11:22"},
      {kLows + kOne + "claim = { not_led = 2 }\n", ErrorCode::claim_value,
       "a number is claimed, but it is a set in the section `lows`: `not_led`", "[\"1966\", \"1998-09\"]",
       "s.toml:11:21"},
      {kCard + "claim = { composite = [\"jobs\"] }\n", ErrorCode::claim_value,
       "a set is claimed, but it is a number in the section `card`: `composite`", "32.2", "s.toml:7:23"},
      {kCard + "claim = { positive = [\"jbos\"] }\n", ErrorCode::claim_value,
       "`positive` of the section `card` cannot hold this: `jbos`", "did you mean `jobs`?", "s.toml:7:22"},
      {kCard + "claim = { negative = [\"orders\", \"xyz\"] }\n", ErrorCode::claim_value,
       "cannot hold this: `xyz`", "It can hold jobs, orders.", "s.toml:7:22"},
      {kCard + "claim = { then_composite = 1 }\n", ErrorCode::claim_name,
       "no number of this name: `then_composite`",
       "Its numbers: composite, composite_change_3m, share_positive, available, indicators.", "s.toml:7:28"},
      {kLows + kMany + "multiverse = { lead = \"maen\" }\n", ErrorCode::multiverse_setting,
       "`lead` is no number that the definitions of the section give: `maen`", "did you mean `mean`?",
       "s.toml:11:14"},
      {kCard + "multiverse = { lead = \"xyz\" }\n", ErrorCode::multiverse_setting, "`xyz`",
       "They give composite, ", "s.toml:7:14"}};
  for (const auto& one : cases) {
    const auto failure = refused(one.text);
    EXPECT_EQ(failure.code, one.code) << one.text;
    EXPECT_THAT(failure.what, HasSubstr(one.what)) << one.text;
    EXPECT_THAT(failure.mend, HasSubstr(one.mend)) << one.text;
    EXPECT_EQ(to_string(failure.place), one.place) << one.text;
  }
}

TEST(FigureCheck, Leads) {
  EXPECT_NO_THROW(check(kLows + kOne + "multiverse = { lead = \"ci_low\" }\n"));
  EXPECT_THAT(refused(kLows + kMany + "multiverse = { lead = \"ci_low\" }\n").what, HasSubstr("`ci_low`"));
}

TEST(FigureCheck, ShippedStudies) {
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(RERATE_SOURCE_DIR) / "studies")) {
    if (entry.path().extension() != ".toml") continue;
    for (const auto& section : read_study_file(entry.path()).sections)
      EXPECT_NO_THROW(check_figures(section)) << entry.path() << " " << section.id;
  }
}

}  // namespace
}  // namespace rerate
