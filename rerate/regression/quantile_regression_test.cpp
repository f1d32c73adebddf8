// Behaviour -> test
//   coefficients, objective and errors as R's quantreg on thirty real regressions  QuantileRegression.AsQuantreg
//   three points by hand                                              QuantileRegression.HandComputed
//   no better basic solution: every one is tried, with and without ties  QuantileSimplex.BestOfAllBases
//   weights are repetitions                                           QuantileSimplex.WeightsAreRepetitions
//   large data full of ties end, at a minimum                         QuantileSimplex.TiesEnd
//   rows without full rank have no solution                           QuantileSimplex.SingularRows
//   a constant alone gives a quantile                                 QuantileRegression.ConstantAlone
//   moves with y and with the regressors, turns with the sign of y    QuantileRegression.Equivariant
//   passes through k points, share of the others below it             QuantileRegression.PassesThroughPoints
//   levels far from zero and columns of any unit                      QuantileRegression.UnitsAndLevels
//   iid, nid and bootstrap errors agree where all hold                QuantileErrors.AgreeOnIndependentErrors
//   nid covers the truth where the spread grows with x, iid does not  QuantileErrors.NidCovers
//   blocks see the dependence                                         QuantileErrors.BlocksSeeDependence
//   same bits for 1 and 2 threads                                     QuantileErrors.SameBitsForAnyThreads
//   densities that vanish give NaN, not a number                      QuantileErrors.NoDensity
//   shares, draws, blocks, drivers that cannot be: told               QuantileRegression.WrongInputIsTold

#include "rerate/regression/quantile_regression.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/regression/quantile_simplex.h"

