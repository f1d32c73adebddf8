#pragma once

#include <string>
#include <vector>

#include "rerate/models/recession_probability.h"
#include "rerate/study/recession_probability_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// A recession section in words. All read the same figures; none computes one.
std::string recession_headline(const RecessionProbability& found, const RecessionProbabilityRequest& request);
std::vector<Fact> recession_facts(const RecessionProbability& found,
                                  const RecessionProbabilityRequest& request, const SectionContext& context);
std::vector<std::string> recession_warnings(const RecessionProbability& found,
                                            const RecessionProbabilityRequest& request, Date as_of);
Light recession_light(const RecessionProbability& found, const RecessionProbabilityRequest& request,
                      Date as_of);

// "27%", "below 1%", "above 99%".
std::string probability_in_percent(double probability);
// "Nov 2025".
std::string recession_month(std::int32_t ordinal);

}  // namespace rerate
