#pragma once

#include <string>

#include "rerate/study/credit_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// What credit says: level, change, place in the cycle, sectors, distress, and all-clear, watch or stress by the declared
// rule. Numbers, tables and charts: credit_tables.h, credit_charts.h. One light, Credit. A newest figure too old to
// speak of the as-of date (three months of a monthly series, three weeks of a daily or weekly one) is dated in the
// headline, warned of, and gives a neutral light.
Section credit_section(const std::string& id, const std::string& title, const CreditRequest& request,
                       const SectionContext& context);

}  // namespace rerate
