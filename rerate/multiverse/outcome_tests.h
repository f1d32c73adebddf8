#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/events/event_study.h"
#include "rerate/statistics/median_shifts.h"
#include "rerate/statistics/outcome_shifts.h"

namespace rerate {

// Statistics of one outcome (asset, benchmark or relative) for pattern after pattern of complete events: the same bits as
// study_outcome (outcome_statistics.h) has them, without the bootstrap interval and its block length, which are NaN.
class OutcomeTests {
 public:
  // T finite outcomes, T >= 1, which must outlive this. Of windows to a fixed day, which differ in length, other dates tell
  // nothing: base rates and p-values are NaN.
  OutcomeTests(const std::vector<double>& outcome, bool fixed_day);

  // What a test works in; one for each thread.
  struct Room {
    std::vector<double> values;
    MedianShifts::Room medians;
  };
  // Events are indexes into the outcome, increasing, at least one. O(n T).
  OutcomeStatistics of(std::span<const std::int32_t> events, Room& room) const;

 private:
  const std::vector<double>& outcome_;
  bool fixed_day_;
  OutcomeShifts shifts_;
  MedianShifts medians_;
  double base_rate_;  // percent
};

}  // namespace rerate
