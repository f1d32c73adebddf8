#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/regimes.h"
#include "rerate/study/named_formulas.h"

namespace rerate {

// One [[regimes]] of a study file: the regime of the economy by a score, clusters and a hidden Markov model, and the
// returns that followed.
//
//   id = "regimes"
//   features = { activity = "ma(philly.current_activity, 3m)", spread = { formula = "credit.gz_spread", sign = -1 } }
//   hysteresis = 0.2
//   method = "kmeans"          # or "gaussian_mixture"
//   clusters = 3               # or "choose", among 2 to `most`
//   names = ["slump", "slowdown", "expansion"]
//   first_window = "10y"       # months of standings behind the first fit
//   refit_every = "12m"
//   hmm = { series = "philly.current_activity", states = 2 }
//   asset = "small"
//   benchmark = "large"
//   horizon = "12m"            # beside returns of a month
//   draws = 1000
//   level = 0.90
struct RegimesRequest {
  struct Feature {
    NamedFormula named;
    double sign = 1, weight = 1;
  };
  struct Hmm {
    SeriesUse series;
    std::string title;  // empty: what the formula is called
    int states = 2;
  };
  std::vector<Feature> features;
  double hysteresis = 0.2;
  RegimeClusterSettings clusters;
  std::vector<std::string> names;  // empty: the usual ones
  std::optional<Hmm> hmm;
  SeriesUse asset;
  std::optional<SeriesUse> benchmark;
  RegimeReturnSettings returns;
  Place place, clusters_place, hmm_place;
};

// Throws UserError study_file at the key that is wrong.
RegimesRequest read_regimes(const TomlTable& table);
std::vector<SeriesUse> uses_of(const RegimesRequest& request);

}  // namespace rerate
