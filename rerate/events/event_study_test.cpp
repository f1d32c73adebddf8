// Behaviour -> test
//   Philadelphia Fed lows: the 13 troughs, returns and base rate of the issue    OpenData.PhiladelphiaFedLows
//   ISM lows below 48 until 51: 12 episodes, led 10 (licensed figures)           LicensedData.IsmUntil51
//   ISM lows until 50: 18 episodes, led 12, 1 pending                            LicensedData.IsmUntil50
//   OAS crests and their returns, ties first and last                            LicensedData.OasCrests
//   July 2022 to May 2025 by hand                                                LicensedData.SinceJuly2022
//   extreme and known side by side, tally, counts by hand                        RunEventStudy.SmallExample
//   main anchor known: the extreme beside it RunEventStudy.KnownAsMainAnchor dates by hand: one anchor, and a
//   warning                                     RunEventStudy.DatesByHand an asset without benchmark
//   RunEventStudy.AssetAlone nothing after `to` is read RunEventStudy.ReadsNothingAfterTo n_eff of
//   overlapping windows                                                 RunEventStudy.OverlappingWindows same
//   bits for 1 and 2 threads RunEventStudy.SameBitsForAnyThreads every warning Warnings.* every refusal
//   Refusals.*
//   without draws there are neither intervals nor a path, and all else is the same     RunEventStudy.WithoutDraws
//   the events alone are those of the whole study, and refused as there                FindEvents.AsInTheWholeStudy

#include "rerate/events/event_study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "rerate/base/parallel.h"
#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::Contains;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

ThresholdRule below(double enter, double leave) {
  ThresholdRule rule;
  rule.enter = {enter, false};
  rule.leave = {leave, true};
  return rule;
}

EventStudyQuestion question_of(const EpisodeRule& rule, const std::string& horizon = "12m") {
  EventStudyQuestion question;
  question.rule = rule;
  question.horizon = parse_duration(horizon).value();
  return question;
}

std::vector<std::string> extremes(const EventStudy& study) {
  std::vector<std::string> result;
  for (const auto& event : study.main.events)
    result.push_back(to_string(study.signal.period(event.episode.extreme)));
  return result;
}

std::vector<std::string> rounded(const EventStudy& study, double Event::*outcome) {
  std::vector<std::string> result;
  for (const auto& event : study.main.events) result.push_back(fixed(event.*outcome, 1));
  return result;
}

// ------------------------------------------------------------------ open figures

Series french(const std::string& size, const std::string& value) {
  return read_column(open_data("french_size_value_monthly.csv"), size + value, Frequency::monthly,
                     Kind::return_);
}

Series portfolios(const std::string& size, const std::string& name) {
  auto index = cumulated({french(size, "_growth"), french(size, "_neutral"), french(size, "_value")});
  index.name = name;
  return index;
}

EventStudy philadelphia(int draws = 2000) {
  const auto signal = read_column(open_data("philly_fed_manufacturing.csv"), "current_activity",
                                  Frequency::monthly, Kind::balance);
  const auto small = portfolios("small", "small"), large = portfolios("big", "large");
  auto question = question_of(below(-15, 10));
  question.draws = draws;
  return run_event_study(signal, small, &large, question);
}

