// Behaviour -> test
//   every figure is ridge() of its window times the change expected            -> IsRidgeOfEachWindow
//   planted sensitivities come back, and a rising driver favours who gains     -> PlantedSensitivities
//   a missing change costs the windows that hold it, drivers that end end it   -> MissingChanges
//   a sector that is listed later has betas when its window is full            -> ListedLater
//   a month that a holiday ended reads the month before                        -> LateMonth
//   betas of a month are those of its window                                   -> BetasOfAMonth
//   a driver that cannot be squared is told by its own name                    -> NamesTheDriver
#include "rerate/rotation/macro_signal.h"

#include "rerate/regression/ridge.h"
#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

constexpr Index kMonths = 120, kSectors = 4;

// beta of sector i, from scratch: returns of month m - window + 1 .. m relative to the mean of all.
Vector betas_from_scratch(const SectorPanel& panel, const SignalDefinition& signal, Index m, Index i) {
  const Index window = signal.months, first = m - window + 1;
  Design design;
  design.x.resize(window, static_cast<Index>(signal.drivers.size()));
  Vector y(window);
  for (Index row = 0; row < window; ++row) {
    y[row] = 100 * (panel.month_return(first + row, i) - panel.month_return.row(first + row).mean());
    for (Index k = 0; k < design.x.cols(); ++k) {
      const auto& level = *signal.drivers[static_cast<std::size_t>(k)].level;
      const auto at = level.find(kFirstRotationMonth + static_cast<std::int32_t>(first + row)).value();
      design.x(row, k) = level.value[at] - level.value[at - 1];
    }
  }
  design.names.assign(signal.drivers.size(), "driver");
  return ridge(y, design, signal.penalty).coefficients;
}

double expected_change(const MacroDriver& driver, Index m, int months) {
  const auto at = driver.level->find(kFirstRotationMonth + static_cast<std::int32_t>(m)).value();
  return (driver.level->value[at] - driver.level->value[at - static_cast<std::size_t>(months)]) / months;
}

TEST(MacroSignal, IsRidgeOfEachWindow) {
  const auto panel = simulated_panel(11, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors, 3);
  const auto& signal = signals.of(SignalKind::macro);
  const auto found = macro_signal(panel, signal);
  for (Index i = 0; i < kSectors; ++i) {
    for (Index m = 0; m < 36; ++m) ASSERT_TRUE(std::isnan(found(m, i)));
    for (Index m = 36; m < kMonths; ++m) {
      const auto betas = betas_from_scratch(panel, signal, m, i);
      double expected = 0;
      for (Index k = 0; k < 3; ++k)
        expected += betas[k] * expected_change(signal.drivers[static_cast<std::size_t>(k)], m, 3);
      ASSERT_NEAR(found(m, i), expected, 1e-12) << m;
    }
  }
}

TEST(MacroSignal, PlantedSensitivities) {
  auto signals = every_kind(kMonths, 3, 1);
  auto& signal = signals.of(SignalKind::macro);
  signal.penalty = 1e-10;
  const auto& level = *signal.drivers[0].level;
  Matrix returns = Matrix::Zero(kMonths, 3);  // percent for a change by 1: 2, 0 and -2
  for (Index m = 1; m < kMonths; ++m) {
    const auto at = static_cast<std::size_t>(m + 30);
    const double change = level.value[at] - level.value[at - 1];
    returns.row(m) << 0.01 + 0.02 * change, 0.01, 0.01 - 0.02 * change;
  }
  const auto panel = monthly_panel(prices_from(returns));
  const auto betas = macro_betas(panel, signal, kMonths - 1);
  EXPECT_NEAR(betas(0, 0), 2, 1e-8);
  EXPECT_NEAR(betas(1, 0), 0, 1e-8);
  EXPECT_NEAR(betas(2, 0), -2, 1e-8);
  const auto found = macro_signal(panel, signal);
  for (Index m = 36; m < kMonths; ++m)
    EXPECT_NEAR(found(m, 0), 2 * expected_change(signal.drivers[0], m, 3), 1e-8);
}

