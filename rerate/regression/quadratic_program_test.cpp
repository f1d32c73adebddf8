// Behaviour -> test
//   solutions, multipliers and what binds as in R's quadprog (tests/oracles/quadratic_program.R) -> AsInQuadprog
//   two weights by hand, the example of the header                                               -> HandComputed
//   the conditions of the optimum on random programs                                             -> ConditionsOfTheOptimum
//   programs without an answer say which limits contradict, and prove it                         -> ContradictionsAreProved
//   contradictions in words                                                                      -> ContradictionInWords
//   no limits, one limit that does not bind, n equalities                                        -> EndsOfTheRange
//   limits that repeat or depend on one another                                                  -> DependentLimits
//   ill-conditioned and badly scaled programs                                                    -> BadScales
//   a limit no constraint can move                                                               -> EmptyNormals
//   constraints that are found on the way give what all of them at once give                     -> FoundOnTheWay
//   the same bits every time                                                                     -> SameBits
//   wrong input is told                                                                          -> WrongInputIsTold

#include "rerate/regression/quadratic_program.h"

#include <gtest/gtest.h>

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

double whole_mod(long value, long by) { return static_cast<double>(value % by); }

QuadraticProgram of_formula(const nlohmann::json& expected) {
  const Index n = expected.at("n"), number = expected.at("case"), groups = expected.at("groups");
  Matrix b(n, n);
  for (Index i = 1; i <= n; ++i)
    for (Index j = 1; j <= n; ++j)
      b(i - 1, j - 1) = whole_mod(7919 * i * j + 31 * number * i + 17 * j * j, 1009) / 1009 - 0.5;
  QuadraticProgram program;
  program.quadratic = b.transpose() * b / static_cast<double>(n) + Matrix::Identity(n, n) / 20;
  program.linear.resize(n);
  for (Index i = 1; i <= n; ++i) program.linear[i - 1] = whole_mod(6007 * i * (i + number), 997) / 997 - 0.4;
  program.equalities = 1;
  program.normals = Matrix::Zero(1 + 2 * n + 2 * groups, n);
  program.bounds.resize(1 + 2 * n + 2 * groups);
  program.normals.row(0).setOnes();
  program.normals.middleRows(1, n) = Matrix::Identity(n, n);
  program.normals.middleRows(1 + n, n) = -Matrix::Identity(n, n);
  for (Index k = 1; k <= groups; ++k)
    for (Index i = 1; i <= n; ++i) {
      const double in = (i + k * number) % (k + 2) == 0 ? 1 : 0;
      program.normals(2 * n + k, i - 1) = in;
      program.normals(2 * n + groups + k, i - 1) = -in;
    }
  program.bounds << 1, Vector::Constant(n, expected.at("least").get<double>()),
      Vector::Constant(n, -expected.at("most").get<double>()), Vector::Constant(groups, 0.15),
      Vector::Constant(groups, -0.6);
  return program;
}

TEST(QuadraticProgram, AsInQuadprog) {
  const auto golden = nlohmann::json::parse(regression_golden("quadratic_program.json")).at("programs");
  ASSERT_EQ(golden.size(), 5u);
  for (const auto& expected : golden) {
    const auto program = of_formula(expected);
    const auto found = minimise(program);
    ASSERT_TRUE(found.feasible);
    const auto x = expected.at("x").get<std::vector<double>>(),
               u = expected.at("multipliers").get<std::vector<double>>();
    for (Index i = 0; i < found.x.size(); ++i)
      EXPECT_NEAR(found.x[i], x[static_cast<std::size_t>(i)], 1e-12) << i;
    for (Index i = 0; i < found.multipliers.size(); ++i)
      EXPECT_NEAR(std::fabs(found.multipliers[i]), std::fabs(u[static_cast<std::size_t>(i)]), 1e-12) << i;
    EXPECT_NEAR(found.objective, expected.at("objective").get<double>(), 1e-13);
    EXPECT_EQ(found.active, expected.at("active").get<std::vector<Index>>());
  }
}

QuadraticProgram two_weights(double least) {
  return {Matrix{{4, 0}, {0, 1}}, Vector{{0, 0}}, Matrix{{1, 1}, {1, 0}, {0, 1}}, Vector{{1, least, least}},
          1};
}

