// Behaviour -> test
//   five rows by hand                                                   RollingCoefficients.HandComputed
//   equals ols() of each window, 60 random shapes                       RollingCoefficients.EqualsOlsOfEachWindow
//   around the lanes: every number of windows from 1 to 40              RollingCoefficients.EveryNumberOfWindows
//   levels far from zero keep their digits                              RollingCoefficients.LevelsFarFromZero
//   trending levels and persistent drivers                              RollingCoefficients.PersistentDrivers
//   near-collinear windows are solved by QR                             RollingCoefficients.NearCollinear
//   singular windows are NaN, their neighbours are not                  RollingCoefficients.SingularWindowsAreMissing
//   an outlier leaves no trace in the windows after it                  RollingCoefficients.OutlierLeavesNoTrace
//   without a constant; a constant that is not named so                 RollingCoefficients.ConstantOrNot
//   y that stands still has a constant and no slopes                    RollingCoefficients.ConstantY
//   order of the columns and unit of y do not matter                    RollingCoefficients.ColumnsAndUnits
//   same bits for 1 and 2 threads                                       RollingCoefficients.SameBitsForAnyThreads
//   too short, too long, not finite: told                               RollingCoefficients.WrongInputIsTold
//   coefficients, errors and sums equal ols() of each prefix            RecursiveLeastSquares.EqualsOlsOfEachPrefix
//   a prefix without variation is NaN, later ones are right             RecursiveLeastSquares.SingularBeginning
//   too short, too long, not finite: told                               RecursiveLeastSquares.WrongInputIsTold

#include "rerate/regression/rolling_regression.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

struct Sample {
  Vector y;
  Design design;
};

// A constant (if asked for) and drivers x_t = rho x_{t-1} + u_t; y is their sum and noise.
Sample sample(Index rows, Index columns, double rho, bool constant, std::uint64_t stream) {
  const RandomStream random(3, stream);
  std::uint64_t index = 0;
  Sample made{Vector(rows), constant ? constant_design(rows) : Design{Matrix(rows, 0), {}, false}};
  while (made.design.columns() < columns) {
    Vector x(rows);
    double state = 0;
    for (Index t = 0; t < rows; ++t) x[t] = state = rho * state + random.uniform(index++) - 0.5;
    made.design.append(fmt::format("x{}", made.design.columns()), x);
  }
  for (Index t = 0; t < rows; ++t) made.y[t] = made.design.x.row(t).sum() + random.uniform(index++);
  return made;
}

Vector window_by_ols(const Sample& data, Index first, Index window) {
  const Design design{data.design.x.middleRows(first, window), data.design.names, data.design.has_constant};
  return ols(data.y.segment(first, window), design).coefficients;
}