namespace rerate {
namespace {

std::map<std::string, Vector> columns_of(const std::string& path) {
  std::ifstream file(path);
  std::string line, cell;
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;
  std::getline(file, line);
  for (std::istringstream header(line); std::getline(header, cell, ',');) names.push_back(cell);
  values.resize(names.size());
  while (std::getline(file, line)) {
    std::istringstream row(line);
    for (std::size_t j = 0; std::getline(row, cell, ','); ++j)
      values[j].push_back(j == 0 ? 0 : std::stod(cell));  // the first is the date
  }
  std::map<std::string, Vector> columns;
  for (std::size_t j = 0; j < names.size(); ++j)
    columns[names[j]] = Eigen::Map<const Vector>(values[j].data(), static_cast<Index>(values[j].size()));
  return columns;
}

void expect_relative(const Vector& got, const nlohmann::json& expected, double tolerance) {
  ASSERT_EQ(static_cast<std::size_t>(got.size()), expected.size());
  for (Index i = 0; i < got.size(); ++i) {
    const double value = expected[static_cast<std::size_t>(i)];
    EXPECT_NEAR(got[i], value, tolerance * std::fabs(value)) << i;
  }
}

Vector std_errors(const QuantileFit& fit) {
  Vector errors(fit.coefficients.size());
  for (Index i = 0; i < errors.size(); ++i) errors[i] = fit.errors.std_error(i);
  return errors;
}

TEST(QuantileRegression, AsQuantreg) {
  const auto columns = columns_of(RERATE_SOURCE_DIR "/tests/golden/quantile_regression.csv");
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/quantile_regression.json");
  const auto cases = nlohmann::json::parse(file).at("cases");
  ASSERT_EQ(cases.size(), 30u);
  for (const auto& one : cases) {
    const Vector& y = columns.at(one.at("dependent"));
    Design design{Matrix(y.size(), 0), {}, false};
    for (const std::string term : one.at("terms"))
      design =
          term == "constant" ? constant_design(y.size()) : (design.append(term, columns.at(term)), design);
    const double share = one.at("share");
    SCOPED_TRACE(
        fmt::format("{} on {} at {}", one.at("dependent").get<std::string>(), one.at("terms").dump(), share));
    ASSERT_TRUE(one.at("unique"));
    const auto iid = quantile_regression(y, design, {share, QuantileErrors::iid});
    const auto nid = quantile_regression(y, design, {share, QuantileErrors::nid});
    expect_relative(iid.coefficients, one.at("coefficients"), 1e-10);
    EXPECT_NEAR(iid.objective, one.at("objective"), 1e-10 * iid.objective);
    EXPECT_NEAR(hall_sheather_bandwidth(share, y.size()), one.at("bandwidth"), 1e-12);
    // Where the line through the smallest residuals is not unique, each program has its own.
    expect_relative(std_errors(iid), one.at("iid"), one.at("iid_unique") ? 1e-8 : 0.02);
    expect_relative(std_errors(nid), one.at("nid"), 1e-8);
    for (Index i = 0; i < nid.coefficients.size(); ++i)
      EXPECT_NEAR(nid.errors.p_value(nid.coefficients[i] / nid.errors.std_error(i)),
                  one.at("nid_p")[static_cast<std::size_t>(i)], 1e-8);
  }
}

Design line(const Vector& x) {
  Design design = constant_design(x.size());
  design.append("x", x);
  return design;
}

double objective(const WeightedRows& rows, const Vector& coefficients, double share) {
  const Vector residuals = rows.y - rows.x * coefficients;
  double sum = 0;
  for (Index i = 0; i < residuals.size(); ++i)
    sum += rows.weights[i] * residuals[i] * (residuals[i] < 0 ? share - 1 : share);
  return sum;
}

TEST(QuantileRegression, HandComputed) {
  const auto fit =
      quantile_regression(Vector{{0, 1, 5}}, line(Vector{{0, 1, 2}}), {0.5, QuantileErrors::nid});
  EXPECT_NEAR(fit.coefficients[0], 0, 1e-15);
  EXPECT_NEAR(fit.coefficients[1], 2.5, 1e-15);
  EXPECT_NEAR(fit.objective, 0.75, 1e-15);
  EXPECT_EQ(fit.errors.degrees_of_freedom, 1);
}

// Every choice of k rows that are independent; the best of them is the minimum.
double best_of_all(const WeightedRows& rows, double share) {
  const Index n = rows.x.rows(), k = rows.x.cols();
  double best = std::numeric_limits<double>::infinity();
  for (unsigned chosen = 0; chosen < 1U << n; ++chosen) {
    if (__builtin_popcount(chosen) != k) continue;
    Matrix points(k, k);
    Vector heights(k);
    for (Index i = 0, next = 0; i < n; ++i)
      if (chosen >> i & 1U) {
        points.row(next) = rows.x.row(i);
        heights[next++] = rows.y[i];
      }
    // Cramer's rule, k at most 3.
    const auto determinant = [](const Matrix& m) {
      if (m.rows() == 1) return m(0, 0);
      if (m.rows() == 2) return m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0);
      return m(0, 0) * (m(1, 1) * m(2, 2) - m(1, 2) * m(2, 1)) -
             m(0, 1) * (m(1, 0) * m(2, 2) - m(1, 2) * m(2, 0)) +
             m(0, 2) * (m(1, 0) * m(2, 1) - m(1, 1) * m(2, 0));
    };
    const double whole = determinant(points);
    if (std::fabs(whole) < 1e-9) continue;
    Vector coefficients(k);
    for (Index j = 0; j < k; ++j) {
      Matrix exchanged = points;
      exchanged.col(j) = heights;
      coefficients[j] = determinant(exchanged) / whole;
    }
    best = std::min(best, objective(rows, coefficients, share));
  }
  return best;
}

TEST(QuantileSimplex, BestOfAllBases) {
  const RandomStream random(41, 0);
  std::uint64_t index = 0;
  int solved = 0;
  for (int draw = 0; draw < 600; ++draw) {
    const Index n = 4 + static_cast<Index>(random.below(index++, 9)),
                k = 1 + static_cast<Index>(random.below(index++, 3));
    // Continuous figures, or a few whole numbers that lie on each other's lines everywhere.
    const bool tied = draw % 2 == 1;
    const auto figure = [&] {
      return tied ? static_cast<double>(random.below(index++, 3)) - 1 : random.uniform(index++) - 0.5;
    };
    WeightedRows rows{Matrix(n, k), Vector(n), Vector::Ones(n)};
    Vector guess(n);
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < k; ++j) rows.x(i, j) = j == 0 ? 1 : figure();
      rows.y[i] = figure();
      guess[i] = figure();
      if (draw % 3 == 0) rows.weights[i] = 1 + static_cast<double>(random.below(index++, 3));
    }
    const double share = draw % 4 == 0 ? 0.5 : 0.05 + 0.9 * random.uniform(index++);
    const double best = best_of_all(rows, share);
    const auto found = quantile_coefficients(rows, share, guess);
    ASSERT_EQ(found.has_value(), std::isfinite(best)) << draw;
    if (!found) continue;
    ++solved;
    ASSERT_NEAR(objective(rows, *found, share), best, 1e-12) << draw << " n " << n << " k " << k;
  }
  EXPECT_GT(solved, 500);
}

