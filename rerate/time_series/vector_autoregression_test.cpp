// Behaviour -> test
//   coefficients, residual covariance, forecast, error covariance by step, largest root   Var.MatchesStatsmodels
//   covariance of the whole path, from powers of the companion matrix                     Var.PathCovarianceMatchesOracle
//   lags by BIC                                                                           Var.ChoosesLagsAsStatsmodels
//   short samples are not fitted to the last degree of freedom                           Var.TriesNoSaturatedFits
//   a single series by hand: AR(1) forecast and covariance                                Var.AutoregressionByHand
//   coefficients of a simulated system are recovered                                      Var.RecoversCoefficients
//   units and levels change only what they must                                           Var.InvariantToUnitsAndLevels
//   an explosive system is reported, and refused where it leaves the numbers              Var.ReportsExplosiveRoots
//   constants, copies, missing figures, short samples, settings                           Var.Refuses
//   distances and tails of given paths                                                    Plausibility.MatchesOracle
//   the forecast itself is wholly plausible, and farther is less so                       Plausibility.FallsWithDistance
//   p-values of simulated futures are uniform when the VAR is known, nearly when estimated  Plausibility.UniformUnderTheModel
//   a singular forecast: distance in the directions that vary, nought outside them        Plausibility.SingularCovariance
//   nothing varies at all                                                                 Plausibility.NothingVaries
//   missing figures                                                                       Plausibility.RefusesMissingFigures

#include "rerate/time_series/vector_autoregression.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "rerate/statistics/distributions.h"
#include "rerate/time_series/golden_for_test.h"

namespace rerate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr double kClose = 1e-8;

Matrix matrix_of(const nlohmann::json& rows) {
  Matrix result(static_cast<Index>(rows.size()), static_cast<Index>(rows.at(0).size()));
  for (Index i = 0; i < result.rows(); ++i)
    for (Index j = 0; j < result.cols(); ++j) result(i, j) = rows.at(i).at(j);
  return result;
}

// Relative to the largest figure of the matrix.
void expect_matrix(Deviation& deviation, const Matrix& ours, const Matrix& oracle) {
  ASSERT_EQ(ours.rows(), oracle.rows());
  ASSERT_EQ(ours.cols(), oracle.cols());
  const double size = oracle.cwiseAbs().maxCoeff();
  for (Index i = 0; i < ours.size(); ++i) deviation.expect_near(ours(i), oracle(i), kClose, size);
}

TEST(Var, MatchesStatsmodels) {
  const auto rows = golden("cointegration_statsmodels.json").at("var");
  ASSERT_EQ(rows.size(), 9u);
  Deviation coefficients("VAR coefficients against statsmodels"),
      covariance("VAR covariance against statsmodels"), forecast("VAR forecast against statsmodels"),
      by_step("VAR mse against statsmodels"), root("VAR largest root against statsmodels");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.at("series").dump() + row.at("lags").dump());
    const Matrix y = golden_columns(row.at("series"));
    const VectorAutoregression var = vector_autoregression(y, row.at("lags"));
    EXPECT_EQ(var.n, row.at("n").get<Index>());
    for (Index i = 0; i < var.constant.size(); ++i)
      coefficients.expect_near(var.constant(i), row.at("constant").at(i), kClose);
    for (std::size_t lag = 0; lag < var.matrices.size(); ++lag)
      expect_matrix(coefficients, var.matrices[lag], matrix_of(row.at("matrices").at(lag)));
    expect_matrix(covariance, var.covariance, matrix_of(row.at("covariance")));
    const Matrix mean = matrix_of(row.at("mean"));
    const PathForecast path = forecast_path(var, y, static_cast<int>(mean.rows()));
    expect_matrix(forecast, path.mean, mean);
    const Index m = y.cols();
    for (Index step = 0; step < mean.rows(); ++step)
      expect_matrix(by_step, path.covariance.block(step * m, step * m, m, m),
                    matrix_of(row.at("mse").at(step)));
    root.expect_near(var.largest_root, row.at("largest_root"), kClose);
  }
}

TEST(Var, PathCovarianceMatchesOracle) {
  Deviation deviation("path covariance against numpy");
  const auto rows = golden("cointegration_statsmodels.json").at("var");
  ASSERT_EQ(rows.size(), 9u);
  for (const auto& row : rows) {
    SCOPED_TRACE(row.at("series").dump() + row.at("lags").dump());
    const Matrix y = golden_columns(row.at("series"));
    const Matrix oracle = matrix_of(row.at("path_covariance"));  // its first columns for larger systems
    const PathForecast path = forecast_path(vector_autoregression(y, row.at("lags")), y, 12);
    ASSERT_EQ(path.covariance.rows(), oracle.rows());
    expect_matrix(deviation, path.covariance.leftCols(oracle.cols()), oracle);
    EXPECT_TRUE(path.covariance == path.covariance.transpose());
  }
}

