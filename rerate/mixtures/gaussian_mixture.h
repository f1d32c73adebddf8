#pragma once

#include <cstdint>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Mixture of k Gaussians with full covariances, sum_c weight_c N(mean_c, covariance_c), by EM (Dempster, Laird and Rubin
// 1977). A third of the starts are clusters of k-means, the others spheres around random points.
struct GaussianMixtureSettings {
  int components = 3;
  int restarts = 20;
  int most_iterations = 2000;
  double tolerance = 1e-8;       // of the mean log-likelihood: how far its limit may still be (Ascent::reach)
  double least_variance = 1e-6;  // added to diagonals, in units of the column's variance
  std::uint64_t seed = 1;
};
constexpr int kMostMixtureColumns = 20;

struct GaussianMixture {
  Vector weight;                   // k, adding up to 1
  Matrix mean;                     // k x d
  std::vector<Matrix> covariance;  // k of d x d
  Matrix membership;               // n x k: P(component | point)
  double log_likelihood = 0;
  double bic =
      0;  // -2 log-likelihood + parameters ln n: less is better; k - 1 + k d + k d (d + 1) / 2 parameters
  int iterations = 0;
  bool converged = false;  // true of every mixture that is given back
};
// Components that overlap in several columns leave the likelihood many maxima of nearly the same height: what is found is the best of
// the restarts, and other seeds may end on another one.
// `x` n x d, one row a point, in any units. Components are numbered by the first coordinate of their means, rising. Time O(n k d^2) an
// iteration and start, most starts for a few iterations only.
// Throws regression_settings, regression_not_finite, regression_too_few (n no larger than the number of parameters),
// regression_no_variation, regression_collinear (a column is a combination of others); mixture_collapsed (RR531) when from every
// start a component ends on a point, a line or a plane, or all end as one and the same; mixture_not_converged (RR532).
GaussianMixture gaussian_mixture(const Matrix& x, const GaussianMixtureSettings& settings);
// The same for a sample that has grown since an earlier fit: EM from that fit alone, which is quick and stays on the peak of the
// likelihood that the fit stands on. A higher one elsewhere is not looked for. `restarts` and `seed` are not read.
GaussianMixture gaussian_mixture_from(const GaussianMixture& start, const Matrix& x,
                                      GaussianMixtureSettings settings);
// The number of components among 1..most with the least BIC; those that collapse or do not converge are passed over.
// What one component refuses is refused.
int choose_components(const Matrix& x, int most, GaussianMixtureSettings settings);

// Under given parameters (weight, mean and covariance are read), on other figures (walk-forward). Throws
// regression_not_finite.
Matrix memberships_of(const GaussianMixture& fit, const Matrix& x, double* log_likelihood = nullptr);
Vector membership_of(const GaussianMixture& fit, const Vector& point);

}  // namespace rerate
