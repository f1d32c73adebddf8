// Behaviour -> test
//   every window of every series as in scikit-learn                              -> AsInScikitLearn
//   every window is ridge() of it, also far from zero and beside outliers        -> IsRidgeOfEachWindow
//   a missing figure makes its windows missing, and only those of its series     -> MissingFigures
//   rows that follow a window do not change a bit of it                         -> SameBitsWhateverFollows
//   a driver that stands still in a window has coefficient 0 there               -> DriverStandsStill
//   one window, windows of two rows                                              -> SmallestCases
//   wrong input is told                                                          -> WrongInputIsTold

#include "rerate/regression/rolling_ridge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/regression/penalised_for_test.h"

namespace rerate {
namespace {

TEST(RollingRidge, AsInScikitLearn) {
  const auto sample = penalised_sample();
  const auto golden = ridge_golden().at("rolling");
  const auto found = rolling_ridge(sample.series, sample.first(4), golden.at("window"), golden.at("penalty"));
  ASSERT_EQ(found.coefficients.size(), 3u);
  for (std::size_t m = 0; m < 3; ++m) {
    const auto coefficients = golden.at("coefficients")[m].get<std::vector<std::vector<double>>>();
    ASSERT_EQ(found.coefficients[m].rows(), static_cast<Index>(coefficients.size()));
    for (Index i = 0; i < found.coefficients[m].rows(); ++i) {
      const auto place = static_cast<std::size_t>(i);
      for (Index j = 0; j < 4; ++j)
        ASSERT_NEAR(found.coefficients[m](i, j), coefficients[place][static_cast<std::size_t>(j)], 1e-12)
            << i;
      ASSERT_NEAR(found.intercept(i, static_cast<Index>(m)), golden.at("intercept")[m][place].get<double>(),
                  1e-11);
    }
  }
}

void expect_ridge_of_windows(const Matrix& series, const Design& drivers, Index window, double tolerance) {
  const auto found = rolling_ridge(series, drivers, window, 0.2);
  for (Index i = 0; i + window <= drivers.rows(); ++i) {
    const Design part{drivers.x.middleRows(i, window), drivers.names, false};
    for (Index m = 0; m < series.cols(); ++m) {
      const auto alone = ridge(series.col(m).segment(i, window), part, 0.2);
      const double size = alone.coefficients.cwiseAbs().maxCoeff();
      for (Index j = 0; j < drivers.columns(); ++j)
        ASSERT_NEAR(found.coefficients[static_cast<std::size_t>(m)](i, j), alone.coefficients[j],
                    tolerance * size)
            << "window " << i << " of " << window;
    }
  }
}

TEST(RollingRidge, IsRidgeOfEachWindow) {
  auto sample = penalised_sample(200, 5, 4);
  for (const Index window : {7, 60, 99, 100, 101, 150, 199, 200})
    expect_ridge_of_windows(sample.series, sample.drivers, window, 1e-12);
  sample.drivers.x.array() += 1e4;  // an index level
  expect_ridge_of_windows(sample.series, sample.drivers, 60, 1e-10);
  sample.drivers.x.array() -= 1e4;
  sample.drivers.x(50, 2) = 1e9;  // gone without a trace once it has left the window
  expect_ridge_of_windows(sample.series.bottomRows(149),
                          {sample.drivers.x.bottomRows(149), sample.drivers.names, false}, 60, 1e-12);
  const auto with = rolling_ridge(sample.series, sample.drivers, 60, 0.2);
  const auto after = rolling_ridge(sample.series.bottomRows(149),
                                   {sample.drivers.x.bottomRows(149), sample.drivers.names, false}, 60, 0.2);
  for (Index i = 51; i <= 140; ++i)
    for (Index j = 0; j < 5; ++j)
      ASSERT_NEAR(with.coefficients[0](i, j), after.coefficients[0](i - 51, j), 1e-12) << i;
}

TEST(RollingRidge, SameBitsWhateverFollows) {
  auto sample = penalised_sample(200, 5, 4);
  sample.series(150, 2) = std::numeric_limits<double>::quiet_NaN();
  const auto whole = rolling_ridge(sample.series, sample.drivers, 60, 0.2);
  for (const Index rows : {60, 61, 119, 120, 121, 150, 180}) {
    const auto cut = rolling_ridge(sample.series.topRows(rows), sample.drivers.head(rows), 60, 0.2);
    for (std::size_t m = 0; m < cut.coefficients.size(); ++m)
      for (Index i = 0; i < cut.coefficients[m].rows(); ++i) {
        for (Index j = 0; j < cut.coefficients[m].cols(); ++j) {
          const double alone = cut.coefficients[m](i, j), among = whole.coefficients[m](i, j);
          ASSERT_TRUE(alone == among || (std::isnan(alone) && std::isnan(among))) << rows << " " << i;
        }
      }
  }
}

TEST(RollingRidge, MissingFigures) {
  auto sample = penalised_sample(120, 3, 3);
  const auto whole = rolling_ridge(sample.series, sample.drivers, 20, 0.1);
  for (Index t = 0; t < 33; ++t) sample.series(t, 1) = std::nan("");  // listed later
  sample.series(80, 2) = std::nan("");
  const auto found = rolling_ridge(sample.series, sample.drivers, 20, 0.1);
  EXPECT_EQ(found.coefficients[0], whole.coefficients[0]);
  for (Index i = 0; i <= 100; ++i) {
    EXPECT_EQ(std::isnan(found.coefficients[1](i, 0)), i < 33) << i;
    EXPECT_EQ(std::isnan(found.intercept(i, 1)), i < 33) << i;
    EXPECT_EQ(std::isnan(found.coefficients[2](i, 2)), i <= 80 && i + 20 > 80) << i;
    if (i >= 33) {
      EXPECT_NEAR(found.coefficients[1](i, 2), whole.coefficients[1](i, 2), 1e-13);
    }
  }
}

TEST(RollingRidge, DriverStandsStill) {
  auto sample = penalised_sample(100, 3, 2);
  for (Index t = 30; t < 70; ++t) sample.drivers.x(t, 1) = 0.25;  // a policy rate at its floor
  const auto found = rolling_ridge(sample.series, sample.drivers, 24, 0.1);
  for (Index i = 0; i <= 76; ++i) EXPECT_EQ(found.coefficients[0](i, 1) == 0, i >= 30 && i + 24 <= 70) << i;
  expect_ridge_of_windows(sample.series, sample.drivers, 24, 1e-12);
}

TEST(RollingRidge, SmallestCases) {
  const auto sample = penalised_sample(10, 1, 1);
  expect_ridge_of_windows(sample.series, sample.drivers, 2, 1e-12);
  EXPECT_EQ(rolling_ridge(sample.series, sample.drivers, 10, 0.2).intercept.rows(), 1);
}

TEST(RollingRidge, WrongInputIsTold) {
  const auto sample = penalised_sample(30, 2, 2);
  EXPECT_EQ(failure_of([&] { rolling_ridge(sample.series, sample.drivers, 31, 0.1); }).what,
            "a window of 31 observations does not fit into 30");
  EXPECT_EQ(failure_of([&] { rolling_ridge(sample.series, sample.drivers, 1, 0.1); }).code,
            ErrorCode::regression_too_few);
  EXPECT_EQ(failure_of([&] { rolling_ridge(sample.series, sample.drivers, 10, -1); }).code,
            ErrorCode::regression_settings);
  EXPECT_EQ(failure_of([&] { rolling_ridge(Matrix(30, 0), sample.drivers, 10, 1); }).code,
            ErrorCode::regression_too_few);
  auto series = sample.series;
  series(3, 1) = std::numeric_limits<double>::infinity();
  EXPECT_EQ(failure_of([&] { rolling_ridge(series, sample.drivers, 10, 0.1); }).code,
            ErrorCode::regression_not_finite);
  auto drivers = sample.drivers;
  drivers.x(0, 0) = std::nan("");
  EXPECT_EQ(failure_of([&] { rolling_ridge(sample.series, drivers, 10, 0.1); }).code,
            ErrorCode::regression_not_finite);
}

}  // namespace
}  // namespace rerate
