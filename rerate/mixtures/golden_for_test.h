#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/linear_algebra.h"

// What tests of rerate/mixtures share: the figures and the answers of tests/oracles/mixtures.py.
namespace rerate {

inline const nlohmann::json& mixtures_golden() {
  static const auto golden =
      nlohmann::json::parse(std::ifstream(std::string(RERATE_SOURCE_DIR) + "/tests/golden/mixtures.json"));
  return golden;
}

inline const std::map<std::string, std::vector<double>>& mixtures_inputs() {
  static const auto inputs = [] {
    std::ifstream file(std::string(RERATE_SOURCE_DIR) + "/tests/golden/time_series_inputs.csv");
    std::map<std::string, std::vector<double>> columns;
    std::vector<std::string> names;
    std::string line, cell;
    std::getline(file, line);
    for (std::istringstream header(line); std::getline(header, cell, ',');) names.push_back(cell);
    while (std::getline(file, line)) {
      std::istringstream row(line);
      for (const auto& name : names) {
        std::getline(row, cell, ',');
        if (name != "date") columns[name].push_back(std::stod(cell));
      }
    }
    return columns;
  }();
  return inputs;
}

inline Matrix columns_of(const std::vector<std::string>& names) {
  const auto rows = static_cast<Index>(mixtures_inputs().begin()->second.size());
  Matrix x(rows, static_cast<Index>(names.size()));
  for (std::size_t j = 0; j < names.size(); ++j)
    x.col(static_cast<Index>(j)) = Eigen::Map<const Vector>(mixtures_inputs().at(names[j]).data(), rows);
  return x;
}

// Mean 0 and population variance 1, as the script does it.
inline Matrix standardised_columns_of(const std::vector<std::string>& names) {
  Matrix x = columns_of(names);
  for (Index j = 0; j < x.cols(); ++j) {
    x.col(j).array() -= x.col(j).mean();
    x.col(j) /= std::sqrt(x.col(j).squaredNorm() / static_cast<double>(x.rows()));
  }
  return x;
}

inline Vector vector_of(const nlohmann::json& figures) {
  const auto values = figures.get<std::vector<double>>();
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

inline Matrix matrix_of(const nlohmann::json& rows) {
  Matrix result(static_cast<Index>(rows.size()), static_cast<Index>(rows.at(0).size()));
  for (Index i = 0; i < result.rows(); ++i)
    result.row(i) = vector_of(rows.at(static_cast<std::size_t>(i))).transpose();
  return result;
}

// Within `tolerance` of the largest of what is expected.
inline void expect_near(const Matrix& found, const Matrix& expected, double tolerance,
                        const std::string& what) {
  ASSERT_EQ(found.rows(), expected.rows()) << what;
  ASSERT_EQ(found.cols(), expected.cols()) << what;
  EXPECT_LE((found - expected).cwiseAbs().maxCoeff(), tolerance * expected.cwiseAbs().maxCoeff())
      << what << "\nfound\n"
      << found << "\nexpected\n"
      << expected;
}

inline void expect_relatively_near(double found, double expected, double tolerance, const std::string& what) {
  EXPECT_LE(std::abs(found - expected), tolerance * std::abs(expected))
      << what << ": " << found << " " << expected;
}

template <class Work>
ErrorCode refusal_of(const Work& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure().code;
  }
  ADD_FAILURE() << "nothing was refused";
  return ErrorCode::regression_collinear;
}

}  // namespace rerate
