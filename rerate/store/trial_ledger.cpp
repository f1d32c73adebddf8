#include "rerate/store/trial_ledger.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

#include "rerate/base/error.h"
#include "rerate/store/database.h"
#include "rerate/store/file_size_signal.h"
#include "rerate/store/import_lock.h"
#include "rerate/store/next_store_file.h"
#include "rerate/store/remembered_choices.h"
#include "rerate/store/storable_text.h"

namespace rerate {
namespace {

constexpr std::int32_t kSchemaVersion = 3;

constexpr std::string_view kColumns =
    "study, section, kind, definition, words, first_run, as_of, sharpe, mean, months, figure, value, p, "
    "definitions, own, run, counted";
// The same of earlier versions: 1 had rotations only, 2 did not remember the choices of lattices.
constexpr std::string_view kColumnsOfVersion1 =
    "study, section, 'rotation', definition, words, first_run, as_of, sharpe, mean, months, '', "
    "CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), CAST(1 AS BIGINT), '', CAST(0 AS BIGINT), CAST(0 AS BIGINT)";
constexpr std::string_view kColumnsOfVersion2 =
    "study, section, kind, definition, words, first_run, as_of, sharpe, mean, months, figure, value, p, "
    "definitions, '', CAST(0 AS BIGINT), CAST(0 AS BIGINT)";

std::string_view columns_of(std::int32_t version) {
  if (version == 1) return kColumnsOfVersion1;
  return version == 2 ? kColumnsOfVersion2 : kColumns;
}

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
  if (versions.size() == 1 && versions[0] >= 1 && versions[0] <= kSchemaVersion) return versions[0];
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

using Choices = std::map<std::string, std::vector<RememberedChoice>>;

// What the row remembers of its lattice; null when that is nothing.
std::shared_ptr<const RememberedLattice> lattice_at(const Rows& rows, std::size_t row,
                                                    const Choices& choices) {
  const auto own = rows.text(14, row);
  if (own.empty()) return nullptr;
  const auto its = choices.find(std::string(rows.text(3, row)));
  const auto count = [&](std::size_t column) {
    return static_cast<std::uint64_t>(rows.long_integers(column)[row]);
  };
  RememberedLattice lattice{std::string(own), {}, count(15), count(16)};
  if (its != choices.end()) lattice.choices = its->second;
  if (const auto why = why_impossible(lattice); !why.empty())
    throw DatabaseError(DatabaseError::Cause::storage,
                        fmt::format("the choices of a lattice do not hold together: {}", why));
  return std::make_shared<RememberedLattice>(std::move(lattice));
}

// Different definitions of a row: one, or those of a lattice, which has no more than can be numbered.
std::int64_t definitions_at(const Rows& rows, std::size_t row) {
  constexpr std::int64_t kMost = std::int64_t{1} << 62;
  const auto count = rows.long_integers(13)[row];
  if (count < 1 || count > kMost)
    throw DatabaseError(DatabaseError::Cause::storage,
                        fmt::format("a row says that {} definitions were looked at", count));
  return count;
}

Trial trial_at(const Rows& rows, std::size_t row, const Choices& choices) {
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
          definitions_at(rows, row),
          rows.long_integers(17)[row],
          lattice_at(rows, row, choices)};
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
      "definitions BIGINT NOT NULL, own VARCHAR NOT NULL, run BIGINT NOT NULL, counted BIGINT NOT NULL)");
  create_choices_table(database);
}

void create_tables(Database& database) {
  database.execute("CREATE TABLE rerate_trials (schema_version INTEGER NOT NULL)");
  create_trials(database);
  write_version(database);
}

// From an earlier version: the rows as they are, with what the new columns say of them.
void carry_over(Database& database, std::int32_t version) {
  database.execute("ALTER TABLE trials RENAME TO trials_before");
  create_trials(database);
  database.execute(fmt::format("INSERT INTO trials SELECT {} FROM trials_before", columns_of(version)));
  database.execute("DROP TABLE trials_before");
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
  std::int64_t definitions = 1, run = 0;  // run: 0 where no choices are remembered
};

// By key.
using Looks = std::unordered_map<std::string, std::vector<Look>>;

// Whether a look tells nothing that is not there: as much was looked at with figures of that day or an earlier one.
bool covered(const std::vector<Look>& there, const Look& look) {
  return std::ranges::any_of(there, [&](const Look& one) {
    return one.as_of <= look.as_of && one.definitions >= look.definitions && one.run >= look.run;
  });
}

Looks looks_there(Database& database, std::span<const Trial> trials, std::int32_t version) {
  Looks looks;
  Rows rows =
      database.query(fmt::format("SELECT study, section, definition, as_of, {}, {} FROM trials WHERE {}",
                                 version == 1 ? "CAST(1 AS BIGINT)" : "definitions",
                                 version < 3 ? "CAST(0 AS BIGINT)" : "run", candidates(trials)));
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row)
      looks[key_of(rows.text(0, row), rows.text(1, row), rows.text(2, row))].push_back(
          {Date{rows.integers(3)[row]}, rows.long_integers(4)[row], rows.long_integers(5)[row]});
  return looks;
}

