#pragma once

#include <string>
#include <variant>
#include <vector>

#include "rerate/models/spread_history.h"

namespace rerate {

// The distress share: weight of the constituents whose spread is above a level (1,000bp by custom, Altman), in percent of the
// weight of all that have a spread.
//
// Example: spreads 4, 11, 15 with weights 60, 30, 10 and a level of 10: 40%.
struct Constituent {
  std::string name;
  const Series* spread = nullptr;
  // A figure that counts for every period, or a series of which the newest figure up to the period does.
  std::variant<double, const Series*> weight;
  Place spread_place = {}, weight_place = {};
};

struct DistressShare {
  Period at;  // the newest period with a spread of any constituent
  double share = 0;
  int counted = 0;
  std::vector<std::size_t> distressed;  // above the level, the heaviest first
  std::vector<std::size_t> left_out;    // without a spread or a weight at `at`: matured, or late
  // By month, where every weight is a series; else empty, as the weights of today say nothing of earlier ones. Months on which
  // a constituent weighs 0 are those in which it was not in the index.
  std::vector<Date> day;
  std::vector<double> history;
};

// Spreads of one frequency. A daily or weekly spread stands for kOldestStanding days, a weight for kOldestWeight. O(months N
// log T). Throws UserError:
//   credit_weights   at the weight: one of `at` that is not above 0, an earlier one below 0, any above kMostWeight
//   credit_history   at `place`: no constituent has both a spread and a weight at `at`
//   regression_not_finite  an infinite figure, a spread beyond kMostSpread
DistressShare distress_share(const std::vector<Constituent>& constituents, double level, const Place& place);
inline constexpr int kOldestWeight = 400;  // days
inline constexpr double kMostWeight =
    1e15;  // in units of money it is more than there is; sums stay exact enough

}  // namespace rerate
