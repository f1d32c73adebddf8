#include "rerate/models/required_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/driver_range.h"
#include "rerate/models/estimation_words.h"
#include "rerate/models/ratio_interval.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// A driver whose whole range moves its equation by less than this in logs does not move it.
constexpr double kNoEffect = 1e-6;
// Standard deviations beyond all that the sample has seen.
constexpr double kOutOfReach = 2;
// A handful of figures is no range to be outside of.
constexpr std::size_t kFewestFigures = 12;

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

// What is asked for against what there has been; "" within 2 standard deviations of it.
std::string reach_in_words(double value, const std::vector<double>& seen, const char* unit) {
  if (seen.size() < kFewestFigures || !std::isfinite(value)) return {};
  const Eigen::Map<const Vector> sample(seen.data(), static_cast<Index>(seen.size()));
  const double low = sample.minCoeff(), high = sample.maxCoeff();
  const double deviation =
      std::sqrt((sample.array() - sample.mean()).square().sum() / static_cast<double>(seen.size() - 1));
  const double beyond = std::max(value - high, low - value);
  if (!(beyond > kOutOfReach * deviation)) return {};
  return fmt::format("Out of reach: {} all of the sample ({:.2f}{} to {:.2f}{}){}",
                     value > high ? "above" : "below", low, unit, high, unit,
                     deviation > 0 ? fmt::format(", by {:.1f} standard deviations", beyond / deviation) : "");
}

std::vector<double> multiples_seen(const FairValueEquations& equations) {
  std::vector<double> seen;
  for (const double log_multiple : equations.panel().log_multiple)
    if (!std::isnan(log_multiple)) seen.push_back(reproducible_exp(log_multiple));
  return seen;
}

// Of the fundamental over the horizon, percent.
std::vector<double> growths_seen(const FairValueEquations& equations) {
  std::vector<double> seen;
  const auto& fundamental = equations.panel().fundamental;
  const Index horizon = equations.growth().horizon;
  for (Index row = horizon; row < fundamental.size(); ++row)
    if (const double ratio = fundamental[row] / fundamental[row - horizon]; std::isfinite(ratio))
      seen.push_back(100 * (ratio - 1));
  return seen;
}

RequiredValue required_growth(const Inversion& inversion) {
  RequiredValue row;
  row.solves = "growth";
  row.unit = "percent";
  row.value = 100 * (reproducible_exp(inversion.needed - inversion.multiple.value) - 1);
  row.band = unless_certain(percent_band(band_of_rest(inversion, inversion.multiple)));
  row.today = 100 * (reproducible_exp(inversion.equations.log_growth(inversion.equations.panel().today)) - 1);
  row.words = reach_in_words(row.value, growths_seen(inversion.equations), "%");
  return row;
}

RequiredValue required_multiple(const Inversion& inversion) {
  RequiredValue row;
  row.solves = "multiple";
  row.unit = "ratio";
  row.value = reproducible_exp(inversion.needed - inversion.growth.value);
  row.band = unless_certain(exp_band(band_of_rest(inversion, inversion.growth)));
  row.today = reproducible_exp(inversion.equations.log_multiple_now());
  row.words = reach_in_words(row.value, multiples_seen(inversion.equations), "");
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

// The p-value of a driver's coefficient by the errors of its equation's table; NaN when it is given.
double p_of(const RegressionTable& table, const std::string& name) {
  for (const auto& term : table.terms)
    if (term.name == name) return term.p;
  return kMissing;
}

std::string driver_reach_in_words(const FairValueEquations& equations, Index column, double value) {
  const auto outside = outside_in_words(equations, column, value);
  const auto range = driver_range(equations, column);
  const double beyond = std::max(value - range.high, range.low - value);
  const bool far = !outside.empty() && beyond > kOutOfReach * range.standard_deviation;
  return far ? "Out of reach: " + outside : outside;
}

RequiredValue required_driver(const Inversion& inversion, Index column, const Solved& solved,
                              const char* moved, double p) {
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
    row.words = fmt::format("none: {} does not move {}", panel.titles[at], moved);
    return row;
  }
  if (p > 1 - equations.level()) {
    row.value = kMissing;
    row.words =
        fmt::format("No answer: {} has no measurable effect ({})", panel.titles[at], probability_in_words(p));
    return row;
  }
  band_of_driver(equations, solved, panel.titles[at], row);
  const auto outside = driver_reach_in_words(equations, column, row.value);
  if (!outside.empty()) row.words = row.words.empty() ? outside : fmt::format("{}; {}", outside, row.words);
  return row;
}