// p-values, base rates and block length: tests/oracles/event_study.py philly (an independent program). Its
// interval, with random numbers of its own, is 0.9 to 14.6.
TEST(OpenData, PhiladelphiaFedLows) {
  const auto study = philadelphia();
  EXPECT_THAT(extremes(study),
              ElementsAre("1970-03", "1974-12", "1980-07", "1981-12", "1990-10", "1991-12", "1995-06",
                          "2001-01", "2008-11", "2011-08", "2020-04", "2023-04", "2023-09"));
  EXPECT_THAT(rounded(study, &Event::relative_return),
              ElementsAre("0.4", "15.5", "16.0", "8.4", "22.6", "7.3", "1.9", "12.1", "5.7", "-4.6", "34.3",
                          "-11.2", "-10.8"));
  EXPECT_EQ(study.main.complete, 13);
  EXPECT_EQ(study.main.sample, 849);
  EXPECT_NEAR(study.main.n_eff, 149.0 / 12, 1e-12);
  const auto& relative = study.main.relative.value();
  EXPECT_EQ(relative.led, 10);
  EXPECT_NEAR(relative.mean, 7.510454402254394, 1e-9);
  EXPECT_NEAR(relative.median, 7.317684390998423, 1e-9);
  EXPECT_NEAR(relative.base_rate, 50.88339222614841, 1e-9);
  EXPECT_NEAR(relative.base_mean, 1.8616285367517875, 1e-9);
  EXPECT_NEAR(relative.base_median, 0.1720023727190565, 1e-9);
  EXPECT_EQ(relative.p_mean, 79.0 / 849);
  EXPECT_EQ(relative.p_median, 38.0 / 849);
  EXPECT_EQ(relative.p_led, 70.0 / 849);
  EXPECT_NEAR(relative.block_length, 28.65105495247602, 1e-6);
  EXPECT_NEAR(relative.ci_low, 0.9, 0.7);
  EXPECT_NEAR(relative.ci_high, 14.6, 0.7);
  EXPECT_NEAR(relative.leave_one_out_low, 5.273988946860116, 1e-9);
  EXPECT_NEAR(relative.leave_one_out_high, 9.06613227061206, 1e-9);
  EXPECT_EQ(study.main.asset->led, 13);
  EXPECT_NEAR(study.main.asset->p_mean, 0.01884570082449941, 1e-12);
  EXPECT_NEAR(study.main.benchmark->p_led, 0.3309776207302709, 1e-12);
}

// ------------------------------------------------------------------ licensed figures

bool licensed_present() { return std::filesystem::exists(licensed_data("ism_pmi.csv")); }

#define SKIP_WITHOUT_LICENSED_DATA() \
  if (!licensed_present()) GTEST_SKIP() << "the licensed figures are not here"

Series prices(const std::string& file) {
  return read_column(licensed_data(file), "value", Frequency::daily, Kind::price_index);
}

EventStudy ism(double until) {
  const auto signal =
      read_column(licensed_data("ism_pmi.csv"), "value", Frequency::monthly, Kind::diffusion_index, 1);
  const auto small = month_end(prices("russell2000_price_spliced_daily.csv"));
  const auto large = month_end(prices("sp500_price_daily.csv"));
  auto question = question_of(below(48, until));
  question.from = day("1979-01-01");
  question.to = day("2025-05-31");
  return run_event_study(signal, small, &large, question);
}

TEST(LicensedData, IsmUntil51) {
  SKIP_WITHOUT_LICENSED_DATA();
  const auto study = ism(51);
  EXPECT_THAT(extremes(study), ElementsAre("1980-05", "1982-05", "1985-05", "1991-01", "1991-12", "1996-01",
                                           "1998-12", "2001-10", "2003-04", "2008-12", "2020-04", "2023-06"));
  EXPECT_THAT(rounded(study, &Event::relative_return),
              ElementsAre("34.1", "31.3", "1.4", "23.3", "12.1", "-6.4", "0.1", "3.7", "19.7", "1.8", "29.4",
                          "-14.3"));
  EXPECT_EQ(study.main.episodes, 12);
  EXPECT_EQ(study.main.pending, 0);
  EXPECT_TRUE(study.main.events.back().episode.open);
  EXPECT_EQ(study.main.relative->led, 10);
  EXPECT_EQ(study.main.sample, 545);
  EXPECT_NEAR(study.main.relative->p_mean, 2.0 / 545, 1e-12);
  EXPECT_NEAR(study.main.relative->p_median, 7.0 / 545, 1e-12);
  EXPECT_NEAR(study.main.relative->p_led, 4.0 / 545, 1e-12);
  EXPECT_EQ(study.known->not_yet_known, 1);
  EXPECT_THAT(study.warnings, Contains(HasSubstr("is still open: its trough (2023-06) is provisional")));
}

TEST(LicensedData, IsmUntil50) {
  SKIP_WITHOUT_LICENSED_DATA();
  const auto study = ism(50);
  EXPECT_EQ(study.main.episodes, 18);
  EXPECT_EQ(study.main.complete, 17);
  EXPECT_EQ(study.main.pending, 1);
  EXPECT_EQ(study.main.relative->led, 12);
  EXPECT_FALSE(std::isnan(study.main.events.back().so_far_relative));
}

