#pragma once

#include <string>

#include "rerate/study/results.h"
#include "rerate/study/rival_request.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Forecasts of returns tested walk-forward, and against another model's. Numbers: forecast, forecast_low, forecast_high,
// r2_in_sample, r2_out_of_sample, clark_west, clark_west_p, forecasts, sample; beside another model also other_r2_in_sample,
// other_r2_out_of_sample, other_clark_west_p, adds_to_other_p, other_adds_p, difference_p. Tables: coefficients, forecasts.
// Charts: forecast. Licensed prices are drawn as percentiles of their returns' history.
Section rival_section(const std::string& id, const std::string& title, const RivalRequest& request,
                      const SectionContext& context);

}  // namespace rerate
