#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "rerate/study/definition_stream.h"
#include "rerate/study/plan.h"
#include "rerate/study/runner.h"

namespace rerate {

// A Parquet file with a row for every definition of a section: its number, the option it takes of each choice in words, and
// its figures (docs/store.md). Its metadata say what it is of, so that a file that was stopped can be gone on with.
struct DefinitionFileOrder {
  std::filesystem::path file;
  bool resume = false;  // go on with what the file has
  // What the rows are of: two runs that differ in one of them give other rows.
  std::map<std::string, std::string> notes;
};

std::map<std::string, std::string> definition_notes(const StudyFile& study, const SectionRequest& section,
                                                    const StudyPlan& plan, const EvaluatedPlan& evaluated,
                                                    const DefinitionStream& stream);

struct DefinitionFileRun {
  std::uint64_t resumed = 0;  // definitions that the file had
  std::uint64_t done = 0;     // that it has now
  bool finished = false;
};

// Writes what is done when it is stopped, too. `seen` is given every row, those that the file had as well. `on_temporary` is told
// the name of what is being written, so that who ends at once can remove it. Without `resume` a file of the same kind is written
// over, but nothing else. Throws UserError lattice_file (a file of something else), file_missing (nothing to go on with),
// file_unwritable.
DefinitionFileRun write_definition_file(
    const DefinitionStream& stream, const DefinitionFileOrder& order,
    const std::function<void(const StreamedDefinitions&)>& seen, const DefinitionStream::Control& control,
    const std::function<void(const std::filesystem::path&)>& on_temporary = {});

}  // namespace rerate
