#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/multiverse/lattice_patterns.h"

namespace rerate {

// Patterns of events as strategies that could have been followed: the main outcome's return of one period (asset less
// benchmark, or the asset alone) in every period of the windows after the events, nothing in all others. Windows that overlap
// count once. On the dates that all price grids have, but for the first.
class LatticeStrategies {
 public:
  // `patterns` are numbers in patterns.joint(). Both must outlive this.
  LatticeStrategies(std::span<const LatticeSelection> selections, const LatticePatterns& patterns,
                    std::vector<std::uint32_t> chosen);

  std::size_t size() const { return chosen_.size(); }
  std::size_t dates() const { return dates_; }
  // Percent (points), by date. O(T + events horizon). From several threads at once.
  void returns(std::size_t strategy, std::span<double> out) const;

 private:
  struct Outcome {
    std::vector<std::int32_t> entry;    // by window of the pattern's outcome: place on the grid
    std::vector<std::int32_t> exit;     // beside it
    std::vector<std::int32_t> date;     // by place on the grid: common date, -1 none
    std::vector<double> period_return;  // by place on the grid, from the place before
  };
  const LatticePatterns& patterns_;
  std::vector<std::uint32_t> chosen_;
  std::vector<Outcome> outcomes_;
  std::size_t dates_ = 0;
};

}  // namespace rerate
