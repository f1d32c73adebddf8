#include <algorithm>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/vector_clones.h"
#include "rerate/mixtures/k_means.h"

namespace rerate {
namespace {

// Points of one cluster lie together, so that the sums of distances need no masks: values[j * n + i].
struct Grouped {
  std::vector<double> values;
  std::vector<std::size_t> first;  // of each cluster, and the end
  std::size_t points = 0, dimensions = 0;
};

Grouped grouped(const Matrix& x, std::span<const int> label, int clusters) {
  Grouped result;
  result.points = label.size();
  result.dimensions = static_cast<std::size_t>(x.cols());
  result.values.resize(result.points * result.dimensions);
  std::size_t place = 0;
  for (int c = 0; c < clusters; ++c) {
    result.first.push_back(place);
    for (std::size_t i = 0; i < result.points; ++i) {
      if (label[i] != c) continue;
      for (std::size_t j = 0; j < result.dimensions; ++j)
        result.values[j * result.points + place] = x(static_cast<Index>(i), static_cast<Index>(j));
      ++place;
    }
  }
  RERATE_ASSERT(place == result.points, "labels beyond the clusters");
  result.first.push_back(place);
  return result;
}

// Distances of point i from all points.
RERATE_VECTOR_CLONES void distances_from(const Grouped& points, std::size_t i, double* __restrict distances) {
  std::fill(distances, distances + points.points, 0.0);
  for (std::size_t j = 0; j < points.dimensions; ++j) {
    const double* column = points.values.data() + j * points.points;
    const double own = column[i];
    for (std::size_t other = 0; other < points.points; ++other)
      distances[other] += (column[other] - own) * (column[other] - own);
  }
  for (std::size_t other = 0; other < points.points; ++other)
    distances[other] = __builtin_sqrt(distances[other]);
}

double width_of(const Grouped& points, std::size_t i, std::vector<double>& distances) {
  distances_from(points, i, distances.data());
  double own = 0, nearest = -1;
  for (std::size_t c = 0; c + 1 < points.first.size(); ++c) {
    const std::size_t from = points.first[c], to = points.first[c + 1], size = to - from;
    if (size == 0) continue;
    double sum = 0;
    for (std::size_t other = from; other < to; ++other) sum += distances[other];
    if (from <= i && i < to) {
      if (size == 1) return 0;
      own = sum / static_cast<double>(size - 1);
    } else if (const double mean = sum / static_cast<double>(size); nearest < 0 || mean < nearest) {
      nearest = mean;
    }
  }
  const double larger = std::max(own, nearest);
  return nearest < 0 || larger == 0 ? 0 : (nearest - own) / larger;
}

}  // namespace

double silhouette_width(const Matrix& x, std::span<const int> label, int clusters) {
  RERATE_ASSERT(static_cast<Index>(label.size()) == x.rows() && !label.empty(), "one label a point");
  const Grouped points = grouped(x, label, clusters);
  constexpr std::size_t kTogether = 64;
  std::vector<double> width(points.points);
  parallel_for((points.points + kTogether - 1) / kTogether, [&](std::size_t part) {
    std::vector<double> distances(points.points);
    const std::size_t end = std::min(points.points, (part + 1) * kTogether);
    for (std::size_t i = part * kTogether; i < end; ++i) width[i] = width_of(points, i, distances);
  });
  double sum = 0;
  for (const double one : width) sum += one;
  return sum / static_cast<double>(points.points);
}

}  // namespace rerate
