#pragma once

#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/rotation/variants.h"
#include "rerate/study/named_formulas.h"

namespace rerate {

// `variants = { signals = "subsets", momentum = ["6m", "12m"], standing = ["z", "rank"], weights = [...], rule = [...], k = [2, 3],
// rebalance = ["month", "quarter"], band = [0, 2], trade = ["next", "close"] }`: each list at most 20 long, nothing twice. A
// key that is left out is as in the study. Throws UserError as the study's own keys do.
VariantChoices read_variants(const TomlValue& value, const std::vector<NamedFormula>& sectors);

}  // namespace rerate
