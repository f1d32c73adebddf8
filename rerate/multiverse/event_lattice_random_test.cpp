// Behaviour -> test
//   every definition of random lattices gives what run_event_study gives, to the last bit, and so do all of its
//   statistics: monthly figures with holes, revisions, exclusions, dates by hand, windows at both ends
//                                                                       RandomLattices.MonthlyAgreeWithTheStudy
//   the same on daily prices with holidays                              RandomLattices.DailyAgreeWithTheStudy

#include <gtest/gtest.h>

#include "rerate/multiverse/event_lattice_for_test.h"

namespace rerate {
namespace {

// Random choices, one after another.
class Dice {
 public:
  explicit Dice(std::uint64_t stream) : random_(5, stream) {}
  std::size_t below(std::size_t count) { return random_.below(next_++, count); }
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
  }
  bool rarely() { return below(4) == 0; }
  bool even() { return below(2) == 0; }

 private:
  RandomStream random_;
  std::uint64_t next_ = 0;
};

// Everything a lattice points to.
struct RandomLattice {
  std::vector<Series> signals, assets, benchmarks;
  EventLatticeOptions options;
};

Date any_day(const Series& series, Dice& dice) {
  return last_day(series.period(dice.below(series.size()))) - dice.between(0, 20);
}

EpisodeRule threshold(Dice& dice) {
  ThresholdRule rule;
  rule.side = dice.even() ? Side::below : Side::above;
  const double way = rule.side == Side::below ? 1 : -1;
  rule.enter = {50 - way * 0.5 * dice.between(0, 5), dice.even()};
  rule.leave = {50 + way * 0.5 * dice.between(-3, 4), dice.even()};  // now and then on the wrong side
  rule.enter_periods = dice.between(1, 3);
  rule.leave_periods = dice.between(1, 3);
  rule.gap = dice.rarely() ? dice.between(1, 6) : 0;
  rule.tie = dice.even() ? Tie::first : Tie::last;
  return rule;
}

EpisodeRule turning_point(Dice& dice) {
  TurningPointRule rule;
  rule.side = dice.even() ? Side::above : Side::below;
  rule.window = dice.between(2, 5);
  rule.phase = dice.between(1, 5);
  rule.cycle = dice.between(4, 12);
  if (dice.rarely()) rule.level = 50;
  if (dice.rarely()) rule.amplitude = 1.5;
  rule.tie = dice.even() ? Tie::first : Tie::last;
  return rule;
}

EpisodeRule by_hand(const Series& signal, Dice& dice) {
  DatesByHand rule;
  for (int i = dice.between(1, 6); i > 0; --i) rule.dates.push_back(any_day(signal, dice) + 15);
  return rule;  // now and then a date twice, or before the first figure: both give nothing
}

void add_rules(RandomLattice& lattice, Dice& dice) {
  for (int i = dice.between(2, 5); i > 0; --i) lattice.options.rules.push_back(threshold(dice));
  if (dice.even()) lattice.options.rules.push_back(turning_point(dice));
  if (dice.even()) lattice.options.rules.push_back(by_hand(lattice.signals.front(), dice));
}

void add_choices(RandomLattice& lattice, Dice& dice) {
  auto& options = lattice.options;
  const auto& signal = lattice.signals.front();
  for (const auto& series : lattice.signals) options.signals.push_back(&series);
  for (std::size_t i = 0; i < lattice.assets.size(); ++i)
    options.markets.push_back({&lattice.assets[i], dice.rarely() ? nullptr : &lattice.benchmarks[i]});
  options.anchors.clear();
  for (const auto anchor : {Anchor::known, Anchor::extreme, Anchor::start, Anchor::end, Anchor::confirm})
    if (dice.even()) options.anchors.push_back(anchor);
  if (options.anchors.empty()) options.anchors = {Anchor::extreme};
  if (dice.even()) options.from.emplace_back(any_day(signal, dice));
  if (dice.even()) options.to.emplace_back(last_day(signal.period(signal.size() - 1 - dice.below(30))));
  if (dice.rarely()) options.horizons.emplace_back(any_day(signal, dice) + 200);
  options.horizon_to_come = dice.even();
  for (int i = dice.between(0, 2); i > 0; --i)
    options.exclusions.push_back({any_day(signal, dice), "chosen"});
  add_rules(lattice, dice);
}

Series with_holes(Series series, Dice& dice) {
  for (int i = dice.between(0, 4); i > 0; --i) series.value[dice.below(series.size())] = std::nan("");
  return series;
}

void monthly_lattice(std::uint64_t number, RandomLattice& lattice) {
  Dice dice(number);
  const auto months = static_cast<std::size_t>(dice.between(70, 130));
  for (int i = dice.between(1, 2); i > 0; --i)
    lattice.signals.push_back(
        with_holes(monthly("2001-03", diffusion_figures(months, 2 * number + static_cast<std::uint64_t>(i)),
                           Kind::diffusion_index, dice.between(0, 40)),
                   dice));
  // Figures that were revised later: their first release counts.
  if (dice.rarely()) {
    auto& signal = lattice.signals.front();
    signal.first_known_at = signal.known_at;
    for (auto& day : signal.known_at) day = day + 90;
  }
  for (std::uint64_t i = 0; i < 2; ++i) {
    // The second market starts elsewhere, or is the first at other prices.
    const auto start = i == 0 || dice.even() ? "2001-09" : "2000-05";
    lattice.assets.push_back(monthly(start, price_figures(months - 5, 4 * number + i)));
    lattice.benchmarks.push_back(monthly("2001-01", price_figures(months + 6, 4 * number + 2 + i)));
  }
  lattice.options.horizons = {Duration{dice.between(1, 12), Duration::Unit::month},
                              Duration{1, Duration::Unit::quarter}};
  add_choices(lattice, dice);
}

Series with_holidays(const Series& series, Dice& dice) {
  Series result{series.type, series.name, {}, {}, {}};
  const auto holiday = dice.between(7, 40);
  for (std::size_t t = 0; t < series.size(); ++t)
    if (static_cast<int>(t) % holiday != 3) result.append_row(series, t);
  return result;
}

void daily_lattice(std::uint64_t number, RandomLattice& lattice) {
  Dice dice(1'000 + number);
  lattice.signals.push_back(weekdays("2010-01-04", diffusion_figures(260, 90 + number), Kind::level));
  lattice.assets.push_back(with_holidays(weekdays("2010-02-01", price_figures(250, number)), dice));
  lattice.benchmarks.push_back(with_holidays(weekdays("2010-01-20", price_figures(255, 700 + number)), dice));
  lattice.options.horizons = {Duration{dice.between(1, 30), Duration::Unit::day},
                              Duration{2, Duration::Unit::month}};
  add_choices(lattice, dice);
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

// Whether the row says what the study says of one outcome.
void expect_same(const DefinitionOutcome& row, const EventStudy& study) {
  const auto& main = study.main;
  const auto& outcome = main.relative ? *main.relative : *main.asset;
  EXPECT_EQ(row.episodes, main.episodes);
  EXPECT_EQ(row.complete, main.complete);
  EXPECT_EQ(row.dates, main.sample);
  EXPECT_EQ(row.led, outcome.led);
  EXPECT_EQ(row.mean, outcome.mean);
  EXPECT_EQ(row.median, outcome.median);
  EXPECT_EQ(row.asset_mean, main.asset->mean);
  EXPECT_EQ(row.asset_median, main.asset->median);
  EXPECT_TRUE(same(row.benchmark_mean, main.benchmark ? main.benchmark->mean : std::nan("")));
  EXPECT_TRUE(same(row.benchmark_median, main.benchmark ? main.benchmark->median : std::nan("")));
  EXPECT_TRUE(same(row.p_mean, outcome.p_mean)) << row.p_mean << " " << outcome.p_mean;
  EXPECT_TRUE(same(row.p_led, outcome.p_led)) << row.p_led << " " << outcome.p_led;
  EXPECT_NE(row.pattern, 0u);
}

void expect_same(const OutcomeStatistics* found, const std::optional<OutcomeStatistics>& study) {
  ASSERT_EQ(found != nullptr, study.has_value());
  if (!found) return;
  EXPECT_EQ(found->led, study->led);
  const std::pair<double, double> figures[] = {{found->mean, study->mean},
                                               {found->median, study->median},
                                               {found->hit_rate, study->hit_rate},
                                               {found->base_rate, study->base_rate},
                                               {found->base_mean, study->base_mean},
                                               {found->base_median, study->base_median},
                                               {found->p_mean, study->p_mean},
                                               {found->p_median, study->p_median},
                                               {found->p_led, study->p_led},
                                               {found->leave_one_out_low, study->leave_one_out_low},
                                               {found->leave_one_out_high, study->leave_one_out_high}};
  for (const auto& [one, other] : figures)
    EXPECT_TRUE(same(one, other)) << &one - &figures[0].first << ": " << one << " " << other;
}

// Whether all statistics are those of the study.
void expect_same(const DefinitionStatistics& row, const EventStudy& study) {
  const auto& main = study.main;
  EXPECT_EQ(row.pending, main.pending);
  EXPECT_EQ(row.excluded, main.excluded);
  EXPECT_EQ(row.not_yet_known, main.not_yet_known);
  EXPECT_EQ(row.n_eff, main.n_eff);
  expect_same(row.asset, main.asset);
  expect_same(row.benchmark, main.benchmark);
  expect_same(row.relative, main.relative);
  const auto since = study.tally.value_or(RunningTally{{}, {}, std::nan(""), std::nan(""), std::nan("")});
  EXPECT_TRUE(same(row.since_asset, since.asset));
  if (!main.relative) return;
  EXPECT_TRUE(same(row.since_benchmark, since.benchmark));
  EXPECT_TRUE(same(row.since_relative, since.relative));
}

void expect_nothing(const DefinitionOutcome& row) {
  EXPECT_EQ(row.complete, 0);
  EXPECT_EQ(row.led, 0);
  EXPECT_EQ(row.pattern, 0u);
  for (const double figure : {row.mean, row.median, row.asset_mean, row.asset_median, row.benchmark_mean,
                              row.benchmark_median, row.p_mean, row.p_led})
    EXPECT_TRUE(std::isnan(figure));
}

bool gives_nothing(ErrorCode code) {
  return code == ErrorCode::event_rule || code == ErrorCode::event_never_fires ||
         code == ErrorCode::event_none_complete || code == ErrorCode::event_horizon;
}

struct Tally {
  int studies = 0, refused = 0, excluded = 0, pending = 0, not_yet_known = 0;
};

void compare(const RandomLattice& random, const EventLattice& lattice, const DefinitionOutcome& row,
             const DefinitionStatistics& statistics, Tally& tally) {
  const auto definition = lattice.definition(row.definition);
  const auto& market = random.options.markets[definition.market];
  try {
    const auto study = run_event_study(*random.options.signals[definition.signal], *market.asset,
                                       market.benchmark, question_of(random.options, definition));
    expect_same(row, study);
    expect_same(statistics.outcome, study);
    expect_same(statistics, study);
    ++tally.studies;
    tally.excluded += study.main.excluded;
    tally.pending += study.main.pending;
    tally.not_yet_known += study.main.not_yet_known;
  } catch (const UserError& error) {
    EXPECT_TRUE(gives_nothing(error.failure().code)) << error.what();
    expect_nothing(row);
    EXPECT_TRUE(!statistics.asset && !statistics.benchmark && !statistics.relative);
    ++tally.refused;
  }
}

// All definitions are run, some are compared: a study takes a thousand times as long.
void compare_some(const RandomLattice& random, Tally& tally) {
  constexpr std::uint64_t kCompared = 12;
  const EventLattice lattice(random.options);
  const auto rows = all_rows(lattice);
  ASSERT_EQ(rows.size(), lattice.size());
  for (std::uint64_t number = 0; number < rows.size(); ++number) ASSERT_EQ(rows[number].definition, number);
  const auto step = rows.size() / kCompared + 1;
  std::vector<std::uint64_t> compared;
  for (auto number = lattice.size() % step; number < rows.size(); number += step) compared.push_back(number);
  lattice.run_statistics(compared, [&](std::span<const DefinitionStatistics> all) {
    for (const auto& one : all) {
      const auto number = one.outcome.definition;
      compare(random, lattice, rows[number], one, tally);
      if (testing::Test::HasFailure()) FAIL() << "definition " << number;
    }
  });
}

// That the cases which are easily got wrong were among them.
void expect_all_cases(const Tally& tally) {
  EXPECT_GT(tally.studies, 300);
  EXPECT_GT(tally.refused, 30);
  EXPECT_GT(tally.excluded, 30);
  EXPECT_GT(tally.pending, 30);
  EXPECT_GT(tally.not_yet_known, 30);
}

TEST(RandomLattices, MonthlyAgreeWithTheStudy) {
  Tally tally;
  for (std::uint64_t number = 0; number < 150; ++number) {
    RandomLattice random;
    monthly_lattice(number, random);
    compare_some(random, tally);
    ASSERT_FALSE(HasFailure()) << "lattice " << number;
  }
  expect_all_cases(tally);
}

TEST(RandomLattices, DailyAgreeWithTheStudy) {
  Tally tally;
  for (std::uint64_t number = 0; number < 60; ++number) {
    RandomLattice random;
    daily_lattice(number, random);
    compare_some(random, tally);
    ASSERT_FALSE(HasFailure()) << "lattice " << number;
  }
  expect_all_cases(tally);
}

}  // namespace
}  // namespace rerate
