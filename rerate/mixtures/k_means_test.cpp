// Sum of squares, centres and silhouette against scikit-learn .............. KMeans.EqualsScikitLearn
// Points by hand ........................................................... KMeans.SeparatesPlainGroups
// No start ends higher than where a single change of label would lead ...... KMeans.IsStable
// Same bits again, by seed, and for any number of threads .................. KMeans.SameBitsForAnyThreads
// Every number of points around the lanes .................................. KMeans.EveryLength
// Labels are those of the nearest centres, also of new points .............. KMeans.NearestCentre
// From given centres: their own valley, and a fresh start's when it is deeper  KMeans.ContinuesFromCentres
// Silhouette by its definition ............................................. KMeans.SilhouetteByDefinition
// Single points and equal points in a silhouette ........................... KMeans.SilhouetteOfDegenerateClusters
// Bad input ................................................................ KMeans.Refuses
#include "rerate/mixtures/k_means.h"

#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/mixtures/golden_for_test.h"

namespace rerate {
namespace {

Matrix uniform(Index rows, Index columns, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  Matrix x(rows, columns);
  for (Index i = 0; i < x.size(); ++i) x.data()[i] = random.uniform(static_cast<std::uint64_t>(i)) - 0.5;
  return x;
}

double within_of(const Matrix& x, const KMeans& fit) {
  double sum = 0;
  for (Index i = 0; i < x.rows(); ++i)
    sum += (x.row(i) - fit.centres.row(fit.label[static_cast<std::size_t>(i)])).squaredNorm();
  return sum;
}

TEST(KMeans, EqualsScikitLearn) {
  for (const auto& golden : mixtures_golden().at("clusters")) {
    const Matrix x = standardised_columns_of(golden.at("series"));
    const KMeans fit = k_means(x, {.clusters = golden.at("k"), .restarts = 100});
    expect_relatively_near(fit.within, golden.at("within"), 1e-10, "within");
    expect_relatively_near(fit.silhouette, golden.at("silhouette"), 1e-10, "silhouette");
    expect_near(fit.centres, matrix_of(golden.at("centres")), 1e-10, "centres");
    EXPECT_EQ(fit.size, golden.at("size").get<std::vector<int>>());
  }
}

TEST(KMeans, SeparatesPlainGroups) {
  const Matrix x{{5, 0}, {0, 1}, {5, 1}, {0, 0}, {0, 2}, {9, 9}};
  const KMeans fit = k_means(x, {});
  EXPECT_EQ(fit.label, (std::vector<int>{1, 0, 1, 0, 0, 2}));
  EXPECT_EQ(fit.size, (std::vector<int>{3, 2, 1}));
  expect_near(fit.centres, Matrix{{0, 1}, {5, 0.5}, {9, 9}}, 1e-15, "centres");
  EXPECT_DOUBLE_EQ(fit.within, 2.5);
}

TEST(KMeans, IsStable) {
  const Matrix x = uniform(120, 3, 3);
  const KMeans fit = k_means(x, {.clusters = 4});
  EXPECT_NEAR(fit.within, within_of(x, fit), 1e-12);
  for (Index c = 0; c < 4; ++c) {
    Vector sum = Vector::Zero(3);
    for (std::size_t i = 0; i < fit.label.size(); ++i)
      if (fit.label[i] == c) sum += x.row(static_cast<Index>(i)).transpose();
    expect_near(sum / fit.size[static_cast<std::size_t>(c)], fit.centres.row(c).transpose(), 1e-12, "mean");
  }
  for (std::size_t i = 0; i < fit.label.size(); ++i) {
    KMeans other = fit;
    other.label[i] = (other.label[i] + 1) % 4;
    EXPECT_GE(within_of(x, other), fit.within - 1e-12);
  }
}

TEST(KMeans, SameBitsForAnyThreads) {
  const Matrix x = standardised_columns_of({"gz_spread", "spread", "unrate"});
  set_thread_count(1);
  const KMeans one = k_means(x, {.clusters = 5});
  for (const int threads : {1, 2, 3, 8}) {
    set_thread_count(threads);
    const KMeans many = k_means(x, {.clusters = 5});
    EXPECT_EQ(one.centres, many.centres);
    EXPECT_EQ(one.label, many.label);
    EXPECT_EQ(one.within, many.within);
    EXPECT_EQ(one.silhouette, many.silhouette);
  }
  set_thread_count(0);
  // A single start from other seeds ends elsewhere at least once.
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 12; ++seed)
    differs = differs || k_means(x, {.clusters = 5, .restarts = 1, .seed = seed}).within != one.within;
  EXPECT_TRUE(differs);
}

TEST(KMeans, EveryLength) {
  for (Index n = 2; n <= 40; ++n) {
    const Matrix x = uniform(n, 2, 4);
    const KMeans fit = k_means(x, {.clusters = 2});
    EXPECT_NEAR(fit.within, within_of(x, fit), 1e-12) << n;
    EXPECT_EQ(fit.size[0] + fit.size[1], n);
    const KMeans each = k_means(x, {.clusters = static_cast<int>(n), .restarts = 3});
    EXPECT_EQ(each.within, 0) << n;
  }
}

TEST(KMeans, NearestCentre) {
  const Matrix x = uniform(200, 2, 5);
  const KMeans fit = k_means(x, {.clusters = 3});
  for (Index i = 0; i < x.rows(); ++i)
    EXPECT_EQ(nearest_centre(fit, x.row(i).transpose()), fit.label[static_cast<std::size_t>(i)]);
  EXPECT_EQ(nearest_centre({Matrix{{0.0}, {2.0}}, {0, 1}, {1, 1}}, Vector{{1.0}}), 0);
}

TEST(KMeans, ContinuesFromCentres) {
  // Two pairs of groups, far apart: centres that begin in one pair stay there.
  Matrix x(40, 1);
  for (Index i = 0; i < 40; ++i)
    x(i, 0) = (i % 4 < 2 ? 0.0 : 100.0) + static_cast<double>(i % 2) + 0.001 * static_cast<double>(i);
  const Matrix poor{{0}, {1}, {100.5}};
  const KMeans alone = k_means_from(poor, x, {.restarts = 0});
  expect_near(alone.centres, Matrix{{0.018}, {1.019}, {100.52}}, 1e-3, "centres of the valley");
  EXPECT_EQ(alone.silhouette, 0);
  EXPECT_NEAR(alone.within, within_of(x, alone), 1e-9);
  const KMeans two = k_means_from(Matrix{{0}, {1}}, x, {.restarts = 0});
  EXPECT_EQ(two.size, (std::vector<int>{20, 20}));  // Lloyd's steps carry the second centre to the other pair
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Matrix figures = uniform(150, 2, seed);
    const KMeans best = k_means(figures, {.clusters = 4});
    const KMeans own = k_means_from(best.centres, figures, {.restarts = 0});
    EXPECT_EQ(own.label, best.label);
    const KMeans with_fresh = k_means_from(figures.topRows(4), figures, {.restarts = 5});
    EXPECT_LE(with_fresh.within, k_means_from(figures.topRows(4), figures, {.restarts = 0}).within);
  }
}

