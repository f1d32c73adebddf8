// Behaviour -> test
//   a panel and figures cut at a month give the same bits up to it, for every kind     -> ReplayGivesTheSameBits
//   one figure known a month later is refused, naming signal, series and both dates    -> PlantedFutureIsRefused
//   one driver's level known a month later is refused                                  -> PlantedFutureOfADriverIsRefused
//   sign -1 turns every kind                                                           -> SignTurns
//   a sector has figures only while it is a member                                     -> OnlyMembers
//   settings out of range are told with the signal's name                              -> SettingsOutOfRange
//   a signal that is never there, and one that does not differ, are refused            -> UselessSignals
//   figures that overflow are refused, not passed on                                   -> Overflow
//   windows of every kind                                                              -> Windows
#include "rerate/rotation/signals.h"

#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

constexpr Index kMonths = 150, kSectors = 5;

Series cut_series(const Series& series, Index months) {
  return slice(series, std::nullopt, rotation_month_end(months - 1));
}

TEST(Signals, ReplayGivesTheSameBits) {
  Matrix price = simulated_panel(21, kMonths, kSectors).price;
  for (Index m = 0; m < 45; ++m) price(m, 3) = kNone;
  const auto panel = monthly_panel(price);
  auto signals = every_kind(kMonths, kSectors);
  const_cast<Series&>(*signals.of(SignalKind::macro).drivers[0].level).value[30 + 20] = kNone;
  for (const auto& signal : signals.all) {
    const auto whole = signal_figures(panel, signal);
    for (const Index months : {80, 93, 100, 149}) {
      SignalsForTest kept;
      auto cut = signal;
      for (auto& figures : cut.figures) figures = kept.keep(cut_series(*figures, months));
      for (auto& driver : cut.drivers) driver.level = kept.keep(cut_series(*driver.level, months));
      expect_same_bits(signal_figures(first_months(panel, months), cut), whole, signal.name);
    }
  }
}

