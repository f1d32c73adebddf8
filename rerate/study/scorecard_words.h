#pragma once

#include <string>
#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/scorecard_findings.h"

namespace rerate {

// The composite and how many are positive; then against now; whether the score has told the asset from the benchmark.
std::string scorecard_headline(const ScorecardFindings& found);
// What the score, the comparison and the probability are.
std::vector<Fact> scorecard_facts(const ScorecardFindings& found);
// "Scorecard", and with a probability "Small caps against large caps".
std::vector<Light> scorecard_lights(const ScorecardFindings& found);
// Indicators that do not count, figures that are overdue, a probability that cannot be given.
std::vector<std::string> scorecard_warnings(const ScorecardFindings& found);

// "brightening", "mixed", "darkening".
std::string course_in_words(ScoreCourse course);

}  // namespace rerate
