#include "rerate/mixtures/k_means.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"

namespace rerate {
namespace {

void check(const KMeansSettings& settings) {
  if (settings.clusters < 1 || settings.restarts < 1 || settings.restarts > 100000 ||
      settings.most_iterations < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format(
               "clusters, restarts (at most 100000) and iterations of k-means must be positive: {}, {}, {}",
               settings.clusters, settings.restarts, settings.most_iterations));
}

std::vector<ClusterStart> all_starts(const Matrix& x, const KMeansSettings& settings) {
  const PointBlocks points(x);
  std::vector<ClusterStart> starts(static_cast<std::size_t>(settings.restarts));
  parallel_for(starts.size(),
               [&](std::size_t start) { starts[start] = cluster_from(points, x, settings, start); });
  return starts;
}

// The first of those with the least sum of squares.
const ClusterStart& best_of(const std::vector<ClusterStart>& starts, const KMeansSettings& settings) {
  const ClusterStart* best = nullptr;
  for (const auto& start : starts)
    if (start.state != ClusterStart::State::empty_cluster && (!best || start.within < best->within))
      best = &start;
  if (!best)
    refuse(ErrorCode::mixture_collapsed,
           fmt::format(
               "k-means leaves a cluster without points from every one of its starts: {} clusters, {} starts",
               settings.clusters, settings.restarts));
  if (best->state == ClusterStart::State::moving)
    refuse(ErrorCode::mixture_not_converged,
           fmt::format("k-means still moves points after so many iterations: {}", settings.most_iterations));
  return *best;
}

KMeans in_order(const ClusterStart& start) {
  const Matrix& centres = start.centres;
  std::vector<Index> order(static_cast<std::size_t>(centres.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    for (Index j = 0; j < centres.cols(); ++j)
      if (centres(a, j) != centres(b, j)) return centres(a, j) < centres(b, j);
    return false;
  });
  KMeans fit{Matrix(centres.rows(), centres.cols()), start.label, std::vector<int>(order.size(), 0),
             start.within};
  std::vector<int> place(order.size());
  for (std::size_t c = 0; c < order.size(); ++c) {
    fit.centres.row(static_cast<Index>(c)) = centres.row(order[c]);
    place[static_cast<std::size_t>(order[c])] = static_cast<int>(c);
  }
  for (auto& label : fit.label) {
    label = place[static_cast<std::size_t>(label)];
    ++fit.size[static_cast<std::size_t>(label)];
  }
  return fit;
}

}  // namespace

KMeans k_means(const Matrix& x, const KMeansSettings& settings) {
  check(settings);
  refuse_unusable_points(x, settings.clusters, fmt::format("k-means of {} clusters", settings.clusters));
  KMeans fit = in_order(best_of(all_starts(x, settings), settings));
  if (settings.clusters > 1) fit.silhouette = silhouette_width(x, fit.label, settings.clusters);
  return fit;
}

KMeans k_means_from(const Matrix& centres, const Matrix& x, KMeansSettings settings) {
  RERATE_ASSERT(centres.rows() > 0 && centres.cols() == x.cols() && centres.allFinite(),
                "centres of other coordinates than the points");
  const int fresh = settings.restarts;
  settings.clusters = static_cast<int>(centres.rows());
  settings.restarts = fresh + 1;
  check(settings);
  refuse_unusable_points(x, settings.clusters, fmt::format("k-means of {} clusters", settings.clusters));
  const PointBlocks points(x);
  std::vector<ClusterStart> starts = {cluster_around(points, x, centres, settings.most_iterations)};
  for (int start = 0; start < fresh; ++start)
    starts.push_back(cluster_from(points, x, settings, static_cast<std::size_t>(start)));
  return in_order(best_of(starts, settings));
}

int nearest_centre(const KMeans& fit, const Vector& point) {
  RERATE_ASSERT(point.size() == fit.centres.cols(), "a point of other coordinates than the centres");
  Index nearest = 0;
  for (Index c = 1; c < fit.centres.rows(); ++c)
    if ((fit.centres.row(c).transpose() - point).squaredNorm() <
        (fit.centres.row(nearest).transpose() - point).squaredNorm())
      nearest = c;
  return static_cast<int>(nearest);
}

}  // namespace rerate
