#include "cli/study_options.h"

namespace rerate::cli {

void add_data_options(CLI::App& command, DataOptions& options) {
  command.add_option("--pack", options.packs, "Where a pack or its data are: NAME=DIR (may be repeated)");
  command.add_option("--store", options.store, kStoreHelp);
}

void add_study_options(CLI::App& command, StudyOptions& options) {
  command.add_option("study", options.study, "The study file (TOML)")->required();
  command.add_option("--as-of", options.as_of, "Use only what was known on this date, e.g. 2025-05-30");
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
  return open_store(options.data, study.packs, {}, std::filesystem::absolute(study.path).parent_path());
}

}  // namespace rerate::cli
