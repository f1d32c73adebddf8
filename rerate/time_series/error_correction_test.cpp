// Behaviour -> test
//   coefficients, standard errors, lags by BIC and half-life of an independent regression  -> MatchesStatsmodels
//   the speed of a simulated cointegrated pair, with its standard error                    -> RecoversTheSpeed
//   half-lives: none for a gap that widens, nought for one that closes at once             -> HalfLives
//   the table names what each coefficient is of                                            -> TableNamesItsTerms
//   lags are found when they are there, and left out when they are not                     -> ChoosesLags
//   constant drivers and gaps, missing figures, short samples                              -> Refuses
//   fewer lags are tried when the sample bears no more                                     -> LowersLagsToTheSample

#include "rerate/time_series/error_correction.h"

#include <gmock/gmock.h>

#include "rerate/time_series/golden_for_test.h"

namespace rerate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Vector static_residual(const Vector& y, const Matrix& x, const std::vector<std::string>& names) {
  Design design = constant_design(y.size());
  for (Index i = 0; i < x.cols(); ++i) design.append(names[static_cast<std::size_t>(i)], x.col(i));
  return ols(y, design).residuals;
}

TEST(ErrorCorrection, MatchesStatsmodels) {
  const auto rows = golden("cointegration_statsmodels.json").at("error_correction");
  ASSERT_EQ(rows.size(), 4u);
  Deviation coefficients("error correction against statsmodels");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.dump());
    const std::vector<std::string> names = row.at("x");
    const Vector y = golden_columns({row.at("y").get<std::string>()}).col(0);
    const Matrix x = golden_columns(names);
    const ErrorCorrection result =
        error_correction(y, x, static_residual(y, x, names), names, row.at("most"));
    EXPECT_EQ(result.lags, row.at("lags").get<int>());
    EXPECT_EQ(result.fit.n, row.at("n").get<int>());
    ASSERT_EQ(static_cast<std::size_t>(result.fit.k), row.at("coefficients").size());
    for (Index i = 0; i < result.fit.k; ++i) {
      coefficients.expect_near(result.fit.coefficients(i), row.at("coefficients").at(i), 1e-8);
      coefficients.expect_near(result.table.terms[static_cast<std::size_t>(i)].std_error,
                               row.at("std_errors").at(i), 1e-8);
    }
    EXPECT_EQ(result.speed, -result.fit.coefficients(1));
    coefficients.expect_near(result.half_life, row.at("half_life"), 1e-8);
  }
}

struct Pair {
  Vector y, gap;
  Matrix x;
};

// d y = -speed gap(-1) + 0.4 d y(-1) lagged + e, x a random walk, gap = y - x.
Pair simulated_pair(std::uint64_t draw, Index rows, double speed, double lagged) {
  const Vector e = shocks(41, 2 * draw, rows);
  Pair pair{.y = Vector::Zero(rows), .gap = Vector::Zero(rows), .x = random_walk(41, 2 * draw + 1, rows)};
  double change = 0;
  for (Index t = 1; t < rows; ++t) {
    change = -speed * pair.gap(t - 1) + lagged * change + e(t);
    pair.y(t) = pair.y(t - 1) + change;
    pair.gap(t) = pair.y(t) - pair.x(t, 0);
  }
  return pair;
}

TEST(ErrorCorrection, RecoversTheSpeed) {
  constexpr int kDraws = 300;
  double mean = 0;
  int covered = 0;
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    const Pair pair = simulated_pair(draw, 400, 0.2, 0);
    const ErrorCorrection result = error_correction(pair.y, pair.x, pair.gap, {"x"}, 2);
    mean += result.speed / kDraws;
    covered += std::fabs(result.speed - 0.2) <= 1.96 * result.speed_std_error ? 1 : 0;
  }
  EXPECT_NEAR(mean, 0.2, 0.01);
  EXPECT_GE(covered, 0.91 * kDraws);
  EXPECT_LE(covered, 0.985 * kDraws);
}

