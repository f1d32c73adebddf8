#include "rerate/time_series/long_run_covariance.h"

#include <algorithm>
#include <cmath>

#include "rerate/regression/bandwidth.h"

namespace rerate {
namespace {

double automatic_bandwidth(const Matrix& series, Kernel kernel) {
  Matrix scaled = series;
  for (Index c = 0; c < series.cols(); ++c) {
    const double variance = (series.col(c).array() - series.col(c).mean()).square().mean();
    if (variance > 0) scaled.col(c) /= std::sqrt(variance);
  }
  const double chosen = andrews_bandwidth(scaled, Vector::Ones(series.cols()), kernel);
  return std::min(chosen, static_cast<double>(series.rows()));
}

// k(x) is zero from here on, but for the quadratic spectral kernel.
Index last_lag(Kernel kernel, double bandwidth, Index rows) {
  if (kernel == Kernel::quadratic_spectral) return rows - 1;
  return std::min(rows - 1, static_cast<Index>(std::floor(bandwidth)));
}

}  // namespace

LongRunCovariance long_run_covariance(const Matrix& series, Kernel kernel, double bandwidth) {
  const Index rows = series.rows();
  LongRunCovariance found;
  found.bandwidth = bandwidth > 0 ? bandwidth : automatic_bandwidth(series, kernel);
  found.one_sided = series.transpose() * series;
  found.two_sided = found.one_sided;
  for (Index lag = 1; found.bandwidth > 0 && lag <= last_lag(kernel, found.bandwidth, rows); ++lag) {
    const double weight = kernel_weight(kernel, static_cast<double>(lag) / found.bandwidth);
    if (weight == 0) continue;
    const Matrix past = weight * (series.topRows(rows - lag).transpose() * series.bottomRows(rows - lag));
    found.one_sided += past;
    found.two_sided += past + past.transpose();
  }
  found.one_sided /= static_cast<double>(rows);
  found.two_sided /= static_cast<double>(rows);
  return found;
}

}  // namespace rerate
