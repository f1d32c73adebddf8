#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/multiverse/lattice.h"

namespace rerate {

// The options of definitions, one after another: the next in line costs one addition in the mean instead of a division for
// each choice, any other what Lattice::options costs.
class OptionWalk {
 public:
  // The lattice must outlive it.
  explicit OptionWalk(const Lattice& lattice);
  // One option a choice; valid until the next call.
  std::span<const std::uint32_t> at(std::uint64_t definition);

 private:
  void step();

  const Lattice& lattice_;
  std::vector<std::uint32_t> options_;
  std::uint64_t definition_ = 0;
};

}  // namespace rerate
