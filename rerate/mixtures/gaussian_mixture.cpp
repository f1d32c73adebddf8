#include "rerate/mixtures/gaussian_mixture.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <optional>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/mixtures/ascent.h"
#include "rerate/mixtures/k_means.h"
#include "rerate/mixtures/mixture_lanes.h"
#include "rerate/statistics/fast_normal.h"

namespace rerate {
namespace {

constexpr double kHalfLogOfTwoPi = 0.91893853320467274178;

constexpr double kLeastGain = 1e-6;  // of the mean log-likelihood, over one component

struct Component {
  double weight = 0;
  Vector mean;
  Matrix covariance;
};
using Components = std::vector<Component>;

struct Standardised {
  Matrix x;  // columns of mean 0 and variance 1
  Vector mean, deviation;
};

struct Search {
  Search(const GaussianMixtureSettings& of, const Matrix& standardised)
      : settings(of), x(standardised), points(standardised) {}
  const GaussianMixtureSettings& settings;
  const Matrix& x;
  PointBlocks points;
  double single = 0;  // log-likelihood of one component
  std::vector<Components> starts;
  std::vector<Ascent> ascents;
};

Index parameters(Index components, Index columns) {
  return components - 1 + components * columns + components * columns * (columns + 1) / 2;
}

void check(const GaussianMixtureSettings& settings, Index columns) {
  if (settings.components < 1 || settings.components > 1000 || settings.restarts < 1 ||
      settings.restarts > 100000)
    refuse(ErrorCode::regression_settings,
           fmt::format("a mixture takes 1 to 1000 components and 1 to 100000 restarts: {}, {}",
                       settings.components, settings.restarts));
  if (settings.most_iterations < 1 || !(settings.tolerance > 0) || !(settings.least_variance >= 0))
    refuse(ErrorCode::regression_settings,
           fmt::format("iterations and tolerance of a mixture must be positive, its least variance not "
                       "negative: {}, {}, {}",
                       settings.most_iterations, settings.tolerance, settings.least_variance));
  if (columns > kMostMixtureColumns)
    refuse(ErrorCode::regression_settings,
           fmt::format("a mixture takes at most {} columns: {}", kMostMixtureColumns, columns));
}

Standardised standardised(const Matrix& x) {
  Standardised result{x, Vector(x.cols()), Vector(x.cols())};
  const auto count = static_cast<double>(x.rows());
  for (Index j = 0; j < x.cols(); ++j) {
    double sum = 0, squares = 0;
    for (Index i = 0; i < x.rows(); ++i) sum += x(i, j);
    result.mean[j] = sum / count;
    for (Index i = 0; i < x.rows(); ++i) {
      result.x(i, j) -= result.mean[j];
      squares += result.x(i, j) * result.x(i, j);
    }
    result.deviation[j] = std::sqrt(squares / count);
    result.x.col(j) /= result.deviation[j];
  }
  return result;
}

// Lower Cholesky factor; the smallest pivot, squared, is how little the last coordinate varies given those before.
struct Factor {
  Matrix lower;
  double least_pivot = 0;  // negative or NaN when the matrix is not positive definite
};

Factor factorise(const Matrix& matrix) {
  const Index d = matrix.rows();
  Factor factor{Matrix::Zero(d, d), std::numeric_limits<double>::infinity()};
  for (Index j = 0; j < d; ++j) {
    double pivot = matrix(j, j);
    for (Index m = 0; m < j; ++m) pivot -= factor.lower(j, m) * factor.lower(j, m);
    if (!(pivot > 0)) return {std::move(factor.lower), -1};
    factor.least_pivot = std::min(factor.least_pivot, pivot);
    factor.lower(j, j) = std::sqrt(pivot);
    for (Index i = j + 1; i < d; ++i) {
      double sum = matrix(i, j);
      for (Index m = 0; m < j; ++m) sum -= factor.lower(i, m) * factor.lower(j, m);
      factor.lower(i, j) = sum / factor.lower(j, j);
    }
  }
  return factor;
}

// Rows of the lower triangle's inverse, one after the other.
std::vector<double> inverse_rows(const Matrix& lower) {
  const Index d = lower.rows();
  Matrix inverse = Matrix::Zero(d, d);
  std::vector<double> rows;
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j <= i; ++j) {
      double sum = i == j ? 1 : 0;
      for (Index m = j; m < i; ++m) sum -= lower(i, m) * inverse(m, j);
      rows.push_back(inverse(i, j) = sum / lower(i, i));
    }
  return rows;
}

// Empty when a covariance is no more than `least` wide in some direction.
std::optional<std::vector<WhitenedComponent>> whitened(const Components& components, double least) {
  std::vector<WhitenedComponent> result;
  for (const auto& component : components) {
    const Factor factor = factorise(component.covariance);
    if (!(factor.least_pivot > least)) return std::nullopt;
    WhitenedComponent one{
        {component.mean.begin(), component.mean.end()}, inverse_rows(factor.lower), component.weight};
    for (Index i = 0; i < factor.lower.rows(); ++i) one.height /= factor.lower(i, i);
    result.push_back(std::move(one));
  }
  return result;
}

double total(const LaneBlock& block) {
  return (block.lanes[0] + block.lanes[1]) + (block.lanes[2] + block.lanes[3]);
}

double log_likelihood_of(const MixtureMoments& moments, const PointBlocks& points) {
  double sum = total({moments.shift});
  for (int lane = 0; lane < kLanes; ++lane) sum += moments.likelihood.log(lane);
  return sum - static_cast<double>(points.points * points.dimensions) * kHalfLogOfTwoPi;
}

// The M-step: the moments are about the old means.
void maximise(const MixtureMoments& moments, Index points, double least_variance, Components& components) {
  const Index d = components[0].mean.size();
  const LaneBlock *deviation = moments.deviation.data(), *product = moments.product.data();
  for (std::size_t c = 0; c < components.size(); ++c) {
    Component& component = components[c];
    const double weight = total(moments.weight[c]);
    component.weight = weight / static_cast<double>(points);
    Vector shift(d);
    for (Index i = 0; i < d; ++i) {
      shift[i] = total(*deviation++) / weight;
      for (Index j = 0; j <= i; ++j) {
        const double covariance = total(*product++) / weight - shift[i] * shift[j];
        component.covariance(i, j) = component.covariance(j, i) = covariance;
      }
      component.covariance(i, i) += least_variance;
    }
    component.mean += shift;
  }
}

// Weights, means and covariances of hard clusters, each covariance with a little of the whole sample's (the identity): a cluster of one
// point is a start like any other.
Components from_clusters(const Matrix& x, const ClusterStart& clusters) {
  const Index d = x.cols();
  Components components(static_cast<std::size_t>(clusters.centres.rows()),
                        Component{0, Vector::Zero(d), Matrix::Identity(d, d) * 0.1});
  std::vector<double> size(components.size(), 0.0);
  for (const int label : clusters.label) ++size[static_cast<std::size_t>(label)];
  for (Index i = 0; i < x.rows(); ++i) {
    const auto c = static_cast<std::size_t>(clusters.label[static_cast<std::size_t>(i)]);
    const Vector apart = x.row(i) - clusters.centres.row(static_cast<Index>(c));
    components[c].covariance += apart * apart.transpose() / size[c];
    components[c].weight += 1 / static_cast<double>(x.rows());
  }
  for (std::size_t c = 0; c < components.size(); ++c)
    components[c].mean = clusters.centres.row(static_cast<Index>(c));
  return components;
}

// Random points, around each a sphere: all narrow, so that the first E-step gives each point to the nearest, or each of its own size, so
// that one may lie within another.
Components from_points(const Matrix& x, const GaussianMixtureSettings& settings, std::size_t start) {
  const RandomStream random(settings.seed, start);
  const Index d = x.cols();
  Components components;
  for (std::uint64_t c = 0; c < static_cast<std::uint64_t>(settings.components); ++c) {
    const auto point = static_cast<Index>(random.below(2 * c, static_cast<std::uint64_t>(x.rows())));
    const double size = start % 3 == 1 ? 0.1 : 0.1 + 1.4 * random.uniform(2 * c + 1);
    components.push_back({1.0 / settings.components, x.row(point), Matrix::Identity(d, d) * (size * size)});
  }
  return components;
}

void place_start(Search& search, std::size_t start) {
  if (start % 3 != 0) {
    search.starts[start] = from_points(search.x, search.settings, start);
    return;
  }
  const KMeansSettings clusters{search.settings.components, 1, 300, search.settings.seed};
  const ClusterStart placed = cluster_from(search.points, search.x, clusters, start);
  if (placed.state == ClusterStart::State::empty_cluster)
    search.ascents[start].collapse();
  else
    search.starts[start] = from_clusters(search.x, placed);
}

void place_starts(Search& search) {
  search.starts.resize(static_cast<std::size_t>(search.settings.restarts));
  search.ascents.resize(search.starts.size());
  parallel_for(search.starts.size(), [&](std::size_t start) { place_start(search, start); });
}

// EM can rest where several components are one and the same, which is no maximum: nothing is gained over one component.
bool coincide(const Search& search, const Ascent& ascent) {
  return search.settings.components > 1 && ascent.state == Ascent::State::converged &&
         ascent.log_likelihood <= search.single + kLeastGain * static_cast<double>(search.x.rows());
}

void climb(Search& search, std::size_t start, int iterations) {
  const double least = search.settings.least_variance;
  Ascent& ascent = search.ascents[start];
  Components& components = search.starts[start];
  MixtureMoments moments(search.settings.components, search.x.cols());
  for (int i = 0; i < iterations && ascent.state == Ascent::State::climbing; ++i) {
    // What is added to diagonals does not count as width.
    const auto ready = whitened(components, 2 * least);
    if (!ready) return ascent.collapse();
    collect_moments(search.points, *ready, moments, nullptr);
    ascent.reach(log_likelihood_of(moments, search.points),
                 static_cast<double>(search.x.rows()) * search.settings.tolerance);
    if (coincide(search, ascent)) return ascent.collapse();
    if (ascent.state == Ascent::State::climbing) maximise(moments, search.x.rows(), least, components);
  }
}

std::size_t best_start(Search& search) {
  // Mixtures that overlap climb slowly at first: more of them go further than chains do.
  const AscentLimits limits{.most_iterations = search.settings.most_iterations,
                            .first_leg = 32,
                            .second_leg = 64,
                            .survivors = 0.5,
                            .what = fmt::format("a mixture of {} components", search.settings.components)};
  return highest_ascent(search.ascents, limits, [&](std::span<const std::size_t> starts, int iterations) {
    parallel_for(starts.size(), [&](std::size_t i) { climb(search, starts[i], iterations); });
  });
}

// In the figures' own units, components by the first coordinate of their means.
GaussianMixture in_order(const Components& components, const Standardised& sample) {
  std::vector<std::size_t> order(components.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return components[a].mean[0] < components[b].mean[0]; });
  const auto count = static_cast<Index>(order.size());
  GaussianMixture fit;
  fit.weight = Vector(count);
  fit.mean = Matrix(count, sample.x.cols());
  const auto scale = sample.deviation.asDiagonal();
  for (Index c = 0; c < count; ++c) {
    const Component& own = components[order[static_cast<std::size_t>(c)]];
    fit.weight[c] = own.weight;
    fit.mean.row(c) = (sample.mean + sample.deviation.cwiseProduct(own.mean)).transpose();
    fit.covariance.push_back(scale * own.covariance * scale);
  }
  return fit;
}

