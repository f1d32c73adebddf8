#include "rerate/models/regime_score.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/statistics/fast_normal.h"

namespace rerate {
namespace {

constexpr double kWinsorisedAt = 3;
// 0.5 + 0.2 / 2 is not 0.6 to the last bit: a score of 0.6 reaches it all the same.
constexpr double kRounding = 1e-12;

}  // namespace

std::vector<int> states_with_hysteresis(std::span<const double> score, double hysteresis) {
  RERATE_ASSERT(hysteresis >= 0 && hysteresis < 1, "hysteresis of a score");
  std::vector<int> states;
  int held = -1;
  for (const double one : score) {
    if (std::isnan(one)) {
      states.push_back(-1);
      continue;
    }
    if (held < 0) held = one >= 0.5 ? 1 : 0;
    if (one >= 0.5 + hysteresis / 2 - kRounding)
      held = 1;
    else if (one <= 0.5 - hysteresis / 2 + kRounding)
      held = 0;
    states.push_back(held);
  }
  return states;
}

RegimeScore regime_score(const RegimePanel& panel, std::span<const RegimeFeature> features,
                         double hysteresis) {
  RegimeScore result;
  result.score.assign(static_cast<std::size_t>(panel.rows()), std::numeric_limits<double>::quiet_NaN());
  Matrix z(static_cast<Index>(panel.complete.size()), panel.z.cols());
  for (Index i = 0; i < z.rows(); ++i)
    z.row(i) = panel.z.row(panel.complete[static_cast<std::size_t>(i)])
                   .cwiseMax(-kWinsorisedAt)
                   .cwiseMin(kWinsorisedAt);
  const Vector mean = goodness(z, features);
  for (Index i = 0; i < z.rows(); ++i)
    result.score[static_cast<std::size_t>(panel.complete[static_cast<std::size_t>(i)])] =
        fast_logistic(mean[i]);
  result.state = states_with_hysteresis(result.score, hysteresis);
  return result;
}

}  // namespace rerate
