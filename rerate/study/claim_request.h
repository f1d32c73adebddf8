#pragma once

#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/toml_table.h"
#include "rerate/multiverse/claims.h"

namespace rerate {

// What somebody published, put to a section; any kind may have one or a list of them.
//
//   claim = { episodes = 12, led = 10, not_led = ["1996", "2023-06"] }
//   claim = { words = "median gain 16% small against 14.3% large", asset_median = 16, benchmark_median = 14.3,
//             tolerance = 0.5 }
//   claims = [ { words = "...", mean_lead_days = 340 }, { false_positives = ["1966", "1998"] } ]
//
// Figures are named as the section's numbers and sets (figure_names.h has other names for some of them). A number may be text
// where the last zero matters ("0.710"). `tolerance` is one for all numbers, or a table by figure; left out, one unit of the
// last written place. Counts have none.
struct ClaimRequest {
  std::string words;  // as published; "": made from the figures
  Claim claim;        // names as the section has them
  Place place;
  std::vector<Place> places;  // by figure
};

// Of the keys `claim` and `claims` of a section; none when it has neither. Throws UserError claim_value, claim_empty, study_file.
// Whether the section has figures of these names is seen when it has been run.
std::vector<ClaimRequest> read_section_claims(const TomlTable& section, const std::string& kind);

}  // namespace rerate
