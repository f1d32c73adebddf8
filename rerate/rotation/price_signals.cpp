#include "rerate/rotation/price_signals.h"

#include <cmath>
#include <limits>

#include "rerate/formula/sliding_window.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kMonthsAYear = 12;

// Mean and squared deviations of a run of figures, joined as Chan, Golub and LeVeque (1979) do: nothing cancels.
struct Moments {
  double count = 0, mean = 0, squares = 0;

  friend Moments operator+(const Moments& older, const Moments& newer) {
    if (older.count == 0) return newer;
    if (newer.count == 0) return older;
    const double count = older.count + newer.count, step = newer.mean - older.mean;
    return {count, older.mean + step * newer.count / count,
            older.squares + newer.squares + step * step * older.count * newer.count / count};
  }
};

double risk(double squares, double count) { return -std::sqrt(squares / (count - 1) * kMonthsAYear); }

// row(m) = finish(sum over the last `length` of summary(m)) from the first full window on.
template <class Summary, class Make, class Finish>
void slide(Index months, Index first, Index length, Make&& make, Finish&& finish) {
  SlidingWindow<Summary> window;
  for (Index m = first; m < months; ++m) {
    window.push(make(m));
    if (m - first + 1 > length) window.pop();
    if (m - first + 1 >= length) finish(m, window.total());
  }
}

void momentum(const double* price, Index months, const SignalDefinition& signal, double* out) {
  for (Index m = signal.months; m < months; ++m)
    out[m] = price[m - signal.skip] / price[m - signal.months] - 1;
}

void reversal(const double* price, Index months, const SignalDefinition& signal, double* out) {
  for (Index m = signal.months; m < months; ++m) out[m] = 1 - price[m] / price[m - signal.months];
}

void volatility(const double* returns, Index months, const SignalDefinition& signal, double* out) {
  slide<Moments>(
      months, 1, signal.months,
      [&](Index m) {
        return Moments{1, returns[m], 0};
      },
      [&](Index m, const Moments& sum) { out[m] = risk(sum.squares, sum.count); });
}

void trend(const double* price, Index months, const SignalDefinition& signal, double* out) {
  slide<double>(
      months, 0, signal.months, [&](Index m) { return price[m]; },
      [&](Index m, double sum) { out[m] = price[m] / (sum / signal.months) - 1; });
}

double compounded(const double* returns, std::span<const std::uint32_t> drawn) {
  double wealth = 1;
  for (const auto month : drawn) wealth *= 1 + returns[month];
  return wealth;
}

double drawn_volatility(const double* returns, std::span<const std::uint32_t> drawn) {
  const auto count = static_cast<double>(drawn.size());
  double sum = 0, squares = 0;
  for (const auto month : drawn) sum += returns[month];
  for (const auto month : drawn) squares += (returns[month] - sum / count) * (returns[month] - sum / count);
  return risk(squares, count);
}

double drawn_trend(const double* returns, std::span<const std::uint32_t> drawn) {
  double price = 1, sum = 1;
  for (const auto month : drawn.subspan(1)) sum += price *= 1 + returns[month];
  return price / (sum / static_cast<double>(drawn.size())) - 1;
}

}  // namespace

Matrix price_signal(const SectorPanel& panel, const SignalDefinition& signal) {
  const Index months = panel.months();
  Matrix figures = Matrix::Constant(months, panel.sectors(), kMissing);
  for (Index i = 0; i < panel.sectors(); ++i) {
    const double* price = panel.month_price.col(i).data();
    double* out = figures.col(i).data();
    switch (signal.kind) {
      case SignalKind::momentum: momentum(price, months, signal, out); break;
      case SignalKind::reversal: reversal(price, months, signal, out); break;
      case SignalKind::volatility: volatility(panel.month_return.col(i).data(), months, signal, out); break;
      case SignalKind::trend: trend(price, months, signal, out); break;
      default: RERATE_ASSERT(false, "a signal of prices");
    }
  }
  return figures;
}

double price_signal_of_draw(const SignalDefinition& signal, const double* returns,
                            std::span<const std::uint32_t> drawn) {
  const auto window = drawn.last(static_cast<std::size_t>(signal.months));
  switch (signal.kind) {
    case SignalKind::momentum:
      return compounded(returns, window.first(static_cast<std::size_t>(signal.months - signal.skip))) - 1;
    case SignalKind::reversal: return 1 - compounded(returns, window);
    case SignalKind::volatility: return drawn_volatility(returns, window);
    case SignalKind::trend: return drawn_trend(returns, window);
    default: RERATE_ASSERT(false, "a signal of prices");
  }
  return kMissing;
}

}  // namespace rerate
