#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rerate/multiverse/event_placements.h"
#include "rerate/multiverse/interned_spans.h"
#include "rerate/multiverse/outcome_tests.h"
#include "rerate/statistics/outcome_shifts.h"

namespace rerate {

// What one pattern of complete events gives on one outcome; NaN where DefinitionOutcome says so.
struct PatternOutcome {
  std::uint64_t pattern = 0;
  std::int32_t complete = 0, led = 0;
  double mean = 0, median = 0;
  double asset_mean = 0, asset_median = 0;
  double benchmark_mean = 0, benchmark_median = 0;
  double p_mean = 0, p_led = 0;
};

// All that a study says of these events; as run_event_study has it, without intervals.
struct PatternStatistics {
  OutcomeStatistics asset, benchmark, relative;  // the last two only of markets with a benchmark
  double n_eff = 0;
};

// Forward returns of one market over one horizon and span of dates, and what patterns of events give on
// them. Patterns are tested once.
class LatticeOutcome {
 public:
  // Without a window that fits, every pattern gives nothing. `all`: statistics() of patterns too.
  LatticeOutcome(const PriceGrid& grid, const Horizon& horizon, std::optional<Date> from, bool all = false);
  LatticeOutcome(const LatticeOutcome&) = delete;
  LatticeOutcome& operator=(const LatticeOutcome&) = delete;

  // Tests these placements, in parallel; those that were tested are passed over.
  void test(const EventPlacements& placements, std::span<const std::uint32_t> wanted);
  // The number of the pattern of complete events that a placement has; kNone without one.
  std::uint32_t pattern(std::uint32_t placement) const { return pattern_of_[placement]; }
  bool tested(std::uint32_t placement) const {
    return placement < pattern_of_.size() && pattern_of_[placement] != kUntested;
  }
  const PatternOutcome& operator[](std::uint32_t pattern) const { return outcomes_[pattern]; }
  // Only where all is asked for.
  const PatternStatistics& statistics(std::uint32_t pattern) const { return statistics_[pattern]; }
  // Its events, as indexes into outcome(). Holds until the next test().
  std::span<const std::int32_t> events(std::uint32_t pattern) const { return patterns_[pattern]; }

  std::uint32_t patterns() const { return patterns_.size(); }
  std::uint64_t tests() const { return tests_; }
  std::int32_t dates() const { return static_cast<std::int32_t>(outcome().size()); }
  bool to_a_fixed_day() const { return fixed_day_; }
  bool has_benchmark() const { return has_benchmark_; }
  // The main outcome at every date with a complete window, and the ordinals of these dates.
  const std::vector<double>& outcome() const { return has_benchmark_ ? returns_.relative : returns_.asset; }
  std::span<const std::int32_t> ordinals() const { return ordinals_; }

  bool full(std::size_t most_kept) const;
  void forget();

 private:
  static constexpr std::uint32_t kUntested = InternedSpans::kNone - 1, kQueued = InternedSpans::kNone - 2;
  std::vector<std::uint32_t> number(const EventPlacements& placements, std::span<const std::uint32_t> wanted);
  PatternOutcome work_out(std::uint32_t pattern) const;
  PatternStatistics work_out_all(std::uint32_t pattern, OutcomeTests::Room& room) const;
  void test_all(std::span<const std::uint32_t> fresh);
  double independent_windows(std::span<const std::int32_t> events) const;

  bool has_benchmark_ = false, fixed_day_ = false, all_ = false;
  std::int32_t first_ = 0;  // entry of the first date
  ForwardReturns returns_;
  std::vector<std::int32_t> ordinals_;
  std::optional<OutcomeShifts> shifts_;
  std::optional<OutcomeTests> asset_tests_, benchmark_tests_, relative_tests_;
  std::vector<std::int32_t> length_;  // of the windows, in dates
  std::uint64_t tests_ = 0;

  std::vector<std::uint32_t> pattern_of_;  // by placement
  InternedSpans patterns_;                 // events
  std::vector<PatternOutcome> outcomes_;
  std::vector<PatternStatistics> statistics_;
};

}  // namespace rerate
