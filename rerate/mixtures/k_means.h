#pragma once

#include <cstdint>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// k-means (Lloyd) from k-means++ starts (Arthur and Vassilvitskii 2007); the best of `restarts`.
struct KMeansSettings {
  int clusters = 3;
  int restarts = 20;
  int most_iterations = 300;
  std::uint64_t seed = 1;
};
struct KMeans {
  Matrix centres;          // k x d
  std::vector<int> label;  // n
  std::vector<int> size;   // k
  double within = 0;       // sum of squares within clusters
  double silhouette = 0;   // mean silhouette width (Rousseeuw 1987)
};
// `x` n x d, standardised by the caller. Clusters are numbered by the first coordinate of their centres, rising.
// Throws regression_too_few (n < k), regression_no_variation, mixture_collapsed when a cluster stays empty.
KMeans k_means(const Matrix& x, const KMeansSettings& settings);
int nearest_centre(const KMeans& fit, const Vector& point);

}  // namespace rerate
