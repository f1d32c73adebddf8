// Behaviour -> test
//   the real months, drawn in their order, give the figures of the month, for every kind   -> RealMonths
//   a draw depends on its last months alone, but for histories                             -> OnlyTheWindow
//   sectors without a figure have none in any draw                                         -> WithoutAFigure
//   one redraw serves many draws with the same bits                                        -> ManyDraws
//   draws are from the months that the signal itself reads                                 -> OwnWindow
//   a driver that came too late is not read by a draw                                      -> LateMonth
//   signs turn draws too                                                                   -> SignTurns
#include "rerate/rotation/redrawn_signal.h"

#include <numeric>

#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

constexpr Index kMonths = 120, kSectors = 4, kMonth = 110;

std::vector<std::uint32_t> months_up_to(Index m) {
  std::vector<std::uint32_t> months(static_cast<std::size_t>(m));
  std::iota(months.begin(), months.end(), 1u);
  return months;
}

std::vector<std::uint32_t> random_months(std::uint64_t stream, std::size_t count) {
  const RandomStream random(5, stream);
  std::vector<std::uint32_t> months;
  for (std::size_t i = 0; i < count; ++i)
    months.push_back(1 + static_cast<std::uint32_t>(random.below(i, kMonth)));
  return months;
}

TEST(RedrawnSignal, RealMonths) {
  const auto panel = simulated_panel(31, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  for (const auto& signal : signals.all) {
    const auto figures = signal_figures(panel, signal);
    const auto drawn = redrawn_signal(panel, signal, kMonth, months_up_to(kMonth));
    // The first month of the panel has no return and cannot be drawn: a history lacks it.
    const double tolerance = signal.kind == SignalKind::own_history ? 0.05 : 1e-12;
    for (Index i = 0; i < kSectors; ++i)
      EXPECT_NEAR(drawn[i], figures(kMonth, i), tolerance) << signal.name << " " << i;
  }
}

TEST(RedrawnSignal, OnlyTheWindow) {
  const auto panel = simulated_panel(32, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  const auto drawn = random_months(1, 80);
  auto other = random_months(2, 44);
  other.insert(other.end(), drawn.end() - 36, drawn.end());
  for (const auto& signal : signals.all) {
    const auto one = redrawn_signal(panel, signal, kMonth, drawn);
    const auto two = redrawn_signal(panel, signal, kMonth, other);
    const auto now = signal_figures(panel, signal);
    EXPECT_EQ(one == two, signal.kind != SignalKind::own_history) << signal.name;
    EXPECT_EQ(one[0] == now(kMonth, 0), signal.kind == SignalKind::figures) << signal.name;
  }
}

TEST(RedrawnSignal, WithoutAFigure) {
  Matrix price = simulated_panel(33, kMonths, kSectors).price;
  for (Index m = 0; m < 108; ++m) price(m, 1) = kNone;
  const auto panel = monthly_panel(price);
  auto signals = every_kind(kMonths, kSectors);
  for (const auto kind : {SignalKind::momentum, SignalKind::volatility, SignalKind::trend, SignalKind::macro})
    EXPECT_TRUE(
        std::isnan(redrawn_signal(panel, signals.of(kind), kMonth, std::vector<std::uint32_t>(60, 110))[1]));
  const auto reversal =
      redrawn_signal(panel, signals.of(SignalKind::reversal), kMonth, std::vector<std::uint32_t>{109});
  EXPECT_NEAR(reversal[1], 1 - price(109, 1) / price(108, 1), 1e-14);
}

TEST(RedrawnSignal, ManyDraws) {
  const auto panel = simulated_panel(34, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  for (const auto& signal : signals.all) {
    const auto redraw = signal_redraw(panel, signal, kMonth).draw;
    for (std::uint64_t draw = 0; draw < 5; ++draw) {
      const auto months = random_months(draw, 60);
      std::vector<double> many(kSectors);
      redraw(months, many);
      const auto once = redrawn_signal(panel, signal, kMonth, months);
      for (Index i = 0; i < kSectors; ++i) EXPECT_EQ(many[static_cast<std::size_t>(i)], once[i]);
    }
  }
}

TEST(RedrawnSignal, OwnWindow) {
  const auto panel = simulated_panel(36, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  const auto expect_months = [&](const SignalDefinition& signal, Index first, Index last) {
    const auto redraw = signal_redraw(panel, signal, kMonth);
    EXPECT_EQ(redraw.first_month, first) << signal.name;
    EXPECT_EQ(redraw.last_month, last) << signal.name;
  };
  auto momentum = price_definition(SignalKind::momentum, 12);
  momentum.skip = 1;
  expect_months(momentum, kMonth - 11, kMonth - 1);
  momentum.skip = 0;
  expect_months(momentum, kMonth - 11, kMonth);
  expect_months(price_definition(SignalKind::reversal, 1), kMonth, kMonth);
  expect_months(price_definition(SignalKind::volatility, 24), kMonth - 23, kMonth);
  expect_months(signals.of(SignalKind::own_history), 1, kMonth);
  const auto& macro = signals.of(SignalKind::macro);
  expect_months(macro, kMonth - macro.months + 1, kMonth);
  // Before there is a window there is no figure, and nothing is drawn from before the first return.
  EXPECT_EQ(signal_redraw(panel, momentum, 5).first_month, 1);
}

TEST(RedrawnSignal, LateMonth) {
  auto panel = simulated_panel(37, kMonths, kSectors);
  panel.grid = Frequency::daily;
  for (auto& day : panel.day)
    while (weekday(day) >= Weekday::saturday) day = day - 1;
  panel.day[kMonth] = panel.day[kMonth] - 1;
  auto signals = every_kind(kMonths, kSectors, 2, -3);
  const auto late = [&](const Series* series) {
    const_cast<Series*>(series)->known_at[30 + kMonth] = panel.day[kMonth] + 4;
  };
  late(signals.of(SignalKind::macro).drivers[0].level);
  late(signals.of(SignalKind::own_history).figures[0]);
  for (const auto kind : {SignalKind::macro, SignalKind::own_history}) {
    const auto& signal = signals.of(kind);
    const auto before = redrawn_signal(panel, signal, kMonth, months_up_to(kMonth));
    for (const auto* series :
         {signals.of(SignalKind::macro).drivers[0].level, signals.of(SignalKind::own_history).figures[0]})
      const_cast<Series*>(series)->value[30 + kMonth] += 50;
    const auto after = redrawn_signal(panel, signal, kMonth, months_up_to(kMonth));
    EXPECT_EQ(after[0], before[0]) << signal.name;
  }
}

TEST(RedrawnSignal, SignTurns) {
  const auto panel = simulated_panel(35, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  const auto months = random_months(3, 60);
  for (auto signal : signals.all) {
    const auto plain = redrawn_signal(panel, signal, kMonth, months);
    signal.sign = -1;
    const auto turned = redrawn_signal(panel, signal, kMonth, months);
    for (Index i = 0; i < kSectors; ++i) EXPECT_EQ(turned[i], -plain[i]) << signal.name;
  }
}

}  // namespace
}  // namespace rerate
