#include "rerate/formula/bound.h"

#include <fmt/format.h>

#include "rerate/formula/reach.h"

namespace rerate {

const Bound& BoundCall::series(std::size_t i) const {
  const Bound& bound = (*this)[i];
  if (bound.constant)
    refuse(i, ErrorCode::formula_arguments,
           fmt::format("`{}` needs a series; {} is a number", name(), quoted(i)),
           fmt::format("write {}, e.g. {}", node_.function->description->signature,
                       node_.function->description->example));
  return bound;
}

void BoundCall::check_duration(std::size_t i, Frequency frequency) const {
  const auto reach = reach_of(node(i).duration, frequency);
  if (!reach)
    refuse(i, ErrorCode::formula_duration,
           fmt::format("{}, and {} is {}", reach.error().what, quoted(0), to_string(frequency)),
           reach.error().mend);
}

}  // namespace rerate
