#pragma once

#include "rerate/regression/padded_columns.h"

namespace rerate {

// What is summed in windows: columns as they are, or multiplied row by row with a factor.
struct WindowTerms {
  const double* first;  // of the first column
  Index stride;         // from column to column
  Index rows, columns;
  const double* factor;  // null: none
};

// Sums over all windows of `length` >= 1 rows, those that hang over the ends included: row t is the sum of rows
// t - length + 1..t, n + length - 1 rows in all. By adding what enters and taking what leaves; O(n k).
PaddedColumns window_sums(const WindowTerms& terms, Index length);

}  // namespace rerate
