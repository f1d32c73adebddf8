#pragma once

#include "rerate/rotation/sector_panel.h"

namespace rerate {

// What a decision of month m earned: the return of each sector from m + trade_lag to m + trade_lag + horizon, less the mean of
// the sectors that have one. M x N; NaN where a price is missing, as in the last months. Row m is known at the end of month
// m + trade_lag + horizon. trade_lag >= 0, horizon >= 1. O(M N).
Matrix earned_returns(const SectorPanel& panel, int trade_lag, int horizon);

}  // namespace rerate
