#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rerate/store/store.h"

namespace rerate {

// A series ready to be stored: its entry and every figure a source gave for it, strictly ordered by
// (ordinal, known_at).
struct SeriesBatch {
  CatalogueEntry entry;
  std::vector<Observation> observations;
};

// All that one source gives at once. `name` is the pack; importing it again replaces its catalogue
// entries and adds to its history.
struct PackContents {
  std::string name;
  std::string content_hash;  // of the files and the manifest: equal hash, nothing to do
  std::vector<SeriesBatch> series;
};

struct ImportSummary {
  bool unchanged = false;  // the same content was there already
  std::size_t series = 0;
  std::size_t observations = 0;  // new rows written
  std::size_t revisions = 0;     // of which they change a figure that was there
  std::size_t redated = 0;       // figures moved to the dates of a release rule that changed
  std::size_t withdrawn = 0;     // series of this pack that the new content no longer has
};

// What happens to figures of this pack that are stored already and differ from what it says now.
enum class ImportMode {
  accumulate,  // the old figure stays what was known until today; the new one is a revision known_at `today`
  replace,     // the old content was a mistake: forget it
};

// Makes the store at `file` (created when absent) hold `contents`, in one step: another process sees
// all of it or nothing, also when this one is killed. Waits up to 60 s for another import to end.
// `today` dates revisions of figures that carry no vintage of their own.
// More than half of a stored pack's series missing from `contents` is taken for a mistake (replace mode allows it).
// Throws UserError store_busy, store_unusable, pack_conflict, pack_vanishing, file_unwritable.
ImportSummary import_pack(const std::filesystem::path& file, const PackContents& contents, Date today,
                          ImportMode mode = ImportMode::accumulate);

}  // namespace rerate
