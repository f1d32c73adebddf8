#include "rerate/statistics/fast_normal.h"

#include "rerate/statistics/normal_kernel.h"

namespace rerate {

double fast_exp(double x) {
  double result = 0;
  normal_kernel::exponential(x, result);
  return result;
}

double fast_log(double x) {
  double result = 0;
  normal_kernel::logarithm(x, result);
  return result;
}

double fast_normal_density(double x) {
  double bell = 0, ratio = 0;
  normal_kernel::normal_parts(x, bell, ratio);
  return bell * normal_kernel::density_at_zero;
}

double fast_normal_cdf(double x) {
  double share = 0;
  normal_kernel::normal_share(x, share);
  return share;
}

double fast_logistic(double x) {
  double share = 0;
  normal_kernel::logistic_share(x, share);
  return share;
}

}  // namespace rerate
