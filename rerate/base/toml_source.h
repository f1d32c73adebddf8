#pragma once

#include <toml++/toml.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rerate/base/toml_choices.h"
#include "rerate/base/toml_table.h"

namespace rerate {

// What stands behind TomlValue and TomlTable: for toml_*.cpp alone.

struct TomlSource {
  std::string file;
  ErrorCode code;
  std::string content;
  toml::table root;

  // What `set` put in has no line of the file: its place is the option's own words.
  Place place_of(const toml::source_region& region) const {
    if (region.path && *region.path != file) return Place{*region.path};
    return Place{file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  }
  Place place_of(const toml::node& node) const { return place_of(node.source()); }

  // Byte offset of a line's first character; content size when the line is not there.
  std::size_t line_start(int line) const {
    std::size_t at = 0;
    for (int passed = 1; passed < line && at < content.size(); ++passed) {
      const auto end = content.find('\n', at);
      at = end == std::string::npos ? content.size() : end + 1;
    }
    return at;
  }
};

struct TomlValue::Node {
  std::shared_ptr<const TomlSource> document;
  const toml::node* node;
  std::string key;
  Place place;
  std::shared_ptr<TomlReading::State> reading = {};  // null: sets are no choices here
  std::string path = {};                             // below the table that the reading is of
  bool option = false;                               // it is an option of a set, or stands in one
  std::shared_ptr<const toml::node> owner = {};      // of a node that no document has
};

// The names of an array's elements in paths: by their id where they have one of their own, else by number from 1.
std::vector<std::string> element_names(const toml::array& array);

// What of a reading its values and tables share.
struct TomlReading::State {
  std::vector<std::string> plain;
  std::vector<const TomlChange*> changes;  // by path
  bool notes = true, varied = false;
  std::vector<Met> met;
  std::map<std::string, std::size_t, std::less<>> met_at;
  std::size_t options_met = 0;
  std::map<std::string, std::optional<TomlValue>, std::less<>> asked;

  bool is_plain(std::string_view table_path, std::string_view key) const;
  const TomlChange* change_at(std::string_view path) const;
  // Keys of the table at this path that only changes give, and the first change of each.
  std::vector<std::pair<std::string, const TomlChange*>> added(std::string_view table_path,
                                                               const toml::table& table) const;
  bool left_out(std::string_view table_path, std::string_view key) const;

  // A table's value under the reading; `node` null: the file has none.
  static std::optional<TomlValue> find(const TomlTable::State& table, std::string_view key,
                                       const toml::node* node);
  static std::vector<TomlValue> elements(const TomlValue::Node& array);
  static std::shared_ptr<const TomlValue::Node> settled(const std::shared_ptr<const TomlValue::Node>& node,
                                                        TomlValue::Wanted wanted);
  static TomlValue::Type type(const TomlValue::Node& node);
};

TomlValue::Type type_of(const toml::node& node);
std::string date_text(const toml::date& date);

struct TomlTable::State {
  std::shared_ptr<const TomlSource> document;
  const toml::table* table;
  Place place;
  std::shared_ptr<TomlReading::State> reading = {};
  std::string path = {};
  bool option = false;
  mutable std::set<std::string, std::less<>> asked = {};
};

}  // namespace rerate
