#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/series/catalogue_entry.h"
#include "rerate/series/series.h"

namespace rerate {

// One stored figure: the value of a period as published on `known_at`. A later known_at for the same
// period is a revision; a NaN value says that from then on there is no figure.
struct Observation {
  std::int32_t ordinal;
  Date known_at;
  double value;
};

// What the store remembers of a pack: its name, folder, and the hash of all that was imported.
struct PackRecord {
  std::string name;
  std::string content_hash;
  Date imported_on;
};

// A series as read, with what a reader must know to trust it.
struct SeriesReading {
  CatalogueEntry entry;
  Series series;       // as of the date asked; see Series
  Date first, last;    // first and last reference period's last day; kAlwaysKnown when empty
  Date latest_known;   // latest known_at among the values used
  std::string sha256;  // of the ordinals, values and known_at in `series`
};

// A bitemporal store in one DuckDB file, opened for reading. Its file is never written in place:
// an import builds the next state beside it and renames it over, so an open Store keeps seeing the
// state it opened and never waits for, or sees half of, an import.
class Store {
 public:
  // Throws UserError store_missing or store_unusable.
  static Store open(const std::filesystem::path& file);
  ~Store();
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;

  std::vector<CatalogueEntry> catalogue() const;  // by id
  std::vector<PackRecord> packs() const;          // by name
  // The entries of these ids, in their order; nothing for an unknown id. One query for all.
  std::vector<std::optional<CatalogueEntry>> find(std::span<const std::string> ids) const;
  // For each id the last value of every period with known_at <= as_of. One query for all; ids must exist.
  std::vector<SeriesReading> read(std::span<const std::string> ids, Date as_of) const;
  // Every revision of one series, by period and then known_at.
  std::vector<Observation> history(const std::string& id) const;

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Where the store is when nobody says: $RERATE_STORE, else $XDG_DATA_HOME/rerate/store.duckdb, else
// ~/.local/share/rerate/store.duckdb.
std::filesystem::path default_store_file();

}  // namespace rerate
