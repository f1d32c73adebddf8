#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/study_options.h"
#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"
#include "rerate/sources/gretl_bank.h"
#include "rerate/sources/pack.h"

namespace rerate::cli {
namespace {

struct ListOptions {
  std::string pack;
  bool json = false;
  DataOptions data;
};

Store open_for_looking(const DataOptions& data) {
  std::vector<std::string> required;
  for (const auto& [name, folder] : pack_overrides(data)) required.push_back(name);
  return open_store(data, required, {"open"}, std::filesystem::current_path());
}

void list(const ListOptions& options) {
  const auto store = open_for_looking(options.data);
  auto entries = store.catalogue();
  if (!options.pack.empty()) {
    std::vector<std::string> names;
    for (const auto& pack : store.packs()) names.push_back(pack.name);
    if (std::find(names.begin(), names.end(), options.pack) == names.end())
      refuse(ErrorCode::pack_missing, fmt::format("the store has no pack `{}`", options.pack),
             did_you_mean(options.pack, names, "rerate data import DIR adds one."));
    std::erase_if(entries, [&](const CatalogueEntry& entry) { return entry.pack != options.pack; });
  }
  if (options.json) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& entry : entries)
      json.push_back({{"id", entry.id},
                      {"title", entry.title},
                      {"unit", entry.type.unit},
                      {"frequency", to_string(entry.type.frequency)},
                      {"kind", to_string(entry.type.kind)},
                      {"release", entry.release.text},
                      {"grade", to_string(entry.grade)},
                      {"pack", entry.pack},
                      {"source", entry.source},
                      {"licence", entry.licence},
                      {"redistribute", entry.redistribute}});
    return print(json.dump(1) + "\n");
  }
  std::size_t id = 6, unit = 4, kind = 4, pack = 4;
  for (const auto& entry : entries) {
    id = std::max(id, entry.id.size());
    unit = std::max(unit, entry.type.unit.size());
    kind = std::max(kind, to_string(entry.type.kind).size());
    pack = std::max(pack, entry.pack.size());
  }
  std::string text = fmt::format("{:<{}}  {:<9}  {:<{}}  {:<{}}  {:<{}}  {}\n", "series", id, "frequency",
                                 "kind", kind, "unit", unit, "pack", pack, "title");
  for (const auto& entry : entries)
    text += fmt::format("{:<{}}  {:<9}  {:<{}}  {:<{}}  {:<{}}  {}\n", entry.id, id,
                        to_string(entry.type.frequency), to_string(entry.type.kind), kind, entry.type.unit,
                        unit, entry.pack, pack, entry.title);
  print(text + fmt::format("{} series\n", entries.size()));
}

struct ShowOptions {
  std::string id, as_of;
  bool history = false, csv = false;
  DataOptions data;
};

std::string history_csv(const CatalogueEntry& entry, const std::vector<Observation>& history) {
  std::string text = "date,known_at,value\n";
  for (const auto& observation : history)
    text += fmt::format("{},{},{}\n", to_string(Period{entry.type.frequency, observation.ordinal}),
                        to_string(observation.known_at),
                        std::isnan(observation.value) ? "" : shortest(observation.value));
  return text;
}

std::string card(const SeriesReading& reading, std::size_t rows) {
  const auto& entry = reading.entry;
  const auto& series = reading.series;
  std::string text = fmt::format("{}\n{}\n\n", entry.id, entry.title);
  const auto line = [&](const char* label, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {:<13} {}\n", label, value);
  };
  line("frequency", std::string(to_string(entry.type.frequency)));
  line("kind", std::string(to_string(entry.type.kind)));
  line("unit", entry.type.unit);
  line("release", entry.release.text.empty() ? "no rule" : entry.release.text);
  line("grade", std::string(to_string(entry.grade)));
  line("revised", entry.revised ? "yes" : "no, final when published");
  line("source", entry.source);
  line("licence", entry.licence + (entry.redistribute ? "" : " (not to be republished)"));
  line("pack", entry.pack);
  line("note", entry.note);
  if (series.empty()) return text + "\n  no figure is known\n";
  line("first", to_string(series.period(0)));
  line("last", to_string(series.period(series.size() - 1)));
  line("known at", to_string(reading.latest_known));
  line("rows stored", fmt::format("{}", rows));
  line("sha256", reading.sha256);
  text += fmt::format("\n  {:<10}  {:>14}  {}\n", "date", "value", "known at");
  for (std::size_t i = series.size() > 8 ? series.size() - 8 : 0; i < series.size(); ++i)
    text += fmt::format("  {:<10}  {:>14}  {}\n", to_string(series.period(i)),
                        std::isnan(series.value[i]) ? "-" : shortest(series.value[i]),
                        std::isnan(series.value[i]) ? "-" : to_string(series.known_at[i]));
  return text;
}

