// Likelihood and memberships at given parameters, against scikit-learn ..... GaussianMixture.EqualsScikitLearnAtGivenParameters
// Maximum against scikit-learn's best of many starts ....................... GaussianMixture.FindsScikitLearnsMaximum
// One component is the normal distribution ................................. GaussianMixture.OneComponentIsNormal
// Known parameters come back from simulated figures ........................ GaussianMixture.RecoversKnownParameters
// Gradient of the likelihood by differences is zero at the maximum ......... GaussianMixture.IsStationary
// Memberships, order, weights, BIC ......................................... GaussianMixture.IsInOrder
// Units do not matter ...................................................... GaussianMixture.ScalesWithTheFigures
// Same bits again and for any number of threads ............................ GaussianMixture.SameBitsForAnyThreads
// Far out points have memberships .......................................... GaussianMixture.BearsFarOutPoints
// From a fit of the earlier figures to the maximum of all ................... GaussianMixture.ContinuesFromAFit
// Number of components by BIC .............................................. GaussianMixture.ChoosesComponents
// Bad input ................................................................ GaussianMixture.Refuses
// Collapse and too few iterations .......................................... GaussianMixture.RefusesCollapseAndSlowness
#include "rerate/mixtures/gaussian_mixture.h"

#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/mixtures/golden_for_test.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

// Two groups in two columns: 60% around (0, 0), 40% around (4, 1) with correlated coordinates.
Matrix two_groups(Index rows, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  Matrix x(rows, 2);
  for (Index i = 0; i < rows; ++i) {
    const auto at = static_cast<std::uint64_t>(3 * i);
    const double a = normal_quantile(random.uniform(at)), b = normal_quantile(random.uniform(at + 1));
    if (random.uniform(at + 2) < 0.6)
      x.row(i) << a, 0.5 * b;
    else
      x.row(i) << 4 + a, 1 + 0.8 * a + 0.6 * b;
  }
  return x;
}

TEST(GaussianMixture, EqualsScikitLearnAtGivenParameters) {
  const auto& golden = mixtures_golden().at("given_mixture");
  GaussianMixture given;
  given.weight = vector_of(golden.at("weight"));
  given.mean = matrix_of(golden.at("mean"));
  for (const auto& one : golden.at("covariance")) given.covariance.push_back(matrix_of(one));
  const Matrix x = columns_of(golden.at("series")), expected = matrix_of(golden.at("membership"));
  double log_likelihood = 0;
  const Matrix membership = memberships_of(given, x, &log_likelihood);
  expect_relatively_near(log_likelihood, golden.at("log_likelihood"), 1e-10, "log-likelihood");
  for (Index i = 0; i < expected.rows(); ++i) {
    expect_near(membership.row(50 * i), expected.row(i), 1e-10, "membership");
    EXPECT_LE((membership_of(given, x.row(50 * i).transpose()).transpose() - membership.row(50 * i))
                  .cwiseAbs()
                  .maxCoeff(),
              1e-15);
  }
}

TEST(GaussianMixture, FindsScikitLearnsMaximum) {
  for (const auto& golden : mixtures_golden().at("mixtures")) {
    const GaussianMixture fit =
        gaussian_mixture(columns_of(golden.at("series")), {.components = golden.at("k")});
    const std::string what = golden.at("series").dump() + golden.at("k").dump();
    expect_relatively_near(fit.log_likelihood, golden.at("log_likelihood"), 1e-6, what);
    expect_relatively_near(fit.bic, golden.at("bic"), 1e-6, what);
    expect_near(fit.weight, vector_of(golden.at("weight")), 3e-3, what);
    expect_near(fit.mean, matrix_of(golden.at("mean")), 3e-3, what);
    for (std::size_t c = 0; c < fit.covariance.size(); ++c)
      expect_near(fit.covariance[c], matrix_of(golden.at("covariance")[c]), 1e-2, what);
    expect_near(fit.membership.row(0), vector_of(golden.at("membership_of_first")).transpose(), 1e-2, what);
    EXPECT_TRUE(fit.converged);
  }
}

