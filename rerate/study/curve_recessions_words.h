#pragma once

#include <string>
#include <vector>

#include "rerate/study/curve_recessions_findings.h"
#include "rerate/study/results.h"

namespace rerate {

// One [[curve_recessions]] in words: the headline, what was asked and found, what to be careful with, and the lamp of the
// dashboard (stress: inverted now; watch: an inversion is pending, or ended within `window`; good: neither; neutral and dated: the newest
// figure is too old to speak of today).
std::string curve_recessions_headline(const CurveRecessionsFindings& found);
std::vector<Fact> curve_recessions_facts(const CurveRecessionsFindings& found);
std::vector<std::string> curve_recessions_warnings(const CurveRecessionsFindings& found);
Light curve_light(const CurveRecessionsFindings& found);

}  // namespace rerate
