#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rerate/multiverse/event_lattice.h"
#include "rerate/study/definition_runs.h"

namespace rerate {

// Up to so many definitions have all of their statistics worked out (event_statistics_columns.h), more the figures below. It takes
// some ten microseconds for each different pattern of events on months, twenty times as long on days: a few seconds at most.
inline constexpr std::size_t kMostWithAllStatistics = 100'000, kMostWithAllOnDays = 5'000;

// What the definitions of an event study's lattice give, as columns named like the section's numbers: counts, means and medians.
class EventDefinitionColumns {
 public:
  // Columns of all figures up to a million definitions, else of the wanted ones.
  EventDefinitionColumns(std::size_t definitions, bool benchmark, const std::vector<std::string>& wanted);

  // What a definition gives; nothing where no event is complete, as the section is refused then.
  void take(std::size_t place, const DefinitionOutcome& outcome);

  std::vector<NumberColumn> release() { return std::move(columns_); }

 private:
  std::vector<NumberColumn> columns_;
  std::vector<std::size_t> figure_;  // by column
};

}  // namespace rerate
