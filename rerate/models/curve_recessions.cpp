#include "rerate/models/curve_recessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

std::vector<Peak> peaks_within(const Series& indicator, const Series& curve) {
  std::vector<Peak> peaks;
  const Date curve_begins = first_day(curve.period(0));
  const Date curve_ends = last_day(curve.period(curve.size() - 1));
  for (std::size_t i = 0; i < indicator.size(); ++i) {
    const Date month = first_day(indicator.period(i));
    if (indicator.value[i] == 1 && month > curve_begins && month <= curve_ends)
      peaks.push_back({month, indicator.known_at[i], PeakOutcome::missed});
  }
  return peaks;
}

LeadStatistics summarise(std::vector<int> leads) {
  std::sort(leads.begin(), leads.end());
  const auto n = leads.size();
  const double sum = std::accumulate(leads.begin(), leads.end(), 0.0);
  const double missing = std::numeric_limits<double>::quiet_NaN();
  LeadStatistics result;
  result.mean = sum / static_cast<double>(n);
  result.median = (leads[(n - 1) / 2] + leads[n / 2]) / 2.0;
  result.least = leads.front();
  result.most = leads.back();
  const auto others = static_cast<double>(n) - 1;
  result.leave_one_out_low = n < 2 ? missing : (sum - leads.back()) / others;
  result.leave_one_out_high = n < 2 ? missing : (sum - leads.front()) / others;
  return result;
}

[[noreturn]] void refuse_without_inversion(const ThresholdRule& rule) {
  const auto in_a_row =
      rule.enter_periods > 1 ? fmt::format(" for {} figures in a row", rule.enter_periods) : std::string();
  refuse(ErrorCode::curve_no_inversion,
         fmt::format("the curve is never below {}{}", shortest(rule.enter.level), in_a_row));
}

}  // namespace

bool is_monthly_indicator(const SeriesType& type) {
  return type.frequency == Frequency::monthly && type.kind == Kind::indicator;
}

void check_peaks_type(const std::string& name, const SeriesType& type, const Place& place) {
  if (is_monthly_indicator(type)) return;
  refuse(ErrorCode::curve_peaks_type,
         fmt::format("peaks must be a monthly indicator, but `{}` is a {} {}", name,
                     to_string(type.frequency), to_string(type.kind)),
         {}, place);
}

void check_peaks_apart(const Series& peaks, const Place& place) {
  for (std::size_t i = 1; i < peaks.size(); ++i)
    if (peaks.value[i - 1] == 1 && peaks.value[i] == 1 && peaks.ordinal[i] == peaks.ordinal[i - 1] + 1)
      refuse(ErrorCode::curve_peaks_type,
             fmt::format("`{}` looks like an indicator of recessions: it is 1 in {} and in {}", peaks.name,
                         to_string(peaks.period(i - 1)), to_string(peaks.period(i))),
             {}, place);
}

CurveRecessions lead_recessions(const Series& curve, const Series& peaks,
                                const CurveRecessionQuestion& question) {
  check_peaks_type(peaks.name, peaks.type, {});
  check_peaks_apart(peaks, {});
  CurveRecessions result;
  const auto episodes = find_episodes(curve, question.inversion);
  if (episodes.empty()) refuse_without_inversion(question.inversion);
  result.peaks = peaks_within(peaks, curve);
  if (result.peaks.empty()) refuse(ErrorCode::curve_no_peaks, "no peak falls into the time of the curve");

  const Date curve_ends = last_day(curve.period(curve.size() - 1));
  std::vector<int> leads;
  for (const auto& episode : episodes) {
    const Date begins = first_day(curve.period(episode.start));
    const Date ended = episode.end ? first_day(curve.period(*episode.end)) : curve_ends;
    const Date closes = add(ended, question.window);
    Inversion inversion{episode, InversionOutcome::pending, std::nullopt, 0, closes};
    for (auto& peak : result.peaks) {
      if (peak.month < begins || peak.month > closes || peak.outcome == PeakOutcome::led) continue;
      if (inversion.peak) {
        peak.outcome = PeakOutcome::no_inversion_of_its_own;
        continue;
      }
      peak.outcome = PeakOutcome::led;
      inversion.outcome = InversionOutcome::led;
      inversion.peak = peak.month;
      inversion.lead_days = peak.month - begins;
      leads.push_back(inversion.lead_days);
    }
    if (!inversion.peak && !episode.open && add(closes, kAnnouncementDelay) <= curve_ends)
      inversion.outcome = InversionOutcome::false_positive;
    result.inversions.push_back(inversion);
  }

  // A peak so soon after the first figure may have had its inversion before it: nobody can say it was missed.
  const Date judged_from = add(first_day(curve.period(0)), question.window);
  std::erase_if(result.peaks, [&](const Peak& peak) {
    return peak.outcome == PeakOutcome::missed && peak.month < judged_from;
  });

  for (const auto& inversion : result.inversions) {
    result.led += inversion.outcome == InversionOutcome::led;
    result.false_positives += inversion.outcome == InversionOutcome::false_positive;
    result.pending += inversion.outcome == InversionOutcome::pending;
  }
  for (const auto& peak : result.peaks) {
    result.without_own_inversion += peak.outcome == PeakOutcome::no_inversion_of_its_own;
    result.missed += peak.outcome == PeakOutcome::missed;
  }
  if (!leads.empty()) result.leads = summarise(std::move(leads));
  return result;
}

}  // namespace rerate
