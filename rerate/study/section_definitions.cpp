#include "rerate/study/section_definitions.h"

#include <utility>

#include "rerate/study/multiverse_lead.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_looks.h"
#include "rerate/study/section_multiverse.h"

namespace rerate {
namespace {

// The section's own definition was run: the section itself is what it gave.
DefinitionRuns run_beside(const Section& section, const SectionRequest& request,
                          const SectionContext& context, const RunLimits& limits) {
  const Lattice lattice(request.choices->choices);
  auto own = figures_of_finished(section);
  if (!own || !lattice.size()) return run_definitions(request, context, limits);
  auto known = limits.known ? *limits.known : KnownRuns();
  known.insert_or_assign(lattice.usual(), OneRun{std::move(*own), {}});
  auto beside = limits;
  beside.known = &known;
  return run_definitions(request, context, beside);
}

}  // namespace

void add_definitions(Section& section, const SectionRequest& request, const SectionContext& context,
                     const RunLimits& limits) {
  if (!request.choices) {
    const auto own = own_definition(section);
    if (!request.multiverse.lead.empty()) lead_name(section, request, own);  // a misspelt one is told
    if (!request.claims.empty()) add_claims(section, request, own);
    add_looks(section, request, nullptr, context);
    return;
  }
  const auto runs = run_beside(section, request, context, limits);
  add_multiverse(section, request, runs);
  add_claims(section, request, runs);
  add_looks(section, request, &runs, context, limits.ran);
}

}  // namespace rerate
