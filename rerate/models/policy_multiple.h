#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/quantile_regression.h"
#include "rerate/series/series.h"

namespace rerate {

// The multiple against policy (domain.md C5, formula 12): conditional quantiles of the multiple on the funds rate and the sign of
// the balance sheet's growth, and the highest multiple seen in each band of the funds rate.
//
// Example: "the high outside zero rates was 1.45 in 2018 with funds at 2.4%" is the band from 2 to 4 with high 1.45,
// high_at 2018-08 and rate_at_high 2.4.
struct PolicyMultipleQuestion {
  const Series* multiple = nullptr;  // months, quarters or years, as the others
  const Series* funds_rate = nullptr;
  const Series* balance_sheet = nullptr;  // its yearly growth in percent; may be null
  std::vector<double> shares = {0.1, 0.5, 0.9};
  std::vector<double> band_edges = {0.25, 2, 4};  // percent, rising: below the first is "zero rates"
  // A multiple moves slowly, so its figures are far from independent: blocks of them are resampled. Shares are not read;
  // block length 0: at least a year, the length of Politis and White (2004) for the residuals of the mean when
  // that is longer, and at most a third of the figures.
  QuantileSettings errors = {0.5, QuantileErrors::bootstrap, 200, 0, 1};
  Place place = {};
};
struct PolicyBand {
  double from = 0, to = 0;  // funds rate in [from, to); the first from -infinity, the last to infinity
  int n = 0;                // periods; 0: the rest is NaN
  double low = 0, median = 0, high = 0;
  Period high_at;  // the first of equals
  double rate_at_high = 0;
};
struct PolicyMultiple {
  // By share: constant, "policy rate", and with a balance sheet "balance sheet growing" (1 when it grew over the year). On
  // the periods on which all of them have figures. A balance sheet that only ever grew, or shrank, is left out and the
  // words say so. Errors are those of independent observations, and the words say so, where too few resamples can be fitted.
  std::vector<QuantileFit> fits;
  std::vector<PolicyBand> bands;
  std::vector<PolicyBand> growing, shrinking;  // the same split by the sign, when a balance sheet is given
  Period now;                                  // the last period with both
  double multiple_now = 0, rate_now = 0;
  std::optional<bool> growing_now;  // by the newest figure of the balance sheet
  // By share, at today's policy and at that of each of `ordinal` (NaN where it is not known). Quantiles fitted one by one
  // can cross; they are sorted at each policy (the rearrangement of Chernozhukov, Fernandez-Val and Galichon 2010).
  std::vector<double> quantile_now;
  std::vector<std::vector<double>> quantile_at;
  int crossings = 0;  // periods at which they had to be sorted
  // Where today's multiple stands among the figures of its band, itself included: share below, plus half of those equal.
  double share_now = 0;
  // Largest rises of the multiple over a year, in percent, and whether the balance sheet grew over the same year. Greedy:
  // the largest first, then the largest that shares no period with those taken, up to kReratings.
  struct Rerating {
    Period from, to;
    double percent = 0;
    std::optional<bool> growing;
  };
  std::vector<Rerating> reratings;
  // Periods on which the balance sheet's growth is known, and the share of them on which it grew; NaN without any.
  int balance_known = 0;
  double growing_share = 0;
  std::vector<std::int32_t> ordinal;   // periods with a multiple and a rate
  std::vector<double> multiple, rate;  // by `ordinal`
  std::vector<std::string> words;
};
inline constexpr std::size_t kReratings = 5;

// O(T log T) and the quantile regressions. Throws UserError at the question's place:
//   event_frequency          frequencies differ, daily and weekly series
//   fair_value_fundamental   a multiple at or below zero (its change in percent means nothing)
//   regression_settings      band edges that do not rise; shares outside (0, 1)
//   regression_too_few       too few common periods
//   regression_no_variation  a funds rate that does not vary
PolicyMultiple policy_multiple(const PolicyMultipleQuestion& question);

}  // namespace rerate
