#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rerate/rotation/sector_panel.h"

namespace rerate {

// From signals to one score a sector and month.
enum class CrossSection : std::uint8_t { z_score, rank };
enum class SignalWeights : std::uint8_t {
  fixed,  // as the study gives them
  equal,
  inverse_variance,  // of the signals' monthly rank correlations with the returns that followed, so far
  ridge,  // regression of the returns that followed (relative to the members' mean) on all signals, so far
  elastic_net,
};
std::string_view to_string(CrossSection kind);
std::string_view to_string(SignalWeights kind);
std::optional<CrossSection> parse_cross_section(std::string_view text);
std::optional<SignalWeights> parse_signal_weights(std::string_view text);

struct ScoreSettings {
  CrossSection cross_section = CrossSection::z_score;
  double winsorise_at = 3;  // of a z; above 0
  SignalWeights weights = SignalWeights::equal;
  // Learned weights only (learned_weights.h). Until `first_window` months of outcomes are known, weights are equal.
  int first_window = 60;
  int refit_every = 12;
  // The return that a decision of month m earns runs from m + trade_lag to m + trade_lag + horizon (months); it is
  // known then, and only then may weights read it. `embargo` further months are left out.
  int trade_lag = 0, horizon = 1, embargo = 0;
  double penalty = 1;  // ridge (regression/ridge.h)
  double net_share =
      0.5;  // elastic net's; its penalty is chosen by time-ordered cross-validation with that embargo
  int folds = 5;
};

// Row by row over members with a figure: (x - mean) / sd (n - 1), winsorised at +-limit; or ranks from -1 (worst) to 1 spread
// evenly, equals sharing their mean rank. Rows with fewer than two figures or none that differ: 0 for those that have one.
// NaN stays NaN. O(M N log N). Throws rotation_weights for a limit that is not above 0.
Matrix cross_section(const Matrix& signal, CrossSection kind, double winsorise_at);
// One row of it, in its place.
void stand_among(std::span<double> row, CrossSection kind, double winsorise_at);

struct Scores {
  // M x N: sum of weight times z over the signals that have one, over the sum of their |weights|
  Matrix score;
  Matrix weight;                // M x S: by signal, sums of |w| are 1
  std::vector<Index> refitted;  // months at which learned weights were estimated
};
// `standings`: S of M x N, from cross_section. A sector has a score when it has a standing in a signal of weight other than 0. `fixed`
// S figures, some above 0 (read by SignalWeights::fixed alone). Throws UserError rotation_weights (weights all 0, negative or not finite;
// settings of learned weights out of range), and the estimators'. O(M N S), learned as learned_weights.h says.
Scores combine(const SectorPanel& panel, const std::vector<Matrix>& standings,
               const std::vector<double>& fixed, const ScoreSettings& settings);

// Spearman's correlation of scores of month m with the returns from m + trade_lag over `horizon` months, over
// members with both, by month; NaN with fewer than three, or when one does not vary. O(M N log N).
std::vector<double> rank_correlations(const SectorPanel& panel, const Matrix& score, int trade_lag,
                                      int horizon);

}  // namespace rerate
