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

// What the tests of the lead over the benchmark come to: is it more than the best of so many tries would have by luck (SPA at 5%,
// and StepM for the study's own definition), and does the information ratio pass what so many let expect (deflated, 95%)? A premium
// that the benchmark earns too counts for nothing.
enum class LuckVerdict : std::uint8_t {
  convinces,  // all
  in_part,    // SPA and StepM, but not the deflated lead
  luck,       // not SPA and StepM
  trailed,    // it earned less than its benchmark: there is nothing that luck has to explain
  unknown,    // a test has no figure
};
LuckVerdict luck_verdict(const RotationFindings& found);
// One clause: "luck explains as much (SPA p = 0.31, StepM p = 0.62)".
std::string verdict_in_words(const RotationFindings& found);

}  // namespace rerate
