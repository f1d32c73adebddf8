#include "rerate/formula/existence.h"

#include <algorithm>
#include <cmath>

namespace rerate {

std::vector<Date> existence_of_rows(const Series& series) {
  const bool dense = is_regular(series.type.frequency);
  std::vector<Date> exists(series.size());
  Date earliest = kEndOfTime;
  for (auto row = series.size(); row-- > 0;) {
    const bool missing = std::isnan(series.value[row]);
    if (!missing) earliest = std::min(earliest, series.known_at[row]);
    exists[row] = missing || dense ? earliest : series.known_at[row];
  }
  return exists;
}

void trim_missing_end(Series& series) {
  auto end = series.size();
  while (end > 0 && std::isnan(series.value[end - 1])) --end;
  series.ordinal.resize(end);
  series.value.resize(end);
  series.known_at.resize(end);
}

}  // namespace rerate
