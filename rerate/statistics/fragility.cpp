#include "rerate/statistics/fragility.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

struct Counts {
  std::size_t same_sign = 0, significant = 0, below = 0, equal = 0;
};

Counts count(std::span<const double> values, std::span<const double> p, double headline, double neutral,
             double alpha) {
  Counts counts;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = values[i];
    if (std::isnan(value)) continue;
    RERATE_ASSERT(std::isfinite(value), "the number of a definition must be finite");
    counts.same_sign += headline > neutral ? value > neutral : value < neutral;
    counts.significant += !p.empty() && p[i] <= alpha;
    counts.below += value < headline;
    counts.equal += value == headline;
  }
  return counts;
}

}  // namespace

bool varies(double low, double high) {
  constexpr double kRounding = 1e-12;
  return high - low > kRounding * std::max(std::abs(low), std::abs(high));
}

std::optional<Fragility> fragility(std::span<const double> values, std::span<const double> p, double headline,
                                   double neutral, double alpha) {
  RERATE_ASSERT(p.empty() || p.size() == values.size(), "a p-value for each definition");
  RERATE_ASSERT(!std::isinf(headline), "the headline must be finite");
  std::vector<double> given;
  given.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(given),
               [](double x) { return !std::isnan(x); });
  if (given.size() < 2 || std::isnan(headline)) return std::nullopt;

  const auto counts = count(values, p, headline, neutral, alpha);
  const auto all = static_cast<double>(given.size());
  Fragility found;
  found.definitions = given.size();
  const auto [least, most] = std::minmax_element(given.begin(), given.end());
  found.min = *least;
  found.max = *most;
  found.p05 = quantile(given, 0.05);
  found.median = quantile(given, 0.5);
  found.p95 = quantile(given, 0.95);
  found.same_sign = headline == neutral ? std::numeric_limits<double>::quiet_NaN()
                                        : static_cast<double>(counts.same_sign) / all;
  if (!p.empty()) found.significant = static_cast<double>(counts.significant) / all;
  found.percentile = 100 * (static_cast<double>(counts.below) + static_cast<double>(counts.equal) / 2) / all;
  return found;
}

}  // namespace rerate