// Rows on weekends (month-end copies) are dropped: they are no trading days.
EventStudy oas_crests(Tie tie) {
  const auto all = read_column(licensed_data("hy_oas_daily.csv"), "value", Frequency::daily, Kind::spread);
  auto signal = no_values(Frequency::daily);
  for (std::size_t t = 0; t < all.size(); ++t)
    if (weekday(Date{all.ordinal[t]}) < Weekday::saturday)
      signal.append(all.ordinal[t], all.value[t], all.known_at[t] + 1);
  TurningPointRule rule;
  rule.window = 60;
  rule.phase = 20;
  rule.cycle = 60;
  rule.level = 5;
  rule.amplitude = 1.5;
  rule.tie = tie;
  auto question = question_of(rule);
  question.from = day("2009-07-01");
  question.to = day("2025-05-30");
  question.exclusions = {{day("2020-03-23"), "pandemic, not in the note's list"},
                         {day("2022-07-05"), "the running one, not in the note's list"}};
  const auto small = prices("russell2000_price_spliced_daily.csv"), large = prices("sp500_price_daily.csv");
  return run_event_study(signal, small, &large, question);
}

TEST(LicensedData, OasCrests) {
  SKIP_WITHOUT_LICENSED_DATA();
  const auto last = oas_crests(Tie::last);
  EXPECT_THAT(extremes(last), ElementsAre("2010-06-11", "2011-10-04", "2016-02-11", "2019-01-03",
                                          "2020-03-23", "2022-07-05"));
  EXPECT_EQ(last.main.complete, 4);
  EXPECT_EQ(last.main.excluded, 2);
  const auto returns = rounded(last, &Event::asset_return);
  EXPECT_THAT(std::vector<std::string>(returns.begin(), returns.begin() + 4),
              ElementsAre("20.1", "30.2", "45.6", "24.8"));
  EXPECT_EQ(last.main.relative->led, 3);
  const auto first = oas_crests(Tie::first);
  EXPECT_EQ(extremes(first).front(), "2010-06-08");
  EXPECT_EQ(rounded(first, &Event::asset_return).front(), "27.6");
}

TEST(LicensedData, SinceJuly2022) {
  SKIP_WITHOUT_LICENSED_DATA();
  auto question = question_of(DatesByHand{{day("2022-07-29")}});
  question.horizon = day("2025-05-30");
  const auto small = prices("russell2000_price_spliced_daily.csv"), large = prices("sp500_price_daily.csv");
  const auto study = run_event_study(small, small, &large, question);
  EXPECT_EQ(fixed(study.main.relative->mean, 1), "-33.5");
}

// ------------------------------------------------------------------ small examples

// Lows in months 2..3, 8..9 and 14.. of 16; prices rise by 1 a month, the benchmark stands still.
const Series kSignal = monthly("2000-01", {50, 50, 46, 47, 52, 52, 50, 50, 45, 47, 53, 50, 50, 50, 44, 46},
                               Kind::diffusion_index, 3);

Series climbing(int months) {
  std::vector<double> values;
  for (int i = 0; i < months; ++i) values.push_back(100 + i);
  auto series = monthly("2000-01", values, Kind::price_index);
  series.name = "climber";
  return series;
}

Series flat(int months) {
  auto series =
      monthly("2000-01", std::vector<double>(static_cast<std::size_t>(months), 50), Kind::price_index);
  series.name = "still";
  return series;
}

EventStudy small_example(const std::function<void(EventStudyQuestion&)>& change = {}) {
  auto question = question_of(below(48, 51), "3m");
  if (change) change(question);
  const auto asset = climbing(16), benchmark = flat(16);
  return run_event_study(kSignal, asset, &benchmark, question);
}

TEST(RunEventStudy, SmallExample) {
  const auto study = small_example();
  EXPECT_EQ(study.main.anchor, Anchor::extreme);
  EXPECT_EQ(study.main.episodes, 3);
  EXPECT_EQ(study.main.complete, 2);
  EXPECT_EQ(study.main.pending, 1);
  EXPECT_EQ(study.main.sample, 13);
  EXPECT_DOUBLE_EQ(study.main.n_eff, 2);
  EXPECT_NEAR(study.main.events[0].relative_return, 100 * 3.0 / 102, 1e-12);
  EXPECT_NEAR(study.main.events[1].relative_return, 100 * 3.0 / 108, 1e-12);
  EXPECT_NEAR(study.main.events[2].so_far_asset, 100 * 1.0 / 114, 1e-12);
  EXPECT_EQ(study.main.relative->led, 2);
  EXPECT_DOUBLE_EQ(study.main.relative->base_rate, 100);
  EXPECT_EQ(study.main.benchmark->led, 0);

  // Left in May and November, published on the 3rd of the next month: entries at the ends of June and
  // December.
  const auto& known = study.known.value();
  EXPECT_EQ(known.events[0].entry, 5U);
  EXPECT_EQ(known.events[1].entry, 11U);
  EXPECT_EQ(known.complete, 2);
  EXPECT_EQ(known.not_yet_known, 1);
  EXPECT_EQ(known.episodes, 3);
  EXPECT_FALSE(study.extreme);

  EXPECT_EQ(study.tally->from, day("2001-03-31"));
  EXPECT_EQ(study.tally->to, day("2001-04-30"));
  EXPECT_NEAR(study.tally->relative, 100 * 1.0 / 114, 1e-12);
  EXPECT_EQ(study.main.path.offset.size(), 10U);
  EXPECT_NEAR(study.main.path.mean.back(), study.main.relative->mean, 1e-12);
}

