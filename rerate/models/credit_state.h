#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/models/spread_history.h"

namespace rerate {

// All-clear, watch or stress, by a rule that the study declares. The more severe is asked first.
enum class CreditState : std::uint8_t { stress, watch, all_clear };
inline constexpr std::size_t kCreditStates = 3;

// A state holds when any of these is reached: the spread's percentile among the figures so far, its change over three
// months. Nothing given: it never holds.
struct CreditThresholds {
  std::optional<double> percentile;  // 0 to 100
  std::optional<double> change_3m;   // in the spread's unit
};
struct CreditStateRule {
  // Thresholds, or an indicator of the spread's frequency: 1 where the state holds, 0 where not, NaN where nobody can tell.
  using Condition = std::variant<CreditThresholds, const Series*>;
  Condition stress, watch;
};

// `point` is one percentage point in the spread's unit. Stress at the 80th percentile or after a rise of a point in three
// months, watch at the 60th or after half a point.
CreditStateRule usual_state_rule(double point);

// Throws credit_rule at `place`: a percentile outside 0 to 100, no threshold at all, a watch threshold that is not below that
// of stress (it would never be seen).
void check_state_rule(const CreditStateRule& rule, const Place& place);

struct CreditStateAt {
  std::size_t at;  // index into the history
  Date known;      // when it could be told
  CreditState state;
};

// The state at the last figure of each month, from the kLeastSpreadMonths-th on, as it could be told then: nothing later is
// read. Months whose condition is missing are left out. O(months T).
std::vector<CreditStateAt> credit_states(const SpreadHistory& history, const CreditStateRule& rule);

// What followed a state.
struct StateRecord {
  int months = 0;
  double share = 0;  // percent of all months with a state
  // Of the months after which a recession would be known by now (twelve months, and twelve more for it to be announced):
  // percent with a month of recession in the next twelve. NaN when none is judged, or no indicator was given.
  int judged = 0;
  double recession_share = std::numeric_limits<double>::quiet_NaN();
  // Return of the asset over the twelve months from the first price after the state was known, in percent; windows
  // overlap. `p` is the exact circular-shift p-value of the mean (statistics/circular_shift.h). NaN without a window.
  int windows = 0;
  double mean = std::numeric_limits<double>::quiet_NaN(), median = mean, positive = mean, p = mean;
};
struct StateRecords {
  StateRecord by_state[kCreditStates];
  StateRecord all;  // of the returns: every date with a complete window
};

struct AfterStates {
  const Series* recession = nullptr;  // monthly indicator; may be null
  const Series* asset = nullptr;      // a price or index of any frequency; may be null
  Place asset_place = {};
};

// O(months T of the asset). Throws event_prices, event_kinds, event_horizon at the asset's place.
StateRecords after_states(const SpreadHistory& history, const std::vector<CreditStateAt>& states,
                          const AfterStates& after);

}  // namespace rerate
