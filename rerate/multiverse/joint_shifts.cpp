#include "rerate/multiverse/joint_shifts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/vector_clones.h"

namespace rerate {
namespace {

constexpr std::size_t kLanes = 16;  // shifts side by side

struct Weighted {
  double value;
  std::uint64_t weight;
};

// An outcome twice over and a block of lanes more, so that no index wraps.
struct LaidOutcome {
  std::vector<double> doubled;
  double mean = 0;
};

LaidOutcome laid_out(const std::vector<double>& outcome) {
  LaidOutcome result;
  double sum = 0;
  for (const double value : outcome) sum += value;
  result.mean = sum / static_cast<double>(outcome.size());
  for (std::size_t i = 0; i < 2 * outcome.size() + kLanes; ++i)
    result.doubled.push_back(outcome[i % outcome.size()]);
  return result;
}

RERATE_VECTOR_CLONES void add_up(const double* doubled, std::span<const std::int32_t> events,
                                 std::array<double, kLanes>& sums) {
  std::array<double, kLanes> total{};
  for (const auto event : events)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      total[lane] += doubled[event + static_cast<std::int64_t>(lane)];
  sums = total;
}

// The weighted median: where half of the weight lies on either side, the mean of the two values there.
// `values` are reordered. O(values) expected, by halving.
double weighted_median(std::span<Weighted> values, std::uint64_t total) {
  const auto less = [](const Weighted& a, const Weighted& b) { return a.value < b.value; };
  std::uint64_t below = 0;  // weight of what was cut off on the left
  while (values.size() > 1) {
    const auto half = values.size() / 2;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half), values.end(), less);
    std::uint64_t left = below;
    for (const auto& one : values.first(half)) left += one.weight;
    if (2 * left == total)
      return 0.5 * (std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half), less)
                        ->value +
                    values[half].value);
    if (2 * left > total) {
      values = values.first(half);
    } else {
      below = left;
      values = values.subspan(half);
    }
  }
  return values.front().value;
}

struct ShiftedCurve {
  double median = 0, share = 0;
};

class JointShifts {
 public:
  explicit JointShifts(const JointPatterns& patterns) : patterns_(patterns) {
    for (const auto& outcome : patterns.outcomes()) outcomes_.push_back(laid_out(outcome));
  }

  // The curve at every shift.
  std::vector<ShiftedCurve> curves() {
    // Effects of a block of shifts at a time.
    constexpr std::size_t kMostEffects = std::size_t{1} << 24;
    const auto blocks = std::clamp<std::size_t>(kMostEffects / patterns_.size() / kLanes, 1, 8);
    std::vector<ShiftedCurve> curves(patterns_.dates());
    for (std::size_t first = 0; first < curves.size(); first += blocks * kLanes) {
      const auto count = std::min(blocks * kLanes, curves.size() - first);
      work_out_effects(first, count);
      parallel_for(count, [&](std::size_t i) { curves[first + i] = curve(i); });
    }
    return curves;
  }

 private:
  // effects_[i * patterns + p]: of pattern p at shift first + i.
  void work_out_effects(std::size_t first, std::size_t count) {
    constexpr std::size_t kBatch = 512;
    const auto patterns = patterns_.size();
    effects_.resize(count * patterns);
    parallel_for((patterns + kBatch - 1) / kBatch, [&](std::size_t batch) {
      std::array<double, kLanes> sums;
      for (auto p = batch * kBatch; p < std::min(patterns, (batch + 1) * kBatch); ++p) {
        const auto& outcome = outcomes_[patterns_.outcome(p)];
        const auto events = patterns_.events(p);
        for (std::size_t i = 0; i < count; i += kLanes) {
          add_up(outcome.doubled.data() + first + i, events, sums);
          for (std::size_t lane = 0; lane < std::min(kLanes, count - i); ++lane)
            effects_[(i + lane) * patterns + p] =
                sums[lane] / static_cast<double>(events.size()) - outcome.mean;
        }
      }
    });
  }

  ShiftedCurve curve(std::size_t i) const {
    const auto patterns = patterns_.size();
    std::vector<Weighted> values(patterns);
    std::uint64_t positive = 0;
    for (std::size_t p = 0; p < patterns; ++p) {
      values[p] = {effects_[i * patterns + p], patterns_.weight(p)};
      if (values[p].value > 0) positive += values[p].weight;
    }
    const auto total = patterns_.definitions();
    return {weighted_median(values, total), static_cast<double>(positive) / static_cast<double>(total)};
  }

  const JointPatterns& patterns_;
  std::vector<LaidOutcome> outcomes_;
  std::vector<double> effects_;
};

// Share of shifts that are at least as far from the mean of all as the first one is.
double p_value(const std::vector<ShiftedCurve>& curves, double ShiftedCurve::*figure, double slack) {
  double centre = 0;
  for (const auto& one : curves) centre += one.*figure;
  centre /= static_cast<double>(curves.size());
  const double far = std::abs(curves.front().*figure - centre) - slack;
  const auto extreme = std::ranges::count_if(
      curves, [&](const ShiftedCurve& one) { return std::abs(one.*figure - centre) >= far; });
  return static_cast<double>(extreme) / static_cast<double>(curves.size());
}

}  // namespace

std::uint32_t JointPatterns::add_outcome(std::vector<double> outcome) {
  RERATE_ASSERT(!outcome.empty(), "a shift test needs dates");
  RERATE_ASSERT(outcomes_.empty() || outcome.size() == dates(), "outcomes on different dates");
  for (const double value : outcome) RERATE_ASSERT(std::isfinite(value), "outcomes must be finite");
  outcomes_.push_back(std::move(outcome));
  return static_cast<std::uint32_t>(outcomes_.size() - 1);
}

void JointPatterns::add(std::uint32_t outcome, std::span<const std::int32_t> events, std::uint64_t weight) {
  RERATE_ASSERT(outcome < outcomes_.size() && !events.empty() && weight > 0,
                "a pattern needs an outcome, events and a weight");
  for (const auto event : events)
    RERATE_ASSERT(event >= 0 && static_cast<std::size_t>(event) < dates(), "event outside the dates");
  events_.insert(events_.end(), events.begin(), events.end());
  ends_.push_back(events_.size());
  outcome_.push_back(outcome);
  weight_.push_back(weight);
  definitions_ += weight;
}

JointShiftTest joint_shift_test(const JointPatterns& patterns) {
  RERATE_ASSERT(patterns.size() > 0, "a joint test needs patterns");
  double largest = 0;
  for (const auto& outcome : patterns.outcomes())
    for (const double value : outcome) largest = std::max(largest, std::abs(value));
  const auto curves = JointShifts(patterns).curves();
  JointShiftTest test;
  test.median_effect = curves.front().median;
  test.share_positive = curves.front().share;
  test.p_median = p_value(curves, &ShiftedCurve::median, 1e-12 * largest);
  test.p_share = p_value(curves, &ShiftedCurve::share, 1e-12);
  test.definitions = patterns.definitions();
  test.patterns = patterns.size();
  test.dates = static_cast<std::int32_t>(patterns.dates());
  return test;
}

}  // namespace rerate