TEST(MacroSignal, MissingChanges) {
  const auto panel = simulated_panel(12, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors, 2);
  auto& signal = signals.of(SignalKind::macro);
  signal.months = 24;
  const auto whole = macro_signal(panel, signal);
  auto& level = const_cast<Series&>(*signal.drivers[1].level);
  level.value[30 + 50] = kNone;  // the changes of months 50 and 51 are missing
  const auto found = macro_signal(panel, signal);
  for (Index m = 24; m < kMonths; ++m) {
    const bool in_window = m >= 50 && m - 23 <= 51;
    EXPECT_EQ(std::isnan(found(m, 0)), in_window) << m;
    if (!in_window) {
      EXPECT_NEAR(found(m, 0), whole(m, 0), 1e-12) << m;
    }
  }
  EXPECT_TRUE(std::isnan(macro_betas(panel, signal, 60)(0, 0)));
  for (std::size_t t = 30 + 100; t < level.size(); ++t) level.value[t] = kNone;
  const auto ended = macro_signal(panel, signal);
  EXPECT_FALSE(std::isnan(ended(99, 0)));
  for (Index m = 100; m < kMonths; ++m) EXPECT_TRUE(std::isnan(ended(m, 0))) << m;
}

TEST(MacroSignal, ListedLater) {
  Matrix price = simulated_panel(13, kMonths, kSectors).price;
  for (Index m = 0; m < 40; ++m) price(m, 2) = kNone;
  auto signals = every_kind(kMonths, kSectors, 2);
  const auto& signal = signals.of(SignalKind::macro);
  const auto found = macro_signal(monthly_panel(price), signal);
  EXPECT_FALSE(std::isnan(found(40, 0)));
  EXPECT_TRUE(std::isnan(found(75, 2)));  // the first return is that of month 41
  EXPECT_FALSE(std::isnan(found(76, 2)));
}

TEST(MacroSignal, LateMonth) {
  auto panel = simulated_panel(14, kMonths, kSectors);
  panel.grid = Frequency::daily;
  for (auto& day : panel.day)
    while (weekday(day) >= Weekday::saturday) day = day - 1;
  auto signals = every_kind(kMonths, kSectors, 2, -3);
  const auto& signal = signals.of(SignalKind::macro);
  const auto in_time = macro_signal(panel, signal);
  const auto betas_before = macro_betas(panel, signal, 79);
  panel.day[80] = panel.day[80] - 1;
  const_cast<Series&>(*signal.drivers[0].level).known_at[30 + 80] = panel.day[80] + 4;
  const auto found = macro_signal(panel, signal);
  for (Index i = 0; i < kSectors; ++i) {
    EXPECT_EQ(found(80, i), in_time(79, i));
    EXPECT_EQ(found(79, i), in_time(79, i));
    EXPECT_EQ(found(81, i), in_time(81, i));
  }
  EXPECT_EQ((macro_betas(panel, signal, 80) - betas_before).cwiseAbs().maxCoeff(), 0);
}

TEST(MacroSignal, NamesTheDriver) {
  const auto panel = simulated_panel(14, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors, 2);
  auto signal = signals.of(SignalKind::macro);
  signal.drivers[1].name = "oil";
  auto huge = *signal.drivers[1].level;
  for (double& one : huge.value) one *= 1e200;
  signal.drivers[1].level = &huge;
  try {
    macro_signal(panel, signal);
    FAIL() << "nothing was refused";
  } catch (const UserError& error) {
    EXPECT_NE(error.failure().what.find("`oil`"), std::string::npos) << error.failure().what;
  }
}

TEST(MacroSignal, BetasOfAMonth) {
  const auto panel = simulated_panel(15, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors, 3);
  const auto& signal = signals.of(SignalKind::macro);
  const auto betas = macro_betas(panel, signal, 70);
  for (Index i = 0; i < kSectors; ++i)
    for (Index k = 0; k < 3; ++k)
      EXPECT_NEAR(betas(i, k), betas_from_scratch(panel, signal, 70, i)[k], 1e-12);
  EXPECT_TRUE(std::isnan(macro_betas(panel, signal, 35)(0, 0)));
  EXPECT_FALSE(std::isnan(macro_betas(panel, signal, 36)(0, 0)));
}

}  // namespace
}  // namespace rerate
