// Behaviour -> test
//   weights at known points, and where they end                       KernelWeight.KnownPoints
//   the quadratic spectral weight near 0 follows its expansion        KernelWeight.QuadraticSpectralNearZero
//   sums as the definition says, lag by lag                           KernelSum.AsDefined
//   no lag is the Gram matrix                                         KernelSum.NoLags
//   Bartlett, Parzen and quadratic spectral are never indefinite      KernelSum.PositiveSemidefinite

#include "rerate/regression/kernel.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Kernel all[] = {Kernel::bartlett, Kernel::parzen, Kernel::quadratic_spectral, Kernel::truncated};

TEST(KernelWeight, KnownPoints) {
  for (const Kernel kernel : all) {
    EXPECT_EQ(kernel_weight(kernel, 0), 1) << to_string(kernel);
    EXPECT_EQ(kernel_weight(kernel, infinity), 0) << to_string(kernel);
  }
  EXPECT_EQ(kernel_weight(Kernel::bartlett, 0.25), 0.75);
  EXPECT_EQ(kernel_weight(Kernel::bartlett, 1), 0);
  EXPECT_EQ(kernel_weight(Kernel::parzen, 0.5), 0.25);
  EXPECT_EQ(kernel_weight(Kernel::parzen, 0.25), 1 - 6.0 / 16 + 6.0 / 64);
  EXPECT_EQ(kernel_weight(Kernel::parzen, 1), 0);
  EXPECT_EQ(kernel_weight(Kernel::truncated, 1), 1);
  EXPECT_EQ(kernel_weight(Kernel::truncated, 1.01), 0);
  // y = pi: 3 / pi^2 (0 + 1).
  EXPECT_NEAR(kernel_weight(Kernel::quadratic_spectral, 5.0 / 6), 3 / (M_PI * M_PI), 1e-15);
}

TEST(KernelWeight, QuadraticSpectralNearZero) {
  for (const double x : {1e-9, 1e-6, 1e-3}) {
    const double y = 6 * M_PI * x / 5;
    EXPECT_NEAR(1 - kernel_weight(Kernel::quadratic_spectral, x), y * y / 10, 2e-16 + y * y * y * y / 100);
  }
}

TEST(KernelSum, AsDefined) {
  const Matrix moments = uniform_columns(23, 3, 8);
  for (const Kernel kernel : all)
    for (const double bandwidth : {0.4, 1.0, 3.0, 4.6, 22.0, 23.0}) {
      Matrix expected = moments.transpose() * moments;
      for (Index lag = 1; lag < 23; ++lag) {
        const double weight = kernel_weight(kernel, static_cast<double>(lag) / bandwidth);
        const Matrix cross = moments.bottomRows(23 - lag).transpose() * moments.topRows(23 - lag);
        expected += weight * (cross + cross.transpose());
      }
      const Matrix sum = kernel_sum(padded(moments), kernel, bandwidth);
      EXPECT_LE((sum - expected).norm(), 1e-13) << to_string(kernel) << " " << bandwidth;
      EXPECT_EQ(sum, Matrix(sum.transpose()));
    }
}

TEST(KernelSum, NoLags) {
  const Matrix moments = uniform_columns(23, 3, 8);
  for (const Kernel kernel : all)
    EXPECT_LE((kernel_sum(padded(moments), kernel, 0) - moments.transpose() * moments).norm(), 1e-14);
}

TEST(KernelSum, PositiveSemidefinite) {
  Matrix moments = uniform_columns(30, 4, 8);
  for (Index i = 1; i < 30; i += 2)
    moments.row(i) = -0.9 * moments.row(i - 1);  // strongly negative autocorrelation
  for (const Kernel kernel : {Kernel::bartlett, Kernel::parzen, Kernel::quadratic_spectral})
    for (const double bandwidth : {2.0, 3.5, 9.0}) {
      const Matrix sum = kernel_sum(padded(moments), kernel, bandwidth);
      EXPECT_GE(Eigen::SelfAdjointEigenSolver<Matrix>(sum).eigenvalues()[0], -1e-13) << to_string(kernel);
    }
}

}  // namespace
}  // namespace rerate
