// Behaviour -> test
//   every window of every length, around lanes and tiles        WindowSums.EveryWindow
//   multiplied columns as if multiplied before                  WindowSums.MultipliedColumns
//   what has left leaves nothing but rounding behind            WindowSums.DoesNotDrift

#include "rerate/regression/window_sums.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rerate/regression/golden_for_test.h"
#include "rerate/regression/moments.h"

namespace rerate {
namespace {

WindowTerms plain(const Matrix& columns) {
  return {columns.data(), columns.rows(), columns.rows(), columns.cols(), nullptr};
}

TEST(WindowSums, EveryWindow) {
  for (const Index n : {1, 2, 3, 4, 5, 9, 30})
    for (const Index k : {1, 3, 8, 10})
      for (Index length = 1; length <= n + 6; ++length) {
        const Matrix columns = uniform_columns(n, k, 7);
        const Matrix sums = unpadded(window_sums(plain(columns), length));
        ASSERT_EQ(sums.rows(), n + length - 1);
        for (Index row = 0; row < sums.rows(); ++row) {
          const Index first = std::max<Index>(0, row - length + 1), last = std::min(row, n - 1);
          const Matrix expected = columns.middleRows(first, last - first + 1).colwise().sum();
          EXPECT_LE((sums.row(row) - expected).norm(), 1e-14) << n << " " << k << " " << length << " " << row;
        }
      }
}

TEST(WindowSums, MultipliedColumns) {
  const Matrix columns = uniform_columns(37, 9, 7);
  const Vector factor = uniform_columns(37, 1, 8);
  WindowTerms terms = plain(columns);
  terms.factor = factor.data();
  const Matrix products = factor.asDiagonal() * columns;
  EXPECT_EQ(unpadded(window_sums(terms, 5)), unpadded(window_sums(plain(products), 5)));
}

TEST(WindowSums, DoesNotDrift) {
  Matrix columns = uniform_columns(20000, 1, 7);
  columns.col(0).head(10).array() += 1e3;
  const Matrix sums = unpadded(window_sums(plain(columns), 50));
  EXPECT_LE(std::fabs(sums(19990, 0) - columns.col(0).segment(19941, 50).sum()), 1e-10);
}

}  // namespace
}  // namespace rerate
