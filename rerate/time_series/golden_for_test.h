#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/linear_algebra.h"

namespace rerate {

inline std::ifstream golden_file(const std::string& name) {
  return std::ifstream(std::string(RERATE_SOURCE_DIR) + "/tests/golden/" + name);
}

inline nlohmann::json golden(const std::string& name) { return nlohmann::json::parse(golden_file(name)); }

// The columns of tests/golden/time_series_inputs.csv, which every oracle read.
inline const std::map<std::string, std::vector<double>>& golden_inputs() {
  static const auto columns = [] {
    std::ifstream file = golden_file("time_series_inputs.csv");
    std::string line, cell;
    std::getline(file, line);
    std::vector<std::string> names;
    for (std::istringstream header(line); std::getline(header, cell, ',');) names.push_back(cell);
    std::map<std::string, std::vector<double>> result;
    while (std::getline(file, line)) {
      std::istringstream row(line);
      for (const std::string& name : names) {
        std::getline(row, cell, ',');
        if (name != "date") result[name].push_back(std::strtod(cell.c_str(), nullptr));
      }
    }
    return result;
  }();
  return columns;
}

inline Matrix golden_columns(const std::vector<std::string>& names) {
  Matrix result(static_cast<Index>(golden_inputs().at(names.front()).size()),
                static_cast<Index>(names.size()));
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::vector<double>& column = golden_inputs().at(names[i]);
    for (std::size_t t = 0; t < column.size(); ++t)
      result(static_cast<Index>(t), static_cast<Index>(i)) = column[t];
  }
  return result;
}

// Checks figures against an oracle and prints the largest relative deviation when done.
class Deviation {
 public:
  explicit Deviation(std::string what) : what_(std::move(what)) {}
  ~Deviation() { std::printf("  %s: within %.1e\n", what_.c_str(), largest_); }

  // Relative to the oracle, or to `least` when that is larger.
  void expect_near(double value, double oracle, double tolerance, double least = 1e-300) {
    const double relative = std::fabs(value - oracle) / std::max(std::fabs(oracle), least);
    EXPECT_LE(relative, tolerance) << what_ << ": " << value << " instead of " << oracle;
    largest_ = std::max(largest_, relative);
  }

 private:
  std::string what_;
  double largest_ = 0;
};

// About a standard normal: the sum of twelve uniforms less six.
inline double shock(const RandomStream& random, std::uint64_t index) {
  double sum = -6;
  for (std::uint64_t i = 0; i < 12; ++i) sum += random.uniform(12 * index + i);
  return sum;
}

inline Vector shocks(std::uint64_t seed, std::uint64_t stream, Index count) {
  const RandomStream random(seed, stream);
  Vector result(count);
  for (Index t = 0; t < count; ++t) result(t) = shock(random, static_cast<std::uint64_t>(t));
  return result;
}

// x_t = persistence x_{t-1} + e_t.
inline Vector autoregression(const Vector& e, double persistence) {
  Vector x = e;
  for (Index t = 1; t < x.size(); ++t) x(t) += persistence * x(t - 1);
  return x;
}

inline Vector random_walk(std::uint64_t seed, std::uint64_t stream, Index count) {
  return autoregression(shocks(seed, stream, count), 1);
}

// Runs `work` and gives the failure it must throw.
template <class Work>
Failure refused(Work&& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {.code = ErrorCode::command_line, .what = "", .mend = "", .excerpt = ""};
}

}  // namespace rerate
