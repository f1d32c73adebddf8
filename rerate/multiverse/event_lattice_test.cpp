// Behaviour -> test
//   definitions are numbered in mixed radix, the anchor turning fastest     EventLattice.Numbering
//   a range, a list and the whole give the same rows; going on after a stop EventLattice.RangesAndLists
//   a sparse list of a lattice of 700 million definitions                   EventLattice.SparseListOfALargeLattice
//   same bits for 1 and 2 threads                                           EventLattice.SameBitsForAnyThreads
//   stop is obeyed between chunks, progress told after each                 EventLattice.StopAndProgress
//   rules that give the same events are tested once                         EventLattice.DuplicatesAreTestedOnce
//   what is forgotten is worked out again: same rows, more tests            EventLattice.ForgettingChangesNothing
//   so do all statistics, for any number of threads                         EventLattice.StatisticsAfterForgetting
//   a signal too long for bit sets                                          EventLattice.VeryLongSignal
//   the same start months have one pattern on every market                  EventLattice.PatternsAcrossMarkets
//   what the study refuses for whatever rule is refused                     EventLattice.RefusesWhatTheStudyRefuses
//   contradictory and silent rules, windows that do not fit: nothing        EventLattice.NothingIsNaN
//   an exclusion that matches no episode leaves nothing out                 EventLattice.ExclusionsThatMatchNothing
//   the lattice of claim C6: counts and where 12/10 is (licensed figures)   LicensedData.IsmLattice

#include "rerate/multiverse/event_lattice.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "rerate/base/parallel.h"
#include "rerate/multiverse/event_lattice_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;

// Two markets on one grid, thirty rules, three anchors, two horizons.
struct Market {
  Series signal = monthly("2000-01", diffusion_figures(240, 1), Kind::diffusion_index, 2);
  Series small = monthly("2000-01", price_figures(240, 1)), large = monthly("2000-01", price_figures(240, 2));

  EventLatticeOptions options() const {
    EventLatticeOptions options;
    options.signals = {&signal};
    for (int enter = 0; enter < 5; ++enter)
      for (int leave = 0; leave < 3; ++leave)
        for (const int gap : {0, 6})
          options.rules.push_back(below_until(47 + 0.5 * enter, 50 + 0.5 * leave, gap));
    options.anchors = {Anchor::extreme, Anchor::end, Anchor::known};
    options.markets = {{&small, &large}, {&large, nullptr}};
    options.horizons = {Duration{6, Duration::Unit::month}, Duration{12, Duration::Unit::month}};
    options.from = {std::nullopt, day("2004-01-01")};
    return options;
  }
};

// Equal to the last bit, missing figures included.
bool same_bits(const DefinitionOutcome& a, const DefinitionOutcome& b) {
  return a.definition == b.definition && a.pattern == b.pattern && a.episodes == b.episodes &&
         a.complete == b.complete && a.led == b.led && a.dates == b.dates &&
         std::memcmp(&a.mean, &b.mean, 8 * sizeof(double)) == 0;
}

bool same_bits(const std::vector<DefinitionOutcome>& a, const std::vector<DefinitionOutcome>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) { return same_bits(x, y); });
}

TEST(EventLattice, Numbering) {
  const Market market;
  const EventLattice lattice(market.options());
  EXPECT_EQ(lattice.size(), 1u * 2 * 2 * 2 * 1 * 30 * 3);
  EXPECT_EQ(lattice.definition(0), EventDefinition{});
  EXPECT_EQ(lattice.definition(1), (EventDefinition{.anchor = 1}));
  EXPECT_EQ(lattice.definition(3), (EventDefinition{.rule = 1}));
  EXPECT_EQ(lattice.definition(90), (EventDefinition{.horizon = 1}));
  EXPECT_EQ(lattice.definition(180), (EventDefinition{.market = 1}));
  EXPECT_EQ(lattice.definition(360), (EventDefinition{.from = 1}));
  for (std::uint64_t number = 0; number < lattice.size(); ++number)
    ASSERT_EQ(lattice.number(lattice.definition(number)), number);
}

TEST(EventLattice, RangesAndLists) {
  const Market market;
  const EventLattice lattice(market.options());
  const auto all = all_rows(lattice);
  std::vector<DefinitionOutcome> rows;
  const auto add = [&](std::span<const DefinitionOutcome> chunk) {
    rows.insert(rows.end(), chunk.begin(), chunk.end());
  };
  const auto begun = lattice.run(0, 137, add);
  EXPECT_EQ(begun.done, 137u);
  EXPECT_TRUE(begun.finished);
  lattice.run(begun.done, lattice.size(), add);
  EXPECT_TRUE(same_bits(rows, all));

  rows.clear();
  std::vector<std::uint64_t> list;
  std::vector<DefinitionOutcome> expected;
  for (std::uint64_t number = 5; number < lattice.size(); number += 1 + number % 13) {
    list.push_back(number);
    expected.push_back(all[number]);
  }
  EXPECT_EQ(lattice.run(list, add).done, list.size());
  EXPECT_TRUE(same_bits(rows, expected));
  EXPECT_EQ(lattice.run(std::span<const std::uint64_t>(), add).done, 0u);
}

