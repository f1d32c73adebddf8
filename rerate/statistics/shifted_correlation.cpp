#include "rerate/statistics/shifted_correlation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/vector_clones.h"
#include "rerate/statistics/correlation.h"

namespace rerate {
namespace {

constexpr std::size_t kLanes = 16;  // shifts worked on side by side
using Four = double __attribute__((vector_size(32)));
using Sums = std::array<double, kLanes>;

[[gnu::always_inline]] inline void add_product(Four& sum, double x, const double* y) {
  Four four;
  std::memcpy(&four, y, sizeof four);
  sum += x * four;
}

// sums[lane] = sum over t of x[t] y[t + lane].
RERATE_VECTOR_CLONES void sum_products(const double* x, std::size_t count, const double* y, Sums& sums) {
  Four a{}, b{}, c{}, d{};
  for (std::size_t t = 0; t < count; ++t) {
    add_product(a, x[t], y + t);
    add_product(b, x[t], y + t + 4);
    add_product(c, x[t], y + t + 8);
    add_product(d, x[t], y + t + 12);
  }
  std::memcpy(sums.data(), &a, sizeof a);
  std::memcpy(sums.data() + 4, &b, sizeof b);
  std::memcpy(sums.data() + 8, &c, sizeof c);
  std::memcpy(sums.data() + 12, &d, sizeof d);
}

}  // namespace

double shift_p_value(std::span<const double> x, std::span<const double> y) {
  RERATE_ASSERT(x.size() == y.size(), "series of one length");
  const auto a = standardised(x), b = standardised(y);
  if (a.empty() || b.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto count = a.size();
  std::vector<double> doubled(2 * count + kLanes);  // so that no index wraps
  for (std::size_t i = 0; i < doubled.size(); ++i) doubled[i] = b[i % count];
  constexpr double kSlack = 1e-12;
  double far = 0;
  std::size_t extreme = 0;
  Sums sums;
  for (std::size_t shift = 0; shift < count; shift += kLanes) {
    sum_products(a.data(), count, doubled.data() + shift, sums);
    if (shift == 0) far = std::fabs(sums[0]) - kSlack * static_cast<double>(count);
    for (std::size_t lane = 0; lane < std::min(kLanes, count - shift); ++lane)
      extreme += std::fabs(sums[lane]) >= far;
  }
  return static_cast<double>(extreme) / static_cast<double>(count);
}

}  // namespace rerate
