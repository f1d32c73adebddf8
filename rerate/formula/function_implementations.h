#pragma once

#include <span>
#include <string_view>

namespace rerate {

struct Bound;
class BoundCall;
class Value;
class EvaluatedCall;

// How a function of the manifest gets the type of its result, without reading a value, and then its value.
struct FunctionImplementation {
  std::string_view name;
  Bound (*bind)(const BoundCall&);
  Value (*evaluate)(EvaluatedCall&);
};

// One for each row of function_manifest().
std::span<const FunctionImplementation> function_implementations();

}  // namespace rerate
