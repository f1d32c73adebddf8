#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/store/store_import.h"

namespace rerate {

// A pack is a folder with series.toml (the catalogue; docs/packs.md has its fields) and CSV or Parquet
// files, which may lie in another folder named by `root`.
struct PackLocation {
  std::string name;
  std::filesystem::path manifest;   // the series.toml
  std::filesystem::path data_root;  // where its files are looked for
};

// Finds a pack by name. `overrides` are the --pack NAME=DIR of the command: a DIR with a series.toml
// is the pack itself; any other DIR is the data root of the manifest found in the usual places, which are
// the folders NAME, data/NAME and packs/NAME of `beside` and each of its parents, of every entry of
// $RERATE_PACK_PATH, and of share/rerate beside the executable.
// Throws UserError pack_missing (and lists where it looked), or pack_data_absent.
PackLocation locate_pack(const std::string& name,
                         const std::map<std::string, std::filesystem::path>& overrides,
                         const std::filesystem::path& beside);

// SHA-256 over the manifest and every file it names; reads but does not parse. O(bytes).
std::string pack_content_hash(const PackLocation& location);

// Reads and checks everything. A bad row is a UserError with file, line, column and the rule it broke.
PackContents read_pack(const PackLocation& location);

}  // namespace rerate
