// Behaviour -> test
//   figures stand as they are, sectors without any are missing                        -> FiguresAsTheyAre
//   every z as by two passes over all figures so far, those before the panel too      -> AsByTwoPasses
//   figures far from zero keep their digits                                           -> FarFromZero
//   the first z comes with the `first`-th figure, missing ones do not count           -> FirstFigure
//   a history that does not vary has no z                                             -> NothingVaries
//   a month that a holiday ended reads the z of the month before                      -> LateMonth
//   real months drawn give the real z                                                 -> RealMonthsDrawn
#include "rerate/rotation/history_signal.h"

#include <numeric>

#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

SignalDefinition history_of(std::vector<const Series*> figures, int first = 12) {
  auto signal = price_definition(SignalKind::own_history, 12);
  signal.first = first;
  signal.figures = std::move(figures);
  return signal;
}

// z of the last of `x` among all of them.
double two_passes(const std::vector<double>& x) {
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const double one : x) squares += (one - mean) * (one - mean);
  return (x.back() - mean) / std::sqrt(squares / (n - 1));
}

TEST(HistorySignal, FiguresAsTheyAre) {
  const auto panel = simulated_panel(1, 4, 2);
  const auto series = monthly_figures("x", {1, kNone, 3}, 0, 1);
  auto signal = price_definition(SignalKind::figures, 12);
  signal.figures = {&series, nullptr};
  const auto found = figures_signal(panel, signal);
  EXPECT_TRUE(std::isnan(found(0, 0)) && std::isnan(found(2, 0)));
  EXPECT_EQ(found(1, 0), 1);
  EXPECT_EQ(found(3, 0), 3);
  for (Index m = 0; m < 4; ++m) EXPECT_TRUE(std::isnan(found(m, 1)));
}

void expect_two_passes(double level, double tolerance) {
  const Index months = 100, before = 30;
  auto values = column(noise(5, months + before, 1), 0);
  for (double& one : values) one += level;
  const auto series = monthly_figures("x", values, 0, -before);
  const auto panel = simulated_panel(1, months, 2);
  const auto found = own_history_signal(panel, history_of({&series, nullptr}));
  for (Index m = 0; m < months; ++m) {
    const std::vector<double> past(values.begin(), values.begin() + before + m + 1);
    ASSERT_NEAR(found(m, 0), two_passes(past), tolerance) << m;
    ASSERT_TRUE(std::isnan(found(m, 1)));
  }
}

TEST(HistorySignal, AsByTwoPasses) { expect_two_passes(0, 1e-13); }
TEST(HistorySignal, FarFromZero) { expect_two_passes(1e9, 1e-6); }

TEST(HistorySignal, FirstFigure) {
  auto values = column(noise(6, 40, 1), 0);
  values[3] = values[8] = kNone;
  const auto series = monthly_figures("x", values);
  const auto found = own_history_signal(simulated_panel(1, 40, 2), history_of({&series, nullptr}, 15));
  EXPECT_TRUE(std::isnan(found(15, 0)));
  EXPECT_FALSE(std::isnan(found(16, 0)));
}

TEST(HistorySignal, NothingVaries) {
  std::vector<double> values(40, 0.1);
  values[30] = 0.2;
  const auto series = monthly_figures("x", values);
  const auto found = own_history_signal(simulated_panel(1, 40, 2), history_of({&series, nullptr}));
  EXPECT_TRUE(std::isnan(found(29, 0)));
  EXPECT_NEAR(found(30, 0), two_passes({values.begin(), values.begin() + 31}), 1e-12);
}

TEST(HistorySignal, LateMonth) {
  auto panel = simulated_panel(1, 30, 2);
  panel.grid = Frequency::daily;
  for (auto& day : panel.day)
    while (weekday(day) >= Weekday::saturday) day = day - 1;
  const auto values = column(noise(7, 30, 1), 0);
  auto series = monthly_figures("x", values, -3);
  const auto in_time = own_history_signal(panel, history_of({&series, nullptr}));
  panel.day[20] = panel.day[20] - 1;
  series.known_at[20] = panel.day[20] + 4;
  const auto found = own_history_signal(panel, history_of({&series, nullptr}));
  EXPECT_EQ(found(20, 0), in_time(19, 0));
  EXPECT_EQ(found(19, 0), in_time(19, 0));
  EXPECT_EQ(found(21, 0), in_time(21, 0));
}

TEST(HistorySignal, RealMonthsDrawn) {
  const auto panel = simulated_panel(1, 40, 2);
  const auto values = column(noise(8, 50, 1), 0);
  const auto figures = panel_figures(panel, monthly_figures("x", values, 0, -10), "value", {});
  std::vector<std::uint32_t> real(40);
  std::iota(real.begin(), real.end(), 0u);
  EXPECT_NEAR(own_history_of_draw(figures, 39, real), two_passes(values), 1e-13);
  const std::vector<double> before_last(values.begin(), values.end() - 1);
  EXPECT_NEAR(own_history_of_draw(figures, 38, real), two_passes(before_last), 1e-13);
}

}  // namespace
}  // namespace rerate
