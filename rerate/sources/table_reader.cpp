#include "rerate/sources/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"
#include "rerate/store/parquet_table.h"

namespace rerate {
namespace {

std::string date_example(Frequency frequency) {
  switch (frequency) {
    case Frequency::monthly: return "Write 2025-05, or any day of the month as 2025-05-01.";
    case Frequency::quarterly:
      return "Write 2025Q2, or any month or day of the quarter as 2025-04 or 2025-04-01.";
    case Frequency::annual: return "Write 2025, or any month or day of the year.";
    default: return "Write 2025-05-30: four digits of the year, month, day.";
  }
}

bool looks_like_a_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
}

[[noreturn]] void refuse_date(std::string_view text, Frequency frequency, Place place) {
  const auto what = text.empty() ? std::string("the date is missing")
                    : looks_like_a_day(text)
                        ? fmt::format("there is no day `{}`", text)
                        : fmt::format("`{}` is not a date of a {} table", shown(text), to_string(frequency));
  refuse(ErrorCode::csv_date, what, date_example(frequency), std::move(place));
}

[[noreturn]] void refuse_column(const std::string& file, std::span<const CsvCell> header,
                                const std::string& wanted) {
  std::vector<std::string> names;
  for (const auto& cell : header.first(std::min<std::size_t>(header.size(), 200)))
    names.emplace_back(cell.text.substr(0, 64));
  std::string listed;
  for (const auto& name : names)
    if (listed.size() < 200) listed += (listed.empty() ? "" : ", ") + shown(name);
  refuse(ErrorCode::csv_header, fmt::format("there is no column `{}`; the header has: {}", wanted, listed),
         did_you_mean(wanted, names, "Correct the header, or the column that series.toml names."),
         Place{file, header.front().line, header.front().column});
}

// Which cell of a row holds each wanted column.
std::vector<std::size_t> find_columns(const std::string& file, std::span<const CsvCell> header,
                                      std::span<const std::string> wanted) {
  std::vector<std::size_t> places;
  for (const auto& name : wanted) {
    const auto is_it = [&](const CsvCell& cell) { return cell.text == name; };
    const auto found = std::find_if(header.begin(), header.end(), is_it);
    if (found == header.end()) refuse_column(file, header, name);
    const auto again = std::find_if(found + 1, header.end(), is_it);
    if (again != header.end())
      refuse(ErrorCode::csv_header, fmt::format("the column `{}` stands twice in the header", name),
             "Give every column a name of its own.", Place{file, again->line, again->column});
    places.push_back(static_cast<std::size_t>(found - header.begin()));
  }
  return places;
}

void check_width(const std::string& file, std::span<const CsvCell> row, std::size_t width) {
  if (row.size() == width) return;
  const auto& at = row.size() > width ? row[width] : row.back();
  refuse(ErrorCode::csv_row, fmt::format("the row has {} cells and the header has {}", row.size(), width), {},
         Place{file, at.line, at.column});
}

void read_parquet_table(const std::filesystem::path& file, std::span<const std::string> columns,
                        const RowReader& read) {
  const auto table = read_parquet(file, {columns.begin(), columns.end()});
  if (table.rows == 0) refuse(ErrorCode::file_empty, "the table has no rows", {}, Place{file.string()});
  std::vector<TableCell> cells(columns.size());
  const std::string name = file.string();
  for (std::size_t r = 0; r < table.rows; ++r) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      cells[c] = {{}, static_cast<int>(r) + 1, static_cast<int>(c) + 1};
      std::visit([&](const auto& column) { cells[c].content = column[r]; }, table.columns[c].cells);
    }
    read(TableRow(name, cells));
  }
}

}  // namespace

Period TableRow::period(std::size_t column, Frequency frequency) const {
  const auto& content = cells_[column].content;
  if (const auto* day = std::get_if<Date>(&content)) {
    if (*day == kAlwaysKnown) refuse_date("", frequency, place(column));
    return period_of(frequency, *day);
  }
  const auto* text = std::get_if<std::string_view>(&content);
  if (text == nullptr) refuse_date(shortest(std::get<double>(content)), frequency, place(column));
  const auto period = parse_period(frequency, *text);
  if (!period) refuse_date(*text, frequency, place(column));
  return *period;
}

Date TableRow::date(std::size_t column) const { return Date{period(column, Frequency::daily).ordinal}; }

std::optional<double> TableRow::figure(std::size_t column) const {
  const auto& content = cells_[column].content;
  if (const auto* number = std::get_if<double>(&content)) {
    if (std::isnan(*number)) return std::nullopt;
    if (!std::isfinite(*number)) refuse(ErrorCode::csv_number, "an infinite figure", {}, place(column));
    return *number;
  }
  const auto* text = std::get_if<std::string_view>(&content);
  if (text == nullptr) refuse(ErrorCode::csv_number, "a date instead of a number", {}, place(column));
  if (text->empty()) return std::nullopt;
  const auto number = parse_number(*text);
  if (!number)
    refuse(ErrorCode::csv_number, fmt::format("`{}` is not a number", shown(*text)), {}, place(column));
  return number;
}

std::string TableRow::text(std::size_t column) const {
  const auto& content = cells_[column].content;
  if (const auto* text = std::get_if<std::string_view>(&content)) return std::string(*text);
  if (const auto* day = std::get_if<Date>(&content)) return to_string(*day);
  return shortest(std::get<double>(content));
}

TableCell as_table_cell(const CsvCell& cell) { return {cell.text, cell.line, cell.column}; }

void read_csv_table(CsvReader& table, std::span<const std::string> columns, const RowReader& read) {
  if (!table.next()) refuse(ErrorCode::file_empty, "the file has no header", {}, Place{table.file()});
  const auto width = table.cells().size();
  const auto wanted = find_columns(table.file(), table.cells(), columns);
  std::vector<TableCell> cells(columns.size());
  bool any = false;
  while (table.next()) {
    check_width(table.file(), table.cells(), width);
    for (std::size_t i = 0; i < wanted.size(); ++i) cells[i] = as_table_cell(table.cells()[wanted[i]]);
    read(TableRow(table.file(), cells));
    any = true;
  }
  if (!any) refuse(ErrorCode::file_empty, "there is no row below the header", {}, Place{table.file(), 1, 1});
}

void read_table(const std::filesystem::path& file, std::span<const std::string> columns,
                const RowReader& read) {
  if (file.extension() == ".parquet") return read_parquet_table(file, columns, read);
  CsvReader table(file.string(), file_bytes(file));
  read_csv_table(table, columns, read);
}

}  // namespace rerate
