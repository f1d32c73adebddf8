#include "rerate/sources/pack_sync.h"

#include <algorithm>
#include <optional>

namespace rerate {
namespace {

// Where the pack is; nothing when it is not to be had, but can be done without.
std::optional<PackLocation> locate(const std::string& name, bool dispensable, const PackSync& settings) {
  try {
    return locate_pack(name, settings.overrides, settings.beside);
  } catch (const UserError& error) {
    const auto code = error.failure().code;
    const bool absent = code == ErrorCode::pack_missing || code == ErrorCode::pack_data_absent;
    if (absent && dispensable && !settings.overrides.contains(name)) return std::nullopt;
    throw;
  }
}

}  // namespace

Store open_with_packs(const std::vector<std::string>& packs, const std::vector<std::string>& optional_packs,
                      const PackSync& settings) {
  std::error_code ignored;
  std::optional<Store> store;
  if (std::filesystem::exists(settings.store_file, ignored)) store = Store::open(settings.store_file);
  const auto imported = store ? store->packs() : std::vector<PackRecord>();
  bool changed = false;
  const auto sync = [&](const std::string& name, bool optional) {
    const auto record = std::find_if(imported.begin(), imported.end(),
                                     [&](const PackRecord& one) { return one.name == name; });
    const bool stored = record != imported.end();
    const auto location = locate(name, optional || stored, settings);
    if (!location || (stored && record->content_hash == pack_content_hash(*location))) return;
    changed = true;
    const auto summary = import_pack(settings.store_file, read_pack(*location), settings.today);
    if (settings.report && !summary.unchanged) settings.report(name, summary);
  };
  for (const auto& name : packs) sync(name, false);
  for (const auto& name : optional_packs)
    if (std::find(packs.begin(), packs.end(), name) == packs.end()) sync(name, true);
  if (!store || changed) store = Store::open(settings.store_file);
  return std::move(*store);
}

}  // namespace rerate
