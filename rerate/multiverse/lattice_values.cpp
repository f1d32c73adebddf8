#include "rerate/multiverse/lattice_values.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {

std::size_t own_place(const Lattice& lattice, std::span<const std::uint64_t> definitions) {
  const auto repeated = std::adjacent_find(definitions.begin(), definitions.end(), std::greater_equal<>());
  RERATE_ASSERT(repeated == definitions.end(), "definitions must ascend");
  const auto own = lattice.usual();
  RERATE_ASSERT(definitions.empty() || definitions.back() < *lattice.size(), "no definition of the lattice");
  const auto at = std::lower_bound(definitions.begin(), definitions.end(), own);
  RERATE_ASSERT(at != definitions.end() && *at == own, "the study's own definition was not run");
  return static_cast<std::size_t>(at - definitions.begin());
}

std::size_t own_place(const Lattice& lattice, const LatticeValues& given) {
  RERATE_ASSERT(given.values.size() == given.definitions.size(), "a value for each definition");
  RERATE_ASSERT(given.p.empty() || given.p.size() == given.values.size(), "a p-value for each definition");
  const bool infinite =
      std::any_of(given.values.begin(), given.values.end(), [](double x) { return std::isinf(x); });
  RERATE_ASSERT(!infinite, "the number of a definition must be finite");
  return own_place(lattice, given.definitions);
}

}  // namespace rerate
