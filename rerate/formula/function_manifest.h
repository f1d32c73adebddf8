#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rerate {

// One row of the manifest of functions: parser table, `rerate help functions` and docs/formulas.md are
// all made from it.
struct FunctionDescription {
  std::string_view name;
  std::string_view signature;  // "ma(x, window)"
  std::string_view group;      // "Transforms", "Windows", "Statistics", ...
  std::string_view meaning;    // one or two sentences: units, windows, treatment of missing values
  std::string_view example;    // a formula that runs on data/open
};

std::span<const FunctionDescription> function_manifest();

// docs/formulas.md, whole.
std::string formulas_markdown();

}  // namespace rerate
