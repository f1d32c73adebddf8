#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/style_curve.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[style_curve]] of a study file: does value beat growth with the curve?
//
//   id = "style-curve"
//   curve = "curve"
//   value = "small_value"            # of small caps
//   growth = "small_growth"
//   large_value = "large_value"      # optional, both or none
//   large_growth = "large_growth"
//   pairs = { small = { title = "small caps", value = "...", growth = "..." } }   # instead of the four above
//   annual = "12m"                   # of the longer changes
//   lead = "12m"                     # of the curve, in the further definitions
//   window = "60m"                   # of rolling correlations
//   rolling = "change"               # or "annual_change"
//   draws = 2000
//   level = 0.90
//   from = "1960-01"
//   to = "2024-12"
//   correlation = { pair = "small", measure = "annual_change", lead = "0m", by = "values" }   # the one that the study is about
//   claim = { correlation = 0.71 }                                                            # claim_request.h
struct StylePairRequest {
  std::string name, title;
  SeriesUse value, growth;
};
struct StyleCurveRequest {
  SeriesUse curve;
  std::vector<StylePairRequest> pairs;  // the first is the one that the headline is about
  StyleCurveQuestion question;          // without series and seed
  std::optional<double> claim;          // -1 to 1: the first claim about `correlation`
  Place place;
};

inline constexpr std::size_t kMostStylePairs = 4;

// Throws UserError study_file at the key it is about.
StyleCurveRequest read_style_curve(const TomlTable& table);
std::vector<SeriesUse> uses_of(const StyleCurveRequest& request);

}  // namespace rerate
