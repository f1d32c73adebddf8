#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "rerate/regression/golden_for_test.h"
#include "rerate/regression/standardised_sample.h"

// What tests of penalised regressions share: the sample of tests/oracles/ridge.py, made by its formula.
namespace rerate {

inline nlohmann::json ridge_golden() { return nlohmann::json::parse(regression_golden("ridge.json")); }

struct PenalisedSample {
  Matrix series;
  Design drivers;

  Design first(Index columns) const {
    Design some;
    for (Index j = 0; j < columns; ++j)
      some.append(drivers.names[static_cast<std::size_t>(j)], drivers.x.col(j));
    return some;
  }
};

inline PenalisedSample penalised_sample(Index rows = 150, Index columns = 6, Index count = 3) {
  PenalisedSample sample{Matrix(rows, count), {}};
  for (Index j = 0; j < columns; ++j) {
    Vector x(rows);
    for (Index t = 0; t < rows; ++t) {
      const auto whole = (7919 * t * t + 104729 * (j + 2) * (t + 3) + 31 * t) % 1999 - 999;
      const auto slow = (3 * t + 17 * j) % 97 - 48;
      x[t] = static_cast<double>(whole) / 999 + static_cast<double>(slow) / 24 + 5 * static_cast<double>(j);
    }
    sample.drivers.append("x" + std::to_string(j + 1), x);
  }
  for (Index m = 0; m < count; ++m)
    for (Index t = 0; t < rows; ++t) {
      double y = static_cast<double>((6007 * (t + 1) * (t + 5 * m + 2)) % 2011 - 1005) / 500 + 3;
      for (Index c = 0; c < columns; ++c)
        y += static_cast<double>((c * 7 + m * 3) % 5 - 2) * sample.drivers.x(t, c) /
             (1 + static_cast<double>(c));
      sample.series(t, m) = y;
    }
  return sample;
}

inline void expect_fit(const PenalisedFit& fit, const nlohmann::json& expected, double tolerance) {
  const auto coefficients = expected.at("coefficients").get<std::vector<double>>();
  ASSERT_EQ(fit.coefficients.size(), static_cast<Index>(coefficients.size()));
  for (Index j = 0; j < fit.coefficients.size(); ++j)
    EXPECT_NEAR(fit.coefficients[j], coefficients[static_cast<std::size_t>(j)], tolerance) << j;
  EXPECT_NEAR(fit.intercept, expected.at("intercept").get<double>(), 20 * tolerance);
}

}  // namespace rerate
