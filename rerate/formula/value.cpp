#include "rerate/formula/value.h"

#include <cmath>

#include "rerate/formula/existence.h"

namespace rerate {

void Value::trim_missing_end() {
  if (is_number() || series().empty() || !std::isnan(series().value.back())) return;
  auto trimmed = take_series();
  rerate::trim_missing_end(trimmed);
  content_ = std::move(trimmed);
}

Reach EvaluatedCall::reach(std::size_t i, Duration otherwise) const {
  const auto reach = reach_of(has(i) ? node(i).duration : otherwise, series(0).type.frequency);
  RERATE_ASSERT(reach.has_value(), "a duration that does not fit was bound");
  return *reach;
}

void EvaluatedCall::refuse_overflow(Period period) const {
  refuse_value("the result is too large", period, "scale the series down first");
}

}  // namespace rerate
