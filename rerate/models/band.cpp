#include "rerate/models/band.h"

#include <cmath>
#include <span>

#include "rerate/base/elementary.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {

Band band_of_draws(Vector& draws, double level) {
  if (draws.size() == 0) return {};
  const std::span<double> values(draws.data(), static_cast<std::size_t>(draws.size()));
  const double tail = (1 - level) / 2;
  return {quantile(values, tail), quantile(values, 1 - tail)};
}

Band normal_band(double centre, double variance, double level) {
  if (!(variance > 0)) return {};
  const double reach = normal_quantile(0.5 + level / 2) * std::sqrt(variance);
  return {centre - reach, centre + reach};
}

Band exp_band(Band log_band, double scale) {
  return {scale * reproducible_exp(log_band.low), scale * reproducible_exp(log_band.high)};
}

Band percent_band(Band log_band) {
  return {100 * (reproducible_exp(log_band.low) - 1), 100 * (reproducible_exp(log_band.high) - 1)};
}

}  // namespace rerate
