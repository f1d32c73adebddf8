#include "rerate/rotation/pooled_moments.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// What rounding leaves of the variance of a column that stands still, as a share of its mean square.
constexpr double kStandsStill = 1e-13;

double scale_of(double square, double mean) {
  const double variance = square - mean * mean;
  return variance > kStandsStill * square ? std::sqrt(variance) : 0;
}

}  // namespace

PooledMoments::PooledMoments(Index columns)
    : sums_{Matrix::Zero(columns + 2, columns + 2)}, open_(sums_.front()), row_(columns + 2) {
  row_[0] = 1;
}

void PooledMoments::add(std::span<const double> x, double y) {
  RERATE_ASSERT(static_cast<Index>(x.size()) + 2 == row_.size(), "a figure for every column");
  std::copy(x.begin(), x.end(), row_.data() + 1);
  row_[row_.size() - 1] = y;
  for (Index j = 0; j < row_.size(); ++j)
    for (Index i = 0; i <= j; ++i) open_(i, j) += row_[i] * row_[j];
}

void PooledMoments::close_period() { sums_.push_back(open_); }

double PooledMoments::rows(std::size_t begin, std::size_t end) const {
  return sums_[end](0, 0) - sums_[begin](0, 0);
}

StandardisedSample PooledMoments::sample(std::size_t periods) const {
  const Matrix mean = sums_[periods] / rows(0, periods);
  const Index k = mean.rows() - 2, y = k + 1;
  StandardisedSample sample{
      static_cast<Index>(rows(0, periods)), Vector(k),          Vector(k),      mean(0, y),
      scale_of(mean(y, y), mean(0, y)),     Matrix::Zero(k, k), Vector::Zero(k)};
  for (Index j = 0; j < k; ++j) {
    sample.centre[j] = mean(0, j + 1);
    sample.scale[j] = scale_of(mean(j + 1, j + 1), sample.centre[j]);
    if (!(sample.scale[j] > 0)) continue;
    for (Index i = 0; i < j; ++i)
      if (sample.scale[i] > 0)
        sample.correlation(i, j) = sample.correlation(j, i) =
            (mean(i + 1, j + 1) - sample.centre[i] * sample.centre[j]) / (sample.scale[i] * sample.scale[j]);
    sample.correlation(j, j) = 1;
    if (sample.y_scale > 0)
      sample.with_y[j] =
          (mean(j + 1, y) - sample.centre[j] * sample.y_centre) / (sample.scale[j] * sample.y_scale);
  }
  return sample;
}

double PooledMoments::squared_errors(std::size_t begin, std::size_t end, const PenalisedFit& fit) const {
  Vector error(row_.size());  // y - forecast is its product with (1, x, y)
  error[0] = -fit.intercept;
  error.segment(1, fit.coefficients.size()) = -fit.coefficients;
  error[error.size() - 1] = 1;
  double sum = 0;
  for (Index j = 0; j < error.size(); ++j)
    for (Index i = 0; i <= j; ++i)
      sum += (i < j ? 2 : 1) * error[i] * error[j] * (sums_[end](i, j) - sums_[begin](i, j));
  return sum;
}

}  // namespace rerate
