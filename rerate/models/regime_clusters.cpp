#include "rerate/models/regime_clusters.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "rerate/mixtures/gaussian_mixture.h"
#include "rerate/mixtures/k_means.h"
#include "rerate/mixtures/label_matching.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// Kept small where fits are made by the dozen; the first fit, which all others follow, takes the estimators' own numbers.
// Other starts are tried beside the fit before at every so many refits of k-means, so many of them.
constexpr Index kFreshEvery = 5;
constexpr int kFreshStarts = 2;
constexpr double kRefitTolerance = 1e-6;  // of a mixture's mean log-likelihood

// One fit of either kind. Clusters stand in the order of their labels.
struct Fit {
  Matrix centres;                          // k x d
  std::optional<GaussianMixture> mixture;  // its parts in the same order

  int clusters() const { return static_cast<int>(centres.rows()); }
};

struct Labels {
  std::vector<int> label;
  std::vector<double> probability;
};

Fit from(const KMeans& found) { return {found.centres, std::nullopt}; }
Fit from(GaussianMixture found) { return {found.mean, std::move(found)}; }

GaussianMixtureSettings mixture_settings(int clusters, std::uint64_t seed) {
  GaussianMixtureSettings settings;
  settings.components = clusters;
  settings.seed = seed;
  return settings;
}

KMeansSettings k_means_settings(int clusters, std::uint64_t seed) {
  KMeansSettings settings;
  settings.clusters = clusters;
  settings.seed = seed;
  return settings;
}

Fit first_fit(const Matrix& points, int clusters, const RegimeClusterSettings& settings) {
  if (settings.method == ClusterMethod::k_means)
    return from(k_means(points, k_means_settings(clusters, settings.seed)));
  return from(gaussian_mixture(points, mixture_settings(clusters, settings.seed)));
}

// The `number`-th fit after the first, from 1. Fresh starts are others every time.
Fit refit(const Fit& old, const Matrix& points, Index number, const RegimeClusterSettings& settings) {
  if (settings.method == ClusterMethod::k_means) {
    auto own = k_means_settings(old.clusters(), settings.seed + static_cast<std::uint64_t>(points.rows()));
    own.restarts = number % kFreshEvery == 0 ? kFreshStarts : 0;
    return from(k_means_from(old.centres, points, own));
  }
  auto own = mixture_settings(old.clusters(), settings.seed);
  own.tolerance = kRefitTolerance;
  return from(gaussian_mixture_from(*old.mixture, points, own));
}

// Cluster c of the fit becomes cluster label[c].
Fit relabelled(const Fit& fit, std::span<const int> label) {
  Fit result = fit;
  for (std::size_t c = 0; c < label.size(); ++c) {
    const auto from_row = static_cast<Index>(c), to_row = static_cast<Index>(label[c]);
    result.centres.row(to_row) = fit.centres.row(from_row);
    if (!fit.mixture) continue;
    result.mixture->weight[to_row] = fit.mixture->weight[from_row];
    result.mixture->mean.row(to_row) = fit.mixture->mean.row(from_row);
    result.mixture->covariance[static_cast<std::size_t>(label[c])] = fit.mixture->covariance[c];
  }
  return result;
}

// Ranks by rising goodness, ties in the estimator's own order.
std::vector<int> ranks(const Vector& goodness) {
  std::vector<std::size_t> order(static_cast<std::size_t>(goodness.size()));
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return goodness[static_cast<Index>(a)] < goodness[static_cast<Index>(b)];
  });
  std::vector<int> rank(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) rank[order[place]] = static_cast<int>(place);
  return rank;
}

Labels labels_of(const Fit& fit, const Matrix& points) {
  Labels labels;
  if (fit.mixture) {
    const Matrix membership = memberships_of(*fit.mixture, points);
    for (Index i = 0; i < points.rows(); ++i) {
      Index best = 0;
      labels.probability.push_back(membership.row(i).maxCoeff(&best));
      labels.label.push_back(static_cast<int>(best));
    }
    return labels;
  }
  labels.probability.assign(static_cast<std::size_t>(points.rows()), kMissing);
  labels.label = cluster_around(PointBlocks(points), points, fit.centres, 0).label;
  return labels;
}

RegimeRefit compared(const Fit& old, const Fit& fresh, const Matrix& points) {
  const auto before = labels_of(old, points).label, after = labels_of(fresh, points).label;
  std::size_t same = 0;
  for (std::size_t i = 0; i < before.size(); ++i) same += before[i] == after[i];
  return {points.rows(), false, static_cast<double>(same) / static_cast<double>(before.size()),
          agreement_beyond_chance(before, after, old.clusters())};
}

// Less is better, for both methods.
double badness(const Matrix& points, int clusters, const RegimeClusterSettings& settings) {
  if (settings.method == ClusterMethod::k_means)
    return -k_means(points, k_means_settings(clusters, settings.seed)).silhouette;
  return gaussian_mixture(points, mixture_settings(clusters, settings.seed)).bic;
}

