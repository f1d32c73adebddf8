#include "rerate/regression/moments.h"

#include <algorithm>
#include <vector>

#include "rerate/base/vector_clones.h"
#include "rerate/regression/column_pass.h"

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

// Eight columns side by side, because each sum waits for the one before it.
constexpr Index side_by_side = 8;

// Where the terms of running totals come from: moments as they are, or regressors to be multiplied by residuals.
struct Terms {
  const double* first;
  Index stride;
  const double* factor;  // null: none
};

template <int Width, bool multiplied>
RERATE_INLINE void add_up(const Terms& terms, Index rows, double* total, Index total_stride) {
  double sum[Width] = {};
  for (Index row = 0; row < rows; ++row)
    for (int c = 0; c < Width; ++c) {
      const double term = terms.first[c * terms.stride + row];
      total[c * total_stride + row] = sum[c] += multiplied ? term * terms.factor[row] : term;
    }
}

template <bool multiplied>
void add_up(Terms terms, Index rows, Index columns, double* total, Index total_stride) {
  for (; columns >= side_by_side; columns -= side_by_side) {
    add_up<side_by_side, multiplied>(terms, rows, total, total_stride);
    terms.first += side_by_side * terms.stride;
    total += side_by_side * total_stride;
  }
  for (; columns > 0; --columns) {
    add_up<1, multiplied>(terms, rows, total, total_stride);
    terms.first += terms.stride;
    total += total_stride;
  }
}

// Running totals with `length` rows of zeros before them and as many of the last total behind.
PaddedColumns running_totals(const Terms& terms, Index n, Index k, Index length) {
  PaddedColumns totals(n + 2 * length, k);
  double* start = totals.column(0) + length;
  terms.factor ? add_up<true>(terms, n, k, start, totals.stride())
               : add_up<false>(terms, n, k, start, totals.stride());
  for (Index j = 0; j < k; ++j) {
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

namespace {

Matrix window_gram(const PaddedColumns& totals, Index rows, Index length) {
  PaddedColumns sums(rows + length - 1, totals.columns());
  window_sums(totals, length, sums);
  return gram(sums);
}

}  // namespace

Matrix window_gram(const PaddedColumns& columns, Index length) {
  const Terms terms{columns.column(0), columns.stride(), nullptr};
  return window_gram(running_totals(terms, columns.rows(), columns.columns(), length), columns.rows(),
                     length);
}

Matrix window_gram(const Matrix& x, const Vector& residuals, Index length) {
  const Terms terms{x.data(), x.rows(), residuals.data()};
  return window_gram(running_totals(terms, x.rows(), x.cols(), length), x.rows(), length);
}

}  // namespace rerate
