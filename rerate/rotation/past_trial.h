#pragma once

#include <string>

namespace rerate {

// A definition that was run on this section before, as the ledger remembers it (store/trial_ledger.h).
struct PastTrial {
  std::string hash;
  double sharpe = 0;  // per month, over cash
  double months = 0;
};

}  // namespace rerate
