// Behaviour -> test
//   every definition has the same bits as when it is run alone                EventDefinitionsTest.SameBitsAsAlone
//   dates by hand have no other anchor, a market without a benchmark no sides EventDefinitionsTest.WhatSomeHave
//   an option alone has a benchmark: its sides are there, of its definitions  EventDefinitionsTest.BenchmarkOfAnOption
//   every number of more definitions than are run one by one, up to a limit   EventDefinitionsTest.AllNumbers
//   of daily prices the limit is lower, and other anchors are not looked at   EventDefinitionsTest.DailyPrices
//   so has the study's own, the section's published numbers                   EventDefinitionsTest.OwnIsTheSection
//   crests, and returns to a day, also one that had not come                  EventDefinitionsTest.CrestsAndDays
//   signals of another frequency and prices of another kind give no number    EventDefinitionsTest.WhatCannotStand
//   exclusions and end dates vary                                             EventDefinitionsTest.ExclusionsAndEnds
//   an option that never gives a number is told with its reason               EventDefinitionsTest.OptionWithoutANumber
//   choices without an effect make no different definitions                   EventDefinitionsTest.Distinct
//   an even sample holds the study's own                                      EventDefinitionsTest.Sample
//   more than a million definitions keep the wanted columns only              EventDefinitionsTest.ManyDefinitions
//   a stop leaves the study's own definition, and tells how far it got        EventDefinitionsTest.Stop
//   joint inference: own and best adjusted p-values, median effect, SPA       EventDefinitionsTest.Joint
//   sets of more definitions are worked out where a claim names one          EventDefinitionsTest.ClaimedSets
//   any number of threads gives the same                                      EventDefinitionsTest.Threads
//   what the study's own is refused for, the section is                       EventDefinitionsTest.OwnIsRefused

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/study/definition_runs.h"
#include "rerate/study/event_choices_for_test.h"
#include "rerate/study/event_study_section.h"

