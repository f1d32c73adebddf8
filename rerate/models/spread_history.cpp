#include "rerate/models/spread_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::int32_t month_of(Date day) { return period_of(Frequency::monthly, day).ordinal; }

}  // namespace

void check_figures(const Series& series, const Place& place, double most) {
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double value = series.value[i];
    if (std::isnan(value) || (!std::isinf(value) && std::fabs(value) <= most)) continue;
    const auto when = to_string(series.period(i));
    refuse(ErrorCode::regression_not_finite,
           std::isinf(value) ? fmt::format("`{}` is infinite in {}", series.name, when)
                             : fmt::format("`{}` is {} in {}, beyond {} either side of 0", series.name,
                                           shortest(value), when, shortest(most)),
           {}, place);
  }
}

SpreadHistory spread_history(const Series& series, const Place& place, double most) {
  check_figures(series, place, most);
  SpreadHistory history;
  history.frequency = series.type.frequency;
  history.name = series.name;
  Date known = kAlwaysKnown;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (std::isnan(series.value[i])) continue;
    known = std::max(known, series.first_known(i));
    history.ordinal.push_back(series.ordinal[i]);
    history.value.push_back(series.value[i]);
    history.day.push_back(last_day(series.period(i)));
    history.known.push_back(known);
  }
  return history;
}

int months_spanned(const SpreadHistory& history, std::size_t from, std::size_t to) {
  return month_of(history.day[to]) - month_of(history.day[from]) + 1;
}

void check_spread_history(const SpreadHistory& history, const std::string& what, const Place& place) {
  const int months = history.size() == 0 ? 0 : months_spanned(history, 0, history.size() - 1);
  if (months < kLeastSpreadMonths)
    refuse(ErrorCode::credit_history,
           fmt::format("the history of the {} is too short: `{}` has {} months, at least {} are needed", what,
                       history.name, months, kLeastSpreadMonths),
           {}, place);
  const auto [low, high] = std::minmax_element(history.value.begin(), history.value.end());
  if (*low == *high)
    refuse(ErrorCode::regression_no_variation,
           fmt::format("the {} does not vary: `{}` is {} in all its {} figures", what, history.name, *low,
                       history.size()),
           {}, place);
}

std::vector<std::size_t> month_ends(const SpreadHistory& history) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < history.size(); ++i)
    if (i + 1 == history.size() || month_of(history.day[i]) != month_of(history.day[i + 1]))
      ends.push_back(i);
  return ends;
}

std::optional<std::size_t> months_before(const SpreadHistory& history, std::size_t i, int months) {
  const bool regular = is_regular(history.frequency);
  const Date day = add_months(history.day[i], -months);
  const std::int32_t wanted = regular ? history.ordinal[i] - months : day.days;
  const auto after = std::upper_bound(history.ordinal.begin(), history.ordinal.end(), wanted);
  if (after == history.ordinal.begin()) return std::nullopt;
  const auto at = static_cast<std::size_t>(after - history.ordinal.begin()) - 1;
  const bool stands =
      regular ? history.ordinal[at] == wanted : wanted - history.ordinal[at] <= kOldestStanding;
  return stands ? std::optional(at) : std::nullopt;
}

double change_over(const SpreadHistory& history, std::size_t i, int months) {
  const auto before = months_before(history, i, months);
  return before ? history.value[i] - history.value[*before] : kMissing;
}

double percentile_among(double x, std::span<const double> window) {
  if (std::isnan(x)) return kMissing;
  std::size_t below = 0, equal = 0, figures = 0;
  for (const double one : window) {
    below += one < x;
    equal += one == x;
    figures += !std::isnan(one);
  }
  if (figures == 0) return kMissing;
  return 50.0 * static_cast<double>(2 * below + equal) / static_cast<double>(figures);
}

}  // namespace rerate
