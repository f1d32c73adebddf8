#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/store/store.h"

namespace rerate {

// Where the known_at of a batch comes from.
enum class Dating : std::uint8_t {
  vintages,      // from the source: rows that are missing are added wherever they belong
  release_rule,  // from the release rule that dated the stored figures too
  changed_rule,  // from a release rule that has changed since: figures dated by the old one move
};

struct MergeRules {
  Date today;  // dates revisions that carry no date of their own
  Dating dating = Dating::release_rule;
};

struct MergedHistory {
  std::vector<Observation> observations;  // by (ordinal, known_at)
  std::size_t added = 0;                  // rows that are new or overwrite one of the same day
  std::size_t revisions = 0;              // of which they change a figure that was visible before
  std::size_t redated = 0;                // figures moved to the date of a changed release rule
};

// The history after a source says `batch` where `stored` is what it said before. What was visible on an
// earlier day stays visible on that day; from today on the figures are those of the batch.
//   - A period whose latest figure differs: a revision, known at the latest of today, the batch's date and
//     the stored ones. One of the same day is overwritten.
//   - A period that the batch no longer has: a revision to NaN.
//   - A batch that gives a later known_at itself is taken at its word.
//   - An earlier vintage that differs at the same known_at while the latest figures agree stays as stored.
// Both are strictly ordered by (ordinal, known_at). O(stored + batch).
MergedHistory merge_revisions(std::span<const Observation> stored, std::span<const Observation> batch,
                              const MergeRules& rules);

}  // namespace rerate
