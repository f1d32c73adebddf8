#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/models/indicator_history.h"

namespace rerate {

// A macro scorecard (domain.md C12, formula 11): where indicators stand against their own past, and their weighted mean.
//
//     z = sign (x - median) / (1.4826 MAD),   composite = sum of w z / sum of w over the indicators that count
//
// At a date every indicator gives its newest figure known by then (publication lags count), with the z it had when it
// came out. It counts when it has a z and its figure is not stale; the composite needs half of all weight to count.
//
// Example: activity at z = 1 and unemployment (sign -1) at z = -0.5 with equal weights: composite 0.25, 1 of 2 positive.
struct ScorecardIndicator {
  std::string name;                 // as messages call it
  const Series* figures = nullptr;  // monthly
  int sign = 1;                     // 1: a high figure is good; -1: a low one
  double weight = 1;                // above 0
  Place place = {};                 // of its formula
};
struct ScorecardQuestion {
  std::vector<ScorecardIndicator> indicators;
  Date as_of;
  std::optional<Date> then;  // a date to compare with, before the as-of date
  int first_window = 60;     // figures of its own before an indicator's first z
  int stale = 4;             // months: older figures do not count
  double limit = 3;          // of z, on either side
  Place place = {}, then_place = {};
};

// An indicator at a date.
struct IndicatorScore {
  std::optional<std::size_t> figure;  // of its history; nothing: none was known
  int age = 0;                        // months from the figure's to the date's
  bool stale = false;
  bool counts = false;
  double z = 0;             // NaN: none
  double weight = 0;        // share of the weight that counts; 0 when it does not
  double contribution = 0;  // weight z; they add up to the composite
};
struct Score {
  Date date;
  double composite = 0;  // NaN when less than half of all weight counts
  std::vector<IndicatorScore> indicators;
  int available = 0, positive = 0;  // that count; of these with z above 0
};

// How the score went from one date to another, over the indicators that count at both.
enum class ScoreCourse : std::uint8_t { brightening, mixed, darkening };
struct ScoreChange {
  Date from, to;
  double change = 0;                   // of the composite
  int compared = 0, up = 0, down = 0;  // a z that moved by no more than 0.05, as medians do, is neither
  // Brightening: the composite rose by 0.25 and more, and z rose in 60% and more of those compared; darkening: the same
  // downwards; else mixed.
  ScoreCourse course = ScoreCourse::mixed;
};
inline constexpr double kCourseChange = 0.25, kCourseBreadth = 0.6, kUnmoved = 0.05;

struct Scorecard {
  std::vector<IndicatorHistory> histories;  // as asked
  Score now;
  std::optional<Score> then;
  double change_3m = 0;  // of the composite since the same day three months earlier; NaN: none then
  std::optional<ScoreChange> into_then;  // over the year to `then`, where there was a score at its start
  std::optional<ScoreChange> since_then;
  // At each month's last day from the first score on, up to the as-of date, and at that date. NaN: no score in between.
  std::vector<Date> dates;
  std::vector<double> composite;
  std::vector<std::string> warnings;  // indicators that do not count today, and why
};

// O(k n log n) for k indicators of n figures: ten of 870 months in 1 ms. Throws UserError, without indicators or with one
// that is not monthly scorecard_history or event_frequency, and otherwise
//   scorecard_weight         a weight that is not above 0 (at the indicator's place, as the next)
//   regression_no_variation  an indicator whose figures are all equal, or more than half of them: no scale to measure by
//   scorecard_history        no indicator has `first_window` figures; settings out of their range
//   scorecard_stale          less than half of all weight counts at the as-of date: names who does not, and why
//   scorecard_then           `then` is not before the as-of date, or there was no score yet (at then_place)
Scorecard scorecard(const ScorecardQuestion& question);

ScoreChange change_between(const Score& from, const Score& to);

}  // namespace rerate
