#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/period.h"
#include "rerate/sources/csv_reader.h"

namespace rerate {

// One cell of a table: text from CSV; text, a number (NaN: none) or a date from Parquet.
struct TableCell {
  std::variant<std::string_view, double, Date> content;
  int line;
  int column;
};

// Where a cell stands; becomes a Place when there is something to complain about.
struct CellPlace {
  const std::string* file;
  int line;
  int column;
  operator Place() const { return {*file, line, column}; }
};

// One row of the wanted columns, in the order in which they were wanted.
class TableRow {
 public:
  TableRow(const std::string& file, std::span<const TableCell> cells) : file_(file), cells_(cells) {}

  CellPlace place(std::size_t column) const { return {&file_, cells_[column].line, cells_[column].column}; }
  // The cell in a frequency's own or any ISO date; UserError csv_date.
  Period period(std::size_t column, Frequency frequency) const;
  Date date(std::size_t column) const;
  // The figure, or nothing for an empty cell; UserError csv_number.
  std::optional<double> figure(std::size_t column) const;
  std::string text(std::size_t column) const;

 private:
  const std::string& file_;
  std::span<const TableCell> cells_;
};

using RowReader = std::function<void(const TableRow&)>;

// Calls `row` for every row of a table whose header names all of `columns`, in any order and among others.
// Throws UserError: what CsvReader throws, csv_header (a column is missing or named twice), csv_row
// (a row with more or fewer cells than the header), file_empty (no header, or nothing below it).
void read_csv_table(CsvReader& table, std::span<const std::string> columns, const RowReader& row);

// The same for a file: Parquet when its name ends so, else CSV. Parquet rows count as lines, the
// first is 1.
void read_table(const std::filesystem::path& file, std::span<const std::string> columns,
                const RowReader& row);

// A row of a table that has no fixed columns (see vintage_layout.h): its cells as they are.
TableCell as_table_cell(const CsvCell& cell);

}  // namespace rerate
