#include "rerate/store/made_table.h"

#include <duckdb.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "rerate/base/error.h"

namespace rerate {
namespace {

class LogicalType {
 public:
  explicit LogicalType(const MadeColumn& column) : handle_(made(column)) {}
  ~LogicalType() { duckdb_destroy_logical_type(&handle_); }
  LogicalType(const LogicalType&) = delete;
  LogicalType& operator=(const LogicalType&) = delete;
  duckdb_logical_type get() const { return handle_; }

 private:
  static duckdb_logical_type made(const MadeColumn& column) {
    switch (column.type) {
      case MadeColumn::Type::whole_number: return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
      case MadeColumn::Type::number: return duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE);
      case MadeColumn::Type::option: break;
    }
    std::vector<const char*> names;
    for (const auto& option : column.options) names.push_back(option.c_str());
    return duckdb_create_enum_type(names.data(), names.size());
  }
  duckdb_logical_type handle_;
};

// The rows at hand, and where in them the next chunk begins.
class Maker {
 public:
  Maker(std::vector<MadeColumn> columns, std::function<MadeRows()> next)
      : columns_(std::move(columns)), next_(std::move(next)) {
    for (const auto& column : columns_) option_types_.push_back(width_of(column));
  }

  const std::vector<MadeColumn>& columns() const { return columns_; }

  // A full chunk, but for the last: what is written does not depend on how many rows come at a time.
  void fill(duckdb_data_chunk chunk) {
    std::size_t row = 0;
    const auto most = static_cast<std::size_t>(duckdb_vector_size());
    while (row < most && at_hand()) {
      const auto count = std::min(most - row, rows_.size() - begin_);
      for (std::size_t c = 0; c < columns_.size(); ++c)
        put(duckdb_data_chunk_get_vector(chunk, c), c, row, count);
      begin_ += count;
      row += count;
    }
    duckdb_data_chunk_set_size(chunk, row);
  }

 private:
  static duckdb_type width_of(const MadeColumn& column) {
    if (column.type != MadeColumn::Type::option) return DUCKDB_TYPE_INVALID;
    return duckdb_enum_internal_type(LogicalType(column).get());
  }

  bool at_hand() {
    if (begin_ < rows_.size()) return true;
    if (ended_) return false;
    rows_ = next_();
    begin_ = 0;
    ended_ = rows_.size() == 0;
    if (!ended_) RERATE_ASSERT(rows_.cells.size() == columns_.size(), "a cell for every column");
    return !ended_;
  }

  void put(duckdb_vector vector, std::size_t column, std::size_t row, std::size_t count) const {
    void* data = duckdb_vector_get_data(vector);
    const auto& cells = rows_.cells[column];
    if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&cells))
      std::copy_n(whole->begin() + static_cast<std::ptrdiff_t>(begin_), count,
                  static_cast<std::int64_t*>(data) + row);
    else if (const auto* numbers = std::get_if<std::vector<double>>(&cells))
      put_numbers(vector, *numbers, static_cast<double*>(data), row, count);
    else
      put_options(std::get<2>(cells), option_types_[column], data, row, count);
  }

  void put_numbers(duckdb_vector vector, const std::vector<double>& numbers, double* data, std::size_t row,
                   std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) {
      data[row + i] = numbers[begin_ + i];
      if (!std::isnan(numbers[begin_ + i])) continue;
      duckdb_vector_ensure_validity_writable(vector);
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row + i);
    }
  }

  template <class T>
  void put_places(const std::vector<std::uint32_t>& options, void* data, std::size_t row,
                  std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i)
      static_cast<T*>(data)[row + i] = static_cast<T>(options[begin_ + i]);
  }

  void put_options(const std::vector<std::uint32_t>& options, duckdb_type width, void* data, std::size_t row,
                   std::size_t count) const {
    if (width == DUCKDB_TYPE_UTINYINT) return put_places<std::uint8_t>(options, data, row, count);
    if (width == DUCKDB_TYPE_USMALLINT) return put_places<std::uint16_t>(options, data, row, count);
    put_places<std::uint32_t>(options, data, row, count);
  }

  std::vector<MadeColumn> columns_;
  std::function<MadeRows()> next_;
  std::vector<duckdb_type> option_types_;
  MadeRows rows_;
  std::size_t begin_ = 0;
  bool ended_ = false;
};

void bind(duckdb_bind_info info) {
  for (const auto& column : static_cast<Maker*>(duckdb_bind_get_extra_info(info))->columns())
    duckdb_bind_add_result_column(info, column.name.c_str(), LogicalType(column).get());
}

void init(duckdb_init_info info) { duckdb_init_set_max_threads(info, 1); }

void fill(duckdb_function_info info, duckdb_data_chunk chunk) {
  try {
    static_cast<Maker*>(duckdb_function_get_extra_info(info))->fill(chunk);
  } catch (const std::exception& error) {
    duckdb_function_set_error(info, error.what());
  }
}

void forget(void* maker) { delete static_cast<Maker*>(maker); }

}  // namespace

std::size_t MadeRows::size() const {
  if (cells.empty()) return 0;
  return std::visit([](const auto& column) { return column.size(); }, cells.front());
}

void add_made_table(Database& database, const std::string& name, std::vector<MadeColumn> columns,
                    std::function<MadeRows()> next) {
  auto maker = std::make_unique<Maker>(std::move(columns), std::move(next));
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  duckdb_table_function_set_extra_info(function, maker.release(), forget);
  duckdb_table_function_set_bind(function, bind);
  duckdb_table_function_set_init(function, init);
  duckdb_table_function_set_function(function, fill);
  const auto state =
      duckdb_register_table_function(static_cast<duckdb_connection>(database.connection()), function);
  duckdb_destroy_table_function(&function);
  if (state != DuckDBSuccess)
    throw DatabaseError(DatabaseError::Cause::statement, "the table function is refused");
}

}  // namespace rerate
