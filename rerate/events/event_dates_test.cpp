// Behaviour -> test
//   events on or after the day to which returns run                   PlaceEvents.AfterTheHorizon
//   each anchor's entry by hand, monthly                               PlaceEvents.EveryAnchor
//   known: the first price made on or after the publication PlaceEvents.KnownEntersAfterPublication pending
//   when the window, or the entry, lies beyond the prices      PlaceEvents.Pending not yet known: the end of
//   an open episode                          PlaceEvents.NotYetKnown before the first price
//   PlaceEvents.BeforePrices before `from`: left out and counted PlaceEvents.BeforeFrom excluded events keep
//   their returns for the reader                  PlaceEvents.Excluded a second event on the same entry is
//   counted once                   PlaceEvents.SameEntryCountsOnce also when late figures turn the order of entries round
//   PlaceEvents.LateFiguresTurnTheOrderRound daily dates on weekends, prices that had
//   stopped                   PlaceEvents.DailyDates dates by hand enter at the last price by the date
//   PlaceEvents.DatesByHand an exclusion inside an episode, near a crest, of nothing Exclusions.Match words
//   for anchors                                                  WordFor.Anchors

#include "rerate/events/event_dates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A signal below 48 in 2000-02..04 (lowest in 03), published 10 days after the month; left in 2000-05.
const Series kSignal =
    monthly("2000-01", {50, 47, 45, 46, 52, 53, 54, 55, 55, 55}, Kind::diffusion_index, 10);

ThresholdRule below_48() {
  ThresholdRule rule;
  rule.enter = {48, false};
  rule.leave = {51, true};
  return rule;
}

EventStudyQuestion question_of(const EpisodeRule& rule, const std::string& horizon) {
  EventStudyQuestion question;
  question.rule = rule;
  question.horizon = parse_duration(horizon).value();
  return question;
}

EventDates place(const Series& signal, const Series& asset, const EventStudyQuestion& question,
                 Anchor anchor) {
  const auto episodes = find_episodes(signal, question.rule);
  const auto grid = common_prices(asset, nullptr, question.to);
  const ForwardWindows windows(grid, question.horizon, question.from);
  return place_events(signal, episodes,
                      exclusion_reasons(signal, episodes, question.rule, question.exclusions), grid, windows,
                      question, anchor);
}

std::vector<double> rising(int count) {
  std::vector<double> prices;
  for (int i = 0; i < count; ++i) prices.push_back(100 + 10 * i);
  return prices;
}

TEST(PlaceEvents, EveryAnchor) {
  const auto asset = monthly("2000-01", rising(10));
  const auto question = question_of(below_48(), "2m");
  const auto entry = [&](Anchor anchor) {
    return place(kSignal, asset, question, anchor).events.at(0).entry;
  };
  EXPECT_EQ(entry(Anchor::start), 1U);
  EXPECT_EQ(entry(Anchor::extreme), 2U);
  EXPECT_EQ(entry(Anchor::end), 4U);
  EXPECT_EQ(entry(Anchor::confirm), 4U);
  EXPECT_EQ(entry(Anchor::known), 5U);  // May's figure came on 10 June: the price of June
  const auto event = place(kSignal, asset, question, Anchor::extreme).events.at(0);
  EXPECT_EQ(event.state, EventState::complete);
  EXPECT_EQ(event.exit, 4U);
  EXPECT_NEAR(event.asset_return, 100.0 * 20 / 120, 1e-12);
  EXPECT_TRUE(std::isnan(event.relative_return));
  EXPECT_TRUE(std::isnan(event.so_far_asset));
}

// Published on Saturday 31 May 2025, after May's last trade: June is the first price that could be had.
TEST(PlaceEvents, KnownEntersAfterPublication) {
  auto signal = monthly("2025-01", {50, 47, 52, 52});
  signal.known_at = {day("2025-02-03"), day("2025-03-03"), day("2025-05-31"), day("2025-06-02")};
  const auto asset = monthly("2025-01", rising(12));
  EXPECT_EQ(place(signal, asset, question_of(below_48(), "2m"), Anchor::known).events.at(0).entry, 5U);
  signal.known_at[2] = day("2025-05-30");
  EXPECT_EQ(place(signal, asset, question_of(below_48(), "2m"), Anchor::known).events.at(0).entry, 4U);
}

TEST(PlaceEvents, Pending) {
  const auto question = question_of(below_48(), "2m");
  const auto short_window =
      place(kSignal, monthly("2000-01", rising(4)), question, Anchor::extreme).events.at(0);
  EXPECT_EQ(short_window.state, EventState::pending);
  EXPECT_EQ(short_window.entry, 2U);
  EXPECT_TRUE(std::isnan(short_window.asset_return));
  EXPECT_NEAR(short_window.so_far_asset, 100.0 * 10 / 120, 1e-12);
  const auto no_price =
      place(kSignal, monthly("1999-01", rising(13)), question, Anchor::extreme).events.at(0);
  EXPECT_EQ(no_price.state, EventState::pending);
  EXPECT_EQ(no_price.entry, std::nullopt);
  EXPECT_TRUE(std::isnan(no_price.so_far_asset));
  const auto known = place(kSignal, monthly("1999-01", rising(13)), question, Anchor::known).events.at(0);
  EXPECT_EQ(known.state, EventState::pending);
}