TEST(KMeans, SilhouetteByDefinition) {
  const Matrix x{{0.0}, {1.0}, {4.0}, {6.0}, {7.0}};
  const std::vector<int> label = {0, 0, 1, 1, 1};
  // a, b by hand: 1, 17/3; 1, 14/3; 2.5, 3.5; 1.5, 5.5; 2, 6.5
  const double expected =
      ((1 - 3.0 / 17) + (1 - 3.0 / 14) + (1 - 2.5 / 3.5) + (1 - 1.5 / 5.5) + (1 - 2 / 6.5)) / 5;
  EXPECT_NEAR(silhouette_width(x, label, 2), expected, 1e-14);
}

TEST(KMeans, SilhouetteOfDegenerateClusters) {
  EXPECT_NEAR(silhouette_width(Matrix{{0.0}, {1.0}, {9.0}}, std::vector<int>{0, 0, 1}, 2),
              ((1 - 1.0 / 9) + (1 - 1.0 / 8)) / 3, 1e-14);
  EXPECT_EQ(silhouette_width(Matrix{{3.0}, {3.0}, {3.0}, {3.0}}, std::vector<int>{0, 0, 1, 1}, 2), 0);
  EXPECT_EQ(silhouette_width(Matrix{{3.0}, {4.0}}, std::vector<int>{0, 0}, 1), 0);
  EXPECT_EQ(k_means(Matrix{{3.0}, {4.0}}, {.clusters = 1}).silhouette, 0);
}

TEST(KMeans, Refuses) {
  const auto fit = [](const Matrix& x, KMeansSettings settings = {}) {
    return refusal_of([&] { k_means(x, settings); });
  };
  const Matrix good = uniform(30, 2, 6);
  Matrix missing = good, huge = good, constant = good;
  missing(3, 1) = std::nan("");
  huge(3, 1) = 1e200;
  constant.col(1).setConstant(0.1);
  EXPECT_EQ(fit(missing), ErrorCode::regression_not_finite);
  EXPECT_EQ(fit(huge), ErrorCode::regression_not_finite);
  EXPECT_EQ(fit(constant), ErrorCode::regression_no_variation);
  EXPECT_EQ(fit(Matrix(0, 2)), ErrorCode::regression_too_few);
  EXPECT_EQ(fit(good, {.clusters = 31}), ErrorCode::regression_too_few);
  EXPECT_EQ(fit(good, {.clusters = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.restarts = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(Matrix{{0.0}, {1.0}, {0.0}, {1.0}}), ErrorCode::mixture_collapsed);
  EXPECT_EQ(fit(uniform(2000, 2, 7), {.clusters = 8, .restarts = 1, .most_iterations = 2}),
            ErrorCode::mixture_not_converged);
}

}  // namespace
}  // namespace rerate
