#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "rerate/base/remembered_lattice.h"
#include "rerate/multiverse/lattice.h"

namespace rerate::cli {

// The definitions of a remembered lattice that were run, ascending. All of a whole one need no memory; a sample is drawn again.
class DefinitionWalk {
 public:
  // Throws UserError trials_unusable for a sample larger than any that is drawn.
  explicit DefinitionWalk(const RememberedLattice& remembered);

  const Lattice& lattice() const { return lattice_; }
  std::uint64_t size() const { return size_; }
  bool whole() const { return sample_.empty(); }

  // The first `most`: visit(number, options).
  template <class Visit>
  void each(std::uint64_t most, Visit visit) const {
    std::vector<std::uint32_t> options(lattice_.choices().size());
    const auto count = std::min(most, size_);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!sample_.empty())
        lattice_.options(sample_[i], options);
      else if (i > 0)
        turn(options);
      visit(sample_.empty() ? i : sample_[i], std::span<const std::uint32_t>(options));
    }
  }

 private:
  // On to the next of all: the last choice turns fastest.
  void turn(std::vector<std::uint32_t>& options) const {
    for (auto c = options.size(); c-- > 0;) {
      if (++options[c] < lattice_.choices()[c].options.size()) return;
      options[c] = 0;
    }
  }

  Lattice lattice_;
  std::uint64_t size_ = 0;
  std::vector<std::uint64_t> sample_;  // empty: all
};

}  // namespace rerate::cli
