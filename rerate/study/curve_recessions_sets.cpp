#include "rerate/study/curve_recessions_sets.h"

#include <functional>

namespace rerate {
namespace {

std::vector<std::string> inversions_with(const CurveRecessionsFindings& found, InversionOutcome outcome) {
  std::vector<std::string> days;
  for (const auto& inversion : found.leads.inversions)
    if (inversion.outcome == outcome)
      days.push_back(to_string(first_day(found.series().period(inversion.episode.start))));
  return days;
}

std::vector<std::string> peaks_with(const CurveRecessionsFindings& found, PeakOutcome outcome) {
  std::vector<std::string> months;
  for (const auto& peak : found.leads.peaks)
    if (peak.outcome == outcome) months.push_back(month_text(peak.month));
  return months;
}

std::vector<std::string> peaks_where(const CurveRecessionsFindings& found,
                                     const std::function<bool(const Steepening&)>& holds) {
  std::vector<std::string> months;
  for (const auto& one : found.steepening)
    if (holds(one)) months.push_back(month_text(one.peak));
  return months;
}

}  // namespace

std::vector<NamedSet> curve_recessions_sets(const CurveRecessionsFindings& found) {
  return {{"false_positives", "False positives", inversions_with(found, InversionOutcome::false_positive)},
          {"pending", "Pending inversions", inversions_with(found, InversionOutcome::pending)},
          {"led_peaks", "Peaks led by an inversion", peaks_with(found, PeakOutcome::led)},
          {"missed", "Peaks without an inversion before them", peaks_with(found, PeakOutcome::missed)},
          {"without_own_inversion", "Peaks without an inversion of their own",
           peaks_with(found, PeakOutcome::no_inversion_of_its_own)},
          {"no_steepening", "Peaks by which the curve had not steepened",
           peaks_where(found, [](const Steepening& one) { return !one.before; })},
          {"lower_after", "Peaks after which it made a lower low",
           peaks_where(found, [](const Steepening& one) { return one.lower_after.has_value(); })}};
}

}  // namespace rerate