TEST(GaussianMixture, OneComponentIsNormal) {
  const Matrix x = two_groups(101, 1);
  const GaussianMixture fit = gaussian_mixture(x, {.components = 1, .least_variance = 0});
  const Vector mean = x.colwise().mean().transpose();
  const Matrix centred = x.rowwise() - mean.transpose();
  const Matrix covariance = centred.transpose() * centred / 101;
  expect_near(fit.mean, mean.transpose(), 1e-12, "mean");
  expect_near(fit.covariance[0], covariance, 1e-12, "covariance");
  const double determinant = covariance(0, 0) * covariance(1, 1) - covariance(0, 1) * covariance(1, 0);
  EXPECT_NEAR(fit.log_likelihood, -50.5 * (2 * std::log(2 * std::acos(-1.0)) + std::log(determinant) + 2),
              1e-9);
}

TEST(GaussianMixture, RecoversKnownParameters) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const GaussianMixture fit = gaussian_mixture(two_groups(2000, seed), {.components = 2});
    // Five standard errors of the mean of 800 points, or of their second moments.
    EXPECT_NEAR(fit.weight[0], 0.6, 0.055);
    EXPECT_LE((fit.mean - Matrix{{0, 0}, {4, 1}}).cwiseAbs().maxCoeff(), 0.18);
    EXPECT_LE((fit.covariance[0] - Matrix{{1, 0}, {0, 0.25}}).cwiseAbs().maxCoeff(), 0.25);
    EXPECT_LE((fit.covariance[1] - Matrix{{1, 0.8}, {0.8, 1}}).cwiseAbs().maxCoeff(), 0.25);
  }
}

TEST(GaussianMixture, IsStationary) {
  const Matrix x = two_groups(300, 9);
  const GaussianMixture fit = gaussian_mixture(x, {.components = 2, .tolerance = 1e-12, .least_variance = 0});
  const auto likelihood = [&](const GaussianMixture& at) {
    double result = 0;
    memberships_of(at, x, &result);
    return result;
  };
  for (const double step : {-1e-2, 1e-2})
    for (Index c = 0; c < 2; ++c) {
      GaussianMixture moved = fit, wider = fit, heavier = fit;
      moved.mean(c, 0) += step;
      wider.covariance[static_cast<std::size_t>(c)](1, 1) += step;
      heavier.weight[c] += step;
      heavier.weight[1 - c] -= step;
      for (const auto& other : {moved, wider, heavier}) EXPECT_LT(likelihood(other), fit.log_likelihood);
    }
}

TEST(GaussianMixture, IsInOrder) {
  for (const int components : {1, 2, 3}) {
    const Matrix x = columns_of({"spread", "gz_spread"});
    const GaussianMixture fit = gaussian_mixture(x, {.components = components});
    EXPECT_NEAR(fit.weight.sum(), 1, 1e-12);
    EXPECT_LE((fit.membership.rowwise().sum().array() - 1).abs().maxCoeff(), 1e-12);
    EXPECT_NEAR(fit.bic, -2 * fit.log_likelihood + (6 * components - 1) * std::log(600.0), 1e-8);
    for (Index c = 1; c < components; ++c) EXPECT_LT(fit.mean(c - 1, 0), fit.mean(c, 0));
  }
}

TEST(GaussianMixture, ScalesWithTheFigures) {
  Matrix x = two_groups(400, 5);
  const GaussianMixture fit = gaussian_mixture(x, {.components = 2});
  x.col(0) *= 1e4;
  x.col(1).array() -= 50;
  const GaussianMixture scaled = gaussian_mixture(x, {.components = 2});
  expect_near(scaled.weight, fit.weight, 1e-6, "weight");
  EXPECT_NEAR(scaled.mean(1, 0), 1e4 * fit.mean(1, 0), 1e-2);
  EXPECT_NEAR(scaled.log_likelihood, fit.log_likelihood - 400 * std::log(1e4), 1e-5);
}

TEST(GaussianMixture, SameBitsForAnyThreads) {
  const Matrix x = columns_of({"spread", "gz_spread", "unrate"});
  set_thread_count(1);
  const GaussianMixture one = gaussian_mixture(x, {});
  for (const int threads : {2, 3, 8}) {
    set_thread_count(threads);
    const GaussianMixture many = gaussian_mixture(x, {});
    EXPECT_EQ(one.log_likelihood, many.log_likelihood);
    EXPECT_EQ(one.mean, many.mean);
    EXPECT_EQ(one.membership, many.membership);
  }
  set_thread_count(0);
}

