#include "rerate/store/database.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// DuckDB's messages may run over several lines and quote whole statements: one line tells enough.
std::string first_line(const char* message) {
  const std::string_view text = message == nullptr ? "no message" : message;
  return std::string(text.substr(0, std::min(text.find('\n'), std::size_t{300})));
}

DatabaseError::Cause cause_of(duckdb_error_type type) {
  switch (type) {
    case DUCKDB_ERROR_IO:
    case DUCKDB_ERROR_FATAL:
    case DUCKDB_ERROR_OUT_OF_MEMORY:
    case DUCKDB_ERROR_TRANSACTION:
    case DUCKDB_ERROR_SERIALIZATION:
    case DUCKDB_ERROR_PERMISSION: return DatabaseError::Cause::storage;
    default: return DatabaseError::Cause::statement;
  }
}

struct Config {
  duckdb_config handle = nullptr;
  Config() { RERATE_ASSERT(duckdb_create_config(&handle) == DuckDBSuccess, "duckdb_create_config"); }
  ~Config() { duckdb_destroy_config(&handle); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  void set(const char* name, const char* value) {
    RERATE_ASSERT(duckdb_set_config(handle, name, value) == DuckDBSuccess, name);
  }
};

void configure(Config& config, DatabaseAccess access) {
  // One thread starts faster than several, and a store is small.
  config.set("threads", "1");
  config.set("temp_directory", "");
  config.set("autoinstall_known_extensions", "false");
  config.set("autoload_known_extensions", "false");
  switch (access) {
    case DatabaseAccess::read_only:
      config.set("access_mode", "READ_ONLY");
      config.set("enable_external_access", "false");
      config.set("lock_configuration", "true");
      break;
    case DatabaseAccess::create:
      config.set("access_mode", "READ_WRITE");
      config.set("enable_external_access", "false");
      break;
    case DatabaseAccess::file_scanner: config.set("memory_limit", "2GiB"); break;
  }
}

}  // namespace

struct Database::State {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    duckdb_disconnect(&connection);
    duckdb_close(&database);
  }
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Database Database::open(const std::filesystem::path& file, DatabaseAccess access) {
  Config config;
  configure(config, access);
  auto state = std::make_unique<State>();
  const std::string name = access == DatabaseAccess::file_scanner ? ":memory:" : file.string();
  char* message = nullptr;
  if (duckdb_open_ext(name.c_str(), &state->database, config.handle, &message) != DuckDBSuccess) {
    const DatabaseError error(DatabaseError::Cause::storage, first_line(message));
    duckdb_free(message);
    throw error;
  }
  if (duckdb_connect(state->database, &state->connection) != DuckDBSuccess)
    throw DatabaseError(DatabaseError::Cause::storage, "no connection to the database");
  Database database(std::move(state));
  // The log is folded into the file where an error can still be told, not while closing.
  if (access == DatabaseAccess::create) database.execute("PRAGMA disable_checkpoint_on_shutdown");
  return database;
}

struct Rows::State {
  duckdb_result result{};
  duckdb_data_chunk chunk = nullptr;
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    duckdb_destroy_data_chunk(&chunk);
    duckdb_destroy_result(&result);
  }

  duckdb_vector column(std::size_t index) const { return duckdb_data_chunk_get_vector(chunk, index); }
  // The cells as T, after checking that the column is of one of the types that T is the layout of.
  template <class T>
  std::span<const T> cells(std::size_t index, std::initializer_list<duckdb_type> types) {
    const duckdb_type type = duckdb_column_type(&result, index);
    for (const duckdb_type wanted : types)
      if (type == wanted)
        return {static_cast<const T*>(duckdb_vector_get_data(column(index))),
                static_cast<std::size_t>(duckdb_data_chunk_get_size(chunk))};
    throw DatabaseError(DatabaseError::Cause::statement,
                        fmt::format("column {} is of another type", duckdb_column_name(&result, index)));
  }
};

Rows::Rows(std::unique_ptr<State> state) : state_(std::move(state)) {}
Rows::~Rows() = default;
Rows::Rows(Rows&&) noexcept = default;

bool Rows::next() {
  duckdb_destroy_data_chunk(&state_->chunk);
  state_->chunk = duckdb_fetch_chunk(state_->result);
  if (state_->chunk != nullptr) return true;
  if (const char* message = duckdb_result_error(&state_->result); message != nullptr && *message != '\0')
    throw DatabaseError(DatabaseError::Cause::storage, first_line(message));
  return false;
}

std::size_t Rows::size() const {
  return state_->chunk == nullptr ? 0 : static_cast<std::size_t>(duckdb_data_chunk_get_size(state_->chunk));
}

bool Rows::is_null(std::size_t column, std::size_t row) const {
  const auto* validity = duckdb_vector_get_validity(state_->column(column));
  return validity != nullptr && (validity[row / 64] >> (row % 64) & 1) == 0;
}

