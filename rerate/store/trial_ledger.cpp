#include "rerate/store/trial_ledger.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <limits>
#include <set>
#include <unordered_set>

#include "rerate/base/error.h"
#include "rerate/base/utf8.h"
#include "rerate/store/database.h"
#include "rerate/store/file_size_signal.h"
#include "rerate/store/import_lock.h"
#include "rerate/store/next_store_file.h"

namespace rerate {
namespace {

constexpr std::int32_t kSchemaVersion = 1;

constexpr std::string_view kColumns =
    "study, section, definition, words, first_run, as_of, sharpe, mean, months";

[[noreturn]] void refuse_unusable(const std::filesystem::path& file, std::string_view why) {
  refuse(ErrorCode::trials_unusable, fmt::format("the ledger cannot be read: {}", why), {},
         Place{file.string()});
}

template <class Work>
auto reading(const std::filesystem::path& file, Work work) {
  try {
    return work();
  } catch (const DatabaseError& error) {
    refuse_unusable(file, error.what());
  }
}

// The name of a file need not be UTF-8, and text ends at NUL in a statement: both become U+FFFD, when written and when
// asked for.
std::string storable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t one = next_code_point(text, at);
    append_utf8(out, one == 0 ? U'\uFFFD' : one);
  }
  return out;
}

std::string sql_literal(std::string_view text) {
  std::string out = "'";
  for (const char c : storable(text)) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

std::string where(const std::string& study, const std::optional<std::string>& section) {
  auto condition = "study = " + sql_literal(study);
  if (section) condition += " AND section = " + sql_literal(*section);
  return condition;
}

void check_version(Database& database, const std::filesystem::path& file) {
  std::vector<std::int32_t> versions;
  Rows rows = database.query("SELECT schema_version FROM rerate_trials");
  while (rows.next())
    for (const auto version : rows.integers(0)) versions.push_back(version);
  if (versions != std::vector{kSchemaVersion})
    refuse_unusable(file, fmt::format("schema version: this program reads {}, the file has {}",
                                      kSchemaVersion, fmt::join(versions, ", ")));
}

// Nothing when there is no file.
std::optional<Database> open_ledger(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  if (status.type() != std::filesystem::file_type::regular) refuse_unusable(file, "it is not a regular file");
  // Ours is folded in before the file takes its name.
  if (std::filesystem::exists(file.string() + ".wal", error))
    refuse_unusable(file, "another program left a log beside it (.wal)");
  const auto path = std::filesystem::absolute(file, error);
  return reading(file, [&] {
    auto database = Database::open(path, DatabaseAccess::read_only);
    check_version(database, file);
    return std::optional(std::move(database));
  });
}

Trial trial_at(const Rows& rows, std::size_t row) {
  const auto text = [&](std::size_t column) { return std::string(rows.text(column, row)); };
  const auto date = [&](std::size_t column) { return Date{rows.integers(column)[row]}; };
  const auto figure = [&](std::size_t column) {
    return rows.is_null(column, row) ? std::numeric_limits<double>::quiet_NaN() : rows.doubles(column)[row];
  };
  return {text(0), text(1), text(2), text(3), date(4), date(5), figure(6), figure(7), figure(8)};
}

void create_tables(Database& database) {
  database.execute("CREATE TABLE rerate_trials (schema_version INTEGER NOT NULL)");
  database.execute(
      "CREATE TABLE trials (study VARCHAR NOT NULL, section VARCHAR NOT NULL, definition VARCHAR NOT NULL, "
      "words VARCHAR NOT NULL, first_run DATE NOT NULL, as_of DATE NOT NULL, sharpe DOUBLE, mean DOUBLE, "
      "months DOUBLE)");
  TableAppender appender(database, "rerate_trials");
  appender.integer(kSchemaVersion).end_row();
  appender.finish();
}

// What makes a row one of its kind. Stored text holds no NUL.
std::string key_of(std::string_view study, std::string_view section, std::string_view definition) {
  std::string key(study);
  for (const auto part : {section, definition}) key.append(1, '\0').append(part);
  return key;
}

// The keys of all rows of the studies that `trials` are of.
std::unordered_set<std::string> keys_there(Database& database, std::span<const Trial> trials) {
  std::set<std::string> studies;
  for (const auto& one : trials) studies.insert(sql_literal(one.study));
  std::unordered_set<std::string> keys;
  Rows rows = database.query(fmt::format("SELECT study, section, definition FROM trials WHERE study IN ({})",
                                         fmt::join(studies, ", ")));
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row)
      keys.insert(key_of(rows.text(0, row), rows.text(1, row), rows.text(2, row)));
  return keys;
}