TEST(GaussianMixture, BearsFarOutPoints) {
  const GaussianMixture fit = gaussian_mixture(two_groups(400, 5), {.components = 2});
  for (const double far : {-1e90, -1e5, 1e5, 1e90}) {
    const Vector membership = membership_of(fit, Vector{{far, far}});
    EXPECT_TRUE(membership.allFinite());
    EXPECT_NEAR(membership.sum(), 1, 1e-12);
  }
}

TEST(GaussianMixture, ContinuesFromAFit) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Matrix x = two_groups(600, seed);
    const GaussianMixture early = gaussian_mixture(x.topRows(300), {.components = 2});
    const GaussianMixture whole = gaussian_mixture(x, {.components = 2});
    const GaussianMixture fit = gaussian_mixture_from(early, x, {});
    EXPECT_NEAR(fit.log_likelihood, whole.log_likelihood, 1e-4);
    expect_near(fit.mean, whole.mean, 1e-3, "mean");
    EXPECT_NEAR(fit.bic, whole.bic, 1e-3);
    EXPECT_EQ(fit.membership.rows(), 600);
    EXPECT_LE(gaussian_mixture_from(whole, x, {}).iterations, 6);
  }
  // A component on what is a single point among the new figures.
  Matrix lumps(60, 1);
  for (Index i = 0; i < 60; ++i) lumps(i, 0) = i < 30 ? 5 : static_cast<double>(i % 10);
  GaussianMixture narrow;
  narrow.weight = Vector{{0.5, 0.5}};
  narrow.mean = Matrix{{5}, {4}};
  narrow.covariance = {Matrix::Constant(1, 1, 0.01), Matrix::Constant(1, 1, 9)};
  EXPECT_EQ(refusal_of([&] { gaussian_mixture_from(narrow, lumps, {}); }), ErrorCode::mixture_collapsed);
}

TEST(GaussianMixture, ChoosesComponents) {
  EXPECT_EQ(choose_components(two_groups(800, 2), 4, {}), 2);
  EXPECT_EQ(choose_components(two_groups(800, 2), 1, {}), 1);
  const RandomStream random(12, 0);
  Matrix normal(500, 1);
  for (Index i = 0; i < 500; ++i)
    normal(i, 0) = normal_quantile(random.uniform(static_cast<std::uint64_t>(i)));
  EXPECT_EQ(choose_components(normal, 3, {}), 1);
  // Twelve points bear no more than one component in two columns.
  EXPECT_EQ(choose_components(two_groups(11, 2), 6, {}), 1);
}

TEST(GaussianMixture, Refuses) {
  const auto fit = [](const Matrix& x, GaussianMixtureSettings settings = {}) {
    return refusal_of([&] { gaussian_mixture(x, settings); });
  };
  const Matrix good = two_groups(60, 3);
  Matrix missing = good, constant = good, collinear(60, 3);
  missing(59, 1) = std::nan("");
  constant.col(0).setConstant(4);
  collinear << good, good.col(0) - 2 * good.col(1);
  EXPECT_EQ(fit(missing), ErrorCode::regression_not_finite);
  EXPECT_EQ(fit(constant), ErrorCode::regression_no_variation);
  EXPECT_EQ(fit(collinear), ErrorCode::regression_collinear);
  EXPECT_EQ(fit(good.topRows(17)), ErrorCode::regression_too_few);
  EXPECT_EQ(fit(good, {.components = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.restarts = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.most_iterations = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.tolerance = -1}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.least_variance = std::nan("")}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(Matrix::Random(100, 21)), ErrorCode::regression_settings);
  EXPECT_EQ(refusal_of([&] { choose_components(good, 0, {}); }), ErrorCode::regression_settings);
}

TEST(GaussianMixture, RefusesCollapseAndSlowness) {
  Matrix two_values(40, 1);
  for (Index i = 0; i < 40; ++i) two_values(i, 0) = i % 2 == 0 ? 0 : 1;
  EXPECT_EQ(refusal_of([&] { gaussian_mixture(two_values, {.components = 2}); }),
            ErrorCode::mixture_collapsed);
  EXPECT_EQ(refusal_of([&] { gaussian_mixture(two_values, {.components = 3}); }),
            ErrorCode::mixture_collapsed);
  EXPECT_EQ(
      refusal_of([&] { gaussian_mixture(columns_of({"spread"}), {.components = 3, .most_iterations = 4}); }),
      ErrorCode::mixture_not_converged);
}

}  // namespace
}  // namespace rerate