// Of the normal distribution with the columns' own correlations. Refuses collinear columns, which have none.
double single_log_likelihood(const Standardised& sample) {
  const auto count = static_cast<double>(sample.x.rows()), columns = static_cast<double>(sample.x.cols());
  const Factor factor = factorise(sample.x.transpose() * sample.x / count);
  if (!(factor.least_pivot > 1e-10))
    refuse(ErrorCode::regression_collinear,
           "a mixture needs columns of which none is a combination of others");
  double log_root = 0;  // of the determinant's square root
  for (Index j = 0; j < sample.x.cols(); ++j) log_root += fast_log(factor.lower(j, j));
  return -count * (columns * (kHalfLogOfTwoPi + 0.5) + log_root);
}

// The search's best start as a fit of the figures in their own units.
GaussianMixture fit_of(const Search& search, std::size_t best, const Standardised& sample, const Matrix& x) {
  GaussianMixture fit = in_order(search.starts[best], sample);
  fit.iterations = search.ascents[best].iterations;
  fit.converged = true;
  fit.membership = memberships_of(fit, x, &fit.log_likelihood);
  fit.bic = -2 * fit.log_likelihood + static_cast<double>(parameters(search.settings.components, x.cols())) *
                                          fast_log(static_cast<double>(x.rows()));
  return fit;
}

