#pragma once

#include <memory>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Columns of equal length in one block, each followed by zeros up to a whole number of lanes, so that kernels need
// no last rows apart and zeros add nothing to their sums. Not initialised but for the padding.
class PaddedColumns {
 public:
  PaddedColumns(Index rows, Index columns);

  Index rows() const { return rows_; }
  Index columns() const { return columns_; }
  Index padded_rows() const { return padded_rows_; }
  double* column(Index j) { return data_ + j * stride_; }
  const double* column(Index j) const { return data_ + j * stride_; }
  Index stride() const { return stride_; }
  void set(Index j, const double* values);

 private:
  Index rows_, columns_, padded_rows_, stride_;
  std::unique_ptr<double[]> block_;
  double* data_;
};

}  // namespace rerate
