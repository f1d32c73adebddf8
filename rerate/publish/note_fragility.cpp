#include "rerate/publish/note_fragility.h"

#include <fmt/format.h>

#include <variant>

#include "rerate/publish/html_text.h"
#include "rerate/publish/note_table.h"
#include "rerate/publish/number_format.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::size_t column_named(const Table& table, std::string_view name) {
  std::size_t i = 0;
  while (i < table.columns.size() && table.columns[i].name != name) ++i;
  return i;
}

bool is_fragility(const Table& table) {
  return table.name == "fragility" && column_named(table, "flip") < table.columns.size();
}

const Cell& cell_at(const Table& table, std::size_t row, std::size_t column) {
  static const Cell kEmpty;
  return column < table.rows[row].size() ? table.rows[row][column] : kEmpty;
}

bool is_empty(const Cell& cell) { return std::holds_alternative<std::monostate>(cell); }

// Nothing in it, or in the column of definitions the same in all rows.
bool says_nothing(const Table& table, std::size_t column) {
  const bool counts = table.columns[column].name == "definitions";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const bool again = counts && cell_text(table, row, column).text == cell_text(table, 0, column).text;
    if (!again && !is_empty(cell_at(table, row, column))) return false;
  }
  return true;
}

}  // namespace

Table shown_fragility(const Table& table) {
  if (!is_fragility(table)) return table;
  Table shown{.name = table.name, .title = table.title};
  shown.row_formats = table.row_formats;
  shown.rows.resize(table.rows.size());
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    if (table.columns[column].name == "flip" || says_nothing(table, column)) continue;
    shown.columns.push_back(table.columns[column]);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      shown.rows[row].push_back(cell_at(table, row, column));
  }
  return shown;
}

std::string flips_html(const Table& table) {
  if (!is_fragility(table)) return {};
  const std::size_t flip = column_named(table, "flip");
  std::string html;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (const auto* words = std::get_if<std::string>(&cell_at(table, row, flip)); words && !words->empty())
      html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", html_text(cell_text(table, row, 0).text),
                          html_text(capitalised(people_sentence(*words))));
  if (html.empty()) return {};
  return "<p class=\"below\">The nearest definition that says otherwise</p>\n<dl class=\"facts flips\">\n" +
         html + "</dl>\n";
}

}  // namespace rerate