TEST(Signals, PlantedFutureIsRefused) {
  const auto panel = simulated_panel(22, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  for (const auto kind : {SignalKind::own_history, SignalKind::figures}) {
    const auto& signal = signals.of(kind);
    EXPECT_NO_THROW(signal_figures(panel, signal));
    know_later(signal.figures[2], 99);
    const auto failure = failure_of([&] { signal_figures(panel, signal); });
    EXPECT_EQ(failure.code, ErrorCode::rotation_look_ahead);
    EXPECT_EQ(failure.what, "a signal reads a figure before it was known: `" + signal.name +
                                "` decides on 2008-04-30 by `" + signal.name +
                                "2` of 2008-04, which was known on 2008-05-30");
    EXPECT_EQ(failure.place.line, 42);
  }
}

TEST(Signals, PlantedFutureOfADriverIsRefused) {
  const auto panel = simulated_panel(23, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  const auto& signal = signals.of(SignalKind::macro);
  EXPECT_NO_THROW(signal_figures(panel, signal));
  know_later(signal.drivers[1].level, 140);
  const auto failure = failure_of([&] { signal_figures(panel, signal); });
  EXPECT_EQ(failure.code, ErrorCode::rotation_look_ahead);
  EXPECT_NE(failure.what.find("`driver1` of 2011-09, which was known on 2011-10-30"), std::string::npos)
      << failure.what;
  EXPECT_EQ(failure.place.line, 61);
  EXPECT_THROW(macro_betas(panel, signal, 145), UserError);
}

TEST(Signals, SignTurns) {
  const auto panel = simulated_panel(24, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  for (auto signal : signals.all) {
    const auto plain = signal_figures(panel, signal);
    signal.sign = -1;
    const auto turned = signal_figures(panel, signal);
    for (Index m = 40; m < kMonths; ++m) ASSERT_EQ(turned(m, 0), -plain(m, 0)) << signal.name;
  }
}

TEST(Signals, OnlyMembers) {
  Matrix price = simulated_panel(25, kMonths, kSectors).price;
  for (Index m = 0; m < 60; ++m) price(m, 1) = kNone;
  for (Index m = 120; m < kMonths; ++m) price(m, 2) = kNone;
  const auto panel = monthly_panel(price);
  auto signals = every_kind(kMonths, kSectors);
  for (const auto& signal : signals.all) {
    const auto found = signal_figures(panel, signal);
    for (Index m = 0; m < 60; ++m) ASSERT_TRUE(std::isnan(found(m, 1))) << signal.name << m;
    for (Index m = 120; m < kMonths; ++m) ASSERT_TRUE(std::isnan(found(m, 2))) << signal.name << m;
    EXPECT_FALSE(std::isnan(found(119, 2))) << signal.name;
    EXPECT_FALSE(std::isnan(found(130, 1))) << signal.name;
  }
  EXPECT_FALSE(std::isnan(signal_figures(panel, signals.of(SignalKind::own_history))(60, 1)));
}

TEST(Signals, SettingsOutOfRange) {
  const auto panel = simulated_panel(26, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  const auto told = [&](SignalDefinition signal, const std::string& words) {
    const auto failure = failure_of([&] { signal_figures(panel, signal); });
    EXPECT_EQ(failure.code, ErrorCode::rotation_signal);
    EXPECT_NE(failure.what.find(words), std::string::npos) << failure.what;
    EXPECT_EQ(failure.place.line, 30) << failure.what;
  };
  told(price_definition(SignalKind::momentum, 0),
       "`months` of a signal must be within 1 and 600: `momentum` has 0");
  told(price_definition(SignalKind::momentum, 601), "has 601");
  told(price_definition(SignalKind::momentum, 12, 12), "`skip` of a signal must be within 0 and 11");
  told(price_definition(SignalKind::momentum, 12, -1), "has -1");
  told(price_definition(SignalKind::volatility, 1), "within 2 and 600");
  told(price_definition(SignalKind::trend, 1), "within 2 and 600");
  auto history = signals.of(SignalKind::own_history);
  history.first = 11;
  told(history, "`first` of a signal must be within 12 and 1200");
  auto macro = signals.of(SignalKind::macro);
  macro.months = 23;
  told(macro, "within 24 and 600");
  macro.months = 36;
  macro.change_months = 0;
  told(macro, "`change`");
  macro.drivers.clear();
  told(macro, "without drivers");
  auto penalty = signals.of(SignalKind::macro);
  penalty.penalty = 0;
  const auto failure = failure_of([&] { signal_figures(panel, penalty); });
  EXPECT_EQ(failure.code, ErrorCode::regression_settings);
  EXPECT_EQ(failure.place.line, 30);
}

TEST(Signals, UselessSignals) {
  const auto panel = simulated_panel(27, 20, kSectors);
  const auto too_long =
      failure_of([&] { signal_figures(panel, price_definition(SignalKind::momentum, 20)); });
  EXPECT_EQ(too_long.code, ErrorCode::rotation_signal);
  EXPECT_NE(too_long.what.find("looks 20 months back, over 20 months"), std::string::npos) << too_long.what;
  const auto series = monthly_figures("x", column(noise(1, 20, 1), 0));
  auto same = price_definition(SignalKind::figures, 12);
  same.figures.assign(kSectors, &series);
  EXPECT_EQ(failure_of([&] { signal_figures(panel, same); }).code, ErrorCode::rotation_no_variation);
  same.figures = {&series, nullptr, nullptr, nullptr, nullptr};
  EXPECT_EQ(failure_of([&] { signal_figures(panel, same); }).code, ErrorCode::rotation_signal);
}

TEST(Signals, Overflow) {
  Matrix price = simulated_panel(28, 20, 3).price;
  price(4, 1) = 1e-300;
  price(5, 1) = 1e300;
  const auto failure =
      failure_of([&] { signal_figures(monthly_panel(price), price_definition(SignalKind::momentum, 1, 0)); });
  EXPECT_EQ(failure.code, ErrorCode::rotation_signal);
  EXPECT_NE(failure.what.find("sector1 in 2000-06"), std::string::npos) << failure.what;
}

TEST(Signals, Windows) {
  auto signals = every_kind(kMonths, kSectors);
  EXPECT_EQ(window_of(signals.of(SignalKind::momentum)), 12);
  EXPECT_EQ(window_of(signals.of(SignalKind::reversal)), 1);
  EXPECT_EQ(window_of(signals.of(SignalKind::macro)), 36);
  EXPECT_EQ(window_of(signals.of(SignalKind::own_history)), 36);
  EXPECT_EQ(window_of(signals.of(SignalKind::figures)), 0);
}

}  // namespace
}  // namespace rerate
