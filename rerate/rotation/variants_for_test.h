#pragma once

#include <string>
#include <vector>

#include "rerate/rotation/variants.h"

// Definitions and choices that tests of variants share.
namespace rerate {

// A study of one signal of each kind, called after its kind; k = 3, 10bp.
inline RotationDefinition study_of(const std::vector<SignalKind>& kinds) {
  RotationDefinition study;
  for (const auto kind : kinds) {
    SignalDefinition signal;
    signal.name = to_string(kind);
    signal.kind = kind;
    if (kind == SignalKind::reversal) signal.months = 1;
    study.signals.push_back(signal);
  }
  return study;
}

// Of everything some.
inline VariantChoices many_choices() {
  VariantChoices choices;
  choices.signal_subsets = true;
  choices.momentum_months = {3, 6, 12};
  choices.cross_section = {CrossSection::z_score, CrossSection::rank};
  choices.weights = {SignalWeights::fixed, SignalWeights::equal};
  choices.rule = {PortfolioRule::top_k, PortfolioRule::rank_weighted, PortfolioRule::minimum_variance};
  choices.k = {2, 3};
  choices.rebalance_months = {1, 3};
  choices.no_trade_band = {0, 0.02};
  choices.trade_lag = {0, 1};
  return choices;
}

}  // namespace rerate
