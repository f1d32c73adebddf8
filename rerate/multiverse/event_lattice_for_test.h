#pragma once

// Small lattices for this level's tests, and the study that a definition of one stands for.

#include <cmath>
#include <optional>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/events/event_dates.h"
#include "rerate/events/series_for_test.h"
#include "rerate/multiverse/event_lattice.h"

namespace rerate {

inline std::vector<DefinitionOutcome> all_rows(const EventLattice& lattice) {
  std::vector<DefinitionOutcome> rows;
  lattice.run(
      [&](std::span<const DefinitionOutcome> chunk) { rows.insert(rows.end(), chunk.begin(), chunk.end()); });
  return rows;
}

// A walk with reversion in steps of a half, so that ties are common.
inline std::vector<double> diffusion_figures(std::size_t count, std::uint64_t stream) {
  const RandomStream random(11, stream);
  std::vector<double> figures;
  double level = 50;
  for (std::size_t t = 0; t < count; ++t) {
    level += 0.15 * (50 - level) + 4 * (random.uniform(t) - 0.5);
    figures.push_back(std::round(2 * level) / 2);
  }
  return figures;
}

inline std::vector<double> price_figures(std::size_t count, std::uint64_t stream) {
  const RandomStream random(12, stream);
  std::vector<double> figures;
  double price = 100;
  for (std::size_t t = 0; t < count; ++t) figures.push_back(price *= 1 + 0.1 * (random.uniform(t) - 0.48));
  return figures;
}

inline ThresholdRule below_until(double enter, double leave, int gap = 0) {
  ThresholdRule rule;
  rule.enter = {enter, false};
  rule.leave = {leave, true};
  rule.gap = gap;
  return rule;
}

// The question of a definition; exclusions that match none of its episodes are left away.
inline EventStudyQuestion question_of(const EventLatticeOptions& options, const EventDefinition& definition) {
  EventStudyQuestion question;
  question.rule = options.rules[definition.rule];
  question.anchor = options.anchors[definition.anchor];
  question.horizon = options.horizons[definition.horizon];
  question.horizon_to_come = options.horizon_to_come;
  question.from = options.from[definition.from];
  question.to = options.to[definition.to];
  question.draws = 1;
  const auto signal = slice(*options.signals[definition.signal], std::nullopt, question.to);
  for (const auto& exclusion : options.exclusions) try {
      exclusion_reasons(signal, find_episodes(signal, question.rule), question.rule, {exclusion});
      question.exclusions.push_back(exclusion);
    } catch (const UserError&) {
    }
  return question;
}

}  // namespace rerate
