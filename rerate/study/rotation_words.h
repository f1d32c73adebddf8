#pragma once

#include <string>
#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// One sentence from the numbers: which sectors are favoured and avoided, how sure, and what following it earned after costs
// against the benchmark.
std::string rotation_headline(const RotationFindings& found);
std::vector<Fact> rotation_facts(const RotationFindings& found);
std::vector<Light> rotation_lights(const RotationFindings& found);
std::vector<std::string> rotation_warnings(const RotationFindings& found);
// The luck panel in plain words, one paragraph a line.
std::vector<std::string> luck_in_words(const RotationFindings& found);

}  // namespace rerate
