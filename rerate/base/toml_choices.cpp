#include "rerate/base/toml_choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/date.h"
#include "rerate/base/duration.h"
#include "rerate/base/number_text.h"
#include "rerate/base/period.h"
#include "rerate/base/spelling.h"
#include "rerate/base/toml_source.h"
#include "rerate/base/value_range.h"

namespace rerate {
namespace {

constexpr std::size_t kMostListed = 12;

std::string joined(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

// What stands below a path: the rest of `path`, if it does.
std::string_view below(std::string_view path, std::string_view table_path) {
  if (table_path.empty()) return path;
  if (path.size() <= table_path.size() || !path.starts_with(table_path) || path[table_path.size()] != '.')
    return {};
  return path.substr(table_path.size() + 1);
}

// { options = ..., usual = ... }, and nothing else.
bool is_table_of_options(const toml::node& node) {
  const auto* table = node.as_table();
  if (!table) return false;
  const auto* options = table->get("options");
  if (!options || !(options->is_array() || options->is_value())) return false;
  return table->size() == 1 || (table->size() == 2 && table->contains("usual"));
}

bool has_options_of_tables(const toml::node& node) {
  const auto* options = node.as_table()->get("options")->as_array();
  return options && !options->empty() && options->front().is_table();
}

bool is_range(const toml::node& node) {
  const auto* text = node.as_string();
  return text && rerate::is_range(text->get());
}

// Of the option that is read when nothing is decided.
TomlValue::Type usual_type(const toml::node& node) {
  if (const auto* array = node.as_array(); array && !array->empty()) return usual_type(array->front());
  if (is_table_of_options(node)) {
    const auto* usual = node.as_table()->get("usual");
    return usual_type(usual ? *usual : *node.as_table()->get("options"));
  }
  if (is_range(node))
    return is_range_of_numbers(node.as_string()->get()) ? TomlValue::Type::number : TomlValue::Type::text;
  return type_of(node);
}

void add_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void add_scalar(const toml::node& node, std::string& out) {
  if (const auto* text = node.as_string()) {
    add_quoted(text->get(), out);
  } else if (const auto* integer = node.as_integer()) {
    out += fmt::format("{}", integer->get());
  } else if (const auto* number = node.as_floating_point()) {
    out += std::isfinite(number->get()) ? shortest(number->get()) : fmt::format("{}", number->get());
  } else if (const auto* boolean = node.as_boolean()) {
    out += boolean->get() ? "true" : "false";
  } else if (const auto* date = node.as_date()) {
    out += date_text(date->get());
  } else if (const auto* time = node.as_time()) {
    out += fmt::format("{}:{}:{}.{}", time->get().hour, time->get().minute, time->get().second,
                       time->get().nanosecond);
  } else if (const auto* moment = node.as_date_time()) {
    const auto& [day, clock, offset] = moment->get();
    out += fmt::format("{}T{}:{}:{}.{}", date_text(day), clock.hour, clock.minute, clock.second,
                       clock.nanosecond);
    if (offset) out += fmt::format("{:+}", offset->minutes);
  }
}

void add_canonical(const toml::node& node, std::string& out) {
  std::string_view between = "";
  if (const auto* table = node.as_table()) {  // which toml++ keeps sorted by key
    out += "{";
    for (const auto& [key, value] : *table) {
      out += fmt::format("{} {} = ", between, key.str());
      add_canonical(value, out);
      between = ",";
    }
    out += table->empty() ? "}" : " }";
  } else if (const auto* array = node.as_array()) {
    out += "[";
    for (const auto& value : *array) {
      out += between;
      add_canonical(value, out);
      between = ", ";
    }
    out += "]";
  } else {
    add_scalar(node, out);
  }
}

std::string words_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  std::string words;
  add_canonical(node, words);
  return words;
}

// Options that say the same are one: 12m and 1y.
std::string same_words(const std::string& words) {
  const auto length = parse_duration(words);
  const auto months = length ? whole_months(*length) : std::nullopt;
  return months ? fmt::format("{}m", *months) : words;
}

// Where an option lies among others of its kind.
struct OnScale {
  enum class Kind : std::uint8_t { none, number, duration, date } kind = Kind::none;
  double at = 0;
};

double days_in(Duration length) {
  constexpr double kDays[] = {1, 7, 30.436875, 91.310625, 365.2425};
  return length.count * kDays[static_cast<std::size_t>(length.unit)];
}

OnScale scale_of(std::string_view text) {
  using Kind = OnScale::Kind;
  if (const auto length = parse_duration(text)) return {Kind::duration, days_in(*length)};
  if (const auto day = parse_date(text)) return {Kind::date, static_cast<double>(day->days)};
  for (const auto frequency : {Frequency::monthly, Frequency::quarterly})
    if (const auto period = parse_period(frequency, text))
      return {Kind::date, static_cast<double>(first_day(*period).days)};
  if (text.starts_with('<') || text.starts_with('>'))
    text.remove_prefix(text.substr(1).starts_with('=') ? 2 : 1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (const auto level = parse_number(text)) return {Kind::number, *level};
  return {};
}

OnScale scale_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return scale_of(text->get());
  if (const auto* date = node.as_date()) return scale_of(date_text(date->get()));
  const auto number = node.is_number() ? node.value<double>() : std::nullopt;
  if (number && std::isfinite(*number)) return {OnScale::Kind::number, *number};
  return {};
}

}  // namespace

std::vector<std::string> element_names(const toml::array& array) {
  std::vector<std::string> names;
  std::set<std::string_view> seen;
  for (const auto& element : array) {
    const auto* table = element.as_table();
    const auto* id = table ? table->get_as<std::string>("id") : nullptr;
    const bool own = id && !id->get().empty() && seen.insert(id->get()).second;
    names.push_back(own ? id->get() : fmt::format("{}", names.size() + 1));
  }
  return names;
}

// Sets.

struct TomlReading::Sets {
  using Node = TomlValue::Node;

