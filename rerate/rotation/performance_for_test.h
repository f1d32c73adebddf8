#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

// What tests of performance share: the figures of tests/oracles/rotation_performance.py, made by its formulas, and returns
// of luck alone.
namespace rerate {

inline nlohmann::json performance_golden() {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/rotation_performance.json");
  return nlohmann::json::parse(file);
}

inline constexpr long kGoldenMonths = 240;

inline std::vector<double> returns_of_case(long of) {
  const auto fresh = [&](long t) {
    const long whole = (48271 * (t + 3) * (t + 7 * of) + 1013 * (t / 2) * (t / 2)) % 1999;
    return (static_cast<double>(whole) / 1999 - 0.45) / 10;
  };
  std::vector<double> returns;
  for (long t = 1; t <= kGoldenMonths; ++t) returns.push_back(fresh(t) + 0.25 * fresh(t - 1));
  return returns;
}

inline std::vector<double> benchmark_of_case(long of) {
  const auto own = returns_of_case(of), other = returns_of_case(of + 1);
  std::vector<double> returns;
  for (std::size_t i = 0; i < own.size(); ++i) returns.push_back(0.6 * own[i] + 0.4 * other[i]);
  return returns;
}

inline std::vector<double> cash_of_cases() {
  std::vector<double> cash;
  for (long t = 0; t < kGoldenMonths; ++t) cash.push_back(0.002 + 0.001 * static_cast<double>((t / 12) % 5));
  return cash;
}

// About normal with mean 0 and standard deviation 1: twelve uniforms.
inline std::vector<double> noise(std::uint64_t stream, std::size_t count) {
  const RandomStream random(99, stream);
  std::vector<double> x(count, -6.0);
  for (std::size_t i = 0; i < 12 * count; ++i) x[i / 12] += random.uniform(i);
  return x;
}

inline void expect_close(double found, double expected, const std::string& what, double relative = 1e-10) {
  EXPECT_NEAR(found, expected, relative * (std::abs(expected) + 1e-3)) << what;
}

// The code that `work` refuses with.
template <class Work>
ErrorCode refused_code(const Work& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure().code;
  }
  ADD_FAILURE() << "nothing was refused";
  return ErrorCode::regression_settings;
}

}  // namespace rerate
