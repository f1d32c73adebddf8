#pragma once

#include <string>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

struct DashboardStyle {
  int width = 100;
  bool colour = false;
  bool unicode = true;
};

// The lamps of all sections: sign, word, title, what it tells, in one line or two. No line is wider than `width` (at least 40).
//
//   ● clear    Credit     Spread at the 12th percentile
//   ▲ watch    Recession  Probability 31% within 12 months
//
// Without Unicode the signs are + ! # o. None when no section has lamps.
std::vector<std::string> terminal_dashboard(const Results& results, const DashboardStyle& style);

}  // namespace rerate
