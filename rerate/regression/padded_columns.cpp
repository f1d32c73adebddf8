#include "rerate/regression/padded_columns.h"

#include <cstdint>
#include <cstring>

#include "rerate/regression/lanes.h"

namespace rerate {
namespace {

constexpr Index line = 8;          // doubles of a cache line
constexpr Index alias_step = 512;  // doubles of 4 KB

Index rounded_up(Index count, Index step) { return (count + step - 1) / step * step; }

// Columns a multiple of 4 KB apart would make the processor take a load for a store it has not finished.
Index spaced(Index padded) {
  const Index stride = rounded_up(padded, line);
  return stride % alias_step == 0 ? stride + line : stride;
}

}  // namespace

PaddedColumns::PaddedColumns(Index rows, Index columns)
    : rows_(rows),
      columns_(columns),
      padded_rows_(rounded_up(rows, lane_count)),
      stride_(spaced(padded_rows_)),
      block_(std::make_unique_for_overwrite<double[]>(static_cast<std::size_t>(stride_ * columns + line))) {
  const auto address = reinterpret_cast<std::uintptr_t>(block_.get());
  data_ = block_.get() + (64 - address % 64) % 64 / sizeof(double);
  for (Index j = 0; j < columns; ++j)
    for (Index i = rows; i < padded_rows_; ++i) column(j)[i] = 0;
}

void PaddedColumns::set(Index j, const double* values) {
  std::memcpy(column(j), values, static_cast<std::size_t>(rows_) * sizeof(double));
}

}  // namespace rerate
