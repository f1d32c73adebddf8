#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/linear_algebra.h"
#include "rerate/series/series.h"

namespace rerate {

// Sectors side by side: what a rotation chooses among. Prices are what can be traded, day by day or month by month (the
// grid); decisions are made at the ends of months, of which each is a row of the grid.
//
// A sector is a member from its first to its last price: an ETF that is listed later joins when it has a price. A price that
// is missing in between is refused, because a holding must be valued.
struct Sector {
  std::string name, title;  // "nodur", "Consumer non-durables"
  const Series* price =
      nullptr;  // daily or monthly, all of one frequency; all price or all total-return indexes
  Place place = {};
};

struct SectorPanel {
  std::vector<std::string> names, titles;  // N
  Frequency grid = Frequency::monthly;     // or daily
  std::vector<Date> day;                   // G: the trading day; of a monthly grid the month's last day
  Matrix price;                            // G x N, above 0; NaN: no member
  Vector cash;                             // G: what 1 kept in cash since row 0 has become

  std::vector<std::int32_t> month;  // M: ordinals of months, one after the other
  std::vector<Index> row;           // M: the last row of the grid in that month, where decisions are made
  Matrix month_price;               // M x N
  Matrix month_return;              // M x N: simple return over the month; NaN without a price at both ends
  Vector cash_return;               // M: simple return of cash over the month; NaN in month 0

  Index months() const { return month_price.rows(); }
  Index sectors() const { return month_price.cols(); }
  bool member(Index m, Index i) const;  // has a price at the month's end
  Index members(Index m) const;
  // A decision of month m reads nothing known later than this: the day of its row.
  Date decided_at(Index m) const { return day[static_cast<std::size_t>(row[static_cast<std::size_t>(m)])]; }
};

struct SectorPanelQuestion {
  std::vector<Sector> sectors;
  // What cash earns: a rate, a return or an index (cash_returns.h). Null: nothing. Over the rows of a month's grid it grows in
  // equal steps.
  const Series* cash = nullptr;
  Place cash_place = {}, place = {};
  std::optional<Date> from;  // months that end before it are left out
  Date as_of;                // months that are not over on it are left out
};

// O(G N). Months run from the first with two members to the last that is over and in which any sector has a price (of daily
// prices: that of its last trading day); where cash is not known they begin later or end sooner. The grid begins with month 0's
// own row, so that row[0] is 0. Throws UserError at the sector's place, or at that of what it is about:
//   rotation_universe   fewer than two sectors; never two members at once; nothing on or after `from`
//   rotation_frequency  not daily or monthly; several frequencies; cash that is neither monthly nor of the grid
//   rotation_kinds      no price (kinds price_index, total_return_index), or some with dividends and some without
//   rotation_prices     a price that is zero, negative or infinite, with its period; cash that grows beyond all numbers
//   rotation_hole       a member without a price on a day when others have one; a month in which no sector has one, or cash no figure
//   rotation_sample     cash without a figure in any month of the sectors
//   rotation_look_ahead a price known later than the day it is traded at, naming the series, the period and both dates
// Prices before month 0 and after the last month are not looked at, except for how long a sector lives.
SectorPanel sector_panel(const SectorPanelQuestion& question);

}  // namespace rerate