namespace rerate {
namespace {

SectionContext context_of(const SeriesInputs& market, Date as_of = kEndOfTime) {
  return {as_of, 1, &market, {}};
}

EventChoice of(const std::string& key, const std::vector<std::string>& values, std::size_t usual = 0) {
  EventChoice choice{key, {}, usual};
  for (const auto& value : values) choice.options.push_back({{key, value}});
  return choice;
}

const EventChoice kBelow = of("episode.below", {"48", "47.5", "49", "52"}),
                  kUntil = of("episode.until", {"51", "50", "\"> 50\""}),
                  kAnchor = of("anchor", {"\"trough\"", "\"known\"", "\"end\""}),
                  kHorizon = of("horizon", {"\"12m\"", "\"6m\""}), kGap = of("episode.gap", {"1", "\"6m\""}),
                  kReturns = {"returns",
                              {{}, {{"asset", "\"small_total\""}, {"benchmark", "\"large_total\""}}}};

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// Every column beside figures_of; returns how many definitions have a mean.
std::size_t compare(const SectionRequest& section, const SectionContext& context) {
  const auto runs = run_event_definitions(section, context, {});
  std::vector<std::uint32_t> options(runs.lattice.choices().size());
  std::size_t given = 0;
  for (std::size_t i = 0; i < runs.definitions.size(); ++i) {
    runs.lattice.options(runs.definitions[i], options);
    Figures alone;
    try {
      alone = figures_of(section.choices->read(options), section.id, context);
    } catch (const UserError&) {
    }
    for (const auto& column : runs.numbers) {
      const auto found = std::ranges::find(alone.numbers, column.name, &Figure::name);
      const bool none = found == alone.numbers.end();
      EXPECT_TRUE(same(column.values[i], none ? std::nan("") : found->value))
          << column.name << " " << runs.lattice.difference(runs.definitions[i]) << " " << column.values[i];
      if (none || column.p.empty()) continue;
      EXPECT_TRUE(same(column.p[i], found->p))
          << "p of " << column.name << " " << column.p[i] << " " << found->p;
    }
    for (const auto& number : alone.numbers)
      EXPECT_NE(runs.number(number.name), nullptr) << number.name << " has no column";
    for (const auto& set : alone.sets)
      EXPECT_EQ(runs.set(set.name)->members.at(runs.set(set.name)->sets[i]), set.members);
    given += !std::isnan(runs.number("mean")->values[i]);
  }
  return given;
}

TEST(EventDefinitionsTest, SameBitsAsAlone) {
  const auto market = event_market();
  EXPECT_GT(compare(event_section(usual_event_keys(), {kBelow, kUntil, kAnchor, kHorizon, kGap, kReturns}),
                    context_of(market)),
            200u);
  auto alone = usual_event_keys();
  alone.erase("benchmark");
  EXPECT_EQ(compare(event_section(alone, {kBelow, kHorizon, of("signal", {"\"pmi\"", "\"other\""})}),
                    context_of(market)),
            12u);
}

TEST(EventDefinitionsTest, OwnIsTheSection) {
  const auto market = event_market();
  auto below = kBelow;
  below.usual = 2;
  const auto section = event_section(usual_event_keys(), {below, kUntil, kAnchor});
  const auto runs = run_event_definitions(section, context_of(market), {});
  EXPECT_EQ(runs.definitions[runs.own], runs.lattice.usual());
  EXPECT_TRUE(runs.whole);
  const auto whole =
      event_study_section(section.id, "", std::get<EventStudyRequest>(section.question), context_of(market));
  for (const auto* name :
       {"episodes", "complete", "sample", "mean", "median", "led", "hit_rate", "p_mean", "p_led",
        "asset_mean", "asset_median", "benchmark_mean", "benchmark_median", "known_mean", "base_rate"})
    EXPECT_TRUE(same(runs.number(name)->values[runs.own], find_number(whole, name)->value)) << name;
  EXPECT_TRUE(same(runs.number("mean")->p[runs.own], find_number(whole, "p_mean")->value));
}

TEST(EventDefinitionsTest, CrestsAndDays) {
  const auto market = event_market();
  auto keys = usual_event_keys();
  keys["episode.below"] = keys["episode.until"] = "";
  keys["episode.crest"] = "{ level = 51 }";
  const auto crest =
      of("episode.crest", {"{ level = 51 }", "{ level = 52, cycle = 20 }", "{ amplitude = 2, window = 3 }"});
  EXPECT_GT(compare(event_section(keys, {crest, kAnchor, of("episode.tie", {"\"last\"", "\"first\""})}),
                    context_of(market)),
            9u);
  const auto days = of("horizon", {"\"12m\"", "\"2010-05-31\"", "\"2040-05-31\""});
  EXPECT_GT(compare(event_section(usual_event_keys(), {kBelow, days, kReturns}),
                    context_of(market, make_date(2014, 12, 31))),
            12u);
}

TEST(EventDefinitionsTest, WhatSomeHave) {
  const auto market = event_market();
  const EventChoice rule{
      "rule",
      {{}, {{"episode.below", ""}, {"episode.until", ""}, {"dates", "[\"1995-03-31\", \"2001-07-31\"]"}}}};
  const EventChoice benchmark{"benchmark", {{}, {{"benchmark", ""}}}};
  const auto section = event_section(usual_event_keys(), {rule, benchmark, kAnchor, kHorizon});
  EXPECT_GT(compare(section, context_of(market)), 15u);
  const auto runs = run_event_definitions(section, context_of(market), {});
  std::vector<std::uint32_t> options(4);
  std::size_t both = 0;
  for (std::size_t i = 0; i < runs.definitions.size(); ++i) {
    runs.lattice.options(runs.definitions[i], options);
    const bool given = !std::isnan(runs.number("mean")->values[i]);
    EXPECT_EQ(!std::isnan(runs.number("asset_p_led")->values[i]), given && options[1] == 0);
    const bool known = !std::isnan(runs.number("known_mean")->values[i]),
               extreme = !std::isnan(runs.number("extreme_mean")->values[i]);
    EXPECT_EQ(known, given && options[0] == 0 && options[2] != 1);
    EXPECT_EQ(extreme, given && options[0] == 0 && options[2] == 1);
    both += known || extreme;
  }
  EXPECT_EQ(both, 12u);
}

// As the study file's check takes them for claims and the lead.
TEST(EventDefinitionsTest, BenchmarkOfAnOption) {
  const auto market = event_market();
  auto keys = usual_event_keys();
  keys.erase("benchmark");
  const EventChoice benchmark{"benchmark", {{}, {{"benchmark", "\"large\""}}}};
  const auto below = of("episode.below", {"48", "47.5"});
  const auto section = event_section(keys, {benchmark, below, kHorizon});
  EXPECT_EQ(compare(section, context_of(market)), 8u);
  const auto runs = run_event_definitions(section, context_of(market), {});
  for (const auto* name : {"asset_mean", "benchmark_mean", "since_relative"}) {
    ASSERT_TRUE(runs.number(name)) << name;
    std::vector<std::uint32_t> options(3);
    for (std::size_t i = 0; i < runs.definitions.size(); ++i) {
      runs.lattice.options(runs.definitions[i], options);
      EXPECT_EQ(std::isnan(runs.number(name)->values[i]), options[0] == 0) << name << " " << i;
    }
  }
  // So have so many that some figures only are worked out.
  std::vector<std::string> levels, draws;
  for (int i = 0; i < 1'000; ++i) levels.push_back(std::to_string(47 + 0.001 * i));
  for (int i = 0; i < 30; ++i) draws.push_back(std::to_string(500 + i));
  const auto more = run_event_definitions(
      event_section(keys, {benchmark, of("episode.below", levels), kHorizon, of("draws", draws)}),
      context_of(market), {});
  ASSERT_EQ(more.definitions.size(), 120'000u);
  EXPECT_TRUE(more.number("benchmark_mean"));
  // Without any there are none.
  const auto alone = run_event_definitions(event_section(keys, {below, kHorizon}), context_of(market), {});
  EXPECT_FALSE(alone.number("benchmark_mean"));
  EXPECT_FALSE(alone.number("since_relative"));
}

TEST(EventDefinitionsTest, AllNumbers) {
  const auto market = event_market();
  std::vector<std::string> below, until;
  for (int i = 0; i < 40; ++i) below.push_back(std::to_string(46 + 0.1 * i));
  for (int i = 0; i < 30; ++i) until.push_back(std::to_string(50 + 0.1 * i));
  auto section = event_section(usual_event_keys(), {of("episode.below", below, 20),
                                                    of("episode.until", until), kAnchor, kHorizon, kReturns});
  const auto runs = run_event_definitions(section, context_of(market), {});
  ASSERT_EQ(runs.definitions.size(), 14'400u);
  const auto whole =
      event_study_section(section.id, "", std::get<EventStudyRequest>(section.question), context_of(market));
  for (const auto& number : whole.numbers)
    EXPECT_EQ(runs.number(number.name) == nullptr, number.name.find("ci_") != std::string::npos)
        << number.name;
  std::vector<std::uint32_t> options(runs.lattice.choices().size());
  for (std::size_t i = 7; i < runs.definitions.size(); i += 397) {
    runs.lattice.options(runs.definitions[i], options);
    Figures alone;
    try {
      alone = figures_of(section.choices->read(options), section.id, context_of(market));
    } catch (const UserError&) {
    }
    for (const auto& column : runs.numbers) {
      const auto found = std::ranges::find(alone.numbers, column.name, &Figure::name);
      const bool none = found == alone.numbers.end();
      EXPECT_TRUE(same(column.values[i], none ? std::nan("") : found->value)) << column.name << " " << i;
      if (column.p.empty()) continue;
      EXPECT_TRUE(same(column.p[i], none ? std::nan("") : found->p)) << column.name;
    }
  }
  // Above, some figures only.
  section = event_section(usual_event_keys(),
                          {of("episode.below", below, 20), of("episode.until", until), kAnchor, kHorizon,
                           kReturns, of("draws", {"2000", "900", "800", "700", "600", "500", "400"})});
  const auto more = run_event_definitions(section, context_of(market), {});
  ASSERT_EQ(more.definitions.size(), 100'800u);
  EXPECT_EQ(more.numbers.size(), 13u);
  EXPECT_TRUE(same(more.number("asset_mean")->values[more.own], runs.number("asset_mean")->values[runs.own]));
}

TEST(EventDefinitionsTest, DailyPrices) {
  SeriesInputs market;
  const RandomStream random(33, 1);
  for (const auto kind : {Kind::diffusion_index, Kind::price_index}) {
    auto& input = market[kind == Kind::price_index ? "price" : "survey"];
    input.series.type = {Frequency::daily, kind, "index"};
    double level = 50;
    for (int i = 0; i < 700; ++i) {
      const double step = random.uniform(static_cast<std::uint64_t>(i)) - 0.5;
      level = kind == Kind::price_index ? level * (1 + 0.02 * step) : level + 0.1 * (50 - level) + 4 * step;
      const auto day = make_date(2010, 1, 4) + 7 * (i / 5) + i % 5;
      input.series.append(day.days, level, day + 1);
    }
  }
  const EventKeys keys = {{"signal", "\"survey\""},
                          {"asset", "\"price\""},
                          {"horizon", "\"20d\""},
                          {"episode.below", "48"},
                          {"episode.until", "51"}};
  std::vector<std::string> below, until;
  for (int i = 0; i < 100; ++i) below.push_back(std::to_string(48 + 0.01 * i));
  for (int i = 0; i < 51; ++i) until.push_back(std::to_string(50 + 0.02 * i));
  const auto all =
      run_event_definitions(event_section(keys, {of("episode.below", below)}), context_of(market), {});
  const auto many = run_event_definitions(
      event_section(keys, {of("episode.below", below), of("episode.until", until)}), context_of(market), {});
  ASSERT_EQ(many.definitions.size(), 5'100u);
  EXPECT_EQ(many.numbers.size(), 9u);
  EXPECT_NE(all.number("known_p_median"), nullptr);
  EXPECT_FALSE(std::isnan(all.number("mean")->values[all.own]));
}

TEST(EventDefinitionsTest, WhatCannotStand) {
  const auto market = event_market();
  // A quarterly signal has no monthly prices; a price index is not set against a total-return index.
  const auto section = event_section(usual_event_keys(),
                                     {of("signal", {"\"pmi\"", "\"survey_q\""}),
                                      of("asset", {"\"small\"", "\"small_total\"", "\"value\""}), kHorizon});
  EXPECT_EQ(compare(section, context_of(market)), 4u);
}

TEST(EventDefinitionsTest, ExclusionsAndEnds) {
  const auto market = event_market();
  const auto plain = event_section(usual_event_keys(), {kBelow});
  const auto runs = run_event_definitions(plain, context_of(market), {});
  const auto& dates = runs.set("episode_dates")->members[runs.set("episode_dates")->sets[runs.own]];
  ASSERT_GT(dates.size(), 2u);
  const auto exclude = of("exclude", {"[]", "[{ date = \"" + dates[1] + "\", reason = \"why\" }]"});
  const auto to = of("to", {"", "\"2009-05\"", "\"1970-05\"", "\"2003-02\""});
  EXPECT_GT(compare(event_section(usual_event_keys(), {kHorizon, exclude, to}), context_of(market)), 8u);
}

TEST(EventDefinitionsTest, OptionWithoutANumber) {
  const auto market = event_market();
  const auto runs = run_event_definitions(
      event_section(usual_event_keys(), {of("episode.below", {"48", "5"}), kUntil}), context_of(market), {});
  EXPECT_THAT(runs.warnings,
              testing::Contains(testing::AllOf(testing::HasSubstr("episode.below 5 gives a number"),
                                               testing::HasSubstr("finds no episode"))));
}

TEST(EventDefinitionsTest, Distinct) {
  const auto market = event_market();
  const auto runs = run_event_definitions(
      event_section(usual_event_keys(),
                    {of("draws", {"2000", "500"}), of("episode.below", {"48", "47.99", "48"})}),
      context_of(market), {});
  EXPECT_EQ(runs.definitions.size(), 6u);
  EXPECT_EQ(runs.distinct, 1u);
}

TEST(EventDefinitionsTest, Sample) {
  const auto market = event_market();
  auto section = event_section(usual_event_keys(), {kBelow, kUntil, kAnchor, kHorizon, kGap, kReturns});
  const auto all = run_event_definitions(section, context_of(market), {});
  section.multiverse.most = 40;
  const auto some = run_event_definitions(section, context_of(market), {});
  EXPECT_EQ(some.definitions.size(), 40u);
  EXPECT_FALSE(some.whole);
  EXPECT_EQ(some.definitions[some.own], some.lattice.usual());
  for (std::size_t i = 0; i < some.definitions.size(); ++i)
    EXPECT_TRUE(same(some.number("median")->values[i], all.number("median")->values[some.definitions[i]]));
}

TEST(EventDefinitionsTest, ManyDefinitions) {
  const auto market = event_market();
  std::vector<std::string> below, until, from;
  for (int i = 0; i < 110; ++i) {
    below.push_back(std::to_string(50 - 0.03 * i));
    until.push_back(std::to_string(50 + 0.03 * i));
    from.push_back("\"" + std::to_string(1990 + i / 12) + (i % 12 < 9 ? "-0" : "-") +
                   std::to_string(1 + i % 12) + "\"");
  }
  auto section = event_section(usual_event_keys(),
                               {of("episode.below", below), of("episode.until", until), of("from", from)});
  section.multiverse.most = 1'100'000;
  const auto runs = run_event_definitions(section, context_of(market), {});
  EXPECT_EQ(runs.definitions.size(), 1'100'000u);
  ASSERT_EQ(runs.numbers.size(), 1u);
  EXPECT_EQ(runs.numbers[0].name, "mean");
  EXPECT_THAT(runs.warnings,
              testing::Contains(testing::HasSubstr("an even sample of 100,000 of the 1,100,000")));
  EXPECT_TRUE(runs.joint.shifts.has_value());
  section.multiverse.most.reset();
  EXPECT_NO_THROW(run_event_definitions(section, context_of(market), {.most = 1000}));
}

TEST(EventDefinitionsTest, Stop) {
  const auto market = event_market();
  auto below = kBelow;
  below.usual = 3;
  auto until = kUntil;
  until.options = {{{"episode.until", "54"}}, {{"episode.until", "55"}}};
  const auto section =
      event_section(usual_event_keys(), {below, until, of("to", {"\"2012-05\"", "\"2009-05\""})});
  std::atomic<bool> stop = false;
  RunLimits limits;
  limits.stop = &stop;
  limits.progress = [&](std::uint64_t done, std::uint64_t of) {
    EXPECT_LE(done, of);
    stop = true;
  };
  const auto all = run_event_definitions(section, context_of(market), {});
  const auto part = run_event_definitions(section, context_of(market), limits);
  ASSERT_TRUE(part.stopped);
  EXPECT_LT(part.stopped->done, all.definitions.size());
  EXPECT_EQ(part.stopped->of, all.definitions.size());
  EXPECT_THAT(part.definitions, testing::ElementsAre(part.lattice.usual()));
  EXPECT_FALSE(part.whole);
  EXPECT_FALSE(part.joint.shifts);
  ASSERT_EQ(part.numbers.size(), all.numbers.size());
  for (std::size_t k = 0; k < all.numbers.size(); ++k)
    EXPECT_TRUE(same(part.numbers[k].values[0], all.numbers[k].values[all.own])) << all.numbers[k].name;
  EXPECT_FALSE(std::isnan(part.number("known_mean")->values[0]));
  EXPECT_FALSE(all.stopped);
}

TEST(EventDefinitionsTest, Joint) {
  const auto market = event_market();
  // One pattern: adjusted for nothing.
  const auto one = run_event_definitions(event_section(usual_event_keys(), {of("draws", {"2000", "500"})}),
                                         context_of(market), {});
  const double alone = one.number("mean")->p[0];
  EXPECT_EQ(one.joint.own_adjusted_p, alone);
  EXPECT_EQ(one.joint.best_adjusted_p, alone);
  EXPECT_EQ(one.joint.shifts->p_median, alone);
  EXPECT_EQ(one.joint.shifts->definitions, 1u);
  EXPECT_EQ(one.joint.adjusted_p, std::vector{alone});
  EXPECT_TRUE(one.joint.own_is_best);
  EXPECT_EQ(one.joint.own_left_out, 0u);
  EXPECT_TRUE(one.joint.spa_hindsight);  // an extreme is known later

  const auto runs =
      run_event_definitions(event_section(usual_event_keys(), {kBelow, kUntil, kAnchor, kHorizon, kReturns}),
                            context_of(market), {});
  const auto& joint = runs.joint;
  EXPECT_GE(joint.own_adjusted_p, runs.number("mean")->p[runs.own]);
  EXPECT_LE(joint.best_adjusted_p, joint.own_adjusted_p);
  EXPECT_LT(joint.best, *runs.lattice.size());
  EXPECT_EQ(joint.shifts->patterns, runs.distinct);
  EXPECT_EQ(joint.shifts->dates, 288);  // of the longest horizon
  EXPECT_GT(joint.spa_p, 0);
  EXPECT_LE(joint.spa_p, 1);
  EXPECT_FALSE(joint.spa_hindsight);  // `known` is an option
  EXPECT_EQ(joint.adjusted_p.size(), joint.shifts->patterns);
  EXPECT_EQ(joint.different, runs.distinct);
  EXPECT_GT(joint.own_events, joint.own_left_out);
  // Where windows end on one day there is nothing to move.
  auto keys = usual_event_keys();
  keys["horizon"] = "\"2010-05-31\"";
  const auto to_a_day = run_event_definitions(event_section(keys, {kBelow, kUntil}), context_of(market), {});
  EXPECT_FALSE(to_a_day.joint.shifts.has_value());
  EXPECT_TRUE(std::isnan(to_a_day.joint.own_adjusted_p));
}

TEST(EventDefinitionsTest, ClaimedSets) {
  const auto market = event_market();
  auto from = of("from", {});
  for (int year = 1990; year < 2000; ++year)
    from.options.push_back({{"from", "\"" + std::to_string(year) + "-01\""}});
  auto section = event_section(
      usual_event_keys(), {kUntil, kAnchor, kHorizon, kGap, kReturns, from, of("draws", {"2000", "500"})});
  EXPECT_EQ(run_event_definitions(section, context_of(market), {}).sets.size(), 0u);
  const auto unclaimed = section;
  section.claims = {{"", {{{"not_led", ClaimedMembers{{"1996"}}}}}, {}, {}}};
  const auto runs = run_event_definitions(section, context_of(market), {});
  EXPECT_EQ(runs.definitions.size(), 1440u);
  // Which numbers vary is no matter of claims.
  EXPECT_EQ(runs.numbers.size(), run_event_definitions(unclaimed, context_of(market), {}).numbers.size());
  ASSERT_NE(runs.set("not_led"), nullptr);
  EXPECT_NE(runs.set("not_led")->sets[runs.own], kNoSet);
}

TEST(EventDefinitionsTest, Threads) {
  const auto market = event_market();
  const auto section = event_section(usual_event_keys(), {kBelow, kUntil, kAnchor, kHorizon, kGap, kReturns});
  set_thread_count(1);
  const auto one = run_event_definitions(section, context_of(market), {});
  set_thread_count(4);
  const auto four = run_event_definitions(section, context_of(market), {});
  set_thread_count(0);
  ASSERT_EQ(one.numbers.size(), four.numbers.size());
  for (std::size_t k = 0; k < one.numbers.size(); ++k)
    for (std::size_t i = 0; i < one.definitions.size(); ++i)
      EXPECT_TRUE(same(one.numbers[k].values[i], four.numbers[k].values[i]));
  EXPECT_EQ(one.joint.spa_p, four.joint.spa_p);
  EXPECT_EQ(one.joint.own_adjusted_p, four.joint.own_adjusted_p);
  EXPECT_EQ(one.warnings, four.warnings);
}

TEST(EventDefinitionsTest, OwnIsRefused) {
  const auto market = event_market();
  auto below = of("episode.below", {"5", "48"});
  EXPECT_THROW(run_event_definitions(event_section(usual_event_keys(), {below}), context_of(market), {}),
               UserError);
}

}  // namespace
}  // namespace rerate
