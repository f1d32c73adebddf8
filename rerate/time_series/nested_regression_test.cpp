// Behaviour -> test
//   every leading set of columns gives what OLS on it alone gives    -> EveryLeadingSetAsOls
//   the first dependent column is found, and what explains it        -> FindsTheFirstDependentColumn
//   a column of noughts depends on nothing                           -> ColumnOfNoughts
//   exact fits leave a residual of rounding only                     -> ExactFit
//   residuals are orthogonal to the columns                          -> ResidualsAreOrthogonal

#include "rerate/time_series/nested_regression.h"

#include <gmock/gmock.h>

#include "rerate/regression/ols.h"
#include "rerate/time_series/golden_for_test.h"

namespace rerate {
namespace {

Matrix noise(std::uint64_t seed, Index rows, Index columns) {
  Matrix result(rows, columns);
  for (Index j = 0; j < columns; ++j) result.col(j) = shocks(seed, static_cast<std::uint64_t>(j), rows);
  return result;
}

TEST(NestedRegression, EveryLeadingSetAsOls) {
  Matrix x = noise(1, 80, 5);
  x.col(0).setOnes();
  const Matrix y = noise(2, 80, 2);
  const NestedRegression fit(x, y);
  ASSERT_EQ(fit.independent_columns(), 5);
  for (Index k = 2; k <= 5; ++k) {
    Design design = constant_design(80);
    for (Index j = 1; j < k; ++j) design.append("x" + std::to_string(j), x.col(j));
    const Matrix coefficients = fit.coefficients(k), products = fit.residual_products(k);
    for (Index response = 0; response < 2; ++response) {
      const OlsFit single = ols(y.col(response), design);
      EXPECT_LT((coefficients.col(response) - single.coefficients).cwiseAbs().maxCoeff(), 1e-12);
      EXPECT_NEAR(products(response, response), single.ssr, 1e-10);
      EXPECT_NEAR(fit.residual_sum_of_squares(k, response), single.ssr, 1e-10);
      if (response > 0) continue;
      EXPECT_NEAR(fit.last_t(k),
                  single.coefficients(k - 1) / (single.sigma * std::sqrt(single.inverse_gram(k - 1, k - 1))),
                  1e-10);
    }
    EXPECT_NEAR(products(0, 1), ols(y.col(0), design).residuals.dot(ols(y.col(1), design).residuals), 1e-10);
  }
}

TEST(NestedRegression, FindsTheFirstDependentColumn) {
  Matrix x = noise(3, 40, 5);
  x.col(3) = 2 * x.col(0) - x.col(2);
  const NestedRegression fit(x, noise(4, 40, 1));
  EXPECT_EQ(fit.independent_columns(), 3);
  EXPECT_THAT(fit.explained_by(3), ::testing::ElementsAre(0, 2));
  EXPECT_EQ(fit.coefficients(3).rows(), 3);
}

TEST(NestedRegression, ColumnOfNoughts) {
  Matrix x = noise(5, 20, 3);
  x.col(1).setZero();
  const NestedRegression fit(x, noise(6, 20, 1));
  EXPECT_EQ(fit.independent_columns(), 1);
  EXPECT_TRUE(fit.explained_by(1).empty());
}

TEST(NestedRegression, ExactFit) {
  const Matrix x = noise(7, 30, 3);
  const Matrix y = x * Vector::LinSpaced(3, 1, 3);
  const NestedRegression fit(x, y);
  EXPECT_LT(fit.residual_sum_of_squares(3), 1e-26);
  EXPECT_NEAR(fit.coefficients(3)(2, 0), 3, 1e-13);
}

TEST(NestedRegression, ResidualsAreOrthogonal) {
  const Matrix x = noise(8, 50, 4), y = noise(9, 50, 2);
  const Matrix e = residuals_of(y, x, NestedRegression(x, y).coefficients(4));
  EXPECT_LT((x.transpose() * e).cwiseAbs().maxCoeff(), 1e-12);
}

}  // namespace
}  // namespace rerate
