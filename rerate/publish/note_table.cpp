#include "rerate/publish/note_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "rerate/publish/claim_verdict.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/sparkline.h"

namespace rerate {
namespace {

constexpr std::string_view kNone = "\u2013";
constexpr std::size_t kManyColumns = 9;
// Tables of rates, spreads and indicators.
constexpr std::string_view kWithoutReturns[] = {"contractions", "crests", "indicators", "leads",       "path",
                                                "sectors",      "state",  "steepening", "then_and_now"};
constexpr std::string_view kStandingBack[] = {
    "pending", "excluded", "false positive", "not yet known", "before the first price", "after the last day"};
// Signs that tell a direction or a state, and open a cell's text: each takes the same room.
constexpr std::string_view kSigns[] = {"↑", "↗", "→", "↘", "↓", "▲", "▶", "▼", "■", "●", "○", "◆"};

// Rows may be ragged when a runner errs; a missing cell is an empty one.
const Cell& cell_at(const Table& table, std::size_t row, std::size_t column) {
  static const Cell kEmpty;
  const std::vector<Cell>& cells = table.rows[row];
  return column < cells.size() ? cells[column] : kEmpty;
}

template <class Type>
bool any_of_column(const Table& table, std::size_t column) {
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (std::holds_alternative<Type>(cell_at(table, row, column))) return true;
  return false;
}

bool closes_or_opens_month(Date date) { return civil(date).day == 1 || civil(date + 1).day == 1; }

bool is_monthly_column(const Table& table, std::size_t column) {
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (const Date* date = std::get_if<Date>(&cell_at(table, row, column)))
      if (!closes_or_opens_month(*date)) return false;
  return true;
}

// The unit that a table with one statistic a row names in a column of its own; empty when there is none.
std::string_view named_unit(const Table& table, std::size_t row) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == "unit")
      if (const auto* unit = std::get_if<std::string>(&cell_at(table, row, i))) return *unit;
  return {};
}

std::optional<double> number_in(const Table& table, std::size_t row, std::string_view column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == column)
      if (const auto* value = std::get_if<double>(&cell_at(table, row, i))) return *value;
  return std::nullopt;
}

// An estimate and its error carry three digits of the error: coefficients of different drivers differ by
// orders of magnitude. Nothing for any other column, and where there is no error.
std::optional<int> estimate_decimals(const Table& table, std::size_t row, const Column& column) {
  if (column.name != "estimate" && column.name != "std_error") return std::nullopt;
  const auto error = number_in(table, row, "std_error");
  if (error && std::isfinite(*error) && *error > 0) return significant_decimals(*error, 3);
  const auto estimate = number_in(table, row, "estimate");
  return estimate ? std::optional(significant_decimals(*estimate, 3)) : std::nullopt;
}

bool is_probability(const Column& column) { return column.unit == "probability" || column.name == "p"; }

// In a table that names units in a column of their own, figures have the decimals usual for theirs.
int decimals_by_unit(double value, std::string_view unit, int otherwise) {
  if (unit == "index" && std::abs(value) >= 1000) return 0;
  for (const std::string_view known :
       {"count", "percent", "pp", "ratio", "index", "days", "months", "years", "bp"})
    if (unit == known) return usual_decimals(unit);
  return otherwise;
}

CellText number_text(double value, const Table& table, std::size_t row, const Column& column) {
  CellText shown{.number = true, .negative = value < 0};
  if (row < table.row_formats.size() && column.unit.empty()) {
    const RowFormat& format = table.row_formats[row];
    shown.text =
        format.unit == "probability" ? people_p(value) : people_value(value, format.unit, format.decimals);
    return shown;
  }
  const std::string_view unit = column.unit.empty() ? named_unit(table, row) : std::string_view();
  if (unit == "probability" || is_probability(column))
    shown.text = people_p(value);
  else
    shown.text = people_number(
        value,
        estimate_decimals(table, row, column).value_or(decimals_by_unit(value, unit, column.decimals)));
  return shown;
}

bool pays(std::string_view unit) { return unit == "percent" || unit == "pp"; }

CellText words_text(const std::string& text) {
  std::string shown = people_period(text);
  const bool date = shown != text;
  return {.text = date ? std::move(shown) : people_sentence(text), .date = date};
}

