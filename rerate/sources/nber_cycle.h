#pragma once

#include <span>
#include <vector>

#include "rerate/sources/table_layout.h"

namespace rerate {

// One turning point of the business cycle and the day on which it was announced.
struct TurningPoint {
  enum class Type { peak, trough };
  Type type;
  std::int32_t month;  // ordinal of a monthly Period
  Date announced;
};

// What a reader knew about each month, from turning points that became known months later.
//
// A month gets its first figure on the first day of the next month, by the turning points announced until
// then: recession = 1 when the last of them before the month is a peak (a recession runs from the month after
// the peak through the trough), peak and trough = 1 in the month itself. Each announcement revises the months
// since its turning point on its day. Example, peak 2020-02 announced 2020-06-08, trough 2020-04 announced
// 2021-07-19: recession of 2020-03 is 0 on 2020-04-01 and 1 from 2020-06-08; that of 2020-07 is 1 on
// 2020-08-01 and 0 from 2021-07-19.
// Before the first announcement the state is the one that the first turning point ends.
// `points` alternate and ascend by month and by announcement. O(months + points).
enum class CycleFigure { recession, peak, trough };
std::vector<Observation> cycle_observations(std::span<const TurningPoint> points, CycleFigure figure,
                                            std::int32_t last_month);

// Reads the two tables of layout nber_cycle: cycles (columns peak, trough; the first row may lack its peak)
// and announcements (columns turning_point, month, announced). A turning point without an announcement counts
// as announced table.assumed_delay after its month's end.
// Throws UserError csv_order when turning points do not alternate and ascend, csv_row for an announcement of
// a turning point that is not in the cycles.
std::vector<SeriesBatch> read_nber_cycle(const ManifestTable& table, const RowSource& cycles,
                                         const RowSource& announcements);

}  // namespace rerate
