#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/date.h"

namespace rerate {

// A Parquet file as typed columns, read by DuckDB. A cell that is null is nullopt-like: NaN for
// numbers, kAlwaysKnown for dates, and empty for text.
struct ParquetColumn {
  std::string name;
  std::variant<std::vector<double>, std::vector<Date>, std::vector<std::string>> cells;
};

struct ParquetTable {
  std::vector<ParquetColumn> columns;
  std::size_t rows = 0;
};

// Only the named columns, in the order asked. Whole numbers, floats and decimals become doubles; dates and
// timestamps (in UTC) their day. At most 2^27 cells. Throws UserError file_missing, file_unreadable (also
// when it is no Parquet file), csv_header (a column is missing or of a type that is no number, date or
// text), csv_date (a day outside the years 1600 to 2500).
ParquetTable read_parquet(const std::filesystem::path& file, const std::vector<std::string>& columns);

}  // namespace rerate
