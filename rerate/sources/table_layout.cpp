#include "rerate/sources/table_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "rerate/base/spelling.h"
#include "rerate/sources/nber_cycle.h"
#include "rerate/sources/series_builder.h"

namespace rerate {
namespace {

// When a figure of a table with dates of knowledge became known.
Date known_on(const ManifestTable& table, Date stamp) {
  return table.vintage_stamp == VintageStamp::month ? end_of_month(stamp) : stamp;
}

void check_row_count(std::size_t rows, const CellPlace& place) {
  if (rows > kMostTableRows)
    refuse(ErrorCode::csv_row, fmt::format("more than {} rows", kMostTableRows),
           "Split the table into several files.", place);
}

// Rows must ascend strictly by period, and by known_at within a period.
class RowOrder {
 public:
  void check(Period period, Date known_at, const CellPlace& place) {
    check_row_count(++rows_, place);
    const auto key = std::pair(period.ordinal, known_at);
    if (rows_ > 1 && key <= last_) complain(period, known_at, place);
    last_ = key;
    last_line_ = place.line;
  }

 private:
  [[noreturn]] void complain(Period period, Date known_at, const CellPlace& place) const {
    const auto before = Period{period.frequency, last_.first};
    const auto date = to_string(period);
    if (std::pair(period.ordinal, known_at) == last_)
      refuse(ErrorCode::csv_order, fmt::format("the date {} is repeated from line {}", date, last_line_), {},
             place);
    if (period == before)
      refuse(ErrorCode::csv_order, fmt::format("the vintages of {} are out of order", date), {}, place);
    refuse(ErrorCode::csv_order, fmt::format("the date {} comes after {}", date, to_string(before)), {},
           place);
  }

  std::size_t rows_ = 0;
  std::pair<std::int32_t, Date> last_{};
  int last_line_ = 0;
};

// The dates of knowledge of one row for series with release rules; equal rules are worked out once.
class ReleaseDates {
 public:
  explicit ReleaseDates(const std::vector<ManifestSeries>& series) : series_(series), dates_(series.size()) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < series.size(); ++i)
      same_as_.push_back(first.emplace(series[i].entry.release.text, i).first->second);
  }

  const std::vector<Date>& of(Period period) {
    for (std::size_t i = 0; i < dates_.size(); ++i)
      dates_[i] = same_as_[i] == i ? release_date(series_[i].entry.release, period) : dates_[same_as_[i]];
    return dates_;
  }

 private:
  const std::vector<ManifestSeries>& series_;
  std::vector<std::size_t> same_as_;
  std::vector<Date> dates_;
};

std::vector<SeriesBuilder> builders_of(const ManifestTable& table) {
  return {table.series.begin(), table.series.end()};
}

std::vector<SeriesBatch> finished(std::vector<SeriesBuilder> builders, const std::string& file) {
  std::vector<SeriesBatch> batches;
  for (auto& builder : builders) batches.push_back(std::move(builder).finish(file));
  return batches;
}

// The period that a row is about.
Period period_of_row(const ManifestTable& table, const TableRow& row, std::size_t column) {
  auto period = row.period(column, table.frequency);
  period.ordinal -= table.label_lag;
  return period;
}

bool is_dropped(const ManifestTable& table, Period period) {
  return table.weekends == WeekendRows::drop && weekday(first_day(period)) >= Weekday::saturday;
}

// A figure of the long form, kept until all of its series are there to be sorted.
struct LongRow {
  Period period;
  Date known_at;
  std::optional<double> figure;
  int line;
  int column;
};

struct LongRows {
  std::map<std::string, std::size_t, std::less<>> index_of;
  std::vector<std::vector<LongRow>> rows;
  std::string file;
  std::vector<std::string> others;  // names in the table that no series asks for, some of them
};

void add_long_row(const ManifestTable& table, const TableRow& row, LongRows& collected) {
  const auto name = row.text(0);
  const auto found = collected.index_of.find(name);
  if (found == collected.index_of.end()) {
    auto& others = collected.others;
    if (others.size() < 1000 && (others.empty() || others.back() != name)) others.push_back(name);
    return;
  }
  const auto& release = table.series[found->second].entry.release;
  const auto period = period_of_row(table, row, 1);
  if (is_dropped(table, period)) return;
  const auto known_at =
      table.known_at_column.empty() ? release_date(release, period) : known_on(table, row.date(3));
  const auto place = row.place(2);
  if (collected.file.empty()) collected.file = *place.file;
  collected.rows[found->second].push_back({period, known_at, row.figure(2), place.line, place.column});
  check_row_count(collected.rows[found->second].size(), place);
}

void add_sorted(const std::string& file, std::vector<LongRow>& rows, SeriesBuilder& builder) {
  const auto key = [](const LongRow& row) { return std::pair(row.period.ordinal, row.known_at); };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CellPlace place{&file, rows[i].line, rows[i].column};
    if (i > 0 && key(rows[i]) == key(rows[i - 1]))
      refuse(ErrorCode::csv_order,
             fmt::format("the figure of {} is repeated from line {}", to_string(rows[i].period),
                         rows[i - 1].line),
             {}, place);
    builder.add(rows[i].period, rows[i].known_at, rows[i].figure, place);
  }
}

