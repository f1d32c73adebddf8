#pragma once

#include <cstdint>
#include <span>

namespace rerate {

// Exact circular-shift test of an event study (domain formula 8).
//
// `outcome` holds the T forward returns of every possible date, `events` the n dates (indexes into it,
// increasing) on which the study's events fell. The null is that the pattern of events, with its spacing, was
// placed on the calendar at random: all T rotations are equally likely. For a statistic s the two-sided
// p-value is
//     #{k in 0..T-1 : |s_k - c| >= |s_0 - c|} / T,
// where s_k is the statistic of the events moved k dates later (wrapping round) and c its centre under
// the null: mean of outcome, median of outcome, n times the share of positive outcomes. The smallest p is
// 1/T. Ties are decided with a tolerance of 1e-12 times the largest absolute outcome (the count of led events
// exactly), so that equal statistics summed in another order count as equal.
//
// O(n T) for mean and led; the median O(n log^2 n T) up to 64 events (a sorting network over eight shifts at
// a time), O(n T) expected beyond. T >= 1, 1 <= n <= T, all outcomes finite. Same bits on every machine.
struct ShiftTest {
  double p_mean = 0, p_median = 0, p_led = 0;
  double mean = 0, median = 0;
  std::int32_t led = 0;
  double base_mean = 0, base_median = 0, base_rate = 0;  // over all T dates; base_rate is a share 0..1
};

// What to compute: without the median its fields stay 0, and the test costs a fifth.
enum class ShiftParts : std::uint8_t { mean_and_led, all };

ShiftTest circular_shift_test(std::span<const double> outcome, std::span<const std::int32_t> events,
                              ShiftParts parts = ShiftParts::all);

}  // namespace rerate
