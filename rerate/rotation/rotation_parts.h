#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/rotation/rotation.h"

namespace rerate {

// The parts of a definition, which variants share (variants.h): parts of the same text come out the same.
std::string text_of(const SignalDefinition& signal, bool weighted);
std::string text_of(const ScoreSettings& score);
std::string text_of(const PortfolioSettings& portfolio);

std::vector<double> fixed_weights(const RotationDefinition& definition);

// Whatever the definition's lag of scores is, learned weights may read no more than what its own trading lets be known.
ScoreSettings score_settings(const SectorPanel& panel, const RotationDefinition& definition);

// The signal whose figures of 0 and less mean cash; nothing when there is none. Throws UserError rotation_signal when
// the definition has no signal of that name, or none at all.
std::optional<std::size_t> only_above_zero(const RotationDefinition& definition);

}  // namespace rerate
