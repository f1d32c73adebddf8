#include "rerate/base/toml_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "rerate/base/spelling.h"
#include "rerate/base/toml_source.h"

namespace rerate {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string: return "text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "an array";
    default: return "a date or time";
  }
}

}  // namespace

std::string date_text(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

TomlValue::TomlValue(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

TomlValue::Type type_of(const toml::node& node) {
  using Type = TomlValue::Type;
  switch (node.type()) {
    case toml::node_type::string: return Type::text;
    case toml::node_type::integer:
    case toml::node_type::floating_point: return Type::number;
    case toml::node_type::boolean: return Type::boolean;
    case toml::node_type::table: return Type::table;
    case toml::node_type::array: return Type::array;
    default: return Type::date;
  }
}

std::shared_ptr<const TomlValue::Node> TomlValue::settled(Wanted wanted) const {
  return node_->reading ? TomlReading::State::settled(node_, wanted) : node_;
}

TomlValue::Type TomlValue::type() const {
  return node_->reading ? TomlReading::State::type(*node_) : type_of(*node_->node);
}

const Place& TomlValue::place() const { return node_->place; }

Place TomlValue::inner_place() const {
  Place place = node_->place;
  if (place.line <= 0) return place;
  const auto& content = node_->document->content;
  const auto at = node_->document->line_start(place.line) + static_cast<std::size_t>(place.column - 1);
  const auto rest = std::string_view(content).substr(std::min(at, content.size()));
  const bool triple = rest.starts_with("\"\"\"") || rest.starts_with("'''");
  place.column += triple ? 3 : 1;
  if (triple && rest.size() > 3 && (rest[3] == '\n' || rest[3] == '\r')) {  // TOML drops that line break
    ++place.line;
    place.column = 1;
  }
  return place;
}

void TomlValue::refuse(std::string what, std::string mend) const {
  rerate::refuse(node_->document->code, std::move(what), std::move(mend), node_->place);
}

std::string TomlValue::text() const {
  const TomlValue one(settled());
  const auto& node = *one.node_->node;
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* date = node.as_date()) return date_text(date->get());
  const bool scalar = node.is_value();
  one.refuse(fmt::format("`{}` must be text, not {}", node_->key, type_name(node)),
             scalar ? "Put it in double quotes." : "");
}

double TomlValue::number() const {
  const TomlValue one(settled());
  const auto& node = *one.node_->node;
  const auto value = node.value<double>();
  if (!value && node.is_number())
    one.refuse(fmt::format("`{}` has more digits than a number can hold", node_->key),
               "Write it with fewer, as 9.2e18.");
  if (!value || !node.is_number())
    one.refuse(fmt::format("`{}` must be a number, not {}", node_->key, type_name(node)),
               node.is_string()  ? "Write it without quotes."
               : node.is_array() ? "One list of options is enough: [48, 47.5]."
                                 : "");
  if (!std::isfinite(*value)) one.refuse(fmt::format("`{}` must be a finite number", node_->key));
  return *value;
}

std::int64_t TomlValue::integer() const {
  const TomlValue one(settled());
  if (const auto* integer = one.node_->node->as_integer()) return integer->get();
  one.refuse(fmt::format("`{}` must be a whole number, not {}", node_->key, type_name(*one.node_->node)));
}

bool TomlValue::boolean() const {
  const TomlValue one(settled());
  if (const auto* boolean = one.node_->node->as_boolean()) return boolean->get();
  one.refuse(fmt::format("`{}` must be true or false, not {}", node_->key, type_name(*one.node_->node)));
}

TomlTable TomlValue::table() const {
  const TomlValue one(settled(Wanted::table));
  const auto& node = *one.node_;
  const auto* table = node.node->as_table();
  if (!table) one.refuse(fmt::format("`{}` must be a table, not {}", node_->key, type_name(*node.node)));
  return TomlTable(std::make_shared<TomlTable::State>(
      TomlTable::State{node.document, table, node.place, node.reading, node.path, node.option}));
}

std::vector<TomlValue> TomlValue::array() const {
  const TomlValue one(settled(Wanted::list));
  const auto* array = one.node_->node->as_array();
  if (!array) return {one};
  if (one.node_->reading) return TomlReading::State::elements(*one.node_);
  std::vector<TomlValue> values;
  for (const auto& element : *array)
    values.push_back(TomlValue(std::make_shared<Node>(
        Node{node_->document, &element, node_->key, node_->document->place_of(element)})));
  return values;
}

TomlTable::TomlTable(std::shared_ptr<State> state) : state_(std::move(state)) {}

std::optional<TomlValue> TomlTable::find(std::string_view key) const {
  state_->asked.emplace(key);
  const auto* node = state_->table->get(key);
  if (state_->reading) return TomlReading::State::find(*state_, key, node);
  if (!node) return std::nullopt;
  return TomlValue(std::make_shared<TomlValue::Node>(
      TomlValue::Node{state_->document, node, std::string(key), state_->document->place_of(*node)}));
}

TomlValue TomlTable::require(std::string_view key, std::string_view expected) const {
  auto value = find(key);
  if (!value) {
    // A misspelt key explains a missing one better than its absence does.
    const auto present = keys();
    const auto close = nearest(key, present);
    if (const auto* node =
            close.empty() || state_->asked.contains(close) ? nullptr : state_->table->get(close))
      rerate::refuse(state_->document->code, fmt::format("unknown key `{}`", close),
                     fmt::format("did you mean `{}`?", key), state_->document->place_of(*node));
    refuse(fmt::format("`{}` is missing", key), fmt::format("Add it: {}", expected));
  }
  return *value;
}

std::optional<std::string> TomlTable::text(std::string_view key) const {
  const auto value = find(key);
  return value ? std::optional(value->text()) : std::nullopt;
}

std::optional<double> TomlTable::number(std::string_view key) const {
  const auto value = find(key);
  return value ? std::optional(value->number()) : std::nullopt;
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key) const {
  const auto value = find(key);
  return value ? std::optional(value->integer()) : std::nullopt;
}

std::optional<bool> TomlTable::boolean(std::string_view key) const {
  const auto value = find(key);
  return value ? std::optional(value->boolean()) : std::nullopt;
}

std::optional<std::string> TomlTable::choice(std::string_view key,
                                             const std::vector<std::string>& choices) const {
  const auto value = find(key);
  if (!value) return std::nullopt;
  auto text = value->text();
  for (const auto& choice : choices)
    if (choice == text) return text;
  std::string listed;
  for (const auto& choice : choices) listed += (listed.empty() ? "" : ", ") + choice;
  value->refuse(fmt::format("`{}` is \"{}\", expected one of: {}", key, text.substr(0, 80), listed),
                did_you_mean(text, choices, fmt::format("Write one of: {}", listed)));
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> placed;
  for (const auto& [key, node] : *state_->table) placed.emplace_back(key.source().begin, key.str());
  std::stable_sort(placed.begin(), placed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  const auto* reading = state_->reading.get();
  for (auto& [position, name] : placed)
    if (!reading || !reading->left_out(state_->path, name)) names.push_back(std::move(name));
  if (reading)
    for (auto& [name, change] : reading->added(state_->path, *state_->table)) names.push_back(name);
  return names;
}

const Place& TomlTable::place() const { return state_->place; }

void TomlTable::refuse(std::string what, std::string mend) const {
  rerate::refuse(state_->document->code, std::move(what), std::move(mend), state_->place);
}

bool TomlTable::varied() const { return state_->reading && state_->reading->varied; }

void TomlTable::finish(std::string_view what_table) const {
  const auto unknown = [&](std::string_view key, const Place& place) {
    const std::vector<std::string> known(state_->asked.begin(), state_->asked.end());
    std::string listed;
    for (const auto& name : known) listed += (listed.empty() ? "" : ", ") + name;
    rerate::refuse(state_->document->code,
                   fmt::format("unknown key `{}` in {}", key.substr(0, 80), what_table),
                   did_you_mean(key, known, fmt::format("Known keys: {}", listed)), place);
  };
  const auto* reading = state_->reading.get();
  for (const auto& [key, node] : *state_->table)
    if (!state_->asked.contains(key.str()) && !(reading && reading->left_out(state_->path, key.str())))
      unknown(key.str(), state_->document->place_of(key.source()));
  if (!reading) return;
  for (const auto& [key, change] : reading->added(state_->path, *state_->table))
    if (!state_->asked.contains(key)) unknown(key, change->value ? change->value->place() : state_->place);
}

namespace {

constexpr int kMostKeyParts = 64;

// The end of the string that begins at `at`: one past its closing quotes, or the end of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string triple(3, quote);
  const bool many_lines = text.substr(at).starts_with(triple);
  for (std::size_t i = at + (many_lines ? 3 : 1); i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (!many_lines && (text[i] == quote || text[i] == '\n')) {
      return i + 1;
    } else if (many_lines && text.substr(i).starts_with(triple)) {
      return i + 3;
    }
  }
  return text.size();
}

// toml++ 3.3 follows dotted keys by recursion and has no limit for them: a key of a hundred thousand
// parts would exhaust the stack. Refuses keys of more than kMostKeyParts parts before parsing.
void refuse_endless_keys(std::string_view text, const std::string& file, ErrorCode code) {
  int dots = 0, line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      const auto end = end_of_string(text, i);
      line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(i),
                                          text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      i = end;
      continue;
    }
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    const bool in_key =
        std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == ' ' || c == '\t';
    if (c == '.')
      ++dots;
    else if (!in_key)
      dots = 0;
    if (dots >= kMostKeyParts)
      rerate::refuse(code, fmt::format("a key has more than {} parts", kMostKeyParts), "Use fewer dots.",
                     Place{file, line});
    line += c == '\n';
    ++i;
  }
}

}  // namespace