TEST(PlaceEvents, NotYetKnown) {
  const auto signal = monthly("2000-01", {50, 47, 45, 46, 47});
  const auto asset = monthly("2000-01", rising(12));
  const auto question = question_of(below_48(), "2m");
  EXPECT_EQ(place(signal, asset, question, Anchor::extreme).events.at(0).state, EventState::complete);
  for (const auto anchor : {Anchor::end, Anchor::confirm, Anchor::known})
    EXPECT_EQ(place(signal, asset, question, anchor).events.at(0).state, EventState::not_yet_known);
}

TEST(PlaceEvents, BeforePrices) {
  const auto question = question_of(below_48(), "2m");
  const auto asset = monthly("2000-08", rising(12));
  EXPECT_EQ(place(kSignal, asset, question, Anchor::extreme).events.at(0).state, EventState::before_prices);
  EXPECT_EQ(place(kSignal, asset, question, Anchor::known).events.at(0).state, EventState::before_prices);
}

TEST(PlaceEvents, AfterTheHorizon) {
  auto question = question_of(DatesByHand{{day("2000-04-30"), day("2000-06-30"), day("2000-09-30")}}, "2m");
  question.horizon = day("2000-06-30");
  const auto states = [&](int months) {
    std::vector<EventState> result;
    for (const auto& event :
         place(kSignal, monthly("2000-01", rising(months)), question, Anchor::start).events)
      result.push_back(event.state);
    return result;
  };
  constexpr auto kLate = EventState::after_horizon;
  EXPECT_THAT(states(12), ElementsAre(EventState::complete, kLate, kLate));
  EXPECT_THAT(states(6), ElementsAre(EventState::complete, kLate, kLate));
  question.horizon_to_come = true;  // 2000-06-30 is only the newest price
  EXPECT_THAT(states(6), ElementsAre(EventState::complete, EventState::pending, EventState::pending));
}

TEST(PlaceEvents, BeforeFrom) {
  auto question = question_of(below_48(), "2m");
  question.from = day("2000-04-01");
  const auto asset = monthly("2000-01", rising(12));
  const auto placed = place(kSignal, asset, question, Anchor::extreme);
  EXPECT_TRUE(placed.events.empty());
  EXPECT_EQ(placed.before_from, 1);
  EXPECT_EQ(place(kSignal, asset, question, Anchor::end).before_from, 0);
}

TEST(PlaceEvents, Excluded) {
  auto question = question_of(below_48(), "2m");
  question.exclusions = {{day("2000-02-15"), "no reason to believe it"}};
  const auto event = place(kSignal, monthly("2000-01", rising(12)), question, Anchor::extreme).events.at(0);
  EXPECT_EQ(event.state, EventState::excluded);
  EXPECT_EQ(event.exclusion_reason, "no reason to believe it");
  EXPECT_FALSE(std::isnan(event.asset_return));
}

// Two dates by hand in one month.
TEST(PlaceEvents, SameEntryCountsOnce) {
  const auto question =
      question_of(DatesByHand{{day("2000-03-31"), day("2000-04-10"), day("2000-05-31")}}, "2m");
  const auto placed = place(kSignal, monthly("2000-01", rising(12)), question, Anchor::extreme);
  ASSERT_EQ(placed.events.size(), 3U);
  EXPECT_EQ(placed.events[0].state, EventState::complete);
  EXPECT_EQ(placed.events[1].state, EventState::excluded);
  EXPECT_THAT(placed.events[1].exclusion_reason, HasSubstr("starts on 2000-03-31"));
  EXPECT_EQ(placed.events[2].state, EventState::complete);
  EXPECT_THAT(placed.repeated, ElementsAre(1U));
}

// The middle one of three exits was published last: the first and the third enter together, though not one after the other.
TEST(PlaceEvents, LateFiguresTurnTheOrderRound) {
  auto signal = monthly("2000-01", {47, 52, 47, 52, 47, 52});
  signal.known_at = {day("2000-02-03"), day("2000-07-03"), day("2000-04-03"),
                     day("2000-09-04"), day("2000-06-05"), day("2000-07-05")};
  const auto asset = monthly("2000-01", rising(16));
  const auto question = question_of(below_48(), "2m");
  const auto placed = place(signal, asset, question, Anchor::known);
  ASSERT_EQ(placed.events.size(), 3U);
  EXPECT_EQ(placed.events[0].entry, 6U);
  EXPECT_EQ(placed.events[1].entry, 8U);
  EXPECT_EQ(placed.events[2].entry, 6U);
  EXPECT_EQ(placed.events[0].state, EventState::complete);
  EXPECT_EQ(placed.events[2].state, EventState::excluded);
  EXPECT_THAT(placed.repeated, ElementsAre(2U));
  auto known = question;
  known.anchor = Anchor::known;
  EXPECT_EQ(run_event_study(signal, asset, nullptr, known).main.complete, 2);
}

