#pragma once

#include <optional>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/policy_multiple.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[policy_multiple]] of a study file: the multiple against the policy rate and the central bank's balance sheet.
//
//   id = "policy-multiple"
//   multiple = "small / small_book"
//   funds_rate = "rates.fedfunds"
//   balance_sheet = "yoy(fed.total_assets)"   # optional
//   shares = [0.1, 0.5, 0.9]                  # conditional quantiles
//   band_edges = [0.25, 2, 4]                 # percent
struct PolicyMultipleRequest {
  SeriesUse multiple, funds_rate;
  std::optional<SeriesUse> balance_sheet;
  std::vector<double> shares, band_edges;
  Place place;
};

PolicyMultipleRequest read_policy_multiple(const TomlTable& table);
std::vector<SeriesUse> uses_of(const PolicyMultipleRequest& request);

}  // namespace rerate
