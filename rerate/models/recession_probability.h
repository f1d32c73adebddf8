#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/models/recession_sample.h"
#include "rerate/statistics/probability_scores.h"

namespace rerate {

// How likely is a recession `horizon` months after a yield curve? (domain.md formula 9)
//
//   P(recession in month t) = F(a + b curve_{t-h}),   F the normal (probit) or logistic (logit) distribution
//
// (Estrella and Mishkin 1998). The 10-year yield less the bond-equivalent 3-month bill, 1960-01 to 2009-12, h = 12, n = 600:
// a = -0.53326, b = -0.63333; the New York Fed publishes -0.5333 and -0.6330. A second regressor may be put beside the
// curve: the excess bond premium (Favara, Gilchrist, Lewis and Zakrajsek 2016).
//
// Recession months enter when their state was settled (models/settled_states.h): at the as-of date for the refit, and at each
// decision for the walk-forward probabilities. Recessions come in spells, so the errors are made for scores that are
// far from independent: equal-weighted cosine, 0.4 n^(2/3) terms, critical values of t with as many degrees of freedom
// (Lazarus, Lewis, Stock and Watson 2018). On the figures above the band is a tenth wider than by Bartlett weights
// over 1.3 sqrt(n) months and the normal.
struct RecessionPreset {
  std::string id, source;
  Link link = Link::probit;
  int horizon = 12;
  double alpha = 0, beta = 0;
};
// The published coefficients by their id ("ny_fed"); nullptr for others.
const RecessionPreset* find_recession_preset(const std::string& id);
std::vector<std::string> recession_preset_ids();

struct RecessionPlaces {
  Place section, curve, recession, second, horizon, sample, first_window, preset;
};
struct RecessionQuestion {
  const Series* curve = nullptr;      // monthly, percent
  const Series* recession = nullptr;  // monthly, 1 in months of recession
  const Series* second = nullptr;     // monthly; may be null
  std::string second_name = "ebp";
  Date as_of = kEndOfTime;
  int horizon = 12;  // months, 1 to kLongestRecessionHorizon
  Link link = Link::probit;
  std::optional<RecessionPreset> preset = {};
  std::int32_t sample_first = -120, sample_last = 479;  // months of the published sample: 1960-01 to 2009-12
  Index first_window = 180;                             // settled months before the first walk-forward fit
  int refit_every = 12;                                 // months
  double level = 0.90;                                  // of bands and intervals
  CovarianceSettings errors = {.kind = CovarianceKind::ewc};
  RecessionPlaces places = {};
};
inline constexpr int kLongestRecessionHorizon = 60;

enum class RecessionModelKind : std::uint8_t {
  preset,       // published coefficients
  published,    // our fit of the published sample
  refit,        // all that was settled
  other_link,   // the same by the other link
  curve_alone,  // the same on the months that the second regressor has, too
  with_second,  // curve and second regressor
};
struct RecessionModel {
  RecessionModelKind kind = RecessionModelKind::refit;
  Link link = Link::probit;
  Vector coefficients;                 // constant, curve, and the second where there is one
  std::optional<BinaryChoiceFit> fit;  // none for the preset
  std::int32_t first = 0, last = 0;    // months of the sample; of the preset those it is scored on
  Index n = 0, ones = 0;
  int spells = 0;
  std::int32_t month = 0;  // the newest month it has a probability for
  ProbabilityBand now;     // of recession in that month; the preset has no band (NaN)
  double brier = 0;        // in sample
  AreaUnderCurve auc;
};

// How probabilities did against what came, over the same months for all that are compared.
enum class RecessionForecastKind : std::uint8_t {
  walk_forward,         // as they could have been given
  in_sample,            // of the refit, which knows the whole history
  preset,               // of the published coefficients, which know most of it
  second_walk_forward,  // with the second regressor, as they could have been given
  curve_walk_forward,   // of the curve alone, on the months of second_walk_forward
};
struct RecessionScore {
  RecessionForecastKind kind = RecessionForecastKind::walk_forward;
  Index n = 0, ones = 0;
  int spells = 0;
  std::int32_t first = 0, last = 0;
  double brier = 0, base_brier = 0;  // base: the share of recession months known at each decision
  double skill = 0;                  // 1 - brier / base_brier; NaN when the base rate was never wrong
  AreaUnderCurve auc;
};

struct RecessionProbability {
  std::vector<RecessionModel> models;
  std::vector<RecessionScore> scores;
  // The newest curve, the day on which it was known, and the month it speaks of.
  Period curve_month, month;
  double curve_now = 0;
  Date known;
  // Every month the curve speaks of, by the refit; NaN outcome: not settled.
  std::vector<std::int32_t> ordinal;
  std::vector<ProbabilityBand> path;
  std::vector<double> outcome;
  std::vector<double> walk_forward;  // NaN before the first fit
  std::vector<ReliabilityBin> reliability;
  int fits = 0, unfittable = 0;         // of the walk-forward probabilities
  double beta_low = 0, beta_high = 0;   // range of their coefficients of the curve
  std::int32_t settled_until = 0;       // the last settled month
  int open_months = 0;                  // after it, with a curve, up to the indicator's last figure
  bool in_recession = false;            // the last announced turning point is a peak
  std::optional<std::string> left_out;  // why the second regressor has no walk-forward score

  const RecessionModel* find(RecessionModelKind kind) const;
  const RecessionScore* find(RecessionForecastKind kind) const;
};

// O(T log T) and the fits: 870 months in 4 ms. Throws UserError at the place of what it is about:
//   recession_sample   too few settled months with a curve, no month of recession (or of none), an empty published sample
//   recession_window   a first window after which no forecast can be scored
//   recession_preset   published coefficients of another horizon
//   event_horizon      a horizon out of range, or states that are settled before the curve is known
//   regression_*       as binary_choice does: a curve that does not vary, perfect separation, infinite figures
RecessionProbability recession_probability(const RecessionQuestion& question);

}  // namespace rerate