TEST(RunEventStudy, KnownAsMainAnchor) {
  const auto study = small_example([](auto& question) { question.anchor = Anchor::known; });
  EXPECT_EQ(study.main.anchor, Anchor::known);
  EXPECT_FALSE(study.known);
  EXPECT_EQ(study.extreme->complete, 2);
  EXPECT_EQ(study.tally->from, day("2000-12-31"));
  EXPECT_THAT(study.warnings, Not(Contains(HasSubstr("hindsight"))));
}

TEST(RunEventStudy, DatesByHand) {
  const auto study = small_example([](auto& question) {
    question.rule = DatesByHand{{day("2000-03-31"), day("2000-09-30")}};
  });
  EXPECT_EQ(study.main.complete, 2);
  EXPECT_FALSE(study.known);
  EXPECT_FALSE(study.extreme);
  EXPECT_THAT(study.warnings, Contains(HasSubstr("2 dates were chosen by hand")));
  EXPECT_THAT(study.warnings, Not(Contains(HasSubstr("hindsight"))));
}

TEST(RunEventStudy, AssetAlone) {
  const auto study = run_event_study(kSignal, climbing(16), nullptr, question_of(below(48, 51), "3m"));
  EXPECT_TRUE(study.main.asset);
  EXPECT_FALSE(study.main.relative);
  EXPECT_FALSE(study.main.benchmark);
  EXPECT_FALSE(study.benchmark);
  EXPECT_NEAR(study.main.path.mean.back(), study.main.asset->mean, 1e-12);
}

TEST(RunEventStudy, ReadsNothingAfterTo) {
  auto question = question_of(below(48, 51), "3m");
  question.to = day("2000-12-31");
  auto signal = kSignal;
  auto asset = climbing(16);
  const auto benchmark = flat(16);
  const auto before = run_event_study(signal, asset, &benchmark, question);
  for (std::size_t t = 12; t < 16; ++t) signal.value[t] = asset.value[t] = 1e6;
  const auto after = run_event_study(signal, asset, &benchmark, question);
  EXPECT_EQ(before.main.relative->ci_low, after.main.relative->ci_low);
  EXPECT_EQ(before.main.relative->p_mean, after.main.relative->p_mean);
  EXPECT_EQ(before.signal.size(), 12U);
  EXPECT_EQ(after.tally->to, day("2000-12-31"));
}

// Windows of three months from months 2 and 3: four different months in all, 4/3 windows.
TEST(RunEventStudy, OverlappingWindows) {
  const auto study = small_example([](auto& question) {
    question.rule = DatesByHand{{day("2000-03-31"), day("2000-04-30")}};
  });
  EXPECT_NEAR(study.main.n_eff, 4.0 / 3, 1e-12);
  EXPECT_THAT(study.warnings, Contains("Windows overlap: 2 events are worth 1.3 independent ones."));
}

TEST(RunEventStudy, SameBitsForAnyThreads) {
  const auto run = [](int threads) {
    set_thread_count(threads);
    auto study = philadelphia();
    set_thread_count(0);
    return study;
  };
  const auto one = run(1), two = run(2);
  EXPECT_EQ(one.main.relative->ci_low, two.main.relative->ci_low);
  EXPECT_EQ(one.known->asset->ci_high, two.known->asset->ci_high);
  EXPECT_EQ(one.main.path.low, two.main.path.low);
  EXPECT_EQ(one.main.path.high, two.main.path.high);
  EXPECT_EQ(one.main.path.base, two.main.path.base);
  EXPECT_EQ(one.main.relative->p_median, two.main.relative->p_median);
}

