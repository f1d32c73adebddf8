#include "rerate/study/multiverse_lead.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/study/event_definition_columns.h"
#include "rerate/study/figure_refusals.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

bool gives_any(const NumberColumn& column) {
  return std::any_of(column.values.begin(), column.values.end(), [](double x) { return !std::isnan(x); });
}

std::vector<std::string> names_of(const DefinitionRuns& runs) {
  std::vector<std::string> names;
  for (const auto& column : runs.numbers) names.push_back(column.name);
  return names;
}

// The section has the number, so many definitions do not: with fewer they may.
[[noreturn]] void refuse_for_size(const SectionRequest& request, const DefinitionRuns& runs) {
  refuse(ErrorCode::multiverse_setting,
         fmt::format("`lead` is no number that {} give: `{}`",
                     count_of(runs.definitions.size(), "definition"), request.multiverse.lead),
         fmt::format("They give {}. An even sample may have more: multiverse = {{ most = {} }}.",
                     joined_with_and(names_of(runs)), kMostWithAllOnDays),
         request.multiverse.place);
}

}  // namespace

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

ConclusionRule conclusion_rule(const std::string& kind, const std::string& name, double alpha) {
  return {meaning_of(kind, name).neutral, alpha};
}

std::string lead_name(const Section& section, const SectionRequest& request, const DefinitionRuns& runs) {
  if (!request.multiverse.lead.empty()) {
    const auto wanted = figure_name(section.kind, request.multiverse.lead);
    if (!runs.number(wanted) && find_number(section, wanted) && runs.definitions.size() > kMostWithAllOnDays)
      refuse_for_size(request, runs);
    if (!runs.number(wanted)) refuse_lead(request.multiverse.lead, names_of(runs), request.multiverse.place);
    return wanted;
  }
  const auto usual = lead_figure(section.kind);
  const auto* column = runs.number(usual);
  if (column && gives_any(*column)) return usual;
  for (const auto& other : runs.numbers)
    if (gives_any(other)) return other.name;
  return column ? usual : runs.numbers.empty() ? std::string() : runs.numbers.front().name;
}

MultiverseLead multiverse_lead(const Section& section, const SectionRequest& request,
                               const DefinitionRuns& runs, const std::string& name) {
  const auto* column = runs.number(name);
  RERATE_ASSERT(column, "a number of the runs");
  const auto* published = find_number(section, name);
  MultiverseLead lead;
  lead.name = name;
  lead.title = published && !published->title.empty() ? published->title : capitalised(spaced(name));
  lead.unit = published ? published->unit : std::string();
  lead.rule = conclusion_rule(section.kind, name, request.multiverse.alpha);
  lead.given = {runs.definitions, column->values, {}};
  // Without a p-value of its own the study's number is neither significant nor not.
  if (!column->p.empty() && !std::isnan(column->p[runs.own])) lead.given.p = column->p;
  lead.found = lattice_fragility(runs.lattice, lead.given, lead.rule);
  lead.numbers = static_cast<std::size_t>(
      std::count_if(column->values.begin(), column->values.end(), [](double x) { return !std::isnan(x); }));
  return lead;
}

}  // namespace rerate