// Losses are set in their own colour, but not negative levels of an index, a spread or a z-score, nor what
// drivers, curves and indicators did, nor the low end of a band.
bool is_loss(const CellText& cell, const Table& table, std::size_t row, const Column& column) {
  const bool by_row = row < table.row_formats.size() && column.unit.empty();
  const std::string_view unit = by_row ? table.row_formats[row].unit : column.unit;
  return cell.negative && pays(unit) && column.name != "extreme_value" && column.name != "deepest" &&
         column.name != "low" && column.name != "high" && cell.text != kNone &&
         std::find(std::begin(kWithoutReturns), std::end(kWithoutReturns), table.name) ==
             std::end(kWithoutReturns);
}

std::string unit_in_words(std::string_view unit) {
  if (unit == "percent") return "%";
  if (unit == "probability" || unit == "count" || unit == "ratio" || unit == "index" || unit == "score")
    return {};
  return std::string(unit);
}

std::string heading_cell(const Table& table, std::size_t index) {
  const Column& column = table.columns[index];
  const std::string unit = unit_in_words(column.unit);
  return fmt::format("<th scope=\"col\"{}>{}{}</th>",
                     is_number_column(table, index) ? " class=\"number\"" : "",
                     html_text(column_heading(column)),
                     unit.empty() ? "" : fmt::format("<span class=\"unit\">{}</span>", html_text(unit)));
}

// "↑ rising": the sign in a box of one width, so that the words after it stand in a column.
std::string words_html(const std::string& text) {
  for (const std::string_view sign : kSigns)
    if (text.starts_with(sign)) {
      const std::size_t after = text.find_first_not_of(' ', sign.size());
      return fmt::format("<span class=\"sign\">{}</span>{}", sign,
                         after == std::string::npos ? std::string() : html_text(text.substr(after)));
    }
  return html_text(text);
}

// The verdict on a claim has a shape and a colour beside its word.
std::string verdict_html(const std::string& verdict) {
  return fmt::format("<span class=\"verdict {}\">{}{}</span>", verdict_look(verdict).colour,
                     verdict_mark(verdict), html_text(verdict));
}

// Tables of sentences.
bool is_stacked(const Table& table) { return table.name == "claims" || table.name == "choices"; }

// Figures of which a phone shows three beside one another.
bool is_in_threes(const Table& table) { return table.name == "fragility"; }

// What stands before the cell where its row is stacked, or above it where it is one of three.
std::string heading_attribute(const Table& table, std::size_t index) {
  if (index == 0 || !(is_stacked(table) || is_in_threes(table))) return {};
  const std::string unit = unit_in_words(table.columns[index].unit);
  return fmt::format(" data-heading=\"{}{}\"", html_text(column_heading(table.columns[index])),
                     unit.empty() ? "" : ", " + html_text(unit));
}

std::string body_cell(const Table& table, std::size_t row, std::size_t index) {
  if (const auto* line = std::get_if<Sparkline>(&cell_at(table, row, index)))
    return fmt::format("<td class=\"course\">{}</td>", sparkline_svg(line->values));
  const CellText cell = cell_text(table, row, index);
  std::string classes;
  if (is_number_column(table, index)) classes = "number";
  if (cell.date) classes += classes.empty() ? "date" : " date";
  if (is_loss(cell, table, row, table.columns[index])) classes += " negative";
  const bool names_row = index == 0;
  constexpr std::size_t kOneLine = 16;
  if (classes.empty() && names_row && cell.text.size() <= kOneLine) classes = "short";
  if (classes.empty() && !names_row && cell.text.size() > kOneLine) classes = "words";
  const bool verdict = table.name == "claims" && table.columns[index].name == "verdict" && !cell.number;
  return fmt::format("<{}{}{}{}>{}</{}>", names_row ? "th" : "td", names_row ? " scope=\"row\"" : "",
                     classes.empty() ? "" : fmt::format(" class=\"{}\"", classes),
                     heading_attribute(table, index),
                     verdict ? verdict_html(cell.text) : words_html(cell.text), names_row ? "th" : "td");
}

// One column on the screen: a column of the table, or two that are the ends of one range.
struct ShownColumn {
  std::size_t index = 0;
  bool range = false;  // with the next one
};

// "analytic" of "analytic_low"; nothing for a name that does not end so.
std::optional<std::string_view> stem_of(std::string_view name, std::string_view end) {
  if (!name.ends_with(end)) return std::nullopt;
  name.remove_suffix(end.size());
  if (!name.empty() && !name.ends_with('_')) return std::nullopt;
  return name;
}

