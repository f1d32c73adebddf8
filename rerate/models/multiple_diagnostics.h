#pragma once

#include "rerate/models/estimation_sample.h"
#include "rerate/models/multiple_equation.h"

namespace rerate {

// What the multiple equation is estimated on: rows of the panel without holes.
struct MultipleSample {
  EstimationSample rows;
  Vector log_multiple;              // n
  Matrix drivers;                   // n x d
  std::vector<std::string> names;   // d
  std::vector<std::string> titles;  // d
  Design levels;                    // constant and drivers
};
MultipleSample multiple_sample(const FairValuePanel& panel, const std::vector<Index>& drivers);

// Unit roots and cointegration: fills unit_roots, stationary, engle_granger, johansen, its ranks and cointegrated. Tests that
// the sample does not bear are named in `left_out`.
void test_cointegration(const FairValuePanel& panel, const MultipleSample& sample, double level,
                        MultipleDiagnostics& diagnostics, std::vector<std::string>& left_out);

// Breaks and sup-F of a regression whose row 0 is row `first` of the panel.
void test_stability(const FairValuePanel& panel, const Vector& y, const Design& design, Index first,
                    const BreakSettings& settings, MultipleDiagnostics& diagnostics,
                    std::vector<std::string>& left_out);

// Sentences for the note, most important first; `levels` is the static fit in levels.
std::vector<std::string> multiple_in_words(const FairValuePanel& panel, const MultipleSample& sample,
                                           const MultipleSettings& settings, const MultipleEquation& equation,
                                           const OlsFit& levels, const std::vector<std::string>& left_out);

}  // namespace rerate
