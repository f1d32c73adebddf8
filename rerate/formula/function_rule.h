#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/formula/function_manifest.h"

namespace rerate {

struct Bound;
class BoundCall;
class Value;
class EvaluatedCall;

// What may stand for a parameter. It follows from the parameter's name in the manifest's signature.
enum class ParameterKind : std::uint8_t {
  value,      // any formula
  lag,        // a duration, 0 allowed:  `lag`
  window,     // a duration above 0:     `window`, `horizon`, `half_life`, `most`
  frequency,  // week, month, quarter, year
  how,        // last, mean, sum, first
};

struct Parameter {
  std::string_view name;
  ParameterKind kind = ParameterKind::value;
  bool optional = false;
};

// A function as the parser, the binder and the evaluator need it: the manifest's row, its signature taken
// apart, and the two routines that give the result's type and value.
struct FunctionRule {
  const FunctionDescription* description = nullptr;
  std::vector<Parameter> parameters;
  bool variadic = false;     // `...`: any number of further values
  std::size_t required = 0;  // the number of parameters that may not be left out
  Bound (*bind)(const BoundCall&) = nullptr;
  Value (*evaluate)(EvaluatedCall&) = nullptr;

  std::string_view name() const { return description->name; }
};

// "lag(x, lag)", "fill(x[, most])", "max(x, y, ...)" -> parameters, variadic, required.
FunctionRule parse_signature(const FunctionDescription& description);

// The rule of that name, or null. Rules live as long as the program.
const FunctionRule* find_function(std::string_view name);
std::vector<std::string> function_names();

}  // namespace rerate
