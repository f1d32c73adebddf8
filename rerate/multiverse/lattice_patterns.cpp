#include "rerate/multiverse/lattice_patterns.h"

#include <algorithm>

#include "rerate/base/error.h"
#include "rerate/multiverse/lattice_engine.h"
#include "rerate/multiverse/shift_stepdown.h"

namespace rerate {

LatticePatterns::LatticePatterns(std::span<const LatticeSelection> selections,
                                 const LatticeControl& control) {
  bool finished = true;
  for (std::size_t i = 0; i < selections.size(); ++i)
    finished = finished && collect(i, selections[i], control);
  pattern_of_.resize(selections.size());
  for (std::size_t i = 0; i < selections.size(); ++i)
    pattern_of_[i].assign(selections[i].definitions.size(), kNone);
  if (finished) join();
}

bool LatticePatterns::collect(std::size_t selection, const LatticeSelection& from,
                              const LatticeControl& control) {
  const auto& definitions = from.definitions;
  RERATE_ASSERT(std::ranges::adjacent_find(definitions, std::greater_equal<>()) == definitions.end(),
                "definitions must ascend");
  auto& sources = source_of_.emplace_back(definitions.size(), Source{0, kNone});
  std::uint64_t last = 0;  // outcome of the lattice
  bool any = false;
  const auto take = [&](const LatticeEngine::Chunk& chunk) {
    const auto& outcome = *chunk.outcome;
    if (outcome.dates() == 0 || outcome.to_a_fixed_day()) return;
    if (!any || last != chunk.outcome_number) {
      auto& fresh = outcomes_.emplace_back();
      fresh.selection = selection;
      fresh.definition = definitions[chunk.first];
      fresh.ordinals.assign(outcome.ordinals().begin(), outcome.ordinals().end());
      fresh.returns = outcome.outcome();
    }
    any = true;
    last = chunk.outcome_number;
    auto& found = outcomes_.back();
    for (std::size_t i = 0; i < chunk.placement.size(); ++i) {
      const auto pattern = outcome.pattern(chunk.placement[i]);
      if (pattern == InternedSpans::kNone) continue;
      const auto number = found.patterns.intern(outcome.events(pattern));
      if (number == found.weight.size()) found.weight.push_back(0);
      ++found.weight[number];
      sources[chunk.first + i] = {static_cast<std::uint32_t>(outcomes_.size() - 1), number};
    }
  };
  return LatticeEngine(*from.lattice).run(DefinitionNumbers(definitions), take, control).finished;
}

std::vector<std::int32_t> LatticePatterns::common_dates() const {
  std::vector<std::int32_t> common;
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    std::vector<std::int32_t> both;
    if (i == 0)
      both = outcomes_[i].ordinals;
    else
      std::ranges::set_intersection(common, outcomes_[i].ordinals, std::back_inserter(both));
    common = std::move(both);
  }
  return common;
}

std::vector<double> LatticePatterns::own_statistics() const {
  std::vector<double> statistics(sources_.size());
  for (std::size_t first = 0; first < sources_.size();) {  // those of an outcome stand together
    const auto& outcome = outcomes_[sources_[first].outcome];
    JointPatterns own;
    own.add_outcome(outcome.returns);
    auto end = first;
    for (; end < sources_.size() && sources_[end].outcome == sources_[first].outcome; ++end)
      own.add(0, outcome.patterns[sources_[end].pattern]);
    std::ranges::copy(shift_statistics(own), statistics.begin() + static_cast<std::ptrdiff_t>(first));
    first = end;
  }
  return statistics;
}

void LatticePatterns::join() {
  const auto common = common_dates();
  if (common.empty()) return;
  std::vector<std::vector<std::uint32_t>> joint_of(outcomes_.size());
  std::vector<std::int32_t> place, events;
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    const auto& one = outcomes_[i];
    std::vector<double> returns;
    place.assign(one.ordinals.size(), -1);
    for (std::size_t k = 0; k < one.ordinals.size(); ++k) {
      const auto at = std::ranges::lower_bound(common, one.ordinals[k]);
      if (at == common.end() || *at != one.ordinals[k]) continue;
      place[k] = static_cast<std::int32_t>(at - common.begin());
      returns.push_back(one.returns[k]);
    }
    const auto outcome = joint_.add_outcome(std::move(returns));
    joint_of[i].assign(one.patterns.size(), kNone);
    for (std::uint32_t pattern = 0; pattern < one.patterns.size(); ++pattern) {
      events.clear();
      for (const auto event : one.patterns[pattern])
        if (const auto at = place[static_cast<std::size_t>(event)]; at >= 0) events.push_back(at);
      if (events.empty()) continue;
      joint_of[i][pattern] = static_cast<std::uint32_t>(joint_.size());
      joint_.add(outcome, events, one.weight[pattern]);
      sources_.push_back({static_cast<std::uint32_t>(i), pattern});
    }
  }
  for (std::size_t i = 0; i < source_of_.size(); ++i)
    for (std::size_t k = 0; k < source_of_[i].size(); ++k)
      if (const auto& [outcome, pattern] = source_of_[i][k]; pattern != kNone)
        pattern_of_[i][k] = joint_of[outcome][pattern];
}

}  // namespace rerate
