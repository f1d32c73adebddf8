#pragma once

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// Runs the variants of a rotation over the months in which the headline's benchmark and cash have figures, and asks how much of
// the study's own result is luck among them and among all that was tried before. Fills variants, variant_runs and luck.
// Variants that look back so far that fewer than kFewestCompared months are left are not compared (`failed` says so).
// A study without variants is its own only one. Throws rotation_variants as `variants` does.
void add_trials(RotationFindings& found, const std::string& id, const SectionContext& context);

// What was tried, for the ledger: variants that ran.
std::vector<TriedDefinition> tried_of(const std::string& id, const RotationFindings& found);

}  // namespace rerate
