// Behaviour -> test
//   moments, Gram matrices and windows for every shape around lanes and tiles    Moments.EveryShape
//   windows of stored moments and of products are the same to the last bit       Moments.WindowsOfProducts
//   columns keep their figures and are padded with zeros                         PaddedColumnsTest.KeepsFigures

#include "rerate/regression/moments.h"

#include <gtest/gtest.h>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

Matrix windows_one_by_one(const Matrix& moments, Index length) {
  Matrix sum = Matrix::Zero(moments.cols(), moments.cols());
  for (Index end = 0; end < moments.rows() + length - 1; ++end) {
    const Index first = std::max<Index>(0, end - length + 1), last = std::min(end, moments.rows() - 1);
    const Vector window = moments.middleRows(first, last - first + 1).colwise().sum();
    sum += window * window.transpose();
  }
  return sum;
}

TEST(Moments, EveryShape) {
  for (const Index n : {1, 2, 3, 4, 5, 8, 11, 64, 101})
    for (const Index k : {1, 2, 7, 8, 9, 17}) {
      const Matrix x = uniform_columns(n, k, 3);
      const Vector residuals = uniform_columns(n, 1, 4);
      const auto moments = regression_moments(x, residuals);
      const Matrix expected = residuals.asDiagonal() * x;
      EXPECT_EQ(unpadded(moments), expected);
      EXPECT_LE((gram(moments) - expected.transpose() * expected).norm(), 1e-14 * static_cast<double>(n));
      for (const Index length : {Index{1}, Index{2}, Index{3}, Index{6}, n})
        EXPECT_LE((window_gram(moments, length) - windows_one_by_one(expected, length)).norm(),
                  1e-12 * static_cast<double>(n))
            << n << " " << k << " " << length;
    }
}

TEST(Moments, WindowsOfProducts) {
  const Matrix x = uniform_columns(57, 9, 3);
  const Vector residuals = uniform_columns(57, 1, 4);
  EXPECT_EQ(window_gram(x, residuals, 5), window_gram(regression_moments(x, residuals), 5));
}

TEST(PaddedColumnsTest, KeepsFigures) {
  for (const Index n : {1, 4, 6, 511, 512, 2048}) {
    const Matrix figures = uniform_columns(n, 3, 3);
    const PaddedColumns columns = padded(figures);
    EXPECT_EQ(unpadded(columns), figures);
    EXPECT_EQ(columns.padded_rows() % 4, 0);
    EXPECT_NE(columns.stride() % 512, 0);  // not 4 KB apart
    for (Index j = 0; j < 3; ++j)
      for (Index i = n; i < columns.padded_rows(); ++i) EXPECT_EQ(columns.column(j)[i], 0);
  }
}

}  // namespace
}  // namespace rerate
