// Behaviour -> test
//   open figures at four dates: level, percentile, z, changes, crests, states, recessions, against pandas and scipy -> AsInPandas
//   a daily spread: changes over calendar months and states at months' ends, against pandas                         -> DaysAsInPandas
//   the bond premium has dates of its own                                                                           -> BondPremium
//   no state at the newest figure is told as none                                                                   -> NoStateNow
//   units of spreads and their percentage points                                                                    -> Points
//   short and flat spreads, wrong rules and crests are refused at their places                                      -> Refusals
#include "rerate/models/credit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "rerate/models/credit_for_test.h"

namespace rerate {
namespace {

using nlohmann::json;

json golden() {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/credit.json");
  return json::parse(file);
}

// A monthly column of a table of data/open, up to a month.
Series open_column(std::size_t column, const std::string& end) {
  std::ifstream file(RERATE_SOURCE_DIR "/data/open/excess_bond_premium.csv");
  std::string line;
  std::getline(file, line);
  std::vector<double> values;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string cell, date;
    std::getline(cells, date, ',');
    for (std::size_t i = 0; i <= column; ++i) std::getline(cells, cell, ',');
    if (date <= end) values.push_back(std::stod(cell));
  }
  return monthly_spread("spread", values, "1973-01");
}

// 1 in the months of recession, over the months of the spread.
Series recessions_over(const Series& spread) {
  std::ifstream file(RERATE_SOURCE_DIR "/data/open/nber_cycle_dates.csv");
  std::string line;
  std::getline(file, line);
  auto recession = spread;
  recession.type = {Frequency::monthly, Kind::indicator, ""};
  std::fill(recession.value.begin(), recession.value.end(), 0);
  while (std::getline(file, line)) {
    const auto peak = parse_period(Frequency::monthly, line.substr(0, 7));
    const auto trough = parse_period(Frequency::monthly, line.substr(line.find(',') + 1, 7));
    if (!peak || !trough) continue;
    for (std::size_t i = 0; i < recession.size(); ++i)
      if (recession.ordinal[i] > peak->ordinal && recession.ordinal[i] <= trough->ordinal)
        recession.value[i] = 1;
  }
  return recession;
}

void expect_figures(const CreditReading& found, const json& expected) {
  EXPECT_NEAR(found.spread.value, expected.at("value"), 1e-12);
  EXPECT_NEAR(found.spread.percentile, expected.at("percentile"), 1e-10);
  EXPECT_NEAR(found.z, expected.at("z"), 1e-10);
  const char* names[] = {"change_1m", "change_3m", "change_12m"};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(found.change[i].value, expected.at(names[i]), 1e-12) << names[i];
    EXPECT_NEAR(found.change[i].percentile, expected.at(std::string(names[i]) + "_percentile"), 1e-10)
        << names[i];
  }
}

const char* name_of(CreditState state) {
  return state == CreditState::stress ? "stress" : state == CreditState::watch ? "watch" : "all-clear";
}

CreditQuestion question_about(const Series& spread) {
  CreditQuestion question;
  question.spread = &spread;
  question.rule = usual_state_rule(1);
  question.crests = TurningPointRule{};
  question.crests->amplitude = 0.75;
  return question;
}

void expect_cycle(const CreditReading& found, const json& expected) {
  std::vector<std::string> crests;
  for (const auto& crest : found.cycle.crests) crests.push_back(to_string(found.history.period(crest.at)));
  EXPECT_EQ(crests, expected.at("crests").get<std::vector<std::string>>());
  ASSERT_TRUE(found.cycle.now);
  EXPECT_EQ(found.cycle.now->months_since, expected.at("months_since"));
  EXPECT_NEAR(found.cycle.crests.back().value, expected.at("crest"), 1e-12);
  EXPECT_NEAR(found.cycle.now->retraced, expected.at("retraced"), 1e-9);
  EXPECT_NEAR(found.cycle.now->above_low, expected.at("above_low"), 1e-12);
}

void expect_records(const CreditReading& found, const json& expected) {
  for (std::size_t i = 0; i < kCreditStates; ++i) {
    const auto& record = found.records.by_state[i];
    const auto& wanted = expected.at(name_of(static_cast<CreditState>(i)));
    EXPECT_EQ(record.months, wanted.at("months"));
    EXPECT_EQ(record.judged, wanted.at("judged"));
    if (wanted.at("recession").is_null())
      EXPECT_TRUE(std::isnan(record.recession_share));
    else
      EXPECT_NEAR(record.recession_share, wanted.at("recession"), 1e-10);
  }
}

