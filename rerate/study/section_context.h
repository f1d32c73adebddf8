#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rerate/rotation/past_trial.h"
#include "rerate/series/series.h"
#include "rerate/study/series_use.h"

namespace rerate {

struct Spell {
  Date first, last;
};

// What every section may read while it is built. Sections run in parallel and only read.
struct SectionContext {
  Date as_of;
  std::uint64_t seed = 1;
  const SeriesInputs* inputs = nullptr;
  std::vector<Spell> recessions;  // for shading
  // Definitions run before, by section id, from the ledger beside the store; null: no ledger.
  const std::map<std::string, std::vector<PastTrial>>* past_trials = nullptr;

  const SeriesInput& input(const SeriesUse& use) const;
  // The section's own seed: from the study's seed and the section's id, so that adding a section
  // changes no other's numbers.
  std::uint64_t section_seed(const std::string& id) const;
};

// Stretches of ones in a monthly 0/1 indicator.
std::vector<Spell> spells_of(const Series& indicator);

}  // namespace rerate
