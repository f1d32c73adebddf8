#pragma once

#include <optional>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/curve_recessions.h"
#include "rerate/models/curve_steepening.h"
#include "rerate/models/expected_curve.h"
#include "rerate/study/model_types.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[curve_recessions]] of a study file:
//
//   id = "curve-recessions"
//   curve = "rates.gs10 - bey(rates.tb3ms)"
//   peaks = "nber.peak"     # the default: 1 in the months of business-cycle peaks
//   inverted_below = 0
//   n_in = 1                # figures in a row below it that make an inversion, and
//   n_out = 1               # ... at or above it that end one
//   gap = "12m"             # inversions closer than this are one
//   window = "24m"          # a peak this long after an inversion's end still counts as led by it
//   survival = true         # left out: shown when there are leads enough
//   steepening = 0.25       # a rise of the curve that counts as steepening before a peak
//   consensus = { source = "...", date = "2025-06-02", periods = ["2025Q3", "2025Q4"], ten_year = [4.4, 4.4], bill = [4.2, 4.0] }
struct CurveRecessionsRequest {
  SeriesUse curve, peaks;
  CurveRecessionQuestion question;  // the inversion's gap is filled in when the frequency is known
  Duration gap{12, Duration::Unit::month};
  std::optional<bool> survival;  // nothing: when there are leads enough
  double steepening = SteepeningQuestion{}.least_rise;
  std::optional<CurveForecast> consensus;
  // level_place: that of `inverted_below`, or of the curve where it is left out.
  Place place, level_place, gap_place, survival_place, consensus_place;
};

CurveRecessionsRequest read_curve_recessions(const TomlTable& table);

// Every formula that the section reads.
std::vector<SeriesUse> uses_of(const CurveRecessionsRequest& request);

// Throws UserError at the place of what it is about:
//   event_kinds       a curve that is a price, an index, a return or a quantity
//   curve_peaks_type  peaks that are no monthly indicator
//   study_file        a gap that is no whole number of the curve's observations; an expected path beyond 100 points
void check_types(const CurveRecessionsRequest& request, const TypeOfUse& typed);

}  // namespace rerate