bool begins_range(const Table& table, std::size_t index) {
  if (index == 0 || index + 1 >= table.columns.size()) return false;
  const Column &low = table.columns[index], &high = table.columns[index + 1];
  const auto stem = stem_of(low.name, "low");
  return stem && stem == stem_of(high.name, "high") && low.unit == high.unit;
}

std::vector<ShownColumn> shown_columns(const Table& table) {
  const bool many = table.columns.size() > kManyColumns;
  std::vector<ShownColumn> shown;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    shown.push_back({i, many && begins_range(table, i)});
    if (shown.back().range) ++i;
  }
  return shown;
}

// "90% band" of "90% band, low" and "90% band, high"; both titles where they have nothing in common.
std::string range_heading(const Column& low, const Column& high) {
  const std::string first = column_heading(low), second = column_heading(high);
  const auto [a, b] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  std::string shared(first.begin(), a);
  // Back to the end of a whole word.
  shared.resize(shared.find_last_of(", ") == std::string::npos ? 0 : shared.find_last_of(", "));
  while (!shared.empty() && (shared.back() == ',' || shared.back() == ' ')) shared.pop_back();
  return shared.empty() ? first + " to " + second : shared;
}

std::string range_heading_cell(const Table& table, std::size_t index) {
  const Column& low = table.columns[index];
  const std::string unit = unit_in_words(low.unit);
  return fmt::format("<th scope=\"col\" class=\"number\">{}{}</th>",
                     html_text(range_heading(low, table.columns[index + 1])),
                     unit.empty() ? "" : fmt::format("<span class=\"unit\">{}</span>", html_text(unit)));
}

std::string range_cell(const Table& table, std::size_t row, std::size_t index) {
  const std::string low = cell_text(table, row, index).text, high = cell_text(table, row, index + 1).text;
  const std::string text = low == kNone && high == kNone ? low : low + " to " + high;
  return fmt::format("<td class=\"number\">{}</td>", html_text(text));
}

// An event that does not count yet, or was taken out. States of other things are no reason.
bool stands_back(const Table& table, std::size_t row) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == "state")
      if (const auto* state = std::get_if<std::string>(&cell_at(table, row, i)))
        return std::any_of(std::begin(kStandingBack), std::end(kStandingBack),
                           [&](std::string_view word) { return state->starts_with(word); });
  return false;
}

}  // namespace

CellText cell_text(const Table& table, std::size_t row, std::size_t column) {
  const Cell& cell = cell_at(table, row, column);
  if (const auto* number = std::get_if<double>(&cell))
    return number_text(*number, table, row, table.columns[column]);
  if (const auto* count = std::get_if<std::int64_t>(&cell))
    return {.text = people_number(static_cast<double>(*count), 0), .number = true, .negative = *count < 0};
  if (const auto* text = std::get_if<std::string>(&cell)) return words_text(*text);
  if (const auto* flag = std::get_if<bool>(&cell)) return {.text = *flag ? "yes" : "no"};
  if (const auto* line = std::get_if<Sparkline>(&cell)) return {.text = sparkline_blocks(line->values)};
  if (const auto* date = std::get_if<Date>(&cell))
    return {.text = is_monthly_column(table, column) ? short_month(*date) : short_day(*date), .date = true};
  return {.text = std::string(kNone)};
}

std::string column_heading(const Column& column) {
  if (!column.title.empty()) return column.title;
  std::string words = column.name;
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

bool is_number_column(const Table& table, std::size_t column) {
  if (any_of_column<Sparkline>(table, column)) return false;
  if (!table.columns[column].unit.empty()) return true;
  const bool numbers = any_of_column<double>(table, column) || any_of_column<std::int64_t>(table, column);
  return numbers && (!table.row_formats.empty() || !any_of_column<std::string>(table, column));
}

std::string note_table(const Table& table) {
  const std::vector<ShownColumn> shown = shown_columns(table);
  std::string html = is_stacked(table)             ? "<table class=\"stacked\"><thead><tr>"
                     : is_in_threes(table)         ? "<table class=\"in-threes\"><thead><tr>"
                     : shown.size() > kManyColumns ? "<table class=\"dense\"><thead><tr>"
                                                   : "<table><thead><tr>";
  for (const auto& [index, range] : shown)
    html += range ? range_heading_cell(table, index) : heading_cell(table, index);
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    html += stands_back(table, row) ? "<tr class=\"aside\">" : "<tr>";
    for (const auto& [index, range] : shown)
      html += range ? range_cell(table, row, index) : body_cell(table, row, index);
    html += "</tr>\n";
  }
  return html + "</tbody></table>";
}

}  // namespace rerate