TEST(ErrorCorrection, HalfLives) {
  const auto half_life = [](double speed) {
    const Pair pair = simulated_pair(1, 3000, speed, 0);
    return error_correction(pair.y, pair.x, pair.gap, {"x"}, 0);
  };
  const ErrorCorrection slow = half_life(0.25);
  EXPECT_NEAR(slow.half_life, std::log(0.5) / std::log(1 - slow.speed), 1e-12);
  EXPECT_NEAR(slow.half_life, 2.4, 0.4);
  EXPECT_EQ(half_life(1.3).half_life, 0);
  const Vector walk = random_walk(42, 1, 200);
  Pair none = simulated_pair(2, 200, 0.3, 0);
  none.gap = -none.gap;
  EXPECT_EQ(error_correction(none.y, none.x, none.gap, {"x"}, 0).half_life,
            std::numeric_limits<double>::infinity());
}

TEST(ErrorCorrection, TableNamesItsTerms) {
  const Pair pair = simulated_pair(3, 300, 0.2, 0.6);
  const ErrorCorrection result = error_correction(pair.y, pair.x, pair.gap, {"rate"}, 1);
  ASSERT_EQ(result.lags, 1);
  EXPECT_THAT(result.fit.names, ElementsAre("constant", "gap(-1)", "d y(-1)", "d rate(-1)"));
  EXPECT_EQ(result.table.dependent, "d y");
  EXPECT_THAT(result.table.choices.back(), HasSubstr("1 lag of the differences, by BIC among 0 to 1"));
}

TEST(ErrorCorrection, ChoosesLags) {
  int none = 0, one = 0;
  for (std::uint64_t draw = 0; draw < 50; ++draw) {
    const Pair plain = simulated_pair(draw, 400, 0.2, 0), lagged = simulated_pair(draw, 400, 0.2, 0.5);
    none += error_correction(plain.y, plain.x, plain.gap, {"x"}).lags == 0 ? 1 : 0;
    one += error_correction(lagged.y, lagged.x, lagged.gap, {"x"}).lags == 1 ? 1 : 0;
  }
  EXPECT_GE(none, 47);
  EXPECT_GE(one, 47);
}

TEST(ErrorCorrection, Refuses) {
  Pair pair = simulated_pair(4, 100, 0.2, 0);
  EXPECT_EQ(refused([&] { error_correction(pair.y, Matrix::Constant(100, 1, 2), pair.gap, {"rate"}); }).what,
            "error correction: does not vary: `rate`");
  EXPECT_EQ(refused([&] { error_correction(pair.y, pair.x, Vector::Zero(100), {"rate"}); }).what,
            "error correction: does not vary: `gap`");
  EXPECT_EQ(refused([&] { error_correction(pair.y, pair.x, pair.gap, {"rate"}, -1); }).code,
            ErrorCode::regression_settings);
  for (Index rows = 0; rows < 5; ++rows)
    EXPECT_THROW(error_correction(pair.y.head(rows), pair.x.topRows(rows), pair.gap.head(rows), {"rate"}),
                 UserError);
  pair.x(9, 0) = std::nan("");
  EXPECT_EQ(refused([&] { error_correction(pair.y, pair.x, pair.gap, {"rate"}); }).what,
            "error correction: a missing or infinite figure: `rate`, row 10 of 100");
}

TEST(ErrorCorrection, LowersLagsToTheSample) {
  const Pair pair = simulated_pair(5, 14, 0.2, 0);
  EXPECT_EQ(error_correction(pair.y.head(6), pair.x.topRows(6), pair.gap.head(6), {"x"}, 50).lags, 0);
  const ErrorCorrection result = error_correction(pair.y, pair.x, pair.gap, {"x"}, 50);
  EXPECT_LE(result.lags, 1);
  EXPECT_GT(result.fit.n, result.fit.k);
}

}  // namespace
}  // namespace rerate
