#include "rerate/sources/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>

#include "rerate/base/number_text.h"
#include "rerate/base/toml_table.h"

namespace rerate {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kLongestText = 2000;
constexpr std::size_t kLongestName = 80;

// A series' own table and that of its file, where it finds what it does not say itself.
struct Scope {
  const TomlTable& own;
  const TomlTable& table;

  std::optional<TomlValue> find(std::string_view key) const {
    auto value = own.find(key);
    auto inherited = table.find(key);
    return value ? value : inherited;
  }
  TomlValue require(std::string_view key, std::string_view expected) const {
    const auto value = find(key);
    return value ? *value : own.require(key, expected);
  }
};

// Text that can stand in a table or a note: no control characters, not endless.
std::string clean_text(const TomlValue& value) {
  auto text = value.text();
  if (text.size() > kLongestText)
    value.refuse(fmt::format("text of {} characters; at most {} are read", text.size(), kLongestText));
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), control))
    value.refuse("line breaks or control characters in a text");
  return text;
}

std::string clean_text_or(const std::optional<TomlValue>& value, std::string otherwise) {
  return value ? clean_text(*value) : otherwise;
}

std::string required_text(const Scope& scope, std::string_view key, std::string_view expected) {
  const auto value = scope.require(key, expected);
  auto text = clean_text(value);
  if (text.empty()) value.refuse(fmt::format("`{}` is empty", key));
  return text;
}

bool is_name(std::string_view text, std::string_view more_characters) {
  if (text.empty() || text.size() > kLongestName || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           more_characters.find(c) != std::string_view::npos;
  });
}

std::string series_id(const TomlTable& own) {
  const auto value = own.require("id", "id = \"rates.gs10\"");
  auto id = value.text();
  const auto dot = id.find('.');
  if (dot == std::string::npos || !is_name(std::string_view(id).substr(0, dot), "_") ||
      !is_name(std::string_view(id).substr(dot + 1), "_"))
    value.refuse(fmt::format("series id `{}` is not FAMILY.NAME", id.substr(0, kLongestName)),
                 "Use lower-case letters, digits and underscores, as in rates.gs10.");
  return id;
}

// A path that stays inside the pack's root.
std::string inside_root(const TomlValue& value) {
  const auto text = clean_text(value);
  const std::filesystem::path path(text);
  const bool leaves = std::any_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
  if (text.empty() || path.is_absolute() || leaves)
    value.refuse(fmt::format("file `{}` does not lie inside the pack's root", text),
                 "Name it relative to `root` in [pack], without \"..\"; `root` itself may be any folder.");
  if (path.extension() != ".csv" && path.extension() != ".parquet")
    value.refuse(fmt::format("file `{}` is neither .csv nor .parquet", text));
  return text;
}

template <class T, class Names>
T named(const TomlValue& value, std::string_view what, const Names& parse, std::string_view names) {
  const auto text = value.text();
  if (const auto parsed = parse(text)) return *parsed;
  value.refuse(fmt::format("unknown {} `{}`", what, text.substr(0, kLongestName)),
               fmt::format("Write one of: {}.", names));
}

Frequency frequency_of(const TomlTable& table) {
  const auto value = table.require("frequency", "frequency = \"monthly\"");
  return named<Frequency>(value, "frequency", parse_frequency, "daily, weekly, monthly, quarterly, annual");
}

Kind kind_of(const Scope& scope) {
  return named<Kind>(
      scope.require("kind", "kind = \"rate\""), "kind", parse_kind,
      "level, price_index, total_return_index, return, rate, spread, diffusion_index, balance, "
      "ratio, score, indicator");
}

struct Range {
  double low = -kInfinity;
  double high = kInfinity;
};

// What a figure of this kind can be at all.
Range natural_range(Kind kind) {
  switch (kind) {
    case Kind::price_index:
    case Kind::total_return_index: return {0, kInfinity};
    case Kind::return_: return {-100, kInfinity};
    case Kind::diffusion_index: return {0, 100};
    case Kind::balance: return {-100, 100};
    case Kind::indicator: return {0, 1};
    default: return {};
  }
}

Range range_of(const Scope& scope, Kind kind) {
  const auto natural = natural_range(kind);
  const auto value = scope.find("range");
  if (!value) return natural;
  const auto ends = value->array();
  if (ends.size() != 2)
    value->refuse("`range` takes two numbers", "Write the lowest and the highest: range = [0, 30].");
  const Range range{ends[0].number(), ends[1].number()};
  if (!(range.low < range.high))
    value->refuse(fmt::format("`range`: the low end ({}) is not below the high end ({})", shortest(range.low),
                              shortest(range.high)));
  if (range.low < natural.low || range.high > natural.high)
    value->refuse(
        fmt::format("`range` {}..{} is wider than a {} can be ({}..{})", shortest(range.low),
                    shortest(range.high), to_string(kind), shortest(natural.low), shortest(natural.high)),
        "Narrow the range, or give the kind that the figures have.");
  return range;
}