// Free minimum on x + y = 1: 4x = y, so (0.2, 0.8) with multiplier 0.8. With x >= 0.3: (0.3, 0.7); 4 x - u - v = 0 and y - u = 0
// give u = 0.7 for the sum and v = 0.5 for the limit.
TEST(QuadraticProgram, HandComputed) {
  const auto loose = minimise(two_weights(0)), tight = minimise(two_weights(0.3));
  EXPECT_NEAR(loose.x[0], 0.2, 1e-15);
  EXPECT_NEAR(loose.x[1], 0.8, 1e-15);
  EXPECT_NEAR(loose.multipliers[0], 0.8, 1e-15);
  EXPECT_EQ(loose.active, std::vector<Index>{0});
  EXPECT_NEAR(tight.x[0], 0.3, 1e-15);
  EXPECT_NEAR(tight.x[1], 0.7, 1e-15);
  EXPECT_NEAR(tight.multipliers[0], 0.7, 1e-15);
  EXPECT_NEAR(tight.multipliers[1], 0.5, 1e-15);
  EXPECT_EQ(tight.multipliers[2], 0);
  EXPECT_NEAR(tight.objective, 2 * 0.09 + 0.5 * 0.49, 1e-15);
  EXPECT_EQ(tight.active, (std::vector<Index>{0, 1}));
}

// Gx - a = N'u, u >= 0 for inequalities, 0 where not binding; every limit kept.
void expect_optimum(const QuadraticProgram& program, const QuadraticSolution& found, double tolerance) {
  ASSERT_TRUE(found.feasible);
  const Matrix whole = program.quadratic.selfadjointView<Eigen::Lower>();
  const Vector gradient = whole * found.x - program.linear,
               slack = program.normals * found.x - program.bounds;
  const double size = 1 + gradient.cwiseAbs().maxCoeff();
  EXPECT_LE((gradient - program.normals.transpose() * found.multipliers).cwiseAbs().maxCoeff(),
            tolerance * size);
  for (Index i = 0; i < slack.size(); ++i) {
    if (i < program.equalities) {
      EXPECT_NEAR(slack[i], 0, tolerance);
      continue;
    }
    EXPECT_GE(slack[i], -tolerance);
    EXPECT_GE(found.multipliers[i], 0);
    const bool active = std::find(found.active.begin(), found.active.end(), i) != found.active.end();
    if (active)
      EXPECT_NEAR(slack[i], 0, tolerance);
    else
      EXPECT_EQ(found.multipliers[i], 0);
  }
}

QuadraticProgram random_program(std::uint64_t world) {
  const Index n = 1 + static_cast<Index>(world % 17), equalities = static_cast<Index>(world % 3) % n,
              m = equalities + static_cast<Index>(world % 61);
  const Matrix b = uniform_columns(n + 3, n, 3 * world), rest = uniform_columns(m + 1, n + 1, 3 * world + 1);
  const Vector inside = uniform_columns(n, 1, 3 * world + 2);
  QuadraticProgram program{b.transpose() * b, 4 * rest.row(m).head(n).transpose(), rest.topLeftCorner(m, n),
                           Vector(m), equalities};
  // Kept by `inside`, some of them just so.
  for (Index i = 0; i < m; ++i)
    program.bounds[i] =
        program.normals.row(i).dot(inside) - (i < equalities || i % 5 == 0 ? 0 : 0.5 + rest(i, n));
  return program;
}

TEST(QuadraticProgram, ConditionsOfTheOptimum) {
  std::size_t binding = 0;
  for (std::uint64_t world = 0; world < 2000; ++world) {
    SCOPED_TRACE(world);
    const auto program = random_program(world);
    const auto found = minimise(program);
    expect_optimum(program, found, 1e-9);
    binding += found.active.size();
    if (HasFailure()) return;
  }
  EXPECT_GT(binding, 5000u);
}

// With weights w >= 0 of the inequalities against it, n_unmet + sum w_i n_i = 0 while b_unmet + sum w_i b_i > 0: no x can
// satisfy all. The weights are found by least squares.
void expect_proof(const QuadraticProgram& program, const QuadraticSolution& found) {
  ASSERT_FALSE(found.feasible);
  ASSERT_GE(found.unmet, 0);
  const auto count = static_cast<Index>(found.against.size());
  Matrix normals(program.normals.cols(), count);
  for (Index i = 0; i < count; ++i)
    normals.col(i) = program.normals.row(found.against[static_cast<std::size_t>(i)]);
  const Vector unmet = program.normals.row(found.unmet);
  Vector weights(count);
  if (count > 0) weights = -normals.colPivHouseholderQr().solve(unmet);
  Vector left = unmet;
  double bound = program.bounds[found.unmet];
  for (Index i = 0; i < count; ++i) {
    const Index constraint = found.against[static_cast<std::size_t>(i)];
    left += weights[i] * normals.col(i);
    bound += weights[i] * program.bounds[constraint];
    if (constraint >= program.equalities && found.unmet >= program.equalities) {
      EXPECT_GT(weights[i], 0);
    }
  }
  EXPECT_LE(left.cwiseAbs().maxCoeff(), 1e-8);
  if (found.unmet >= program.equalities)
    EXPECT_GT(bound, 0);
  else
    EXPECT_GT(std::fabs(bound), 0);
}

