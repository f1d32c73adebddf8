#include "rerate/store/parquet_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <limits>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "rerate/base/error.h"
#include "rerate/store/database.h"
#include "rerate/store/file_size_signal.h"

namespace rerate {
namespace {

// Rows wait here while the file is behind.
constexpr std::size_t kMostWaiting = std::size_t{1} << 18;
constexpr const char* kTable = "rows_to_come";

std::string sql_quoted(std::string_view text, char mark) {
  std::string result(1, mark);
  for (const char c : text) result.append(c == mark ? 2 : 1, c);
  return result + mark;
}

// The file as a literal, with the wildcards of DuckDB's globs made plain.
std::string literal_of(const std::filesystem::path& file) {
  std::string pattern;
  for (const char c : std::filesystem::absolute(file).string())
    pattern += c == '*' || c == '?' || c == '[' ? fmt::format("[{}]", c) : std::string(1, c);
  return sql_quoted(pattern, '\'');
}

[[noreturn]] void refuse_unwritable(std::string_view why, const std::filesystem::path& file) {
  refuse(ErrorCode::file_unwritable, std::string(why), {}, Place{file.string()});
}

std::string copy_statement(const std::filesystem::path& file,
                           const std::map<std::string, std::string>& notes) {
  std::vector<std::string> pairs;
  for (const auto& [key, value] : notes)
    pairs.push_back(fmt::format("{}: {}", sql_quoted(key, '"'), sql_quoted(value, '\'')));
  const auto metadata =
      pairs.empty() ? std::string() : fmt::format(", KV_METADATA {{{}}}", fmt::join(pairs, ", "));
  return fmt::format(
      "COPY (SELECT * FROM {}()) TO {} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, "
      "USE_TMP_FILE false{})",
      kTable, sql_quoted(std::filesystem::absolute(file).string(), '\''), metadata);
}

void check_columns(const std::vector<MadeColumn>& columns) {
  std::set<std::string> names;
  for (const auto& column : columns) {
    std::string lower;
    for (const char c : column.name) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    RERATE_ASSERT(names.insert(lower).second, "columns of different names");
    const std::set<std::string> options(column.options.begin(), column.options.end());
    RERATE_ASSERT(options.size() == column.options.size(), "no option twice");
  }
}

void check_target(const std::filesystem::path& file) {
  std::error_code error;
  const auto type = std::filesystem::status(file, error).type();
  if (type != std::filesystem::file_type::not_found && type != std::filesystem::file_type::regular)
    refuse_unwritable("it is not a regular file", file);
}

// So that a folder that cannot be written is told before any row is worked out.
void create(const std::filesystem::path& temporary, const std::filesystem::path& file) {
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) refuse_unwritable(fmt::format("opening failed: {}", std::strerror(errno)), file);
  ::close(descriptor);
}

// Temporaries of this file whose process was killed.
void remove_leavings(const std::filesystem::path& file) {
  std::error_code error;
  const auto start = file.filename().string() + ".tmp.";
  std::vector<std::filesystem::path> left;
  for (std::filesystem::directory_iterator at(file.parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    const auto name = at->path().filename().string();
    if (!name.starts_with(start) || !at->is_regular_file(error)) continue;
    ::pid_t process = 0;
    const auto* const last = name.data() + name.size();
    const auto [rest, failed] = std::from_chars(name.data() + start.size(), last, process);
    if (failed != std::errc() || rest != last || process <= 0) continue;
    if (::kill(process, 0) != 0 && errno == ESRCH) left.push_back(at->path());
  }
  for (const auto& path : left) std::filesystem::remove(path, error);
}

struct Abandoned : std::exception {
  const char* what() const noexcept override { return "abandoned"; }
};

}  // namespace

// One thread runs the statement that writes, and takes the rows that append() leaves here.
struct ParquetStream::State {
  std::filesystem::path file, temporary;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<MadeRows> waiting;
  std::size_t waiting_rows = 0;
  bool ended = false, abandoned = false, renamed = false;
  std::optional<std::string> failure;  // of the statement
  std::thread writer;

  MadeRows next() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !waiting.empty() || ended || abandoned; });
    if (abandoned) throw Abandoned();
    if (waiting.empty()) return {};
    auto rows = std::move(waiting.front());
    waiting.pop_front();
    waiting_rows -= rows.size();
    changed.notify_all();
    return rows;
  }

  void write(const std::vector<MadeColumn>& columns, const std::map<std::string, std::string>& notes) {
    try {
      const FileSizeSignalBlock size_signal;
      auto database = Database::open({}, DatabaseAccess::file_scanner);
      add_made_table(database, kTable, columns, [this] { return next(); });
      database.execute(copy_statement(temporary, notes));
    } catch (const std::exception& error) {
      const std::lock_guard lock(mutex);
      failure = error.what();
      changed.notify_all();
    }
  }

  void end(bool abandon) {
    {
      const std::lock_guard lock(mutex);
      (abandon ? abandoned : ended) = true;
      changed.notify_all();
    }
    if (writer.joinable()) writer.join();
  }

  void check() const {
    if (failure) refuse_unwritable(fmt::format("writing failed: {}", *failure), file);
  }
};

