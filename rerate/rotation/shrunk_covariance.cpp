#include "rerate/rotation/shrunk_covariance.h"

#include <algorithm>

#include "rerate/base/error.h"

namespace rerate {

ShrunkCovariance shrunk_covariance(const Matrix& returns) {
  RERATE_ASSERT(returns.rows() >= 2 && returns.cols() >= 1 && returns.allFinite(), "a window of returns");
  const double n = static_cast<double>(returns.rows()), p = static_cast<double>(returns.cols());
  const Matrix apart = returns.rowwise() - returns.colwise().mean();
  ShrunkCovariance result;
  result.covariance = apart.transpose() * apart / n;
  auto& sample = result.covariance;
  const double mu = sample.trace() / p, square = sample.squaredNorm();
  // |x x' - S|^2 is (x'x)^2 - 2 x'Sx + |S|^2, and the x'Sx add up to n |S|^2.
  const double fourth = apart.rowwise().squaredNorm().squaredNorm();
  const double noise = std::max(fourth - n * square, 0.0) / (n * n);
  const double distance = Matrix(sample - mu * Matrix::Identity(sample.rows(), sample.cols())).squaredNorm();
  result.share = distance > 0 ? std::min(noise / distance, 1.0) : 1;
  sample *= 1 - result.share;
  sample.diagonal().array() += result.share * mu;
  return result;
}

}  // namespace rerate
