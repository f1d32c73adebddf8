#include "rerate/models/required_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/driver_range.h"
#include "rerate/models/ratio_interval.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// A driver whose whole range moves its equation by less than this in logs does not move it.
constexpr double kNoEffect = 1e-6;

// One side of ln L - ln S = ln M + ln(1 + g) in the base scenario, with what is not certain about it.
struct Side {
  double value = 0;     // natural log
  double variance = 0;  // analytic
  Vector draws;         // empty: certain, or no draws
};

struct Inversion {
  const FairValueEquations& equations;
  const ScenarioResult& base;
  double needed;  // ln L - ln S
  Side multiple, growth;
};

Side given_side(double value) { return {value, 0, {}}; }

Side multiple_side(const FairValueEquations& equations, const Vector& figures) {
  return {equations.log_multiple(figures), equations.log_multiple_variance(figures),
          equations.log_multiple_draws(figures)};
}

Side growth_side(const FairValueEquations& equations, const Vector& figures) {
  return {equations.log_growth(figures), equations.log_growth_variance(figures),
          equations.log_growth_draws(figures)};
}

// Of needed - side.
Band band_of_rest(const Inversion& inversion, const Side& side) {
  if (side.draws.size() == 0)
    return normal_band(inversion.needed - side.value, side.variance, inversion.equations.level());
  Vector rest = inversion.needed - side.draws.array();
  return band_of_draws(rest, inversion.equations.level());
}

// Draws of something certain are all the same: that is no band.
Band unless_certain(Band band) { return band.low < band.high ? band : Band{}; }

RequiredValue required_growth(const Inversion& inversion) {
  RequiredValue row;
  row.solves = "growth";
  row.unit = "percent";
  row.value = 100 * (reproducible_exp(inversion.needed - inversion.multiple.value) - 1);
  row.band = unless_certain(percent_band(band_of_rest(inversion, inversion.multiple)));
  row.today = 100 * (reproducible_exp(inversion.equations.log_growth(inversion.equations.panel().today)) - 1);
  return row;
}

RequiredValue required_multiple(const Inversion& inversion) {
  RequiredValue row;
  row.solves = "multiple";
  row.unit = "ratio";
  row.value = reproducible_exp(inversion.needed - inversion.growth.value);
  row.band = unless_certain(exp_band(band_of_rest(inversion, inversion.growth)));
  row.today = reproducible_exp(inversion.equations.log_multiple_now());
  return row;
}

// A driver along one equation: figure + (needed - other side - own side) / slope.
struct Solved {
  double start = 0;  // the driver in the scenario
  double gap = 0;    // needed - other - own, natural log
  double slope = 0;
  double gap_variance = 0, slope_variance = 0, covariance = 0;
  Vector gap_draws, slope_draws;
};

std::string no_bounds(const std::string& name, double level) {
  return fmt::format("no bounds: the coefficient of {} is 0 within its {:.0f}% band", name, 100 * level);
}

// More than a tail of the draws on the other side of zero.
bool zero_within_band(const Vector& slope_draws, double level) {
  const auto n = static_cast<double>(slope_draws.size());
  const auto negative = static_cast<double>((slope_draws.array() <= 0).count());
  const auto positive = static_cast<double>((slope_draws.array() >= 0).count());
  return std::min(negative, positive) > (1 - level) / 2 * n;
}

void band_of_driver(const FairValueEquations& equations, const Solved& solved, const std::string& name,
                    RequiredValue& row) {
  if (solved.gap_draws.size() > 0) {
    if (zero_within_band(solved.slope_draws, equations.level())) {
      row.words = no_bounds(name, equations.level());
      return;
    }
    Vector values = solved.start + solved.gap_draws.array() / solved.slope_draws.array();
    row.band = unless_certain(band_of_draws(values, equations.level()));
    return;
  }
  const auto interval = fieller_interval(
      {solved.gap, solved.slope, solved.gap_variance, solved.slope_variance, solved.covariance},
      equations.level());
  if (interval.shape != RatioShape::bounded)
    row.words = no_bounds(name, equations.level());
  else
    row.band = unless_certain({solved.start + interval.band.low, solved.start + interval.band.high});
}

