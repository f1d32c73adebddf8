// Behaviour -> test
//   26 regressions of bundled figures as in R, gretl and statsmodels (tests/oracles/regression.py)   Ols.AsInOracles
//   certified values of an ill-conditioned regression (NIST, Longley)   Ols.Longley
//   four points by hand                                                 Ols.HandComputed
//   any number of rows and columns around lanes and tiles               Ols.EveryShape
//   residuals are orthogonal to the regressors                          Ols.ResidualsAreOrthogonal
//   units of a driver only change its coefficient, to the last bit      Ols.UnitsDoNotMatter
//   without a constant R2 is uncentred                                  Ols.WithoutConstant
//   the same bits on every processor                                    Ols.PinnedBits
//   designs are put together and cut                                    DesignTest.AppendAndHead
//   too few rows, figures missing, infinite, or beyond squaring         OlsRefuses.UnusableFigures
//   constant series, by name                                            OlsRefuses.ConstantSeries
//   collinear drivers, by name, with those that explain them            OlsRefuses.CollinearDrivers
//   nearly collinear drivers pass, and the condition number tells       OlsRefuses.NotNearlyCollinearDrivers

#include "rerate/regression/ols.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/QR>
#include <cmath>
#include <limits>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Ols, AsInOracles) {
  LargestDeviation deviation(1e-8);
  for (const auto& golden : golden_regressions()) {
    const OlsFit fit = ols(golden.y, golden.design);
    const std::pair<const char*, double> figures[] = {{"r2", fit.r2},
                                                      {"adjusted_r2", fit.adjusted_r2},
                                                      {"sigma", fit.sigma},
                                                      {"durbin_watson", fit.durbin_watson},
                                                      {"condition_number", fit.condition_number},
                                                      {"aic", fit.aic()},
                                                      {"bic", fit.bic()}};
    for (const auto& oracle : golden.oracles) {
      const std::string program = oracle.at("program");
      for (Index j = 0; j < fit.k; ++j)
        deviation.expect(program, fit.coefficients[j], oracle.at("coefficients")[static_cast<std::size_t>(j)],
                         golden.name + ", coefficient");
      for (const auto& [name, value] : figures)
        // The mean explains nothing of itself: R2 is 0 but for rounding.
        if (oracle.contains(name) && (fit.k > 1 || std::fabs(value) > 1e-12))
          deviation.expect(program, value, oracle.at(name), golden.name + ", " + name);
    }
  }
}

// Longley (1967), with the values that NIST's Statistical Reference Datasets certify.
TEST(Ols, Longley) {
  const double figures[16][7] = {
      {60323, 83.0, 234289, 2356, 1590, 107608, 1947},  {61122, 88.5, 259426, 2325, 1456, 108632, 1948},
      {60171, 88.2, 258054, 3682, 1616, 109773, 1949},  {61187, 89.5, 284599, 3351, 1650, 110929, 1950},
      {63221, 96.2, 328975, 2099, 3099, 112075, 1951},  {63639, 98.1, 346999, 1932, 3594, 113270, 1952},
      {64989, 99.0, 365385, 1870, 3547, 115094, 1953},  {63761, 100.0, 363112, 3578, 3350, 116219, 1954},
      {66019, 101.2, 397469, 2904, 3048, 117388, 1955}, {67857, 104.6, 419180, 2822, 2857, 118734, 1956},
      {68169, 108.4, 442769, 2936, 2798, 120445, 1957}, {66513, 110.8, 444546, 4681, 2637, 121950, 1958},
      {68655, 112.6, 482704, 3813, 2552, 123366, 1959}, {69564, 114.2, 502601, 3931, 2514, 125368, 1960},
      {69331, 115.7, 518173, 4806, 2572, 127852, 1961}, {70551, 116.9, 554894, 4007, 2827, 130081, 1962}};
  const double certified[7] = {-3482258.63459582, 15.0618722713733,    -0.0358191792925910, -2.02022980381683,
                               -1.03322686717359, -0.0511041056535807, 1829.15146461355};
  const double errors[7] = {890420.383607373,  84.9149257747669,  0.0334910077722432, 0.488399681651699,
                            0.214274163161675, 0.226073200069370, 455.478499142212};
  Vector y(16);
  Design design = constant_design(16);
  for (Index j = 1; j < 7; ++j) {
    Vector column(16);
    for (Index i = 0; i < 16; ++i) column[i] = figures[i][j];
    design.append("x" + std::to_string(j), column);
  }
  for (Index i = 0; i < 16; ++i) y[i] = figures[i][0];
  const OlsFit fit = ols(y, design);
  for (Index j = 0; j < 7; ++j) {
    EXPECT_NEAR(fit.coefficients[j], certified[j], 1e-8 * std::fabs(certified[j]));
    EXPECT_NEAR(fit.sigma * std::sqrt(fit.inverse_gram(j, j)), errors[j], 1e-8 * errors[j]);
  }
  EXPECT_NEAR(fit.r2, 0.995479004577296, 1e-12);
  EXPECT_NEAR(fit.sigma, 304.854073561965, 1e-8 * 304.85);
  EXPECT_NEAR(fit.condition_number, 43275.0, 1.0);  // Belsley, Kuh and Welsch (1980): 43,275
}

