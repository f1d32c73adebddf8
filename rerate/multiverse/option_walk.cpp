#include "rerate/multiverse/option_walk.h"

namespace rerate {

OptionWalk::OptionWalk(const Lattice& lattice) : lattice_(lattice), options_(lattice.choices().size(), 0) {}

void OptionWalk::step() {
  ++definition_;
  for (auto i = options_.size(); i-- > 0;) {
    if (++options_[i] < lattice_.choices()[i].options.size()) return;
    options_[i] = 0;
  }
}

std::span<const std::uint32_t> OptionWalk::at(std::uint64_t definition) {
  // The last definition is not passed: what is beyond it is refused by the lattice.
  if (definition == definition_ + 1 && definition < lattice_.size().value_or(0))
    step();
  else if (definition != definition_) {
    lattice_.options(definition, options_);
    definition_ = definition;
  }
  return options_;
}

}  // namespace rerate
