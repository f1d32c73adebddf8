#pragma once

#include "rerate/base/remembered_lattice.h"
#include "rerate/multiverse/lattice.h"

namespace rerate {

// The lattice again. Asserts as Lattice does.
Lattice lattice_of(const RememberedLattice& remembered);
// Whether all of its definitions were run.
bool is_whole(const RememberedLattice& remembered);

}  // namespace rerate
