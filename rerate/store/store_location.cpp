#include <cstdlib>
#include <string>

#include "rerate/base/error.h"
#include "rerate/store/store.h"

namespace rerate {
namespace {

// The variable's value; empty when unset.
std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::filesystem::path default_store_file() {
  const std::filesystem::path inside_data_home = std::filesystem::path("rerate") / "store.duckdb";
  if (const auto file = environment("RERATE_STORE"); !file.empty()) return file;
  // The XDG base directory specification: a relative path here is invalid and to be ignored.
  if (const std::filesystem::path data = environment("XDG_DATA_HOME"); data.is_absolute())
    return data / inside_data_home;
  if (const auto home = environment("HOME"); !home.empty())
    return std::filesystem::path(home) / ".local" / "share" / inside_data_home;
  refuse(ErrorCode::store_missing, "no place for the store: neither RERATE_STORE nor HOME is set",
         "Set RERATE_STORE to the file that the store is to be, e.g. RERATE_STORE=$PWD/store.duckdb.");
}

}  // namespace rerate
