#pragma once

#include <optional>

#include "rerate/regression/quantile_regression.h"
#include "rerate/series/series.h"

namespace rerate {

// The multiple against policy (domain.md C5, formula 12): conditional quantiles of the multiple on the funds rate and the sign of
// the balance sheet's growth, and the highest multiple seen in each band of the funds rate.
struct PolicyMultipleQuestion {
  const Series* multiple = nullptr;
  const Series* funds_rate = nullptr;
  const Series* balance_sheet = nullptr;  // its yearly growth in percent; may be null
  std::vector<double> shares = {0.1, 0.5, 0.9};
  std::vector<double> band_edges = {0.25, 2, 4};  // percent: below the first is "zero rates"
  QuantileSettings errors = {};
};
struct PolicyBand {
  double from = 0, to = 0;  // funds rate in [from, to), the last open
  int n = 0;
  double low = 0, median = 0, high = 0;
  Period high_at;
  double rate_at_high = 0;
};
struct PolicyMultiple {
  std::vector<QuantileFit> fits;  // by share: constant, funds rate, (balance sheet growing)
  std::vector<PolicyBand> bands;
  std::vector<PolicyBand> growing, shrinking;  // the same split by the sign, when a balance sheet is given
  double multiple_now = 0, rate_now = 0;
  std::vector<double> quantile_now;  // by share, at today's policy
  double share_now = 0;              // where today's multiple stands among figures of its band, 0..1
  // Largest twelve-month reratings (percent change of the multiple) and whether the balance sheet grew meanwhile.
  struct Rerating {
    Period from, to;
    double percent = 0;
    std::optional<bool> growing;
  };
  std::vector<Rerating> reratings;
  std::vector<std::int32_t> ordinal;
  std::vector<double> multiple, rate;
};
PolicyMultiple policy_multiple(const PolicyMultipleQuestion& question);

}  // namespace rerate
