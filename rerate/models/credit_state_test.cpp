// Behaviour -> test
//   stress is asked before watch, one threshold is enough                          -> Thresholds
//   the first state is that of the 24th month                                      -> FirstState
//   what comes later changes no state                                              -> LaterFiguresChangeNothing
//   a state is known when every figure it reads is                                 -> KnownAt
//   days: the state of a month is that of its last figure                          -> LastFigureOfTheMonth
//   indicators decide as thresholds do; where one is missing there is no state     -> Indicators
//   months, shares, and recessions within the year that the announcements allow    -> Recessions
//   returns run from the first price after the state was known                     -> ReturnsAfterKnowing
//   percentiles outside 0 to 100, no threshold, watch above stress are refused     -> Refusals
#include "rerate/models/credit_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/credit_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

std::vector<CreditState> states_of(const Series& series, const CreditStateRule& rule) {
  std::vector<CreditState> states;
  for (const auto& one : credit_states(history_of(series), rule)) states.push_back(one.state);
  return states;
}

// 24 months about 2, then these.
std::vector<double> after_two_years(std::initializer_list<double> more) {
  std::vector<double> values;
  for (int i = 0; i < 24; ++i) values.push_back(2 + 0.1 * (i % 5));
  values.insert(values.end(), more);
  return values;
}

TEST(CreditState, Thresholds) {
  const CreditStateRule rising{CreditThresholds{std::nullopt, 1}, CreditThresholds{std::nullopt, 0.5}};
  using enum CreditState;
  // The last of the 24 is 2.3, those of three months before the others 2.1, 2.2, 2.3 and 2.65.
  EXPECT_THAT(states_of(monthly_spread("s", after_two_years({2.65, 3.3, 3.0, 3.1})), rising),
              testing::ElementsAre(all_clear, watch, stress, watch, all_clear));
  const CreditStateRule high{CreditThresholds{90, 5}, CreditThresholds{70, std::nullopt}};
  EXPECT_THAT(states_of(monthly_spread("s", after_two_years({2.0, 2.35, 9})), high),
              testing::ElementsAre(watch, all_clear, watch, stress));
}

TEST(CreditState, FirstState) {
  const auto series = monthly_spread("s", rising_spread(40));
  const auto history = history_of(series);
  const auto states = credit_states(history, usual_state_rule(1));
  ASSERT_EQ(states.size(), 17u);
  EXPECT_EQ(to_string(history.period(states.front().at)), "2001-12");
  EXPECT_EQ(states.front().state, CreditState::stress);  // the highest so far
}

TEST(CreditState, LaterFiguresChangeNothing) {
  auto values = after_two_years({2.3, 2.9, 2.0, 4.0, 3.0, 2.2});
  const auto whole = states_of(monthly_spread("s", values), usual_state_rule(1));
  for (int cut = 0; cut < 6; ++cut) {
    values.pop_back();
    const auto part = states_of(monthly_spread("s", values), usual_state_rule(1));
    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin())) << cut;
  }
}

TEST(CreditState, KnownAt) {
  auto series = monthly_spread("s", rising_spread(26));
  series.known_at[3] = make_date(2002, 2, 10);  // an early figure that came out late
  const auto states = credit_states(history_of(series), usual_state_rule(1));
  EXPECT_EQ(to_string(states.at(0).known), "2002-02-10");  // of 2001-12
  EXPECT_EQ(to_string(states.at(2).known), "2002-02-28");
}

TEST(CreditState, LastFigureOfTheMonth) {
  std::vector<std::string> days;
  std::vector<double> values;
  for (int month = 0; month < 26; ++month)
    for (int day : {5, 20}) {
      const auto at = add_months(make_date(2000, 1, day), month);
      days.push_back(to_string(at));
      values.push_back(day == 5 ? 9 : 2 + 0.01 * month);
    }
  const auto series = daily_spread("s", days, values);
  const auto history = history_of(series);
  const auto states = credit_states(history, {CreditThresholds{90, std::nullopt}, CreditThresholds{}});
  ASSERT_EQ(states.size(), 3u);
  for (const auto& one : states) {
    EXPECT_EQ(history.value[one.at] > 8, false);
    EXPECT_EQ(one.state, CreditState::all_clear);
    EXPECT_EQ(one.known, history.day[one.at] + 1);
  }
}