TEST(Var, ChoosesLagsAsStatsmodels) {
  const auto rows = golden("cointegration_statsmodels.json").at("order");
  ASSERT_EQ(rows.size(), 6u);
  for (const auto& row : rows)
    EXPECT_EQ(choose_var_lags(golden_columns(row.at("series")), row.at("most")), row.at("bic").get<int>())
        << row;
}

TEST(Var, TriesNoSaturatedFits) {
  const Matrix noise = (Matrix(25, 2) << shocks(55, 1, 25), shocks(55, 2, 25)).finished();
  EXPECT_LE(choose_var_lags(noise, 1'000'000'000), 2);
  EXPECT_EQ(choose_var_lags(noise.topRows(6), 4), 1);
}

TEST(Var, AutoregressionByHand) {
  const VectorAutoregression var{.lags = 1,
                                 .constant = Vector::Constant(1, 2),
                                 .matrices = {Matrix::Constant(1, 1, 0.5)},
                                 .covariance = Matrix::Constant(1, 1, 4)};
  const PathForecast path = forecast_path(var, Matrix::Constant(1, 1, 10), 2);
  EXPECT_EQ(path.mean(0, 0), 7);
  EXPECT_EQ(path.mean(1, 0), 5.5);
  EXPECT_EQ(path.covariance(0, 0), 4);
  EXPECT_EQ(path.covariance(0, 1), 2);
  EXPECT_EQ(path.covariance(1, 1), 5);
}

// y_t = c + A1 y_{t-1} + A2 y_{t-2} + L e_t.
struct System {
  Vector constant{{0.3, -0.2}};
  Matrix first{{0.5, 0.2}, {-0.1, 0.7}}, second{{0.2, 0.0}, {0.1, 0.1}}, impact{{1.0, 0.0}, {0.4, 0.8}};

  void extend(Matrix& path, Index from, std::uint64_t seed, std::uint64_t stream) const {
    const RandomStream random(seed, stream);
    for (Index t = from; t < path.rows(); ++t) {
      const auto index = static_cast<std::uint64_t>(2 * t);
      const Vector e{{shock(random, index), shock(random, index + 1)}};
      path.row(t) =
          (constant + first * path.row(t - 1).transpose() + second * path.row(t - 2).transpose() + impact * e)
              .transpose();
    }
  }
  Matrix simulate(Index rows, std::uint64_t stream) const {
    Matrix path = Matrix::Zero(rows + 50, 2);
    extend(path, 2, 51, stream);
    return path.bottomRows(rows);
  }
  VectorAutoregression known() const {
    return {.lags = 2,
            .constant = constant,
            .matrices = {first, second},
            .covariance = impact * impact.transpose()};
  }
};

TEST(Var, RecoversCoefficients) {
  const System system;
  const Matrix y = system.simulate(20000, 1);
  const VectorAutoregression var = vector_autoregression(y, 2);
  EXPECT_LT((var.matrices[0] - system.first).cwiseAbs().maxCoeff(), 0.03);
  EXPECT_LT((var.matrices[1] - system.second).cwiseAbs().maxCoeff(), 0.03);
  EXPECT_LT((var.constant - system.constant).cwiseAbs().maxCoeff(), 0.05);
  EXPECT_LT((var.covariance - system.known().covariance).cwiseAbs().maxCoeff(), 0.04);
  EXPECT_LT(var.largest_root, 1);
  EXPECT_EQ(choose_var_lags(y, 6), 2);
}

TEST(Var, InvariantToUnitsAndLevels) {
  const Matrix y = System().simulate(300, 2);
  Matrix other = y;
  other.col(0) = 1e7 * y.col(0).array() + 3e9;
  const VectorAutoregression a = vector_autoregression(y, 2), b = vector_autoregression(other, 2);
  EXPECT_NEAR(a.largest_root, b.largest_root, 1e-10);
  EXPECT_NEAR(b.matrices[1](0, 1) / 1e7, a.matrices[1](0, 1), 1e-10);
  EXPECT_NEAR(b.covariance(0, 0) / 1e14, a.covariance(0, 0), 1e-10);
  const PathForecast path_a = forecast_path(a, y, 8), path_b = forecast_path(b, other, 8);
  Matrix scenario_a = path_a.mean, scenario_b = path_b.mean;
  scenario_a(7, 0) += 1.5;
  scenario_b(7, 0) += 1.5e7;
  const Plausibility at_a = plausibility_of_path(path_a, scenario_a),
                     at_b = plausibility_of_path(path_b, scenario_b);
  EXPECT_NEAR(at_a.distance, at_b.distance, 1e-7 * at_a.distance);
}

TEST(Var, ReportsExplosiveRoots) {
  Matrix y(60, 1);
  const Vector e = shocks(52, 1, 60);
  y(0, 0) = 1;
  for (Index t = 1; t < 60; ++t) y(t, 0) = 1.3 * y(t - 1, 0) + 0.1 * e(t);
  const VectorAutoregression var = vector_autoregression(y, 1);
  EXPECT_NEAR(var.largest_root, 1.3, 1e-3);
  EXPECT_TRUE(forecast_path(var, y, 24).mean.allFinite());
  VectorAutoregression wild = var;
  wild.matrices[0](0, 0) = 30;
  wild.largest_root = 30;
  const Failure failure = refused([&] { forecast_path(wild, y, 500); });
  EXPECT_EQ(failure.code, ErrorCode::regression_not_finite);
  EXPECT_THAT(failure.what, HasSubstr("largest root 30.000"));
}

TEST(Var, Refuses) {
  const std::vector<std::string> names{"rate", "spread", "copy"};
  Matrix y(80, 3);
  y << System().simulate(80, 3), Vector::Zero(80);
  EXPECT_EQ(refused([&] { vector_autoregression(y, 1, names); }).what, "VAR: does not vary: `copy`");
  y.col(2) = 3 * y.col(0) - y.col(1);
  const Failure copy = refused([&] { vector_autoregression(y, 2, names); });
  EXPECT_EQ(copy.code, ErrorCode::regression_collinear);
  EXPECT_EQ(copy.what, "VAR: an exact combination of `rate` and `spread`: `copy`");
  y(7, 2) = std::nan("");
  EXPECT_EQ(refused([&] { choose_var_lags(y, 2, names); }).what,
            "VAR: a missing or infinite figure: `copy`, row 8 of 80");
  const Matrix pair = System().simulate(80, 4);
  EXPECT_EQ(refused([&] { vector_autoregression(1e200 * pair, 1); }).code, ErrorCode::regression_not_finite);
  EXPECT_EQ(refused([&] { vector_autoregression(pair, 0); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(refused([&] { choose_var_lags(pair, 0); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(refused([&] { vector_autoregression(Matrix(80, 0), 1); }).code, ErrorCode::regression_settings);
  for (Index rows = 0; rows < 5; ++rows) {
    EXPECT_EQ(refused([&] { vector_autoregression(pair.topRows(rows), 1); }).code,
              ErrorCode::regression_too_few);
    EXPECT_EQ(refused([&] { choose_var_lags(pair.topRows(rows), 4); }).code, ErrorCode::regression_too_few);
  }
  EXPECT_EQ(refused([&] { vector_autoregression(pair, 1'000'000'000); }).code, ErrorCode::regression_too_few);
  const VectorAutoregression var = vector_autoregression(pair, 1);
  for (const int horizon : {0, -3, 501, 2'000'000'000})
    EXPECT_EQ(refused([&] { forecast_path(var, pair, horizon); }).code, ErrorCode::regression_settings)
        << horizon;
}

TEST(Plausibility, MatchesOracle) {
  Deviation deviation("plausibility against numpy and scipy");
  const auto rows = golden("cointegration_statsmodels.json").at("var");
  ASSERT_EQ(rows.size(), 9u);
  for (const auto& row : rows) {
    SCOPED_TRACE(row.at("series").dump() + row.at("lags").dump());
    const Matrix y = golden_columns(row.at("series")), path = matrix_of(row.at("path"));
    const PathForecast forecast = forecast_path(vector_autoregression(y, row.at("lags")), y, 12);
    const Plausibility whole = plausibility_of_path(forecast, path);
    const Plausibility end = plausibility_of_end(forecast, path.bottomRows(1).transpose());
    for (const auto& [ours, oracle] : {std::pair{whole, row.at("whole")}, {end, row.at("end")}}) {
      deviation.expect_near(ours.distance, oracle.at("distance"), kClose);
      deviation.expect_near(ours.p, oracle.at("p"), kClose);
      EXPECT_EQ(ours.degrees_of_freedom, oracle.at("degrees_of_freedom").get<double>());
      EXPECT_FALSE(ours.singular);
    }
  }
}

TEST(Plausibility, FallsWithDistance) {
  const System system;
  const Matrix y = system.simulate(100, 5);
  const PathForecast forecast = forecast_path(system.known(), y, 6);
  EXPECT_EQ(plausibility_of_path(forecast, forecast.mean).p, 1);
  double before = 1;
  for (double away = 0.5; away < 8; away += 0.5) {
    const Plausibility here = plausibility_of_path(forecast, forecast.mean.array() + away);
    EXPECT_LT(here.p, before);
    before = here.p;
  }
  EXPECT_LT(before, 1e-6);
  // The first steps only: fewer figures are compared.
  EXPECT_EQ(plausibility_of_path(forecast, forecast.mean.topRows(2)).degrees_of_freedom, 4);
}

// Largest distance between the share of p-values below x and x.
double distance_from_uniform(std::vector<double> p) {
  std::sort(p.begin(), p.end());
  double largest = 0;
  const auto count = static_cast<double>(p.size());
  for (std::size_t i = 0; i < p.size(); ++i)
    largest =
        std::max({largest, p[i] - static_cast<double>(i) / count, static_cast<double>(i + 1) / count - p[i]});
  return largest;
}

TEST(Plausibility, UniformUnderTheModel) {
  const System system;
  constexpr std::uint64_t kDraws = 1000;
  std::vector<double> path_p, end_p, estimated_p;
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    Matrix whole = Matrix::Zero(256, 2);
    system.extend(whole, 2, 53, draw);
    const Matrix past = whole.topRows(250), future = whole.bottomRows(6);
    const PathForecast forecast = forecast_path(system.known(), past, 6);
    path_p.push_back(plausibility_of_path(forecast, future).p);
    end_p.push_back(plausibility_of_end(forecast, future.bottomRows(1).transpose()).p);
    if (draw % 2 == 0)
      estimated_p.push_back(
          plausibility_of_path(forecast_path(vector_autoregression(past, 2), past, 6), future).p);
  }
  // Kolmogorov's 1% point is 1.63 / sqrt(draws).
  EXPECT_LT(distance_from_uniform(path_p), 1.63 / std::sqrt(1000.0));
  EXPECT_LT(distance_from_uniform(end_p), 1.63 / std::sqrt(1000.0));
  // 250 observations know the parameters well enough: p-values a little too small, never far.
  EXPECT_LT(distance_from_uniform(estimated_p), 0.12);
}

TEST(Plausibility, SingularCovariance) {
  // The second series is the first one's past: its equation has no shock.
  const Vector walk = autoregression(shocks(54, 1, 200), 0.9);
  Matrix y(199, 2);
  y << walk.tail(199), walk.head(199);
  const VectorAutoregression var = vector_autoregression(y, 1);
  EXPECT_EQ(var.covariance(1, 1), 0);
  EXPECT_EQ(var.covariance(0, 1), 0);
  const PathForecast forecast = forecast_path(var, y, 3);
  Matrix possible = forecast.mean;  // a shock of 1 in the first step, as the system hands it on
  possible(0, 0) += 1;
  possible(1, 0) += var.matrices[0](0, 0);
  possible(1, 1) += 1;
  possible(2, 0) += var.matrices[0](0, 0) * var.matrices[0](0, 0) + var.matrices[0](0, 1);
  possible(2, 1) += var.matrices[0](0, 0);
  const Plausibility inside = plausibility_of_path(forecast, possible);
  EXPECT_TRUE(inside.singular);
  EXPECT_EQ(inside.degrees_of_freedom, 3);
  EXPECT_NEAR(inside.distance, 1 / var.covariance(0, 0), 1e-6);
  EXPECT_NEAR(inside.p, chi_squared_tail(inside.distance, 3), 1e-12);
  Matrix impossible = forecast.mean;
  impossible(2, 1) += 0.5;
  const Plausibility outside = plausibility_of_path(forecast, impossible);
  EXPECT_EQ(outside.distance, std::numeric_limits<double>::infinity());
  EXPECT_EQ(outside.p, 0);
}

TEST(Plausibility, NothingVaries) {
  const PathForecast forecast{.mean = Matrix::Constant(2, 1, 3), .covariance = Matrix::Zero(2, 2)};
  const Plausibility same = plausibility_of_path(forecast, forecast.mean);
  EXPECT_EQ(same.p, 1);
  EXPECT_EQ(same.degrees_of_freedom, 0);
  EXPECT_TRUE(same.singular);
  EXPECT_EQ(plausibility_of_end(forecast, Vector::Constant(1, 3.1)).p, 0);
}

TEST(Plausibility, RefusesMissingFigures) {
  const PathForecast forecast{.mean = Matrix::Zero(2, 1), .covariance = Matrix::Identity(2, 2)};
  Matrix path = Matrix::Zero(2, 1);
  path(1, 0) = std::nan("");
  EXPECT_EQ(refused([&] { plausibility_of_path(forecast, path); }).what,
            "plausibility: a missing or infinite figure in the path: step 2");
  EXPECT_EQ(refused([&] { plausibility_of_end(forecast, path.bottomRows(1).transpose()); }).code,
            ErrorCode::regression_not_finite);
}

}  // namespace
}  // namespace rerate