Standardised checked_sample(const Matrix& x, const GaussianMixtureSettings& settings) {
  check(settings, x.cols());
  refuse_unusable_points(
      x, parameters(settings.components, x.cols()) + 1,
      fmt::format("a mixture of {} components in {} columns", settings.components, x.cols()));
  return standardised(x);
}

// A fit's components in the units of a standardised sample.
Components in_units_of(const GaussianMixture& fit, const Standardised& sample) {
  Components components;
  const Vector scale = sample.deviation.cwiseInverse();
  for (Index c = 0; c < fit.weight.size(); ++c)
    components.push_back(
        {fit.weight[c], (fit.mean.row(c).transpose() - sample.mean).cwiseProduct(scale),
         scale.asDiagonal() * fit.covariance[static_cast<std::size_t>(c)] * scale.asDiagonal()});
  return components;
}

}  // namespace

GaussianMixture gaussian_mixture(const Matrix& x, const GaussianMixtureSettings& settings) {
  const Standardised sample = checked_sample(x, settings);
  Search search(settings, sample.x);
  search.single = single_log_likelihood(sample);
  place_starts(search);
  return fit_of(search, best_start(search), sample, x);
}

GaussianMixture gaussian_mixture_from(const GaussianMixture& start, const Matrix& x,
                                      GaussianMixtureSettings settings) {
  RERATE_ASSERT(start.weight.size() > 0 && start.mean.cols() == x.cols(),
                "a mixture of other columns than the points");
  settings.components = static_cast<int>(start.weight.size());
  settings.restarts = 1;
  const Standardised sample = checked_sample(x, settings);
  Search search(settings, sample.x);
  search.single = single_log_likelihood(sample);
  search.starts = {in_units_of(start, sample)};
  search.ascents.resize(1);
  return fit_of(search, best_start(search), sample, x);
}