TEST(CreditState, Indicators) {
  const auto series = monthly_spread("s", rising_spread(27));
  auto stress = monthly_spread("stress", std::vector<double>(27, 0));
  auto watch = monthly_spread("watch", std::vector<double>(27, 1));
  stress.value[24] = 1;
  stress.value[25] = std::nan("");
  stress.known_at[24] = make_date(2005, 1, 1);
  const auto states = credit_states(history_of(series), {&stress, &watch});
  ASSERT_EQ(states.size(), 3u);
  EXPECT_EQ(states[0].state, CreditState::watch);
  EXPECT_EQ(states[1].state, CreditState::stress);
  EXPECT_EQ(to_string(states[1].known), "2005-01-01");
  EXPECT_EQ(states[2].at, 26u);
  // An indicator beside a threshold that never holds.
  const auto mixed = states_of(series, {&stress, CreditThresholds{}});
  EXPECT_THAT(mixed,
              testing::ElementsAre(CreditState::all_clear, CreditState::stress, CreditState::all_clear));
}

TEST(CreditState, Recessions) {
  const auto series = monthly_spread("s", std::vector<double>(rising_spread(60)));
  const auto history = history_of(series);
  auto stress = monthly_spread("stress", std::vector<double>(60, 0));
  for (std::size_t i = 30; i < 40; ++i) stress.value[i] = 1;
  auto recession = monthly_spread("r", std::vector<double>(60, 0));
  recession.value[45] = 1;
  const auto states = credit_states(history, {&stress, CreditThresholds{}});
  const auto records = after_states(history, states, {&recession, nullptr, {}});
  const auto& stressed = records.by_state[0];
  EXPECT_EQ(stressed.months, 10);
  EXPECT_NEAR(stressed.share, 100 * 10.0 / 37, 1e-12);
  // Months up to 35 can be judged on 2004-12; 33 to 35 have the recession of month 45 ahead.
  EXPECT_EQ(stressed.judged, 6);
  EXPECT_NEAR(stressed.recession_share, 50, 1e-12);
  EXPECT_EQ(records.by_state[2].judged, 7);
  EXPECT_EQ(records.by_state[2].recession_share, 0);
  EXPECT_TRUE(std::isnan(records.by_state[1].recession_share));
  EXPECT_EQ(records.all.judged, 13);
  EXPECT_EQ(records.all.months, 37);
  EXPECT_EQ(records.by_state[0].windows, 0);
}

TEST(CreditState, ReturnsAfterKnowing) {
  auto series = monthly_spread("s", rising_spread(60));
  for (auto& known : series.known_at) known = known + 10;  // out on the tenth of the next month
  const auto history = history_of(series);
  auto stress = monthly_spread("stress", std::vector<double>(60, 0));
  stress.value[30] = stress.value[55] = 1;
  stress.known_at = series.known_at;
  std::vector<double> prices;
  for (int i = 0; i < 60; ++i) prices.push_back(i == 31 ? 50 : i == 43 ? 75 : 100);
  auto asset = monthly_spread("a", prices);
  asset.type = {Frequency::monthly, Kind::price_index, "index"};
  const auto records =
      after_states(history, credit_states(history, {&stress, CreditThresholds{}}), {nullptr, &asset, {}});
  const auto& stressed = records.by_state[0];
  EXPECT_EQ(stressed.windows, 1);  // from the price of month 31, the first after the state of 30 was known
  EXPECT_EQ(stressed.mean, 50);
  EXPECT_EQ(stressed.median, 50);
  EXPECT_EQ(stressed.positive, 100);
  // 48 windows return 50, -50, 33 and else nothing: two lie as far from the mean as the 50.
  EXPECT_EQ(records.all.windows, 48);
  EXPECT_NEAR(stressed.p, 2.0 / 48, 1e-12);
  EXPECT_EQ(records.by_state[2].windows, 23);  // of months 23 to 46 but 30
}

TEST(CreditState, Refusals) {
  const auto what = [](const CreditStateRule& rule) {
    try {
      check_state_rule(rule, {"s.toml", 7, 1});
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::credit_rule);
      EXPECT_EQ(error.failure().place.line, 7);
      return error.failure().what;
    }
    ADD_FAILURE() << "accepted";
    return std::string();
  };
  EXPECT_THAT(what({CreditThresholds{101, 1}, CreditThresholds{}}),
              HasSubstr("`stress` must be between 0 and 100"));
  EXPECT_THAT(what({CreditThresholds{80, 1}, CreditThresholds{-1, {}}}),
              HasSubstr("`watch` must be between"));
  EXPECT_THAT(what({CreditThresholds{std::nan(""), 1}, CreditThresholds{}}), HasSubstr("between 0 and 100"));
  EXPECT_THAT(what({CreditThresholds{}, CreditThresholds{}}), HasSubstr("no threshold"));
  EXPECT_THAT(what({CreditThresholds{60, 1}, CreditThresholds{80, 0.5}}), HasSubstr("(80) must be below"));
  EXPECT_THAT(what({CreditThresholds{80, 1}, CreditThresholds{60, 1}}),
              HasSubstr("change over three months"));
  EXPECT_NO_THROW(check_state_rule({CreditThresholds{80, {}}, CreditThresholds{{}, 5}}, {}));
}

}  // namespace
}  // namespace rerate
