#pragma once

#include <cstdint>
#include <vector>

#include "rerate/regression/ols.h"
#include "rerate/time_series/unit_root.h"

namespace rerate {

// Engle and Granger (1987): ADF without constant on the residual of a levels regression (with a constant), against
// MacKinnon's distribution for that many variables. `y` and the columns of `x` in levels; x without a constant.
UnitRootTest engle_granger(const Vector& y, const Matrix& x, LagRule rule = LagRule::bic, int lags = 0);

// Johansen (1991): y is T x m in levels; `lags` is the order of the VAR in levels (at least 1).
enum class JohansenCase : std::uint8_t { no_constant, restricted_constant, constant, restricted_trend };
struct Johansen {
  JohansenCase deterministic = JohansenCase::constant;
  int lags = 0, n = 0;
  Vector eigenvalues;  // falling
  Matrix vectors;   // columns: cointegrating vectors, first m rows the variables (then the restricted term)
  Matrix loadings;  // m x m
  Vector trace, trace_p;  // entry r: null of rank <= r. p-values: Doornik (1998) gamma approximation
  Vector max_eigenvalue, max_eigenvalue_p;
  int rank_at(double level) const;  // by the trace test, from r = 0 up
};
Johansen johansen(const Matrix& y, int lags, JohansenCase deterministic = JohansenCase::constant);

}  // namespace rerate
