#include "rerate/regression/moments.h"

#include <algorithm>
#include <vector>

#include "rerate/base/vector_clones.h"
#include "rerate/regression/column_pass.h"

namespace rerate {
namespace {

RERATE_VECTOR_CLONES void multiply(PaddedColumns& columns, const PaddedColumns& factor) {
  Lanes value, other;
  for (Index j = 0; j < columns.columns(); ++j)
    for (Index row = 0; row < columns.padded_rows(); row += lane_count) {
      load(value, columns.column(j) + row);
      load(other, factor.column(0) + row);
      value *= other;
      store(columns.column(j) + row, value);
    }
}

// Products of column `lead` with itself and those behind it.
RERATE_VECTOR_CLONES void products_of(const PaddedColumns& columns, Index lead, double* products) {
  const Index behind = columns.columns() - lead;
  auto* first = const_cast<double*>(columns.column(lead));  // a pass that takes nothing writes nothing
  for (Index done = 0; done < behind; done += tile) {
    const ColumnPass pass{
        nullptr, first,          first + done * columns.stride(), columns.stride(), columns.padded_rows(),
        nullptr, products + done};
    const Index width = std::min(tile, behind - done);
    done == 0 ? run_pass<false, true>(pass, width) : run_pass<false, false>(pass, width);
  }
}

// Four columns side by side, because each sum waits for the one before it.
constexpr Index side_by_side = 4;

template <int Width>
RERATE_INLINE void add_up(const PaddedColumns& columns, Index first, PaddedColumns& totals, Index before) {
  double sum[Width] = {};
  for (Index row = 0; row < columns.rows(); ++row)
    for (int c = 0; c < Width; ++c)
      totals.column(first + c)[before + row] = sum[c] += columns.column(first + c)[row];
}

// Running totals with `length` rows of zeros before them and as many of the last total behind.
PaddedColumns running_totals(const PaddedColumns& columns, Index length) {
  const Index n = columns.rows(), k = columns.columns();
  PaddedColumns totals(n + 2 * length, k);
  Index j = 0;
  for (; j + side_by_side <= k; j += side_by_side) add_up<side_by_side>(columns, j, totals, length);
  for (; j < k; ++j) add_up<1>(columns, j, totals, length);
  for (j = 0; j < k; ++j) {
    double* column = totals.column(j);
    std::fill_n(column, length, 0.0);
    std::fill_n(column + length + n, length, column[length + n - 1]);
  }
  return totals;
}

RERATE_VECTOR_CLONES void window_sums(const PaddedColumns& totals, Index length, PaddedColumns& sums) {
  Lanes last, before;
  for (Index j = 0; j < sums.columns(); ++j) {
    const double* total = totals.column(j);
    double* sum = sums.column(j);
    const Index whole = sums.rows() / lane_count * lane_count;
    for (Index row = 0; row < whole; row += lane_count) {
      load(last, total + row + length);
      load(before, total + row);
      last -= before;
      store(sum + row, last);
    }
    for (Index row = whole; row < sums.rows(); ++row) sum[row] = total[row + length] - total[row];
  }
}

}  // namespace

PaddedColumns padded(const Matrix& columns) {
  PaddedColumns copy(columns.rows(), columns.cols());
  for (Index j = 0; j < columns.cols(); ++j) copy.set(j, columns.col(j).data());
  return copy;
}

Matrix unpadded(const PaddedColumns& columns) {
  Matrix copy(columns.rows(), columns.columns());
  for (Index j = 0; j < columns.columns(); ++j)
    std::copy_n(columns.column(j), columns.rows(), copy.col(j).data());
  return copy;
}

PaddedColumns regression_moments(const Matrix& x, const Vector& residuals) {
  PaddedColumns moments = padded(x), factor(residuals.size(), 1);
  factor.set(0, residuals.data());
  multiply(moments, factor);
  return moments;
}

Matrix gram(const PaddedColumns& columns) {
  const Index k = columns.columns();
  Matrix result(k, k);
  for (Index lead = 0; lead < k; ++lead) {
    products_of(columns, lead, &result(lead, lead));  // down the column: the rows from the diagonal on
    for (Index behind = lead + 1; behind < k; ++behind) result(lead, behind) = result(behind, lead);
  }
  return result;
}

Matrix window_gram(const PaddedColumns& columns, Index length) {
  PaddedColumns sums(columns.rows() + length - 1, columns.columns());
  window_sums(running_totals(columns, length), length, sums);
  return gram(sums);
}

}  // namespace rerate