int choose_components(const Matrix& x, int most, GaussianMixtureSettings settings) {
  if (most < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("the largest number of components to choose from must be positive: {}", most));
  settings.components = 1;
  double least = gaussian_mixture(x, settings).bic;
  int chosen = 1;
  for (settings.components = 2; settings.components <= most; ++settings.components) try {
      const double bic = gaussian_mixture(x, settings).bic;
      if (bic < least) {
        least = bic;
        chosen = settings.components;
      }
    } catch (const UserError&) {
      // More components than the figures bear: a smaller number is the answer.
    }
  return chosen;
}

Matrix memberships_of(const GaussianMixture& fit, const Matrix& x, double* log_likelihood) {
  const Index count = fit.weight.size(), d = x.cols();
  RERATE_ASSERT(count > 0 && fit.mean.rows() == count && static_cast<Index>(fit.covariance.size()) == count &&
                    fit.mean.cols() == d && fit.weight.minCoeff() >= 0,
                "mixture of uneven parts");
  for (Index j = 0; j < d; ++j)
    for (Index i = 0; i < x.rows(); ++i)
      refuse_unusable_figure(x(i, j), static_cast<std::size_t>(i), "a mixture");
  Components components;
  for (Index c = 0; c < count; ++c)
    components.push_back({fit.weight[c], fit.mean.row(c), fit.covariance[static_cast<std::size_t>(c)]});
  const auto ready = whitened(components, 0);
  RERATE_ASSERT(ready.has_value(), "covariance that is not positive definite");
  const PointBlocks points(x);
  MixtureMoments moments(count, d);
  std::vector<LaneBlock> blocks(static_cast<std::size_t>(points.blocks * count));
  collect_moments(points, *ready, moments, blocks.data());
  if (log_likelihood) *log_likelihood = log_likelihood_of(moments, points);
  Matrix membership(x.rows(), count);
  for (Index i = 0; i < x.rows(); ++i)
    for (Index c = 0; c < count; ++c)
      membership(i, c) = blocks[static_cast<std::size_t>(i / kLanes * count + c)].lanes[i % kLanes];
  return membership;
}

Vector membership_of(const GaussianMixture& fit, const Vector& point) {
  return memberships_of(fit, point.transpose()).row(0);
}

}  // namespace rerate
