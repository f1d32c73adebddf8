#pragma once

#include <string_view>
#include <vector>

#include "rerate/rotation/sector_panel.h"

namespace rerate {

// The figures of a monthly series as the decisions of a panel read them, each in the month it stands at.
struct PanelFigures {
  std::vector<double> before;  // of the months before the panel's first, without holes, NaN: missing
  std::vector<double> figure;  // by month of the panel; NaN: missing
  // Months whose figure came too late for their decision, because the last weekday of the month was a holiday: a daily
  // grid decides the day before, while carry() and resample() know a month to be over only on its last weekday or the next.
  // The decision reads the figure of the month before.
  std::vector<bool> late;

  // NaN beyond the figures; m below 0 is before the panel.
  double at(Index m) const;
};

// The lint of a rotation: the figure of month m must have had a first figure (first_known) on panel.decided_at(m), those of
// before the panel on its first decision. O(T). Throws UserError at `place`:
//   rotation_look_ahead  one that was not known, naming signal, series, month and both dates
//   rotation_frequency   a series that is not monthly
PanelFigures panel_figures(const SectorPanel& panel, const Series& series, std::string_view signal,
                           const Place& place);

}  // namespace rerate
