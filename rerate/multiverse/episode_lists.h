#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rerate/multiverse/event_lattice.h"
#include "rerate/multiverse/interned_spans.h"
#include "rerate/multiverse/signal_spells.h"

namespace rerate {

// The episodes of every signal and rule of a lattice up to one end date, as far as events are made of them:
// the day of each anchor. Rules that give the same days share one list.
class EpisodeLists {
 public:
  // One episode in a list: days from which returns run, by Anchor; those that no definition asks for are 0.
  static constexpr std::size_t kAnchors = 5, kExcluded = 5, kFigures = 6;
  static constexpr std::int32_t kNotYet = INT32_MIN;  // a day that is not known

  EpisodeLists(const EventLatticeOptions& options, std::optional<Date> to);

  // Finds the episodes of these pairs (signal * rules + rule, ascending), in parallel; those that are there
  // already are passed over.
  void find(std::span<const std::uint64_t> pairs);
  std::uint32_t list(std::uint64_t pair) const { return list_of_[pair]; }
  // kFigures for each episode.
  std::span<const std::int32_t> days(std::uint32_t list) const { return lists_[list]; }
  std::uint32_t size() const { return lists_.size(); }

  // Whether so much is kept that it should be forgotten: every pair is unknown afterwards.
  bool full(std::size_t most_kept) const;
  void forget();

  // How many pairs may be found at once, so that what is found stays below 256 MiB.
  std::size_t most_pairs() const;

 private:
  // What decides on a pair's episodes: the same figures, the same list.
  using Key = std::array<std::int32_t, 6>;
  Key key(std::uint64_t pair) const;
  std::vector<Episode> episodes(std::size_t signal, const EpisodeRule& rule) const;
  void append_days(std::uint64_t pair, std::vector<std::int32_t>& days) const;
  std::vector<std::uint64_t> pairs_of_new_keys(std::span<const std::uint64_t> pairs);

  const EventLatticeOptions& options_;
  std::vector<Series> signals_;  // up to the end date
  std::vector<bool> stands_;     // rules that do not contradict themselves
  bool asked_[kAnchors] = {};    // anchors
  std::vector<SignalSpells> spells_;
  std::vector<std::uint32_t> list_of_;  // by pair; while they are being found, the key
  InternedSpans keys_;
  std::vector<std::uint32_t> list_of_key_;
  InternedSpans lists_;
};

}  // namespace rerate
