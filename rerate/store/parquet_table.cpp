#include "rerate/store/parquet_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "rerate/base/error.h"
#include "rerate/base/number_text.h"
#include "rerate/store/database.h"

namespace rerate {
namespace {

// Run-length coding lets a small file claim any number of rows; more than this is not a pack's table.
constexpr std::size_t kMostCells = std::size_t{1} << 27;

// How a column comes out of the query.
enum class Reading : std::uint8_t { real, exact_decimal, date, text };

struct WantedColumn {
  std::string name;
  Reading reading = Reading::real;
  std::string expression;  // SQL
};

std::string sql_quoted(std::string_view text, char mark) {
  std::string result(1, mark);
  for (const char c : text) {
    if (c == mark) result += mark;
    result += c;
  }
  return result + mark;
}

// The path as DuckDB's literal, with the wildcards of its globs made plain.
std::string table_of(const std::filesystem::path& file) {
  std::string pattern;
  for (const char c : std::filesystem::absolute(file).string()) {
    if (c == '*' || c == '?' || c == '[')
      pattern += fmt::format("[{}]", c);
    else
      pattern += c;
  }
  return fmt::format("read_parquet({}, hive_partitioning = false)", sql_quoted(pattern, '\''));
}

// DuckDB's name of a type to how it is read; nothing for a type that is no number, date or text.
std::optional<Reading> reading_of(std::string_view type) {
  constexpr std::array<std::string_view, 10> kReals = {"TINYINT",  "SMALLINT",  "INTEGER",  "BIGINT",
                                                       "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
                                                       "FLOAT",    "DOUBLE"};
  if (std::find(kReals.begin(), kReals.end(), type) != kReals.end()) return Reading::real;
  if (type.starts_with("DECIMAL") || type == "HUGEINT" || type == "UHUGEINT") return Reading::exact_decimal;
  if (type == "DATE" || type.starts_with("TIMESTAMP")) return Reading::date;
  if (type == "VARCHAR") return Reading::text;
  return std::nullopt;
}

std::string expression_of(std::string_view name, std::string_view type, Reading reading) {
  const auto column = sql_quoted(name, '"');
  switch (reading) {
    case Reading::real: return fmt::format("CAST({} AS DOUBLE)", column);
    case Reading::date:
      // The day in UTC, whatever the time zone of the machine.
      if (type == "TIMESTAMP WITH TIME ZONE")
        return fmt::format("CAST({} AT TIME ZONE 'UTC' AS DATE)", column);
      return fmt::format("CAST({} AS DATE)", column);
    case Reading::exact_decimal: return fmt::format("CAST({} AS VARCHAR)", column);
    case Reading::text: return column;
  }
  return column;
}

using NamesAndTypes = std::vector<std::pair<std::string, std::string>>;

NamesAndTypes describe(Database& database, const std::string& table) {
  NamesAndTypes columns;
  Rows rows =
      database.query(fmt::format("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {})", table));
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row)
      columns.emplace_back(rows.text(0, row), rows.text(1, row));
  return columns;
}

WantedColumn wanted_column(const std::string& name, const NamesAndTypes& present, const Place& place) {
  const auto at =
      std::find_if(present.begin(), present.end(), [&](const auto& column) { return column.first == name; });
  if (at == present.end()) {
    std::vector<std::string_view> names;
    for (const auto& column : present) names.push_back(column.first);
    refuse(ErrorCode::csv_header,
           fmt::format("missing column `{}`; there are: {}", name, fmt::join(names, ", ")), {}, place);
  }
  const auto reading = reading_of(at->second);
  if (!reading)
    refuse(ErrorCode::csv_header,
           fmt::format("column `{}` must hold numbers, dates or text; its type is {}", name, at->second), {},
           place);
  return {name, *reading, expression_of(name, at->second, *reading)};
}

std::size_t row_count(Database& database, const std::string& table) {
  Rows rows = database.query(fmt::format("SELECT CAST(count(*) AS DOUBLE) FROM {}", table));
  RERATE_ASSERT(rows.next() && rows.size() == 1, "count(*) is one row");
  return static_cast<std::size_t>(rows.doubles(0)[0]);
}

ParquetColumn empty_column(const WantedColumn& wanted, std::size_t rows) {
  ParquetColumn column{wanted.name, {}};
  switch (wanted.reading) {
    case Reading::real:
    case Reading::exact_decimal: column.cells.emplace<std::vector<double>>().reserve(rows); break;
    case Reading::date: column.cells.emplace<std::vector<Date>>().reserve(rows); break;
    case Reading::text: column.cells.emplace<std::vector<std::string>>().reserve(rows); break;
  }
  return column;
}

// Adds the chunk at hand of one column of the answer to its cells.
class ChunkReader {
 public:
  ChunkReader(const Rows& rows, std::size_t column, const Place& place)
      : rows_(rows), column_(column), place_(place) {}

