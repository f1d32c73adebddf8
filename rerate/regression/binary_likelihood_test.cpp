// Behaviour -> test
//   likelihood, scores and weights against 128-bit arithmetic, at every number of rows around the lanes -> AgainstQuad
//   gradient and information are the derivatives of the likelihood                                      -> Derivatives
//   expected information is the mean of the observed one over outcomes                                  -> ExpectedInformation
//   far out: finite scores, weights between 0 and 1                                                     -> FarOut

#include "rerate/regression/binary_likelihood.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/regression/golden_for_test.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/quad_precision.h"

namespace rerate {
namespace {

PaddedColumns regressors(const Matrix& x) {
  PaddedColumns columns(x.rows(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) columns.set(j, x.col(j).data());
  return columns;
}

Vector outcomes(Index rows, std::uint64_t seed) {
  const RandomStream random(seed, 1);
  Vector result(rows);
  for (Index i = 0; i < rows; ++i) result[i] = random.uniform(static_cast<std::uint64_t>(i)) < 0.3;
  return result;
}

Quad share_of(Link link, double z) {
  const auto quad = static_cast<Quad>(z);
  return link == Link::probit ? quad_erfc(-quad * quad_half_root) / 2 : 1 / (1 + quad_exp(-quad));
}

Quad density_of(Link link, double z) {
  const auto quad = static_cast<Quad>(z);
  if (link == Link::probit) return quad_exp(-quad * quad / 2) / quad_root_of_two_pi;
  return share_of(link, z) * share_of(link, -z);
}

TEST(BinaryLikelihood, AgainstQuad) {
  for (const Link link : {Link::probit, Link::logit})
    for (Index rows = 1; rows <= 9; ++rows) {
      const Matrix x = 40 * uniform_columns(rows, 1, 8);
      const Vector y = outcomes(rows, 3);
      const auto columns = regressors(x);
      BinaryLikelihood likelihood(columns, y, link);
      likelihood.move_to(Vector::Ones(1), Information::observed);
      const Vector scores = likelihood.scores(), shares = likelihood.probabilities();
      double value = 0, least = 1e9;
      for (Index i = 0; i < rows; ++i) {
        const double sign = 2 * y[i] - 1, z = sign * x(i, 0);
        value += static_cast<double>(quad_log(share_of(link, z)));
        least = std::min(least, z);
        const auto slope = static_cast<double>(density_of(link, z) / share_of(link, z));
        EXPECT_NEAR(scores[i], sign * slope, 3e-15 * slope + 1e-300);
        const auto share = static_cast<double>(share_of(link, x(i, 0)));
        EXPECT_NEAR(shares[i], share, 2e-15 * share);
        EXPECT_EQ(shares[i], link_probability(link, x(i, 0)));
      }
      EXPECT_NEAR(likelihood.value(), value, 1e-14 * std::fabs(value) + 1e-15);
      EXPECT_EQ(likelihood.least_margin(), least);
    }
}

TEST(BinaryLikelihood, Derivatives) {
  const Matrix x = 4 * uniform_columns(101, 3, 5);
  const Vector y = outcomes(101, 4), at = Vector{{0.3, -0.8, 0.5}};
  const auto columns = regressors(x);
  for (const Link link : {Link::probit, Link::logit}) {
    BinaryLikelihood likelihood(columns, y, link);
    const auto moved = [&](Index j, double by) {
      Vector point = at;
      point[j] += by;
      likelihood.move_to(point, Information::observed);
    };
    constexpr double kStep = 1e-4;
    for (Index j = 0; j < 3; ++j) {
      moved(j, kStep);
      const double above = likelihood.value();
      const Vector gradient_above = likelihood.gradient();
      moved(j, -kStep);
      const double below = likelihood.value();
      const Vector change = (gradient_above - likelihood.gradient()) / (2 * kStep);
      moved(j, 0);
      EXPECT_NEAR(likelihood.gradient()[j], (above - below) / (2 * kStep), 1e-6);
      EXPECT_LT((likelihood.information().col(j) + change).cwiseAbs().maxCoeff(), 1e-6);
    }
  }
}

TEST(BinaryLikelihood, ExpectedInformation) {
  const Matrix x = Matrix::Constant(1, 1, 1.0);
  const auto columns = regressors(x);
  for (const double index : {-3.0, -0.4, 0.0, 1.7, 6.0}) {
    double mean = 0, expected = 0;
    for (const double y : {0.0, 1.0}) {
      BinaryLikelihood likelihood(columns, Vector::Constant(1, y), Link::probit);
      likelihood.move_to(Vector::Constant(1, index), Information::observed);
      mean += likelihood.information()(0, 0) * normal_cdf(y == 1 ? index : -index);
      likelihood.move_to(Vector::Constant(1, index), Information::expected);
      expected = likelihood.information()(0, 0);
    }
    EXPECT_NEAR(expected, mean, 1e-13 * mean) << index;
  }
}

TEST(BinaryLikelihood, FarOut) {
  const Matrix x = Matrix::Constant(1, 1, 1.0);
  const auto columns = regressors(x);
  for (const Link link : {Link::probit, Link::logit})
    for (const double index : {-1e120, -1e9, -1e5, -300.0, -30.0, 30.0, 300.0, 1e9, 1e120}) {
      BinaryLikelihood likelihood(columns, Vector::Ones(1), link);
      likelihood.move_to(Vector::Constant(1, index), Information::observed);
      const double slope = link == Link::logit ? 1 : -index, weight = link == Link::logit ? 0 : 1;
      EXPECT_NEAR(likelihood.scores()[0], index < 0 ? slope : 0, index < 0 ? 0.002 * slope : 1e-12);
      EXPECT_NEAR(likelihood.information()(0, 0), index < 0 ? weight : 0, 0.002) << index;
      EXPECT_LE(likelihood.value(), 0);
    }
}

}  // namespace
}  // namespace rerate