TEST(RunEventStudy, WithoutDraws) {
  const auto drawn = philadelphia(), plain = philadelphia(0);
  EXPECT_FALSE(drawn.main.path.offset.empty());
  EXPECT_TRUE(plain.main.path.offset.empty());
  EXPECT_TRUE(std::isfinite(drawn.main.relative->ci_low));
  EXPECT_TRUE(std::isnan(plain.main.relative->ci_low) && std::isnan(plain.known->asset->ci_high));
  EXPECT_TRUE(std::isnan(plain.main.relative->block_length));
  const auto rest = [](const OutcomeStatistics& one) {
    return std::vector<double>{one.mean,
                               one.median,
                               static_cast<double>(one.led),
                               one.hit_rate,
                               one.p_mean,
                               one.p_median,
                               one.p_led,
                               one.base_mean,
                               one.base_median,
                               one.base_rate,
                               one.leave_one_out_low,
                               one.leave_one_out_high};
  };
  EXPECT_EQ(rest(*drawn.main.asset), rest(*plain.main.asset));
  EXPECT_EQ(rest(*drawn.main.benchmark), rest(*plain.main.benchmark));
  EXPECT_EQ(rest(*drawn.main.relative), rest(*plain.main.relative));
  EXPECT_EQ(rest(*drawn.known->relative), rest(*plain.known->relative));
  EXPECT_EQ(drawn.main.n_eff, plain.main.n_eff);
  EXPECT_EQ(drawn.warnings, plain.warnings);
}

TEST(FindEvents, AsInTheWholeStudy) {
  const auto asset = climbing(16), benchmark = flat(16);
  for (const auto anchor : {Anchor::extreme, Anchor::end, Anchor::known}) {
    auto question = question_of(below(48, 51), "3m");
    question.anchor = anchor;
    for (const Series* other : {&benchmark, static_cast<const Series*>(nullptr)}) {
      const auto found = find_events(kSignal, asset, other, question);
      const auto study = run_event_study(kSignal, asset, other, question);
      EXPECT_EQ(found.signal.value.size(), study.signal.value.size());
      EXPECT_EQ(found.benchmark.has_value(), study.benchmark.has_value());
      EXPECT_EQ(found.main.complete, study.main.complete);
      EXPECT_FALSE(found.main.asset || found.main.relative || found.known || found.extreme || found.tally);
      ASSERT_EQ(found.main.events.size(), study.main.events.size());
      for (std::size_t i = 0; i < study.main.events.size(); ++i) {
        const auto &one = found.main.events[i], &same = study.main.events[i];
        EXPECT_EQ(one.state, same.state);
        EXPECT_EQ(one.entry, same.entry);
        EXPECT_EQ(one.episode.extreme, same.episode.extreme);
        if (same.state != EventState::complete) continue;
        EXPECT_EQ(one.asset_return, same.asset_return);
        if (other) {
          EXPECT_EQ(one.relative_return, same.relative_return);
        }
      }
    }
  }
  EXPECT_THROW(find_events(kSignal, asset, &benchmark, question_of(below(20, 51), "3m")), UserError);
  EXPECT_THROW(find_events(kSignal, asset, &benchmark, question_of(below(48, 51), "14m")), UserError);
}

// ------------------------------------------------------------------ warnings

TEST(Warnings, Hindsight) {
  // Troughs at the ends of March and September, known on 3 June and 3 December: 64 days each.
  EXPECT_THAT(
      small_example().warnings,
      Contains(
          "Returns run from the trough, which uses hindsight: the trough was known only 2.1 months later "
          "on average."));
  const auto start = small_example([](auto& question) { question.anchor = Anchor::start; });
  EXPECT_THAT(start.warnings, Contains(HasSubstr("the start was known only 3 days later")));
}

TEST(Warnings, FewAndOpen) {
  const auto warnings = small_example().warnings;
  EXPECT_THAT(warnings, Contains(HasSubstr("Only 2 complete events")));
  EXPECT_THAT(warnings, Contains("The episode that began in 2001-03 is still open: its trough (2001-03) is "
                                 "provisional."));
}

TEST(Warnings, BegunBeforeTheData) {
  auto signal = kSignal;
  signal.value[0] = signal.value[1] = 47;
  const auto study = run_event_study(signal, climbing(16), nullptr, question_of(below(48, 51), "3m"));
  EXPECT_THAT(study.warnings, Contains(HasSubstr("under way at the signal's first observation")));
}

