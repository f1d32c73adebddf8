#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rerate {

// DuckDB said no. `storage` tells the machine's failures (disk full, a damaged block, no memory) from
// mistakes in our own SQL.
class DatabaseError : public std::runtime_error {
 public:
  enum class Cause : std::uint8_t { storage, statement };
  DatabaseError(Cause cause, const std::string& message) : std::runtime_error(message), cause_(cause) {}
  Cause cause() const { return cause_; }

 private:
  Cause cause_;
};

enum class DatabaseAccess : std::uint8_t {
  read_only,     // an existing file; no external access, settings locked
  create,        // a new file to write; its log is folded in by checkpoint() only
  file_scanner,  // in memory, may read other files (Parquet), capped at 2 GiB
};

// The answer to a query, chunk after chunk of at most 2,048 rows.
class Rows {
 public:
  struct State;
  explicit Rows(std::unique_ptr<State> state);
  ~Rows();
  Rows(Rows&&) noexcept;

  // Moves to the next chunk; false after the last. Everything below is about the chunk at hand.
  bool next();
  std::size_t size() const;
  bool is_null(std::size_t column, std::size_t row) const;
  // The cells of an INTEGER or DATE (days since 1970-01-01), a DOUBLE, a BOOLEAN column; what a null cell
  // holds is not defined. Throws DatabaseError when the column is of another type.
  std::span<const std::int32_t> integers(std::size_t column) const;
  std::span<const double> doubles(std::size_t column) const;
  std::span<const bool> booleans(std::size_t column) const;
  std::span<const std::int64_t> long_integers(std::size_t column) const;  // of a BIGINT column
  // A VARCHAR cell, valid until next(); empty when null.
  std::string_view text(std::size_t column, std::size_t row) const;

 private:
  std::unique_ptr<State> state_;
};

// One DuckDB database with one connection. All members throw DatabaseError.
class Database {
 public:
  struct State;
  static Database open(const std::filesystem::path& file, DatabaseAccess access);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  // One statement of our own making: nothing that a user wrote stands in it unquoted.
  Rows query(const std::string& sql);
  void execute(const std::string& sql);

  // DuckDB's own, a duckdb_connection, for other files of this level.
  void* connection() const;

 private:
  friend class TableAppender;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Appends rows to a table, cell by cell from the left, in chunks. Nothing is certain to be there before
// finish() returned.
class TableAppender {
 public:
  struct State;
  TableAppender(Database& database, const std::string& table);
  ~TableAppender();

  TableAppender& integer(std::int32_t value);       // INTEGER and DATE columns
  TableAppender& long_integer(std::int64_t value);  // BIGINT columns
  TableAppender& real(double value);                // NaN is written as NULL
  TableAppender& boolean(bool value);
  TableAppender& text(std::string_view value);  // must be UTF-8
  void end_row();
  void finish();

 private:
  std::unique_ptr<State> state_;
};

}  // namespace rerate
