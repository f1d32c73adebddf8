#include "rerate/formula/alignment.h"

#include <algorithm>

namespace rerate {

Alignment::Alignment(std::span<const Series* const> series) : first_(series.size(), 0) {
  const bool any_empty = std::any_of(series.begin(), series.end(), [](auto* one) { return one->empty(); });
  if (any_empty) return;
  const bool same = std::all_of(series.begin(), series.end(), [&](auto* one) {
    return one == series[0] || one->ordinal == series[0]->ordinal;
  });
  if (same) {
    size_ = series[0]->size();
  } else if (is_regular(series[0]->type.frequency)) {
    overlap(series);
  } else {
    match(series);
  }
}

void Alignment::overlap(std::span<const Series* const> series) {
  auto first = series[0]->ordinal.front(), last = series[0]->ordinal.back();
  for (const auto* one : series) {
    first = std::max(first, one->ordinal.front());
    last = std::min(last, one->ordinal.back());
  }
  if (last < first) return;
  size_ = static_cast<std::size_t>(last - first) + 1;
  for (std::size_t k = 0; k < series.size(); ++k)
    first_[k] = static_cast<std::size_t>(first - series[k]->ordinal.front());
}

void Alignment::match(std::span<const Series* const> series) {
  rows_.resize(series.size());
  std::vector<std::size_t> at(series.size(), 0);
  for (std::size_t i = 0; i < series[0]->size(); ++i) {
    const auto wanted = series[0]->ordinal[i];
    at[0] = i;
    bool everywhere = true;
    for (std::size_t k = 1; k < series.size(); ++k) {
      while (at[k] < series[k]->size() && series[k]->ordinal[at[k]] < wanted) ++at[k];
      everywhere = everywhere && at[k] < series[k]->size() && series[k]->ordinal[at[k]] == wanted;
    }
    if (!everywhere) continue;
    for (std::size_t k = 0; k < series.size(); ++k) rows_[k].push_back(static_cast<std::uint32_t>(at[k]));
  }
  size_ = rows_[0].size();
}

}  // namespace rerate