TEST(QuantileSimplex, WeightsAreRepetitions) {
  const RandomStream random(42, 0);
  std::uint64_t index = 0;
  WeightedRows rows{Matrix(60, 3), Vector(60), Vector(60)};
  for (Index i = 0; i < 60; ++i) {
    rows.x.row(i) << 1, random.uniform(index), random.uniform(index + 1);
    rows.y[i] = random.uniform(index + 2);
    rows.weights[i] = static_cast<double>(1 + random.below(index + 3, 4));
    index += 4;
  }
  const auto total = static_cast<Index>(rows.weights.sum());
  WeightedRows repeated{Matrix(total, 3), Vector(total), Vector::Ones(total)};
  for (Index i = 0, next = 0; i < 60; ++i)
    for (int times = 0; times < rows.weights[i]; ++times, ++next) {
      repeated.x.row(next) = rows.x.row(i);
      repeated.y[next] = rows.y[i];
    }
  const auto weighted = quantile_coefficients(rows, 0.3, rows.y),
             plain = quantile_coefficients(repeated, 0.3, repeated.y);
  ASSERT_TRUE(weighted && plain);
  EXPECT_LT((*weighted - *plain).cwiseAbs().maxCoeff(), 1e-12);
}

// A minimum of a convex function: no direction leads down.
void expect_minimum(const WeightedRows& rows, const Vector& coefficients, double share,
                    std::uint64_t stream) {
  const RandomStream random(43, stream);
  std::uint64_t index = 0;
  const double here = objective(rows, coefficients, share);
  for (int direction = 0; direction < 300; ++direction) {
    Vector there = coefficients;
    for (Index j = 0; j < there.size(); ++j)
      if (direction % 3 != 0 || random.below(index++, 2) == 0)
        there[j] += 1e-3 * (random.uniform(index++) - 0.5);
    ASSERT_GE(objective(rows, there, share), here - 1e-11 * (1 + here)) << direction;
  }
}

