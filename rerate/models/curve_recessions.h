#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/events/episodes.h"
#include "rerate/series/series.h"

namespace rerate {

// How long before each recession did the curve invert? (domain.md C10)
//
// Inversions are episodes of the slope below a level; those closer than `gap` are one. An inversion leads the
// first business-cycle peak that falls between its first day and `window` after its end. It is a
// false positive when that stretch passed without a peak, and pending while the stretch is not over (a peak
// is also unknown until it is announced). A peak in the stretch of an inversion that already led an
// earlier one has no inversion of its own; a peak in nobody's stretch was missed.
//
// A month without a peak is only provisional: the NBER has announced peaks up to a year after the fact (that of
// 2007-12 on 2008-12-01). So a stretch has passed without one when `kAnnouncementDelay` has passed since.
//
// Lead = first day of the peak's month minus first day of the inversion's first period, in days.
// Example, monthly GS10 less bond-equivalent TB3MS, gap 12, window 24m: 1968-12 led the peak of 1969-12 by
// 365 days.
struct CurveRecessionQuestion {
  ThresholdRule inversion{Side::below, {0, false}, {0, true}, 1, 1, 12, Tie::first};
  Duration window{24, Duration::Unit::month};
};

inline constexpr Duration kAnnouncementDelay{12, Duration::Unit::month};

enum class InversionOutcome : std::uint8_t { led, false_positive, pending };

struct Inversion {
  Episode episode;  // indexes into the curve
  InversionOutcome outcome = InversionOutcome::pending;
  std::optional<Date> peak;  // first day of the peak's month
  int lead_days = 0;         // when led
  Date closes = {};          // the end of its stretch; of an open one, as if it ended with the curve
};

enum class PeakOutcome : std::uint8_t { led, no_inversion_of_its_own, missed };

struct Peak {
  Date month;     // first day
  Date known_at;  // announced
  PeakOutcome outcome = PeakOutcome::missed;
};

struct LeadStatistics {
  double mean = 0, median = 0;  // days
  int least = 0, most = 0;
  double leave_one_out_low = 0, leave_one_out_high = 0;  // range of the mean; NaN for one lead
};

struct CurveRecessions {
  std::vector<Inversion> inversions;
  std::vector<Peak>
      peaks;  // those led by an inversion, or with a curve observed for at least `window` before
  std::optional<LeadStatistics> leads;
  int led = 0, false_positives = 0, pending = 0, without_own_inversion = 0, missed = 0;
};

// Whether a series of this type can tell peaks (or recessions): a monthly indicator.
bool is_monthly_indicator(const SeriesType& type);

// Throws UserError curve_peaks_type at `place` when `peaks` is no monthly indicator.
void check_peaks_type(const std::string& name, const SeriesType& type, const Place& place);

// Throws UserError curve_peaks_type at `place` when months in a row are marked: that is what recessions look like, not peaks.
// O(T).
void check_peaks_apart(const Series& peaks, const Place& place);

// `curve` of any frequency; `peaks` a monthly indicator, 1 in the month of a peak. O(T).
// Throws UserError curve_peaks_type, curve_no_inversion, curve_no_peaks.
CurveRecessions lead_recessions(const Series& curve, const Series& peaks,
                                const CurveRecessionQuestion& question);

}  // namespace rerate
