#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/events/question_places.h"
#include "rerate/regression/binary_choice.h"
#include "rerate/series/series.h"
#include "rerate/statistics/probability_scores.h"

namespace rerate {

// What a score has been worth as a forecast of which of two assets leads (domain.md formula 11): logit P(asset beats the
// benchmark over the next h months | score), judged by what it could have said at the time.
//
// A month-end's score is known then; its outcome when the h months are over and both prices are out. Walk-forward: at each
// month-end the logit of the outcomes known by then (models/walk_forward_probability.h), against the base rate known by then.
struct ScoreCalibrationQuestion {
  std::vector<Date> dates;    // rising; those that end a month of prices are decisions
  std::vector<double> score;  // one a date, known on it; NaN: none
  double score_now = 0;       // at the as-of date
  Date as_of;
  const Series* asset = nullptr;  // monthly prices, or total-return indexes
  const Series* benchmark = nullptr;
  Duration horizon = {12, Duration::Unit::month};
  Index first_window = 120;  // decisions with a known outcome before the first probability
  int refit_every = 12;      // decisions between fits
  int bins = 5;              // of reliability
  QuestionPlaces places = {};
};

// One estimate with what it is compared with.
struct CalibrationSlope {
  double estimate = 0, std_error = 0, p_value = 0;
  std::string errors;  // "equal-weighted cosine, 15 terms"
};

struct ScoreCalibration {
  // The decisions with a score, from the first month of prices on.
  std::vector<Date> dates;
  std::vector<double> score;
  std::vector<double> outcome;      // 1 when the asset led, else 0; NaN: not known at the as-of date
  std::vector<double> probability;  // walk-forward; NaN: none yet
  std::vector<double> base_rate;    // known at the time; NaN as the probability
  // At the as-of date, from all outcomes known by then; share of the asset leading among these.
  double probability_now = 0, low = 0, high = 0, base_rate_now = 0;  // band of 90%
  Index outcomes = 0;
  CalibrationSlope logit;     // of a point of score; equal-weighted cosine errors, as outcomes overlap
  CalibrationSlope relative;  // percentage points of relative return for a point of score; Hodrick 1B errors
  Index windows = 0;          // behind `relative`
  // Of the probabilities whose outcome is known.
  Index forecasts = 0;
  double brier = 0, brier_base_rate = 0;  // of the probabilities; of the base rates known at the time
  double brier_skill = 0;                 // 1 - brier / brier_base_rate: above 0 is better than the base rate
  double auc = 0;                         // 0.5: ranks no better than chance; NaN: one outcome only
  // Intervals as if only every h-th outcome counted, as they overlap.
  std::vector<ReliabilityBin> bins;
  // Why there is no probability (then everything from probability_now on is NaN, or empty): "". Otherwise "only 60 ...".
  std::string none;
};

// Throws UserError event_kinds, event_frequency, event_prices and event_horizon at their places as forward returns do. Too few
// outcomes, only one of them, or a score that separates them perfectly, are no mistake of the user's: see `none`.
// 600 decisions: 3 ms.
ScoreCalibration score_calibration(const ScoreCalibrationQuestion& question);

}  // namespace rerate
