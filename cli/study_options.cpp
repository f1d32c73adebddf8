#include "cli/study_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/spelling.h"

namespace rerate::cli {

void add_data_options(CLI::App& command, DataOptions& options) {
  command.add_option("--pack", options.packs, "Where a pack or its data are: NAME=DIR (may be repeated)")
      ->check(kNotEmpty);
  command.add_option("--store", options.store, kStoreHelp)->check(kNotEmpty);
}

void add_study_options(CLI::App& command, StudyOptions& options) {
  command.add_option("study", options.study, "The study file (TOML)")->required()->check(kNotEmpty);
  command.add_option("--as-of", options.as_of, "Use only what was known on this date, e.g. 2025-05-30")
      ->check(kNotEmpty);
  command.add_option(
      "--set", options.set,
      "Change a key of the study for this run: study.seed=7, series.NAME=FORMULA, SECTION.horizon=6m");
  add_data_options(command, options.data);
}

StudyFile read_study(const StudyOptions& options) {
  std::vector<std::pair<std::string, std::string>> overrides;
  for (const auto& text : options.set) overrides.push_back(key_value(text, "--set"));
  return read_study_file(options.study, overrides);
}

std::optional<Date> as_of_option(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return date_option(text, "--as-of");
}

Store open_study_store(const StudyOptions& options, const StudyFile& study) {
  for (const auto& [name, folder] : pack_overrides(options.data))
    if (std::find(study.packs.begin(), study.packs.end(), name) == study.packs.end())
      refuse(ErrorCode::command_line,
             fmt::format("--pack {}: the study does not read a pack of this name", name),
             did_you_mean(name, study.packs, "Add it to `packs` in [study], or leave the option out."));
  return open_store(options.data, study.packs, {}, std::filesystem::absolute(study.path).parent_path());
}

}  // namespace rerate::cli