TEST(Ols, HandComputed) {
  Design design = constant_design(4);
  design.append("x", Vector{{0, 1, 2, 3}});
  const OlsFit fit = ols(Vector{{1, 3, 4, 8}}, design);  // residuals 0.3, 0.1, -1.1, 0.7
  EXPECT_NEAR(fit.coefficients[0], 0.7, 1e-14);
  EXPECT_NEAR(fit.coefficients[1], 2.2, 1e-14);
  EXPECT_NEAR(fit.fitted[3], 7.3, 1e-14);
  EXPECT_NEAR(fit.ssr, 1.8, 1e-13);
  EXPECT_NEAR(fit.tss, 26, 1e-13);
  EXPECT_NEAR(fit.r2, 1 - 1.8 / 26, 1e-14);
  EXPECT_NEAR(fit.adjusted_r2, 1 - 1.8 / 26 * 3 / 2, 1e-14);
  EXPECT_NEAR(fit.sigma, std::sqrt(0.9), 1e-14);
  EXPECT_NEAR(fit.durbin_watson, (0.04 + 1.44 + 3.24) / 1.8, 1e-13);
  EXPECT_NEAR(fit.inverse_gram(0, 0), 0.7, 1e-14);
  EXPECT_NEAR(fit.inverse_gram(0, 1), -0.3, 1e-14);
  EXPECT_NEAR(fit.inverse_gram(1, 1), 0.2, 1e-14);
}

TEST(Ols, EveryShape) {
  for (const Index n : {3, 4, 5, 7, 8, 9, 16, 17, 31, 63, 512, 513})
    for (const Index k : {1, 2, 3, 7, 8, 9, 15, 16, 17, 26}) {
      if (n <= k) continue;
      const Design design{uniform_columns(n, k, static_cast<std::uint64_t>(n)),
                          std::vector<std::string>(static_cast<std::size_t>(k), "x"), false};
      const Vector y = uniform_columns(n, 1, 77);
      const OlsFit fit = ols(y, design);
      const Vector expected = design.x.householderQr().solve(y);
      const double scale = 1e-12 * fit.condition_number * fit.condition_number;
      EXPECT_LE((fit.coefficients - expected).norm(), scale * (1 + expected.norm())) << n << " " << k;
      EXPECT_LE((fit.residuals - (y - design.x * expected)).norm(), scale) << n << " " << k;
      EXPECT_LE((fit.inverse_gram * (design.x.transpose() * design.x) - Matrix::Identity(k, k)).norm(),
                scale);
      EXPECT_NEAR(fit.ssr, fit.residuals.squaredNorm(), 1e-13);
      EXPECT_NEAR(fit.durbin_watson,
                  (fit.residuals.tail(n - 1) - fit.residuals.head(n - 1)).squaredNorm() / fit.ssr, 1e-12);
    }
}

TEST(Ols, ResidualsAreOrthogonal) {
  for (const auto& golden : golden_regressions()) {
    const OlsFit fit = ols(golden.y, golden.design);
    const double size = fit.residuals.norm();
    for (Index j = 0; j < fit.k; ++j)
      EXPECT_LE(std::fabs(golden.design.x.col(j).dot(fit.residuals)),
                1e-11 * size * golden.design.x.col(j).norm());
    EXPECT_LE((golden.design.x * fit.coefficients - fit.fitted).norm(), 1e-11 * golden.y.norm());
  }
}

TEST(Ols, UnitsDoNotMatter) {
  Design design = uniform_design(100, 4, 3);
  const Vector y = uniform_columns(100, 1, 4);
  const OlsFit before = ols(y, design);
  design.x.col(2) *= 1024;
  const OlsFit after = ols(y, design);
  EXPECT_EQ(before.coefficients[2], 1024 * after.coefficients[2]);
  EXPECT_EQ(before.coefficients[1], after.coefficients[1]);
  EXPECT_EQ(before.residuals, after.residuals);
  EXPECT_EQ(before.condition_number, after.condition_number);
}

TEST(Ols, WithoutConstant) {
  Design design;
  design.append("x", Vector{{1, 2, 3}});
  const OlsFit fit = ols(Vector{{2, 3, 7}}, design);
  EXPECT_NEAR(fit.coefficients[0], 29.0 / 14, 1e-14);
  EXPECT_NEAR(fit.tss, 62, 1e-13);
  EXPECT_NEAR(fit.adjusted_r2, 1 - (1 - fit.r2) * 3 / 2, 1e-14);
  EXPECT_EQ(fit.condition_number, 1);
}