TomlDocument TomlDocument::parse(std::string_view content, std::string file, ErrorCode code) {
  if (content.size() > kMostBytes)
    rerate::refuse(code, fmt::format("the file is larger than {} MiB", kMostBytes >> 20), {}, Place{file});
  refuse_endless_keys(content, file, code);
  TomlDocument document;
  document.source_ = std::make_shared<TomlSource>();
  document.source_->file = file;
  document.source_->code = code;
  document.source_->content = std::string(content);
  try {
    document.source_->root = toml::parse(document.source_->content, std::string_view(file));
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    rerate::refuse(code, fmt::format("TOML syntax: {}", std::string_view(error.description()).substr(0, 300)),
                   "See toml.io for the syntax.",
                   Place{std::move(file), static_cast<int>(begin.line), static_cast<int>(begin.column)});
  }
  return document;
}

namespace {

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts(1);
  for (char c : path)
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  return parts;
}

toml::table* table_with_id(toml::array& tables, std::string_view id) {
  for (auto& element : tables)
    if (auto* table = element.as_table())
      if (const auto* own = table->get_as<std::string>("id"); own && own->get() == id) return table;
  return nullptr;
}

// `value = ...`, read as TOML under the name `source`; empty when it is none.
toml::table parsed_values(std::string_view value, const std::string& source) {
  try {
    return toml::parse(fmt::format("value = {}", value), std::string_view(source));
  } catch (const toml::parse_error&) {
    return {};
  }
}

