#include "rerate/regression/quantile_regression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/regression/collinearity.h"
#include "rerate/regression/gram_schmidt.h"
#include "rerate/regression/padded_columns.h"
#include "rerate/regression/quantile_simplex.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// quantreg's: residuals below it lie on the line, and it is taken off the differences that densities are made from.
constexpr double kNearZero = 0x1p-26;
constexpr int kMostDraws = 100000;

void check_settings(const QuantileSettings& settings, Index n) {
  if (!(settings.share > 0 && settings.share < 1))
    refuse(ErrorCode::regression_settings,
           fmt::format("the share of a quantile regression must lie between 0 and 1: {}", settings.share));
  if (settings.errors != QuantileErrors::bootstrap) return;
  if (settings.draws < 2 || settings.draws > kMostDraws)
    refuse(ErrorCode::regression_settings,
           fmt::format("draws of a bootstrap must be 2 to {}: {}", kMostDraws, settings.draws));
  const double length = settings.block_length;
  if (length != 0 && !(length >= 1 && length <= static_cast<double>(n)))
    refuse(ErrorCode::regression_settings,
           fmt::format("a block length must be 1 to the {} observations: {}", n, length));
}

double objective_of(const Vector& residuals, double share) {
  double sum = 0;
  for (const double residual : residuals) sum += residual * (residual < 0 ? share - 1 : share);
  return sum;
}

// Residuals, with zeros where they are only the rounding of a point on the line.
Vector residuals_of(const WeightedRows& rows, const Vector& coefficients) {
  Vector residuals = rows.y - rows.x * coefficients;
  for (Index i = 0; i < residuals.size(); ++i) {
    const double sizes = std::fabs(rows.y[i]) + rows.x.row(i).cwiseAbs().dot(coefficients.cwiseAbs());
    if (std::fabs(residuals[i]) <= 1e-14 * sizes) residuals[i] = 0;
  }
  return residuals;
}

Vector solved(const WeightedRows& rows, double share, const Vector& guess) {
  auto coefficients = quantile_coefficients(rows, share, guess);
  RERATE_ASSERT(coefficients.has_value(), "a design of full rank has a basis");
  return *std::move(coefficients);
}

// (X'X)^-1, each row of X times `scale`; nothing when that is singular.
std::optional<Matrix> inverse_gram(const Matrix& x, const Vector& scale) {
  PaddedColumns columns(x.rows(), x.cols() + 1);
  for (Index j = 0; j < x.cols(); ++j) {
    const Vector scaled = x.col(j).cwiseProduct(scale);
    columns.set(j, scaled.data());
  }
  columns.set(x.cols(), scale.data());
  const auto factor = gram_schmidt(columns);
  if (!factor.triangle.allFinite() || !full_rank(factor.triangle)) return std::nullopt;
  const Matrix root = inverse_of_upper_triangle(factor.triangle);
  return root.lazyProduct(root.transpose());
}

