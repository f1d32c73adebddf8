#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "rerate/sources/pack.h"

namespace rerate {

// Opens the store after making it hold the packs as their folders stand now: each is found, hashed, and
// imported when the hash differs from what the store remembers. `report` is told of each import, after it.
// A pack that the store holds but whose folder is nowhere (a databank, say) is used as it is stored.
// `optional_packs` may be absent without an error. Throws what locate_pack, read_pack, import_pack and
// Store::open throw.
struct PackSync {
  std::filesystem::path store_file;
  std::map<std::string, std::filesystem::path> overrides;
  std::filesystem::path beside;  // where the search begins
  Date today;
  std::function<void(const std::string& pack, const ImportSummary& summary)> report;
};

Store open_with_packs(const std::vector<std::string>& packs, const std::vector<std::string>& optional_packs,
                      const PackSync& settings);

}  // namespace rerate
