#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "rerate/store/database.h"

namespace rerate {

// The next state of a store, built in FILE.importing beside it. Unless commit() ran to its end the store is
// as it was and nothing is left behind. The caller holds the ImportLock, so that whatever lies there at the
// start is of an import that died, and is removed.
// It begins empty, or as a copy of the file that it replaces, when there is one.
// Members throw DatabaseError, or UserError file_unwritable.
class NextStoreFile {
 public:
  enum class Begins : std::uint8_t { empty, as_copy };
  explicit NextStoreFile(std::filesystem::path store_file, Begins begins = Begins::empty);
  ~NextStoreFile();
  NextStoreFile(const NextStoreFile&) = delete;
  NextStoreFile& operator=(const NextStoreFile&) = delete;

  Database& database() { return *database_; }
  // Closes it, makes sure that it is whole and on disk, and renames it over the store.
  void commit();

 private:
  void copy() const;
  void remove() const;

  std::filesystem::path store_file_;
  std::filesystem::path building_;
  std::optional<Database> database_;
};

}  // namespace rerate
