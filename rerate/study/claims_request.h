#pragma once

#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[claims]] of a study file: every claim of the study's other sections, judged, in one table. A study has at most one.
//
//   id = "claims"
//   title = "What the note says, and what holds"
struct ClaimsRequest {
  Place place;
};

ClaimsRequest read_claims(const TomlTable& table);
inline std::vector<SeriesUse> uses_of(const ClaimsRequest&) { return {}; }

}  // namespace rerate
