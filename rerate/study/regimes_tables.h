#pragma once

#include <vector>

#include "rerate/study/regimes_words.h"

namespace rerate {

// regimes (how long each rules, and what its months are like), returns and, with a benchmark, relative_returns (after each
// regime, by every view), transitions (between clusters), and with a model hmm.
std::vector<Table> regimes_tables(const Regimes& found, const RegimesRequest& request,
                                  const RegimesNames& names, const std::string& chain_unit);

}  // namespace rerate
