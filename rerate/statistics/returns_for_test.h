#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

// What tests of performance share: the figures of tests/oracles/luck.py, made by its formulas.
namespace rerate {

inline nlohmann::json luck_golden() {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/luck.json");
  return nlohmann::json::parse(file);
}

inline std::vector<double> returns_of_formula(long of, long count) {
  std::vector<double> x;
  for (long t = 0; t < count; ++t) {
    const long whole = (48271 * (t + 3) * (t + 7 * of) + 1013 * (t / 2) * (t / 2)) % 1999;
    x.push_back((static_cast<double>(whole) / 1999 - 0.45) / 20 + ((t + of) % 11 == 0 ? 0.01 : 0));
  }
  return x;
}

// What `work` refuses, and with which words.
template <class Work>
Failure refusal(const Work& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

}  // namespace rerate
