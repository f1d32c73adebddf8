#include "rerate/study/event_joint_inference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/multiverse/lattice_patterns.h"
#include "rerate/multiverse/lattice_strategies.h"
#include "rerate/multiverse/shift_stepdown.h"
#include "rerate/statistics/block_length.h"
#include "rerate/statistics/superior_predictive_ability.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr std::size_t kMostDefinitions = 100'000;
constexpr double kMostSteps = 4e8;               // events x dates of all patterns
constexpr std::size_t kMostReturns = 2'000'000;  // strategies x dates
constexpr std::size_t kFewestDates = 20;
constexpr std::uint64_t kStream = 611;  // of the section's seed
constexpr int kDraws = 1'000;

// Definitions that take part, part by part of the lattices.
struct Chosen {
  std::vector<LatticeSelection> selections;
  std::vector<std::vector<std::uint32_t>> places;  // beside their definitions: the first of equal ones
  std::size_t definitions = 0;
  std::optional<std::pair<std::size_t, std::size_t>> own;  // selection and definition
};

// Which part holds the study's own definition.
const EventDefinitionLattices::Part* part_of_own(const EventDefinitionLattices& lattices, std::size_t own) {
  for (const auto& part : lattices.parts())
    for (const auto& one : part.placed)
      if (one.place == own) return &part;
  return nullptr;
}

Chosen choose(const EventDefinitionLattices& lattices, const DefinitionRuns& runs,
              std::span<const std::uint64_t> pattern_of, Frequency frequency, std::uint64_t most) {
  std::vector<bool> sampled(runs.definitions.size(), runs.definitions.size() <= most);
  if (runs.definitions.size() > most)
    for (const auto definition : runs.lattice.sample(most)) {
      const auto at = std::ranges::lower_bound(runs.definitions, definition);
      if (at != runs.definitions.end() && *at == definition)
        sampled[static_cast<std::size_t>(at - runs.definitions.begin())] = true;
    }
  Chosen chosen;
  for (const auto& part : lattices.parts()) {
    if (part.frequency != frequency) continue;
    LatticeSelection selection{part.lattice.get(), {}};
    std::vector<std::uint32_t> places;
    for (const auto& [number, place] : part.placed) {
      if (!sampled[place] || pattern_of[place] == 0) continue;
      ++chosen.definitions;
      const bool again = !selection.definitions.empty() && selection.definitions.back() == number;
      if (!again) {
        selection.definitions.push_back(number);
        places.push_back(place);
      }
      if (place == runs.own) chosen.own = {chosen.selections.size(), selection.definitions.size() - 1};
    }
    if (selection.definitions.empty()) continue;
    chosen.selections.push_back(std::move(selection));
    chosen.places.push_back(std::move(places));
  }
  return chosen;
}

double steps_of(const JointPatterns& joint) {
  double steps = 0;
  for (std::size_t i = 0; i < joint.size(); ++i) steps += static_cast<double>(joint.events(i).size());
  return steps * static_cast<double>(joint.dates());
}

// Patterns that a definition gives whose events are known when they happen; all of them when there is none.
std::vector<std::uint32_t> patterns_to_follow(const Chosen& chosen, const LatticePatterns& patterns,
                                              bool& hindsight) {
  std::vector<bool> known(patterns.joint().size());
  for (std::size_t i = 0; i < chosen.selections.size(); ++i) {
    const auto& [lattice, definitions] = chosen.selections[i];
    for (std::size_t k = 0; k < definitions.size(); ++k) {
      const auto anchor = lattice->options().anchors[lattice->definition(definitions[k]).anchor];
      const auto pattern = patterns.pattern_of(i)[k];
      if (pattern != LatticePatterns::kNone && (anchor == Anchor::confirm || anchor == Anchor::known))
        known[pattern] = true;
    }
  }
  hindsight = std::ranges::find(known, true) == known.end();
  std::vector<std::uint32_t> follow;
  for (std::uint32_t pattern = 0; pattern < known.size(); ++pattern)
    if (hindsight || known[pattern]) follow.push_back(pattern);
  return follow;
}

// Evenly over the patterns, the study's own first where it is among them.
std::vector<std::uint32_t> some_patterns(const std::vector<std::uint32_t>& patterns, std::size_t most,
                                         std::uint32_t own) {
  std::vector<std::uint32_t> some;
  if (std::ranges::binary_search(patterns, own)) some.push_back(own);
  const auto count = std::min(patterns.size(), std::max<std::size_t>(most, 1));
  for (std::size_t i = 0; i < count; ++i)
    if (const auto pattern = patterns[i * patterns.size() / count]; pattern != own) some.push_back(pattern);
  return some;
}