TEST(Credit, AsInPandas) {
  const auto cases = golden().at("monthly");
  ASSERT_EQ(cases.size(), 4u);
  for (const auto& expected : cases) {
    SCOPED_TRACE(expected.at("end").get<std::string>());
    const auto spread = open_column(0, expected.at("end"));
    const auto recession = recessions_over(spread);
    auto question = question_about(spread);
    question.after.recession = &recession;
    const auto found = read_credit(question);
    expect_figures(found, expected);
    expect_cycle(found, expected);
    expect_records(found, expected.at("followed"));
    ASSERT_TRUE(found.now);
    EXPECT_EQ(name_of(*found.now), expected.at("state").get<std::string>());
  }
}

TEST(Credit, DaysAsInPandas) {
  const auto expected = golden().at("daily");
  const auto spread = daily_spread("d", expected.at("days"), expected.at("x"));
  auto question = question_about(spread);
  question.crests.reset();
  const auto found = read_credit(question);
  expect_figures(found, expected);
  std::map<std::string, std::string> states;
  for (const auto& one : found.states)
    states[to_string(period_of(Frequency::monthly, found.history.day[one.at]))] = name_of(one.state);
  EXPECT_EQ(states, (expected.at("states").get<std::map<std::string, std::string>>()));
  EXPECT_EQ(found.crest_rule.window, 126);
}

TEST(Credit, BondPremium) {
  const auto spread = open_column(0, "2023-03"), premium = open_column(1, "2009-06");
  auto question = question_about(spread);
  question.bond_premium = &premium;
  const auto found = read_credit(question);
  const auto expected = golden().at("monthly").at(1);
  ASSERT_EQ(expected.at("end"), "2009-06");
  EXPECT_EQ(to_string(found.bond_premium->at), "2009-06");
  EXPECT_NEAR(found.bond_premium->value, expected.at("ebp").at("value"), 1e-12);
  EXPECT_NEAR(found.bond_premium->percentile, expected.at("ebp").at("percentile"), 1e-10);
  EXPECT_EQ(to_string(found.spread.at), "2023-03");
}

TEST(Credit, NoStateNow) {
  const auto spread = monthly_spread("s", rising_spread(30));
  auto stress = monthly_spread("stress", std::vector<double>(30, 0));
  stress.value.back() = std::nan("");
  auto question = question_about(spread);
  question.rule = {&stress, CreditThresholds{}};
  const auto found = read_credit(question);
  EXPECT_FALSE(found.now);
  EXPECT_EQ(found.states.size(), 6u);
}

TEST(Credit, Points) {
  EXPECT_EQ(point_in("pp"), 1);
  EXPECT_EQ(point_in("percent"), 1);
  EXPECT_EQ(point_in("bp"), 100);
  EXPECT_FALSE(point_in("index"));
  EXPECT_FALSE(point_in(""));
}

TEST(Credit, Refusals) {
  const auto refused = [](CreditQuestion question) {
    question.spread_place.line = 2;
    question.bond_premium_place.line = 3;
    question.rule_place.line = 4;
    question.crests_place.line = 5;
    question.weights_place.line = 6;
    try {
      read_credit(question);
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "accepted";
    return Failure{};
  };
  const auto spread = monthly_spread("s", rising_spread(40)), young = monthly_spread("y", rising_spread(20)),
             flat = monthly_spread("f", std::vector<double>(40, 3));
  EXPECT_EQ(refused(question_about(young)).code, ErrorCode::credit_history);
  EXPECT_EQ(refused(question_about(young)).place.line, 2);
  EXPECT_EQ(refused(question_about(flat)).code, ErrorCode::regression_no_variation);
  auto premium = question_about(spread);
  premium.bond_premium = &flat;
  EXPECT_EQ(refused(premium).place.line, 3);
  auto rule = question_about(spread);
  rule.rule = {CreditThresholds{120, {}}, CreditThresholds{}};
  EXPECT_EQ(refused(rule).code, ErrorCode::credit_rule);
  EXPECT_EQ(refused(rule).place.line, 4);
  auto crests = question_about(spread);
  crests.crests->amplitude = -1;
  EXPECT_EQ(refused(crests).code, ErrorCode::event_rule);
  EXPECT_EQ(refused(crests).place.line, 5);
  auto weights = question_about(spread);
  weights.sectors = {{"a", &spread, 0.5, {}}};
  weights.weighted = true;
  EXPECT_EQ(refused(weights).code, ErrorCode::credit_weights);
  EXPECT_EQ(refused(weights).place.line, 6);
}

}  // namespace
}  // namespace rerate
