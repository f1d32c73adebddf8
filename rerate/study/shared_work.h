#pragma once

#include "rerate/models/fair_value_parts.h"
#include "rerate/models/regime_parts.h"
#include "rerate/models/style_curve_parts.h"
#include "rerate/models/walk_forward_parts.h"
#include "rerate/study/figures.h"

namespace rerate {

// What definitions of one lattice have in common: it lives as long as their run. The series of the context must outlive it.
struct SharedWork {
  SharedStyleCurves style_curves;
  RegimeParts regimes;
  FairValueParts fair_values;
  SharedWalks walks;
};

// figures_of() beside other definitions: the same bits.
Figures figures_of(const SectionQuestion& question, const std::string& id, const SectionContext& context,
                   SharedWork& shared);

}  // namespace rerate