TEST(EventLattice, SparseListOfALargeLattice) {
  const Market market;
  auto options = market.options();
  const auto first = day("2004-01-01");
  for (int i = 0; i < 2'000; ++i) options.from.emplace_back(first + i % 3'000);
  for (int i = 0; i < 2'000; ++i) options.to.emplace_back(first + 4'000 + i % 3'000);
  const EventLattice lattice(options);
  ASSERT_GT(lattice.size(), 500'000'000u);
  std::vector<std::uint64_t> list;
  for (std::uint64_t i = 0; i < 20; ++i) list.push_back(i * (lattice.size() / 20) + 7 * i);
  std::size_t at = 0;
  lattice.run(list, [&](std::span<const DefinitionOutcome> rows) {
    for (const auto& row : rows) {
      const auto definition = lattice.definition(row.definition);
      auto one = market.options();
      one.from = {options.from[definition.from]};
      one.to = {options.to[definition.to]};
      const auto alone = all_rows(EventLattice(one));
      auto same = definition;
      same.from = same.to = 0;
      EXPECT_EQ(row.definition, list[at++]);
      EXPECT_EQ(row.mean, alone[EventLattice(one).number(same)].mean);
      EXPECT_EQ(row.p_mean, alone[EventLattice(one).number(same)].p_mean);
    }
  });
  EXPECT_EQ(at, list.size());
}

TEST(EventLattice, SameBitsForAnyThreads) {
  const Market market;
  auto options = market.options();
  for (int i = 0; i < 400; ++i) options.rules.push_back(below_until(45 + 0.01 * i, 51, i % 5));
  const EventLattice lattice(options);
  set_thread_count(1);
  const auto serial = all_rows(lattice);
  set_thread_count(2);
  const auto parallel = all_rows(lattice);
  set_thread_count(0);
  EXPECT_TRUE(same_bits(serial, parallel));
}

TEST(EventLattice, StopAndProgress) {
  const Market market;
  const EventLattice lattice(market.options());
  std::atomic<bool> stop = false;
  std::vector<std::uint64_t> told;
  std::uint64_t delivered = 0;
  LatticeControl control;
  control.stop = &stop;
  control.progress = [&](std::uint64_t done, std::uint64_t of) {
    EXPECT_EQ(of, lattice.size());
    EXPECT_EQ(done, delivered);
    told.push_back(done);
    if (told.size() == 3) stop = true;
  };
  const auto run =
      lattice.run([&](std::span<const DefinitionOutcome> rows) { delivered += rows.size(); }, control);
  EXPECT_THAT(told, ElementsAre(90, 180, 270));
  EXPECT_EQ(run.done, 270u);
  EXPECT_FALSE(run.finished);
}

TEST(EventLattice, DuplicatesAreTestedOnce) {
  const Market market;
  auto options = market.options();
  options.rules = {below_until(48, 51), below_until(48, 51), below_until(48, 50.75), below_until(48.25, 51),
                   below_until(46, 51)};
  options.anchors = {Anchor::extreme};
  options.markets.resize(1);
  options.horizons.resize(1);
  options.from = {std::nullopt};
  const EventLattice lattice(options);
  std::vector<DefinitionOutcome> rows;
  const auto run = lattice.run(
      [&](std::span<const DefinitionOutcome> chunk) { rows.insert(rows.end(), chunk.begin(), chunk.end()); });
  EXPECT_EQ(rows[0].pattern, rows[1].pattern);
  EXPECT_EQ(rows[0].p_mean, rows[1].p_mean);
  // Figures are halves: at or above 50.75 is at or above 51. Below 48.25 takes 48 too.
  EXPECT_EQ(rows[0].pattern, rows[2].pattern);
  std::vector<std::uint64_t> patterns;
  for (const auto& row : rows) patterns.push_back(row.pattern);
  std::ranges::sort(patterns);
  const auto different = std::ranges::unique(patterns).begin() - patterns.begin();
  EXPECT_EQ(run.tests, static_cast<std::uint64_t>(different));
  EXPECT_GE(run.tests, 2u);
}

TEST(EventLattice, ForgettingChangesNothing) {
  const Market market;
  auto options = market.options();
  // More rules than one chunk takes.
  for (int i = 0; i < 26'000; ++i) options.rules.push_back(below_until(44 + 0.01 * (i % 600), 50.5, i % 37));
  options.markets.resize(1);
  const EventLattice lattice(options);
  const auto shared = [&](std::size_t most_kept) {
    LatticeControl control;
    control.most_kept = most_kept;
    std::vector<DefinitionOutcome> rows;
    const auto run = lattice.run(
        [&](std::span<const DefinitionOutcome> chunk) {
          rows.insert(rows.end(), chunk.begin(), chunk.end());
        },
        control);
    return std::pair(std::move(rows), run.tests);
  };
  const auto [all, tests] = shared(LatticeControl().most_kept);
  for (const std::size_t most_kept : {0, 1'000}) {
    const auto [rows, more_tests] = shared(most_kept);
    EXPECT_TRUE(same_bits(rows, all)) << most_kept;
    EXPECT_GT(more_tests, tests) << most_kept;
  }
}

TEST(EventLattice, StatisticsAfterForgetting) {
  const Market market;
  auto options = market.options();
  // More patterns than are kept with all of their statistics at the smaller limit.
  for (int i = 0; i < 400; ++i) options.rules.push_back(below_until(45 + 0.01 * i, 51, i % 5));
  const EventLattice lattice(options);
  std::vector<std::uint64_t> list;
  for (std::uint64_t number = 0; number < lattice.size(); number += 2) list.push_back(number);
  const auto figures = [&](std::size_t most_kept) {
    LatticeControl control;
    control.most_kept = most_kept;
    std::vector<double> found;
    lattice.run_statistics(
        list,
        [&](std::span<const DefinitionStatistics> rows) {
          for (const auto& row : rows)
            for (const auto* outcome : {row.asset, row.benchmark, row.relative})
              found.insert(found.end(), {static_cast<double>(row.outcome.definition), row.n_eff,
                                         outcome ? outcome->p_median : -1, outcome ? outcome->median : -1});
        },
        control);
    return found;
  };
  const auto all = figures(LatticeControl().most_kept);
  EXPECT_EQ(all.size(), 12 * list.size());
  set_thread_count(1);
  EXPECT_EQ(figures(1'000), all);
  set_thread_count(0);
  EXPECT_EQ(figures(0), all);
  EXPECT_EQ(lattice.run_statistics({}, [](auto) {}).done, 0u);
}

// So long that its spells are not found from bits: by hand, an event a spell.
TEST(EventLattice, VeryLongSignal) {
  const auto signal = weekdays("1830-01-04", diffusion_figures(47'000, 9));
  const auto price = weekdays("1830-01-04", price_figures(47'000, 9));
  EventLatticeOptions options;
  options.signals = {&signal};
  options.rules = {below_until(45, 54)};
  options.anchors = {Anchor::start};
  options.markets = {{&price, nullptr}};
  options.horizons = {Duration{1, Duration::Unit::day}};
  const auto rows = all_rows(EventLattice(options));
  double sum = 0;
  std::int32_t spells = 0;
  bool inside = false;
  for (std::size_t t = 0; t + 1 < signal.size(); ++t) {
    if (!inside && signal.value[t] < 45) {
      sum += 100 * (price.value[t + 1] / price.value[t] - 1);
      ++spells;
      inside = true;
    }
    if (signal.value[t] >= 54) inside = false;
  }
  EXPECT_GT(spells, 50);
  EXPECT_EQ(rows[0].complete, spells);
  EXPECT_NEAR(rows[0].mean, sum / spells, 1e-9);
}

TEST(EventLattice, PatternsAcrossMarkets) {
  const Market market;
  // The same months stand at other places of the grid.
  const auto later = monthly("2000-04", price_figures(237, 3));
  auto options = market.options();
  options.markets = {{&market.small, &market.large}, {&later, nullptr}};
  options.from = {day("2004-01-01")};
  const auto rows = all_rows(EventLattice(options));
  for (std::size_t i = 0; i < 180; ++i) EXPECT_EQ(rows[i].pattern, rows[180 + i].pattern);
  EXPECT_NE(rows[0].mean, rows[180].mean);
}

TEST(EventLattice, RefusesWhatTheStudyRefuses) {
  const Market market;
  const auto expect_refused = [](const EventLatticeOptions& options, ErrorCode code) {
    try {
      EventLattice lattice(options);
      FAIL() << "not refused";
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, code) << error.what();
    }
  };
  auto options = market.options();
  options.horizons.emplace_back(Duration{10, Duration::Unit::day});
  expect_refused(options, ErrorCode::event_horizon);
  options = market.options();
  options.to.emplace_back(day("1990-01-01"));
  expect_refused(options, ErrorCode::event_prices);
  const auto daily_signal = weekdays("2000-01-03", diffusion_figures(100, 4));
  options = market.options();
  options.signals.push_back(&daily_signal);
  expect_refused(options, ErrorCode::event_frequency);
  const auto returns = monthly("2000-01", price_figures(240, 5), Kind::return_);
  options = market.options();
  options.markets.push_back({&returns, nullptr});
  expect_refused(options, ErrorCode::event_kinds);
}

TEST(EventLattice, NothingIsNaN) {
  const Market market;
  auto options = market.options();
  options.rules = {below_until(48, 51), below_until(51, 48), below_until(10, 51),
                   DatesByHand{{day("1970-01-01")}}};
  options.anchors = {Anchor::extreme};
  options.markets.resize(1);
  options.horizons = {Duration{12, Duration::Unit::month}, Duration{40, Duration::Unit::year}};
  options.from = {std::nullopt};
  const auto rows = all_rows(EventLattice(options));
  ASSERT_EQ(rows.size(), 8u);
  EXPECT_GT(rows[0].complete, 0);
  EXPECT_EQ(rows[4].episodes, rows[0].episodes);  // none complete over forty years
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].complete, 0);
    EXPECT_EQ(rows[i].pattern, 0u);
    EXPECT_TRUE(std::isnan(rows[i].mean) && std::isnan(rows[i].median) && std::isnan(rows[i].p_mean));
    EXPECT_TRUE(i == 4 || rows[i].episodes == 0);
  }
}

TEST(EventLattice, ExclusionsThatMatchNothing) {
  const Market market;
  auto options = market.options();
  options.anchors = {Anchor::extreme};
  options.markets.resize(1);
  options.horizons.resize(1);
  options.from = {std::nullopt};
  const auto before = all_rows(EventLattice(options));
  options.exclusions = {{day("1950-01-01"), "before the data"}};
  EXPECT_TRUE(same_bits(all_rows(EventLattice(options)), before));
  // The first episode of the first rule, by its extreme.
  const auto episodes = find_episodes(market.signal, options.rules[0]);
  options.exclusions = {{first_day(market.signal.period(episodes[0].extreme)), "chosen"}};
  EXPECT_EQ(all_rows(EventLattice(options))[0].episodes, before[0].episodes - 1);
}

// ------------------------------------------------------------------ licensed figures

struct IsmRule {
  double enter, leave;
  bool above = false;  // leaving takes more than the level
  int gap;
};

std::vector<IsmRule> ism_rules() {
  std::vector<IsmRule> rules;
  for (const double enter : {47.0, 47.5, 48.0})
    for (const int gap : {1, 3, 6}) {
      for (const double leave : {enter, 48.0, 49.0, 50.0, 51.0, 52.0})
        if (leave == enter || leave > enter) rules.push_back({enter, leave, false, gap});
      rules.push_back({enter, 50, true, gap});
    }
  return rules;
}

TEST(LicensedData, IsmLattice) {
  if (!std::filesystem::exists(licensed_data("ism_pmi.csv")))
    GTEST_SKIP() << "the licensed figures are not here";
  const auto signal =
      read_column(licensed_data("ism_pmi.csv"), "value", Frequency::monthly, Kind::diffusion_index, 1);
  const auto prices = [](const std::string& file) {
    return month_end(read_column(licensed_data(file), "value", Frequency::daily, Kind::price_index));
  };
  const auto small = prices("russell2000_price_spliced_daily.csv"), large = prices("sp500_price_daily.csv");
  const auto rules = ism_rules();
  EventLatticeOptions options;
  options.signals = {&signal};
  for (const auto& one : rules) {
    auto rule = below_until(one.enter, one.leave, one.gap);
    rule.leave.inclusive = !one.above;
    options.rules.emplace_back(rule);
  }
  options.markets = {{&small, &large}};
  options.horizons = {Duration{12, Duration::Unit::month}};
  options.from = {day("1979-01-01")};
  options.to = {day("2025-05-31")};
  int least = 100, most = 0;
  std::vector<std::string> claimed;
  for (const auto& row : all_rows(EventLattice(options))) {
    const auto& rule = rules[row.definition];
    least = std::min(least, row.episodes);
    most = std::max(most, row.episodes);
    if (row.episodes == 12 && row.complete == 12 && row.led == 10 && rule.gap < 6)
      claimed.push_back(fmt::format("{} {} {}", rule.enter, rule.leave, rule.gap));
  }
  EXPECT_EQ(least, 10);
  EXPECT_EQ(most, 24);
  // Unless spells up to half a year apart are joined, only leaving at 51 or 52 gives the claim; whether
  // episodes enter below 48 or 47.5 makes no difference.
  EXPECT_THAT(claimed, ElementsAre("47.5 51 1", "47.5 52 1", "47.5 51 3", "47.5 52 3", "48 51 1", "48 52 1",
                                   "48 51 3", "48 52 3"));
}

}  // namespace
}  // namespace rerate
