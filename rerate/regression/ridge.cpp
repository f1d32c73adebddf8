#include "rerate/regression/ridge.h"

#include <Eigen/Cholesky>

namespace rerate {

PenalisedFit ridge(const Vector& y, const Design& drivers, double penalty) {
  check_penalised(y, drivers);
  check_penalty(penalty);
  const auto sample = standardised_sample(y, drivers.x, drivers.rows());
  Matrix penalised = sample.correlation;
  penalised.diagonal().array() += penalty;
  return in_units(sample, penalised.ldlt().solve(sample.with_y));
}

}  // namespace rerate
