#pragma once

#include <string>
#include <vector>

#include "rerate/study/credit_request.h"
#include "rerate/study/credit_words.h"
#include "rerate/study/section_context.h"

namespace rerate {

// What was asked, in words: the spread and its sample, the rules of states and crests, sectors, distress, and what cannot be
// told because it is not given.
std::vector<Fact> credit_facts(const CreditReading& reading, const CreditNames& names,
                               const CreditRequest& request, const CreditQuestion& question,
                               const SectionContext& context);

// Stale figures, a state nobody can tell, no crest, sectors that do not add up or end early, constituents left out.
std::vector<std::string> credit_warnings(const CreditReading& reading, const CreditNames& names,
                                         bool ebp_stale);

}  // namespace rerate
