#pragma once

#include <string>
#include <vector>

#include "rerate/regression/ols.h"

namespace rerate {

// The regressors of dynamic OLS and how many leads and lags they take.
struct LeadsAndLags {
  int leads = 0, lags = 0;
};

// Levels and changes of the drivers on the rows that have all leads and lags: constant, x_t, then d x_{t+leads}, ..., d x_t, ...,
// d x_{t-lags}, each with the drivers in order ("change of rate, 2 ahead", "change of rate", "change of rate, 1 back").
struct DynamicDesign {
  Design design;
  Index first = 0;  // row of y that the design begins with: lags + 1
};
DynamicDesign dynamic_design(const Matrix& x, const std::vector<std::string>& names, LeadsAndLags count);

Index dynamic_rows(Index rows, LeadsAndLags count);
Index dynamic_columns(Index drivers, LeadsAndLags count);

// BIC over all pairs up to `most`, with leads or lags below zero being free and others fixed, all on the sample of the largest pair:
// n ln(ssr / n) + k ln n. Ties go to fewer leads, then fewer lags. One QR of the largest design; each pair then takes one of
// its small triangle's columns.
LeadsAndLags choose_leads_and_lags(const Vector& y, const Matrix& x, LeadsAndLags given, int most);

}  // namespace rerate
