#include "rerate/multiverse/lattice_outcome.h"

#include <algorithm>
#include <limits>

#include "rerate/base/parallel.h"
#include "rerate/events/forward_returns.h"
#include "rerate/multiverse/middle_value.h"

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
  return {sum / static_cast<double>(events.size()), middle_value(values)};
}

// What run_event_study refuses as too much work for the shift test (outcome_statistics.h).
bool too_many(std::size_t dates, std::size_t events) { return dates * events > 60'000'000; }

}  // namespace

LatticeOutcome::LatticeOutcome(const PriceGrid& grid, const Horizon& horizon, std::optional<Date> from,
                               bool all)
    : has_benchmark_(grid.benchmark.has_value()),
      fixed_day_(std::holds_alternative<Date>(horizon)),
      all_(all) {
  const auto windows = windows_if_any(grid, horizon, from);
  if (!windows) return;
  first_ = static_cast<std::int32_t>(windows->first());
  returns_ = forward_returns(grid, *windows);
  const auto begin = grid.asset.ordinal.begin() + first_;
  ordinals_.assign(begin, begin + static_cast<std::ptrdiff_t>(windows->count()));
  shifts_.emplace(outcome());
  if (!all) return;
  for (auto entry = windows->first(); entry < windows->first() + windows->count(); ++entry)
    length_.push_back(static_cast<std::int32_t>(*windows->exit(entry) - entry));
  asset_tests_.emplace(returns_.asset, fixed_day_);
  if (!has_benchmark_) return;
  benchmark_tests_.emplace(returns_.benchmark, fixed_day_);
  relative_tests_.emplace(returns_.relative, fixed_day_);
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

// Dates in the union of the windows / those of an average one, as in event_study.cpp.
double LatticeOutcome::independent_windows(std::span<const std::int32_t> events) const {
  std::int64_t covered = 0, total = 0, reached = 0;
  for (const std::int64_t event : events) {
    const auto exit = event + length_[static_cast<std::size_t>(event)];
    total += exit - event;
    covered += exit - std::min(exit, std::max(reached, event));
    reached = std::max(reached, exit);
  }
  return static_cast<double>(covered) * static_cast<double>(events.size()) / static_cast<double>(total);
}

PatternStatistics LatticeOutcome::work_out_all(std::uint32_t pattern, OutcomeTests::Room& room) const {
  const auto dates_of = events(pattern);
  PatternStatistics found;
  found.n_eff = independent_windows(dates_of);
  found.asset = asset_tests_->of(dates_of, room);
  if (!has_benchmark_) return found;
  found.benchmark = benchmark_tests_->of(dates_of, room);
  found.relative = relative_tests_->of(dates_of, room);
  return found;
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
  if (all_) test_all(fresh);
  tests_ += fresh.size();
}

void LatticeOutcome::test_all(std::span<const std::uint32_t> fresh) {
  constexpr std::size_t kBatch = 32;
  statistics_.resize(patterns_.size());
  parallel_for((fresh.size() + kBatch - 1) / kBatch, [&](std::size_t batch) {
    OutcomeTests::Room room;
    for (auto i = batch * kBatch; i < std::min(fresh.size(), (batch + 1) * kBatch); ++i)
      statistics_[fresh[i]] = work_out_all(fresh[i], room);
  });
}

bool LatticeOutcome::full(std::size_t most_kept) const {
  return patterns_.figures() > most_kept / 2 || patterns_.size() > most_kept / (all_ ? 256 : 32);
}

void LatticeOutcome::forget() {
  pattern_of_.clear();
  patterns_.clear();
  outcomes_.clear();
  statistics_.clear();
}

}  // namespace rerate
