#include "rerate/statistics/block_length.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace rerate {
namespace {

std::vector<double> autocovariances(std::span<const double> x, std::size_t longest) {
  const auto count = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / count;
  std::vector<double> centred(x.begin(), x.end());
  for (double& value : centred) value -= mean;
  std::vector<double> result(longest + 1);
  for (std::size_t lag = 0; lag <= longest; ++lag) {
    double sum = 0;
    for (std::size_t t = 0; t + lag < centred.size(); ++t) sum += centred[t] * centred[t + lag];
    result[lag] = sum / count;
  }
  return result;
}

// The first of `run` neighbouring lags inside the band, else the longest lag outside it.
std::size_t first_quiet_lag(const std::vector<double>& covariance, std::size_t run, double band) {
  const auto outside = [&](std::size_t lag) { return std::abs(covariance[lag]) >= band * covariance[0]; };
  std::size_t quiet = 0, longest_outside = 1;
  for (std::size_t lag = 1; lag < covariance.size(); ++lag) {
    if (outside(lag)) {
      quiet = 0;
      longest_outside = lag;
    } else if (++quiet == run) {
      return lag + 1 - run;
    }
  }
  return longest_outside;
}

}  // namespace

double politis_white_block_length(std::span<const double> x) {
  const auto total = static_cast<double>(x.size());
  const auto [least, most] = std::minmax_element(x.begin(), x.end());
  if (x.size() < 2 || !(*least < *most)) return 1;
  const double cap = std::max(1.0, std::ceil(std::min(3 * std::sqrt(total), total / 3)));
  const auto run = static_cast<std::size_t>(std::max(5.0, std::ceil(std::sqrt(std::log10(total)))));
  const auto longest = std::min(static_cast<std::size_t>(std::ceil(std::sqrt(total))) + run, x.size() - 1);

  const auto covariance = autocovariances(x, longest);
  if (!(covariance[0] > 0)) return 1;
  const auto quiet = first_quiet_lag(covariance, run, 2 * std::sqrt(std::log10(total) / total));
  const auto bandwidth = std::min(2 * quiet, longest);
  double slope = 0, spectrum = covariance[0];
  for (std::size_t lag = 1; lag <= bandwidth; ++lag) {
    const double share = static_cast<double>(lag) / static_cast<double>(bandwidth);
    const double weight = share <= 0.5 ? 1 : 2 * (1 - share);
    slope += 2 * weight * static_cast<double>(lag) * covariance[lag];
    spectrum += 2 * weight * covariance[lag];
  }
  if (spectrum == 0) return cap;
  const double ratio = slope / spectrum;
  return std::clamp(std::cbrt(ratio * ratio * total), 1.0, cap);
}

}  // namespace rerate
