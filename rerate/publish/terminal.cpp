#include "rerate/publish/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_chart.h"
#include "rerate/publish/terminal_dashboard.h"
#include "rerate/publish/terminal_dumbbells.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_multiverse.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 40;
constexpr int kIndent = 2;

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kAmber = "\x1b[33m", kPlain = "\x1b[0m";

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

std::vector<std::string> row_of(const Section& section) {
  const HeadlineRow row = headline_row(section);
  std::vector<std::string> cells = {section.title, row.n, row.led, row.mean, row.median, row.p, row.interval};
  for (std::string& cell : cells) cell = one_clean_line(cell);
  return cells;
}

// Whether there is nothing but the title.
bool is_blank(const std::vector<std::string>& row) {
  return std::all_of(row.begin() + 1, row.end(), [](const std::string& text) { return text.empty(); });
}

// Without the bands that stand beside the one of the headline: those are for the note.
Table without_other_bands(Table table) {
  const auto other = std::find_if(table.columns.begin(), table.columns.end(),
                                  [](const Column& column) { return column.name == "analytic_low"; });
  table.columns.erase(other, table.columns.end());
  return table;
}

bool has_sparklines(const Table& table) {
  for (const std::vector<Cell>& row : table.rows)
    for (const Cell& cell : row)
      if (std::holds_alternative<Sparkline>(cell)) return true;
  return false;
}

bool is_ranking(const Section& section, const Table& table) {
  return section.kind == "rotation" && table.name == "ranking";
}

// What the ribbons are drawn under is for the note; a summary has no room for it.
Chart ribbons_alone(const Chart& chart) {
  if (!has_ribbons(chart)) return chart;
  Chart alone = chart;
  alone.lines.clear();
  alone.bands.clear();
  alone.points.clear();
  alone.rules.clear();
  alone.y_title.clear();
  return alone;
}

bool is_for_terminal(const Chart& chart) {
  return has_ribbons(chart) || chart.heatmap ||
         std::any_of(chart.lines.begin(), chart.lines.end(),
                     [](const ChartLine& line) { return line.step; }) ||
         std::any_of(chart.points.begin(), chart.points.end(), has_error_bar);
}

class Summary {
 public:
  Summary(const Results& results, const TerminalStyle& style) : results_(results), style_(style) {
    style_.width = std::max(style_.width, kLeastWidth);
  }

  std::string text() {
    add_title();
    add_dashboard();
    add_table();
    for (const Section& section : results_.sections) add_section(section);
    add_warnings("", results_.warnings);
    return style_.unicode ? out_ : ascii_only(out_);
  }

 private:
  std::string paint(std::string_view colour, const std::string& text) const {
    return style_.colour ? fmt::format("{}{}{}", colour, text, kPlain) : text;
  }

  void line(const std::string& text) {
    // Columns are padded for what follows them; nothing follows the last one.
    out_ += text.substr(0, text.find_last_not_of(' ') + 1);
    out_ += '\n';
  }

  void add_title() {
    line(paint(kBold, fit_columns(one_clean_line(results_.study_title), style_.width)));
    const std::string dateline = fmt::format("as of {} · {} · seed {}", people_day(results_.as_of),
                                             one_clean_line(results_.study_file), results_.seed);
    line(paint(kDim, fit_columns(dateline, style_.width)));
    line("");
  }

  void add_dashboard() {
    const std::vector<std::string> lines =
        terminal_dashboard(results_, {style_.width, style_.colour, style_.unicode});
    for (const std::string& text : lines) line(text);
    if (!lines.empty()) line("");
  }

  // Sections that have such numbers; a fair value tells its scenarios instead.
  void add_table() {
    std::vector<std::vector<std::string>> rows = {{"Section", "n", "led", "mean", "median", "p", "interval"}};
    for (const Section& section : results_.sections)
      if (std::vector<std::string> row = row_of(section); !is_blank(row)) rows.push_back(std::move(row));
    if (rows.size() == 1) return;
    const std::vector<std::string> lines = terminal_grid(std::move(rows), style_.width);
    for (std::size_t i = 0; i < lines.size(); ++i) line(i < 2 ? paint(kDim, lines[i]) : lines[i]);
    line("");
  }

