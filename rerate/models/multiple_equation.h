#pragma once

#include <optional>

#include "rerate/models/fair_value_panel.h"
#include "rerate/regression/rolling_regression.h"
#include "rerate/time_series/cointegrating_regression.h"
#include "rerate/time_series/cointegration.h"
#include "rerate/time_series/error_correction.h"
#include "rerate/time_series/structural_breaks.h"

namespace rerate {

// What explains the multiple (domain.md formula 2): ln M_t = a + b'x_t + u_t.
//
// In levels when the variables are cointegrated, by dynamic OLS; otherwise the fit of levels is no evidence (Granger and
// Newbold 1974) and differences are used: d ln M_t = c + b' d x_t + e_t, the fair multiple being today's plus b'(x_c - x_now).
enum class MultipleForm : std::uint8_t { levels, differences, given };
enum class MultipleFormChoice : std::uint8_t { automatic, levels, differences };

struct MultipleSettings {
  MultipleFormChoice form = MultipleFormChoice::automatic;
  double cointegration_level = 0.10;  // Engle-Granger or Johansen (trace) must reject at this level
  CointegratingSettings long_run = {};
  BreakSettings breaks = {};
};

struct MultipleDiagnostics {
  std::vector<UnitRootTest> unit_roots;  // ADF and KPSS of ln M and of every driver, in this order
  std::optional<UnitRootTest> engle_granger;
  std::optional<Johansen> johansen;
  bool cointegrated = false;
  std::optional<StructuralBreaks> breaks;
  std::optional<SupF> sup_f;
  std::vector<std::string> words;  // sentences for the note, most important first
};

struct MultipleEquation {
  MultipleForm form = MultipleForm::levels;
  std::vector<Index> drivers;  // columns of the panel
  double constant = 0;         // a; 0 in differences
  Vector coefficients;         // b, one a driver
  // Covariance of (a, b') in levels, of b in differences; empty when given without errors.
  Matrix covariance;
  double residual_sd = 0;  // of u over the estimation rows; in differences of e
  // By row of the panel, NaN outside the sample. In levels fitted = a + b'x. In differences the fitted multiple is the one
  // `horizon` periods earlier moved by b'(x_t - x_{t-horizon}).
  Vector fitted, residual;
  Index first = 0, last = 0;                    // rows used
  std::optional<ErrorCorrection> correction;    // in levels: the speed k
  RegressionTable table;                        // of the form that is used
  std::optional<RegressionTable> levels_table;  // always made when estimated, for the comparison
  MultipleDiagnostics diagnostics;
  // Coefficients estimated on rows up to each (levels: static OLS; differences: OLS), with standard errors.
  RecursiveFit stability;
  std::vector<Index> stability_rows;  // panel row of each row of `stability`

  // ln M under drivers x (of this equation, in order): levels a + b'x; differences ln M_now + b'(x - x_now);
  // given: constant + b'(x - x_now).
  double fair_log_multiple(const Vector& x, const Vector& x_now, double log_multiple_now) const;
};

// `drivers` index the panel's columns. Throws as the estimators do (with the drivers' names), fair_value_sample when fewer
// than 24 rows (monthly) or 3 (k + 1) rows overlap, naming the series that begins last or ends first.
MultipleEquation estimate_multiple(const FairValuePanel& panel, const std::vector<Index>& drivers,
                                   Index horizon, const MultipleSettings& settings);

}  // namespace rerate
