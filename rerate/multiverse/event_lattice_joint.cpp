#include <algorithm>
#include <map>

#include "rerate/base/error.h"
#include "rerate/multiverse/event_lattice.h"
#include "rerate/multiverse/lattice_engine.h"

namespace rerate {
namespace {

// The patterns of one outcome, by the ordinals of their events, and how many definitions have each.
struct OutcomePatterns {
  std::vector<std::int32_t> ordinals;  // dates of the outcome
  std::vector<double> outcome;
  InternedSpans patterns;  // events, as indexes into these
  std::vector<std::uint64_t> weight;
};

// Adds the definitions of a chunk.
void collect(const LatticeEngine::Chunk& chunk, OutcomePatterns& found) {
  const auto& outcome = *chunk.outcome;
  if (found.outcome.empty()) {
    found.outcome = outcome.outcome();
    found.ordinals.assign(outcome.ordinals().begin(), outcome.ordinals().end());
  }
  std::vector<std::uint64_t> definitions(outcome.patterns());
  for (const auto placement : chunk.placement)
    if (const auto pattern = outcome.pattern(placement); pattern != InternedSpans::kNone)
      ++definitions[pattern];
  for (std::uint32_t pattern = 0; pattern < definitions.size(); ++pattern) {
    if (definitions[pattern] == 0) continue;
    const auto number = found.patterns.intern(outcome.events(pattern));
    if (number == found.weight.size()) found.weight.push_back(0);
    found.weight[number] += definitions[pattern];
  }
}

// Dates that every outcome has.
std::vector<std::int32_t> common_dates(const std::map<std::uint64_t, OutcomePatterns>& found) {
  std::vector<std::int32_t> common;
  bool first = true;
  for (const auto& [number, one] : found) {
    std::vector<std::int32_t> both;
    if (first)
      both = one.ordinals;
    else
      std::ranges::set_intersection(common, one.ordinals, std::back_inserter(both));
    common = std::move(both);
    first = false;
  }
  return common;
}

void add_patterns(const OutcomePatterns& found, const std::vector<std::int32_t>& common,
                  EventLattice::JointWeights weights, JointPatterns& joint) {
  std::vector<double> outcome;
  std::vector<std::int32_t> place(found.ordinals.size(), -1);  // of a date among the common ones
  for (std::size_t i = 0; i < found.ordinals.size(); ++i) {
    const auto at = std::ranges::lower_bound(common, found.ordinals[i]);
    if (at == common.end() || *at != found.ordinals[i]) continue;
    place[i] = static_cast<std::int32_t>(at - common.begin());
    outcome.push_back(found.outcome[i]);
  }
  const auto number = joint.add_outcome(std::move(outcome));
  std::vector<std::int32_t> events;
  for (std::uint32_t pattern = 0; pattern < found.patterns.size(); ++pattern) {
    events.clear();
    for (const auto event : found.patterns[pattern])
      if (const auto at = place[static_cast<std::size_t>(event)]; at >= 0) events.push_back(at);
    if (events.empty()) continue;
    joint.add(number, events, weights == EventLattice::JointWeights::patterns ? 1 : found.weight[pattern]);
  }
}

}  // namespace

std::optional<JointShiftTest> EventLattice::joint_test(std::span<const std::uint64_t> definitions,
                                                       JointWeights weights,
                                                       const LatticeControl& control) const {
  RERATE_ASSERT(std::ranges::adjacent_find(definitions, std::greater_equal<>()) == definitions.end(),
                "definitions must ascend");
  std::map<std::uint64_t, OutcomePatterns> found;
  const auto take = [&](const LatticeEngine::Chunk& chunk) {
    if (chunk.outcome->dates() > 0 && !chunk.outcome->to_a_fixed_day())
      collect(chunk, found[chunk.outcome_number]);
  };
  const auto run = LatticeEngine(*this).run(DefinitionNumbers(definitions), take, control);
  const auto common = common_dates(found);
  if (!run.finished || common.empty()) return std::nullopt;
  JointPatterns joint;
  for (const auto& [number, one] : found) add_patterns(one, common, weights, joint);
  if (joint.size() == 0) return std::nullopt;
  return joint_shift_test(joint);
}

}  // namespace rerate
