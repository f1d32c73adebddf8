#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// One line of the luck panel: a test, its figure, and what it says to somebody who does not know the test.
struct LuckFinding {
  std::string test;
  double value = 0;
  RowFormat format;
  std::string meaning;
};
std::vector<LuckFinding> luck_findings(const RotationFindings& found);

// What the tests come to. Two questions: did it beat its benchmark by more than the best of so many tries would by luck (SPA at
// 5%, and StepM for the study's own definition), and is its Sharpe ratio over cash more than that (deflated, 95%)?
enum class LuckVerdict : std::uint8_t {
  convinces,       // both
  benchmark_only,  // the first alone
  cash_only,       // the second alone: what most holders of stocks can say
  luck,            // neither
  trailed,         // it earned less than its benchmark: there is nothing that luck has to explain
  unknown,         // a test has no figure
};
LuckVerdict luck_verdict(const RotationFindings& found);
// One clause: "luck explains as much (SPA p = 0.31 for the best of 240 definitions, p = 0.62 for its own; deflated Sharpe ratio 41%)".
std::string verdict_in_words(const RotationFindings& found);

}  // namespace rerate
