#include "rerate/store/trial_ledger.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "rerate/base/error.h"
#include "rerate/base/utf8.h"
#include "rerate/store/database.h"
#include "rerate/store/file_size_signal.h"
#include "rerate/store/import_lock.h"
#include "rerate/store/next_store_file.h"

namespace rerate {
namespace {

constexpr std::int32_t kSchemaVersion = 2;

constexpr std::string_view kColumns =
    "study, section, kind, definition, words, first_run, as_of, sharpe, mean, months, figure, value, p, "
    "definitions";
// The same of a file of version 1, which had rotations only.
constexpr std::string_view kColumnsOfVersion1 =
    "study, section, 'rotation', definition, words, first_run, as_of, sharpe, mean, months, '', "
    "CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), CAST(1 AS BIGINT)";

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

std::int32_t version_of(Database& database, const std::filesystem::path& file) {
  std::vector<std::int32_t> versions;
  Rows rows = database.query("SELECT schema_version FROM rerate_trials");
  while (rows.next())
    for (const auto version : rows.integers(0)) versions.push_back(version);
  if (versions.size() == 1 && (versions[0] == 1 || versions[0] == kSchemaVersion)) return versions[0];
  const bool newer = versions.size() == 1 && versions[0] > kSchemaVersion;
  refuse_unusable(file, newer ? fmt::format("a newer version of Rerate wrote it: this program reads schema "
                                            "versions up to {}, the file has {}",
                                            kSchemaVersion, versions[0])
                              : fmt::format("schema version: this program reads up to {}, the file has {}",
                                            kSchemaVersion, fmt::join(versions, ", ")));
}

struct OpenLedger {
  Database database;
  std::int32_t version;
};

// Nothing when there is no file.
std::optional<OpenLedger> open_ledger(const std::filesystem::path& file) {
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
    const auto version = version_of(database, file);
    return std::optional(OpenLedger{std::move(database), version});
  });
}

Trial trial_at(const Rows& rows, std::size_t row) {
  const auto text = [&](std::size_t column) { return std::string(rows.text(column, row)); };
  const auto date = [&](std::size_t column) { return Date{rows.integers(column)[row]}; };
  const auto figure = [&](std::size_t column) {
    return rows.is_null(column, row) ? std::numeric_limits<double>::quiet_NaN() : rows.doubles(column)[row];
  };
  return {text(0),
          text(1),
          text(2),
          text(3),
          text(4),
          date(5),
          date(6),
          figure(7),
          figure(8),
          figure(9),
          text(10),
          figure(11),
          figure(12),
          rows.long_integers(13)[row],
          rows.long_integers(14)[row]};
}

void write_version(Database& database) {
  TableAppender appender(database, "rerate_trials");
  appender.integer(kSchemaVersion).end_row();
  appender.finish();
}

void create_trials(Database& database) {
  database.execute(
      "CREATE TABLE trials (study VARCHAR NOT NULL, section VARCHAR NOT NULL, kind VARCHAR NOT NULL, "
      "definition VARCHAR NOT NULL, words VARCHAR NOT NULL, first_run DATE NOT NULL, as_of DATE NOT NULL, "
      "sharpe DOUBLE, mean DOUBLE, months DOUBLE, figure VARCHAR NOT NULL, value DOUBLE, p DOUBLE, "
      "definitions BIGINT NOT NULL)");
}

void create_tables(Database& database) {
  database.execute("CREATE TABLE rerate_trials (schema_version INTEGER NOT NULL)");
  create_trials(database);
  write_version(database);
}

// From version 1: the rows as they are, with what the new columns say of a rotation.
void carry_over(Database& database) {
  database.execute("ALTER TABLE trials RENAME TO trials_of_version_1");
  create_trials(database);
  database.execute(fmt::format("INSERT INTO trials SELECT {} FROM trials_of_version_1", kColumnsOfVersion1));
  database.execute("DROP TABLE trials_of_version_1");
  database.execute("DELETE FROM rerate_trials");
  write_version(database);
}

// What makes a row one of its kind. Stored text holds no NUL.
std::string key_of(std::string_view study, std::string_view section, std::string_view definition) {
  std::string key(study);
  for (const auto part : {section, definition}) key.append(1, '\0').append(part);
  return key;
}

// So few are looked for by their hashes, more among all rows of their studies.
constexpr std::size_t kFew = 500;

