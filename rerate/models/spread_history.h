#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

// The figures of a credit spread in order of time, without the missing ones: what every measure of credit reads.
struct SpreadHistory {
  Frequency frequency = Frequency::monthly;
  std::string name;
  std::vector<std::int32_t> ordinal;
  std::vector<double> value;
  std::vector<Date> day;    // the period's last
  std::vector<Date> known;  // first day on which all figures up to this one had been published

  std::size_t size() const { return value.size(); }
  Period period(std::size_t i) const { return {frequency, ordinal[i]}; }
  // Figures up to and with figure i.
  std::span<const double> up_to(std::size_t i) const { return std::span(value).first(i + 1); }
};

// Beyond it a figure is a slip: no spread is a million percent.
inline constexpr double kMostSpread = 1e6;

// Throws UserError regression_not_finite at `place` for an infinite figure, and for one beyond `most` either side of 0. O(T).
SpreadHistory spread_history(const Series& series, const Place& place, double most = kMostSpread);

// The same check alone.
void check_figures(const Series& series, const Place& place, double most = kMostSpread);

// Fewest months, from the first figure to the last, on which a percentile says something.
inline constexpr int kLeastSpreadMonths = 24;

// Calendar months from figure `from` to figure `to`, both counted: 1 within one month.
int months_spanned(const SpreadHistory& history, std::size_t from, std::size_t to);

// Throws credit_history for a history shorter than kLeastSpreadMonths (`what` names it), regression_no_variation
// for figures that are all equal; at `place`.
void check_spread_history(const SpreadHistory& history, const std::string& what, const Place& place);

// The last figure of each calendar month, by its index. O(T).
std::vector<std::size_t> month_ends(const SpreadHistory& history);

// The figure that stood `months` before figure i: of a monthly series that of the month, of a daily or weekly one the last at
// or before the same day of the month (clamped: 30 May less three months is 28 or 29 Feb), no more than kOldestStanding
// days older. Nothing when there is none. O(log T).
std::optional<std::size_t> months_before(const SpreadHistory& history, std::size_t i, int months);
inline constexpr int kOldestStanding = 31;

// Figure i less the one that stood `months` before; NaN when there was none.
double change_over(const SpreadHistory& history, std::size_t i, int months);

// Share of the window below x plus half the share equal to it, in percent: as expanding_standing.h. NaN figures are left out;
// NaN for an x that is missing and without figures. O(n).
double percentile_among(double x, std::span<const double> window);

}  // namespace rerate
