#pragma once

#include <optional>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/recession_probability.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[recession_probability]] of a study file: how likely is a recession, by the yield curve?
//
//   id = "recession-probability"
//   curve = "rates.gs10 - bey(rates.tb3ms)"
//   recessions = "nber.recession"       # the default: 1 in months of recession
//   horizon = "12m"                     # the curve speaks of the month so much later
//   preset = "ny_fed"                   # published coefficients beside the fitted ones; "none"
//   ebp = "credit.ebp"                  # optional: a variant with the excess bond premium beside the curve
//   link = "probit"                     # or "logit"
//   sample = ["1960-01", "2009-12"]     # the published sample
//   first_window = "15y"                # settled months before the first walk-forward fit
//   refit_every = "12m"
//   level = 0.90                        # of bands and intervals
//   watch = 15                          # percent: the light on the dashboard
//   stress = 35
struct RecessionProbabilityRequest {
  SeriesUse curve, recessions;
  std::optional<SeriesUse> ebp;
  // Without its series: those are looked up when the section runs.
  RecessionQuestion question;
  double watch = 15, stress = 35;
  Place place;
};

RecessionProbabilityRequest read_recession_probability(const TomlTable& table);
std::vector<SeriesUse> uses_of(const RecessionProbabilityRequest& request);

}  // namespace rerate
