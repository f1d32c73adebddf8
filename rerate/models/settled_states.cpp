#include "rerate/models/settled_states.h"

#include <algorithm>
#include <cmath>

namespace rerate {
namespace {

// The last period before a change of state, and when the change was announced.
struct Turn {
  std::size_t at;
  Date announced;
};

std::vector<Turn> turns_of(const Series& indicator) {
  std::vector<Turn> turns;
  for (std::size_t i = 0; i + 1 < indicator.size(); ++i) {
    const double before = indicator.value[i], after = indicator.value[i + 1];
    if (!std::isnan(before) && !std::isnan(after) && before != after)
      turns.push_back({i, indicator.known_at[i + 1]});
  }
  return turns;
}

Date settled(const Series& indicator, const std::vector<Turn>& turns, std::size_t month, int wait) {
  const auto next = std::lower_bound(turns.begin(), turns.end(), month,
                                     [](const Turn& turn, std::size_t wanted) { return turn.at < wanted; });
  Date date = next == turns.end() ? kEndOfTime : next->announced;
  const auto later = indicator.find(indicator.ordinal[month] + wait);
  if (indicator.value[month] == 0 && later) {
    Date quiet = indicator.first_known(*later);
    if (next != turns.begin()) quiet = std::max(quiet, std::prev(next)->announced);
    date = std::min(date, quiet);
  }
  return std::max(date, indicator.known_at[month]);
}

}  // namespace

std::vector<Date> settled_dates(const Series& indicator, int wait) {
  const auto turns = turns_of(indicator);
  std::vector<Date> dates(indicator.size(), kEndOfTime);
  for (std::size_t i = 0; i < indicator.size(); ++i)
    if (!std::isnan(indicator.value[i]))
      dates[i] = indicator.revised() ? settled(indicator, turns, i, wait) : indicator.known_at[i];
  return dates;
}

}  // namespace rerate
