#include "rerate/models/horizon_errors.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double multiple_error(const MultipleEquation& equation, Index row, Index horizon) {
  if (equation.form != MultipleForm::differences) return equation.residual[row];
  if (row < horizon - 1) return kMissing;
  double sum = 0;
  for (Index back = horizon - 1; back >= 0; --back) sum += equation.residual[row - back];
  return sum;
}

double growth_error(const GrowthEquation& equation, Index row) {
  return row < equation.horizon ? kMissing : equation.residual[row - equation.horizon] / 100;
}

// Sums over a horizon overlap and share their mean: what the mean takes away is h/n of their variance.
double variance_of_sums(const Vector& sums, Index horizon) {
  const auto n = static_cast<double>(sums.size());
  const double kept = std::max(0.5, 1 - static_cast<double>(horizon) / n);
  return (sums.array() - sums.mean()).square().sum() / n / kept;
}

}  // namespace

bool is_estimated(const MultipleEquation& equation) { return equation.form != MultipleForm::given; }
bool is_estimated(const GrowthEquation& equation) { return !equation.given; }
bool has_growth(const GrowthEquation& equation) { return !std::isnan(equation.constant); }

HorizonErrors horizon_errors(const MultipleEquation& multiple, const GrowthEquation& growth) {
  HorizonErrors errors;
  const bool of_multiple = is_estimated(multiple), of_growth = is_estimated(growth);
  if (!of_multiple && !of_growth) return errors;
  const Index rows = of_multiple ? multiple.residual.size() : growth.residual.size();
  std::vector<double> first, second;
  for (Index row = 0; row < rows; ++row) {
    const double u = of_multiple ? multiple_error(multiple, row, growth.horizon) : 0;
    const double e = of_growth ? growth_error(growth, row) : 0;
    if (std::isnan(u) || std::isnan(e)) continue;
    errors.end.push_back(row);
    first.push_back(u);
    second.push_back(e);
  }
  const auto count = static_cast<Index>(errors.end.size());
  errors.multiple = Eigen::Map<const Vector>(first.data(), count);
  errors.growth = Eigen::Map<const Vector>(second.data(), count);
  if (of_growth) errors.growth_variance = growth.residual_sd * growth.residual_sd / 1e4;
  if (of_multiple) errors.multiple_variance = multiple.residual_sd * multiple.residual_sd;
  if (count < 2) return errors;
  if (multiple.form == MultipleForm::differences)
    errors.multiple_variance = variance_of_sums(errors.multiple, growth.horizon);
  const Vector u = errors.multiple.array() - errors.multiple.mean();
  const Vector e = errors.growth.array() - errors.growth.mean();
  const double scale = std::sqrt(u.squaredNorm() * e.squaredNorm());
  if (scale > 0) errors.correlation = u.dot(e) / scale;
  errors.covariance = errors.correlation * std::sqrt(errors.multiple_variance * errors.growth_variance);
  return errors;
}

}  // namespace rerate
