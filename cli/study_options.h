#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/environment.h"
#include "rerate/study/study_file.h"

namespace rerate::cli {

// Options that `run` and `check` share.
struct StudyOptions {
  std::string study;
  std::string as_of;
  std::vector<std::string> set;
  DataOptions data;
};

inline constexpr const char* kStoreHelp = "The store file (default: $RERATE_STORE, else your data folder)";

// An option given as "" (an unset shell variable, say) must not mean its default.
inline const CLI::Validator kNotEmpty(
    [](std::string& text) { return text.empty() ? "it is empty" : std::string(); }, "", "not empty");

void add_data_options(CLI::App& command, DataOptions& options);
void add_study_options(CLI::App& command, StudyOptions& options);

StudyFile read_study(const StudyOptions& options);
// --as-of; nothing when it was not given.
std::optional<Date> as_of_option(const std::string& text);
Store open_study_store(const StudyOptions& options, const StudyFile& study);

}  // namespace rerate::cli