TEST(Ols, PinnedBits) {
  const OlsFit fit = ols(uniform_columns(101, 1, 9), uniform_design(101, 10, 8));
  EXPECT_EQ(fit.coefficients[3], 0x1.7019150ca8c76p-5);
  EXPECT_EQ(fit.residuals[50], -0x1.fcfa4dcf7e16ep-5);
  EXPECT_EQ(fit.inverse_gram(9, 2), 0x1.8095748594a76p-6);
  EXPECT_EQ(fit.condition_number, 0x1.de488838b63adp+0);
}

TEST(DesignTest, AppendAndHead) {
  Design design = constant_design(3);
  design.append("x", Vector{{4, 5, 6}});
  const Design head = design.head(2);
  EXPECT_EQ(head.rows(), 2);
  EXPECT_EQ(head.columns(), 2);
  EXPECT_EQ(head.x(1, 1), 5);
  EXPECT_EQ(head.names, design.names);
  EXPECT_TRUE(head.has_constant);
}

Failure refusal(const Vector& y, const Design& design) {
  return failure_of([&] { ols(y, design); });
}

TEST(OlsRefuses, UnusableFigures) {
  Design design = uniform_design(20, 3, 1);
  Vector y = uniform_columns(20, 1, 2);
  EXPECT_EQ(refusal(y.head(3), design.head(3)).code, ErrorCode::regression_too_few);
  EXPECT_THAT(refusal(y.head(2), design.head(2)).what,
              HasSubstr("2 observations do not determine 3 coefficients"));

  design.x(11, 2) = std::numeric_limits<double>::quiet_NaN();
  auto failure = refusal(y, design);
  EXPECT_EQ(failure.code, ErrorCode::regression_not_finite);
  EXPECT_THAT(failure.what, HasSubstr("driver `driver2` has a missing or infinite figure: row 12 of 20"));
  y[4] = std::numeric_limits<double>::infinity();
  EXPECT_THAT(refusal(y, design).what,
              HasSubstr("the dependent series has a missing or infinite figure: row 5 of 20"));

  y[4] = 0;
  design.x.col(2) = uniform_columns(20, 1, 3) * 1e200;
  failure = refusal(y, design);
  EXPECT_EQ(failure.code, ErrorCode::regression_not_finite);
  EXPECT_THAT(failure.what, HasSubstr("`driver2` has figures too large or too small to square"));
  design.x.col(2) = uniform_columns(20, 1, 3) * 1e-200;
  EXPECT_EQ(refusal(y, design).code, ErrorCode::regression_not_finite);
}

TEST(OlsRefuses, ConstantSeries) {
  Design design = uniform_design(20, 3, 1);
  const Vector y = uniform_columns(20, 1, 2);
  auto failure = refusal(Vector::Constant(20, 2.5), design);
  EXPECT_EQ(failure.code, ErrorCode::regression_no_variation);
  EXPECT_THAT(failure.what, HasSubstr("the dependent series does not vary: every figure is 2.5"));
  design.x.col(1).setConstant(3);
  failure = refusal(y, design);
  EXPECT_EQ(failure.code, ErrorCode::regression_no_variation);
  EXPECT_THAT(failure.what, HasSubstr("driver `driver1` does not vary: every figure is 3"));
  design.x.col(1).setZero();
  EXPECT_EQ(refusal(y, design).code, ErrorCode::regression_no_variation);
}

TEST(OlsRefuses, CollinearDrivers) {
  Design design = uniform_design(50, 4, 1);
  const Vector y = uniform_columns(50, 1, 2);
  design.append("spread", design.x.col(1) - design.x.col(3));
  design.append("free", uniform_columns(50, 1, 5));
  design.append("shifted", (3 + design.x.col(2).array()).matrix());
  const auto failure = refusal(y, design);
  EXPECT_EQ(failure.code, ErrorCode::regression_collinear);
  EXPECT_THAT(failure.what, HasSubstr("`spread` follows exactly from `driver1`, `driver3`; "));
  EXPECT_THAT(failure.what, HasSubstr("`shifted` follows exactly from `constant`, `driver2`"));
  EXPECT_THAT(failure.what, Not(HasSubstr("free")));
}

TEST(OlsRefuses, NotNearlyCollinearDrivers) {
  Design design = uniform_design(50, 2, 1);
  design.append("twin", design.x.col(1) + 1e-7 * uniform_columns(50, 1, 6));
  const OlsFit fit = ols(uniform_columns(50, 1, 2), design);
  EXPECT_GT(fit.condition_number, 1e6);
  EXPECT_LT(fit.condition_number, 1e8);
}

}  // namespace
}  // namespace rerate