// Hansen's consistent p-value. `taken`: strategies; `of`: patterns that could be followed.
double superior(const Chosen& chosen, const LatticePatterns& patterns, std::uint32_t own, std::uint64_t seed,
                JointInference& inference, std::size_t& taken, std::size_t& of) {
  const auto most = kMostReturns / std::max<std::size_t>(patterns.joint().dates(), 1);
  const auto follow = patterns_to_follow(chosen, patterns, inference.spa_hindsight);
  const LatticeStrategies strategies(chosen.selections, patterns, some_patterns(follow, most, own));
  taken = strategies.size();
  of = follow.size();
  const auto dates = strategies.dates();
  if (dates < kFewestDates || dates > kMostReturns / 10) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> first_returns(dates);  // the study's own where it can be followed
  strategies.returns(0, first_returns);
  LuckSettings settings;
  settings.block_length = politis_white_block_length(first_returns);
  settings.draws = kDraws;
  settings.studentised = Studentised::once;
  const auto tests = luck_tests(
      [&](std::size_t rule, std::span<double> room) {
        strategies.returns(rule, room);
        return static_cast<const double*>(room.data());
      },
      strategies.size(), dates, settings, RandomStream(seed, kStream));
  return tests.spa_consistent_p;
}

void fill_stepdown(const JointPatterns& joint, const Chosen& chosen, const LatticePatterns& patterns,
                   std::uint32_t own, const DefinitionRuns& runs, JointInference& inference) {
  const auto stepdown = shift_stepdown(joint, patterns.own_statistics());
  inference.own_adjusted_p = stepdown.adjusted_p[own];
  if (const auto* mean = runs.number("mean"); mean && mean->p[runs.own] > inference.own_adjusted_p)
    inference.own_adjusted_p = mean->p[runs.own];  // over more dates
  inference.best_adjusted_p = stepdown.adjusted_p[stepdown.best];
  inference.own_is_best = stepdown.best == own;
  if (inference.own_is_best) inference.best_adjusted_p = inference.own_adjusted_p;
  const auto [outcome, pattern] = patterns.sources()[own];
  inference.own_events = patterns.outcomes()[outcome].patterns[pattern].size();
  inference.own_left_out = inference.own_events - joint.events(own).size();
  inference.adjusted_p = stepdown.adjusted_p;
  inference.adjusted_p[own] = inference.own_adjusted_p;
  std::ranges::sort(inference.adjusted_p);
  std::optional<std::uint64_t> best;
  for (std::size_t i = 0; i < chosen.selections.size(); ++i)
    for (std::size_t k = 0; k < chosen.places[i].size(); ++k)
      if (patterns.pattern_of(i)[k] == stepdown.best) {
        const auto definition = runs.definitions[chosen.places[i][k]];
        best = std::min(best.value_or(definition), definition);
      }
  inference.best = best.value_or(0);
}

}  // namespace

JointInference event_joint_inference(const EventDefinitionLattices& lattices, const DefinitionRuns& runs,
                                     const SectionRequest& section, const SectionContext& context,
                                     std::span<const std::uint64_t> pattern_of, const std::atomic<bool>* stop,
                                     std::vector<std::string>& warnings) {
  JointInference inference;
  const auto* of_own = part_of_own(lattices, runs.own);
  if (!of_own || pattern_of[runs.own] == 0) return inference;
  LatticeControl control;
  control.stop = stop;
  std::uint64_t most = kMostDefinitions;
  auto chosen = choose(lattices, runs, pattern_of, of_own->frequency, most);
  auto patterns = std::make_unique<LatticePatterns>(chosen.selections, control);
  if (const double steps = steps_of(patterns->joint()); steps > kMostSteps) {
    most = std::max<std::uint64_t>(
        static_cast<std::uint64_t>(static_cast<double>(chosen.definitions) * kMostSteps / steps), 1);
    chosen = choose(lattices, runs, pattern_of, of_own->frequency, most);
    patterns = std::make_unique<LatticePatterns>(chosen.selections, control);
  }
  const auto& joint = patterns->joint();
  if (joint.size() == 0 || !chosen.own) return inference;
  const auto own = patterns->pattern_of(chosen.own->first)[chosen.own->second];
  if (own == LatticePatterns::kNone) return inference;
  inference.shifts = joint_shift_test(joint);
  fill_stepdown(joint, chosen, *patterns, own, runs, inference);
  const bool all = runs.definitions.size() <= most;
  inference.different = all ? std::min<std::uint64_t>(joint.size(), runs.distinct) : runs.distinct;
  std::size_t strategies = 0, followable = 0;
  inference.spa_p =
      superior(chosen, *patterns, own, context.section_seed(section.id), inference, strategies, followable);
  if (!all)
    warnings.push_back(fmt::format("The joint tests look at an even sample of {} of the {} definitions.",
                                   grouped(static_cast<double>(most), 0),
                                   grouped(static_cast<double>(runs.definitions.size()), 0)));
  if (strategies < followable && std::isfinite(inference.spa_p))
    warnings.push_back(fmt::format(
        "The test of superior predictive ability follows {} of the {} different patterns of events, evenly "
        "chosen.",
        grouped(static_cast<double>(strategies), 0), grouped(static_cast<double>(followable), 0)));
  return inference;
}

}  // namespace rerate
