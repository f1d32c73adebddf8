#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/base/remembered_lattice.h"

namespace rerate {

// Definitions of lattices around one and the same definition of a study, each counted once. A combination of options is what
// the study's own definition becomes when they are put in; a choice that a lattice does not have stays as in the study. Two combinations
// are one when they put in the same options at the same keys; that they might mean the same otherwise is not looked for, so that
// counts are never too small.
class CountedDefinitions {
 public:
  // The study's own counts as there from the beginning.
  CountedDefinitions() : boxes_(1) {}

  // How many definitions of the whole lattice are not there. Nothing when telling would take too long: lattices that cut each
  // other to pieces. O(choices options) for lattices that hold each other.
  std::optional<std::uint64_t> outside(const RememberedLattice& lattice);
  // From now on all definitions of the lattice are there; after a thousand lattices no more are.
  void add(const RememberedLattice& lattice);

 private:
  // By axis the options, as numbers, rising. Axes that came later than the box: as in the study, which is 0.
  using Box = std::vector<std::vector<std::uint32_t>>;
  struct Axis {
    std::size_t place;
    std::map<std::string, std::uint32_t> options;
  };
  Box box_of(const RememberedLattice& lattice);
  std::optional<std::uint64_t> outside(Box box, std::size_t from);

  std::map<std::string, Axis> axes_;  // by key
  std::vector<Box> boxes_;            // the first: the study's own definition
  std::uint64_t work_ = 0;            // options laid out so far
};

}  // namespace rerate