ReleaseRule release_of(const Scope& scope) {
  const auto value = scope.find("release");
  if (!value) return {};
  auto rule = parse_release_rule(value->text());
  if (rule) return *rule;
  auto failure = rule.error();
  failure.place = value->place();
  throw UserError(std::move(failure));
}

// Do the figures carry their own dates of knowledge?
bool has_vintages(const ManifestTable& table) {
  return table.layout == TableLayout::vintage_matrix || table.layout == TableLayout::nber_cycle ||
         !table.known_at_column.empty();
}

CatalogueEntry entry_of(const Scope& scope, const ManifestTable& table, const std::string& pack) {
  CatalogueEntry entry;
  entry.id = series_id(scope.own);
  const Scope alone{scope.own, scope.own};  // ids and titles are not inherited
  entry.title = required_text(alone, "title", "title = \"10-year Treasury yield\"");
  entry.type.frequency = table.frequency;
  entry.type.kind = kind_of(scope);
  entry.type.unit = clean_text(scope.require("unit", "unit = \"percent\" (\"\" for a pure number)"));
  const auto range = range_of(scope, entry.type.kind);
  entry.valid_low = range.low;
  entry.valid_high = range.high;
  entry.release = release_of(scope);
  if (const auto revised = scope.find("revised")) entry.revised = revised->boolean();
  entry.source = required_text(scope, "source", "source = \"Federal Reserve H.15\"");
  entry.licence = required_text(scope, "licence", "licence = \"public domain\"");
  entry.redistribute = scope.require("redistribute", "redistribute = false").boolean();
  entry.note = clean_text_or(scope.find("note"), "");
  entry.pack = pack;
  if (has_vintages(table) && !entry.release.text.empty())
    scope.require("release", "")
        .refuse("`release` is given and the figures carry their own dates of knowledge",
                "Remove `release`, or the table's known_at_column.");
  entry.grade = has_vintages(table)          ? Grade::vintage
                : entry.release.text.empty() ? Grade::none
                                             : Grade::release_lag;
  return entry;
}

ManifestSeries series_of(const Scope& scope, const ManifestTable& table, const std::string& pack) {
  ManifestSeries series;
  series.place = scope.own.place();
  series.entry = entry_of(scope, table, pack);
  if (table.layout == TableLayout::vintage_matrix) return series;
  if (table.layout == TableLayout::nber_cycle) {
    scope.own.require("column", "column = \"recession\", \"peak\" or \"trough\"");
    series.column = *scope.own.choice("column", {"recession", "peak", "trough"});
    return series;
  }
  const auto& id = series.entry.id;
  series.column = clean_text_or(scope.own.find("column"), id.substr(id.find('.') + 1));
  return series;
}

TableLayout layout_of(const TomlTable& table) {
  const auto name = table.choice("layout", {"columns", "long", "vintage_matrix", "nber_cycle"});
  if (!name || *name == "columns") return TableLayout::columns;
  if (*name == "long") return TableLayout::long_form;
  return *name == "nber_cycle" ? TableLayout::nber_cycle : TableLayout::vintage_matrix;
}

void read_nber_fields(const TomlTable& own, ManifestTable& table) {
  table.announcements =
      inside_root(own.require("announcements", "announcements = \"nber_announcements.csv\""));
  const auto until = own.require("until", "until = \"2025-11\", the last month to fill");
  const auto month = parse_period(Frequency::monthly, until.text());
  if (!month) until.refuse("`until` is not a month", "Write it like 2025-11.");
  table.until = month->ordinal;
  const auto delay = own.find("assumed_delay");
  const auto duration = parse_duration(delay ? delay->text() : "12m");
  if (!duration || !whole_months(*duration) || *whole_months(*duration) > 1200)
    delay->refuse("`assumed_delay` is not a number of months", "Write it like 12m.");
  table.assumed_delay = *duration;
}

// "2y" in an annual table: 2.
int label_lag_of(const TomlTable& own, Frequency frequency) {
  const auto given = own.find("label_lag");
  if (!given) return 0;
  const auto duration = parse_duration(given->text());
  const auto periods = duration ? periods_in(*duration, frequency) : std::nullopt;
  if (!periods || *periods > 1200)
    given->refuse(
        fmt::format("`label_lag` is no whole number of periods of a table that is {}", to_string(frequency)),
        "Write it like 2y.");
  return *periods;
}

