// Behaviour -> test
//   twelve months by hand                                                        -> ByHand
//   every month of every kind as its formula says, computed from scratch         -> AsTheFormulaSays
//   a missing price makes figures that read it missing, and only those           -> MissingPrices
//   a volatility of returns that are all the same is 0 exactly, also after a big one  -> NothingIsLeftBehind
//   drawn months that are the real ones give the real figure                     -> RealMonthsDrawn
#include "rerate/rotation/price_signals.h"

#include <algorithm>
#include <numeric>

#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

TEST(PriceSignals, ByHand) {
  Matrix price(4, 1);
  price << 100, 110, 99, 118.8;
  const auto panel = monthly_panel(price);
  EXPECT_NEAR(price_signal(panel, price_definition(SignalKind::momentum, 3, 1))(3, 0), -0.01, 1e-15);
  EXPECT_NEAR(price_signal(panel, price_definition(SignalKind::momentum, 2, 0))(3, 0), 0.08, 1e-15);
  EXPECT_NEAR(price_signal(panel, price_definition(SignalKind::reversal, 1))(3, 0), -0.2, 1e-15);
  // Returns of 0.1, -0.1 and 0.2: mean 1/15, squares 0.14/3 in all.
  EXPECT_NEAR(price_signal(panel, price_definition(SignalKind::volatility, 3))(3, 0),
              -std::sqrt((0.06 - 3 / 225.0) / 2 * 12), 1e-15);
  EXPECT_NEAR(price_signal(panel, price_definition(SignalKind::trend, 4))(3, 0), 118.8 / 106.95 - 1, 1e-15);
}

double from_scratch(const SectorPanel& panel, const SignalDefinition& signal, Index m, Index i) {
  const Index first = signal.kind == SignalKind::trend ? m - signal.months + 1 : m - signal.months;
  if (first < 0) return kNone;
  const auto price = panel.month_price.col(i);
  if (signal.kind == SignalKind::momentum) return price[m - signal.skip] / price[first] - 1;
  if (signal.kind == SignalKind::reversal) return -(price[m] / price[first] - 1);
  if (signal.kind == SignalKind::trend) return price[m] / price.segment(first, signal.months).mean() - 1;
  const Vector returns = panel.month_return.col(i).segment(first + 1, signal.months);
  return -std::sqrt(12 * (returns.array() - returns.mean()).square().sum() / (signal.months - 1));
}

TEST(PriceSignals, AsTheFormulaSays) {
  auto panel = simulated_panel(2, 120, 4);
  for (const auto kind :
       {SignalKind::momentum, SignalKind::reversal, SignalKind::volatility, SignalKind::trend})
    for (const int months : {2, 3, 12, 60, 119}) {
      const auto signal = price_definition(kind, months);
      const auto found = price_signal(panel, signal);
      for (Index m = 0; m < 120; ++m)
        for (Index i = 0; i < 4; ++i) {
          const double expected = from_scratch(panel, signal, m, i);
          if (std::isnan(expected))
            ASSERT_TRUE(std::isnan(found(m, i))) << signal.name << " " << months << " in " << m;
          else
            ASSERT_NEAR(found(m, i), expected, 1e-13) << signal.name << " " << months << " in " << m;
        }
    }
}

TEST(PriceSignals, MissingPrices) {
  Matrix price = simulated_panel(3, 40, 2).price;
  for (Index m = 0; m < 10; ++m) price(m, 1) = kNone;
  const auto panel = monthly_panel(price);
  const auto first_figure = [&](SignalKind kind, int months) {
    const auto found = price_signal(panel, price_definition(kind, months));
    Index m = 0;
    while (std::isnan(found(m, 1))) ++m;
    for (Index after = m; after < 40; ++after) EXPECT_FALSE(std::isnan(found(after, 1))) << after;
    return m;
  };
  EXPECT_EQ(first_figure(SignalKind::momentum, 12), 22);
  EXPECT_EQ(first_figure(SignalKind::reversal, 1), 11);
  EXPECT_EQ(first_figure(SignalKind::volatility, 6), 16);
  EXPECT_EQ(first_figure(SignalKind::trend, 6), 15);
}

TEST(PriceSignals, NothingIsLeftBehind) {
  Matrix returns = Matrix::Zero(60, 1);
  returns(20, 0) = 1e9;
  const auto found =
      price_signal(monthly_panel(prices_from(returns)), price_definition(SignalKind::volatility, 6));
  for (Index m = 6; m < 60; ++m) {
    const bool reads_it = m >= 20 && m < 26;
    EXPECT_EQ(found(m, 0) == 0, !reads_it) << m;
  }
}

TEST(PriceSignals, RealMonthsDrawn) {
  const auto panel = simulated_panel(4, 50, 2);
  std::vector<std::uint32_t> real(49);
  std::iota(real.begin(), real.end(), 1u);
  for (const auto& signal :
       {price_definition(SignalKind::momentum, 12, 1), price_definition(SignalKind::momentum, 6, 0),
        price_definition(SignalKind::reversal, 1), price_definition(SignalKind::volatility, 24),
        price_definition(SignalKind::trend, 10)}) {
    const double figure = price_signal(panel, signal)(49, 1);
    EXPECT_NEAR(price_signal_of_draw(signal, panel.month_return.col(1).data(), real), figure, 1e-14)
        << signal.name;
    std::vector<std::uint32_t> turned(real.rbegin(), real.rend());
    EXPECT_NE(price_signal_of_draw(signal, panel.month_return.col(1).data(), turned), figure) << signal.name;
  }
}

}  // namespace
}  // namespace rerate