TEST(PlaceEvents, DailyDates) {
  const auto signal = daily({{"2024-01-05", 50}, {"2024-01-06", 40}, {"2024-01-07", 52}, {"2024-01-08", 53}});
  const auto asset = weekdays("2024-01-01", rising(30));
  const auto question = question_of(below_48(), "5d");
  const auto saturday = place(signal, asset, question, Anchor::extreme);
  EXPECT_EQ(saturday.events.at(0).entry, 4U);                                       // Friday
  EXPECT_EQ(place(signal, asset, question, Anchor::known).events.at(0).entry, 5U);  // known on Sunday: Monday
  EXPECT_EQ(saturday.far_from_a_price, 0);

  auto rows = std::vector<std::pair<std::string, double>>{{"2023-12-01", 100}, {"2023-12-04", 101}};
  for (int i = 10; i < 30; ++i) rows.emplace_back("2024-02-" + std::to_string(i), 100 + i);
  rows.resize(2 + 19);  // up to 2024-02-28
  EXPECT_EQ(place(signal, daily(rows), question, Anchor::extreme).far_from_a_price, 1);

  const auto stopped = weekdays("2023-12-01", rising(10));
  EXPECT_EQ(place(signal, stopped, question, Anchor::extreme).events.at(0).state, EventState::pending);
  EXPECT_EQ(place(signal, stopped, question, Anchor::extreme).events.at(0).entry, std::nullopt);
}

TEST(PlaceEvents, DatesByHand) {
  const auto asset = weekdays("2024-01-01", rising(30));
  const auto signal = daily({{"2024-01-01", 1}});
  const auto question = question_of(DatesByHand{{day("2024-01-07")}}, "5d");
  EXPECT_EQ(place(signal, asset, question, Anchor::extreme).events.at(0).entry, 4U);
  EXPECT_EQ(place(signal, asset, question, Anchor::start).events.at(0).entry, 4U);
  EXPECT_EQ(place(signal, asset, question, Anchor::known).events.at(0).entry, 5U);
  // A month's price stands only on its last trading day: 5 July takes June's.
  const auto by_month = question_of(DatesByHand{{day("2000-07-05")}}, "2m");
  EXPECT_EQ(place(kSignal, monthly("2000-01", rising(12)), by_month, Anchor::extreme).events.at(0).entry, 5U);
}

std::vector<std::string> reasons(const Series& signal, const EpisodeRule& rule, const std::string& date) {
  return exclusion_reasons(signal, find_episodes(signal, rule), rule, {{day(date), "why"}});
}

TEST(Exclusions, Match) {
  EXPECT_THAT(reasons(kSignal, below_48(), "2000-02-01"), ElementsAre("why"));
  EXPECT_THAT(reasons(kSignal, below_48(), "2000-04-30"), ElementsAre("why"));
  try {
    reasons(kSignal, below_48(), "2000-05-01");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::event_exclusion);
    EXPECT_THAT(error.failure().what, HasSubstr("no episode contains 2000-05-01"));
  }
  const auto open = monthly("2000-01", {50, 47, 46});
  EXPECT_THAT(reasons(open, below_48(), "2000-03-31"), ElementsAre("why"));
  EXPECT_THROW(reasons(open, below_48(), "2000-04-01"), UserError);

  TurningPointRule crest;
  crest.window = crest.phase = crest.cycle = 1;
  const auto wave = monthly("2000-01", {0, 1, 0, 1, 0});  // crests in February and April
  EXPECT_THAT(reasons(wave, crest, "2000-05-20"), ElementsAre("", "why"));
  EXPECT_THAT(reasons(wave, crest, "2000-03-10"), ElementsAre("why", ""));  // nearer to February
  EXPECT_THROW(reasons(wave, crest, "2000-06-01"), UserError);
  EXPECT_THAT(reasons(wave, DatesByHand{{day("2000-02-10")}}, "2000-02-20"), ElementsAre("why"));

  const auto both = exclusion_reasons(kSignal, find_episodes(kSignal, below_48()), below_48(),
                                      {{day("2000-02-01"), "one"}, {day("2000-03-01"), "two"}});
  EXPECT_THAT(both, ElementsAre("one; two"));
}

TEST(WordFor, Anchors) {
  EXPECT_EQ(word_for(Anchor::extreme, below_48()), "trough");
  EXPECT_EQ(word_for(Anchor::extreme, TurningPointRule{}), "crest");
  EXPECT_EQ(word_for(Anchor::start, below_48()), "start");
  EXPECT_EQ(word_for(Anchor::known, below_48()), "publication");
  EXPECT_EQ(word_for(Anchor::start, DatesByHand{}), "date");
}

}  // namespace
}  // namespace rerate
