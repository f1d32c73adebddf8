#include "rerate/regression/moments.h"

#include <algorithm>

#include "rerate/base/vector_clones.h"
#include "rerate/regression/column_pass.h"
#include "rerate/regression/window_sums.h"

namespace rerate {
namespace {

// product = column * factor over whole lanes, then one by one.
RERATE_VECTOR_CLONES void multiply(const double* column, const double* factor, Index count, double* product) {
  Lanes value, other;
  const Index whole = count / lane_count * lane_count;
  for (Index row = 0; row < whole; row += lane_count) {
    load(value, column + row);
    load(other, factor + row);
    value *= other;
    store(product + row, value);
  }
  for (Index row = whole; row < count; ++row) product[row] = column[row] * factor[row];
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
  PaddedColumns moments(x.rows(), x.cols());
  for (Index j = 0; j < x.cols(); ++j)
    multiply(x.col(j).data(), residuals.data(), x.rows(), moments.column(j));
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
  return gram(
      window_sums({columns.column(0), columns.stride(), columns.rows(), columns.columns(), nullptr}, length));
}

Matrix window_gram(const Matrix& x, const Vector& residuals, Index length) {
  return gram(window_sums({x.data(), x.rows(), x.rows(), x.cols(), residuals.data()}, length));
}

}  // namespace rerate
