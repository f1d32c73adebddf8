#include "rerate/multiverse/shift_stepdown.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/vector_clones.h"

namespace rerate {
namespace {

constexpr std::size_t kLanes = 16;  // shifts side by side
constexpr double kSlack = 1e-12;

// An outcome less its mean, twice over and a block of lanes more, so that no index wraps.
std::vector<double> laid_out(const std::vector<double>& outcome) {
  double sum = 0;
  for (const double value : outcome) sum += value;
  const double mean = sum / static_cast<double>(outcome.size());
  std::vector<double> doubled;
  doubled.reserve(2 * outcome.size() + kLanes);
  for (std::size_t i = 0; i < 2 * outcome.size() + kLanes; ++i)
    doubled.push_back(outcome[i % outcome.size()] - mean);
  return doubled;
}

// sums[k] of the events moved by first + k; sums has a multiple of kLanes places.
RERATE_VECTOR_CLONES void add_up(const double* doubled, std::span<const std::int32_t> events,
                                 std::size_t first, std::span<double> sums) {
  for (std::size_t at = 0; at < sums.size(); at += kLanes) {
    std::array<double, kLanes> total{};
    for (const auto event : events) {
      const double* from = doubled + event + static_cast<std::ptrdiff_t>(first + at);
      for (std::size_t lane = 0; lane < kLanes; ++lane) total[lane] += from[lane];
    }
    std::copy(total.begin(), total.end(), sums.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

// largest[k] = max(largest[k], |sums[k]| scale), and how many of the first `count` reach `level`.
RERATE_VECTOR_CLONES std::int32_t raise(std::span<const double> sums, double scale, double level,
                                        std::span<double> largest, std::size_t count) {
  std::int32_t reached = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double z = std::fabs(sums[k]) * scale;
    largest[k] = z > largest[k] ? z : largest[k];
    reached += largest[k] >= level ? 1 : 0;
  }
  return reached;
}

std::size_t whole_lanes(std::size_t count) { return (count + kLanes - 1) / kLanes * kLanes; }

class Stepdown {
 public:
  explicit Stepdown(const JointPatterns& patterns) : patterns_(patterns) {
    for (const auto& outcome : patterns.outcomes()) {
      outcomes_.push_back(laid_out(outcome));
      double largest = 0;
      for (const double value : outcome) largest = std::max(largest, std::fabs(value));
      largest_.push_back(largest);
    }
  }

  std::vector<double> statistics() {
    standardise();
    return std::move(found_.statistic);
  }

  ShiftStepdown run(std::span<const double> own_statistic) {
    standardise();
    if (!own_statistic.empty()) found_.statistic.assign(own_statistic.begin(), own_statistic.end());
    std::vector<std::uint32_t> order(patterns_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return found_.statistic[a] != found_.statistic[b] ? found_.statistic[a] > found_.statistic[b] : a < b;
    });
    const auto reached = shifts_that_reach(order);
    found_.best = order.front();
    found_.adjusted_p.resize(order.size());
    double before = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const double p = static_cast<double>(reached[i]) / static_cast<double>(patterns_.dates());
      before = std::max(before, scale_[order[i]] > 0 ? p : 1.0);
      found_.adjusted_p[order[i]] = before;
    }
    return std::move(found_);
  }

 private:
  const double* laid(std::size_t pattern) const { return outcomes_[patterns_.outcome(pattern)].data(); }

  // scale_: 1 / (standard deviation over the shifts of the sum over the events); 0 when that does not vary.
  void standardise() {
    constexpr std::size_t kBatch = 256;
    const auto patterns = patterns_.size(), dates = patterns_.dates();
    scale_.resize(patterns);
    found_.statistic.resize(patterns);
    parallel_for((patterns + kBatch - 1) / kBatch, [&](std::size_t batch) {
      std::vector<double> sums(whole_lanes(dates));
      for (auto p = batch * kBatch; p < std::min(patterns, (batch + 1) * kBatch); ++p) {
        const auto events = patterns_.events(p);
        add_up(laid(p), events, 0, sums);
        double squares = 0;
        for (std::size_t k = 0; k < dates; ++k) squares += sums[k] * sums[k];
        const double deviation = std::sqrt(squares / static_cast<double>(dates));
        const double least = kSlack * static_cast<double>(events.size()) * largest_[patterns_.outcome(p)];
        scale_[p] = deviation > least ? 1 / deviation : 0;
        found_.statistic[p] = std::fabs(sums[0]) * scale_[p];
      }
    });
  }

  // By place in the order: shifts at which it, or one behind it, reaches its own statistic. Some dates at a time, each from the
  // last place to the first.
  std::vector<std::int32_t> shifts_that_reach(const std::vector<std::uint32_t>& order) const {
    constexpr std::size_t kParts = 8;
    const auto dates = patterns_.dates();
    const auto width = whole_lanes((dates + kParts - 1) / kParts);
    std::vector<std::vector<std::int32_t>> part((dates + width - 1) / width);
    parallel_for(part.size(), [&](std::size_t i) {
      const auto first = i * width, count = std::min(width, dates - first);
      std::vector<double> sums(whole_lanes(count)), largest(count);
      if (first == 0) largest[0] = std::numeric_limits<double>::infinity();  // where they stand
      part[i].resize(order.size());
      for (auto at = order.size(); at-- > 0;) {
        const auto pattern = order[at];
        const double statistic = found_.statistic[pattern];
        add_up(laid(pattern), patterns_.events(pattern), first, sums);
        part[i][at] =
            raise(sums, scale_[pattern], statistic - kSlack * std::max(1.0, statistic), largest, count);
      }
    });
    for (std::size_t i = 1; i < part.size(); ++i)
      for (std::size_t at = 0; at < order.size(); ++at) part[0][at] += part[i][at];
    return std::move(part.front());
  }

  const JointPatterns& patterns_;
  std::vector<std::vector<double>> outcomes_;
  std::vector<double> largest_;  // absolute outcome
  std::vector<double> scale_;
  ShiftStepdown found_;
};

}  // namespace

ShiftStepdown shift_stepdown(const JointPatterns& patterns, std::span<const double> own_statistic) {
  RERATE_ASSERT(patterns.size() > 0, "a stepdown needs patterns");
  RERATE_ASSERT(own_statistic.empty() || own_statistic.size() == patterns.size(),
                "a statistic for every pattern");
  for (const double one : own_statistic)
    RERATE_ASSERT(std::isfinite(one) && one >= 0, "statistics are finite and not below 0");
  return Stepdown(patterns).run(own_statistic);
}

std::vector<double> shift_statistics(const JointPatterns& patterns) {
  return Stepdown(patterns).statistics();
}

}  // namespace rerate
