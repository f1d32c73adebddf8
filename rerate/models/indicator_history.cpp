#include "rerate/models/indicator_history.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/statistics/expanding_standing.h"

namespace rerate {

IndicatorHistory::IndicatorHistory(const Series& figures, int sign, std::size_t first, double limit) {
  RERATE_ASSERT(figures.type.frequency == Frequency::monthly, figures.name);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (std::isnan(figures.value[i])) continue;
    ordinal.push_back(figures.ordinal[i]);
    value.push_back(figures.value[i]);
    known.push_back(figures.first_known(i));
  }
  stand(sign, first, limit);
}

void IndicatorHistory::stand(int sign, std::size_t first, double limit) {
  std::vector<std::size_t> order(size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return known[a] < known[b]; });
  std::vector<double> as_they_came;
  as_they_came.reserve(size());
  for (const auto i : order) as_they_came.push_back(value[i]);
  const auto standing = expanding_standing(as_they_came, first, limit);

  z.assign(size(), std::numeric_limits<double>::quiet_NaN());
  percentile = z;
  among.resize(size());
  for (std::size_t at = 0; at < order.size(); ++at) {
    z[order[at]] = sign * standing.z[at] + 0.0;  // a zero without a sign
    percentile[order[at]] = standing.percentile[at];
    among[order[at]] = at + 1;
    came_out_.push_back(known[order[at]]);
    newest_.push_back(at == 0 ? order[at] : std::max(newest_.back(), order[at]));
  }
}

std::optional<std::size_t> IndicatorHistory::newest_known(Date date) const {
  const auto after = std::upper_bound(came_out_.begin(), came_out_.end(), date);
  if (after == came_out_.begin()) return std::nullopt;
  return newest_[static_cast<std::size_t>(after - came_out_.begin() - 1)];
}

std::optional<std::size_t> IndicatorHistory::months_before(std::size_t i, int months) const {
  const auto wanted = ordinal[i] - months;
  const auto found = std::lower_bound(ordinal.begin(), ordinal.end(), wanted);
  if (found == ordinal.end() || *found != wanted) return std::nullopt;
  return static_cast<std::size_t>(found - ordinal.begin());
}

}  // namespace rerate