// Numbers that the figures do not bear are passed over; when none is left, what the least of them was refused for.
int chosen_clusters(const Matrix& points, const RegimeClusterSettings& settings) {
  int chosen = 0;
  double least = 0;
  std::optional<UserError> refused;
  for (int clusters = 2; clusters <= settings.most; ++clusters) try {
      const double own = badness(points, clusters, settings);
      if (chosen == 0 || own < least) {
        chosen = clusters;
        least = own;
      }
    } catch (const UserError& error) {
      if (!refused) refused = error;
    }
  if (chosen == 0) throw UserError(refused->failure());
  return chosen;
}

void check(const Matrix& points, const Vector& weight, const RegimeClusterSettings& settings) {
  RERATE_ASSERT(weight.size() == points.cols(), "a weight for every coordinate");
  if ((settings.clusters != 0 && settings.clusters < 2) || settings.clusters > kMostRegimes ||
      settings.most < 2 || settings.most > kMostRegimes)
    refuse(ErrorCode::regression_settings, fmt::format("regimes are 2 to {}: {}, at most {}", kMostRegimes,
                                                       settings.clusters, settings.most));
  if (settings.first_window < 1 || settings.refit_every < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("the first window of regimes and the time between fits must be positive: {}, {}",
                       settings.first_window, settings.refit_every));
  if (points.rows() <= settings.first_window)
    refuse(
        ErrorCode::regimes_window,
        fmt::format("all features together have {} months with a standing, and the first fit alone takes {}",
                    points.rows(), settings.first_window));
}

// The clusters of the newest fit as they are published.
void describe(const Fit& fit, const Matrix& points, const Vector& weight, RegimeClusters& result) {
  result.centres = fit.centres;
  const auto rank = ranks(fit.centres * weight);
  result.in_order = std::is_sorted(rank.begin(), rank.end());
  result.silhouette = result.bic = kMissing;
  if (!fit.mixture)
    result.silhouette = silhouette_width(points, labels_of(fit, points).label, fit.clusters());
  else
    result.bic = fit.mixture->bic;
  double sum = 0;
  int fits = 0;
  for (const auto& one : result.refits)
    if (!one.failed) {
      sum += one.agreement;
      ++fits;
    }
  result.stability = fits > 0 ? sum / fits : kMissing;
}

// The next fit under the labels of the one in force; the one in force when the next cannot be made.
Fit follow(const Fit& old, const Matrix& points, const RegimeClusterSettings& settings,
           std::vector<RegimeRefit>& refits) {
  try {
    const Fit found = refit(old, points, static_cast<Index>(refits.size()) + 1, settings);
    Fit named = relabelled(found, match_labels(old.centres, found.centres));
    refits.push_back(compared(old, named, points));
    return named;
  } catch (const UserError&) {
    refits.push_back({points.rows(), true, kMissing, kMissing});
    return old;
  }
}

}  // namespace

double agreement_beyond_chance(std::span<const int> one, std::span<const int> other, int clusters) {
  RERATE_ASSERT(one.size() == other.size() && !one.empty(), "two labellings of the same points");
  std::vector<double> first(static_cast<std::size_t>(clusters), 0.0), second = first;
  double same = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    ++first[static_cast<std::size_t>(one[i])];
    ++second[static_cast<std::size_t>(other[i])];
    same += one[i] == other[i];
  }
  const auto count = static_cast<double>(one.size());
  double chance = 0;
  for (std::size_t c = 0; c < first.size(); ++c) chance += first[c] / count * (second[c] / count);
  return chance < 1 ? (same / count - chance) / (1 - chance) : 1;
}

RegimeClusters walk_forward_clusters(const Matrix& points, const Vector& weight,
                                     const RegimeClusterSettings& settings) {
  check(points, weight, settings);
  const Matrix window = points.topRows(settings.first_window);
  RegimeClusters result;
  result.clusters = settings.clusters > 0 ? settings.clusters : chosen_clusters(window, settings);
  Fit fit = first_fit(window, result.clusters, settings);
  fit = relabelled(fit, ranks(fit.centres * weight));
  result.label.assign(static_cast<std::size_t>(settings.first_window), -1);
  result.probability.assign(result.label.size(), kMissing);
  for (Index from = settings.first_window; from < points.rows(); from += settings.refit_every) {
    if (from > settings.first_window) fit = follow(fit, points.topRows(from), settings, result.refits);
    const Index count = std::min(settings.refit_every, points.rows() - from);
    const auto labels = labels_of(fit, points.middleRows(from, count));
    result.label.insert(result.label.end(), labels.label.begin(), labels.label.end());
    result.probability.insert(result.probability.end(), labels.probability.begin(), labels.probability.end());
  }
  describe(fit, points, weight, result);
  return result;
}

}  // namespace rerate
