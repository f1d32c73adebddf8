#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/sources/manifest.h"
#include "rerate/sources/pack.h"

namespace rerate {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kManifest = "series.toml";

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool has_manifest(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / kManifest, error);
}

// The path without "." and "..", as a person would write it; the path itself when it cannot be resolved.
fs::path tidy(const fs::path& path) {
  std::error_code error;
  auto absolute = fs::absolute(path, error);
  auto result = (error ? path : absolute).lexically_normal();
  return result.has_filename() ? result : result.parent_path();
}

void add_with_parents(fs::path folder, std::vector<fs::path>& folders) {
  for (folder = tidy(folder);; folder = folder.parent_path()) {
    if (std::find(folders.begin(), folders.end(), folder) == folders.end()) folders.push_back(folder);
    if (!folder.has_relative_path()) break;
  }
}

std::vector<fs::path> starting_folders(const fs::path& beside) {
  std::vector<fs::path> folders;
  add_with_parents(beside, folders);
  if (const char* given = std::getenv("RERATE_PACK_PATH")) {
    std::istringstream entries{std::string(given)};
    for (std::string entry; std::getline(entries, entry, ':');)
      if (!entry.empty()) folders.push_back(tidy(entry));
  }
  std::error_code error;
  if (const auto here = fs::current_path(error); !error) add_with_parents(here, folders);
  if (const auto executable = fs::read_symlink("/proc/self/exe", error); !error) {
    folders.push_back(tidy(executable.parent_path() / ".." / "share" / "rerate"));
    add_with_parents(executable.parent_path(), folders);
  }
  return folders;
}

fs::path find_in_usual_places(const std::string& name, const fs::path& beside) {
  const auto folders = starting_folders(beside);
  for (const auto& folder : folders)
    for (const auto& inside : {fs::path(name), fs::path("data") / name, fs::path("packs") / name})
      if (has_manifest(folder / inside)) return folder / inside;
  std::string listed;
  for (const auto& folder : folders) listed += "\n    " + folder.string();
  refuse(ErrorCode::pack_missing, fmt::format("there is no pack `{}`", name),
         fmt::format(
             "Give its folder: --pack {0}=DIR. It was looked for as {0}, data/{0} and packs/{0}, with a {1}, "
             "in:{2}",
             name, kManifest, listed));
}

// A name from a study or a command must not climb out of the places where packs are looked for.
void check_name(const std::string& name) {
  const bool fine = !name.empty() && name.size() <= 80 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!fine)
    refuse(ErrorCode::pack_missing, fmt::format("`{}` is not the name of a pack", name.substr(0, 80)),
           "Names are made of lower-case letters, digits, - and _.");
}

PackLocation located(const fs::path& folder, const std::optional<std::string>& name,
                     const std::optional<fs::path>& data_root) {
  PackLocation location;
  location.manifest = folder / kManifest;
  const auto manifest = parse_manifest(read_file(location.manifest), location.manifest.string());
  if (name && manifest.name != *name)
    refuse(ErrorCode::pack_manifest, fmt::format("this is the pack `{}`, not `{}`", manifest.name, *name),
           "Name the pack as its series.toml does.", Place{location.manifest.string()});
  location.name = manifest.name;
  location.data_root = tidy(data_root.value_or(folder / manifest.root));
  if (!is_folder(location.data_root))
    refuse(ErrorCode::pack_data_absent, fmt::format("the data of pack `{}` are not here", location.name),
           fmt::format("Give the folder that holds its files: --pack {}=DIR.", location.name),
           Place{location.data_root.string()});
  return location;
}

}  // namespace

PackLocation pack_in(const fs::path& folder, const std::optional<fs::path>& data_root) {
  if (!has_manifest(folder))
    refuse(ErrorCode::pack_missing, fmt::format("this folder has no {}", kManifest), {},
           Place{folder.string()});
  return located(tidy(folder), std::nullopt, data_root);
}

PackLocation locate_pack(const std::string& name, const std::map<std::string, fs::path>& overrides,
                         const fs::path& beside) {
  check_name(name);
  const auto given = overrides.find(name);
  if (given == overrides.end()) return located(find_in_usual_places(name, beside), name, std::nullopt);
  if (!is_folder(given->second))
    refuse(ErrorCode::pack_missing, fmt::format("--pack {}: there is no such folder", name),
           "Give a folder with a series.toml, or with the pack's files.", Place{given->second.string()});
  if (has_manifest(given->second)) return located(tidy(given->second), name, std::nullopt);
  return located(find_in_usual_places(name, beside), name, given->second);
}

}  // namespace rerate
