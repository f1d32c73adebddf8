#pragma once

#include <string>

#include "rerate/study/rotation_findings.h"

namespace rerate {

// How a rotation decides, in words: the facts of its section.
std::string signals_in_words(const RotationFindings& found);
std::string scoring_in_words(const RotationFindings& found);
std::string portfolio_in_words(const RotationFindings& found);
std::string trading_in_words(const RotationFindings& found);

}  // namespace rerate
