#include "cli/rotation_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/utf8.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_text.h"

namespace rerate::cli {
namespace {

constexpr int kLeastWidth = 60, kMostWidth = 130;

const Table* ranking_of(const Section& section) {
  for (const auto& table : section.tables)
    if (table.name == "ranking") return &table;
  return nullptr;
}

std::size_t column_named(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return i;
  return table.columns.size();
}

double value_of(const Section& section, std::string_view name) {
  const auto* number = find_number(section, name);
  return number ? number->value : std::numeric_limits<double>::quiet_NaN();
}

// Shorter than the table's, for a narrow terminal: "in best 3" is the table's own.
std::string heading_of(const Column& column) {
  if (column.name == "rank_change") return "change";
  if (column.name != "among_best" && column.name != "among_worst") return {};
  auto title = column.title;
  if (!title.empty() && title[0] == 'I') title[0] = 'i';
  return title;
}

// "+2": places gained; an equal rank is a dash.
std::string change_text(const Cell& cell) {
  const auto* places = std::get_if<std::int64_t>(&cell);
  if (!places) return {};
  return *places == 0 ? "=" : people_change(static_cast<double>(*places), 0);
}

// The rank stands before the sector, in its column; the others follow in the table's order.
std::vector<std::vector<std::string>> rows_of(const Table& table) {
  auto rows = grid_rows(table);
  const auto rank = column_named(table, "rank"), change = column_named(table, "rank_change");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto& cells = rows[row];
    if (row == 0)
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (const auto heading = heading_of(table.columns[i]); !heading.empty()) cells[i] = heading;
    if (rank >= cells.size()) continue;
    cells[0] = row == 0 ? "rank  sector" : fmt::format("{:>4}  {}", cells[rank], cells[0]);
    if (row > 0 && row <= table.rows.size() && change < cells.size())
      cells[change] = change_text(table.rows[row - 1][change]);
    cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(rank));
  }
  return rows;
}

// "Luck: of 216 variants the best has p = 0.034 against the benchmark (SPA), this one p = 0.61 (StepM); its lead is above what
// the best of 230 trials without skill lets expect with probability 0.41."
std::string luck_text(const Section& section) {
  const double variants = value_of(section, "variants"), best = value_of(section, "spa_p"),
               own = value_of(section, "stepm_p"), trials = value_of(section, "trials"),
               lead = value_of(section, "deflated_lead");
  if (std::isnan(best)) return {};
  auto text = variants > 1 ? fmt::format(
                                 "Luck: of {} variants the best has {} against the benchmark (SPA), "
                                 "this one {} (StepM)",
                                 people_number(variants, 0), people_p_value(best), people_p_value(own))
                           : fmt::format("Luck: {} against the benchmark (SPA)", people_p_value(best));
  if (std::isnan(lead)) return text + ".";
  const auto expected = trials > 1 ? fmt::format("what the best of {} trials without skill lets expect",
                                                 people_number(trials, 0))
                                   : std::string("0");
  return fmt::format("{}; its lead is above {} with probability {}.", text, expected,
                     people_value(lead, "probability"));
}

}  // namespace

std::string rotation_text(const Results& results, const Section& section, const TerminalStyle& style) {
  const int width = std::clamp(style.width, kLeastWidth, kMostWidth);
  const auto bold = [&](const std::string& text) {
    return style.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
  };
  std::string text = bold(fit_columns(one_clean_line(section.title), width)) + "\n";
  text += fmt::format("as of {} · {}\n\n", people_day(results.as_of), one_clean_line(results.study_file));
  if (!section.headline.empty())
    text += wrap_columns(one_clean_line(people_sentence(section.headline)), width, "  ") + "\n\n";
  if (const auto* ranking = ranking_of(section)) {
    for (const auto& line : terminal_grid(rows_of(*ranking), width - 2)) text += "  " + line + "\n";
    text += "\n";
  }
  if (const auto luck = luck_text(section); !luck.empty()) text += wrap_columns(luck, width, "  ") + "\n";
  if (!section.warnings.empty()) text += "\n";
  for (const auto& warning : section.warnings)
    text += wrap_columns("warning: " + one_clean_line(people_sentence(warning)), width, "  ") + "\n";
  return style.unicode ? text : ascii_only(text);
}

}  // namespace rerate::cli
