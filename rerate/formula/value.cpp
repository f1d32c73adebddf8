#include "rerate/formula/value.h"

namespace rerate {

void EvaluatedCall::refuse_overflow(Period period) const {
  refuse_value("the result is too large", period, "scale the series down first");
}

}  // namespace rerate
