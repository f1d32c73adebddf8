#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/models/score_calibration.h"
#include "rerate/models/scorecard.h"
#include "rerate/study/scorecard_request.h"
#include "rerate/study/section_context.h"

namespace rerate {

// What a scorecard section found and how it calls things: what its tables, charts and sentences are made from.
struct ScorecardFindings {
  const ScorecardRequest* request = nullptr;
  Scorecard card;
  std::optional<ScoreCalibration> calibration;  // when an asset is named
  std::vector<std::string> titles;              // of the indicators: "the unemployment rate, 12-month change"
  std::vector<const SeriesInput*> inputs;       // of the indicators
  std::string asset, benchmark;                 // titles
  bool all_open = true;                         // no indicator is licensed
  // The composite of few indicators, one of them licensed, is not far from its figures: then it is drawn as percentiles.
  // That of more is drawn in steps, so that its figures cannot be solved for.
  bool composite_open = true;
};

// Runs the models. Throws as they do, and scorecard_release where the next release is asked and a series has no rule.
ScorecardFindings find_scorecard(const ScorecardRequest& request, const SectionContext& context);

// "good", "mixed" or "poor" of a z (or composite), by the thresholds that the study declares.
std::string state_in_words(double z, double good, double poor);

}  // namespace rerate
