#include "rerate/rotation/signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/models/estimation_sample.h"
#include "rerate/rotation/history_signal.h"
#include "rerate/rotation/macro_signal.h"
#include "rerate/rotation/price_signals.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostMonths = 600, kLeastMacroMonths = 24, kLeastHistory = 12, kMostHistory = 1200;

void check_within(const SignalDefinition& signal, std::string_view key, int value, int least, int most) {
  if (value < least || value > most)
    refuse(ErrorCode::rotation_signal,
           fmt::format("`{}` of a signal must be within {} and {}: `{}` has {}", key, least, most,
                       signal.name, value),
           {}, signal.place);
}

void check_macro(const SignalDefinition& signal) {
  if (signal.drivers.empty())
    refuse(ErrorCode::rotation_signal, fmt::format("a macro signal without drivers: `{}`", signal.name),
           "Name at least one: drivers = { rate = \"...\" }.", signal.place);
  const int drivers = static_cast<int>(std::min<std::size_t>(signal.drivers.size(), kMostMonths));
  check_within(signal, "months", signal.months, std::max(kLeastMacroMonths, drivers + 2), kMostMonths);
  check_within(signal, "change", signal.change_months, 1, kMostMonths);
}

void check(const SignalDefinition& signal) {
  RERATE_ASSERT(std::fabs(signal.sign) == 1, "a sign is 1 or -1");
  switch (signal.kind) {
    case SignalKind::momentum:
      check_within(signal, "months", signal.months, 1, kMostMonths);
      check_within(signal, "skip", signal.skip, 0, signal.months - 1);
      return;
    case SignalKind::reversal: return check_within(signal, "months", signal.months, 1, kMostMonths);
    case SignalKind::volatility:
    case SignalKind::trend: return check_within(signal, "months", signal.months, 2, kMostMonths);
    case SignalKind::own_history:
      return check_within(signal, "first", signal.first, kLeastHistory, kMostHistory);
    case SignalKind::figures: return;
    case SignalKind::macro: return check_macro(signal);
  }
}

Matrix raw_figures(const SectorPanel& panel, const SignalDefinition& signal) {
  switch (signal.kind) {
    case SignalKind::own_history: return own_history_signal(panel, signal);
    case SignalKind::figures: return figures_signal(panel, signal);
    case SignalKind::macro: return macro_signal(panel, signal);
    default: return price_signal(panel, signal);
  }
}

void leave_members(const SectorPanel& panel, Matrix& figures) {
  for (Index i = 0; i < figures.cols(); ++i)
    for (Index m = 0; m < figures.rows(); ++m)
      if (std::isnan(panel.month_price(m, i))) figures(m, i) = kMissing;
}

void refuse_infinite(const SectorPanel& panel, const SignalDefinition& signal, const Matrix& figures) {
  for (Index i = 0; i < figures.cols(); ++i)
    for (Index m = 0; m < figures.rows(); ++m)
      if (std::isinf(figures(m, i)))
        refuse(ErrorCode::rotation_signal,
               fmt::format("figures of a signal are too large: `{}` of {} in {}", signal.name,
                           panel.names[static_cast<std::size_t>(i)],
                           to_string(Period{Frequency::monthly, panel.month[static_cast<std::size_t>(m)]})),
               {}, signal.place);
}

struct Cross {
  bool compared = false, differs = false;  // two sectors have a figure in the same month; two differ
};
Cross across_sectors(const Matrix& figures) {
  Cross found;
  for (Index m = 0; m < figures.rows() && !found.differs; ++m) {
    double first = kMissing;
    for (Index i = 0; i < figures.cols(); ++i) {
      const double one = figures(m, i);
      if (std::isnan(one)) continue;
      if (!std::isnan(first)) found.compared = true, found.differs = found.differs || one != first;
      first = one;
    }
  }
  return found;
}

void check_figures(const SectorPanel& panel, const SignalDefinition& signal, const Matrix& figures) {
  refuse_infinite(panel, signal, figures);
  const auto found = across_sectors(figures);
  if (!found.compared)
    refuse(
        ErrorCode::rotation_signal,
        fmt::format("a signal is never there for two sectors at once: `{}`, which looks {} months back, over "
                    "{} months of prices",
                    signal.name, window_of(signal), panel.months()),
        {}, signal.place);
  if (!found.differs)
    refuse(ErrorCode::rotation_no_variation,
           fmt::format("a signal is the same for all sectors throughout: `{}`", signal.name), {},
           signal.place);
}

}  // namespace

Matrix signal_figures(const SectorPanel& panel, const SignalDefinition& signal) {
  check(signal);
  Matrix figures = raw_figures(panel, signal);
  if (signal.sign < 0) figures = -figures;
  leave_members(panel, figures);
  check_figures(panel, signal, figures);
  return figures;
}

Matrix macro_betas(const SectorPanel& panel, const SignalDefinition& signal, Index m) {
  RERATE_ASSERT(signal.kind == SignalKind::macro && m >= 0 && m < panel.months(), "a macro signal's month");
  check(signal);
  const auto sample = macro_sample(panel, signal);
  const Index last = sample.late[static_cast<std::size_t>(m)] ? m - 1 : m;
  if (last < signal.months)
    return Matrix::Constant(panel.sectors(), static_cast<Index>(signal.drivers.size()), kMissing);
  std::vector<std::uint32_t> months(static_cast<std::size_t>(signal.months));
  std::iota(months.begin(), months.end(), static_cast<std::uint32_t>(last - signal.months + 1));
  return at_place(signal.place, [&] { return macro_betas_of(sample, months, signal.penalty); });
}

Index window_of(const SignalDefinition& signal) {
  switch (signal.kind) {
    case SignalKind::figures: return 0;
    case SignalKind::own_history: return signal.first;
    default: return signal.months;
  }
}

}  // namespace rerate
