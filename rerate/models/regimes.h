#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/events/question_places.h"
#include "rerate/models/regime_chain.h"
#include "rerate/models/regime_clusters.h"
#include "rerate/models/regime_panel.h"
#include "rerate/models/regime_returns.h"
#include "rerate/models/regime_score.h"
#include "rerate/models/regime_spells.h"

namespace rerate {

// The regime of the economy three ways (domain.md formula 14), each told at the end of every month from what was known then:
// a logistic score with hysteresis, clusters of the features fitted on the past, and the filtered states of a hidden Markov
// model of one series; and the returns that followed.
struct RegimesQuestion {
  std::vector<RegimeFeature> features;
  double hysteresis = 0.2;
  RegimeClusterSettings clusters;  // its seed is derived from `seed`
  const Series* chain = nullptr;   // monthly; may be null: no hidden Markov model
  int chain_states = 2;
  const Series* asset = nullptr;      // monthly
  const Series* benchmark = nullptr;  // may be null
  RegimeReturnSettings returns;       // its seed is derived from `seed`
  Date as_of = {};
  std::uint64_t seed = 1;
  Place place = {}, clusters_place = {}, chain_place = {};
  QuestionPlaces price_places = {};
};

// States by month of the panel, worst first, with what a table says of them.
struct RegimeStates {
  std::vector<int> state;  // by row; -1: none
  int states = 0;
  std::vector<RegimeSpell> spells;
  Matrix transitions;         // counts
  std::optional<Index> last;  // the newest month with a state
  Matrix mean_z;  // states x features: means of z over a state's months, winsorised at 3; NaN without any

  Index months_in(int of) const;
  Index spells_of(int of) const;
  Index months() const;  // with a state
};

struct Regimes {
  RegimePanel panel;
  std::vector<double> score;  // by row
  RegimeStates scored, clustered;
  RegimeClusters clusters;  // by complete row of the panel
  // Whether clusters still rise in goodness as they are named: by the newest centres, and by the months that they ruled.
  bool names_fit = true;
  std::vector<double> probability;  // by row: membership of the cluster; NaN for k-means
  // The hidden Markov model, when there is one, by row of the panel.
  struct Chain {
    RegimeStates states;           // mean_z is empty
    std::vector<double> filtered;  // P(highest state), walk-forward; NaN: not known
    std::vector<double> smoothed;  // the same with hindsight
    std::vector<int> viterbi;      // with hindsight; -1: no figure
    RegimeChain model;             // by figure
    std::vector<Index> row;        // in which each figure was read
  };
  std::optional<Chain> chain;
  RegimeReturns returns;  // views: score, clusters, and with a model its states
};

// O(T^2 / refit_every) for the refits. Throws UserError:
//   event_frequency   features, model series or prices that are not monthly
//   event_kinds, event_prices  as common_prices
//   regimes_feature   a feature whose standing does not vary over the first window
//   regimes_window, regimes_feature, regimes_returns, mixture_collapsed, mixture_not_converged, regression_*  as the parts
// each at the place of what it is about.
Regimes find_regimes(const RegimesQuestion& question);

}  // namespace rerate