void show(const ShowOptions& options) {
  const auto as_of = as_of_option(options.as_of);
  const auto store = open_for_looking(options.data);
  const std::vector<std::string> ids = {options.id};
  const auto entry = store.find(ids).front();
  if (!entry) {
    std::vector<std::string> known;
    for (const auto& one : store.catalogue()) known.push_back(one.id);
    refuse(ErrorCode::unknown_series, fmt::format("unknown series `{}`", options.id.substr(0, 80)),
           did_you_mean(options.id, known, "rerate data list shows what there is."));
  }
  const auto history = store.history(options.id);
  if (options.history) return print(history_csv(*entry, history));
  const auto reading = std::move(store.read(ids, as_of.value_or(kEndOfTime)).front());
  if (!options.csv) return print(card(reading, history.size()));
  std::vector<Observation> current;
  for (std::size_t i = 0; i < reading.series.size(); ++i)
    current.push_back({reading.series.ordinal[i], reading.series.known_at[i], reading.series.value[i]});
  std::erase_if(current, [](const Observation& one) { return std::isnan(one.value); });
  print(history_csv(*entry, current));
}

struct ImportOptions {
  std::string path, name, root;
  bool replace = false;
  DataOptions data;
};

PackContents read_source(const ImportOptions& options) {
  const std::filesystem::path path(options.path);
  if (path.extension() == ".idx")
    return read_gretl_bank(path, options.name.empty() ? path.stem().string() : options.name);
  if (path.extension() == ".bin")
    refuse(
        ErrorCode::command_line, "a gretl databank is given by its .idx file",
        fmt::format("rerate data import {}", std::filesystem::path(path).replace_extension(".idx").string()));
  auto folder = path.filename() == "series.toml" ? path.parent_path() : path;
  if (folder.empty()) folder = ".";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored))
    refuse(ErrorCode::pack_missing, "there is no such folder", {}, Place{options.path});
  if (!std::filesystem::is_regular_file(folder / "series.toml", ignored))
    refuse(ErrorCode::pack_missing, "the folder has no series.toml",
           "See docs/packs.md for how to write one.", Place{folder.string()});
  return read_pack(pack_in(
      folder, options.root.empty() ? std::nullopt : std::optional<std::filesystem::path>(options.root)));
}

void import(const ImportOptions& options) {
  const auto contents = read_source(options);
  const auto summary = import_pack(store_file(options.data), contents, today(),
                                   options.replace ? ImportMode::replace : ImportMode::accumulate);
  if (summary.unchanged) return print(fmt::format("pack {}: nothing changed\n", contents.name));
  print(fmt::format("pack {}: {} series, {} figures written, {} of them revisions, {} series withdrawn\n",
                    contents.name, summary.series, summary.observations, summary.revisions,
                    summary.withdrawn));
}

}  // namespace

void add_data(CLI::App& program) {
  auto* command = program.add_subcommand("data", "Look at and import figures");
  command->require_subcommand(1);

  auto* list_command = command->add_subcommand("list", "List the catalogue");
  auto list_options = std::make_shared<ListOptions>();
  list_command->add_option("--only", list_options->pack, "Only the series of this pack");
  list_command->add_flag("--json", list_options->json, "As JSON");
  add_data_options(*list_command, list_options->data);
  list_command->footer("Example:\n  rerate data list --only open");
  list_command->callback([list_options] { list(*list_options); });

  auto* show_command = command->add_subcommand("show", "Show one series: what it is, and its latest figures");
  auto show_options = std::make_shared<ShowOptions>();
  show_command->add_option("series", show_options->id, "The series id")->required();
  show_command->add_option("--as-of", show_options->as_of, "As it was known on this date")->check(kNotEmpty);
  show_command->add_flag("--history", show_options->history, "Every figure and revision as CSV");
  show_command->add_flag("--csv", show_options->csv, "The figures as of the date, as CSV");
  add_data_options(*show_command, show_options->data);
  show_command->footer("Example:\n  rerate data show rates.gs10 --as-of 2008-09-15");
  show_command->callback([show_options] { show(*show_options); });

  auto* import_command =
      command->add_subcommand("import", "Import a pack (a folder with series.toml) or a gretl databank");
  auto import_options = std::make_shared<ImportOptions>();
  import_command->add_option("path", import_options->path, "A pack's folder, or a databank's .idx file")
      ->required();
  import_command->add_option("--name", import_options->name,
                             "A databank's family name (default: the file's)");
  import_command->add_flag("--replace", import_options->replace,
                           "Forget the pack's earlier figures instead of keeping them as revised");
  import_command
      ->add_option("--root", import_options->root, "Folder of the pack's files, when not the manifest's own")
      ->check(kNotEmpty);
  import_command->add_option("--store", import_options->data.store, kStoreHelp)->check(kNotEmpty);
  import_command->footer(
      "Examples:\n"
      "  rerate data import data/open\n"
      "  rerate data import data/licensed --root /data/vendor\n"
      "  rerate data import /usr/share/gretl/db/fedstl.idx");
  import_command->callback([import_options] { import(*import_options); });
}

}  // namespace rerate::cli
