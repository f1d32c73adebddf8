#pragma once

#include <vector>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"
#include "rerate/study/fair_value_request.h"
#include "rerate/study/results.h"

namespace rerate {

// What was asked and how it was answered, in words: price, fundamental, both equations with what their tests say, bands,
// the record, and one fact a scenario: the drivers it sets, and its source.
std::vector<Fact> fair_value_facts(const FairValue& found, const FairValueRequest& request,
                                   const FairValueNames& names);

}  // namespace rerate
