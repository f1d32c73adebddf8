#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "rerate/store/store_import.h"

namespace rerate {

// A pack is a folder with series.toml (the catalogue; docs/packs.md has its fields) and CSV or Parquet
// files, which may lie in another folder named by `root`.
struct PackLocation {
  std::string name;
  std::filesystem::path manifest;   // the series.toml
  std::filesystem::path data_root;  // where its files are looked for
};

// The pack whose series.toml lies in `folder`, under the name that it gives itself; `data_root` goes before
// the manifest's own root.
// Throws UserError pack_missing, pack_manifest, or pack_data_absent when its root is not there.
PackLocation pack_in(const std::filesystem::path& folder,
                     const std::optional<std::filesystem::path>& data_root = std::nullopt);

// Finds a pack by name. `overrides` are the --pack NAME=DIR of the command: a DIR with a series.toml
// is the pack itself; any other DIR is the data root of the manifest found in the usual places, which are
// the folders NAME, data/NAME and packs/NAME of `beside` and each of its parents, of every entry of
// $RERATE_PACK_PATH, of the current folder and its parents, of share/rerate beside the executable, and of the
// executable's folder and its parents (a build inside a checkout).
// Throws UserError pack_missing (and lists where it looked), pack_data_absent, or pack_manifest (also when
// the manifest found is that of a pack of another name).
PackLocation locate_pack(const std::string& name,
                         const std::map<std::string, std::filesystem::path>& overrides,
                         const std::filesystem::path& beside);

// SHA-256 over the manifest and every file it names; reads but does not parse them. O(bytes).
// Throws UserError pack_data_absent when a file is not there.
std::string pack_content_hash(const PackLocation& location);

// Reads and checks everything, tables side by side. A bad row is a UserError with file, line, column and the
// rule it broke.
PackContents read_pack(const PackLocation& location);

}  // namespace rerate
