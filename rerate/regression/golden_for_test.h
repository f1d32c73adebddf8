#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/covariance.h"

// What tests of rerate/regression share: the regressions of tests/oracles/regression.py, and made-up data.
namespace rerate {

struct GoldenRegression {
  std::string name;
  Vector y;
  Design design;
  nlohmann::json oracles;
};

inline std::ifstream regression_golden(const std::string& name) {
  return std::ifstream(std::string(RERATE_SOURCE_DIR) + "/tests/golden/" + name);
}

struct GoldenInputs {
  std::vector<std::string> months;
  std::map<std::string, std::vector<double>> columns;  // NaN where empty

  std::vector<double> term(const std::string& text) const {
    const auto at = text.find(" lag ");
    const auto& base = columns.at(text.substr(0, at));
    const long lag = at == std::string::npos ? 0 : std::atol(text.c_str() + at + 5),
               n = static_cast<long>(base.size());
    std::vector<double> result(base.size(), std::numeric_limits<double>::quiet_NaN());
    for (long i = 0; i < n; ++i)
      if (i - lag >= 0 && i - lag < n)
        result[static_cast<std::size_t>(i)] = base[static_cast<std::size_t>(i - lag)];
    return result;
  }
};

inline GoldenInputs golden_inputs_of_regressions() {
  std::ifstream file = regression_golden("regression_inputs.csv");
  std::string line, cell;
  std::getline(file, line);
  std::vector<std::string> names;
  for (std::istringstream header(line); std::getline(header, cell, ',');) names.push_back(cell);
  GoldenInputs inputs;
  while (std::getline(file, line)) {
    std::istringstream row(line);
    for (const auto& name : names) {
      cell.clear();
      std::getline(row, cell, ',');
      if (name == "date")
        inputs.months.push_back(cell);
      else
        inputs.columns[name].push_back(cell.empty() ? std::nan("") : std::strtod(cell.c_str(), nullptr));
    }
  }
  return inputs;
}

inline GoldenRegression golden_regression(const nlohmann::json& recipe, const GoldenInputs& inputs) {
  const auto drivers = recipe.at("drivers").get<std::vector<std::string>>();
  std::vector<std::vector<double>> terms = {inputs.term(recipe.at("y"))};
  for (const auto& driver : drivers) terms.push_back(inputs.term(driver));
  const std::string from = recipe.value("from", ""), to = recipe.value("to", "9999");
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < inputs.months.size(); ++i) {
    bool whole = from <= inputs.months[i] && inputs.months[i] <= to;
    for (const auto& term : terms) whole = whole && !std::isnan(term[i]);
    if (whole) rows.push_back(i);
  }
  const auto n = static_cast<Index>(rows.size());
  const auto picked = [&](const std::vector<double>& term) {
    Vector column(n);
    for (Index i = 0; i < n; ++i) column[i] = term[rows[static_cast<std::size_t>(i)]];
    return column;
  };
  GoldenRegression result{recipe.at("name"), picked(terms[0]), {}, recipe.at("oracles")};
  if (recipe.value("constant", true)) result.design = constant_design(n);
  for (std::size_t j = 0; j < drivers.size(); ++j) result.design.append(drivers[j], picked(terms[j + 1]));
  EXPECT_EQ(n, recipe.at("n").get<Index>()) << result.name;
  return result;
}

inline const std::vector<GoldenRegression>& golden_regressions() {
  static const auto all = [] {
    const auto inputs = golden_inputs_of_regressions();
    std::vector<GoldenRegression> found;
    const auto golden = nlohmann::json::parse(regression_golden("regression.json"));
    for (const auto& recipe : golden.at("regressions")) found.push_back(golden_regression(recipe, inputs));
    return found;
  }();
  return all;
}

// Checks figures against oracles and says at the end how far they were apart at most, by oracle.
class LargestDeviation {
 public:
  explicit LargestDeviation(double tolerance) : tolerance_(tolerance) {}
  ~LargestDeviation() {
    EXPECT_FALSE(largest_.empty()) << "nothing was compared";
    for (const auto& [oracle, deviation] : largest_)
      std::printf("  %s: %d figures, largest relative deviation %.1e\n", oracle.c_str(), counts_[oracle],
                  deviation);
  }
  LargestDeviation(const LargestDeviation&) = delete;
  LargestDeviation& operator=(const LargestDeviation&) = delete;

  void expect(const std::string& oracle, double value, double expected, const std::string& what) {
    const double deviation = std::fabs(value - expected) / std::fabs(expected);
    EXPECT_LE(deviation, tolerance_) << oracle << ", " << what << ": " << value << " " << expected;
    largest_[oracle] = std::max(largest_[oracle], deviation);
    ++counts_[oracle];
  }

 private:
  double tolerance_;
  std::map<std::string, double> largest_;
  std::map<std::string, int> counts_;
};

// Independent uniforms in (-1/2, 1/2) by column.
inline Matrix uniform_columns(Index rows, Index columns, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  Matrix result(rows, columns);
  for (Index j = 0; j < columns; ++j)
    for (Index i = 0; i < rows; ++i)
      result(i, j) = random.uniform(static_cast<std::uint64_t>(j * rows + i)) - 0.5;
  return result;
}

// A constant and `columns` - 1 drivers called driver1, ...
inline Design uniform_design(Index rows, Index columns, std::uint64_t seed) {
  Design design = constant_design(rows);
  const Matrix drivers = uniform_columns(rows, columns - 1, seed);
  for (Index j = 0; j < drivers.cols(); ++j) design.append("driver" + std::to_string(j + 1), drivers.col(j));
  return design;
}

// What `work` refuses, and with which words.
template <class Work>
Failure failure_of(const Work& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

}  // namespace rerate
