// One start of k-means.

#include <limits>

#include "rerate/base/random_stream.h"
#include "rerate/base/vector_clones.h"
#include "rerate/mixtures/k_means.h"

namespace rerate {
namespace {

// Label and squared distance of the nearest centre; of equally near ones the first. Centres: k rows of d.
RERATE_VECTOR_CLONES void find_nearest(const PointBlocks& points, const double* centres, Index clusters,
                                       LaneBlock* labels, LaneBlock* distances) {
  const Index dimensions = points.dimensions;
  for (Index b = 0; b < points.blocks; ++b) {
    const LaneBlock* at = points.block(b);
    Lanes nearest = Lanes{} + std::numeric_limits<double>::infinity(), label = {};
    for (Index c = 0; c < clusters; ++c) {
      Lanes distance = {};
      for (Index j = 0; j < dimensions; ++j) {
        const Lanes apart = at[j].lanes - centres[c * dimensions + j];
        distance += apart * apart;
      }
      const Lanes this_one = Lanes{} + static_cast<double>(c);
      label = distance < nearest ? this_one : label;
      nearest = distance < nearest ? distance : nearest;
    }
    labels[b].lanes = label;
    distances[b].lanes = nearest;
  }
}

struct Nearest {
  explicit Nearest(const PointBlocks& points)
      : labels(static_cast<std::size_t>(points.blocks)), distances(static_cast<std::size_t>(points.blocks)) {}
  double distance(Index i) const { return distances[static_cast<std::size_t>(i / kLanes)].lanes[i % kLanes]; }
  int label(Index i) const {
    return static_cast<int>(labels[static_cast<std::size_t>(i / kLanes)].lanes[i % kLanes]);
  }
  void find(const PointBlocks& points, const Matrix& centres, Index clusters) {
    const Matrix by_row = centres.transpose();
    find_nearest(points, by_row.data(), clusters, labels.data(), distances.data());
  }
  double sum(Index points) const {
    double result = 0;
    for (Index i = 0; i < points; ++i) result += distance(i);
    return result;
  }

  std::vector<LaneBlock> labels, distances;
};

// The point at which the running sum of squared distances passes `share` of the whole.
Index point_at(const Nearest& nearest, Index points, double share) {
  const double goal = share * nearest.sum(points);
  double passed = 0;
  Index last = 0;
  for (Index i = 0; i < points; ++i) {
    if (nearest.distance(i) == 0) continue;
    last = i;
    if ((passed += nearest.distance(i)) >= goal) break;
  }
  return last;
}

// Each next centre is drawn with a chance in proportion to its squared distance from those before.
void draw_centres(const PointBlocks& points, const Matrix& x, const RandomStream& random, Nearest& nearest,
                  Matrix& centres) {
  centres.row(0) = x.row(static_cast<Index>(random.below(0, static_cast<std::uint64_t>(x.rows()))));
  for (Index c = 1; c < centres.rows(); ++c) {
    nearest.find(points, centres, c);
    centres.row(c) = x.row(point_at(nearest, x.rows(), random.uniform(static_cast<std::uint64_t>(c))));
  }
}

// Takes the labels; false when none changed.
bool relabel(const Nearest& nearest, ClusterStart& start) {
  bool changed = false;
  for (std::size_t i = 0; i < start.label.size(); ++i) {
    const int label = nearest.label(static_cast<Index>(i));
    changed = changed || label != start.label[i];
    start.label[i] = label;
  }
  return changed;
}

// Centres become the means of their points; false when one has none.
bool move_centres(const Matrix& x, ClusterStart& start) {
  std::vector<double> size(static_cast<std::size_t>(start.centres.rows()), 0.0);
  for (const int label : start.label) ++size[static_cast<std::size_t>(label)];
  start.centres.setZero();
  for (Index j = 0; j < x.cols(); ++j)
    for (Index i = 0; i < x.rows(); ++i)
      start.centres(start.label[static_cast<std::size_t>(i)], j) += x(i, j);
  for (Index c = 0; c < start.centres.rows(); ++c) {
    if (size[static_cast<std::size_t>(c)] == 0) return false;
    start.centres.row(c) /= size[static_cast<std::size_t>(c)];
  }
  return true;
}

ClusterStart settled(const PointBlocks& points, const Matrix& x, Matrix centres, Nearest& nearest,
                     int most_iterations) {
  ClusterStart result{std::move(centres), std::vector<int>(static_cast<std::size_t>(x.rows()), -1)};
  for (int i = 0; i <= most_iterations; ++i) {
    nearest.find(points, result.centres, result.centres.rows());
    const bool changed = relabel(nearest, result);
    result.within = nearest.sum(x.rows());
    result.state = changed ? ClusterStart::State::moving : ClusterStart::State::stable;
    if (!changed || i == most_iterations) break;
    if (!move_centres(x, result)) result.state = ClusterStart::State::empty_cluster;
    if (result.state == ClusterStart::State::empty_cluster) break;
  }
  return result;
}

}  // namespace

ClusterStart cluster_from(const PointBlocks& points, const Matrix& x, const KMeansSettings& settings,
                          std::size_t start) {
  Matrix centres(settings.clusters, x.cols());
  Nearest nearest(points);
  draw_centres(points, x, RandomStream(settings.seed, start), nearest, centres);
  return settled(points, x, std::move(centres), nearest, settings.most_iterations);
}

ClusterStart cluster_around(const PointBlocks& points, const Matrix& x, Matrix centres, int most_iterations) {
  Nearest nearest(points);
  return settled(points, x, std::move(centres), nearest, most_iterations);
}

}  // namespace rerate