  static TomlValue child(const TomlValue& of, const toml::node& node) {
    return TomlValue(std::make_shared<Node>(
        Node{of.node_->document, &node, of.node_->key, of.node_->document->place_of(node)}));
  }

  // A value of a range, at the range's place.
  static TomlValue made(const TomlValue& range, const std::string& text, bool number) {
    std::shared_ptr<const toml::node> owner;
    if (!number)
      owner = std::make_shared<const toml::value<std::string>>(text);
    else if (text.find('.') == std::string::npos)
      owner = std::make_shared<const toml::value<std::int64_t>>(std::stoll(text));
    else
      owner = std::make_shared<const toml::value<double>>(*parse_number(text));
    return TomlValue(std::make_shared<Node>(Node{
        range.node_->document, owner.get(), range.node_->key, range.node_->place, {}, {}, false, owner}));
  }

  static void add(const TomlValue& value, TomlSet& set) {
    const auto& node = *value.node_->node;
    if (is_range(node)) {
      const auto range = range_values(node.as_string()->get(), kMostOptions, value.place());
      for (const auto& text : range.values) set.options.push_back({made(value, text, range.numbers), text});
    } else {
      set.options.push_back({value, words_of(node)});
    }
    if (set.options.size() > kMostOptions)
      rerate::refuse(
          ErrorCode::choice_options,
          fmt::format("`{}` has more than {} options", value.node_->key.substr(0, 80), kMostOptions), {},
          set.place);
  }

  static void add_all(const TomlValue& value, TomlSet& set) {
    const auto* array = value.node_->node->as_array();
    if (!array) return add(value, set);
    for (const auto& element : *array) add(child(value, element), set);
  }

  static void check(const TomlSet& set, std::string_view key) {
    if (set.options.empty())
      rerate::refuse(ErrorCode::choice_options, fmt::format("`{}` has no option", key.substr(0, 80)), {},
                     set.place);
    std::set<std::string> seen;
    for (const auto& option : set.options)
      if (!seen.insert(same_words(option.words)).second)
        rerate::refuse(ErrorCode::choice_options,
                       fmt::format("an option of `{}` stands here twice: {}", key.substr(0, 80),
                                   option.words.substr(0, 80)),
                       "Name it once.", option.value.place());
  }

