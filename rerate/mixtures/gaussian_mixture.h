#pragma once

#include <cstdint>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Mixture of k Gaussians with full covariances by EM (Dempster, Laird and Rubin 1977), from k-means starts.
struct GaussianMixtureSettings {
  int components = 3;
  int restarts = 10;
  int most_iterations = 500;
  double tolerance = 1e-10;      // of the mean log-likelihood
  double least_variance = 1e-6;  // added to diagonals, in units of the data's variance
  std::uint64_t seed = 1;
};
struct GaussianMixture {
  Vector weight;                   // k
  Matrix mean;                     // k x d
  std::vector<Matrix> covariance;  // k of d x d
  Matrix membership;               // n x k
  double log_likelihood = 0, bic = 0;
  int iterations = 0;
  bool converged = false;
};
// Components are numbered by the first coordinate of their means, rising. Throws mixture_collapsed (RR531) when every start ends
// with a component on a single point, mixture_not_converged (RR532).
GaussianMixture gaussian_mixture(const Matrix& x, const GaussianMixtureSettings& settings);
// Least BIC among 1..most.
int choose_components(const Matrix& x, int most, GaussianMixtureSettings settings);
Vector membership_of(const GaussianMixture& fit, const Vector& point);

}  // namespace rerate
