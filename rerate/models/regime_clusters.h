#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Clusters of months fitted on the past only, whose labels mean the same from refit to refit.
//
// The first fit is on the first `first_window` points; another follows every `refit_every` points on all points so far, from the
// one before it (k_means_from, gaussian_mixture_from). The label of a point is that of the nearest centre, or of the component it most
// probably belongs to, in the last fit made before the point. Each fit's clusters are named after those of the fit before
// by match_labels; those of the first are numbered by rising `goodness` of their centres, and keep the numbers.
enum class ClusterMethod : std::uint8_t { k_means, gaussian_mixture };
struct RegimeClusterSettings {
  ClusterMethod method = ClusterMethod::k_means;
  int clusters = 3;  // 2 to kMostRegimes; 0: chosen on the first window among 2..most, by silhouette or BIC
  int most = 5;
  Index first_window = 120, refit_every = 12;
  std::uint64_t seed = 1;
};
inline constexpr int kMostRegimes = 6;

struct RegimeRefit {
  Index points = 0;  // it was made on
  // A fit that collapsed or did not converge is passed over: the one before it stays in force, and the rest is NaN.
  bool failed = false;
  // Of the points so far: the share whose label it left as it was, and the same beyond chance, (kept - c) / (1 - c) with c the
  // share that two independent labellings of these sizes would have in common (Cohen 1960).
  double kept = 0, agreement = 0;
};
struct RegimeClusters {
  int clusters = 0;
  std::vector<int> label;           // by point; -1 up to the first fit
  std::vector<double> probability;  // membership of the label, by point; NaN for k-means
  std::vector<RegimeRefit> refits;  // after the first fit
  Matrix centres;                   // clusters x d, of the last fit
  bool in_order = true;             // whether they still rise in goodness
  double stability = 0;             // mean agreement over the refits; NaN without one
  double silhouette = 0;            // of all points under the last fit (k-means; NaN for a mixture)
  double bic = 0;                   // of the last fit (mixture; NaN for k-means)
};
// `points` n x d in order of time, `weight` d: goodness = sum of weight times coordinate. O(n / refit_every) fits and
// O(n^2 d) for the silhouette. Throws regression_settings for settings out of range; regimes_window when there is no point after
// the first window; and what the first fit throws: mixture_collapsed, mixture_not_converged, regression_too_few.
RegimeClusters walk_forward_clusters(const Matrix& points, const Vector& weight,
                                     const RegimeClusterSettings& settings);

// (kept - c) / (1 - c) of two labellings of the same points; 1 where both have one label throughout.
double agreement_beyond_chance(std::span<const int> one, std::span<const int> other, int clusters);

}  // namespace rerate