  static std::optional<std::size_t> find(const TomlSet& set, const std::string& words) {
    const auto same = same_words(words);
    for (std::size_t i = 0; i < set.options.size(); ++i)
      if (same_words(set.options[i].words) == same) return i;
    return std::nullopt;
  }

  [[noreturn]] static void refuse_usual(const TomlSet& set, const TomlValue& usual,
                                        const std::string& words) {
    std::vector<std::string> known;
    std::string listed;
    for (const auto& option : set.options) {
      known.push_back(option.words.substr(0, 80));
      if (known.size() <= kMostListed) listed += (listed.empty() ? "" : ", ") + known.back();
    }
    if (known.size() > kMostListed) listed += ", ...";
    rerate::refuse(ErrorCode::choice_option,
                   fmt::format("`usual` is none of the options: {}", words.substr(0, 80)),
                   did_you_mean(words, known, fmt::format("The options are: {}.", listed)), usual.place());
  }

  // Rising, where all lie on one scale.
  static void arrange(TomlSet& set) {
    std::vector<std::pair<double, std::size_t>> order;
    OnScale::Kind kind = OnScale::Kind::none;
    for (std::size_t i = 0; i < set.options.size(); ++i) {
      const auto scale = scale_of(*set.options[i].value.node_->node);
      if (scale.kind == OnScale::Kind::none || (i > 0 && scale.kind != kind)) return;
      kind = scale.kind;
      order.emplace_back(scale.at, i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    TomlSet sorted;
    sorted.place = set.place;
    sorted.ordered = true;
    for (std::size_t to = 0; to < order.size(); ++to) {
      if (order[to].second == set.usual) sorted.usual = to;
      sorted.options.push_back(std::move(set.options[order[to].second]));
    }
    set = std::move(sorted);
  }

  // The options as they stand, and the one that the set calls usual.
  static TomlSet read(const TomlValue& value, std::optional<TomlValue>& usual) {
    TomlSet set;
    set.place = value.place();
    const auto& node = *value.node_->node;
    if (is_table_of_options(node)) {
      add_all(child(value, *node.as_table()->get("options")), set);
      if (const auto* named = node.as_table()->get("usual")) usual = child(value, *named);
    } else {
      add_all(value, set);
    }
    check(set, value.node_->key);
    if (!usual) return set;
    const auto words = words_of(*usual->node_->node);
    const auto at = find(set, words);
    if (!at) refuse_usual(set, *usual, words);
    set.usual = *at;
    return set;
  }

  static TomlSet of(const TomlValue& value) {
    std::optional<TomlValue> usual;
    auto set = read(value, usual);
    arrange(set);
    return set;
  }

  static TomlSet beside(const TomlValue& value, const TomlValue& own) {
    std::optional<TomlValue> usual;
    auto set = read(value, usual);
    const auto words = words_of(*own.node_->node);
    if (usual && words_of(*usual->node_->node) != words)
      rerate::refuse(ErrorCode::choice_option,
                     fmt::format("`usual` of a varied key is what stands in place: {}", words.substr(0, 80)),
                     "Leave `usual` out here.", usual->place());
    auto at = find(set, words);
    if (!at) set.options.insert(set.options.begin(), {own, words});
    set.usual = at.value_or(0);
    arrange(set);
    return set;
  }

  static std::string canonical(const TomlValue& value) {
    std::string text;
    add_canonical(*value.node_->node, text);
    return text;
  }

  static const toml::node& node_of(const TomlValue& value) { return *value.node_->node; }

  static bool enclosing(const TomlValue& value, const Place& place) {
    const auto& begin = value.place();
    if (begin.file != place.file) return false;
    if (begin.line == place.line && begin.column == place.column) return true;
    if (value.node_->owner || begin.line <= 0) return false;
    const auto& end = node_of(value).source().end;
    const std::pair at(place.line, place.column);
    return at >= std::pair(begin.line, begin.column) &&
           at < std::pair(static_cast<int>(end.line), static_cast<int>(end.column));
  }

  // All below a node as the reading has it.
  static void walk(const State& state, const toml::node& node, const std::string& path, std::string& out) {
    std::string_view between = "";
    if (const auto met = state.met_at.find(path); met != state.met_at.end()) {
      const auto& set = state.met[met->second].set;
      add_canonical(*set.options[set.usual].value.node_->node, out);
    } else if (const auto* table = node.as_table()) {
      out += "{";
      for (const auto& [key, value] : *table) {
        if (state.is_plain(path, key.str()) && (path.empty() || key.str() == "title")) continue;
        out += fmt::format("{} {} = ", between, key.str());
        walk(state, value, joined(path, key.str()), out);
        between = ",";
      }
      out += table->empty() ? "}" : " }";
    } else if (const auto* array = node.as_array()) {
      const auto names = element_names(*array);
      out += "[";
      for (std::size_t i = 0; i < names.size(); ++i) {
        out += between;
        walk(state, *array->get(i), joined(path, names[i]), out);
        between = ", ";
      }
      out += "]";
    } else {
      add_scalar(node, out);
    }
  }
};

TomlSet options_of(const TomlValue& value) { return TomlReading::Sets::of(value); }

TomlSet options_beside(const TomlValue& value, const TomlValue& own) {
  return TomlReading::Sets::beside(value, own);
}

std::string canonical_text(const TomlValue& value) { return TomlReading::Sets::canonical(value); }

bool is_table_of_options(const TomlValue& value) {
  return is_table_of_options(TomlReading::Sets::node_of(value));
}

bool is_inline_table(const TomlValue& value) {
  const auto* table = TomlReading::Sets::node_of(value).as_table();
  return table && table->is_inline();
}

std::vector<std::string> element_names(const TomlValue& array) {
  return element_names(*TomlReading::Sets::node_of(array).as_array());
}

bool encloses(const TomlValue& value, const Place& place) {
  return TomlReading::Sets::enclosing(value, place);
}

// What values and tables ask of their reading.

bool TomlReading::State::is_plain(std::string_view table_path, std::string_view key) const {
  if (key == "id" || key == "title" || key == "source" || key == "reason") return true;
  return table_path.empty() && std::find(plain.begin(), plain.end(), key) != plain.end();
}

const TomlChange* TomlReading::State::change_at(std::string_view path) const {
  const auto at = std::lower_bound(
      changes.begin(), changes.end(), path,
      [](const TomlChange* change, std::string_view wanted) { return change->path < wanted; });
  return at != changes.end() && (*at)->path == path ? *at : nullptr;
}

std::vector<std::pair<std::string, const TomlChange*>> TomlReading::State::added(
    std::string_view table_path, const toml::table& table) const {
  std::vector<std::pair<std::string, const TomlChange*>> keys;
  for (const auto* change : changes) {
    const auto rest = below(change->path, table_path);
    if (rest.empty() || !change->value) continue;
    auto key = std::string(rest.substr(0, rest.find('.')));
    const bool seen =
        std::any_of(keys.begin(), keys.end(), [&](const auto& one) { return one.first == key; });
    if (!seen && !table.contains(key)) keys.emplace_back(std::move(key), change);
  }
  return keys;
}

bool TomlReading::State::left_out(std::string_view table_path, std::string_view key) const {
  if (changes.empty()) return false;
  const auto* change = change_at(joined(table_path, key));
  return change && !change->value;
}

namespace {

const toml::table& nothing() {
  static const toml::table empty;
  return empty;
}

}  // namespace

std::optional<TomlValue> TomlReading::State::find(const TomlTable::State& table, std::string_view key,
                                                  const toml::node* node) {
  using Node = TomlValue::Node;
  auto& state = *table.reading;
  const auto plain_value = [&]() -> std::optional<TomlValue> {
    if (!node) return std::nullopt;
    return TomlValue(std::make_shared<Node>(
        Node{table.document, node, std::string(key), table.document->place_of(*node)}));
  };
  if (state.is_plain(table.path, key)) return plain_value();
  auto path = joined(table.path, key);
  if (state.notes) state.asked.emplace(path, plain_value());
  Node found{table.document, node, std::string(key), table.place, table.reading, path, table.option};
  if (const auto* change = state.change_at(path)) {
    if (!change->value) return std::nullopt;
    const auto& with = *change->value->node_;
    found.node = with.node;
    found.owner = with.owner;
    found.place = with.place;
    found.option = true;
  } else if (node) {
    found.place = table.document->place_of(*node);
  } else {
    const auto part_of = [&](const TomlChange* one) { return one->value && !below(one->path, path).empty(); };
    const auto first = std::find_if(state.changes.begin(), state.changes.end(), part_of);
    if (first == state.changes.end()) return std::nullopt;
    found.node = &nothing();
    found.place = (*first)->value->place();
  }
  return TomlValue(std::make_shared<Node>(std::move(found)));
}

std::vector<TomlValue> TomlReading::State::elements(const TomlValue::Node& array) {
  using Node = TomlValue::Node;
  auto& state = *array.reading;
  const auto& listed = *array.node->as_array();
  const auto names = element_names(listed);
  std::vector<TomlValue> values;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* node = listed.get(i);
    Node element{array.document, node,
                 array.key,      array.document->place_of(*node),
                 array.reading,  joined(array.path, names[i]),
                 array.option};
    if (const auto* change = state.change_at(element.path)) {
      if (!change->value) continue;
      const auto& with = *change->value->node_;
      element.node = with.node;
      element.owner = with.owner;
      element.place = with.place;
      element.option = true;
    }
    values.push_back(TomlValue(std::make_shared<Node>(std::move(element))));
  }
  return values;
}

std::shared_ptr<const TomlValue::Node> TomlReading::State::settled(
    const std::shared_ptr<const TomlValue::Node>& node, TomlValue::Wanted wanted) {
  using Wanted = TomlValue::Wanted;
  const auto& raw = *node->node;
  const bool set = is_table_of_options(raw) ? wanted != Wanted::table || has_options_of_tables(raw)
                   : raw.is_array()         ? wanted != Wanted::list
                                            : wanted == Wanted::one && is_range(raw);
  if (!set) return node;
  if (node->option)
    rerate::refuse(ErrorCode::choice_options,
                   fmt::format("`{}` is a set inside an option of another", node->key.substr(0, 80)),
                   "Write each combination as an option of its own, or vary the keys one by one.",
                   node->place);
  auto& state = *node->reading;
  const auto usual_of = [&](const TomlSet& options) {
    const auto& usual = *options.options[options.usual].value.node_;
    return std::make_shared<const TomlValue::Node>(TomlValue::Node{
        usual.document, usual.node, node->key, usual.place, node->reading, node->path, true, usual.owner});
  };
  if (const auto met = state.met_at.find(node->path); met != state.met_at.end())
    return usual_of(state.met[met->second].set);
  auto options = options_of(TomlValue(std::make_shared<TomlValue::Node>(
      TomlValue::Node{node->document, node->node, node->key, node->place})));
  const auto usual = usual_of(options);
  if (state.notes) {
    state.options_met += options.options.size();
    if (state.options_met > kMostOptionsTogether)
      rerate::refuse(ErrorCode::choice_options,
                     fmt::format("more than {} options together", kMostOptionsTogether), "Take larger steps.",
                     node->place);
    state.met_at.emplace(node->path, state.met.size());
    state.met.push_back({node->path, std::move(options)});
  }
  return usual;
}

TomlValue::Type TomlReading::State::type(const TomlValue::Node& node) {
  return node.option ? type_of(*node.node) : usual_type(*node.node);
}

TomlReading::TomlReading(const TomlTable& table, std::vector<std::string> plain,
                         std::vector<const TomlChange*> changes, bool notes)
    : state_(std::make_shared<State>()),
      table_(std::make_shared<TomlTable::State>(
          TomlTable::State{table.state_->document, table.state_->table, table.state_->place, state_})) {
  state_->plain = std::move(plain);
  state_->changes = std::move(changes);
  state_->notes = notes;
  state_->varied = std::any_of(state_->changes.begin(), state_->changes.end(),
                               [](const TomlChange* change) { return !change->own; });
}

TomlTable TomlReading::table() const { return table_; }

const std::vector<TomlReading::Met>& TomlReading::met() const { return state_->met; }

const std::map<std::string, std::optional<TomlValue>, std::less<>>& TomlReading::asked() const {
  return state_->asked;
}

std::string TomlReading::canonical_text() const {
  std::string text;
  Sets::walk(*state_, *table_.state_->table, {}, text);
  return text;
}

}  // namespace rerate
