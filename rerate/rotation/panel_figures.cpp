#include "rerate/rotation/panel_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// From the last trading day before a holiday at a month's end to the first one after it.
constexpr int kLongestClosing = 5;

Date last_weekday(std::int32_t month) {
  Date day = last_day({Frequency::monthly, month});
  while (weekday(day) >= Weekday::saturday) day = day - 1;
  return day;
}

bool decided_before_holiday(const SectorPanel& panel, Index m) {
  return panel.grid == Frequency::daily &&
         panel.decided_at(m) < last_weekday(panel.month[static_cast<std::size_t>(m)]);
}

class Reading {
 public:
  Reading(const SectorPanel& panel, const Series& series, std::string_view signal, const Place& place)
      : panel_(panel), series_(series), signal_(signal), place_(place) {
    const auto months = static_cast<std::size_t>(panel.months());
    figures_.figure.assign(months, kMissing);
    figures_.late.assign(months, false);
  }

  PanelFigures all() && {
    const auto first = panel_.month.front();
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const auto m = static_cast<Index>(series_.ordinal[i]) - first;
      if (m >= panel_.months()) break;
      if (!std::isnan(series_.value[i])) check_known(i, m);
      if (m >= 0)
        figures_.figure[static_cast<std::size_t>(m)] = series_.value[i];
      else
        append_before(series_.value[i], m);
    }
    return std::move(figures_);
  }

 private:
  void check_known(std::size_t i, Index m) {
    const Date decided = panel_.decided_at(std::max<Index>(m, 0)), known = series_.first_known(i);
    if (known <= decided) return;
    if (m >= 0 && decided_before_holiday(panel_, m) && known <= decided + kLongestClosing) {
      figures_.late[static_cast<std::size_t>(m)] = true;
      return;
    }
    refuse(ErrorCode::rotation_look_ahead,
           fmt::format(
               "a signal reads a figure before it was known: `{}` decides on {} by `{}` of {}, which was "
               "known on {}",
               signal_, to_string(decided), series_.name, to_string(series_.period(i)), to_string(known)),
           {}, place_);
  }
  // Months between the series' end and the panel's first are missing ones.
  void append_before(double value, Index m) {
    if (figures_.before.empty()) figures_.before.assign(static_cast<std::size_t>(-m), kMissing);
    figures_.before[figures_.before.size() - static_cast<std::size_t>(-m)] = value;
  }

  const SectorPanel& panel_;
  const Series& series_;
  std::string_view signal_;
  const Place& place_;
  PanelFigures figures_;
};

}  // namespace

double PanelFigures::at(Index m) const {
  if (m >= 0) return m < static_cast<Index>(figure.size()) ? figure[static_cast<std::size_t>(m)] : kMissing;
  const auto back = static_cast<std::size_t>(-m);
  return back <= before.size() ? before[before.size() - back] : kMissing;
}

PanelFigures panel_figures(const SectorPanel& panel, const Series& series, std::string_view signal,
                           const Place& place) {
  if (series.type.frequency != Frequency::monthly)
    refuse(ErrorCode::rotation_frequency,
           fmt::format("figures of a signal must be monthly: `{}` reads `{}`, which is {}", signal,
                       series.name, to_string(series.type.frequency)),
           {}, place);
  return Reading(panel, series, signal, place).all();
}

}  // namespace rerate