// Those of `trials` that are not there, or only as of later days or with fewer definitions; the first of several alike.
std::vector<const Trial*> fresh_ones(Looks& looks, std::span<const Trial> trials) {
  std::vector<const Trial*> fresh;
  for (const auto& one : trials) {
    auto& there = looks[key_of(storable(one.study), storable(one.section), storable(one.definition))];
    const Look look{one.as_of, one.definitions,
                    one.lattice ? static_cast<std::int64_t>(one.lattice->run) : 0};
    if (covered(there, look)) continue;
    there.push_back(look);
    fresh.push_back(&one);
  }
  return fresh;
}

std::vector<const Trial*> fresh_ones(Database& database, std::span<const Trial> trials,
                                     std::int32_t version) {
  auto looks = looks_there(database, trials, version);
  return fresh_ones(looks, trials);
}

std::vector<const Trial*> first_of_alike(std::span<const Trial> trials) {
  Looks none;
  return fresh_ones(none, trials);
}

void append(Database& database, std::span<const Trial* const> trials) {
  TableAppender appender(database, "trials");
  for (const auto* one : trials) {
    appender.text(storable(one->study)).text(storable(one->section)).text(storable(one->kind));
    appender.text(storable(one->definition)).text(storable(one->words));
    appender.integer(one->first_run.days).integer(one->as_of.days);
    appender.real(one->sharpe).real(one->mean).real(one->months);
    appender.text(storable(one->figure)).real(one->value).real(one->p);
    appender.long_integer(one->definitions);
    const auto* lattice = one->lattice.get();
    appender.text(lattice ? storable(lattice->own) : std::string());
    appender.long_integer(lattice ? static_cast<std::int64_t>(lattice->run) : 0);
    appender.long_integer(lattice ? static_cast<std::int64_t>(lattice->counted) : 0).end_row();
  }
  appender.finish();
}

ChoicesByLattice lattices_of(std::span<const Trial* const> trials) {
  ChoicesByLattice lattices;
  for (const auto* one : trials)
    if (one->lattice) lattices.emplace(storable(one->definition), one->lattice.get());
  return lattices;
}

// Tells a file from the one that was renamed over it.
using FileIdentity = std::array<std::int64_t, 7>;

std::optional<FileIdentity> identity_of(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{static_cast<std::int64_t>(status.st_dev),
                      static_cast<std::int64_t>(status.st_ino),
                      static_cast<std::int64_t>(status.st_size),
                      status.st_mtim.tv_sec,
                      status.st_mtim.tv_nsec,
                      status.st_ctim.tv_sec,
                      status.st_ctim.tv_nsec};
}

// What a ledger lacks of some trials.
struct Lacking {
  std::optional<FileIdentity> file;     // as it was just before
  std::optional<std::int32_t> version;  // nothing: there is no file
  std::vector<const Trial*> trials;
};

// Asked before the lock is: the second run of a study has nothing to add. It also refuses what is no ledger before a copy of it is
// opened to write.
Lacking lacking(const std::filesystem::path& file, std::span<const Trial> trials) {
  Lacking found{identity_of(file), {}, {}};
  if (auto ledger = open_ledger(file)) {
    found.version = ledger->version;
    found.trials = reading(file, [&] { return fresh_ones(ledger->database, trials, ledger->version); });
  } else {
    found.trials = first_of_alike(trials);
  }
  return found;
}

// The caller holds the lock.
void write_next(const std::filesystem::path& file, const Lacking& lacking) {
  NextStoreFile next(file, NextStoreFile::Begins::as_copy);
  auto& database = next.database();
  // What is committed goes into the file at once, without a log that would be written to disk first.
  database.execute("SET checkpoint_threshold = '0b'");
  database.execute("BEGIN TRANSACTION");
  if (!lacking.version) create_tables(database);
  if (lacking.version && *lacking.version < kSchemaVersion) carry_over(database, *lacking.version);
  append(database, lacking.trials);
  add_choices(database, lattices_of(lacking.trials));
  database.execute("COMMIT");
  next.commit();
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
    Choices choices;
    if (ledger->version >= 3)
      choices = read_choices(ledger->database, where(study, section) + " AND own <> ''");
    Rows rows = ledger->database.query(
        fmt::format("SELECT {}, rowid FROM trials WHERE {} ORDER BY first_run, as_of, definition, section",
                    columns_of(ledger->version), where(study, section)));
    while (rows.next())
      for (std::size_t row = 0; row < rows.size(); ++row) found.push_back(trial_at(rows, row, choices));
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
  if (trials.empty()) return 0;
  std::error_code error;
  const auto canonical = std::filesystem::weakly_canonical(file_, error);
  const auto target = error ? file_ : canonical;  // what a link names is replaced, not the link
  auto found = lacking(target, trials);
  if (found.trials.empty()) return 0;
  const ImportLock lock(target, patience);
  if (identity_of(target) != found.file) found = lacking(target, trials);  // another process added some
  if (found.trials.empty()) return 0;
  const FileSizeSignalBlock size_signal;
  try {
    write_next(target, found);
    return found.trials.size();
  } catch (const DatabaseError& failure) {
    if (failure.cause() == DatabaseError::Cause::storage)
      refuse(ErrorCode::file_unwritable, fmt::format("writing the ledger failed: {}", failure.what()), {},
             Place{target.string()});
    throw InternalError(fmt::format("trial ledger: {}", failure.what()));
  }
}

}  // namespace rerate
