#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "rerate/base/date.h"
#include "rerate/base/remembered_lattice.h"

namespace rerate {

// A definition that was run on this section before, as the ledger remembers it (store/trial_ledger.h).
struct PastTrial {
  std::string hash;
  double sharpe = 0;  // per month, over cash; NaN of other kinds of sections
  double months = 0;
  std::int64_t definitions = 1;  // a lattice is one row that stands for so many
  Date as_of = kAlwaysKnown;     // of the run that looked
  std::shared_ptr<const RememberedLattice> lattice =
      {};  // null: no lattice, or one of which no choices are remembered
};

}  // namespace rerate
