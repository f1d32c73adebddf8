#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rerate/store/made_table.h"

namespace rerate {

// A Parquet file that grows while its rows are worked out: only a row group of them is kept. It is written to a temporary beside
// FILE, which takes its name when it is closed; without close() nothing is left, and what was there before is. What a
// killed process left beside FILE is removed. The same
// rows make the same bytes, however many come at a time.
//
// `notes` go into the file's key-value metadata, from where read_parquet_notes has them: what the rows are of.
class ParquetStream {
 public:
  // Throws UserError file_unwritable: the folder, or FILE is something other than a file. Asserts that the columns' names differ
  // in more than their case, and that no column has an option twice.
  ParquetStream(std::filesystem::path file, std::vector<MadeColumn> columns,
                const std::map<std::string, std::string>& notes);
  ~ParquetStream();
  ParquetStream(const ParquetStream&) = delete;
  ParquetStream& operator=(const ParquetStream&) = delete;

  // Waits while the file is far behind. Throws UserError file_unwritable (a full disk).
  void append(MadeRows rows);
  void close();

  const std::filesystem::path& temporary() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Throws UserError file_missing, file_unreadable (also when it is no Parquet file).
std::map<std::string, std::string> read_parquet_notes(const std::filesystem::path& file);
std::uint64_t count_parquet_rows(const std::filesystem::path& file);

// The rows of a file, in order, some thousand at a time, without keeping more than a row group: `rising`, a column of whole numbers (BIGINT) that
// rises from row to row, and columns of numbers (DOUBLE), in this order. Throws UserError file_missing, file_unreadable, also when
// a column is missing or of another type.
void read_parquet_rows(const std::filesystem::path& file, const std::string& rising,
                       const std::vector<std::string>& numbers, const std::function<void(MadeRows)>& sink);

}  // namespace rerate
