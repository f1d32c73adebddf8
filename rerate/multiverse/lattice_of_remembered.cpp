#include "rerate/multiverse/lattice_of_remembered.h"

namespace rerate {

Lattice lattice_of(const RememberedLattice& remembered) {
  std::vector<LatticeChoice> choices;
  for (const auto& choice : remembered.choices)
    choices.push_back({choice.name, choice.options, choice.usual, choice.ordered});
  return Lattice(std::move(choices));
}

bool is_whole(const RememberedLattice& remembered) {
  const auto size = lattice_of(remembered).size();
  return size && remembered.run == *size;
}

}  // namespace rerate