TEST(QuantileSimplex, TiesEnd) {
  const RandomStream random(44, 0);
  std::uint64_t index = 0;
  for (const int values : {2, 3, 6, 40}) {
    for (const double share : {0.02, 0.25, 0.5, 0.9}) {
      WeightedRows rows{Matrix(700, 6), Vector(700), Vector::Ones(700)};
      for (Index i = 0; i < 700; ++i) {
        const auto whole = [&](int count) {
          return static_cast<double>(random.below(index++, static_cast<std::uint64_t>(count)));
        };
        // Rates in quarter points, dummies, and a y that is exact on many rows.
        rows.x.row(i) << 1, whole(values) / 4, whole(values), whole(2), whole(2),
            static_cast<double>(i / 100);
        rows.y[i] = whole(3) == 0 ? 1 + rows.x(i, 1) - 2 * rows.x(i, 3) : whole(values);
      }
      const auto found = quantile_coefficients(rows, share, rows.y);
      ASSERT_TRUE(found);
      expect_minimum(rows, *found, share, static_cast<std::uint64_t>(values));
    }
  }
  // Two vertices on which hundreds of rows lie: begun at the lighter one, the steps out of it have no length at first. In
  // every other draw the rows meet only nearly, by less than what parts the ties.
  for (std::uint64_t draw = 0; draw < 40; ++draw) {
    WeightedRows rows{Matrix(600, 8), Vector(600), Vector::Ones(600)};
    Vector there = Vector::Ones(8);
    for (Index i = 0; i < 600; ++i) {
      for (Index j = 0; j < 8; ++j) rows.x(i, j) = static_cast<double>(random.below(index++, 9)) - 4;
      rows.y[i] = i < 250 ? 0 : rows.x.row(i).dot(there) + (i < 300 ? random.uniform(index++) - 0.5 : 0);
      if (draw % 2 == 1) rows.y[i] += 1e-11 * (random.uniform(index++) - 0.5);
    }
    Vector guess = rows.y;
    guess.tail(350).setConstant(1e3);
    const auto found = quantile_coefficients(rows, 0.3, guess);
    ASSERT_TRUE(found);
    expect_minimum(rows, *found, 0.3, draw);
  }
  // Nothing but one plane, and nothing but zeros.
  WeightedRows plane{Matrix(200, 3), Vector(200), Vector::Ones(200)};
  for (Index i = 0; i < 200; ++i) plane.x.row(i) << 1, static_cast<double>(i % 7), static_cast<double>(i % 5);
  plane.y = plane.x * Vector{{0.1, 0.7, -0.3}};
  const auto exact = quantile_coefficients(plane, 0.7, plane.y);
  ASSERT_TRUE(exact);
  EXPECT_LT((*exact - Vector{{0.1, 0.7, -0.3}}).cwiseAbs().maxCoeff(), 1e-13);
  plane.y.setZero();
  const auto zero = quantile_coefficients(plane, 0.7, plane.y);
  ASSERT_TRUE(zero);
  EXPECT_EQ(zero->cwiseAbs().maxCoeff(), 0);
}

TEST(QuantileSimplex, SingularRows) {
  WeightedRows rows{Matrix::Ones(10, 2), Vector::LinSpaced(10, 0, 1), Vector::Ones(10)};
  EXPECT_FALSE(quantile_coefficients(rows, 0.5, rows.y));
  rows.x.col(1).setZero();
  EXPECT_FALSE(quantile_coefficients(rows, 0.5, rows.y));
  const WeightedRows few{Matrix::Identity(2, 3), Vector::Ones(2), Vector::Ones(2)};
  EXPECT_FALSE(quantile_coefficients(few, 0.5, few.y));
}

TEST(QuantileRegression, ConstantAlone) {
  Vector y(101);
  for (Index i = 0; i < 101; ++i) y[i] = static_cast<double>(i * 37 % 101);
  for (const double share : {0.1, 0.25, 0.5, 0.99})
    EXPECT_EQ(quantile_regression(y, constant_design(101), {share, QuantileErrors::iid}).coefficients[0],
              std::floor(share * 101))
        << share;
}

struct Sample {
  Vector y;
  Design design;
};

// y = 1 + x + spread (1 + x) e for x in (0, 2), e uniform on (-1, 1).
Sample sample(Index rows, double growing, std::uint64_t stream) {
  const RandomStream random(45, stream);
  Sample made{Vector(rows), {}};
  Vector x(rows);
  for (Index i = 0; i < rows; ++i) {
    const auto at = static_cast<std::uint64_t>(2 * i);
    x[i] = 2 * random.uniform(at);
    made.y[i] = 1 + x[i] + (1 + growing * x[i]) * (2 * random.uniform(at + 1) - 1);
  }
  made.design = line(x);
  return made;
}