TEST(Warnings, Exclusions) {
  const auto study = small_example([](auto& question) {
    question.exclusions = {{day("2000-09-15"), "a strike"}};
  });
  EXPECT_EQ(study.main.excluded, 1);
  EXPECT_EQ(study.main.episodes, 2);
  EXPECT_THAT(study.warnings, Contains("1 episode is left out: 2000-09 (a strike)."));
}

TEST(Warnings, DatesBetweenFigures) {
  const auto by_hand = [](const std::string& date) {
    return small_example([&](auto& question) { question.rule = DatesByHand{{day(date)}}; }).warnings;
  };
  EXPECT_THAT(by_hand("2000-07-15"),
              Contains("Prices are monthly: returns counted from 2000-07-15 run from 2000-06-30."));
  EXPECT_THAT(by_hand("2000-07-07"), Not(Contains(HasSubstr("Prices are monthly"))));
  EXPECT_THAT(by_hand("2000-07-31"), Not(Contains(HasSubstr("Prices are monthly"))));
  EXPECT_THAT(by_hand("2000-07-31"), Not(Contains(HasSubstr("latest figure"))));

  const auto old = monthly("1999-01", {50, 51, 52});
  auto question = question_of(DatesByHand{{day("2000-06-30")}}, "3m");
  EXPECT_THAT(run_event_study(old, climbing(16), nullptr, question).warnings,
              Contains("On 2000-06-30 the signal's latest figure was of 1999-03."));
}

TEST(Warnings, RepeatedEntry) {
  const auto study = small_example([](auto& question) {
    question.rule = DatesByHand{{day("2000-03-31"), day("2000-04-05")}};
  });
  EXPECT_EQ(study.main.complete, 1);
  EXPECT_THAT(study.warnings,
              Contains("1 episode enters on the date of the episode before and is counted once."));
  EXPECT_THAT(study.warnings, Contains(HasSubstr("One event is an example")));
  EXPECT_THAT(study.warnings, Not(Contains(HasSubstr("left out"))));
}

TEST(Warnings, BeforePricesAndFrom) {
  auto asset = monthly("2000-05", std::vector<double>(12, 10), Kind::price_index);
  const auto late = run_event_study(kSignal, asset, nullptr, question_of(below(48, 51), "3m"));
  EXPECT_THAT(late.warnings, Contains("1 episode is not counted: before the first price (2000-05)."));
  const auto from = small_example([](auto& question) { question.from = day("2000-06-01"); });
  EXPECT_EQ(from.main.sample, 8);
  EXPECT_THAT(from.warnings,
              Contains(HasSubstr("1 episode is not counted: before 2000-06-01, where the study begins")));
}

TEST(Warnings, AfterTheHorizon) {
  const auto study = small_example([](auto& question) { question.horizon = day("2000-12-31"); });
  EXPECT_EQ(study.main.complete, 2);
  EXPECT_EQ(study.main.pending, 0);
  EXPECT_THAT(study.warnings,
              Contains("1 episode is not counted: not before 2000-12-31, the day to which returns run."));
}

TEST(Warnings, FixedDay) {
  const auto study = small_example([](auto& question) { question.horizon = day("2001-01-31"); });
  EXPECT_THAT(study.warnings, Contains(HasSubstr("Returns run to 2001-01-31: windows differ in length")));
}

// ------------------------------------------------------------------ refusals