// Rows that may be those of `trials`.
std::string candidates(std::span<const Trial> trials) {
  std::set<std::string> studies, definitions;
  for (const auto& one : trials) studies.insert(sql_literal(one.study));
  auto condition = fmt::format("study IN ({})", fmt::join(studies, ", "));
  if (trials.size() > kFew) return condition;
  for (const auto& one : trials) definitions.insert(sql_literal(one.definition));
  return condition + fmt::format(" AND definition IN ({})", fmt::join(definitions, ", "));
}

// How much was looked at of one definition, and as of which day.
struct Look {
  Date as_of;
  std::int64_t definitions = 1;
};

// By key.
using Looks = std::unordered_map<std::string, std::vector<Look>>;

// Whether a look tells nothing that is not there: as much was looked at with figures of that day or an earlier one.
bool covered(const std::vector<Look>& there, const Look& look) {
  return std::ranges::any_of(
      there, [&](const Look& one) { return one.as_of <= look.as_of && one.definitions >= look.definitions; });
}

Looks looks_there(Database& database, std::span<const Trial> trials, std::int32_t version) {
  Looks looks;
  Rows rows =
      database.query(fmt::format("SELECT study, section, definition, as_of, {} FROM trials WHERE {}",
                                 version == 1 ? "CAST(1 AS BIGINT)" : "definitions", candidates(trials)));
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row)
      looks[key_of(rows.text(0, row), rows.text(1, row), rows.text(2, row))].push_back(
          {Date{rows.integers(3)[row]}, rows.long_integers(4)[row]});
  return looks;
}

// Those of `trials` that are not there, or only as of later days or with fewer definitions; the first of several alike.
std::vector<const Trial*> fresh_ones(Database& database, std::span<const Trial> trials,
                                     std::int32_t version = kSchemaVersion) {
  auto looks = looks_there(database, trials, version);
  std::vector<const Trial*> fresh;
  for (const auto& one : trials) {
    auto& there = looks[key_of(storable(one.study), storable(one.section), storable(one.definition))];
    const Look look{one.as_of, one.definitions};
    if (covered(there, look)) continue;
    there.push_back(look);
    fresh.push_back(&one);
  }
  return fresh;
}

void append(Database& database, std::span<const Trial* const> trials) {
  TableAppender appender(database, "trials");
  for (const auto* one : trials) {
    appender.text(storable(one->study)).text(storable(one->section)).text(storable(one->kind));
    appender.text(storable(one->definition)).text(storable(one->words));
    appender.integer(one->first_run.days).integer(one->as_of.days);
    appender.real(one->sharpe).real(one->mean).real(one->months);
    appender.text(storable(one->figure)).real(one->value).real(one->p);
    appender.long_integer(one->definitions).end_row();
  }
  appender.finish();
}

// Asked before the lock is: the second run of a study has nothing to add.
bool holds_all(const std::filesystem::path& file, std::span<const Trial> trials) {
  auto ledger = open_ledger(file);
  return ledger &&
         reading(file, [&] { return fresh_ones(ledger->database, trials, ledger->version).empty(); });
}

// The caller holds the lock.
std::size_t write_next(const std::filesystem::path& file, std::span<const Trial> trials) {
  std::optional<std::int32_t> version;  // refuses what is no ledger before a copy of it is opened to write
  if (const auto ledger = open_ledger(file)) version = ledger->version;
  NextStoreFile next(file, NextStoreFile::Begins::as_copy);
  auto& database = next.database();
  database.execute("BEGIN TRANSACTION");
  if (!version) create_tables(database);
  if (version == 1) carry_over(database);
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
  auto ledger = open_ledger(file_);
  if (!ledger) return found;
  reading(file_, [&] {
    Rows rows = ledger->database.query(
        fmt::format("SELECT {}, rowid FROM trials WHERE {} ORDER BY first_run, as_of, definition, section",
                    ledger->version == 1 ? kColumnsOfVersion1 : kColumns, where(study, section)));
    while (rows.next())
      for (std::size_t row = 0; row < rows.size(); ++row) found.push_back(trial_at(rows, row));
  });
  return found;
}

std::size_t TrialLedger::count(const std::string& study, const std::string& section) const {
  auto ledger = open_ledger(file_);
  if (!ledger) return 0;
  return reading(file_, [&] {
    Rows rows = ledger->database.query(fmt::format(
        "SELECT CAST(count(DISTINCT definition) AS INTEGER) FROM trials WHERE {}", where(study, section)));
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
