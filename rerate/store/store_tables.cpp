#include "rerate/store/store_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr std::int32_t kSchemaVersion = 1;

constexpr std::string_view kSeriesColumns =
    "series_key, id, pack, title, frequency, kind, unit, valid_low, valid_high, release, revised, source, "
    "licence, redistribute, note, grade";

// Grades as stored; the words shown to people may change, these may not.
constexpr std::array<std::string_view, 3> kGrades = {"vintage", "release_lag", "none"};

[[noreturn]] void unreadable_cell(std::string_view column, std::string_view text) {
  throw DatabaseError(DatabaseError::Cause::storage,
                      fmt::format("the catalogue holds an unknown {}: {}", column, text));
}

template <class T>
T known_or_throw(const std::optional<T>& value, std::string_view column, std::string_view text) {
  if (!value) unreadable_cell(column, text);
  return *value;
}

Grade parse_grade(std::string_view text) {
  const auto at = std::find(kGrades.begin(), kGrades.end(), text);
  if (at == kGrades.end()) unreadable_cell("grade", text);
  return static_cast<Grade>(at - kGrades.begin());
}

ReleaseRule stored_release_rule(std::string_view text) {
  if (text.empty()) return {};
  auto rule = parse_release_rule(text);
  if (!rule) unreadable_cell("release rule", text);
  return std::move(*rule);
}

KeyedEntry entry_at(const Rows& rows, std::size_t row) {
  const auto text = [&](std::size_t column) { return std::string(rows.text(column, row)); };
  const SeriesType type{known_or_throw(parse_frequency(rows.text(4, row)), "frequency", rows.text(4, row)),
                        known_or_throw(parse_kind(rows.text(5, row)), "kind", rows.text(5, row)), text(6)};
  return {rows.integers(0)[row],
          {.id = text(1),
           .title = text(3),
           .type = type,
           .valid_low = rows.doubles(7)[row],
           .valid_high = rows.doubles(8)[row],
           .release = stored_release_rule(rows.text(9, row)),
           .revised = rows.booleans(10)[row],
           .source = text(11),
           .licence = text(12),
           .redistribute = rows.booleans(13)[row],
           .note = text(14),
           .pack = text(2),
           .grade = parse_grade(rows.text(15, row))}};
}

std::vector<KeyedEntry> entries_of(Rows rows) {
  std::vector<KeyedEntry> entries;
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row) entries.push_back(entry_at(rows, row));
  return entries;
}

void check_version(Database& database, const std::filesystem::path& file) {
  const auto versions = reading(file, [&] {
    std::vector<std::int32_t> found;
    Rows rows = database.query("SELECT schema_version FROM rerate_store");
    while (rows.next())
      for (const auto version : rows.integers(0)) found.push_back(version);
    return found;
  });
  if (versions != std::vector{kSchemaVersion})
    refuse_unusable(file, fmt::format("schema version: this program reads {}, the file has {}",
                                      kSchemaVersion, fmt::join(versions, ", ")));
}

// A stretch of neighbouring keys, both ends included.
struct KeyRange {
  std::int32_t low, high;
};

// Series between two wanted ones are read along and dropped when they are few: a query of its own for each
// stretch costs more.
std::vector<KeyRange> ranges_of(std::span<const std::int32_t> sorted_keys) {
  constexpr std::int32_t kReadAlong = 4;
  std::vector<KeyRange> ranges;
  for (const auto key : sorted_keys) {
    if (ranges.empty() || key - ranges.back().high > kReadAlong + 1)
      ranges.push_back({key, key});
    else
      ranges.back().high = key;
  }
  return ranges;
}

// One scan a range: DuckDB skips row groups for `BETWEEN`, but not for `IN` or `OR`.
std::string observation_query(std::span<const KeyRange> ranges) {
  std::string sql;
  for (const auto& range : ranges)
    sql += fmt::format(
        "{}SELECT series_key, ordinal, known_at, value FROM observations WHERE series_key BETWEEN {} AND {}",
        sql.empty() ? "" : " UNION ALL ", range.low, range.high);
  return sql;
}

// Sorts rows of an answer into the histories of the keys that were asked for.
class HistoryCollector {
 public:
  explicit HistoryCollector(std::span<const std::int32_t> sorted_keys)
      : keys_(sorted_keys), histories_(sorted_keys.size()) {}

  void add_all(Rows rows) {
    while (rows.next()) add_chunk(rows);
  }

  std::vector<Observation>& of(std::int32_t key) { return histories_[slot_of(key)]; }

 private:
  std::size_t slot_of(std::int32_t key) const {
    return static_cast<std::size_t>(std::lower_bound(keys_.begin(), keys_.end(), key) - keys_.begin());
  }

  void add_chunk(const Rows& rows) {
    const auto key = rows.integers(0), ordinal = rows.integers(1), known_at = rows.integers(2);
    const auto value = rows.doubles(3);
    std::size_t slot = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (slot == keys_.size() || keys_[slot] != key[row]) slot = slot_of(key[row]);
      if (slot == keys_.size() || keys_[slot] != key[row]) continue;
      const double figure = rows.is_null(3, row) ? std::numeric_limits<double>::quiet_NaN() : value[row];
      histories_[slot].push_back({ordinal[row], Date{known_at[row]}, figure});
    }
  }

  std::span<const std::int32_t> keys_;
  std::vector<std::vector<Observation>> histories_;
};

