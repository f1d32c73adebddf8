#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rerate/multiverse/episode_lists.h"
#include "rerate/multiverse/event_lattice.h"
#include "rerate/multiverse/event_placements.h"
#include "rerate/multiverse/lattice_outcome.h"

namespace rerate {

// Which definitions to run: a range of numbers, or a list of them.
class DefinitionNumbers {
 public:
  DefinitionNumbers(std::uint64_t first, std::uint64_t end) : first_(first), count_(end - first) {}
  explicit DefinitionNumbers(std::span<const std::uint64_t> list) : list_(list), count_(list.size()) {}

  std::uint64_t size() const { return count_; }
  std::uint64_t operator[](std::uint64_t i) const { return list_.empty() ? first_ + i : list_[i]; }

 private:
  std::uint64_t first_ = 0;
  std::span<const std::uint64_t> list_;
  std::uint64_t count_;
};

// Works a lattice out, some definitions of one outcome at a time. Keeps what the next ones may share.
class LatticeEngine {
 public:
  // `all`: statistics() of patterns (lattice_outcome.h) too.
  explicit LatticeEngine(const EventLattice& lattice, bool all = false);

  struct Chunk {
    std::uint64_t first = 0;                   // position among the definitions
    std::uint64_t outcome_number = 0;          // definition / (signals rules anchors)
    std::span<const std::uint32_t> placement;  // by definition
    const PriceGrid* grid = nullptr;
    const EventPlacements* placements = nullptr;
    const LatticeOutcome* outcome = nullptr;
  };
  LatticeRun run(const DefinitionNumbers& numbers, const std::function<void(const Chunk&)>& take,
                 const LatticeControl& control);

  // Definitions of one outcome.
  std::uint64_t stride() const { return stride_; }

 private:
  std::uint64_t end_of_chunk(const DefinitionNumbers& numbers, std::uint64_t begin) const;
  void turn_to(std::uint64_t outcome_number);
  void forget_what_is_too_much(std::size_t most_kept);
  void work_out(const DefinitionNumbers& numbers, std::uint64_t begin, std::uint64_t end);

  const EventLattice& lattice_;
  bool all_;
  std::uint64_t stride_ = 1;
  std::optional<std::uint64_t> outcome_number_;
  std::optional<std::uint32_t> to_, market_;
  std::optional<EpisodeLists> lists_;
  std::optional<PriceGrid> grid_;
  std::optional<EventPlacements> placements_;
  std::optional<LatticeOutcome> outcome_;
  std::uint64_t tests_ = 0;  // of outcomes before this one
  std::vector<std::uint64_t> pairs_, cells_;
  std::vector<std::uint32_t> placement_;
};

}  // namespace rerate
