#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rerate/events/price_grid.h"
#include "rerate/multiverse/episode_lists.h"
#include "rerate/multiverse/interned_spans.h"

namespace rerate {

// Where every day falls on a price grid, looked up once: event_dates.h asks the business calendar.
class DayEntries {
 public:
  static constexpr std::int32_t kBeforePrices = -1, kNotReached = -2;

  // With hindsight or from the day on which a figure is known.
  DayEntries(const PriceGrid& grid, bool once_known);
  // Index of the entry, or one of the two above.
  std::int32_t operator()(const PriceGrid& grid, Date day) const;

 private:
  bool once_known_;
  std::int32_t first_day_ = 0;
  std::vector<std::int32_t> entry_;
};

// The lists of episodes as events on one price grid, from one start date on.
class EventPlacements {
 public:
  // `end`: the fixed day to which returns run, when events on or after it never have a window.
  EventPlacements(PriceGrid grid, std::optional<Date> from, std::optional<Date> end,
                  const std::vector<Anchor>& anchors);

  // Places these cells (list * anchors + anchor), in parallel; those that are there already are passed over.
  void place(const EpisodeLists& lists, std::span<const std::uint64_t> cells);
  std::uint32_t placement(std::uint64_t cell) const {
    return cell < placement_of_.size() ? placement_of_[cell] : InternedSpans::kNone;
  }

  struct Placement {
    std::int32_t without_entry = 0;         // pending, with no entry
    std::int32_t not_yet_known = 0;         // likewise
    std::int32_t excluded = 0;              // by hand, or because they enter with the one before
    std::span<const std::int32_t> entries;  // indexes into the grid, increasing
  };
  Placement operator[](std::uint32_t placement) const {
    const auto figures = placements_[placement];
    return {figures[0], figures[1], figures[2], figures.subspan(kCounts)};
  }
  std::uint32_t size() const { return placements_.size(); }

  // Whether these are the placements of another grid with the same dates, too.
  bool serves(const PriceGrid& grid, std::optional<Date> from, std::optional<Date> end) const;
  bool full(std::size_t most_kept) const;
  void forget();

 private:
  static constexpr std::uint32_t kQueued = InternedSpans::kNone - 1;
  static constexpr std::size_t kCounts = 3;  // before the entries
  bool starts_before_from(std::int32_t day, std::int32_t extreme, std::int32_t entry) const;
  void append(std::span<const std::int32_t> days, Anchor anchor, std::vector<std::int32_t>& out) const;

  PriceGrid grid_;
  std::optional<Date> from_, end_;
  std::vector<Anchor> anchors_;
  DayEntries hindsight_, known_;
  std::int32_t last_before_end_;  // ordinal from which entries are too late
  std::vector<std::uint32_t> placement_of_;
  InternedSpans placements_;
};

}  // namespace rerate