Failure refusal(const Series& signal, const Series& asset, const Series* benchmark,
                const EventStudyQuestion& question) {
  try {
    run_event_study(signal, asset, benchmark, question);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {ErrorCode::file_missing, "", {}, "", ""};
}

TEST(Refusals, WrongRule) {
  EXPECT_EQ(refusal(kSignal, climbing(16), nullptr, question_of(below(51, 48))).code, ErrorCode::event_rule);
}

TEST(Refusals, RuleNeverFires) {
  const auto failure = refusal(kSignal, climbing(16), nullptr, question_of(below(10, 20)));
  EXPECT_EQ(failure.code, ErrorCode::event_never_fires);
  EXPECT_EQ(
      failure.what,
      "the rule `below 10 until at or above 20, ties to the first` finds no episode: `x` runs from 44 to 53");
  const auto empty = refusal(monthly("2000-01", {}), climbing(16), nullptr, question_of(below(48, 51)));
  EXPECT_THAT(empty.what, HasSubstr("`x` has no observation"));
}

TEST(Refusals, HorizonBeyondTheData) {
  EXPECT_EQ(refusal(kSignal, climbing(16), nullptr, question_of(below(48, 51), "20m")).code,
            ErrorCode::event_horizon);
}

TEST(Refusals, NoCompleteEpisode) {
  auto question = question_of(below(48, 51), "3m");
  question.from = day("2001-01-01");
  const auto failure = refusal(kSignal, climbing(16), nullptr, question);
  EXPECT_EQ(failure.code, ErrorCode::event_none_complete);
  EXPECT_EQ(
      failure.what,
      "no episode has a complete window: 1 pending, 0 not yet known, 0 excluded, 0 before the first price, 0 "
      "after the last day of returns, 2 before `from`");
}

TEST(Refusals, Exclusion) {
  auto question = question_of(below(48, 51), "3m");
  question.exclusions = {{day("1999-01-01"), "a typing error"}};
  const auto failure = refusal(kSignal, climbing(16), nullptr, question);
  EXPECT_EQ(failure.code, ErrorCode::event_exclusion);
  EXPECT_THAT(failure.what, HasSubstr("1999-01-01"));
}

// An exclusion of an episode before `from` matches it, though it would not have counted anyway.
TEST(Refusals, ExclusionBeforeFrom) {
  auto question = question_of(below(48, 51), "3m");
  question.from = day("2000-06-01");
  question.exclusions = {{day("2000-03-15"), "an early strike"}};
  EXPECT_EQ(run_event_study(kSignal, climbing(16), nullptr, question).main.complete, 1);
  question.exclusions = {{day("2000-01-15"), "not in an episode"}};
  EXPECT_EQ(refusal(kSignal, climbing(16), nullptr, question).code, ErrorCode::event_exclusion);
}

TEST(Refusals, Frequency) {
  const auto failure = refusal(kSignal, weekdays("2000-01-03", {1, 2}), nullptr, question_of(below(48, 51)));
  EXPECT_EQ(failure.code, ErrorCode::event_frequency);
  EXPECT_EQ(failure.what, "signal `x` is monthly, asset `x` is daily");
}

TEST(Refusals, PricesAndKinds) {
  auto total = flat(16);
  total.type.kind = Kind::total_return_index;
  EXPECT_EQ(refusal(kSignal, climbing(16), &total, question_of(below(48, 51), "3m")).code,
            ErrorCode::event_kinds);
  auto negative = climbing(16);
  negative.value[3] = -1;
  EXPECT_EQ(refusal(kSignal, negative, nullptr, question_of(below(48, 51), "3m")).code,
            ErrorCode::event_prices);
}

TEST(Refusals, TooManyDraws) {
  auto question = question_of(below(48, 51), "3m");
  question.draws = 40'000'000;
  question.places.draws = {"s.toml", 11, 9};
  const auto failure = refusal(kSignal, climbing(16), nullptr, question);
  EXPECT_EQ(failure.code, ErrorCode::event_too_many);
  EXPECT_EQ(to_string(failure.place), "s.toml:11:9");
}

// One event every `spacing` days of 20,000.
Failure refusal_of_frequent(int spacing, int draws) {
  std::vector<double> signal, price;
  for (int i = 0; i < 20'000; ++i) {
    signal.push_back(i % spacing == 0 ? 0 : 1);
    price.push_back(100 + i % 2);
  }
  auto question = question_of(below(0.5, 0.5), "1d");
  question.draws = draws;
  return refusal(weekdays("1950-01-02", signal), weekdays("1950-01-02", price), nullptr, question);
}

// 8 steps for each of 2,000 events, and no more than 20,000 for the dates.
TEST(Refusals, TooManyEvents) {
  const auto drawn = refusal_of_frequent(10, 5000);
  EXPECT_EQ(drawn.code, ErrorCode::event_too_many);
  EXPECT_THAT(drawn.what, HasSubstr("5000 draws of 2000 events on 19999 dates"));
  EXPECT_THAT(drawn.mend, ContainsRegex("draws = (1[6-9]|2[0-9]|3[0-7])00 or fewer"));
  const auto shifted = refusal_of_frequent(2, 100);
  EXPECT_EQ(shifted.code, ErrorCode::event_too_many);
  EXPECT_EQ(shifted.what, "10000 events on 19999 dates are too much work for the exact shift test");
}

}  // namespace
}  // namespace rerate