// Draws of needed - multiple - growth; a side without draws is certain.
Vector gap_draws(double needed, const Side& multiple, const Side& growth) {
  const Index draws = std::max(multiple.draws.size(), growth.draws.size());
  if (draws == 0) return {};
  Vector gap = Vector::Constant(draws, needed);
  for (const Side* side : {&multiple, &growth})
    if (side->draws.size() > 0)
      gap -= side->draws;
    else
      gap.array() -= side->value;
  return gap;
}

// Which equations a driver is solved through: both, when it stands in both, as moving it moves both.
struct Through {
  bool multiple, growth;
};

// The sum of what two equations add; one without draws adds its estimate to each.
Vector summed_draws(const Vector& first, double first_estimate, const Vector& second,
                    double second_estimate) {
  const Index draws = std::max(first.size(), second.size());
  if (draws == 0) return {};
  Vector sum = Vector::Zero(draws);
  if (first.size() > 0)
    sum += first;
  else
    sum.array() += first_estimate;
  if (second.size() > 0)
    sum += second;
  else
    sum.array() += second_estimate;
  return sum;
}

Solved solve(const Inversion& inversion, Index column, Through through) {
  const auto& equations = inversion.equations;
  const auto& drivers = inversion.base.drivers;
  // A side that the scenario gives is solved along its equation all the same.
  const Side multiple = through.multiple ? multiple_side(equations, drivers) : inversion.multiple;
  const Side growth = through.growth ? growth_side(equations, drivers) : inversion.growth;
  Solved solved;
  solved.start = drivers[column];
  solved.gap = inversion.needed - multiple.value - growth.value;
  solved.gap_variance = multiple.variance + growth.variance;
  Vector multiple_draws, growth_draws;
  double multiple_slope = 0, growth_slope = 0;
  if (through.multiple) {
    multiple_slope = equations.multiple_slope(column);
    multiple_draws = equations.multiple_slope_draws(column);
    solved.slope_variance += equations.multiple_slope_variance(column);
    solved.covariance -= equations.multiple_covariance_with_slope(drivers, column);
  }
  if (through.growth) {
    growth_slope = equations.growth_slope(column);
    growth_draws = equations.growth_slope_draws(column);
    solved.slope_variance += equations.growth_slope_variance(column);
    solved.covariance -= equations.growth_covariance_with_slope(drivers, column);
  }
  solved.slope = multiple_slope + growth_slope;
  solved.slope_draws = summed_draws(multiple_draws, multiple_slope, growth_draws, growth_slope);
  if (solved.slope_draws.size() > 0) solved.gap_draws = gap_draws(inversion.needed, multiple, growth);
  return solved;
}

bool stands_in(const std::vector<Index>& drivers, Index column) {
  return std::find(drivers.begin(), drivers.end(), column) != drivers.end();
}

RequiredValue required_through(const Inversion& inversion, Index column, Through through) {
  const char* moved = through.multiple && through.growth ? "multiple and growth together"
                      : through.multiple                 ? "the multiple"
                                                         : "growth";
  // Of two coefficients the better known one counts.
  const auto& equations = inversion.equations;
  const auto& name = equations.panel().names[static_cast<std::size_t>(column)];
  const double p = std::fmin(through.multiple ? p_of(equations.multiple().table, name) : kMissing,
                             through.growth ? p_of(equations.growth().table, name) : kMissing);
  return required_driver(inversion, column, solve(inversion, column, through), moved, p);
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
  const auto through = [&](Index column) {
    const Through stands{stands_in(equations.multiple().drivers, column),
                         stands_in(equations.growth().drivers, column)};
    // Of a driver in both, the side that the scenario gives does not move; when it gives both, the equations are asked.
    if (!stands.multiple || !stands.growth || (multiple_given && growth_given)) return stands;
    return Through{!multiple_given, !growth_given};
  };
  std::vector<Index> columns;
  if (rate_column >= 0) columns.push_back(rate_column);
  for (const Index column : equations.growth().drivers)
    if (column != rate_column) columns.push_back(column);
  for (const Index column : columns) rows.push_back(required_through(inversion, column, through(column)));
  for (auto& row : rows) {
    row.target = target.name;
    row.level = target.level;
    if (row.words.empty() && std::isnan(row.band.low)) row.words = "no band: no estimate enters";
  }
  return rows;
}

}  // namespace rerate