TEST(QuantileRegression, Equivariant) {
  const auto data = sample(150, 1, 1);
  const auto coefficients = [&](const Vector& y, double share) {
    return quantile_regression(y, data.design, {share, QuantileErrors::iid}).coefficients;
  };
  const Vector low = coefficients(data.y, 0.2), shift{{3, -2}};
  EXPECT_LT((coefficients(5 * data.y, 0.2) - 5 * low).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((coefficients(data.y + data.design.x * shift, 0.2) - low - shift).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((coefficients(-data.y, 0.8) + low).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(QuantileRegression, PassesThroughPoints) {
  const auto data = sample(400, 1, 2);
  for (const double share : {0.05, 0.31, 0.5, 0.9}) {
    const auto fit = quantile_regression(data.y, data.design, {share, QuantileErrors::iid});
    const auto below = (fit.residuals.array() < 0).count(), on = (fit.residuals.array() == 0).count();
    EXPECT_EQ(on, 2);
    EXPECT_LE(static_cast<double>(below), share * 400);
    EXPECT_GE(static_cast<double>(below + on), share * 400);
  }
}

TEST(QuantileRegression, UnitsAndLevels) {
  const auto data = sample(300, 1, 3);
  const auto plain = quantile_regression(data.y, data.design, {0.3, QuantileErrors::nid});
  Sample moved = data;
  moved.design.x.col(1) = (data.design.x.col(1).array() + 5000) * 1e6;
  moved.y.array() += 1e5;
  const auto fit = quantile_regression(moved.y, moved.design, {0.3, QuantileErrors::nid});
  EXPECT_NEAR(fit.coefficients[1] * 1e6, plain.coefficients[1], 1e-8);
  EXPECT_NEAR(fit.errors.std_error(1) * 1e6, plain.errors.std_error(1), 1e-6);
  EXPECT_NEAR(fit.objective, plain.objective, 1e-7);
}

// One estimate scatters by some 12%, the mean of ten by 4%.
TEST(QuantileErrors, AgreeOnIndependentErrors) {
  for (const double share : {0.25, 0.5})
    for (const auto errors : {QuantileErrors::iid, QuantileErrors::nid, QuantileErrors::bootstrap}) {
      double average = 0;
      for (std::uint64_t draw = 0; draw < 10; ++draw) {
        const auto data = sample(800, 0, 600 + draw);
        average += quantile_regression(data.y, data.design, {share, errors, 200, 1}).errors.std_error(1) / 10;
      }
      // sqrt(tau (1 - tau)) / f / sqrt(n var x), f = 1/2, var x = 1/3.
      EXPECT_NEAR(average / (std::sqrt(share * (1 - share)) * 2 / std::sqrt(800.0 / 3)), 1, 0.12) << share;
    }
}

// The 80% line of y = 1 + x + (1 + 3 x) e has slope 1 + 3 * 0.6. Of 400 samples of 250 rows; binomial standard error 1.1pp.
TEST(QuantileErrors, NidCovers) {
  int nid_covers = 0;
  double iid_error = 0, nid_error = 0;
  for (std::uint64_t draw = 0; draw < 400; ++draw) {
    const auto data = sample(250, 3, 100 + draw);
    const auto nid = quantile_regression(data.y, data.design, {0.8, QuantileErrors::nid});
    const auto iid = quantile_regression(data.y, data.design, {0.8, QuantileErrors::iid});
    nid_covers +=
        std::fabs(nid.coefficients[1] - 2.8) < nid.errors.critical_value(0.95) * nid.errors.std_error(1);
    nid_error += nid.errors.std_error(1);
    iid_error += iid.errors.std_error(1);
  }
  EXPECT_GE(nid_covers, 360);
  EXPECT_LE(nid_covers, 394);
  EXPECT_GT(nid_error, 1.1 * iid_error);
}

// The median of an AR(1) of 0.9 moves far more than that of as many independent figures.
TEST(QuantileErrors, BlocksSeeDependence) {
  const RandomStream random(46, 0);
  Vector y(800);
  double state = 0;
  for (Index t = 0; t < 800; ++t)
    y[t] = state = 0.9 * state + random.uniform(static_cast<std::uint64_t>(t)) - 0.5;
  const auto error = [&](double block_length) {
    return quantile_regression(y, constant_design(800), {0.5, QuantileErrors::bootstrap, 400, block_length})
        .errors.std_error(0);
  };
  EXPECT_GT(error(30), 2.5 * error(1));
  EXPECT_NE(error(0), error(1));  // 800^(1/3) by itself
}

TEST(QuantileErrors, SameBitsForAnyThreads) {
  const auto data = sample(300, 1, 5);
  const auto matrix = [&](int threads, std::uint64_t seed) {
    set_thread_count(threads);
    const auto fit = quantile_regression(data.y, data.design, {0.9, QuantileErrors::bootstrap, 200, 6, seed});
    set_thread_count(0);
    return fit.errors.matrix;
  };
  EXPECT_EQ(matrix(1, 1), matrix(2, 1));
  EXPECT_NE(matrix(1, 1), matrix(1, 2));
}

// Half of the figures are equal, so every quantile near the median is: no density, no error.
TEST(QuantileErrors, NoDensity) {
  Vector y(100);
  for (Index i = 0; i < 100; ++i)
    y[i] = i % 4 == 0 ? static_cast<double>(i) : (i % 4 == 1 ? -static_cast<double>(i) : 0);
  const auto nid = quantile_regression(y, constant_design(100), {0.5, QuantileErrors::nid});
  EXPECT_EQ(nid.coefficients[0], 0);
  EXPECT_TRUE(std::isnan(nid.errors.std_error(0)));
  const auto iid = quantile_regression(y, constant_design(100), {0.5, QuantileErrors::iid});
  EXPECT_TRUE(std::isfinite(iid.errors.std_error(0)));
}

ErrorCode code_of(const auto& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure().code;
  }
  throw std::logic_error("not refused");
}

TEST(QuantileRegression, WrongInputIsTold) {
  auto data = sample(50, 1, 6);
  const auto refused = [&](const QuantileSettings& settings) {
    return code_of([&] { quantile_regression(data.y, data.design, settings); });
  };
  for (const double share : {0.0, 1.0, -0.5, 90.0, std::nan("")})
    EXPECT_EQ(refused({share}), ErrorCode::regression_settings);
  for (const int draws : {-1, 0, 1, 100001})
    EXPECT_EQ(refused({0.5, QuantileErrors::bootstrap, draws}), ErrorCode::regression_settings);
  for (const double block : {0.5, -2.0, 51.0, std::nan("")})
    EXPECT_EQ(refused({0.5, QuantileErrors::bootstrap, 10, block}), ErrorCode::regression_settings);
  // Two drivers that move in one row each: 60% of the resamples lack one of the rows.
  for (const Index row : {20, 33}) {
    Vector dummy = Vector::Zero(50);
    dummy[row] = 1;
    data.design.append(fmt::format("row {}", row), dummy);
  }
  EXPECT_EQ(refused({0.5, QuantileErrors::bootstrap, 200, 1}), ErrorCode::regression_settings);
  EXPECT_EQ(quantile_regression(data.y, data.design, {0.5, QuantileErrors::iid}).coefficients.size(), 4);
  data.design.append("again", data.design.x.col(1));
  EXPECT_EQ(refused({0.5}), ErrorCode::regression_collinear);
}

}  // namespace
}  // namespace rerate
