#pragma once

#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/curve_recessions.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[curve_recessions]] of a study file:
//
//   id = "curve-recessions"
//   curve = "rates.gs10 - bey(rates.tb3ms)"
//   peaks = "nber.peak"     # the default: 1 in the months of business-cycle peaks
//   inverted_below = 0
//   gap = "12m"             # inversions closer than this are one
//   window = "24m"          # a peak this long after an inversion's end still counts as led by it
struct CurveRecessionsRequest {
  SeriesUse curve, peaks;
  CurveRecessionQuestion question;  // the inversion's gap is filled in when the frequency is known
  Duration gap{12, Duration::Unit::month};
  Place place, gap_place;
};

CurveRecessionsRequest read_curve_recessions(const TomlTable& table);

// Every formula that the section reads.
std::vector<SeriesUse> uses_of(const CurveRecessionsRequest& request);

}  // namespace rerate