// The vintages that the header of a matrix names, in ascending order.
std::vector<Date> vintages_of(const ManifestTable& table, const CsvReader& rows) {
  std::vector<Date> vintages;
  std::vector<TableCell> cells;
  for (const auto& cell : rows.cells()) cells.push_back(as_table_cell(cell));
  const TableRow header(rows.file(), cells);
  for (std::size_t i = 1; i < cells.size(); ++i) {
    vintages.push_back(known_on(table, header.date(i)));
    if (i > 1 && vintages[i - 1] <= vintages[i - 2])
      refuse(ErrorCode::csv_header, "the vintages in the header do not ascend",
             "Sort the columns by vintage.", header.place(i));
  }
  if (vintages.empty())
    refuse(ErrorCode::csv_header, "the header names no vintage",
           "Name the columns after the first by their dates.", Place{rows.file(), 1, 1});
  return vintages;
}

}  // namespace

std::vector<SeriesBatch> read_columns_layout(const ManifestTable& table, const RowSource& rows) {
  const bool vintages = !table.known_at_column.empty();
  std::vector<std::string> columns{table.date_column};
  for (const auto& series : table.series) columns.push_back(series.column);
  if (vintages) columns.push_back(table.known_at_column);

  auto builders = builders_of(table);
  ReleaseDates releases(table.series);
  RowOrder order;
  rows(columns, [&](const TableRow& row) {
    const auto period = period_of_row(table, row, 0);
    const auto stamp = vintages ? known_on(table, row.date(columns.size() - 1)) : Date{};
    order.check(period, stamp, row.place(0));
    if (is_dropped(table, period)) return;
    const auto& released = releases.of(period);
    for (std::size_t i = 0; i < builders.size(); ++i)
      builders[i].add(period, vintages ? stamp : released[i], row.figure(i + 1), row.place(i + 1));
  });
  return finished(std::move(builders), table.file);
}

std::vector<SeriesBatch> read_long_layout(const ManifestTable& table, const RowSource& rows) {
  std::vector<std::string> columns{table.series_column, table.date_column, table.value_column};
  if (!table.known_at_column.empty()) columns.push_back(table.known_at_column);
  LongRows collected;
  for (const auto& series : table.series)
    collected.index_of.emplace(series.column, collected.index_of.size());
  collected.rows.resize(table.series.size());
  rows(columns, [&](const TableRow& row) { add_long_row(table, row, collected); });

  auto builders = builders_of(table);
  for (std::size_t i = 0; i < builders.size(); ++i) {
    const auto& series = table.series[i];
    if (collected.rows[i].empty())
      refuse(ErrorCode::pack_manifest,
             fmt::format("{} has no row with `{}` in the column `{}`", table.file, series.column,
                         table.series_column),
             did_you_mean(series.column, collected.others, "Correct `column` of the series."), series.place);
    add_sorted(collected.file, collected.rows[i], builders[i]);
  }
  return finished(std::move(builders), table.file);
}

std::vector<SeriesBatch> read_vintage_matrix(const ManifestTable& table, CsvReader& rows) {
  if (!rows.next()) refuse(ErrorCode::file_empty, "the file has no header", {}, Place{rows.file()});
  const auto vintages = vintages_of(table, rows);
  auto builders = builders_of(table);
  RowOrder order;
  std::vector<TableCell> cells;
  while (rows.next()) {
    if (rows.cells().size() != vintages.size() + 1)
      refuse(
          ErrorCode::csv_row,
          fmt::format("the row has {} cells and the header has {}", rows.cells().size(), vintages.size() + 1),
          {}, Place{rows.file(), rows.cells().back().line, rows.cells().back().column});
    cells.clear();
    for (const auto& cell : rows.cells()) cells.push_back(as_table_cell(cell));
    const TableRow row(rows.file(), cells);
    const auto period = period_of_row(table, row, 0);
    order.check(period, Date{}, row.place(0));
    for (std::size_t i = 0; i < vintages.size(); ++i)
      builders[0].add(period, vintages[i], row.figure(i + 1), row.place(i + 1));
  }
  return finished(std::move(builders), table.file);
}

std::vector<SeriesBatch> read_pack_table(const std::filesystem::path& data_root, const ManifestTable& table) {
  const auto file = data_root / table.file;
  const RowSource rows = [&](std::span<const std::string> columns, const RowReader& row) {
    read_table(file, columns, row);
  };
  switch (table.layout) {
    case TableLayout::columns: return read_columns_layout(table, rows);
    case TableLayout::long_form: return read_long_layout(table, rows);
    case TableLayout::nber_cycle: {
      const auto announcements = data_root / table.announcements;
      return read_nber_cycle(table, rows, [&](std::span<const std::string> columns, const RowReader& row) {
        read_table(announcements, columns, row);
      });
    }
    case TableLayout::vintage_matrix: {
      CsvReader matrix(file.string(), file_bytes(file));
      return read_vintage_matrix(table, matrix);
    }
  }
  throw InternalError("a table layout without a reader");
}

}  // namespace rerate
