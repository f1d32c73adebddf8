#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rerate/base/random_stream.h"

namespace rerate {

// What each draw of the stationary bootstrap adds up, as differences of rows of a table:
//   dates   row i is date i: every date drawn is added, the sample is taken away
//   totals  row i is the sum of the first i dates: a block adds the total after its last date and takes away the one
//           before its first; the sample is taken away
//   blocks  the same table, one difference for each block, in the order of dates
// A block that wraps round the end is two. Of dates and totals, what is added as often as taken away is left out, which
// leaves 0.50 T rows of totals with blocks of 3 dates on average, 0.17 T with 12, and 0.74 T rows of dates, which are
// taken for short blocks only; with blocks it is 2 T / block length rows.
enum class DrawnRows : std::uint8_t { dates, totals, blocks };

class DrawnDifferences {
 public:
  struct Difference {
    std::uint32_t added, taken;
  };
  // Draws that are worked on together; those of like length are, so the order of draws is not that of their numbers.
  static constexpr std::size_t kTogether = 4;

  // The fewest rows for the sum of a draw.
  static DrawnRows fewest_rows(double block_length) {
    return block_length < 1.7 ? DrawnRows::dates : DrawnRows::totals;
  }

  // Draws of SeriesBlocks(dates, stationary, block_length). 1 <= block_length <= dates < 2^32.
  struct Range {
    std::size_t first, count;
  };
  DrawnDifferences(std::size_t dates, double block_length, DrawnRows rows, Range draws,
                   const RandomStream& random);

  std::size_t draws() const { return draws_; }
  std::size_t groups() const { return begin_.size() - 1; }
  // Difference 0 of each of the group's draws in turn, difference 1 of each, ...; shorter draws (and those that the last
  // group lacks) end with a row less itself.
  std::span<const Difference> group(std::size_t index) const {
    return std::span(differences_).subspan(begin_[index], begin_[index + 1] - begin_[index]);
  }

  // Of blocks: how many dates each of the group's differences covers.
  std::span<const double> lengths(std::size_t index) const {
    return std::span(lengths_).subspan(begin_[index], begin_[index + 1] - begin_[index]);
  }

  double square_of_lengths(std::size_t draw) const {
    return square_of_lengths_[draw];
  }  // their sum over blocks

  // About the most that a draw takes, on average.

  static std::size_t bytes_of_draw(std::size_t dates, double block_length, DrawnRows rows);

 private:
  std::size_t draws_;
  std::vector<std::size_t> begin_;
  std::vector<Difference> differences_;
  std::vector<double> lengths_, square_of_lengths_;
};

}  // namespace rerate
