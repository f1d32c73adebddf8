#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/multiverse/event_lattice.h"
#include "rerate/multiverse/interned_spans.h"
#include "rerate/multiverse/joint_shifts.h"

namespace rerate {

// Definitions of an event lattice, ascending, none twice.
struct LatticeSelection {
  const EventLattice* lattice = nullptr;
  std::vector<std::uint64_t> definitions;
};

// The different patterns of events that definitions of some event lattices have, for joint inference over all of them. The
// lattices have one frequency.
//
// All stand on the dates with a complete window in every outcome used; events on other dates are left out. Returns to a fixed
// day are passed over (their windows differ in length), and so are outcomes without a window.
class LatticePatterns {
 public:
  static constexpr std::uint32_t kNone = InternedSpans::kNone;

  // Empty when the control stops it. Keeps every different pattern: 100 bytes each or so.
  explicit LatticePatterns(std::span<const LatticeSelection> selections, const LatticeControl& control = {});

  // As many times as definitions give it, each. Empty without a common date or an event on one.
  const JointPatterns& joint() const { return joint_; }
  // By definition of a selection: its pattern in joint(), kNone without one.
  std::span<const std::uint32_t> pattern_of(std::size_t selection) const { return pattern_of_[selection]; }

  // One market, horizon and span of dates, and the patterns of complete events on it.
  struct Outcome {
    std::size_t selection = 0;
    std::uint64_t definition = 0;        // of the lattice, one that has this outcome
    std::vector<std::int32_t> ordinals;  // dates with a complete window
    std::vector<double> returns;         // the main outcome at these
    InternedSpans patterns;              // indexes into these
    std::vector<std::uint64_t> weight;   // definitions, by pattern
  };
  const std::vector<Outcome>& outcomes() const { return outcomes_; }
  // Where a pattern of joint() came from, with all of its events.
  struct Source {
    std::uint32_t outcome = 0, pattern = 0;
  };
  const std::vector<Source>& sources() const { return sources_; }
  // By pattern of joint(): how far its effect is from that of a pattern placed at random, over all dates of its own outcome
  // and all of its events (shift_statistics).
  std::vector<double> own_statistics() const;

 private:
  bool collect(std::size_t selection, const LatticeSelection& from, const LatticeControl& control);
  std::vector<std::int32_t> common_dates() const;
  void join();

  std::vector<Outcome> outcomes_;
  std::vector<std::vector<Source>> source_of_;  // by selection and definition; pattern kNone without one
  std::vector<std::vector<std::uint32_t>> pattern_of_;
  std::vector<Source> sources_;
  JointPatterns joint_;
};

}  // namespace rerate
