#pragma once

#include "rerate/models/band.h"
#include "rerate/models/fair_value_draws.h"

namespace rerate {

// The two equations read side by side, at any figures of the panel's drivers: what they say, how sure they are, and how far
// off they usually are. Everything is in natural logs: growth 0.013 is about 1.3%.
//
// `figures` below has one entry a column of the panel. Holds references: for use while what it reads stays in place.
class FairValueEquations {
 public:
  FairValueEquations(const FairValuePanel& panel, const MultipleEquation& multiple,
                     const GrowthEquation& growth, const FairValueDraws& draws, double level);

  const FairValuePanel& panel() const { return panel_; }
  const MultipleEquation& multiple() const { return multiple_; }
  const GrowthEquation& growth() const { return growth_; }
  const FairValueDraws& draws() const { return draws_; }
  const HorizonErrors& errors() const { return errors_; }
  double level() const { return level_; }  // of bands
  double log_fundamental() const { return log_fundamental_; }
  double log_price() const { return log_price_; }
  double log_multiple_now() const { return log_price_ - log_fundamental_; }

  double log_multiple(const Vector& figures) const;
  double log_growth(const Vector& figures) const;  // NaN without a growth equation
  // Of the same figures by draw: coefficients only. Empty without draws.
  Vector log_multiple_draws(const Vector& figures) const;
  Vector log_growth_draws(const Vector& figures) const;
  // Analytic, by the coefficients' covariance: 0 when there is none.
  double log_multiple_variance(const Vector& figures) const;
  double log_growth_variance(const Vector& figures) const;

  // Today's multiple less what today's drivers explain: u_now. 0 in differences, whose anchor is today.
  double residual_now() const;
  // Share of a gap that closes in a period, within 0..1; NaN when none was estimated or given, and in differences.
  double speed() const;
  // Share of today's gap that is left after the horizon, (1 - speed)^horizon; NaN without a speed.
  double gap_left() const;

  // Slope of a panel column in an equation, and by draw; 0 and empty when the equation does not have it.
  double multiple_slope(Index column) const;
  double growth_slope(Index column) const;
  Vector multiple_slope_draws(Index column) const;
  Vector growth_slope_draws(Index column) const;
  // Covariance of the equation's value at `figures` with its slope on the column.
  double multiple_covariance_with_slope(const Vector& figures, Index column) const;
  double growth_covariance_with_slope(const Vector& figures, Index column) const;
  double multiple_slope_variance(Index column) const;
  double growth_slope_variance(Index column) const;

 private:
  Vector multiple_regressors(const Vector& figures) const;
  Vector growth_regressors(const Vector& figures) const;

  const FairValuePanel& panel_;
  const MultipleEquation& multiple_;
  const GrowthEquation& growth_;
  const FairValueDraws& draws_;
  HorizonErrors errors_;
  Matrix multiple_covariance_, growth_covariance_;  // of (constant, slopes), in logs; zero where not known
  double level_, log_fundamental_, log_price_;
};

}  // namespace rerate
