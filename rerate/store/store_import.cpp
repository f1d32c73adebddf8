#include "rerate/store/store_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/base/utf8.h"
#include "rerate/store/file_size_signal.h"
#include "rerate/store/import_lock.h"
#include "rerate/store/next_store_file.h"
#include "rerate/store/revision_merge.h"
#include "rerate/store/store_tables.h"

namespace rerate {
namespace {

constexpr std::chrono::seconds kPatience{60};
// How many series are copied at once: bounds the memory that a large store takes to import into.
constexpr std::size_t kCopiedAtOnce = 256;

void check_text(const CatalogueEntry& entry, std::string_view field, std::string_view text) {
  if (!is_utf8(text))
    refuse(ErrorCode::pack_manifest, fmt::format("not UTF-8: `{}` of a series of pack {}", field, entry.pack),
           "Save the file as UTF-8.");
}

void check_batch(const SeriesBatch& batch) {
  const auto& entry = batch.entry;
  check_text(entry, "id", entry.id);
  check_text(entry, "title", entry.title);
  check_text(entry, "unit", entry.type.unit);
  check_text(entry, "source", entry.source);
  check_text(entry, "licence", entry.licence);
  check_text(entry, "note", entry.note);
  const Observation* before = nullptr;
  for (const auto& one : batch.observations) {
    RERATE_ASSERT(before == nullptr ||
                      std::tie(before->ordinal, before->known_at) < std::tie(one.ordinal, one.known_at),
                  "observations out of order: " + entry.id);
    before = &one;
  }
}

void check_contents(const PackContents& contents) {
  RERATE_ASSERT(!contents.name.empty() && is_utf8(contents.name), "a pack has a name");
  std::set<std::string_view> ids;
  for (const auto& batch : contents.series) {
    check_batch(batch);
    if (!ids.insert(batch.entry.id).second)
      refuse(ErrorCode::pack_conflict,
             fmt::format("series `{}`: pack `{}` defines it twice", batch.entry.id, contents.name));
  }
}

// The store as it stands before an import; empty when there is none.
struct OldStore {
  std::filesystem::path file;
  std::optional<Database> database;
  std::vector<PackRecord> packs;
  std::vector<KeyedEntry> entries;
};

OldStore open_old_store(const std::filesystem::path& file) {
  OldStore old{file, std::nullopt, {}, {}};
  if (!std::filesystem::exists(std::filesystem::symlink_status(file))) return old;
  old.database = open_store_file(file);
  reading(file, [&] {
    old.packs = read_packs(*old.database);
    old.entries = read_catalogue(*old.database);
  });
  return old;
}

bool holds_already(const OldStore& old, const PackContents& contents) {
  return std::any_of(old.packs.begin(), old.packs.end(), [&](const PackRecord& pack) {
    return pack.name == contents.name && pack.content_hash == contents.content_hash;
  });
}

void check_no_conflict(const OldStore& old, const PackContents& contents) {
  std::map<std::string_view, std::string_view> owner;
  for (const auto& [key, entry] : old.entries) owner.emplace(entry.id, entry.pack);
  for (const auto& batch : contents.series) {
    const auto at = owner.find(batch.entry.id);
    if (at != owner.end() && at->second != contents.name)
      refuse(ErrorCode::pack_conflict,
             fmt::format("series `{}`: pack `{}` has it already, pack `{}` defines it too", batch.entry.id,
                         at->second, contents.name));
  }
}

// A series of the pack as stored before: what it was, and its history.
struct StoredSeries {
  CatalogueEntry entry;
  std::vector<Observation> observations;
};

// Figures under other periods, or dated by a stand-in for the vintages that are there now, are no history
// of the new ones.
bool continues(const StoredSeries& stored, const CatalogueEntry& entry) {
  return stored.entry.type.frequency == entry.type.frequency &&
         (entry.grade != Grade::vintage || stored.entry.grade == Grade::vintage);
}

Dating dating_of(const StoredSeries& stored, const CatalogueEntry& entry) {
  if (entry.grade == Grade::vintage) return Dating::vintages;
  if (stored.entry.grade == Grade::vintage || stored.entry.release.text == entry.release.text)
    return Dating::release_rule;
  return Dating::changed_rule;
}

// Writes the next state: series of other packs as they are, then those of the pack, keys in that order.
class NextState {
 public:
  NextState(OldStore& old, const PackContents& contents, Date today, Database& next)
      : old_(old), contents_(contents), today_(today), observations_(next) {}

  // Copies what belongs to other packs, and keeps what the pack had for write_pack.
  void copy_others() {
    const std::span<const KeyedEntry> all = old_.entries;
    for (std::size_t first = 0; first < all.size(); first += kCopiedAtOnce)
      copy(all.subspan(first, std::min(kCopiedAtOnce, all.size() - first)));
  }