void read_dating_fields(const TomlTable& own, ManifestTable& table) {
  table.label_lag = label_lag_of(own, table.frequency);
  if (table.layout != TableLayout::vintage_matrix)
    table.known_at_column = clean_text_or(own.find("known_at_column"), "");
  if (has_vintages(table)) {
    const auto stamp = own.choice("known_at_stamp", {"day", "month"});
    table.vintage_stamp = stamp == "month" ? VintageStamp::month : VintageStamp::day;
  }
  const auto drop = own.find("drop_weekends");
  if (drop && drop->boolean()) {
    if (table.frequency != Frequency::daily) drop->refuse("`drop_weekends` is for daily tables");
    table.weekends = WeekendRows::drop;
  }
}

ManifestTable table_head(const TomlTable& own) {
  ManifestTable table;
  table.place = own.place();
  table.layout = layout_of(own);
  table.file = inside_root(own.require("file", "file = \"rates.csv\""));
  table.frequency = frequency_of(own);
  if (table.layout == TableLayout::nber_cycle) {
    if (table.frequency != Frequency::monthly) own.refuse("an nber_cycle table is monthly");
    read_nber_fields(own, table);
    return table;
  }
  if (table.layout != TableLayout::vintage_matrix)
    table.date_column = clean_text_or(own.find("date_column"), table.date_column);
  if (table.layout == TableLayout::long_form) {
    table.series_column = clean_text_or(own.find("series_column"), table.series_column);
    table.value_column = clean_text_or(own.find("value_column"), table.value_column);
  }
  read_dating_fields(own, table);
  return table;
}

// A file with several series: what they share is said once.
ManifestTable table_of(const TomlTable& own, const std::string& pack) {
  auto table = table_head(own);
  const auto entries = own.require("series", "series = [ { id = \"rates.gs10\", title = \"...\" } ]").array();
  for (const auto& value : entries) {
    const auto one = value.table();
    table.series.push_back(series_of({one, own}, table, pack));
    one.finish("a series");
  }
  if (table.series.empty()) own.refuse("a table without series", "Add one, or remove the table.");
  if (table.layout == TableLayout::vintage_matrix && table.series.size() != 1)
    own.refuse("a vintage_matrix table holds one series");
  own.finish("[[table]]");
  return table;
}

// A series with a file of its own.
ManifestTable single_series(const TomlTable& own, const std::string& pack) {
  auto table = table_head(own);
  table.series.push_back(series_of({own, own}, table, pack));
  own.finish("[[series]]");
  return table;
}

void check_columns_once(const ManifestTable& table) {
  std::map<std::string, const ManifestSeries*> seen;
  for (const auto& series : table.series) {
    const auto [other, fresh] = seen.emplace(series.column, &series);
    if (!fresh)
      refuse(ErrorCode::pack_manifest,
             fmt::format("{} and {} read the same column `{}`", other->second->entry.id, series.entry.id,
                         series.column),
             "Give each its own `column`.", series.place);
  }
}

void check_ids_once(const Manifest& manifest) {
  std::map<std::string, const ManifestSeries*> seen;
  for (const auto& table : manifest.tables) {
    check_columns_once(table);
    for (const auto& series : table.series) {
      const auto [other, fresh] = seen.emplace(series.entry.id, &series);
      if (!fresh)
        refuse(ErrorCode::pack_manifest, fmt::format("series `{}` is defined twice", series.entry.id),
               fmt::format("Remove it here or in line {}.", other->second->place.line), series.place);
    }
  }
}

void read_pack_head(const TomlTable& head, Manifest& manifest) {
  const auto name = head.require("name", "name = \"open\"");
  manifest.name = name.text();
  if (!is_name(manifest.name, "_-"))
    name.refuse(fmt::format("pack name `{}`", manifest.name.substr(0, kLongestName)),
                "Use lower-case letters, digits, - and _.");
  manifest.title = clean_text_or(head.find("title"), manifest.name);
  manifest.root = clean_text_or(head.find("root"), ".");
  head.finish("[pack]");
}

}  // namespace

std::vector<std::string> Manifest::files() const {
  std::vector<std::string> names;
  const auto add = [&](const std::string& file) {
    if (!file.empty() && std::find(names.begin(), names.end(), file) == names.end()) names.push_back(file);
  };
  for (const auto& table : tables) {
    add(table.file);
    add(table.announcements);
  }
  return names;
}

Manifest parse_manifest(std::string_view text, const std::string& file) {
  const auto root = TomlDocument::parse(text, file, ErrorCode::pack_manifest).root();
  Manifest manifest;
  read_pack_head(root.require("pack", "[pack] with name = \"...\"").table(), manifest);
  if (const auto tables = root.find("table"))
    for (const auto& table : tables->array())
      manifest.tables.push_back(table_of(table.table(), manifest.name));
  if (const auto series = root.find("series"))
    for (const auto& one : series->array())
      manifest.tables.push_back(single_series(one.table(), manifest.name));
  root.finish("series.toml");
  if (manifest.tables.empty())
    root.refuse("the manifest names no series", "Add [[table]] or [[series]]; see docs/packs.md.");
  check_ids_once(manifest);
  return manifest;
}

}  // namespace rerate