// The text as a TOML string.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || c == '"' || c == '\\')
      result += fmt::format("\\u{:04X}", byte);
    else
      result += c;
  }
  return result + '"';
}

}  // namespace

void TomlDocument::set(std::string_view path, std::string_view value) {
  auto parts = parts_of(path);
  const std::string what = fmt::format("--set {}={}", path.substr(0, 80), value.substr(0, 80));
  const auto wrong = [&](std::string_view why) {
    rerate::refuse(source_->code, fmt::format("{}: {}", what, why),
                   "Write --set study.seed=7, --set series.NAME=FORMULA, or --set SECTION.key=value.");
  };
  if (parts.size() < 2) wrong("the key needs a table and a name");
  toml::table* at = &source_->root;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    auto* next = at->get(parts[i]);
    if (next && next->is_array_of_tables() && i + 2 < parts.size()) {
      auto* chosen = table_with_id(*next->as_array(), parts[i + 1]);
      if (!chosen) wrong(fmt::format("no `{}` has the id `{}`", parts[i], parts[i + 1]));
      at = chosen;
      ++i;
      continue;
    }
    toml::table* chosen = next ? next->as_table() : nullptr;
    if (!chosen && i == 0)
      for (auto& [key, node] : source_->root)
        if (node.is_array_of_tables() && !chosen) chosen = table_with_id(*node.as_array(), parts[0]);
    if (!chosen) wrong(fmt::format("there is no table or section `{}`", parts[i]));
    at = chosen;
  }
  toml::source_region source;
  source.path = std::make_shared<const std::string>(what);
  const toml::key key(parts.back(), std::move(source));
  refuse_endless_keys(value, what, source_->code);
  auto parsed = parsed_values(value, what);
  if (parsed.size() != 1) parsed = parsed_values(quoted(value), what);  // what is no TOML value is text
  if (parsed.size() != 1) wrong("the value is not UTF-8 text");
  parsed.begin()->second.visit([&](auto& node) { at->insert_or_assign(key, std::move(node)); });
}

TomlTable TomlDocument::root() const {
  return TomlTable(std::make_shared<TomlTable::State>(
      TomlTable::State{source_, &source_->root, Place{source_->file, 1, 1}}));
}

}  // namespace rerate