  void write_pack(ImportMode mode) {
    for (const auto& batch : contents_.series) {
      auto entry = batch.entry;
      entry.pack = contents_.name;
      const auto key = add_entry(std::move(entry));
      const auto merged = mode == ImportMode::replace ? first_history(batch) : merge(batch);
      observations_.write(key, merged.observations);
      summary_.observations += merged.added;
      summary_.revisions += merged.revisions;
      summary_.redated += merged.redated;
    }
    summary_.series = contents_.series.size();
    summary_.withdrawn = withdrawn();
    if (mode == ImportMode::accumulate) refuse_vanishing();
  }

  void finish() { observations_.finish(); }

  std::span<const KeyedEntry> entries() const { return entries_; }
  const ImportSummary& summary() const { return summary_; }

 private:
  void copy(std::span<const KeyedEntry> some) {
    std::vector<std::int32_t> keys;
    for (const auto& one : some) keys.push_back(one.key);
    auto observations = reading(old_.file, [&] { return read_observations(*old_.database, keys); });
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (some[i].entry.pack == contents_.name)
        stored_.emplace(some[i].entry.id, StoredSeries{some[i].entry, std::move(observations[i])});
      else
        observations_.write(add_entry(some[i].entry), observations[i]);
    }
  }

  std::int32_t add_entry(CatalogueEntry entry) {
    const auto key = static_cast<std::int32_t>(entries_.size());
    entries_.push_back({key, std::move(entry)});
    return key;
  }

  static MergedHistory first_history(const SeriesBatch& batch) {
    return {.observations = batch.observations, .added = batch.observations.size()};
  }

  MergedHistory merge(const SeriesBatch& batch) const {
    const auto at = stored_.find(batch.entry.id);
    if (at == stored_.end() || !continues(at->second, batch.entry)) return first_history(batch);
    return merge_revisions(at->second.observations, batch.observations,
                           {.today = today_, .dating = dating_of(at->second, batch.entry)});
  }

  std::size_t withdrawn() const {
    std::set<std::string_view> ids;
    for (const auto& batch : contents_.series) ids.insert(batch.entry.id);
    return static_cast<std::size_t>(std::count_if(stored_.begin(), stored_.end(),
                                                  [&](const auto& one) { return !ids.contains(one.first); }));
  }

  // Another pack of the same name must not drive out the history of this one by an oversight.
  void refuse_vanishing() const {
    const auto gone = summary_.withdrawn, had = stored_.size();
    if (gone == 0 || 2 * gone <= had) return;
    refuse(
        ErrorCode::pack_vanishing,
        fmt::format("pack `{}`: {} of the {} series that the store has of it are not in what is imported now",
                    contents_.name, gone, had));
  }

  OldStore& old_;
  const PackContents& contents_;
  Date today_;
  ObservationWriter observations_;
  std::vector<KeyedEntry> entries_;
  std::map<std::string, StoredSeries> stored_;
  ImportSummary summary_;
};

std::vector<PackRecord> next_packs(const OldStore& old, const PackContents& contents, Date today) {
  std::vector<PackRecord> packs = old.packs;
  std::erase_if(packs, [&](const PackRecord& pack) { return pack.name == contents.name; });
  packs.push_back({contents.name, contents.content_hash, today});
  return packs;
}

ImportSummary build_next(OldStore& old, const PackContents& contents, Date today, ImportMode mode) {
  NextStoreFile next(old.file);
  auto& database = next.database();
  database.execute("BEGIN TRANSACTION");
  create_tables(database);
  NextState state(old, contents, today, database);
  state.copy_others();
  state.write_pack(mode);
  state.finish();
  write_catalogue(database, state.entries());
  write_packs(database, next_packs(old, contents, today));
  database.execute("COMMIT");
  next.commit();
  return state.summary();
}

// The file that a link names, also when it is not there yet: that one is replaced, not the link.
std::filesystem::path behind_links(const std::filesystem::path& file) {
  constexpr int kMostLinks = 40;
  std::error_code error;
  auto target = std::filesystem::absolute(file, error);
  for (int links = 0; std::filesystem::is_symlink(target, error); ++links) {
    if (links == kMostLinks)
      refuse(ErrorCode::file_unwritable, "the link leads nowhere", {}, Place{file.string()});
    target = target.parent_path() / std::filesystem::read_symlink(target, error);
  }
  const auto canonical = std::filesystem::weakly_canonical(target, error);
  return error ? target : canonical;
}

}  // namespace

ImportSummary import_pack(const std::filesystem::path& file, const PackContents& contents, Date today,
                          ImportMode mode) {
  check_contents(contents);
  const auto target = behind_links(file);
  make_folder(target.parent_path());
  const ImportLock lock(target, kPatience);
  OldStore old = open_old_store(target);
  if (mode == ImportMode::accumulate && holds_already(old, contents))
    return {.unchanged = true, .series = contents.series.size()};
  check_no_conflict(old, contents);
  const FileSizeSignalBlock size_signal;
  try {
    return build_next(old, contents, today, mode);
  } catch (const DatabaseError& error) {
    if (error.cause() == DatabaseError::Cause::storage)
      refuse(ErrorCode::file_unwritable, fmt::format("writing the store failed: {}", error.what()), {},
             Place{target.string()});
    throw InternalError(fmt::format("store import: {}", error.what()));
  }
}

}  // namespace rerate
