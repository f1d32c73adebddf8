#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace rerate {

enum class Deterministic : std::uint8_t { none, constant, trend };  // trend: constant and linear trend
enum class LagRule : std::uint8_t { given, aic, bic };

struct UnitRootTest {
  std::string name;  // "ADF (constant, 3 lags by BIC)"
  double statistic = 0;
  double p = 0;  // KPSS: between 0.01 and 0.10, its table's ends
  int lags = 0;
  int n = 0;  // observations used
  double critical_1 = 0, critical_5 = 0, critical_10 = 0;
  bool unit_root_is_null = true;  // false for KPSS
};

struct AdfSettings {
  Deterministic deterministic = Deterministic::constant;
  LagRule rule = LagRule::bic;
  int lags = 0;        // for LagRule::given
  int most_lags = -1;  // -1: floor(12 (n/100)^(1/4)), Schwert 1989
};

// Augmented Dickey-Fuller. p-values by MacKinnon (1994), critical values by MacKinnon (2010). Lag choice compares fits on
// one sample (that of most_lags), as statsmodels' autolag does. Throws regression_too_few, regression_no_variation.
UnitRootTest augmented_dickey_fuller(std::span<const double> x, const AdfSettings& settings = {});
// Phillips and Perron (1988) Z-tau with a Bartlett long-run variance; lags -1: floor(4 (n/100)^(1/4)).
UnitRootTest phillips_perron(std::span<const double> x, Deterministic deterministic, int lags = -1);
// Kwiatkowski, Phillips, Schmidt and Shin (1992); lags -1: Hobijn, Franses and Ooms (1998), as statsmodels' "auto".
UnitRootTest kpss(std::span<const double> x, Deterministic deterministic, int lags = -1);

// MacKinnon's p-value and critical value for a Dickey-Fuller tau of a regression residual of `variables` I(1) series (1: the
// plain test; 2..6: Engle-Granger).
double mackinnon_p(double tau, Deterministic deterministic, int variables);
double mackinnon_critical_value(double level, Deterministic deterministic, int variables, int n);

}  // namespace rerate
