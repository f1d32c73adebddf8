#include "rerate/publish/page_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "rerate/base/date.h"

namespace rerate {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kFewRows = 8;

Json fewer_digits(double value) { return std::strtod(fmt::format("{:.8g}", value).c_str(), nullptr); }

// "2001-01-31" and nothing that only looks alike.
std::optional<Date> day_of(const Json& cell) {
  const auto* text = cell.get_ptr<const std::string*>();
  if (!text || text->size() != 10) return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (!std::isdigit(static_cast<unsigned char>((*text)[i]))) return -1;
      value = 10 * value + ((*text)[i] - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 1600 || year > 2500 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Date date = make_date(year, month, day);
  return to_string(date) == *text ? std::optional(date) : std::nullopt;
}

using Column = std::vector<Json>;

std::optional<Json> as_days(const Column& column) {
  Json days = Json::array();
  std::optional<Date> last;
  for (const Json& cell : column) {
    const auto date = day_of(cell);
    if (!date) return std::nullopt;
    days.push_back(last ? *date - *last : 0);
    last = date;
  }
  return Json{{"from", column.front()}, {"days", std::move(days)}};
}

std::optional<Json> as_places(const Column& column) {
  std::map<std::string, std::size_t> places;
  Json words = Json::array(), at = Json::array();
  for (const Json& cell : column) {
    const auto* text = cell.get_ptr<const std::string*>();
    if (!text) return std::nullopt;
    const auto [found, added] = places.try_emplace(*text, places.size());
    if (added) words.push_back(*text);
    at.push_back(found->second);
  }
  if (2 * words.size() > column.size()) return std::nullopt;
  return Json{{"of", std::move(words)}, {"at", std::move(at)}};
}

Json as_column(const Column& column) {
  if (auto days = as_days(column)) return std::move(*days);
  if (auto places = as_places(column)) return std::move(*places);
  Json cells = Json::array();
  for (const Json& cell : column)
    cells.push_back(cell.is_number_float() ? fewer_digits(cell.get<double>()) : cell);
  return cells;
}

bool is_same_row(const Json& row, const Json& first) {
  return row.is_object() && row.size() == first.size() &&
         std::equal(row.items().begin(), row.items().end(), first.items().begin(),
                    [](const auto& a, const auto& b) { return a.key() == b.key(); });
}

// Rows that all have the members of the first, in its order.
bool is_a_table(const Json& rows) {
  return rows.is_array() && rows.size() > kFewRows && rows[0].is_object() && !rows[0].empty() &&
         std::all_of(rows.begin(), rows.end(), [&](const Json& row) { return is_same_row(row, rows[0]); });
}

Json as_columns(const Json& rows) {
  Json columns = Json::object();
  for (const auto& member : rows[0].items()) {
    Column column;
    column.reserve(rows.size());
    for (const Json& row : rows) column.push_back(row.at(member.key()));
    columns[member.key()] = as_column(column);
  }
  return columns;
}

std::string text_of(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string page_chart(const std::string& specification) {
  Json spec = Json::parse(specification, nullptr, false);
  if (!spec.is_object()) return specification;
  for (const char* elsewhere : {"title", "description", "config"}) spec.erase(elsewhere);
  if (const auto sets = spec.find("datasets"); sets != spec.end() && sets->is_object())
    for (auto& [name, rows] : sets->items())
      if (is_a_table(rows)) rows = as_columns(rows);
  return text_of(spec);
}

std::string page_look(const std::string& specification) {
  const Json spec = Json::parse(specification, nullptr, false);
  return spec.is_object() && spec.contains("config") ? text_of(spec["config"]) : std::string();
}

}  // namespace rerate