ParquetStream::ParquetStream(std::filesystem::path file, std::vector<MadeColumn> columns,
                             const std::map<std::string, std::string>& notes)
    : state_(std::make_unique<State>()) {
  check_columns(columns);
  check_target(file);
  auto& state = *state_;
  // What a link names is replaced, not the link.
  std::error_code error;
  const auto canonical = std::filesystem::weakly_canonical(file, error);
  state.file = error ? file : canonical;
  state.temporary = state.file.string() + fmt::format(".tmp.{}", ::getpid());
  remove_leavings(state.file);
  create(state.temporary, file);
  state.writer = std::thread([&state, columns = std::move(columns), notes] { state.write(columns, notes); });
}

ParquetStream::~ParquetStream() {
  state_->end(true);
  std::error_code ignored;
  if (!state_->renamed) std::filesystem::remove(state_->temporary, ignored);
}

void ParquetStream::append(MadeRows rows) {
  if (rows.size() == 0) return;
  auto& state = *state_;
  std::unique_lock lock(state.mutex);
  state.changed.wait(lock, [&] { return state.waiting_rows < kMostWaiting || state.failure; });
  state.check();
  state.waiting_rows += rows.size();
  state.waiting.push_back(std::move(rows));
  state.changed.notify_all();
}

void ParquetStream::close() {
  auto& state = *state_;
  state.end(false);
  state.check();
  if (::rename(state.temporary.c_str(), state.file.c_str()) != 0)
    refuse_unwritable(fmt::format("renaming into place failed: {}", std::strerror(errno)), state.file);
  state.renamed = true;
}

const std::filesystem::path& ParquetStream::temporary() const { return state_->temporary; }

namespace {

// Runs `work` on a database that may read the file.
template <class Work>
auto reading_parquet(const std::filesystem::path& file, Work work) {
  const Place place{file.string()};
  std::error_code error;
  const auto type = std::filesystem::status(file, error).type();
  if (type == std::filesystem::file_type::not_found)
    refuse(ErrorCode::file_missing, "there is no file here", {}, place);
  if (type != std::filesystem::file_type::regular)
    refuse(ErrorCode::file_unreadable, "not a regular file", {}, place);
  try {
    auto database = Database::open({}, DatabaseAccess::file_scanner);
    return work(database);
  } catch (const DatabaseError& failure) {
    refuse(ErrorCode::file_unreadable, fmt::format("not readable as Parquet: {}", failure.what()), {}, place);
  }
}

MadeRows rows_of(const Rows& rows, std::size_t numbers) {
  const auto rising = rows.long_integers(0);
  MadeRows made{{std::vector<std::int64_t>(rising.begin(), rising.end())}};
  for (std::size_t column = 1; column <= numbers; ++column) {
    const auto cells = rows.doubles(column);
    std::vector<double> copied(cells.begin(), cells.end());
    for (std::size_t row = 0; row < copied.size(); ++row)
      if (rows.is_null(column, row)) copied[row] = std::numeric_limits<double>::quiet_NaN();
    made.cells.emplace_back(std::move(copied));
  }
  return made;
}

// An answer is kept whole, so a file is asked for one row group at a time, by the range of its rising column: conditions
// that read that group alone. One that takes all where the file does not say.
std::vector<std::string> row_group_conditions(Database& database, const std::string& file,
                                              const std::string& rising) {
  std::vector<std::string> conditions;
  Rows rows = database.query(
      fmt::format("SELECT CAST(stats_min_value AS BIGINT), CAST(stats_max_value AS BIGINT) FROM "
                  "parquet_metadata({}) WHERE path_in_schema = {} ORDER BY row_group_id",
                  file, sql_quoted(rising, '\'')));
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows.is_null(0, row) || rows.is_null(1, row)) return {"true"};
      conditions.push_back(fmt::format("{} BETWEEN {} AND {}", sql_quoted(rising, '"'),
                                       rows.long_integers(0)[row], rows.long_integers(1)[row]));
    }
  if (conditions.empty()) conditions.push_back("true");
  return conditions;
}

}  // namespace

std::map<std::string, std::string> read_parquet_notes(const std::filesystem::path& file) {
  return reading_parquet(file, [&](Database& database) {
    std::map<std::string, std::string> notes;
    Rows rows = database.query(
        fmt::format("SELECT decode(key), decode(value) FROM parquet_kv_metadata({})", literal_of(file)));
    while (rows.next())
      for (std::size_t row = 0; row < rows.size(); ++row) notes.emplace(rows.text(0, row), rows.text(1, row));
    return notes;
  });
}

std::uint64_t count_parquet_rows(const std::filesystem::path& file) {
  return reading_parquet(file, [&](Database& database) {
    Rows rows = database.query(
        fmt::format("SELECT count(*) FROM read_parquet({}, hive_partitioning = false)", literal_of(file)));
    return rows.next() ? static_cast<std::uint64_t>(rows.long_integers(0)[0]) : std::uint64_t{0};
  });
}

void read_parquet_rows(const std::filesystem::path& file, const std::string& rising,
                       const std::vector<std::string>& numbers, const std::function<void(MadeRows)>& sink) {
  reading_parquet(file, [&](Database& database) {
    auto columns = sql_quoted(rising, '"');
    for (const auto& name : numbers) columns += ", " + sql_quoted(name, '"');
    for (const auto& condition : row_group_conditions(database, literal_of(file), rising)) {
      Rows rows =
          database.query(fmt::format("SELECT {} FROM read_parquet({}, hive_partitioning = false) WHERE {}",
                                     columns, literal_of(file), condition));
      while (rows.next()) sink(rows_of(rows, numbers.size()));
    }
    return 0;
  });
}

}  // namespace rerate