  // The scenarios of a fair value, in figures and as a picture.
  void add_scenarios(const Section& section) {
    if (section.kind != "fair_value") return;
    for (const Table& table : section.tables)
      if (table.name == "scenarios") add_grid(without_other_bands(table));
    for (const Chart& chart : section.charts)
      if (chart.id == "scenarios" && !chart.intervals.empty()) {
        for (const std::string& text : terminal_dumbbells(chart, style_.width - kIndent, style_.unicode))
          line(blanks(kIndent) + text);
        line("");
      }
  }

  void add_grid(const Table& table) {
    const std::vector<std::string> lines = terminal_table(table, style_.width - kIndent);
    for (std::size_t i = 0; i < lines.size(); ++i)
      line(blanks(kIndent) + (i < 2 ? paint(kDim, lines[i]) : lines[i]));
    line("");
  }

  // "Probability 31% (24% to 39%) · AUC 0.86".
  void add_figures(const Section& section) {
    if (!is_macro(section)) return;
    std::string text;
    for (const KeyFigure& figure : key_figures(section))
      text += fmt::format("{}{} {}{}", text.empty() ? "" : " · ", figure.label, figure.text,
                          figure.note.empty() ? "" : fmt::format(" ({})", figure.note));
    line(wrap_columns(one_clean_line(text), style_.width, "  "));
  }

  // Exhibits that lose little in a terminal. Other tables and charts are for the note.
  void add_exhibits(const Section& section) {
    for (const Table& table : section.tables)
      if (has_sparklines(table) || is_ranking(section, table)) add_grid(table);
    for (const Chart& chart : section.charts) {
      if (!is_for_terminal(chart)) continue;
      const std::vector<std::string> lines =
          terminal_chart(ribbons_alone(chart), style_.width - kIndent, style_.unicode);
      for (std::size_t i = 0; i < lines.size(); ++i)
        line(blanks(kIndent) + (i == 0 ? paint(kDim, lines[i]) : lines[i]));
      if (!lines.empty()) line("");
    }
  }

  MultiverseStyle multiverse_style() const { return {style_.width - kIndent, style_.colour, style_.unicode}; }

  void add_lines(const std::vector<std::string>& lines) {
    for (const std::string& text : lines) line(blanks(kIndent) + text);
    if (!lines.empty()) line("");
  }

  // How fragile the figures are, and which claims hold. Which options make the curve is for the note.
  void add_multiverse(const Section& section) {
    add_lines(terminal_fragility(section, multiverse_style()));
    MultiverseStyle curve_alone = multiverse_style();
    curve_alone.options = 0;
    for (const Chart& chart : section.charts)
      if (chart.specification) add_lines(terminal_specification(chart, curve_alone));
    add_lines(terminal_claims(section, multiverse_style()));
  }

  void add_section(const Section& section) {
    line(paint(kBold, fit_columns(one_clean_line(section.title), style_.width)));
    add_scenarios(section);
    add_figures(section);
    add_multiverse(section);
    add_exhibits(section);
    line(wrap_columns(one_clean_line(people_sentence(section.headline)), style_.width, "  "));
    add_warnings("  ", section.warnings);
    line("");
  }

  void add_warnings(std::string_view indent, const std::vector<std::string>& warnings) {
    if (warnings.empty()) return;
    line(paint(kAmber, fmt::format("{}{} warning{}, in the note", indent, warnings.size(),
                                   warnings.size() == 1 ? "" : "s")));
  }

  const Results& results_;
  TerminalStyle style_;
  std::string out_;
};

}  // namespace

std::string terminal_summary(const Results& results, const TerminalStyle& style) {
  return Summary(results, style).text();
}

}  // namespace rerate
