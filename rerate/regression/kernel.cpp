#include "rerate/regression/kernel.h"

#include <algorithm>
#include <cmath>

#include "rerate/statistics/quad_precision.h"

namespace rerate {
namespace {

double parzen(double x) {
  if (x > 1) return 0;
  const double rest = 1 - x;
  return x < 0.5 ? 1 - 6 * x * x + 6 * x * x * x : 2 * rest * rest * rest;
}

double quadratic_spectral(double x) {
  if (x == 0) return 1;
  if (std::isinf(x)) return 0;
  const Quad y = 6 * quad_pi * static_cast<Quad>(x) / 5;
  return static_cast<double>(3 / (y * y) * (quad_sin(y) / y - quad_cos(y)));
}

// With bandwidth m + f, the weights at whole lags are those of m and m + 1 mixed: each a sum over moving windows.
Matrix bartlett_sum(const PaddedColumns& moments, double bandwidth) {
  const auto length = static_cast<Index>(std::floor(bandwidth));
  const double fraction = bandwidth - static_cast<double>(length);
  if (length < 1) return gram(moments);
  Matrix sum = window_gram(moments, length);
  if (fraction > 0) sum = (1 - fraction) * sum + fraction * window_gram(moments, length + 1);
  return sum / bandwidth;
}

Index last_lag(Kernel kernel, double bandwidth, Index rows) {
  const double reach =
      kernel == Kernel::quadratic_spectral ? static_cast<double>(rows) : std::floor(bandwidth);
  return static_cast<Index>(std::min(reach, static_cast<double>(rows - 1)));
}

// sum_t m_t (k_0 m_t / 2 + sum_j k_j m_{t-j})' and its transpose.
Matrix lagged_sum(const PaddedColumns& padded_moments, Kernel kernel, double bandwidth) {
  const Matrix moments = unpadded(padded_moments);
  const Index n = moments.rows(), lags = bandwidth > 0 ? last_lag(kernel, bandwidth, n) : 0;
  Matrix weighted = moments / 2;
  for (Index lag = 1; lag <= lags; ++lag) {
    const double weight = kernel_weight(kernel, static_cast<double>(lag) / bandwidth);
    weighted.bottomRows(n - lag) += weight * moments.topRows(n - lag);
  }
  const Matrix half = moments.transpose() * weighted;
  return half + half.transpose();
}

}  // namespace

std::string_view to_string(Kernel kernel) {
  switch (kernel) {
    case Kernel::bartlett: return "Bartlett";
    case Kernel::parzen: return "Parzen";
    case Kernel::quadratic_spectral: return "quadratic spectral";
    case Kernel::truncated: break;
  }
  return "truncated";
}

double kernel_weight(Kernel kernel, double x) {
  switch (kernel) {
    case Kernel::bartlett: return x < 1 ? 1 - x : 0;
    case Kernel::parzen: return parzen(x);
    case Kernel::quadratic_spectral: return quadratic_spectral(x);
    case Kernel::truncated: break;
  }
  return x <= 1 ? 1 : 0;
}

Matrix kernel_sum(const PaddedColumns& moments, Kernel kernel, double bandwidth) {
  return kernel == Kernel::bartlett ? bartlett_sum(moments, bandwidth)
                                    : lagged_sum(moments, kernel, bandwidth);
}

}  // namespace rerate