// Moving the driver over all its range (or by one, without a range) moves the equation by nothing.
bool moves_nothing(const FairValueEquations& equations, Index column, double slope) {
  const auto range = driver_range(equations, column);
  const double reach = range.high > range.low ? range.high - range.low : 1;
  return !(std::fabs(slope) * reach > kNoEffect);
}

RequiredValue required_driver(const Inversion& inversion, Index column, const Solved& solved,
                              const char* moved) {
  const auto& equations = inversion.equations;
  const auto& panel = equations.panel();
  const auto at = static_cast<std::size_t>(column);
  RequiredValue row;
  row.solves = panel.names[at];
  row.unit = panel.units[at];
  row.today = panel.today[column];
  row.value = solved.start + solved.gap / solved.slope;
  if (moves_nothing(equations, column, solved.slope) || !std::isfinite(row.value)) {
    row.value = kMissing;
    row.words = fmt::format("none: {} does not move {}", panel.names[at], moved);
    return row;
  }
  band_of_driver(equations, solved, panel.names[at], row);
  const auto outside = outside_in_words(equations, column, row.value);
  if (!outside.empty()) row.words = row.words.empty() ? outside : fmt::format("{}; {}", outside, row.words);
  return row;
}

// Gap draws: needed - other - own; a side without draws is certain.
Vector gap_draws(double needed, const Side& own, const Side& other) {
  if (own.draws.size() == 0) return {};
  Vector gap = needed - own.draws.array();
  if (other.draws.size() > 0)
    gap -= other.draws;
  else
    gap.array() -= other.value;
  return gap;
}

RequiredValue required_rate(const Inversion& inversion, Index column) {
  const auto& equations = inversion.equations;
  const auto own = multiple_side(equations, inversion.base.drivers);
  Solved solved;
  solved.start = inversion.base.drivers[column];
  solved.gap = inversion.needed - inversion.growth.value - own.value;
  solved.slope = equations.multiple_slope(column);
  solved.gap_variance = own.variance + inversion.growth.variance;
  solved.slope_variance = equations.multiple_slope_variance(column);
  solved.covariance = -equations.multiple_covariance_with_slope(inversion.base.drivers, column);
  solved.gap_draws = gap_draws(inversion.needed, own, inversion.growth);
  solved.slope_draws = equations.multiple_slope_draws(column);
  return required_driver(inversion, column, solved, "the multiple");
}

RequiredValue required_macro_driver(const Inversion& inversion, Index column) {
  const auto& equations = inversion.equations;
  const auto own = growth_side(equations, inversion.base.drivers);
  Solved solved;
  solved.start = inversion.base.drivers[column];
  solved.gap = inversion.needed - inversion.multiple.value - own.value;
  solved.slope = equations.growth_slope(column);
  solved.gap_variance = own.variance + inversion.multiple.variance;
  solved.slope_variance = equations.growth_slope_variance(column);
  solved.covariance = -equations.growth_covariance_with_slope(inversion.base.drivers, column);
  solved.gap_draws = gap_draws(inversion.needed, own, inversion.multiple);
  solved.slope_draws = equations.growth_slope_draws(column);
  return required_driver(inversion, column, solved, "growth");
}

}  // namespace

std::vector<RequiredValue> required_values(const FairValueEquations& equations, const ScenarioResult& base,
                                           bool multiple_given, bool growth_given,
                                           const RequiredTarget& target, Index rate_column) {
  Inversion inversion{equations, base, reproducible_log(target.level) - equations.log_fundamental(), {}, {}};
  inversion.multiple =
      multiple_given ? given_side(reproducible_log(base.multiple)) : multiple_side(equations, base.drivers);
  inversion.growth = growth_given ? given_side(reproducible_log(1 + base.growth / 100))
                                  : growth_side(equations, base.drivers);
  std::vector<RequiredValue> rows = {required_growth(inversion), required_multiple(inversion)};
  if (rate_column >= 0) rows.push_back(required_rate(inversion, rate_column));
  for (const Index column : equations.growth().drivers)
    rows.push_back(required_macro_driver(inversion, column));
  for (auto& row : rows) {
    row.target = target.name;
    row.level = target.level;
  }
  return rows;
}

}  // namespace rerate
