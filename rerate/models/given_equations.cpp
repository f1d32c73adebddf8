#include "rerate/models/given_equations.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/panel_columns.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct Slopes {
  std::vector<Index> drivers;
  Vector coefficients;
};

Slopes in_panel_order(const FairValuePanel& panel, const std::map<std::string, double>& given) {
  Slopes slopes;
  slopes.coefficients.resize(static_cast<Index>(given.size()));
  for (std::size_t column = 0; column < panel.names.size(); ++column) {
    const auto found = given.find(panel.names[column]);
    if (found == given.end()) continue;
    slopes.coefficients[static_cast<Index>(slopes.drivers.size())] = found->second;
    slopes.drivers.push_back(static_cast<Index>(column));
  }
  return slopes;
}

// The uncertainty of a given figure is that of its constant.
Matrix covariance_of_constant(Index drivers, double sd) {
  Matrix covariance = Matrix::Zero(1 + drivers, 1 + drivers);
  covariance(0, 0) = sd * sd;
  return covariance;
}

RegressionTable table_of(std::string title, std::string dependent, double constant, const Slopes& slopes,
                         const FairValuePanel& panel, std::optional<double> sd) {
  RegressionTable table;
  table.title = std::move(title);
  table.dependent = std::move(dependent);
  table.errors = "given, not estimated";
  const auto term = [&](std::string name, double estimate, double error) {
    table.terms.push_back({std::move(name), estimate, error, kMissing, kMissing, kMissing, kMissing});
  };
  term("constant", constant, sd ? *sd : kMissing);
  for (std::size_t i = 0; i < slopes.drivers.size(); ++i)
    term(panel.names[static_cast<std::size_t>(slopes.drivers[i])], slopes.coefficients[static_cast<Index>(i)],
         kMissing);
  table.k = static_cast<Index>(table.terms.size());
  table.r2 = table.adjusted_r2 = table.durbin_watson = table.condition_number = table.sigma = kMissing;
  table.choices.push_back("drivers as differences from today's");
  return table;
}

void check_finite(const FairValuePanel& panel, const char* key, double value) {
  if (std::isfinite(value)) return;
  refuse(ErrorCode::fair_value_given, fmt::format("`{}` must be a finite number, but is {}", key, value), {},
         panel.place);
}

void check_not_negative(const FairValuePanel& panel, const char* key, const std::optional<double>& value) {
  if (!value) return;
  check_finite(panel, key, *value);
  if (*value >= 0) return;
  refuse(ErrorCode::fair_value_given, fmt::format("`{}` must be zero or above, but is {}", key, *value), {},
         panel.place);
}

void check_belongs(const FairValuePanel& panel, const char* key, const std::optional<double>& value,
                   const char* belongs_to, const std::optional<double>& figure) {
  if (!value || figure) return;
  refuse(ErrorCode::fair_value_given,
         fmt::format("`{}` needs `{}`, whose uncertainty it is", key, belongs_to),
         fmt::format("Give `{}` too, or leave `{}` out.", belongs_to, key), panel.place);
}

void check_slopes(const FairValuePanel& panel, const char* key, const std::map<std::string, double>& slopes,
                  const char* belongs_to, bool has_it) {
  for (const auto& [name, slope] : slopes) {
    column_named(panel, name, fmt::format("`{}`", key), panel.place);
    check_finite(panel, key, slope);
  }
  if (slopes.empty() || has_it) return;
  refuse(ErrorCode::fair_value_given,
         fmt::format("`{}` needs `{}`, the figure at today's drivers", key, belongs_to),
         fmt::format("Give `{}` too, or leave the slopes out so that they are estimated.", belongs_to),
         panel.place);
}

}  // namespace

