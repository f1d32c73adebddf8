#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rerate/series/series.h"

namespace rerate {

// The periods that all of several series have, and where each series keeps them. Regular series overlap in
// one run; daily and weekly ones are matched day by day. All have one frequency. O(total length).
class Alignment {
 public:
  explicit Alignment(std::span<const Series* const> series);

  std::size_t size() const { return size_; }
  // The row of series `which` that holds the shared period `i`.
  std::size_t row(std::size_t which, std::size_t i) const {
    return rows_.empty() ? first_[which] + i : rows_[which][i];
  }

 private:
  void overlap(std::span<const Series* const> series);
  void match(std::span<const Series* const> series);

  std::size_t size_ = 0;
  std::vector<std::size_t> first_;                // one run: where it begins in each series
  std::vector<std::vector<std::uint32_t>> rows_;  // otherwise: the rows, for each series
};

}  // namespace rerate
