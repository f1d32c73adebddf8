#include "rerate/sources/pack_sync.h"

#include <algorithm>
#include <optional>

namespace rerate {
namespace {

std::optional<PackLocation> locate(const std::string& name, bool optional, const PackSync& settings) {
  try {
    return locate_pack(name, settings.overrides, settings.beside);
  } catch (const UserError& error) {
    if (optional && error.failure().code == ErrorCode::pack_missing) return std::nullopt;
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
    const auto location = locate(name, optional, settings);
    if (!location) return;
    const auto hash = pack_content_hash(*location);
    const bool current = std::any_of(imported.begin(), imported.end(), [&](const PackRecord& record) {
      return record.name == name && record.content_hash == hash;
    });
    if (current) return;
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