void check_given(const FairValuePanel& panel, const GivenEquations& given) {
  if (given.fair_multiple && !(*given.fair_multiple > 0 && std::isfinite(*given.fair_multiple)))
    refuse(ErrorCode::fair_value_given,
           fmt::format("`fair_multiple` must be above zero, but is {}", *given.fair_multiple), {},
           panel.place);
  if (given.growth && !(*given.growth > -100 && std::isfinite(*given.growth)))
    refuse(ErrorCode::fair_value_given,
           fmt::format("`growth` must be above -100 percent, but is {}", *given.growth), {}, panel.place);
  check_not_negative(panel, "multiple_sd", given.multiple_sd);
  check_not_negative(panel, "growth_sd", given.growth_sd);
  check_not_negative(panel, "speed", given.speed);
  if (given.speed && *given.speed > 1)
    refuse(
        ErrorCode::fair_value_given,
        fmt::format("`speed` is the share of a gap that closes in a period: 0 to 1, but is {}", *given.speed),
        {}, panel.place);
  check_belongs(panel, "multiple_sd", given.multiple_sd, "fair_multiple", given.fair_multiple);
  check_belongs(panel, "growth_sd", given.growth_sd, "growth", given.growth);
  check_slopes(panel, "multiple_slopes", given.multiple_slopes, "fair_multiple",
               given.fair_multiple.has_value());
  check_slopes(panel, "growth_slopes", given.growth_slopes, "growth", given.growth.has_value());
}

double half_life_of(double speed) {
  if (speed <= 0) return std::numeric_limits<double>::infinity();
  if (speed >= 1) return 0;
  return reproducible_log(0.5) / reproducible_log(1 - speed);
}

MultipleEquation given_multiple(const FairValuePanel& panel, const GivenEquations& given) {
  check_given(panel, given);
  RERATE_ASSERT(given.fair_multiple, "a given multiple equation needs its fair multiple");
  const auto slopes = in_panel_order(panel, given.multiple_slopes);
  MultipleEquation equation;
  equation.form = MultipleForm::given;
  equation.drivers = slopes.drivers;
  equation.constant = reproducible_log(*given.fair_multiple);
  equation.coefficients = slopes.coefficients;
  equation.fitted = equation.residual = Vector::Constant(panel.price.size(), kMissing);
  equation.first = 0;
  equation.last = -1;
  std::optional<double> sd;
  if (given.multiple_sd) sd = *given.multiple_sd / 100;
  if (sd) equation.covariance = covariance_of_constant(slopes.coefficients.size(), *sd);
  if (given.speed) {
    equation.correction.emplace();
    equation.correction->speed = *given.speed;
    equation.correction->speed_std_error = kMissing;
    equation.correction->half_life = half_life_of(*given.speed);
  }
  equation.table = table_of("Multiple equation, given", "log multiple", equation.constant, slopes, panel, sd);
  equation.diagnostics.words.push_back("The fair multiple is given, not estimated.");
  return equation;
}

GrowthEquation given_growth(const FairValuePanel& panel, const GivenEquations& given, Index horizon) {
  check_given(panel, given);
  auto slopes = in_panel_order(panel, given.growth_slopes);
  GrowthEquation equation;
  equation.given = true;
  equation.horizon = horizon;
  equation.fitted = equation.residual = Vector::Constant(panel.price.size(), kMissing);
  equation.first = 0;
  equation.last = -1;
  equation.drivers = slopes.drivers;
  equation.coefficients = slopes.coefficients;
  equation.constant = kMissing;
  if (given.growth) {
    const double today = 100 * reproducible_log(1 + *given.growth / 100);
    equation.constant = today;
    for (std::size_t i = 0; i < slopes.drivers.size(); ++i)
      equation.constant -= slopes.coefficients[static_cast<Index>(i)] * panel.today[slopes.drivers[i]];
    if (given.growth_sd)
      equation.covariance = covariance_of_constant(slopes.coefficients.size(), *given.growth_sd);
    equation.table =
        table_of("Growth equation, given", "log growth, percent", today, slopes, panel, given.growth_sd);
    equation.words.push_back("Growth is given, not estimated.");
  } else {
    equation.words.push_back("There is no growth equation: scenarios give their growth.");
  }
  return equation;
}

}  // namespace rerate
