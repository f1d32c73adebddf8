#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rerate/multiverse/event_lattice.h"
#include "rerate/study/definition_runs.h"

namespace rerate {

// All numbers of an event study but the intervals (`ci_low`, `ci_high`), as columns over the definitions of its lattice, in the
// order of the section's numbers (event_study_tables.cpp). About 100 columns of 8 bytes a definition with a benchmark.
class EventStatisticsColumns {
 public:
  // Parts that some definition of the lattice has.
  struct Parts {
    bool benchmark = false;
    bool known = false,
         extreme = false;  // figures from the day it was known, from the extreme, beside the own anchor's
  };
  EventStatisticsColumns(std::size_t definitions, const Parts& parts);

  // What a definition gives; nothing where no event is complete, as the section is refused then.
  void take(std::size_t place, const DefinitionStatistics& one);
  // What it gives from the other anchor, `known` or `extreme`.
  void take_from(Anchor anchor, std::size_t place, const DefinitionStatistics& one);

  // To be called once.
  std::vector<NumberColumn> release();

 private:
  // First columns of a part.
  struct Other {
    std::size_t counts = 0, outcome = 0;
  };
  std::size_t add_counts(const std::string& prefix);
  std::size_t add_outcome(const std::string& prefix);
  Other add_other(const std::string& prefix);
  void put_counts(std::size_t first, std::size_t place, const DefinitionStatistics& one);
  void put_outcome(std::size_t first, std::size_t place, const OutcomeStatistics* outcome);
  void put(std::size_t column, std::size_t place, double value);

  std::size_t definitions_;
  std::vector<NumberColumn> columns_;
  std::size_t counts_ = 0, outcome_ = 0, asset_ = 0, since_ = 0;
  std::optional<std::size_t> benchmark_;
  std::optional<Other> known_, extreme_;
};

}  // namespace rerate
