#include "rerate/models/contractions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rerate {
namespace {

struct Recession {
  std::int32_t peak, trough;  // ordinals of months
};

// Spells of 1 that begin after the first month and are over before the last: of others a turning point is not known.
// A missing month ends what is known of a spell.
std::vector<Recession> completed_recessions(const Series& indicator) {
  std::vector<Recession> found;
  for (std::size_t first = 1; first < indicator.size(); ++first) {
    if (indicator.value[first] != 1 || indicator.value[first - 1] != 0) continue;
    std::size_t after = first;
    while (after < indicator.size() && indicator.value[after] == 1) ++after;
    if (after < indicator.size() && indicator.value[after] == 0)
      found.push_back({indicator.ordinal[first - 1], indicator.ordinal[after - 1]});
    first = after;
  }
  return found;
}

// The panel's period that holds a month.
Period period_holding(std::int32_t month, Frequency frequency) {
  return period_of(frequency, last_day({Frequency::monthly, month}));
}

std::optional<Index> row_of(const FairValuePanel& panel, Period period) {
  const auto at = std::lower_bound(panel.ordinal.begin(), panel.ordinal.end(), period.ordinal);
  if (at == panel.ordinal.end() || *at != period.ordinal) return std::nullopt;
  return static_cast<Index>(at - panel.ordinal.begin());
}

// NaN where a driver lacks a figure at either end.
Vector change_between(const FairValuePanel& panel, Period peak, Period trough) {
  const auto from = row_of(panel, peak), to = row_of(panel, trough);
  if (!from || !to || *from == *to) return Vector::Constant(panel.drivers.cols(), std::nan(""));
  return (panel.drivers.row(*to) - panel.drivers.row(*from)).transpose();
}

void average(ContractionAverage& result, Index drivers) {
  const auto n = static_cast<double>(result.used.size());
  result.mean = result.standard_deviation = Vector::Zero(drivers);
  for (const auto& one : result.used) result.mean += one.change;
  result.mean /= n;
  for (const auto& one : result.used)
    result.standard_deviation.array() += (one.change - result.mean).array().square();
  result.standard_deviation = (result.standard_deviation.array() / (n - 1)).sqrt();
}

[[noreturn]] void refuse_too_few(const FairValuePanel& panel, const ContractionAverage& found,
                                 const Series& recession) {
  std::string peaks;
  for (const auto& period : found.left_out) peaks += (peaks.empty() ? "" : ", ") + to_string(period);
  if (!peaks.empty()) peaks = "; drivers do not cover those from the peaks of " + peaks;
  refuse(ErrorCode::fair_value_contractions,
         fmt::format("an average contraction needs at least two, but `{}` gives {} within {} to {}{}",
                     recession.name, found.used.size(), to_string(panel.period(0)),
                     to_string(panel.period(panel.rows() - 1)), peaks),
         {}, panel.place);
}

}  // namespace

ContractionAverage average_contraction(const FairValuePanel& panel, const Series& recession) {
  if (recession.type.frequency != Frequency::monthly || recession.type.kind != Kind::indicator)
    refuse(ErrorCode::fair_value_contractions,
           fmt::format("recessions must be a monthly indicator, but `{}` is a {} {}", recession.name,
                       to_string(recession.type.frequency), to_string(recession.type.kind)),
           "Name an indicator that is 1 in recession, such as nber.recession.", panel.place);
  ContractionAverage result;
  for (const auto& months : completed_recessions(recession)) {
    const Period peak = period_holding(months.peak, panel.frequency);
    const Period trough = period_holding(months.trough, panel.frequency);
    if (trough.ordinal < panel.ordinal.front() || peak.ordinal > panel.ordinal.back()) continue;
    Vector change = change_between(panel, peak, trough);
    if (change.allFinite())
      result.used.push_back({peak, trough, std::move(change)});
    else
      result.left_out.push_back(peak);
  }
  if (result.used.size() < 2) refuse_too_few(panel, result, recession);
  average(result, panel.drivers.cols());
  return result;
}

}  // namespace rerate