std::span<const std::int32_t> Rows::integers(std::size_t column) const {
  return state_->cells<std::int32_t>(column, {DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_DATE});
}

std::span<const double> Rows::doubles(std::size_t column) const {
  return state_->cells<double>(column, {DUCKDB_TYPE_DOUBLE});
}

std::span<const bool> Rows::booleans(std::size_t column) const {
  return state_->cells<bool>(column, {DUCKDB_TYPE_BOOLEAN});
}

std::span<const std::int64_t> Rows::long_integers(std::size_t column) const {
  return state_->cells<std::int64_t>(column, {DUCKDB_TYPE_BIGINT});
}

std::string_view Rows::text(std::size_t column, std::size_t row) const {
  const auto cells = state_->cells<duckdb_string_t>(column, {DUCKDB_TYPE_VARCHAR});
  if (is_null(column, row)) return {};
  // Short texts lie inside the cell itself, so the cell must be taken by address, never by copy.
  auto* cell = const_cast<duckdb_string_t*>(&cells[row]);
  return {duckdb_string_t_data(cell), duckdb_string_t_length(*cell)};
}

Rows Database::query(const std::string& sql) {
  auto rows = std::make_unique<Rows::State>();
  if (duckdb_query(state_->connection, sql.c_str(), &rows->result) != DuckDBSuccess)
    throw DatabaseError(cause_of(duckdb_result_error_type(&rows->result)),
                        first_line(duckdb_result_error(&rows->result)));
  return Rows(std::move(rows));
}

void Database::execute(const std::string& sql) { query(sql); }

void* Database::connection() const { return state_->connection; }

struct TableAppender::State {
  duckdb_appender appender = nullptr;
  duckdb_data_chunk chunk = nullptr;
  std::vector<duckdb_vector> columns;
  std::size_t column = 0;  // of the next cell
  std::size_t row = 0;     // in the chunk
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    duckdb_destroy_data_chunk(&chunk);
    duckdb_appender_destroy(&appender);
  }

  void check(duckdb_state state) const {
    if (state == DuckDBSuccess) return;
    duckdb_error_data error = duckdb_appender_error_data(appender);
    const DatabaseError told(cause_of(duckdb_error_data_error_type(error)),
                             first_line(duckdb_error_data_message(error)));
    duckdb_destroy_error_data(&error);
    throw told;
  }

  void create_chunk() {
    std::vector<duckdb_logical_type> types;
    for (idx_t i = 0; i < duckdb_appender_column_count(appender); ++i)
      types.push_back(duckdb_appender_column_type(appender, i));
    chunk = duckdb_create_data_chunk(types.data(), types.size());
    for (idx_t i = 0; i < types.size(); ++i) {
      columns.push_back(duckdb_data_chunk_get_vector(chunk, i));
      duckdb_destroy_logical_type(&types[i]);
    }
  }

  void flush_chunk() {
    if (row == 0) return;
    duckdb_data_chunk_set_size(chunk, row);
    check(duckdb_append_data_chunk(appender, chunk));
    duckdb_data_chunk_reset(chunk);
    row = 0;
  }

  duckdb_vector next_cell() {
    RERATE_ASSERT(column < columns.size(), "more cells than columns");
    return columns[column++];
  }

  template <class T>
  void put(T value) {
    static_cast<T*>(duckdb_vector_get_data(next_cell()))[row] = value;
  }
};

TableAppender::TableAppender(Database& database, const std::string& table)
    : state_(std::make_unique<State>()) {
  state_->check(
      duckdb_appender_create(database.state_->connection, nullptr, table.c_str(), &state_->appender));
  state_->create_chunk();
}
TableAppender::~TableAppender() = default;

TableAppender& TableAppender::integer(std::int32_t value) {
  state_->put(value);
  return *this;
}

TableAppender& TableAppender::long_integer(std::int64_t value) {
  state_->put(value);
  return *this;
}

TableAppender& TableAppender::real(double value) {
  if (std::isnan(value)) {
    const auto cell = state_->next_cell();
    duckdb_vector_ensure_validity_writable(cell);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(cell), state_->row);
  } else {
    state_->put(value);
  }
  return *this;
}

TableAppender& TableAppender::boolean(bool value) {
  state_->put(value);
  return *this;
}

TableAppender& TableAppender::text(std::string_view value) {
  duckdb_vector_assign_string_element_len(state_->next_cell(), state_->row, value.data(), value.size());
  return *this;
}

void TableAppender::end_row() {
  RERATE_ASSERT(state_->column == state_->columns.size(), "fewer cells than columns");
  state_->column = 0;
  if (++state_->row == duckdb_vector_size()) state_->flush_chunk();
}

void TableAppender::finish() {
  state_->flush_chunk();
  state_->check(duckdb_appender_close(state_->appender));
}

}  // namespace rerate
