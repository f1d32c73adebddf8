#include "rerate/sources/pack.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/base/parallel.h"
#include "rerate/base/sha256.h"
#include "rerate/sources/manifest.h"
#include "rerate/sources/table_layout.h"

namespace rerate {
namespace {

Manifest manifest_at(const PackLocation& location) {
  return parse_manifest(read_file(location.manifest), location.manifest.string());
}

// All files at once, so that a pack without its data says so before anything is read.
void require_files(const PackLocation& location, const Manifest& manifest) {
  for (const auto& name : manifest.files()) {
    std::error_code error;
    if (std::filesystem::exists(location.data_root / name, error)) continue;
    refuse(ErrorCode::pack_data_absent,
           fmt::format("pack `{}` has no file {} in its data folder", location.name, name),
           fmt::format("Give the folder that holds its files: --pack {}=DIR.", location.name),
           Place{location.data_root.string()});
  }
}

void add_file(Sha256& hash, const std::filesystem::path& path) {
  FileStream file(path);
  std::array<char, 1 << 16> buffer;
  std::size_t total = 0;
  while (const auto count = file.read(buffer)) {
    hash.add(std::string_view(buffer.data(), count));
    total += count;
  }
  hash.add(fmt::format("\n{} bytes\n", total));  // so that no two lists of files read as one
}

std::string content_hash(const PackLocation& location, const Manifest& manifest) {
  Sha256 hash;
  hash.add("rerate pack 1\n");
  add_file(hash, location.manifest);
  for (const auto& name : manifest.files()) {
    hash.add(name);
    add_file(hash, location.data_root / name);
  }
  return hash.finish();
}

}  // namespace

std::string pack_content_hash(const PackLocation& location) {
  const auto manifest = manifest_at(location);
  require_files(location, manifest);
  return content_hash(location, manifest);
}

PackContents read_pack(const PackLocation& location) {
  const auto manifest = manifest_at(location);
  require_files(location, manifest);
  // Hashed before it is read: should a file change in between, the next import sees another hash.
  PackContents contents{manifest.name, content_hash(location, manifest), {}};
  std::vector<std::vector<SeriesBatch>> tables(manifest.tables.size());
  parallel_for(tables.size(),
               [&](std::size_t i) { tables[i] = read_pack_table(location.data_root, manifest.tables[i]); });
  for (auto& table : tables)
    contents.series.insert(contents.series.end(), std::make_move_iterator(table.begin()),
                           std::make_move_iterator(table.end()));
  return contents;
}

}  // namespace rerate
