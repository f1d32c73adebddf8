#include "rerate/multiverse/event_placements.h"

#include <algorithm>

#include "rerate/base/parallel.h"
#include "rerate/events/event_dates.h"

namespace rerate {
namespace {

std::int32_t look_up(const PriceGrid& grid, Date day, bool once_known) {
  const auto [state, at] = once_known ? entry_once_known(grid, day) : entry_with_hindsight(grid, day);
  if (state == EventState::before_prices) return DayEntries::kBeforePrices;
  return at ? static_cast<std::int32_t>(*at) : DayEntries::kNotReached;
}

// Placements of some cells, one after another.
struct PlacedLists {
  std::vector<std::int32_t> figures;
  std::vector<std::size_t> ends;
  std::vector<std::uint64_t> hashes;
};

}  // namespace

DayEntries::DayEntries(const PriceGrid& grid, bool once_known) : once_known_(once_known) {
  constexpr int kAround = 31;
  first_day_ = grid.date(0).days - kAround;
  const auto last = grid.date(grid.size() - 1).days + kAround;
  entry_.reserve(static_cast<std::size_t>(last - first_day_ + 1));
  for (auto day = first_day_; day <= last; ++day) entry_.push_back(look_up(grid, Date{day}, once_known));
}

std::int32_t DayEntries::operator()(const PriceGrid& grid, Date day) const {
  const auto at = static_cast<std::int64_t>(day.days) - first_day_;
  if (at < 0 || at >= static_cast<std::int64_t>(entry_.size())) return look_up(grid, day, once_known_);
  return entry_[static_cast<std::size_t>(at)];
}

EventPlacements::EventPlacements(PriceGrid grid, std::optional<Date> from, std::optional<Date> end,
                                 const std::vector<Anchor>& anchors)
    : grid_(std::move(grid)),
      from_(from),
      end_(end),
      anchors_(anchors),
      hindsight_(grid_, false),
      known_(grid_, true),
      last_before_end_(end ? last_priced_by(grid_.frequency(), *end) : INT32_MAX) {}

// Where an event starts: on the date of its entry, without one on its day, and on that of the extreme while no day is known.
bool EventPlacements::starts_before_from(std::int32_t day, std::int32_t extreme, std::int32_t entry) const {
  if (!from_) return false;
  if (entry >= 0) return grid_.date(static_cast<std::size_t>(entry)) < *from_;
  return Date{day == EpisodeLists::kNotYet ? extreme : day} < *from_;
}

// The rules of place_events in event_dates.h, without the returns.
void EventPlacements::append(std::span<const std::int32_t> days, Anchor anchor,
                             std::vector<std::int32_t>& out) const {
  const auto begin = out.size();
  std::int32_t without_entry = 0, not_yet_known = 0, excluded = 0;
  out.resize(begin + kCounts);
  const auto& entries = anchor == Anchor::known ? known_ : hindsight_;
  for (; !days.empty(); days = days.subspan(EpisodeLists::kFigures)) {
    const auto day = days[static_cast<std::size_t>(anchor)];
    const bool not_yet = day == EpisodeLists::kNotYet;
    const auto entry = not_yet ? DayEntries::kNotReached : entries(grid_, Date{day});
    if (starts_before_from(day, days[static_cast<std::size_t>(Anchor::extreme)], entry)) continue;
    if (days[EpisodeLists::kExcluded] != 0) {
      ++excluded;
    } else if (not_yet) {
      ++not_yet_known;
    } else if (entry == DayEntries::kBeforePrices) {
      continue;
    } else if (entry == DayEntries::kNotReached) {
      if (!end_ || Date{day} < *end_) ++without_entry;
    } else if (grid_.asset.ordinal[static_cast<std::size_t>(entry)] >= last_before_end_) {
      continue;
    } else if (out.size() > begin + kCounts && out.back() == entry) {
      ++excluded;  // two events with one entry are one return
    } else {
      out.push_back(entry);
    }
  }
  // Figures that came out late can turn the order round.
  const auto first = out.begin() + static_cast<std::ptrdiff_t>(begin + kCounts);
  if (!std::is_sorted(first, out.end())) {
    std::sort(first, out.end());
    const auto repeated = std::unique(first, out.end());
    excluded += static_cast<std::int32_t>(out.end() - repeated);
    out.erase(repeated, out.end());
  }
  out[begin] = without_entry;
  out[begin + 1] = not_yet_known;
  out[begin + 2] = excluded;
}

void EventPlacements::place(const EpisodeLists& lists, std::span<const std::uint64_t> cells) {
  constexpr std::size_t kBatch = 256;
  placement_of_.resize(std::max(placement_of_.size(), std::size_t{lists.size()} * anchors_.size()),
                       InternedSpans::kNone);
  std::vector<std::uint64_t> wanted;
  for (const auto cell : cells)
    if (placement_of_[cell] == InternedSpans::kNone) {
      placement_of_[cell] = kQueued;
      wanted.push_back(cell);
    }
  std::vector<PlacedLists> placed((wanted.size() + kBatch - 1) / kBatch);
  parallel_for(placed.size(), [&](std::size_t batch) {
    auto& [figures, ends, hashes] = placed[batch];
    for (auto i = batch * kBatch; i < std::min(wanted.size(), (batch + 1) * kBatch); ++i) {
      const auto begin = figures.size();
      append(lists.days(static_cast<std::uint32_t>(wanted[i] / anchors_.size())),
             anchors_[wanted[i] % anchors_.size()], figures);
      ends.push_back(figures.size());
      hashes.push_back(hash_of(std::span(figures).subspan(begin)));
    }
  });
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [figures, ends, hashes] = placed[i / kBatch];
    const auto begin = i % kBatch == 0 ? 0 : ends[i % kBatch - 1];
    placement_of_[wanted[i]] =
        placements_.intern(std::span(figures).subspan(begin, ends[i % kBatch] - begin), hashes[i % kBatch]);
  }
}

bool EventPlacements::serves(const PriceGrid& grid, std::optional<Date> from, std::optional<Date> end) const {
  return from == from_ && end == end_ && grid.frequency() == grid_.frequency() &&
         grid.asset.ordinal == grid_.asset.ordinal;
}

bool EventPlacements::full(std::size_t most_kept) const {
  return placements_.figures() > most_kept / 2 || placements_.size() > most_kept / 16;
}

void EventPlacements::forget() {
  placement_of_.clear();
  placements_.clear();
}

}  // namespace rerate