bool in_order(const Observation& a, const Observation& b) {
  return std::tie(a.ordinal, a.known_at) < std::tie(b.ordinal, b.known_at);
}

}  // namespace

void refuse_unusable(const std::filesystem::path& file, const std::string& why) {
  refuse(ErrorCode::store_unusable, fmt::format("the store cannot be read: {}", why), {},
         Place{file.string()});
}

Database open_store_file(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found)
    refuse(ErrorCode::store_missing, "there is no store here", {}, Place{file.string()});
  if (status.type() != std::filesystem::file_type::regular) refuse_unusable(file, "it is not a regular file");
  // An absolute path is never taken for one of DuckDB's special names (`:memory:`, `md:...`).
  const auto path = std::filesystem::absolute(file, error);
  Database database = reading(file, [&] { return Database::open(path, DatabaseAccess::read_only); });
  check_version(database, file);
  return database;
}

void create_tables(Database& database) {
  database.execute("CREATE TABLE rerate_store (schema_version INTEGER NOT NULL)");
  database.execute(
      "CREATE TABLE packs (name VARCHAR NOT NULL, content_hash VARCHAR NOT NULL, imported_on DATE NOT NULL)");
  database.execute(
      "CREATE TABLE series (series_key INTEGER NOT NULL, id VARCHAR NOT NULL, pack VARCHAR NOT NULL, "
      "title VARCHAR NOT NULL, frequency VARCHAR NOT NULL, kind VARCHAR NOT NULL, unit VARCHAR NOT NULL, "
      "valid_low DOUBLE NOT NULL, valid_high DOUBLE NOT NULL, release VARCHAR NOT NULL, "
      "revised BOOLEAN NOT NULL, source VARCHAR NOT NULL, licence VARCHAR NOT NULL, "
      "redistribute BOOLEAN NOT NULL, note VARCHAR NOT NULL, grade VARCHAR NOT NULL)");
  database.execute(
      "CREATE TABLE observations (series_key INTEGER NOT NULL, ordinal INTEGER NOT NULL, "
      "known_at DATE NOT NULL, value DOUBLE)");
  TableAppender appender(database, "rerate_store");
  appender.integer(kSchemaVersion).end_row();
  appender.finish();
}

std::vector<PackRecord> read_packs(Database& database) {
  std::vector<PackRecord> packs;
  Rows rows = database.query("SELECT name, content_hash, imported_on FROM packs ORDER BY name");
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row)
      packs.push_back(
          {std::string(rows.text(0, row)), std::string(rows.text(1, row)), Date{rows.integers(2)[row]}});
  return packs;
}

std::vector<KeyedEntry> read_catalogue(Database& database) {
  return entries_of(database.query(fmt::format("SELECT {} FROM series ORDER BY series_key", kSeriesColumns)));
}

std::vector<std::vector<Observation>> read_observations(Database& database,
                                                        std::span<const std::int32_t> keys) {
  constexpr std::size_t kRangesAtOnce = 64;
  std::vector<std::int32_t> sorted(keys.begin(), keys.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  HistoryCollector collector(sorted);
  const auto ranges = ranges_of(sorted);
  for (std::size_t first = 0; first < ranges.size(); first += kRangesAtOnce)
    collector.add_all(database.query(
        observation_query(std::span(ranges).subspan(first, std::min(kRangesAtOnce, ranges.size() - first)))));
  std::vector<std::vector<Observation>> observations;
  for (const auto key : keys) {
    auto& history = collector.of(key);
    if (!std::is_sorted(history.begin(), history.end(), in_order))
      std::sort(history.begin(), history.end(), in_order);
    observations.push_back(history);
  }
  return observations;
}

void write_packs(Database& database, std::span<const PackRecord> packs) {
  TableAppender appender(database, "packs");
  for (const auto& pack : packs)
    appender.text(pack.name).text(pack.content_hash).integer(pack.imported_on.days).end_row();
  appender.finish();
}

void write_catalogue(Database& database, std::span<const KeyedEntry> entries) {
  TableAppender appender(database, "series");
  for (const auto& [key, entry] : entries) {
    appender.integer(key).text(entry.id).text(entry.pack).text(entry.title);
    appender.text(to_string(entry.type.frequency)).text(to_string(entry.type.kind)).text(entry.type.unit);
    appender.real(entry.valid_low).real(entry.valid_high).text(entry.release.text).boolean(entry.revised);
    appender.text(entry.source).text(entry.licence).boolean(entry.redistribute).text(entry.note);
    appender.text(kGrades[static_cast<std::size_t>(entry.grade)]).end_row();
  }
  appender.finish();
}

ObservationWriter::ObservationWriter(Database& database) : appender_(database, "observations") {}

void ObservationWriter::write(std::int32_t key, std::span<const Observation> observations) {
  for (const auto& one : observations)
    appender_.integer(key).integer(one.ordinal).integer(one.known_at.days).real(one.value).end_row();
}

void ObservationWriter::finish() { appender_.finish(); }

}  // namespace rerate
