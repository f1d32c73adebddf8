#pragma once

#include <string>
#include <vector>

#include "rerate/publish/terminal.h"
#include "rerate/store/trial_ledger.h"

namespace rerate::cli {

// What looking at a section more than once costs.
struct SectionPrice {
  std::string section, kind;
  std::size_t trials = 0;  // different rows: definitions, and lattices as one each
  std::int64_t looks = 0;  // definitions that they stand for
  std::string figure;      // of the newest definition with a p-value
  double p = 0;            // of that alone
  double p_corrected = 0;  // of what was added last, for all looks: as a run of it publishes it
  double smallest_p = 0;   // of all definitions alone; NaN: none has one
  // Of rotations: the Sharpe ratio per year that the best of so many without skill is expected to have; NaN: fewer than two ratios.
  double sharpe_hurdle = 0, best_sharpe = 0;
};
// By section, in order of its first trial here.
std::vector<SectionPrice> prices_of(const std::vector<Trial>& trials);

// Everything that was ever tried, and the price of it.
std::string trials_text(const std::string& study, const std::vector<Trial>& trials,
                        const TerminalStyle& style);
std::string trials_json(const std::string& study, const std::vector<Trial>& trials);

}  // namespace rerate::cli
