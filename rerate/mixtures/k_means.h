#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/mixtures/points.h"
#include "rerate/regression/linear_algebra.h"

namespace rerate {

// k-means (Lloyd 1982) from k-means++ starts (Arthur and Vassilvitskii 2007); the best of `restarts`.
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
  double silhouette = 0;   // mean silhouette width (Rousseeuw 1987); 0 for one cluster
};
// `x` n x d, one row a point, standardised by the caller. Clusters are numbered by the first coordinate of their centres,
// rising (ties: by the next). Time O(restarts iterations n k d), and O(n^2 d) for the silhouette.
// Throws regression_settings, regression_not_finite, regression_too_few (n < k), regression_no_variation; mixture_collapsed when from
// every start a cluster stays empty (fewer distinct points than clusters), mixture_not_converged.
KMeans k_means(const Matrix& x, const KMeansSettings& settings);
// The same for a sample that has grown since an earlier fit: the best of a start from that fit's centres and of
// settings.restarts others, which may be none. The silhouette, which takes longer than the clusters, is left at 0.
KMeans k_means_from(const Matrix& centres, const Matrix& x, KMeansSettings settings);
// Of equally near centres the first.
int nearest_centre(const KMeans& fit, const Vector& point);

// Mean of (b - a) / max(a, b): a is a point's mean distance from the others of its cluster, b that from the nearest other
// cluster; 0 for a cluster of one point. Labels are 0..clusters-1. O(n^2 d).
double silhouette_width(const Matrix& x, std::span<const int> label, int clusters);

// One start: centres drawn by k-means++ under stream `start`, and Lloyd's steps until no label changes.
struct ClusterStart {
  enum class State { stable, moving, empty_cluster };
  Matrix centres;  // k x d
  std::vector<int> label;
  double within = 0;
  State state = State::moving;
};
ClusterStart cluster_from(const PointBlocks& points, const Matrix& x, const KMeansSettings& settings,
                          std::size_t start);
// Lloyd's steps from given centres; with 0 iterations the labels alone.
ClusterStart cluster_around(const PointBlocks& points, const Matrix& x, Matrix centres, int most_iterations);

}  // namespace rerate
