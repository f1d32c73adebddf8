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
// In levels when the variables are cointegrated, or ln M is itself stationary, by dynamic OLS; otherwise the fit of levels is no
// evidence (Granger and Newbold 1974) and differences are used: d ln M_t = c + b' d x_t + e_t, the fair multiple being
// today's plus b'(x_c - x_now).
//
// Cointegrated means that at `cointegration_level` Engle and Granger's test rejects, or that Johansen's trace test finds a rank
// with ln M above the rank of the drivers alone. Its rank by itself says nothing of the multiple: each stationary driver adds
// one, and so do two yields that move together.
//
// Example (S&P Composite of data/open, ln price-to-earnings on the 10-year yield, the curve and the Gilchrist-Zakrajsek
// spread, 1973-01 to 2023-01, automatic): Engle-Granger p = 0.007, so levels, although Durbin-Watson (0.07) is below R2
// (0.57); yield -0.067 with standard error 0.049 by dynamic OLS, a gap closes by 3.3% a month, half of it in 20.6 months.
enum class MultipleForm : std::uint8_t { levels, differences, given };
enum class MultipleFormChoice : std::uint8_t { automatic, levels, differences };

struct MultipleSettings {
  MultipleFormChoice form = MultipleFormChoice::automatic;
  double cointegration_level = 0.10;  // Engle-Granger or Johansen (trace) must reject at this level
  CointegratingSettings long_run = {};
  BreakSettings breaks = {};
};

// A break of the coefficients by dates instead of rows of the regression.
struct BreakPeriod {
  Index row = 0;     // panel row of the last period of the old regime
  Period at;         // that period
  Period low, high;  // confidence interval, cut to the sample
  bool has_interval = true;
};

struct MultipleDiagnostics {
  // ADF and KPSS of ln M, then of every driver in order: 2 (1 + d) tests. A test that cannot be made (a driver too short or
  // too regular) has statistic and p NaN.
  std::vector<UnitRootTest> unit_roots;
  bool stationary = false;  // ln M: ADF rejects at 5% and KPSS does not
  std::optional<UnitRootTest> engle_granger;
  std::optional<Johansen> johansen;  // ln M first, then the drivers
  int johansen_rank = 0, johansen_rank_of_drivers = 0;
  bool cointegrated = false;
  // Of the form that is used: rows count from first_regression_row of the panel.
  std::optional<StructuralBreaks> breaks;
  std::optional<SupF> sup_f;
  Index first_regression_row = 0;
  std::vector<BreakPeriod> break_periods;  // of breaks->breaks
  std::vector<std::string> words;          // sentences for the note, most important first
};

struct MultipleEquation {
  MultipleForm form = MultipleForm::levels;
  std::vector<Index> drivers;  // columns of the panel
  double constant = 0;         // a; 0 in differences
  Vector coefficients;         // b, one a driver
  // Covariance of (a, b') in levels, of b in differences; empty when given without errors.
  Matrix covariance;
  double residual_sd = 0;  // of u over the estimation rows; in differences of e
  // By row of the panel, NaN outside the sample. In levels fitted = a + b'x and residual = ln M - fitted. In differences the
  // fitted multiple is the one `horizon` periods earlier moved by b'(x_t - x_{t-horizon}), and residual is e_t of one period
  // (d ln M_t - c - b'd x_t): both are natural logs.
  Vector fitted, residual;
  Index first = 0, last = 0;                                   // rows with a residual
  double drift = 0;                                            // c, per period; 0 in levels
  LongRunEstimator estimator = LongRunEstimator::dynamic_ols;  // of levels
  int leads = 0, lags = 0;                                     // of dynamic OLS
  std::optional<ErrorCorrection> correction;                   // in levels: the speed k
  RegressionTable table;                                       // of the form that is used
  std::optional<RegressionTable>
      levels_table;  // static OLS of levels, always made when estimated, for the comparison
  MultipleDiagnostics diagnostics;
  // Coefficients estimated on rows up to each (levels: static OLS; differences: OLS), with standard errors.
  RecursiveFit stability;
  std::vector<Index> stability_rows;  // panel row of each row of `stability`

  // ln M under drivers x (of this equation, in order): levels a + b'x; differences ln M_now + b'(x - x_now);
  // given: constant + b'(x - x_now).
  double fair_log_multiple(const Vector& x, const Vector& x_now, double log_multiple_now) const;
};

// `drivers` index the panel's columns. Estimated on the newest long stretch of rows without holes (estimation_sample.h).
// O(T^2 k^2) for the breaks, O(T k^2) times some hundreds for the rest. Diagnostics that a sample does not bear are left
// out and named in the words. Throws UserError at the panel's place, or the driver's:
//   fair_value_sample        fewer than 24 rows (monthly) or 3 (k + 1) rows overlap, naming the series that begins last or ends first
//   regression_no_variation  a driver, or the multiple, that does not vary in the sample
//   regression_collinear     drivers that say the same, by name
//   regression_settings      no driver, a level outside (0, 1), what the estimators cannot take
MultipleEquation estimate_multiple(const FairValuePanel& panel, const std::vector<Index>& drivers,
                                   Index horizon, const MultipleSettings& settings);

}  // namespace rerate
