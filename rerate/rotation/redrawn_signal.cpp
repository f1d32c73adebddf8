#include "rerate/rotation/redrawn_signal.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "rerate/models/estimation_sample.h"
#include "rerate/rotation/history_signal.h"
#include "rerate/rotation/macro_signal.h"
#include "rerate/rotation/price_signals.h"

namespace rerate {
namespace {

using Drawn = std::span<const std::uint32_t>;

// What a sector has no figure of stays without one.
std::function<void(Drawn, std::span<double>)> for_each_available(Vector now,
                                                                 std::function<double(Index, Drawn)> figure) {
  return [now = std::move(now), figure = std::move(figure)](Drawn drawn, std::span<double> out) {
    for (Index i = 0; i < now.size(); ++i)
      out[static_cast<std::size_t>(i)] = std::isnan(now[i]) ? now[i] : figure(i, drawn);
  };
}

// The months whose returns the signal compounds or measures. A sector with a figure has a return in each.
SignalRedraw price_redraw(const SectorPanel& panel, const SignalDefinition& signal, Vector now, Index m) {
  const Index last = signal.kind == SignalKind::momentum ? m - signal.skip : m;
  return {for_each_available(std::move(now),
                             [&panel, &signal](Index i, Drawn drawn) {
                               const double* returns = panel.month_return.col(i).data();
                               return signal.sign * price_signal_of_draw(signal, returns, drawn);
                             }),
          std::max<Index>(1, m - signal.months + 1), std::max<Index>(1, last)};
}

SignalRedraw history_redraw(const SectorPanel& panel, const SignalDefinition& signal, Vector now, Index m) {
  const auto figures =
      std::make_shared<const std::vector<std::unique_ptr<PanelFigures>>>(sector_figures(panel, signal));
  return {for_each_available(std::move(now),
                             [figures, m, sign = signal.sign](Index i, Drawn drawn) {
                               const auto& own = *(*figures)[static_cast<std::size_t>(i)];
                               return sign * own_history_of_draw(own, month_read(own, m), drawn);
                             }),
          1, std::max<Index>(1, m)};
}

// A month whose drivers came too late is drawn as the one before.
std::vector<std::uint32_t> window_drawn(Drawn drawn, Index window, Index last) {
  const auto newest = drawn.last(static_cast<std::size_t>(window));
  std::vector<std::uint32_t> months(newest.begin(), newest.end());
  for (auto& month : months) month = std::min(month, static_cast<std::uint32_t>(last));
  return months;
}

SignalRedraw macro_redraw(const SectorPanel& panel, const SignalDefinition& signal, Vector now, Index m) {
  const auto sample = std::make_shared<const MacroSample>(macro_sample(panel, signal));
  const Index read = sample->late[static_cast<std::size_t>(m)] ? m - 1 : m;
  if (now.array().isNaN().all()) return {for_each_available(std::move(now), {}), 1, std::max<Index>(1, m)};
  return {[sample, now = std::move(now), &signal, read](Drawn drawn, std::span<double> out) {
            std::copy(now.begin(), now.end(), out.begin());
            const Matrix betas = at_place(signal.place, [&] {
              return macro_betas_of(*sample, window_drawn(drawn, signal.months, read), signal.penalty);
            });
            for (Index i = 0; i < now.size(); ++i) {
              double sum = 0;
              for (Index k = 0; k < betas.cols(); ++k) sum += betas(i, k) * sample->expected(read, k);
              if (!std::isnan(now[i])) out[static_cast<std::size_t>(i)] = signal.sign * sum;
            }
          },
          std::max<Index>(1, read - signal.months + 1), std::max<Index>(1, read)};
}

}  // namespace

SignalRedraw signal_redraw(const SectorPanel& panel, const SignalDefinition& signal, Index m) {
  RERATE_ASSERT(m >= 0 && m < panel.months(), "a month of the panel");
  Vector now = signal_figures(panel, signal).row(m);
  switch (signal.kind) {
    case SignalKind::figures:
      return {for_each_available(now, [now](Index i, Drawn) { return now[i]; }), 1, std::max<Index>(1, m)};
    case SignalKind::own_history: return history_redraw(panel, signal, std::move(now), m);
    case SignalKind::macro: return macro_redraw(panel, signal, std::move(now), m);
    default: return price_redraw(panel, signal, std::move(now), m);
  }
}

Vector redrawn_signal(const SectorPanel& panel, const SignalDefinition& signal, Index m,
                      std::span<const std::uint32_t> drawn) {
  RERATE_ASSERT(static_cast<Index>(drawn.size()) >= window_of(signal), "as many months as the window");
  for (const auto month : drawn) RERATE_ASSERT(month >= 1 && static_cast<Index>(month) <= m, "1..m");
  Vector figures(panel.sectors());
  signal_redraw(panel, signal, m).draw(drawn, {figures.data(), static_cast<std::size_t>(figures.size())});
  return figures;
}

}  // namespace rerate
