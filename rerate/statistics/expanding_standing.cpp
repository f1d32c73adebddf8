#include "rerate/statistics/expanding_standing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kNormalScale = 1.4826;  // of a normal variable, standard deviation / MAD

void check(std::span<const double> x) {
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isinf(x[i]))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("a standing needs finite figures: row {} of {} is infinite", i + 1, x.size()));
}

void check(std::size_t first, double limit) {
  if (first < 2)
    refuse(ErrorCode::regression_settings,
           fmt::format("a standing needs at least 2 figures before the first: {} asked", first));
  if (!(limit > 0))
    refuse(ErrorCode::regression_settings,
           fmt::format("the limit of a standing ({}) must be above 0", limit));
}

double mean_of(double low, double high) { return 0.5 * (low + high); }

double median_of_sorted(std::span<const double> sorted) {
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : mean_of(sorted[middle - 1], sorted[middle]);
}

// Distances from the median of a sorted window: two rising lists, below the median outwards and above it outwards, neither
// of which is written down.
class Distances {
 public:
  Distances(std::span<const double> sorted, double median)
      : sorted_(sorted), median_(median), below_(sorted.size() / 2) {}

  // Order statistic k, from 0, of both lists together: binary search for how many of the k smallest lie below. O(log n).
  double smallest(std::size_t k) const {
    const std::size_t above = sorted_.size() - below_;
    std::size_t low = k > above ? k - above : 0, high = std::min(k, below_);
    while (low < high) {
      const std::size_t taken = low + (high - low) / 2;
      if (down(taken) < up(k - taken - 1))
        low = taken + 1;
      else
        high = taken;
    }
    const double infinity = std::numeric_limits<double>::infinity();
    return std::min(low < below_ ? down(low) : infinity, k - low < above ? up(k - low) : infinity);
  }

 private:
  double down(std::size_t i) const { return median_ - sorted_[below_ - 1 - i]; }
  double up(std::size_t i) const { return sorted_[below_ + i] - median_; }

  std::span<const double> sorted_;
  double median_;
  std::size_t below_;
};

double median_distance(std::span<const double> sorted, double median) {
  const Distances distances(sorted, median);
  const std::size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return distances.smallest(middle);
  return mean_of(distances.smallest(middle - 1), distances.smallest(middle));
}

// NaN while the distance is 0: figures that hardly ever differ have no scale.
double standing(double x, double median, double distance) {
  return distance > 0 ? (x - median) / (kNormalScale * distance) : kMissing;
}

double percentile_in(std::span<const double> sorted, double x) {
  const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), x);
  const auto below = low - sorted.begin(), up_to = high - sorted.begin();
  return 50.0 * static_cast<double>(below + up_to) / static_cast<double>(sorted.size());
}

}  // namespace

ExpandingStanding expanding_standing(std::span<const double> x, std::size_t first, double limit) {
  check(first, limit);
  check(x);
  ExpandingStanding result{std::vector<double>(x.size(), kMissing), std::vector<double>(x.size(), kMissing)};
  std::vector<double> sorted;
  sorted.reserve(x.size());
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (std::isnan(x[t])) continue;
    sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), x[t]), x[t]);
    if (sorted.size() < first) continue;
    const double median = median_of_sorted(sorted);
    const double z = standing(x[t], median, median_distance(sorted, median));
    result.z[t] = std::isnan(z) ? z : std::clamp(z, -limit, limit);
    result.percentile[t] = percentile_in(sorted, x[t]);
  }
  return result;
}

double robust_z(double x, std::span<const double> window) {
  check(window);
  check(std::span(&x, 1));
  std::vector<double> figures;
  figures.reserve(window.size());
  for (const double figure : window)
    if (!std::isnan(figure)) figures.push_back(figure);
  if (figures.empty() || std::isnan(x)) return kMissing;
  const double middle = median(figures);
  for (double& figure : figures) figure = std::fabs(figure - middle);
  return standing(x, middle, median(std::move(figures)));
}

}  // namespace rerate
