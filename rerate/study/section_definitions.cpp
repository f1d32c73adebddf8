#include "rerate/study/section_definitions.h"

#include "rerate/study/multiverse_lead.h"
#include "rerate/study/section_looks.h"
#include "rerate/study/section_multiverse.h"

namespace rerate {

void add_definitions(Section& section, const SectionRequest& request, const SectionContext& context,
                     const RunLimits& limits) {
  if (!request.choices) {
    const auto own = own_definition(section);
    if (!request.multiverse.lead.empty()) lead_name(section, request, own);  // a misspelt one is told
    if (!request.claims.empty()) add_claims(section, request, own);
    add_looks(section, request, nullptr, context);
    return;
  }
  const auto runs = run_definitions(request, context, limits);
  add_multiverse(section, request, runs);
  add_claims(section, request, runs);
  add_looks(section, request, &runs, context, limits.ran);
}

}  // namespace rerate
