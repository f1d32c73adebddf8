#include "rerate/statistics/correlation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>

#include "rerate/base/error.h"

namespace rerate {
namespace {

double largest_size(std::span<const double> x) {
  double largest = 0;
  for (const double value : x) {
    RERATE_ASSERT(std::isfinite(value), "correlations take finite values");
    largest = std::max(largest, std::fabs(value));
  }
  return largest;
}

void multiply(std::vector<double>& x, double by) {
  for (double& value : x) value *= by;
}

// A power of two, so that it costs no digit, which brings sizes up to `largest` to about 1 (those near the smallest numbers
// there are, to where their squares can be told from zero).
double scale_to_one(double largest) {
  constexpr int kLeast = -1000;
  int exponent = 0;
  std::frexp(largest, &exponent);
  return std::ldexp(1.0, -std::max(exponent, kLeast));
}

}  // namespace

std::vector<double> standardised(std::span<const double> x) {
  RERATE_ASSERT(!x.empty(), "a series without a value");
  const double scale = scale_to_one(largest_size(x));
  const auto [least, most] = std::minmax_element(x.begin(), x.end());
  if (!(*least < *most)) return {};
  const auto count = static_cast<double>(x.size());
  std::vector<double> z(x.begin(), x.end());
  multiply(z, scale);  // so that neither sums nor squares overflow
  const double mean = std::accumulate(z.begin(), z.end(), 0.0) / count;
  for (double& value : z) value -= mean;
  const double widest = largest_size(z);
  if (widest == 0) return {};
  multiply(z, scale_to_one(widest));
  double squares = 0;
  for (const double value : z) squares += value * value;
  const double deviation = std::sqrt(squares / count);
  for (double& value : z) value /= deviation;
  return z;
}

double correlation(std::span<const double> x, std::span<const double> y) {
  RERATE_ASSERT(x.size() == y.size(), "series of one length");
  const auto a = standardised(x), b = standardised(y);
  if (a.empty() || b.empty()) return std::numeric_limits<double>::quiet_NaN();
  double product = 0;
  for (std::size_t i = 0; i < a.size(); ++i) product += a[i] * b[i];
  return std::clamp(product / static_cast<double>(a.size()), -1.0, 1.0);
}

std::vector<double> ranks(std::span<const double> x) {
  std::vector<std::pair<double, std::size_t>> sorted(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) sorted[i] = {x[i], i};
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> rank(x.size());
  for (std::size_t from = 0, to = 0; from < sorted.size(); from = to) {
    while (to < sorted.size() && sorted[to].first == sorted[from].first) ++to;
    const double shared = 0.5 * static_cast<double>(from + 1 + to);
    for (auto i = from; i < to; ++i) rank[sorted[i].second] = shared;
  }
  return rank;
}

double rank_correlation(std::span<const double> x, std::span<const double> y) {
  return correlation(ranks(x), ranks(y));
}

}  // namespace rerate
