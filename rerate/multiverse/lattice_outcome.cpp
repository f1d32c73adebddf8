#include "rerate/multiverse/lattice_outcome.h"

#include <algorithm>
#include <limits>

#include "rerate/base/parallel.h"
#include "rerate/events/forward_returns.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::optional<ForwardWindows> windows_if_any(const PriceGrid& grid, const Horizon& horizon,
                                             std::optional<Date> from) {
  try {
    return ForwardWindows(grid, horizon, from);
  } catch (const UserError&) {
    return std::nullopt;
  }
}

// The same bits as median() of order_statistics.h, in place: few events, many times.
double middle(std::span<double> values) {
  const auto half = values.size() / 2;
  constexpr std::size_t kFew = 24;
  if (values.size() <= kFew) {
    for (std::size_t i = 1; i < values.size(); ++i) {
      const double value = values[i];
      auto at = i;
      for (; at > 0 && value < values[at - 1]; --at) values[at] = values[at - 1];
      values[at] = value;
    }
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
  }
  const auto upper = values.begin() + static_cast<std::ptrdiff_t>(half);
  std::nth_element(values.begin(), upper, values.end());
  if (values.size() % 2 == 1) return *upper;
  return 0.5 * (*std::max_element(values.begin(), upper) + *upper);
}

struct MeanAndMedian {
  double mean = kMissing, median = kMissing;
};

// As circular_shift_test has them: summed in order of the dates, and no negative zero.
MeanAndMedian mean_and_median(const std::vector<double>& outcome, std::span<const std::int32_t> events,
                              std::vector<double>& values) {
  if (outcome.empty()) return {};
  values.clear();
  double sum = 0;
  for (const auto event : events) {
    values.push_back(outcome[static_cast<std::size_t>(event)] + 0.0);
    sum += values.back();
  }
  return {sum / static_cast<double>(events.size()), middle(values)};
}

// What run_event_study refuses as too much work for the shift test (outcome_statistics.h).
bool too_many(std::size_t dates, std::size_t events) { return dates * events > 60'000'000; }

}  // namespace

LatticeOutcome::LatticeOutcome(const PriceGrid& grid, const Horizon& horizon, std::optional<Date> from)
    : has_benchmark_(grid.benchmark.has_value()), fixed_day_(std::holds_alternative<Date>(horizon)) {
  const auto windows = windows_if_any(grid, horizon, from);
  if (!windows) return;
  first_ = static_cast<std::int32_t>(windows->first());
  returns_ = forward_returns(grid, *windows);
  const auto begin = grid.asset.ordinal.begin() + first_;
  ordinals_.assign(begin, begin + static_cast<std::ptrdiff_t>(windows->count()));
  shifts_.emplace(outcome());
}

// Numbers the patterns of complete events, which are the first ones; returns those that are new. They are
// hashed by their periods, so that the same periods have one hash on every market.
std::vector<std::uint32_t> LatticeOutcome::number(const EventPlacements& placements,
                                                  std::span<const std::uint32_t> wanted) {
  constexpr std::size_t kBatch = 512;
  struct Part {
    std::vector<std::int32_t> events;
    std::vector<std::size_t> ends;
    std::vector<std::uint64_t> hashes;
  };
  std::vector<Part> parts((wanted.size() + kBatch - 1) / kBatch);
  parallel_for(parts.size(), [&](std::size_t batch) {
    auto& [events, ends, hashes] = parts[batch];
    std::vector<std::int32_t> periods;
    for (auto i = batch * kBatch; i < std::min(wanted.size(), (batch + 1) * kBatch); ++i) {
      periods.clear();
      for (const auto entry : placements[wanted[i]].entries) {
        if (entry - first_ >= dates()) break;
        events.push_back(entry - first_);
        periods.push_back(ordinals_[static_cast<std::size_t>(entry - first_)]);
      }
      ends.push_back(events.size());
      hashes.push_back(hash_of(periods));
    }
  });
  std::vector<std::uint32_t> fresh;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [all_events, ends, hashes] = parts[i / kBatch];
    const auto begin = i % kBatch == 0 ? 0 : ends[i % kBatch - 1];
    const auto events = std::span(all_events).subspan(begin, ends[i % kBatch] - begin);
    if (events.empty() || too_many(ordinals_.size(), events.size())) {
      pattern_of_[wanted[i]] = InternedSpans::kNone;
      continue;
    }
    const auto known = patterns_.size();
    const auto pattern = patterns_.intern(events, hashes[i % kBatch]);
    pattern_of_[wanted[i]] = pattern;
    if (pattern < known) continue;
    fresh.push_back(pattern);
    outcomes_.emplace_back().pattern = hashes[i % kBatch];
  }
  return fresh;
}

PatternOutcome LatticeOutcome::work_out(std::uint32_t pattern) const {
  const auto dates_of = events(pattern);
  std::vector<double> values;
  values.reserve(dates_of.size());
  auto result = outcomes_[pattern];
  const auto asset = mean_and_median(returns_.asset, dates_of, values);
  const auto benchmark = mean_and_median(returns_.benchmark, dates_of, values);
  const auto test = shifts_->test(dates_of);
  result.complete = static_cast<std::int32_t>(dates_of.size());
  result.led = test.led;
  result.mean = test.mean;
  result.median = has_benchmark_ ? mean_and_median(returns_.relative, dates_of, values).median : asset.median;
  result.asset_mean = asset.mean;
  result.asset_median = asset.median;
  result.benchmark_mean = benchmark.mean;
  result.benchmark_median = benchmark.median;
  // Windows to a fixed day differ in length: other dates tell nothing.
  result.p_mean = fixed_day_ ? kMissing : test.extreme_means / static_cast<double>(dates());
  result.p_led = fixed_day_ ? kMissing : test.extreme_leds / static_cast<double>(dates());
  return result;
}

void LatticeOutcome::test(const EventPlacements& placements, std::span<const std::uint32_t> wanted) {
  constexpr std::size_t kBatch = 256;
  pattern_of_.resize(std::max<std::size_t>(pattern_of_.size(), placements.size()), kUntested);
  std::vector<std::uint32_t> untested;
  for (const auto placement : wanted)
    if (pattern_of_[placement] == kUntested) {
      pattern_of_[placement] = kQueued;
      untested.push_back(placement);
    }
  const auto fresh = number(placements, untested);
  parallel_for((fresh.size() + kBatch - 1) / kBatch, [&](std::size_t batch) {
    for (auto i = batch * kBatch; i < std::min(fresh.size(), (batch + 1) * kBatch); ++i)
      outcomes_[fresh[i]] = work_out(fresh[i]);
  });
  tests_ += fresh.size();
}

bool LatticeOutcome::full(std::size_t most_kept) const {
  return patterns_.figures() > most_kept / 2 || patterns_.size() > most_kept / 32;
}

void LatticeOutcome::forget() {
  pattern_of_.clear();
  patterns_.clear();
  outcomes_.clear();
}

}  // namespace rerate