// Slope of the residuals nearest to zero on their rank: how far apart they lie there, times n - k.
double sparsity(const Vector& residuals, Index k, double bandwidth) {
  const Index n = residuals.size();
  std::vector<double> values(residuals.data(), residuals.data() + n);
  std::stable_sort(values.begin(), values.end(),
                   [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  const auto on_line = static_cast<Index>(
      std::count_if(values.begin(), values.end(), [](double value) { return std::fabs(value) < kNearZero; }));
  const auto wide = static_cast<Index>(std::ceil(static_cast<double>(n) * bandwidth));
  const Index count = std::min(std::max(k + 1, wide) + 1, n - on_line);
  if (count < 2) return 0;
  std::sort(values.begin() + on_line, values.begin() + on_line + count);
  WeightedRows rows{Matrix::Ones(count, 2), Eigen::Map<const Vector>(values.data() + on_line, count),
                    Vector::Ones(count)};
  for (Index i = 0; i < count; ++i)
    rows.x(i, 1) = static_cast<double>(on_line + i + 1) / static_cast<double>(n - k);
  // The chord from end to end is not far off.
  const double slope = (rows.y[count - 1] - rows.y[0]) / (rows.x(count - 1, 1) - rows.x(0, 1));
  const Vector guess = rows.y - slope * rows.x.col(1);
  return solved(rows, 0.5, guess)[1];
}

Covariance named(Matrix matrix, std::string name, double bandwidth, Index degrees_of_freedom) {
  Covariance covariance;
  covariance.matrix = std::move(matrix);
  covariance.name = std::move(name);
  covariance.bandwidth = bandwidth;
  covariance.degrees_of_freedom = static_cast<double>(degrees_of_freedom);
  return covariance;
}

Covariance iid_errors(const WeightedRows& rows, const QuantileFit& fit, const Matrix& gram_inverse) {
  const Index n = rows.x.rows(), k = rows.x.cols();
  const double bandwidth = hall_sheather_bandwidth(fit.share, n);
  const double spread = sparsity(fit.residuals, k, bandwidth);
  return named(spread * spread * fit.share * (1 - fit.share) * gram_inverse,
               fmt::format("iid sparsity (Hall-Sheather, h = {:.3g})", bandwidth), bandwidth, n - k);
}

Covariance nid_errors(const WeightedRows& rows, const QuantileFit& fit) {
  const Index n = rows.x.rows(), k = rows.x.cols();
  double bandwidth = hall_sheather_bandwidth(fit.share, n);
  while (fit.share - bandwidth <= 0 || fit.share + bandwidth >= 1) bandwidth /= 2;
  const Vector above = solved(rows, fit.share + bandwidth, fit.residuals);
  const Vector below = solved(rows, fit.share - bandwidth, fit.residuals);
  const Vector apart = rows.x * (above - below);
  Vector root_of_density(n);
  for (Index i = 0; i < n; ++i)
    root_of_density[i] = std::sqrt(std::max(0.0, 2 * bandwidth / (apart[i] - kNearZero)));
  Matrix matrix = Matrix::Constant(k, k, kMissing);
  if (const auto inverse = inverse_gram(rows.x, root_of_density)) {
    const Matrix gram = rows.x.transpose().lazyProduct(rows.x);
    const Matrix half = inverse->lazyProduct(gram);
    matrix = fit.share * (1 - fit.share) * half.lazyProduct(*inverse);
  }
  return named(std::move(matrix),
               fmt::format("Hendricks-Koenker sandwich (Hall-Sheather, h = {:.3g})", bandwidth), bandwidth,
               n - k);
}

// The rows that a draw brings, once each, with how often it brings them as their weights; and their guesses.
std::pair<WeightedRows, Vector> resampled(const WeightedRows& rows, const Vector& guess,
                                          const SeriesBlocks& blocks, std::uint64_t draw) {
  const auto n = static_cast<std::size_t>(rows.x.rows());
  std::vector<std::uint32_t> indexes(n);
  blocks.indexes(draw, indexes);
  Vector counts = Vector::Zero(rows.x.rows());
  for (const auto index : indexes) ++counts[static_cast<Index>(index)];
  const Index present = (counts.array() > 0).count();
  WeightedRows drawn{Matrix(present, rows.x.cols()), Vector(present), Vector(present)};
  Vector guesses(present);
  for (Index i = 0, next = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    drawn.x.row(next) = rows.x.row(i);
    drawn.y[next] = rows.y[i];
    drawn.weights[next] = counts[i];
    guesses[next++] = guess[i];
  }
  return {std::move(drawn), std::move(guesses)};
}

Matrix sample_covariance(const Matrix& draws) {
  const Matrix centred = draws.rowwise() - draws.colwise().mean();
  return centred.transpose().lazyProduct(centred) / static_cast<double>(draws.rows() - 1);
}

Covariance bootstrap_errors(const WeightedRows& rows, const QuantileFit& fit,
                            const QuantileSettings& settings) {
  const Index n = rows.x.rows(), k = rows.x.cols(), draws = settings.draws;
  const double length =
      settings.block_length > 0 ? settings.block_length : reproducible_power(static_cast<double>(n), 1.0 / 3);
  const SeriesBlocks blocks(static_cast<std::size_t>(n), {BlockScheme::stationary, length},
                            RandomStream(settings.seed, 0));
  Matrix coefficients = Matrix::Constant(draws, k, kMissing);
  parallel_for(static_cast<std::size_t>(draws), [&](std::size_t draw) {
    const auto [drawn, guess] = resampled(rows, fit.residuals, blocks, draw);
    if (const auto found = quantile_coefficients(drawn, fit.share, guess))
      coefficients.row(static_cast<Index>(draw)) = found->transpose();
  });
  Index kept = 0;
  for (Index draw = 0; draw < draws; ++draw)
    if (!std::isnan(coefficients(draw, 0))) coefficients.row(kept++) = coefficients.row(draw);
  if (2 * kept < draws || kept < 2)
    refuse(
        ErrorCode::regression_settings,
        fmt::format("resamples of a quantile regression are mostly collinear: {} of {}", draws - kept, draws),
        "Use shorter blocks, or leave out a driver that rarely moves.");
  return named(sample_covariance(coefficients.topRows(kept)),
               fmt::format("stationary bootstrap ({} draws, mean block {:.3g})", kept, length), length,
               n - k);
}

Covariance errors_of(const WeightedRows& rows, const QuantileFit& fit, const QuantileSettings& settings,
                     const Matrix& gram_inverse) {
  switch (settings.errors) {
    case QuantileErrors::iid: return iid_errors(rows, fit, gram_inverse);
    case QuantileErrors::nid: return nid_errors(rows, fit);
    case QuantileErrors::bootstrap: return bootstrap_errors(rows, fit, settings);
  }
  RERATE_ASSERT(false, "errors of a quantile regression");
}

}  // namespace

double hall_sheather_bandwidth(double share, Index n) {
  const double quantile = normal_quantile(share);
  // phi(q)^2 = exp(-q^2) / (2 pi).
  const double density_squared = reproducible_exp(-quantile * quantile) / 6.283185307179586;
  const double level = normal_quantile(0.975);
  const double cube =
      level * level * 1.5 * density_squared / (2 * quantile * quantile + 1) / static_cast<double>(n);
  return reproducible_power(cube, 1.0 / 3);
}

QuantileFit quantile_regression(const Vector& y, const Design& design, const QuantileSettings& settings) {
  check_settings(settings, y.size());
  const OlsFit mean_fit = ols(y, design);
  const WeightedRows rows{design.x, y, Vector::Ones(y.size())};
  QuantileFit fit;
  fit.share = settings.share;
  fit.names = design.names;
  fit.coefficients = solved(rows, settings.share, mean_fit.residuals);
  fit.residuals = residuals_of(rows, fit.coefficients);
  fit.objective = objective_of(fit.residuals, settings.share);
  fit.errors = errors_of(rows, fit, settings, mean_fit.inverse_gram);
  return fit;
}

}  // namespace rerate
