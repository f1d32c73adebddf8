#include "rerate/rotation/sharpe_difference.h"

#include <cmath>
#include <limits>
#include <vector>

#include "rerate/regression/covariance.h"
#include "rerate/rotation/return_differences.h"
#include "rerate/statistics/return_moments.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// The ratio of returns over cash, and what each month moves it by.
struct RatioParts {
  double ratio = 0;
  std::vector<double> moved;
};

RatioParts parts_of(const std::vector<double>& excess, const ReturnMoments& moments) {
  const double mean = moments.mean, square = moments.square / moments.n, deviation = std::sqrt(square);
  RatioParts parts{mean / deviation, {}};
  for (const double one : excess) {
    const double from_mean = one - mean;
    parts.moved.push_back(from_mean / deviation -
                          mean * (from_mean * from_mean - square) / (2 * square * deviation));
  }
  return parts;
}

}  // namespace

double sharpe_difference_p(std::span<const double> returns, std::span<const double> benchmark,
                           std::span<const double> cash) {
  const auto own = return_differences(returns, cash), other = return_differences(benchmark, cash);
  const auto own_moments = return_moments(own), other_moments = return_moments(other);
  if (own.size() < 3 || !own_moments.varies || !other_moments.varies) return kMissing;
  const auto one = parts_of(own, own_moments), two = parts_of(other, other_moments);
  const double difference = figure_difference(one.ratio, two.ratio);
  if (difference == 0) return kMissing;
  const auto n = static_cast<Index>(own.size());
  Vector apart(n);
  for (Index t = 0; t < n; ++t) {
    const auto at = static_cast<std::size_t>(t);
    apart(t) = difference + one.moved[at] - two.moved[at];
  }
  const auto design = constant_design(n);
  const auto fit = ols(apart, design);
  const auto errors = covariance(design, fit, {CovarianceKind::hac});
  return errors.p_value(fit.coefficients(0) / errors.std_error(0));
}

}  // namespace rerate
