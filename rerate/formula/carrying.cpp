#include "rerate/formula/carrying.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/base/number_text.h"
#include "rerate/formula/existence.h"
#include "rerate/formula/reach.h"

namespace rerate {
namespace {

struct Release {
  Date date;
  std::size_t row;
};

// In order of becoming known, then of reference period. A figure that was always known counts from the end of
// its period.
std::vector<Release> releases_of(const Series& x) {
  std::vector<Release> releases;
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (std::isnan(x.value[row])) continue;
    const bool dated = x.known_at[row] != kAlwaysKnown;
    releases.push_back({dated ? x.known_at[row] : last_day(x.period(row)), row});
  }
  std::stable_sort(releases.begin(), releases.end(),
                   [](const Release& a, const Release& b) { return a.date < b.date; });
  return releases;
}

// Markets' months end with their last weekday; a day that is a figure's own period stays, weekend or not.
Date last_weekday(Period period) {
  Date day = last_day(period);
  while (is_regular(period.frequency) && weekday(day) >= Weekday::saturday) day = day - 1;
  return day;
}

}  // namespace

Value evaluate_index(EvaluatedCall& call) {
  const auto& x = call.series(0);
  auto result = call.empty_result(x.size());
  double level = 100;
  Date known_at = kAlwaysKnown;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x.value[i])) {
      if (result.empty()) continue;
      call.refuse_value("a return is missing", x.period(i),
                        "an index needs every return: fill(x), or start after the gap");
    }
    if (x.value[i] < -100)
      call.refuse_value(fmt::format("a return of {} percent, below -100,", shortest(x.value[i])), x.period(i),
                        "returns are in percent, and no more than everything can be lost");
    level *= 1 + x.value[i] / 100;
    if (!std::isfinite(level)) call.refuse_overflow(x.period(i));
    known_at = std::max(known_at, x.known_at[i]);
    result.append(x.ordinal[i], level, known_at);
  }
  return Value(std::move(result));
}

Value evaluate_fill(EvaluatedCall& call) {
  const auto& x = call.series(0);
  std::optional<Reach> most;
  if (call.has(1)) most = call.reach(1);
  const auto exists = existence_of_rows(x);
  auto result = call.empty_result(x.size());
  std::size_t last = kNoRow;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isnan(x.value[i])) last = i;
    if (last == kNoRow) continue;
    if (most && !within_reach(x, *most, last, i))
      result.append(x.ordinal[i], kMissing, kAlwaysKnown);
    else
      result.append(x.ordinal[i], x.value[last], std::max(x.known_at[last], exists[i]));
  }
  return Value(std::move(result));
}

Value evaluate_splice(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto& y = call.series(1);
  const bool dense = is_regular(x.type.frequency);
  auto result = call.empty_result(x.size() + y.size());
  std::size_t i = 0, j = 0;
  while (i < x.size() || j < y.size()) {
    const bool in_x = i < x.size() && (j == y.size() || x.ordinal[i] <= y.ordinal[j]);
    const bool in_y = j < y.size() && (i == x.size() || y.ordinal[j] <= x.ordinal[i]);
    const auto ordinal = in_x ? x.ordinal[i] : y.ordinal[j];
    while (dense && !result.empty() && result.ordinal.back() + 1 < ordinal)
      result.append(result.ordinal.back() + 1, kMissing, kAlwaysKnown);
    const bool from_x = in_x && (!in_y || !std::isnan(x.value[i]));
    result.append(ordinal, from_x ? x.value[i] : y.value[j], from_x ? x.known_at[i] : y.known_at[j]);
    i += in_x;
    j += in_y;
  }
  return Value(std::move(result));
}

Value evaluate_published(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto frequency = x.type.frequency;
  const auto releases = releases_of(x);
  auto result = call.empty_result(releases.size());
  std::size_t next = 0, latest = 0;
  while (next < releases.size()) {
    auto period = period_of(frequency, releases[next].date);
    if (is_regular(frequency) && !result.empty()) period.ordinal = result.ordinal.back() + 1;
    const Date end = last_day(period);
    for (; next < releases.size() && releases[next].date <= end; ++next)
      latest = std::max(latest, releases[next].row);
    // Nothing can be added to the period once a figure has been published on its last day or later.
    const auto closing = releases[next - 1].date == end ? next - 1 : next;
    if (closing == releases.size()) break;
    result.append(period.ordinal, x.value[latest], releases[closing].date);
  }
  return Value(std::move(result));
}

Value evaluate_carry(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto& onto = call.series(1);
  const auto releases = releases_of(x);
  const auto exists = existence_of_rows(onto);
  std::vector<Date> seen;  // days on which something became known
  for (const auto& release : releases) seen.push_back(release.date);
  for (std::size_t i = 0; i < onto.size(); ++i)
    if (!std::isnan(onto.value[i])) seen.push_back(onto.known_at[i]);
  std::sort(seen.begin(), seen.end());

  auto result = call.empty_result(onto.size());
  std::size_t next = 0, latest = kNoRow;
  auto over = seen.begin();
  for (std::size_t i = 0; i < onto.size(); ++i) {
    const Date end = last_weekday(onto.period(i));
    for (; next < releases.size() && releases[next].date <= end; ++next)
      latest = latest == kNoRow ? releases[next].row : std::max(latest, releases[next].row);
    while (over != seen.end() && *over < end) ++over;
    if (over == seen.end()) break;  // later periods are not over either
    if (latest == kNoRow) continue;
    result.append(onto.ordinal[i], x.value[latest], std::max(*over, exists[i]));
  }
  return Value(std::move(result));
}

}  // namespace rerate
