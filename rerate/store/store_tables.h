#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "rerate/store/database.h"
#include "rerate/store/store.h"

namespace rerate {

// The tables of a store file, and their rows as structs (docs/store.md has the schema). Members throw
// DatabaseError unless they say otherwise.

// A catalogue entry and the short name that its observations carry: 0, 1, 2... in file order.
struct KeyedEntry {
  std::int32_t key;
  CatalogueEntry entry;
};

// Opens a store file for reading. Throws UserError store_missing, or store_unusable when the file is no
// store, is damaged, or was written under another schema version.
Database open_store_file(const std::filesystem::path& file);

// Runs `work`, and turns what DuckDB says against the file into UserError store_unusable.
[[noreturn]] void refuse_unusable(const std::filesystem::path& file, const std::string& why);
template <class Work>
auto reading(const std::filesystem::path& file, Work work) {
  try {
    return work();
  } catch (const DatabaseError& error) {
    refuse_unusable(file, error.what());
  }
}

void create_tables(Database& database);

std::vector<PackRecord> read_packs(Database& database);
std::vector<KeyedEntry> read_catalogue(Database& database);  // by key
// The observations of the series with these keys, in the order of `keys`; each by ordinal and known_at.
// Reads only the row groups that hold them.
std::vector<std::vector<Observation>> read_observations(Database& database,
                                                        std::span<const std::int32_t> keys);

void write_packs(Database& database, std::span<const PackRecord> packs);
void write_catalogue(Database& database, std::span<const KeyedEntry> entries);
// Rows are appended in the order of the calls: by key, ordinal and known_at.
class ObservationWriter {
 public:
  explicit ObservationWriter(Database& database);
  void write(std::int32_t key, std::span<const Observation> observations);
  void finish();

 private:
  TableAppender appender_;
};

}  // namespace rerate
