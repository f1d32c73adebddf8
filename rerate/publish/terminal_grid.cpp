#include "rerate/publish/terminal_grid.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/utf8.h"
#include "rerate/publish/note_table.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kGap = 2;
constexpr int kLeastTitle = 16;
constexpr std::size_t kMostRows = 40;

using Widths = std::vector<int>;  // 0: left out

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

int total(const Widths& widths) {
  int sum = widths.front();
  for (std::size_t i = 1; i < widths.size(); ++i) sum += widths[i] > 0 ? widths[i] + kGap : 0;
  return sum;
}

Widths filled_widths(const std::vector<std::vector<std::string>>& rows) {
  Widths widths(rows.front().size(), 0);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const bool filled =
        i == 0 || std::any_of(rows.begin() + 1, rows.end(), [&](const auto& row) { return !row[i].empty(); });
    if (!filled) continue;
    for (const auto& row : rows) widths[i] = std::max(widths[i], display_columns(row[i]));
  }
  return widths;
}

Widths fitted_widths(const std::vector<std::vector<std::string>>& rows, int width) {
  Widths widths = filled_widths(rows);
  for (std::size_t last = widths.size(); total(widths) > width;) {
    const int spare = widths[0] - kLeastTitle;
    const int excess = total(widths) - width;
    if (spare >= excess)
      widths[0] -= excess;
    else if (last > 1)
      widths[--last] = 0;
    else
      widths[0] = width;
  }
  return widths;
}

std::string set_row(const std::vector<std::string>& row, const Widths& widths,
                    const std::vector<bool>& words) {
  const std::string title = fit_columns(row[0], widths[0]);
  std::string text = title + blanks(widths[0] - display_columns(title));
  for (std::size_t i = 1; i < widths.size(); ++i)
    if (widths[i] > 0) {
      const std::string room = blanks(widths[i] - display_columns(row[i]));
      text += blanks(kGap) + (i < words.size() && words[i] ? row[i] + room : room + row[i]);
    }
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string heading_of(const Column& column) {
  std::string words = column.name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return one_clean_line(words);
}

std::string grid_cell(const Table& table, std::size_t row, std::size_t column) {
  const CellText cell = cell_text(table, row, column);
  const bool percent = cell.number && table.columns[column].unit == "percent" && cell.text != "\u2013";
  return one_clean_line(cell.text) + (percent ? "%" : "");
}

// Words or sparklines, and no figures.
bool holds_words(const Table& table, std::size_t column) {
  if (is_number_column(table, column)) return false;
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const std::vector<Cell>& row) {
    return column < row.size() && (std::holds_alternative<std::string>(row[column]) ||
                                   std::holds_alternative<Sparkline>(row[column]));
  });
}

}  // namespace

std::vector<std::string> terminal_grid(std::vector<std::vector<std::string>> rows, int width,
                                       const std::vector<bool>& words) {
  if (rows.empty() || rows.front().empty()) return {};
  for (auto& row : rows) row.resize(rows.front().size());
  const Widths widths = fitted_widths(rows, width);
  std::string rule;
  for (int i = 0; i < total(widths); ++i) rule += "─";
  std::vector<std::string> lines = {set_row(rows.front(), widths, words), std::move(rule)};
  for (std::size_t i = 1; i < rows.size(); ++i) lines.push_back(set_row(rows[i], widths, words));
  return lines;
}

std::vector<std::string> terminal_table(const Table& table, int width) {
  std::vector<bool> words;
  for (std::size_t i = 0; i < table.columns.size(); ++i) words.push_back(holds_words(table, i));
  return terminal_grid(grid_rows(table), width, words);
}

std::vector<std::vector<std::string>> grid_rows(const Table& table) {
  if (table.columns.empty()) return {};
  std::vector<std::vector<std::string>> rows(1);
  for (const Column& column : table.columns) rows.front().push_back(heading_of(column));
  const std::size_t shown = std::min(table.rows.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) {
    rows.emplace_back();
    for (std::size_t k = 0; k < table.columns.size(); ++k) rows.back().push_back(grid_cell(table, i, k));
  }
  if (shown < table.rows.size()) rows.push_back({fmt::format("and {} more", table.rows.size() - shown)});
  return rows;
}

}  // namespace rerate
