#pragma once

#include <string>

#include "rerate/models/regime_parts.h"
#include "rerate/study/figures.h"
#include "rerate/study/regimes_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// The regime three ways and the returns that followed. Numbers: score, regime_rank (1 is the worst) of clusters, months_in_regime,
// expected_duration (1 / (1 - share of months that stay)), mixture's regime_probability, spells, refits, refits_failed, stability,
// silhouette or bic; return_difference (last regime less first over the next month, relative with a benchmark) with _low and
// _high, the same with the prefix score_ and hmm_; with a model hmm_probability (filtered, of the highest state) and hmm_duration.
// Tables: regimes, returns, relative_returns, transitions, hmm. Charts: ribbon, score, hmm, returns. One light.
Section regimes_section(const std::string& id, const std::string& title, const RegimesRequest& request,
                        const SectionContext& context);

// Its numbers alone; clusters and models `shared` with other definitions.
Figures regimes_figures(const std::string& id, const RegimesRequest& request, const SectionContext& context,
                        RegimeParts& shared);

}  // namespace rerate
