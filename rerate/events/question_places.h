#pragma once

#include "rerate/base/error.h"

namespace rerate {

// Where the study file says each part of a question, so that an error points at the part it is about. A place
// that is not known stays empty.
struct QuestionPlaces {
  Place rule, horizon, signal, asset, benchmark, draws;
};

}  // namespace rerate
