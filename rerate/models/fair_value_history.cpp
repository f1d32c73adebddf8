#include "rerate/models/fair_value_history.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/panel_columns.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Rows after the newest figure hold that figure.
Vector carried(const Vector& column, double newest, Index now, int age) {
  Vector result = column;
  for (Index row = now - age + 1; row <= now; ++row) result[row] = newest;
  return result;
}

struct CarriedPanel {
  Vector fundamental;
  Matrix drivers;
};

CarriedPanel carry(const FairValuePanel& panel) {
  CarriedPanel result{carried(panel.fundamental, panel.fundamental_now, panel.now, panel.fundamental_age),
                      panel.drivers};
  for (Index column = 0; column < panel.drivers.cols(); ++column)
    result.drivers.col(column) = carried(panel.drivers.col(column), panel.today[column], panel.now,
                                         panel.age[static_cast<std::size_t>(column)]);
  return result;
}

struct LogMultiple {
  double value = kMissing, variance = kMissing;
};

LogMultiple log_multiple_at(const FairValueEquations& equations, const CarriedPanel& carried, Index row) {
  const Vector figures = carried.drivers.row(row);
  if (equations.multiple().form != MultipleForm::differences)
    return {equations.log_multiple(figures), equations.log_multiple_variance(figures)};
  const auto& panel = equations.panel();
  const Index before = row - equations.growth().horizon;
  if (before < 0) return {};
  // The equation's variance is that of b'(x - x_today): what counts is how far drivers moved.
  const Vector moved = carried.drivers.row(row) - carried.drivers.row(before);
  const Vector& b = equations.multiple().coefficients;
  return {panel.log_multiple[before] + columns_of(moved, equations.multiple().drivers).dot(b),
          equations.log_multiple_variance(panel.today + moved)};
}

}  // namespace

FairValueHistory fair_value_history(const FairValueEquations& equations) {
  const auto& panel = equations.panel();
  const Index rows = panel.price.size();
  FairValueHistory history{Vector::Constant(rows, kMissing), Vector::Constant(rows, kMissing),
                           Vector::Constant(rows, kMissing)};
  if (panel.fundamental_name.empty() || !has_growth(equations.growth())) return history;
  const auto carried = carry(panel);
  const auto& errors = equations.errors();
  const double of_errors = errors.multiple_variance + errors.growth_variance + 2 * errors.covariance;
  const double reach = normal_quantile(0.5 + equations.level() / 2);
  for (Index row = 0; row <= panel.now; ++row) {
    const auto multiple = log_multiple_at(equations, carried, row);
    const Vector figures = carried.drivers.row(row);
    const double growth = equations.log_growth(figures);
    if (std::isnan(multiple.value) || std::isnan(growth) || std::isnan(carried.fundamental[row])) continue;
    const double value = carried.fundamental[row] * reproducible_exp(multiple.value + growth);
    history.value[row] = value;
    const double variance = multiple.variance + equations.log_growth_variance(figures) + of_errors;
    if (!(variance > 0)) continue;
    const double factor = reproducible_exp(reach * std::sqrt(variance));
    history.low[row] = value / factor;
    history.high[row] = value * factor;
  }
  return history;
}

RecordHigh record_high(const Series& record, const FairValuePanel& panel) {
  RecordHigh high{-std::numeric_limits<double>::infinity(), {}};
  for (std::size_t i = 0; i < record.size(); ++i)
    if (record.value[i] > high.level) high = {record.value[i], last_day(record.period(i))};
  if (!std::isfinite(high.level) || high.level <= 0)
    refuse(ErrorCode::fair_value_sample,
           fmt::format("`{}` has no price above zero in which to find the record", record.name), {},
           panel.place);
  for (Index row = 0; row <= panel.now; ++row)
    if (panel.price[row] > high.level) high = {panel.price[row], last_day(panel.period(row))};
  return high;
}

}  // namespace rerate
