#include "rerate/time_series/levels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// The message's word for a series: nothing to tell apart when there is one without a name.
std::string called(const std::vector<std::string>& names, Index i, Index count) {
  return names.empty() && count == 1 ? "the series" : fmt::format("`{}`", series_name(names, i));
}

void check(const Vector& column, const std::string& name, const std::string& test) {
  for (Index t = 0; t < column.size(); ++t)
    if (!std::isfinite(column(t)))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("{}: a missing or infinite figure: {}, row {} of {}", test, name, t + 1,
                         column.size()));
  if (column.size() == 0)
    refuse(ErrorCode::regression_too_few, fmt::format("{}: no observations: {}", test, name));
  if (column.minCoeff() == column.maxCoeff())
    refuse(ErrorCode::regression_no_variation, fmt::format("{}: does not vary: {}", test, name));
}

double power_of_two_near(double size) {
  int exponent = 0;
  std::frexp(size, &exponent);
  return std::ldexp(1.0, std::clamp(exponent, -1020, 1020));
}

}  // namespace

std::string series_name(const std::vector<std::string>& names, Index i) {
  RERATE_ASSERT(names.empty() || i < static_cast<Index>(names.size()), "a name for every series");
  return names.empty() ? fmt::format("series {}", i + 1) : names[static_cast<std::size_t>(i)];
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += fmt::format("`{}`", names[i]);
  }
  return text;
}

Levels levels_of(const Matrix& y, const std::vector<std::string>& names, Centring centring,
                 const std::string& test) {
  Levels result{.values = y, .scale = Vector::Ones(y.cols()), .mean = Vector::Zero(y.cols())};
  for (Index i = 0; i < y.cols(); ++i) {
    check(y.col(i), called(names, i, y.cols()), test);
    result.scale(i) = power_of_two_near(y.col(i).cwiseAbs().maxCoeff());
    result.values.col(i) /= result.scale(i);
    if (centring == Centring::as_they_are) continue;
    result.mean(i) = result.values.col(i).sum() / static_cast<double>(y.rows());
    result.values.col(i).array() -= result.mean(i);
  }
  return result;
}

Levels levels_of(std::span<const double> x, Centring centring, const std::string& test) {
  Matrix column(static_cast<Index>(x.size()), 1);
  std::copy(x.begin(), x.end(), column.data());
  return levels_of(column, {}, centring, test);
}

}  // namespace rerate
