#include "rerate/rotation/earned_returns.h"

#include <cmath>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {

Matrix earned_returns(const SectorPanel& panel, int trade_lag, int horizon) {
  RERATE_ASSERT(trade_lag >= 0 && horizon >= 1, "a decision earns after it");
  Matrix earned = Matrix::Constant(panel.months(), panel.sectors(), std::numeric_limits<double>::quiet_NaN());
  for (Index m = 0; m + trade_lag + horizon < panel.months(); ++m) {
    double sum = 0, count = 0;
    for (Index i = 0; i < panel.sectors(); ++i) {
      const double one =
          panel.month_price(m + trade_lag + horizon, i) / panel.month_price(m + trade_lag, i) - 1;
      earned(m, i) = one;
      if (!std::isnan(one)) sum += one, count += 1;
    }
    if (count > 0) earned.row(m).array() -= sum / count;
  }
  return earned;
}

}  // namespace rerate
