#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/store/store.h"
#include "rerate/study/plan.h"
#include "rerate/study/study_file.h"

namespace rerate::cli {

// Commands that answer one section of a study: the ids of its sections of a kind, and what is left when only one is asked for.
template <class Request>
std::vector<std::string> ids_of(const StudyFile& study) {
  std::vector<std::string> ids;
  for (const auto& section : study.sections)
    if (std::holds_alternative<Request>(section.question)) ids.push_back(section.id);
  return ids;
}

// Leaves the section `wanted` (the only one, when it is empty) as the study's only one. `ids` are those of its kind; `kind` is
// the name of its tables, `several` what more than one are called: "fair values". Throws UserError command_line: no such
// section, or several and none named.
void keep_section(StudyFile& study, const std::vector<std::string>& ids, const std::string& wanted,
                  const std::string& kind, const std::string& several);

// Only what that section reads: a quick answer does not compute the rest of the study. Names that nothing reads stay known.
void drop_unused(StudyPlan& plan);

// The day that `rerate run` would be as of, for a command that leaves out most of the study: `asked`, else that of the study, and for
// "latest" the newest figure that the `whole` study reads, so that a section says the same in both. Throws UserError as planning does.
Date as_of_of(const StudyFile& whole, const Store& store, std::optional<Date> asked);

}  // namespace rerate::cli