  void read(Reading reading, ParquetColumn& into) const {
    for (std::size_t row = 0; row < rows_.size(); ++row) switch (reading) {
        case Reading::real: std::get<0>(into.cells).push_back(real(row)); break;
        case Reading::exact_decimal: std::get<0>(into.cells).push_back(decimal(row)); break;
        case Reading::date: std::get<1>(into.cells).push_back(date(row, into)); break;
        case Reading::text: std::get<2>(into.cells).emplace_back(rows_.text(column_, row)); break;
      }
  }

 private:
  static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

  double real(std::size_t row) const {
    return rows_.is_null(column_, row) ? kMissing : rows_.doubles(column_)[row];
  }

  // Through the decimal text, which rounds once; dividing by a power of ten may round twice.
  double decimal(std::size_t row) const { return parse_number(rows_.text(column_, row)).value_or(kMissing); }

  Date date(std::size_t row, const ParquetColumn& column) const {
    if (rows_.is_null(column_, row)) return kAlwaysKnown;
    const Date date{rows_.integers(column_)[row]};
    if (date < make_date(1600, 1, 1) || date > make_date(2500, 12, 31))
      refuse(ErrorCode::csv_date,
             fmt::format("column `{}`, row {}: the date is outside the years 1600 to 2500", column.name,
                         std::get<1>(column.cells).size() + 1),
             {}, place_);
    return date;
  }

  const Rows& rows_;
  std::size_t column_;
  const Place& place_;
};

ParquetTable read_columns(Database& database, const std::string& table,
                          const std::vector<WantedColumn>& wanted, const Place& place) {
  ParquetTable result;
  result.rows = row_count(database, table);
  if (!wanted.empty() && result.rows > kMostCells / wanted.size())
    refuse(ErrorCode::file_unreadable,
           fmt::format("more than {} cells: {} rows of {} columns", kMostCells, result.rows, wanted.size()),
           "Split the table.", place);
  std::vector<std::string> expressions;
  for (const auto& column : wanted) {
    expressions.push_back(column.expression);
    result.columns.push_back(empty_column(column, result.rows));
  }
  if (wanted.empty()) return result;
  Rows rows = database.query(fmt::format("SELECT {} FROM {}", fmt::join(expressions, ", "), table));
  while (rows.next())
    for (std::size_t i = 0; i < wanted.size(); ++i)
      ChunkReader(rows, i, place).read(wanted[i].reading, result.columns[i]);
  return result;
}

void check_is_file(const std::filesystem::path& file, const Place& place) {
  std::error_code error;
  const auto type = std::filesystem::status(file, error).type();
  if (type == std::filesystem::file_type::not_found)
    refuse(ErrorCode::file_missing, "there is no file here", {}, place);
  if (type != std::filesystem::file_type::regular)
    refuse(ErrorCode::file_unreadable, "not a regular file", {}, place);
}

}  // namespace

ParquetTable read_parquet(const std::filesystem::path& file, const std::vector<std::string>& columns) {
  const Place place{file.string()};
  check_is_file(file, place);
  try {
    Database database = Database::open({}, DatabaseAccess::file_scanner);
    const auto table = table_of(file);
    const auto present = describe(database, table);
    std::vector<WantedColumn> wanted;
    for (const auto& name : columns) wanted.push_back(wanted_column(name, present, place));
    return read_columns(database, table, wanted, place);
  } catch (const DatabaseError& error) {
    refuse(ErrorCode::file_unreadable, fmt::format("not readable as Parquet: {}", error.what()), {}, place);
  }
}

}  // namespace rerate