// Largest difference from ols() of each window, over the largest coefficient of the window.
double worst_error(const Sample& data, Index window) {
  const auto rolling = rolling_coefficients(data.y, data.design, window);
  EXPECT_EQ(rolling.rows(), data.y.size() - window + 1);
  EXPECT_EQ(rolling.cols(), data.design.columns());
  double worst = 0;
  for (Index i = 0; i < rolling.rows(); ++i) {
    const Vector expected = window_by_ols(data, i, window);
    const double error =
        (rolling.row(i).transpose() - expected).cwiseAbs().maxCoeff() / expected.cwiseAbs().maxCoeff();
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

bool is_missing(const Matrix& coefficients, Index row) { return coefficients.row(row).array().isNaN().all(); }

ErrorCode code_of(const auto& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure().code;
  }
  throw std::logic_error("not refused");
}

// Windows (0, 1), (1, 3), (2, 2) | (1, 3), (2, 2), (3, 6) | (2, 2), (3, 6), (4, 4): slopes 0.5, 1.5, 1.
TEST(RollingCoefficients, HandComputed) {
  Sample data{Vector{{1, 3, 2, 6, 4}}, constant_design(5)};
  data.design.append("time", Vector{{0, 1, 2, 3, 4}});
  const auto b = rolling_coefficients(data.y, data.design, 3);
  ASSERT_EQ(b.rows(), 3);
  EXPECT_NEAR(b(0, 0), 1.5, 1e-14);
  EXPECT_NEAR(b(0, 1), 0.5, 1e-14);
  EXPECT_NEAR(b(1, 0), 11.0 / 3 - 3, 1e-14);
  EXPECT_NEAR(b(1, 1), 1.5, 1e-14);
  EXPECT_NEAR(b(2, 0), 1, 1e-13);
  EXPECT_NEAR(b(2, 1), 1, 1e-14);
}

TEST(RollingCoefficients, EqualsOlsOfEachWindow) {
  const RandomStream random(29, 0);
  for (std::uint64_t shape = 0; shape < 60; ++shape) {
    const auto columns = static_cast<Index>(1 + random.below(4 * shape, 14));
    const auto window = columns + 10 + static_cast<Index>(random.below(4 * shape + 1, 90));
    const auto rows = window + static_cast<Index>(random.below(4 * shape + 2, 400));
    const bool constant = random.below(4 * shape + 3, 2) == 1 && columns > 1;
    EXPECT_LT(worst_error(sample(rows, columns, 0.5, constant, shape), window), 1e-11)
        << rows << " " << columns << " " << window;
  }
}

TEST(RollingCoefficients, EveryNumberOfWindows) {
  for (Index windows = 1; windows <= 40; ++windows)
    for (const Index window : {4, 5, 9})
      EXPECT_LT(worst_error(sample(window + windows - 1, 3, 0, true, 7), window), 1e-10)
          << windows << " " << window;
}

// An index level of 5,000 that moves by 1: raw products would keep nine digits, here they keep twelve.
TEST(RollingCoefficients, LevelsFarFromZero) {
  auto data = sample(600, 4, 0.9, true, 11);
  data.design.x.rightCols(3).array() += 5000;
  data.y.array() += 10000;
  const auto rolling = rolling_coefficients(data.y, data.design, 60);
  for (Index i = 0; i < rolling.rows(); ++i) {
    const Vector expected = window_by_ols(data, i, 60);
    for (Index j = 1; j < 4; ++j) ASSERT_NEAR(rolling(i, j), expected[j], 3e-10) << i;
  }
}

TEST(RollingCoefficients, PersistentDrivers) {
  EXPECT_LT(worst_error(sample(800, 6, 0.99, true, 12), 120), 1e-11);
  EXPECT_LT(worst_error(sample(800, 6, 1, true, 13), 36), 1e-10);
  EXPECT_LT(worst_error(sample(800, 6, 1, false, 13), 36), 1e-9);
}

// The third driver is the second but for 1e-6 of noise: its coefficient is known to about 1e-16 / 1e-6.
TEST(RollingCoefficients, NearCollinear) {
  auto data = sample(300, 4, 0.5, true, 14);
  const RandomStream random(1, 1);
  for (Index t = 0; t < 300; ++t)
    data.design.x(t, 3) = data.design.x(t, 2) + 1e-6 * (random.uniform(static_cast<std::uint64_t>(t)) - 0.5);
  EXPECT_LT(worst_error(data, 50), 1e-8);
}

TEST(RollingCoefficients, SingularWindowsAreMissing) {
  auto data = sample(200, 3, 0.5, true, 15);
  data.design.x.col(2).setZero();
  data.design.x(100, 2) = 1;  // a dummy: one in the windows of 20 rows that begin at rows 81..100
  const auto rolling = rolling_coefficients(data.y, data.design, 20);
  for (Index i = 0; i < rolling.rows(); ++i) {
    ASSERT_EQ(is_missing(rolling, i), i < 81 || i > 100) << i;
    if (i < 81 || i > 100) continue;
    const Vector expected = window_by_ols(data, i, 20);
    ASSERT_LT((rolling.row(i).transpose() - expected).cwiseAbs().maxCoeff(), 1e-11) << i;
  }
}

TEST(RollingCoefficients, OutlierLeavesNoTrace) {
  const auto clean = sample(400, 4, 0.5, true, 16);
  auto spoilt = clean;
  spoilt.y[150] = 1e13;
  spoilt.design.x(160, 2) = -1e13;
  const auto a = rolling_coefficients(clean.y, clean.design, 40),
             b = rolling_coefficients(spoilt.y, spoilt.design, 40);
  for (Index i = 0; i < a.rows(); ++i) {
    const bool without = i + 40 <= 150 || i > 160;
    if (without) {
      EXPECT_LT((a.row(i) - b.row(i)).cwiseAbs().maxCoeff(), 1e-12) << i;
    }
  }
}

TEST(RollingCoefficients, ConstantOrNot) {
  auto data = sample(200, 4, 0.7, true, 17);
  const auto named = rolling_coefficients(data.y, data.design, 30);
  data.design.names[0] = "ones";
  const auto unnamed = rolling_coefficients(data.y, data.design, 30);
  data.design.has_constant = false;
  const auto untold = rolling_coefficients(data.y, data.design, 30);
  EXPECT_LT((named - unnamed).cwiseAbs().maxCoeff(), 1e-11);
  EXPECT_EQ(unnamed, untold);
}

TEST(RollingCoefficients, ConstantY) {
  auto data = sample(100, 3, 0.5, true, 18);
  data.y.setConstant(7.3);
  const auto rolling = rolling_coefficients(data.y, data.design, 24);
  EXPECT_LT((rolling.col(0).array() - 7.3).abs().maxCoeff(), 1e-13);
  EXPECT_LT(rolling.rightCols(2).cwiseAbs().maxCoeff(), 1e-13);
}

TEST(RollingCoefficients, ColumnsAndUnits) {
  const auto data = sample(300, 4, 0.9, true, 19);
  Sample turned{data.y * 1000, {data.design.x.rowwise().reverse(), {"x3", "x2", "x1", "constant"}, true}};
  const auto a = rolling_coefficients(data.y, data.design, 50),
             b = rolling_coefficients(turned.y, turned.design, 50);
  EXPECT_LT((1000 * a.rowwise().reverse() - b).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(RollingCoefficients, SameBitsForAnyThreads) {
  const auto data = sample(3000, 5, 0.9, true, 20);
  set_thread_count(1);
  const auto serial = rolling_coefficients(data.y, data.design, 60);
  set_thread_count(2);
  const auto parallel = rolling_coefficients(data.y, data.design, 60);
  set_thread_count(0);
  EXPECT_EQ(serial, parallel);
}

TEST(RollingCoefficients, WrongInputIsTold) {
  auto data = sample(50, 3, 0.5, true, 21);
  const auto refused = [&](Index window) {
    return code_of([&] { rolling_coefficients(data.y, data.design, window); });
  };
  for (const Index window : {-5, 0, 3, 51})
    EXPECT_EQ(refused(window), ErrorCode::regression_too_few) << window;
  EXPECT_EQ(rolling_coefficients(data.y, data.design, 4).rows(), 47);
  EXPECT_EQ(rolling_coefficients(data.y, data.design, 50).rows(), 1);
  data.design.x(17, 2) = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refused(10), ErrorCode::regression_not_finite);
  data.design.x(17, 2) = 1e200;
  EXPECT_EQ(refused(10), ErrorCode::regression_not_finite);
  data.design.x(17, 2) = 1;
  data.y[3] = std::nan("");
  EXPECT_EQ(refused(10), ErrorCode::regression_not_finite);
}

TEST(RecursiveLeastSquares, EqualsOlsOfEachPrefix) {
  for (const double rho : {0.5, 1.0})
    for (const Index columns : {1, 2, 8}) {
      const auto data = sample(250, columns, rho, true, 22);
      const auto fit = recursive_least_squares(data.y, data.design, columns + 1);
      ASSERT_EQ(fit.coefficients.rows(), 250 - columns);
      for (Index i = 0; i < fit.ssr.size(); ++i) {
        const Index rows = columns + 1 + i;
        const auto expected = ols(data.y.head(rows), data.design.head(rows));
        const double scale = expected.coefficients.cwiseAbs().maxCoeff();
        ASSERT_LT((fit.coefficients.row(i).transpose() - expected.coefficients).cwiseAbs().maxCoeff(),
                  1e-10 * scale);
        ASSERT_NEAR(fit.ssr[i], expected.ssr, 1e-10 * expected.tss);
        if (i < 10) continue;  // the error of the first few rests on a residual or two
        for (Index j = 0; j < columns; ++j)
          ASSERT_NEAR(fit.std_errors(i, j), expected.sigma * std::sqrt(expected.inverse_gram(j, j)),
                      1e-10 * fit.std_errors(i, j));
      }
    }
}

TEST(RecursiveLeastSquares, SingularBeginning) {
  auto data = sample(100, 3, 0.5, true, 23);
  data.design.x.col(2).head(30).setConstant(0.25);  // a policy rate that stands still at first
  const auto fit = recursive_least_squares(data.y, data.design, 4);
  for (Index i = 0; i < fit.ssr.size(); ++i) {
    const Index rows = i + 4;
    ASSERT_EQ(is_missing(fit.coefficients, i), rows <= 30) << rows;
    ASSERT_EQ(std::isnan(fit.ssr[i]) && std::isnan(fit.std_errors(i, 1)), rows <= 30) << rows;
    if (rows <= 30) continue;
    const auto expected = ols(data.y.head(rows), data.design.head(rows));
    ASSERT_LT((fit.coefficients.row(i).transpose() - expected.coefficients).cwiseAbs().maxCoeff(), 1e-11);
    ASSERT_NEAR(fit.ssr[i], expected.ssr, 1e-12);
  }
}

TEST(RecursiveLeastSquares, WrongInputIsTold) {
  auto data = sample(50, 3, 0.5, true, 24);
  const auto refused = [&](Index first_rows) {
    return code_of([&] { recursive_least_squares(data.y, data.design, first_rows); });
  };
  for (const Index first_rows : {0, 3, 51})
    EXPECT_EQ(refused(first_rows), ErrorCode::regression_too_few) << first_rows;
  data.y[3] = std::nan("");
  EXPECT_EQ(refused(10), ErrorCode::regression_not_finite);
}

}  // namespace
}  // namespace rerate
