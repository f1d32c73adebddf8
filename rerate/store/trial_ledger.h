#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/date.h"

namespace rerate {

// Every definition ever run on a section of a study is remembered, so that the best of many is judged as that.
//
// A file beside the store ("store.duckdb" has "store.duckdb.trials"), which imports never touch. Rows are only ever added; a
// definition that is there already is not added again, whatever its figures were then.
struct Trial {
  std::string study;       // the file's name without folder
  std::string section;     // id
  std::string definition;  // hash, 32 hexadecimal digits
  std::string words;       // what it differs in; may be empty
  Date first_run;          // the day of the first run
  Date as_of;              // of that run
  double sharpe = 0;       // per month, over cash
  double mean = 0;         // net return per month, percent
  double months = 0;
};

class TrialLedger {
 public:
  static std::filesystem::path beside(const std::filesystem::path& store_file);
  // A file that is not there is an empty ledger, and reading makes none. Throws UserError trials_unusable.
  static TrialLedger open(const std::filesystem::path& file);

  // By first_run, then definition. Sections of a study, or all when `section` is nothing.
  std::vector<Trial> trials(const std::string& study, const std::optional<std::string>& section = {}) const;
  std::size_t count(const std::string& study, const std::string& section) const;
  // Adds those that are not there; how many. All or none; other processes wait. Throws trials_unusable, file_unwritable.
  std::size_t add(std::span<const Trial> trials);

 private:
  explicit TrialLedger(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
};

}  // namespace rerate