// Those of `trials` whose rows are not there, the first of several alike.
std::vector<const Trial*> fresh_ones(Database& database, std::span<const Trial> trials) {
  auto keys = keys_there(database, trials);
  std::vector<const Trial*> fresh;
  for (const auto& one : trials)
    if (keys.insert(key_of(storable(one.study), storable(one.section), storable(one.definition))).second)
      fresh.push_back(&one);
  return fresh;
}

void append(Database& database, std::span<const Trial* const> trials) {
  TableAppender appender(database, "trials");
  for (const auto* one : trials) {
    appender.text(storable(one->study)).text(storable(one->section)).text(storable(one->definition));
    appender.text(storable(one->words)).integer(one->first_run.days).integer(one->as_of.days);
    appender.real(one->sharpe).real(one->mean).real(one->months).end_row();
  }
  appender.finish();
}

// Asked before the lock is: the second run of a study has nothing to add.
bool holds_all(const std::filesystem::path& file, std::span<const Trial> trials) {
  auto database = open_ledger(file);
  return database && reading(file, [&] { return fresh_ones(*database, trials).empty(); });
}

// The caller holds the lock.
std::size_t write_next(const std::filesystem::path& file, std::span<const Trial> trials) {
  const bool is_new = !open_ledger(file);  // refuses what is no ledger before a copy of it is opened to write
  NextStoreFile next(file, NextStoreFile::Begins::as_copy);
  auto& database = next.database();
  database.execute("BEGIN TRANSACTION");
  if (is_new) create_tables(database);
  const auto fresh = fresh_ones(database, trials);
  if (fresh.empty()) return 0;
  append(database, fresh);
  database.execute("COMMIT");
  next.commit();
  return fresh.size();
}

}  // namespace

std::filesystem::path TrialLedger::beside(const std::filesystem::path& store_file) {
  // Through a link to the store it is the store's own ledger that is meant.
  std::error_code error;
  const bool linked = std::filesystem::is_symlink(store_file, error);
  const auto real = linked ? std::filesystem::weakly_canonical(store_file, error) : store_file;
  return (error ? store_file : real).string() + ".trials";
}

TrialLedger TrialLedger::open(const std::filesystem::path& file) {
  open_ledger(file);
  return TrialLedger(file);
}

std::vector<Trial> TrialLedger::trials(const std::string& study,
                                       const std::optional<std::string>& section) const {
  std::vector<Trial> found;
  auto database = open_ledger(file_);
  if (!database) return found;
  reading(file_, [&] {
    Rows rows =
        database->query(fmt::format("SELECT {} FROM trials WHERE {} ORDER BY first_run, definition, section",
                                    kColumns, where(study, section)));
    while (rows.next())
      for (std::size_t row = 0; row < rows.size(); ++row) found.push_back(trial_at(rows, row));
  });
  return found;
}

std::size_t TrialLedger::count(const std::string& study, const std::string& section) const {
  auto database = open_ledger(file_);
  if (!database) return 0;
  return reading(file_, [&] {
    Rows rows = database->query(
        fmt::format("SELECT CAST(count(*) AS INTEGER) FROM trials WHERE {}", where(study, section)));
    return rows.next() ? static_cast<std::size_t>(rows.integers(0)[0]) : 0;
  });
}

std::size_t TrialLedger::add(std::span<const Trial> trials, std::chrono::milliseconds patience) {
  if (trials.empty() || holds_all(file_, trials)) return 0;
  std::error_code error;
  const auto canonical = std::filesystem::weakly_canonical(file_, error);
  const auto target = error ? file_ : canonical;  // what a link names is replaced, not the link
  const ImportLock lock(target, patience);
  const FileSizeSignalBlock size_signal;
  try {
    return write_next(target, trials);
  } catch (const DatabaseError& failure) {
    if (failure.cause() == DatabaseError::Cause::storage)
      refuse(ErrorCode::file_unwritable, fmt::format("writing the ledger failed: {}", failure.what()), {},
             Place{target.string()});
    throw InternalError(fmt::format("trial ledger: {}", failure.what()));
  }
}

}  // namespace rerate