TEST(QuadraticProgram, ContradictionsAreProved) {
  int infeasible = 0;
  for (std::uint64_t world = 0; world < 2000; ++world) {
    SCOPED_TRACE(world);
    auto program = random_program(world);
    if (program.bounds.size() < 8) continue;
    for (Index i = 0; i < program.bounds.size(); i += 3) program.bounds[i] += 0.7;
    const auto found = minimise(program);
    if (found.feasible) {
      expect_optimum(program, found, 1e-8);
    } else {
      expect_proof(program, found);
      ++infeasible;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(infeasible, 300);
}

TEST(QuadraticProgram, ContradictionInWords) {
  // At least 0.6 each of weights that sum to 1.
  const auto found = minimise(two_weights(0.6));
  EXPECT_FALSE(found.feasible);
  EXPECT_EQ(contradiction(found, {"weights sum to 1", "A at least 0.6", "B at least 0.6"}),
            "weights sum to 1, A at least 0.6 and B at least 0.6");
  // One limit alone, that nothing else stands against.
  const QuadraticProgram alone{Matrix::Identity(1, 1), Vector::Zero(1), Matrix{{0}}, Vector{{1}}, 0};
  EXPECT_EQ(contradiction(minimise(alone), {"0 above 1"}), "0 above 1");
}

TEST(QuadraticProgram, EndsOfTheRange) {
  const Matrix g{{2, 0.5}, {0.5, 1}};
  const Vector a{{1, 1}};
  const auto free = minimise({g, a, Matrix(0, 2), Vector(0), 0});
  EXPECT_NEAR((g * free.x - a).norm(), 0, 1e-15);
  EXPECT_TRUE(free.active.empty());
  const auto idle = minimise({g, a, Matrix{{1, 0}}, Vector{{-9}}, 0});
  EXPECT_EQ(idle.x, free.x);
  EXPECT_EQ(idle.multipliers[0], 0);
  const auto fixed = minimise({g, a, Matrix{{1, 1}, {1, -1}}, Vector{{3, 1}}, 2});
  EXPECT_NEAR(fixed.x[0], 2, 1e-14);
  EXPECT_NEAR(fixed.x[1], 1, 1e-14);
}

TEST(QuadraticProgram, DependentLimits) {
  for (std::uint64_t world = 0; world < 300; ++world) {
    SCOPED_TRACE(world);
    auto program = random_program(world);
    const Index m = program.bounds.size(), n = program.linear.size();
    // All limits again, scaled, and sums of neighbours.
    Matrix normals(3 * m, n);
    Vector bounds(3 * m);
    for (Index i = 0; i < m; ++i) {
      const Index next = (i + 1) % m;
      normals.row(i) = program.normals.row(i), bounds[i] = program.bounds[i];
      normals.row(m + i) = 3 * program.normals.row(i), bounds[m + i] = 3 * program.bounds[i];
      normals.row(2 * m + i) = program.normals.row(i) + program.normals.row(next);
      bounds[2 * m + i] = program.bounds[i] + program.bounds[next];
    }
    const auto once = minimise(program),
               thrice = minimise({program.quadratic, program.linear, normals, bounds, program.equalities});
    ASSERT_TRUE(thrice.feasible);
    EXPECT_LE((once.x - thrice.x).cwiseAbs().maxCoeff(), 1e-9);
  }
  // An equality twice, and once turned round.
  const auto twice = minimise(
      {Matrix::Identity(2, 2), Vector{{3, 1}}, Matrix{{1, 1}, {1, 1}, {-2, -2}}, Vector{{1, 1, -2}}, 3});
  ASSERT_TRUE(twice.feasible);
  EXPECT_NEAR(twice.x[0], 1.5, 1e-15);
  EXPECT_FALSE(
      minimise({Matrix::Identity(2, 2), Vector{{3, 1}}, Matrix{{1, 1}, {2, 2}}, Vector{{1, 3}}, 2}).feasible);
}

TEST(QuadraticProgram, BadScales) {
  for (const double scale : {1e-8, 1e8}) {
    auto program = random_program(58);
    const auto plain = minimise(program);
    program.quadratic *= scale, program.linear *= scale;
    program.normals *= 1 / scale, program.bounds *= 1 / scale;
    const auto scaled = minimise(program);
    ASSERT_TRUE(scaled.feasible);
    EXPECT_LE((scaled.x - plain.x).cwiseAbs().maxCoeff(), 1e-10);
  }
  // Condition 1e10: a factor model's near singular covariance, long-only weights that sum to 1.
  const Index n = 20;
  const Matrix factors = uniform_columns(3, n, 5);
  QuadraticProgram near_singular{factors.transpose() * factors + 1e-9 * Matrix::Identity(n, n),
                                 Vector::Zero(n), Matrix(n + 1, n), Vector::Zero(n + 1), 1};
  near_singular.normals << Matrix::Ones(1, n), Matrix::Identity(n, n);
  near_singular.bounds[0] = 1;
  expect_optimum(near_singular, minimise(near_singular), 1e-8);
}

TEST(QuadraticProgram, EmptyNormals) {
  QuadraticProgram program{Matrix::Identity(2, 2), Vector{{1, 1}}, Matrix{{0, 0}, {1, 0}}, Vector{{-1, 0}},
                           0};
  EXPECT_TRUE(minimise(program).feasible);
  program.bounds[0] = 0.5;
  const auto found = minimise(program);
  EXPECT_FALSE(found.feasible);
  EXPECT_EQ(found.unmet, 0);
  EXPECT_TRUE(found.against.empty());
}

TEST(QuadraticProgram, FoundOnTheWay) {
  const auto golden = nlohmann::json::parse(regression_golden("quadratic_program.json")).at("programs");
  for (const auto& expected : golden) {
    const auto whole = of_formula(expected);
    const auto all_at_once = minimise(whole);
    auto part = whole;  // the sum alone
    part.normals.conservativeResize(1, Eigen::NoChange);
    part.bounds.conservativeResize(1);
    int found = 0;
    const auto first_violated = [&](const Vector& x, QuadraticProgram& program) {
      for (Index i = 1; i < whole.bounds.size(); ++i) {
        if (whole.normals.row(i).dot(x) >= whole.bounds[i] - 1e-12) continue;
        const Index rows = program.bounds.size();
        program.normals.conservativeResize(rows + 1, Eigen::NoChange);
        program.normals.row(rows) = whole.normals.row(i);
        program.bounds.conservativeResize(rows + 1);
        program.bounds[rows] = whole.bounds[i];
        ++found;
        return true;
      }
      return false;
    };
    const auto on_the_way = minimise(part, first_violated);
    ASSERT_EQ(on_the_way.feasible, all_at_once.feasible);
    EXPECT_GT(found, 0);
    EXPECT_EQ(on_the_way.multipliers.size(), part.bounds.size());
    EXPECT_LE((on_the_way.x - all_at_once.x).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_NEAR(on_the_way.objective, all_at_once.objective, 1e-12);
  }
}

TEST(QuadraticProgram, SameBits) {
  const auto program = random_program(1234);
  EXPECT_EQ(minimise(program).x, minimise(program).x);
}

TEST(QuadraticProgram, WrongInputIsTold) {
  auto program = two_weights(0);
  program.quadratic(1, 1) = 0;
  EXPECT_EQ(failure_of([&] { minimise(program); }).what,
            "the quadratic form of a program is not positive definite");
  program.quadratic(1, 1) = -1;
  EXPECT_EQ(failure_of([&] { minimise(program); }).code, ErrorCode::regression_settings);
  program = two_weights(0);
  program.bounds[2] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(failure_of([&] { minimise(program); }).code, ErrorCode::regression_not_finite);
  program = two_weights(0);
  program.linear[0] = std::nan("");
  EXPECT_EQ(failure_of([&] { minimise(program); }).what,
            "a quadratic program has a missing or infinite figure");
  EXPECT_EQ(failure_of([] {
              minimise({Matrix(0, 0), Vector(0), Matrix(0, 0), Vector(0), 0});
            }).code,
            ErrorCode::regression_too_few);
}

}  // namespace
}  // namespace rerate
