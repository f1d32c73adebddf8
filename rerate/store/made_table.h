#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/store/database.h"

namespace rerate {

// A column of rows that are made while they are read. Options are texts of which a row has one, by their place: different
// texts, at least one.
struct MadeColumn {
  enum class Type : std::uint8_t { whole_number, number, option };
  std::string name;
  Type type = Type::number;
  std::vector<std::string> options = {};
};

// Cells of one column: of whole numbers, numbers (NaN is NULL), options.
using MadeCells = std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::uint32_t>>;

// Some rows: cells of every column, in order, equally many.
struct MadeRows {
  std::vector<MadeCells> cells;
  std::size_t size() const;
};

// Makes `name()` in this database a table of these columns that is read once. `next` gives its rows, a few or many at a
// time, and none when there are no more; what it throws ends the statement that reads with a DatabaseError. It is called
// on the thread that runs the statement, and lives as long as the database.
void add_made_table(Database& database, const std::string& name, std::vector<MadeColumn> columns,
                    std::function<MadeRows()> next);

}  // namespace rerate
