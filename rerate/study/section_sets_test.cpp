// Behaviour -> test
//   episodes, those that led and those that did not, as many as are counted                -> EventStudies
//   a date by hand stands as it was given                                                  -> DatesByHand
//   false positives by the day of the inversion, peaks by their month, as many as counted  -> CurveAndRecessions
//   indicators above zero and not, by the names of the study                               -> Scorecards
//   favoured sectors are those that rank first, by the names of the study                  -> Rotations
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "rerate/study/open_study_for_test.h"
#include "rerate/study/section_of.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

const Section& section(const std::string& id) {
  static std::map<std::string, Section> sections;
  auto& made = sections[id];
  const auto& request = open_study().section(id);
  if (made.id.empty()) made = section_of(id, request.title, request.question, open_study().context);
  return made;
}

const std::vector<std::string>& members(const Section& of, const std::string& name) {
  for (const auto& set : of.sets)
    if (set.name == name) return set.members;
  throw InternalError("no set " + name);
}

double number(const Section& of, const std::string& name) { return find_number(of, name)->value; }

const Table& table(const Section& of, const std::string& name) {
  for (const auto& one : of.tables)
    if (one.name == name) return one;
  throw InternalError("no table " + name);
}

TEST(SectionSets, EventStudies) {
  const auto& lows = section("manufacturing-lows");
  EXPECT_EQ(static_cast<double>(members(lows, "episode_dates").size()), number(lows, "episodes"));
  EXPECT_EQ(static_cast<double>(members(lows, "led_at").size()), number(lows, "led"));
  EXPECT_EQ(static_cast<double>(members(lows, "not_led").size()),
            number(lows, "complete") - number(lows, "led"));
  // The months of the lows, with small caps ahead a year later where the table says so.
  const auto& episodes = table(lows, "episodes");
  std::vector<std::string> led;
  for (const auto& row : episodes.rows)
    if (const auto* relative = std::get_if<double>(&row[7]); relative && *relative > 0)
      if (std::get<std::string>(row[8]).starts_with("complete")) led.push_back(std::get<std::string>(row[1]));
  EXPECT_EQ(members(lows, "led_at"), led);
}

TEST(SectionSets, DatesByHand) {
  const auto& since = section("since-july-2022");
  EXPECT_THAT(members(since, "episode_dates"), ElementsAre("2022-07-31"));
  EXPECT_EQ(members(since, "led_at").size() + members(since, "not_led").size(), 1u);
}

TEST(SectionSets, CurveAndRecessions) {
  const auto& curve = section("curve-recessions");
  EXPECT_THAT(members(curve, "false_positives"), ElementsAre("1966-01-01"));
  EXPECT_EQ(static_cast<double>(members(curve, "false_positives").size()), number(curve, "false_positives"));
  EXPECT_EQ(static_cast<double>(members(curve, "pending").size()), number(curve, "pending"));
  EXPECT_EQ(static_cast<double>(members(curve, "led_peaks").size()), number(curve, "recessions"));
  EXPECT_EQ(members(curve, "led_peaks").front(), "1969-12");
  EXPECT_EQ(static_cast<double>(members(curve, "missed").size()), number(curve, "missed"));
  EXPECT_EQ(static_cast<double>(members(curve, "without_own_inversion").size()),
            number(curve, "without_own_inversion"));
}

TEST(SectionSets, Scorecards) {
  const auto& card = section("scorecard");
  const auto positive = static_cast<double>(members(card, "positive").size());
  EXPECT_EQ(positive + static_cast<double>(members(card, "negative").size()), number(card, "available"));
  EXPECT_DOUBLE_EQ(100 * positive / number(card, "available"), number(card, "share_positive"));
  const auto& request = std::get<ScorecardRequest>(open_study().section("scorecard").question);
  std::vector<std::string> names;
  for (const auto& one : request.indicators) names.push_back(one.named.name);
  for (const auto& one : members(card, "positive")) EXPECT_THAT(names, testing::Contains(one));
}

TEST(SectionSets, Rotations) {
  const auto& sectors = section("sectors");
  ASSERT_THAT(members(sectors, "favoured"), SizeIs(3));
  const auto& request = std::get<RotationRequest>(open_study().section("sectors").question);
  const auto& ranking = table(sectors, "ranking");
  for (std::size_t i = 0; i < 3; ++i) {
    bool first = false;
    for (const auto& sector : request.sectors)
      if (sector.name == members(sectors, "favoured")[i])
        for (const auto& cell : ranking.rows[i])
          if (const auto* text = std::get_if<std::string>(&cell)) first = first || *text == sector.title;
    EXPECT_TRUE(first) << members(sectors, "favoured")[i];
  }
}

}  // namespace
}  // namespace rerate
