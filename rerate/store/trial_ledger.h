#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/date.h"
#include "rerate/base/remembered_lattice.h"

namespace rerate {

// Every definition ever run on a section of a study is remembered, so that the best of many is judged as that.
//
// A DuckDB file beside the store ("store.duckdb" has "store.duckdb.trials"), which imports never touch. Rows are only ever
// added, one for a definition of a section of a study; a definition that is there already is not added again, whatever its
// figures were then, unless it is now run as of an earlier day than ever before (a run as of some day counts what had been
// looked at with the figures of that day or earlier ones), or is a lattice of which more definitions were now run, or are different,
// or of which no choices were remembered so far. As an import does, adding builds the next state beside the file and
// renames it over: readers never wait, and a run that dies leaves what was there.
struct Trial {
  std::string study;       // the file's name without folder
  std::string section;     // id
  std::string kind;        // of the section: "rotation"
  std::string definition;  // hash, 32 hexadecimal digits
  std::string words;       // what it differs in; may be empty
  Date first_run;          // the day of the first run
  Date as_of;              // of that run
  double sharpe = 0;       // of rotations: per month, over cash; NaN when it has none
  double mean = 0;         // net return per month, percent; NaN of other kinds
  double months = 0;       // NaN of other kinds
  // Of other kinds: the section's lead number, its value and p-value; "" and NaN when it has none.
  std::string figure = {};
  double value = std::numeric_limits<double>::quiet_NaN(), p = std::numeric_limits<double>::quiet_NaN();
  // A lattice is one row that stands for so many different definitions, the study's own (which has a row of its own) among them; its
  // p-value is the one corrected for all of these.
  std::int64_t definitions = 1;
  std::int64_t added = 0;  // when read: its place among all rows ever added, rising
  // Of a lattice; null also when an earlier version wrote the row, which did not remember choices. What `definition` is the hash of: the
  // choices of one hash are kept once.
  std::shared_ptr<const RememberedLattice> lattice = {};
};

class TrialLedger {
 public:
  static std::filesystem::path beside(const std::filesystem::path& store_file);
  // A file that is not there is an empty ledger, and reading makes none. One of schema version 1, which knew rotations only, or 2,
  // which did not remember the choices of lattices, is read as it is and carried over by the next addition. This and every member but
  // beside throw UserError trials_unusable: no ledger, damaged, of a newer schema version, or left half-written by another program.
  static TrialLedger open(const std::filesystem::path& file);
  // The same without looking at the file before something is asked: opening it takes some 10 ms each time.
  explicit TrialLedger(std::filesystem::path file) : file_(std::move(file)) {}

  // By first_run, then as_of, definition and section. One section of a study, or all when `section` is nothing. 10,000 in some
  // 40 ms.
  std::vector<Trial> trials(const std::string& study, const std::optional<std::string>& section = {}) const;
  // Different definitions, a lattice as one.
  std::size_t count(const std::string& study, const std::string& section) const;
  // Adds those that are not there (or with fewer definitions), the first of several that are alike; how many. All or none; other processes wait, and
  // when `patience` is over throw store_busy. When all are there nothing is written, so that a folder that cannot be written will do.
  // Throws file_unwritable, too. A few in some 25 ms, 10,000 in some 100 ms, and twice the file's size on disk meanwhile.
  std::size_t add(std::span<const Trial> trials,
                  std::chrono::milliseconds patience = std::chrono::minutes{1});

 private:
  std::filesystem::path file_;
};

}  // namespace rerate
