#include "rerate/study/section_multiverse.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "rerate/base/parallel.h"
#include "rerate/study/doubled_default.h"
#include "rerate/study/multiverse_charts.h"
#include "rerate/study/multiverse_lead.h"
#include "rerate/study/multiverse_tables.h"
#include "rerate/study/multiverse_words.h"
#include "rerate/study/number_fragility.h"

namespace rerate {
namespace {

void add_fragility(Section& section, const SectionRequest& request, const DefinitionRuns& runs) {
  parallel_for(section.numbers.size(), [&](std::size_t i) {
    auto& number = section.numbers[i];
    const auto* column = runs.number(number.name);
    if (!column) return;
    number.fragility =
        number_fragility(runs.lattice, {runs.definitions, column->values, column->p}, number.value,
                         conclusion_rule(section.kind, number.name, request.multiverse.alpha));
  });
}

std::vector<std::string> claimed_names(const Section& section, const SectionRequest& request) {
  std::vector<std::string> names;
  for (const auto& claim : request.claims)
    for (const auto& figure : claim.claim.figures) names.push_back(figure_name(section.kind, figure.name));
  return names;
}

void add_exhibits(Section& section, const SectionRequest& request, const DefinitionRuns& runs,
                  const MultiverseLead& lead) {
  if (auto chart = specification_chart(runs, lead); chart.specification)
    section.charts.push_back(std::move(chart));
  if (auto chart = shares_chart(runs, lead); !chart.bars.empty()) section.charts.push_back(std::move(chart));
  if (auto table = fragility_table(section, lead, claimed_names(section, request)); !table.rows.empty())
    section.tables.push_back(std::move(table));
  section.tables.push_back(choices_table(runs.lattice, lead));
  for (auto& fact : joint_facts(runs, lead)) section.facts.push_back(std::move(fact));
}

SectionMultiverse stopped_multiverse(const Section& section, const SectionRequest& request,
                                     const DefinitionRuns& runs) {
  SectionMultiverse multiverse;
  multiverse.size = runs.lattice.size_in_words();
  multiverse.definitions = static_cast<std::int64_t>(runs.stopped->done);
  multiverse.whole = false;
  multiverse.stopped = true;
  multiverse.lead = lead_name(section, request, runs);
  multiverse.words = stopped_in_words(*runs.stopped);
  return multiverse;
}

}  // namespace

void add_multiverse(Section& section, const SectionRequest& request, const DefinitionRuns& runs) {
  if (runs.stopped) {
    section.multiverse = stopped_multiverse(section, request, runs);
    return;
  }
  if (runs.definitions.size() < 2) return;
  section.warnings.insert(section.warnings.end(), runs.warnings.begin(), runs.warnings.end());
  for (auto& warning : doubled_defaults(request, runs)) section.warnings.push_back(std::move(warning));
  SectionMultiverse multiverse;
  multiverse.size = runs.lattice.size_in_words();
  multiverse.definitions = static_cast<std::int64_t>(runs.definitions.size());
  multiverse.distinct = static_cast<std::int64_t>(runs.distinct);
  multiverse.whole = runs.whole;
  multiverse.lead = lead_name(section, request, runs);
  add_fragility(section, request, runs);
  if (!multiverse.lead.empty()) {
    const auto lead = multiverse_lead(section, request, runs, multiverse.lead);
    multiverse.words = multiverse_sentence(section, runs, lead);
    if (!lead.given.p.empty()) multiverse.p = lead.given.p[runs.own];
    add_exhibits(section, request, runs, lead);
  }
  section.multiverse = std::move(multiverse);
}

}  // namespace rerate
