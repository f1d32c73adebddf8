#pragma once

#include <vector>

#include "rerate/study/credit_words.h"

namespace rerate {

// spread, percentile, z, change_1m, change_3m, change_12m, months_since_crest, crest (not of a licensed spread),
// crest_percentile, retraced, and where they are given ebp, ebp_percentile, sectors_rising, distress_share.
std::vector<Number> credit_numbers(const CreditReading& reading, const CreditNames& names,
                                   const std::string& ebp_unit);

// state: every measure with its percentile and date. states: how often each state held and what followed. crests. sectors,
// where there are any. Levels of the past are whole percentiles where they may not be republished.
std::vector<Table> credit_tables(const CreditReading& reading, const CreditNames& names,
                                 const std::string& ebp_unit);

}  // namespace rerate
