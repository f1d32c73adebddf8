#pragma once

#include <vector>

#include "rerate/models/growth_equation.h"
#include "rerate/models/multiple_equation.h"

namespace rerate {

// By how much ln P at the end of a horizon missed what the equations said, as a pair: the multiple's error at the end, and
// growth's over the stretch that ends there. The pair is what keeps the equations' errors together.
//
// In levels the multiple's error at row t is u_t: whatever the horizon, the multiple comes back. In differences it is the sum
// of the one-period errors of rows t - h + 1..t: it does not come back, and grows with the horizon. Growth's error at row t
// is that of the stretch from t - h to t. In natural logs, both.
struct HorizonErrors {
  std::vector<Index> end;   // panel rows on which every estimated equation has an error
  Vector multiple, growth;  // by entry of `end`; 0 for an equation that is given
  // For the analytic band: squared residual_sd of the equations (in differences the mean square of the sums), their product.
  double multiple_variance = 0, growth_variance = 0, covariance = 0;
  double correlation = 0;
};

bool is_estimated(const MultipleEquation& equation);
bool is_estimated(const GrowthEquation& equation);
// False when growth is neither estimated nor given: scenarios then bring their own.
bool has_growth(const GrowthEquation& equation);

// O(T h).
HorizonErrors horizon_errors(const MultipleEquation& multiple, const GrowthEquation& growth);

}  // namespace rerate
