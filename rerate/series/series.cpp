#include "rerate/series/series.h"

#include <algorithm>

#include "rerate/base/error.h"

namespace rerate {

std::optional<std::size_t> Series::find_at_or_after(std::int32_t wanted) const {
  const auto at = std::lower_bound(ordinal.begin(), ordinal.end(), wanted);
  if (at == ordinal.end()) return std::nullopt;
  return static_cast<std::size_t>(at - ordinal.begin());
}

std::optional<std::size_t> Series::find_at_or_before(std::int32_t wanted) const {
  const auto after = std::upper_bound(ordinal.begin(), ordinal.end(), wanted);
  if (after == ordinal.begin()) return std::nullopt;
  return static_cast<std::size_t>(after - ordinal.begin() - 1);
}

std::optional<std::size_t> Series::find(std::int32_t wanted) const {
  const auto at = find_at_or_after(wanted);
  return at && ordinal[*at] == wanted ? at : std::nullopt;
}

void Series::reserve(std::size_t count) {
  ordinal.reserve(count);
  value.reserve(count);
  known_at.reserve(count);
}

void Series::append(std::int32_t new_ordinal, double new_value, Date new_known_at) {
  ordinal.push_back(new_ordinal);
  value.push_back(new_value);
  known_at.push_back(new_known_at);
}

void Series::append_row(const Series& other, std::size_t row) {
  append(other.ordinal[row], other.value[row], other.known_at[row]);
  if (other.revised()) first_known_at.push_back(other.first_known_at[row]);
}

Series slice(const Series& series, std::optional<Date> first, std::optional<Date> last) {
  Series result{series.type, series.name, {}, {}, {}};
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Date end = last_day(series.period(i));
    if ((first && end < *first) || (last && end > *last)) continue;
    result.append_row(series, i);
  }
  return result;
}

std::vector<Series> intersect(const std::vector<const Series*>& series) {
  RERATE_ASSERT(!series.empty(), "intersect needs a series");
  std::vector<Series> result;
  for (const auto* one : series) {
    RERATE_ASSERT(one->type.frequency == series.front()->type.frequency, one->name);
    result.push_back(Series{one->type, one->name, {}, {}, {}});
  }
  std::vector<std::size_t> at(series.size(), 0);
  for (std::size_t i = 0; i < series.front()->size(); ++i) {
    const auto wanted = series.front()->ordinal[i];
    at[0] = i;
    bool everywhere = true;
    for (std::size_t k = 1; k < series.size(); ++k) {
      while (at[k] < series[k]->size() && series[k]->ordinal[at[k]] < wanted) ++at[k];
      everywhere = everywhere && at[k] < series[k]->size() && series[k]->ordinal[at[k]] == wanted;
    }
    if (!everywhere) continue;
    for (std::size_t k = 0; k < series.size(); ++k) result[k].append_row(*series[k], at[k]);
  }
  return result;
}

}  // namespace rerate
