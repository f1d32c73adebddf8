#include "cli/one_section.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "rerate/base/spelling.h"
#include "rerate/study/runner.h"

namespace rerate::cli {

void keep_section(StudyFile& study, const std::vector<std::string>& ids, const std::string& wanted,
                  const std::string& kind, const std::string& several) {
  if (ids.empty())
    refuse(ErrorCode::command_line, fmt::format("the study has no [[{}]]", kind),
           "Add one (docs/study-file.md), or choose another study.");
  const auto all = fmt::format("{}", fmt::join(ids, ", "));
  if (wanted.empty() && ids.size() > 1)
    refuse(ErrorCode::command_line, fmt::format("the study has {} {}: {}", ids.size(), several, all),
           fmt::format("Choose one: --section {}.", ids.front()));
  const auto& id = wanted.empty() ? ids.front() : wanted;
  if (std::find(ids.begin(), ids.end(), id) == ids.end())
    refuse(ErrorCode::command_line,
           fmt::format("--section {}: no {} has this id", id.substr(0, 80),
                       several.substr(0, several.size() - 1)),
           did_you_mean(id, ids, fmt::format("The study has: {}.", all)));
  std::erase_if(study.sections, [&](const SectionRequest& section) { return section.id != id; });
}

void drop_unused(StudyPlan& plan) {
  const std::set<std::string> unused(plan.unused.begin(), plan.unused.end());
  std::erase_if(plan.formulas, [&](const PlannedFormula& formula) { return unused.contains(formula.key); });
  std::set<std::string> read;
  for (const auto& formula : plan.formulas)
    read.insert(formula.catalogue_ids.begin(), formula.catalogue_ids.end());
  std::erase_if(plan.entries, [&](const CatalogueEntry& entry) { return !read.contains(entry.id); });
}

Date as_of_of(const StudyFile& whole, const Store& store, std::optional<Date> asked) {
  if (asked) return *asked;
  if (whole.as_of) return *whole.as_of;
  std::vector<std::string> ids;
  for (const auto& entry : plan_study(whole, store).entries) ids.push_back(entry.id);
  Date latest = kAlwaysKnown;
  for (const auto& reading : store.read(ids, kEndOfTime))
    if (!reading.series.empty()) latest = std::max(latest, reading.latest_known);
  return latest;
}

}  // namespace rerate::cli
