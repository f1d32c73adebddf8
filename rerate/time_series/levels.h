#pragma once

#include <span>
#include <string>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Series in levels made fit for a regression: finite, none constant, each divided by a power of two (exact) that brings it
// near 1 and, when asked, taken from its mean: y = scale (values + mean). Statistics of unit roots and cointegration do not
// depend on either, and neither large levels nor large units cost them digits.
enum class Centring : std::uint8_t { as_they_are, about_mean };

struct Levels {
  Matrix values;  // T x m
  Vector scale, mean;
};

// `test` begins the message. Throws UserError regression_not_finite (series and row) and regression_no_variation.
Levels levels_of(const Matrix& y, const std::vector<std::string>& names, Centring centring,
                 const std::string& test);
// A single series without a name.
Levels levels_of(std::span<const double> x, Centring centring, const std::string& test);

// names[i], or "series 3" when there are none.
std::string series_name(const std::vector<std::string>& names, Index i);

// "`a`, `b` and `c`".
std::string quoted_list(const std::vector<std::string>& names);

}  // namespace rerate
