#include "rerate/publish/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rerate/base/utf8.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_dumbbells.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 40;
constexpr int kIndent = 2;

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kAmber = "\x1b[33m", kPlain = "\x1b[0m";

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

std::vector<std::string> row_of(const Section& section) {
  HeadlineRow row = headline_row(section);
  return {one_clean_line(section.title), row.n, row.led, row.mean, row.median, row.p, row.interval};
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

class Summary {
 public:
  Summary(const Results& results, const TerminalStyle& style) : results_(results), style_(style) {
    style_.width = std::max(style_.width, kLeastWidth);
  }

  std::string text() {
    add_title();
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
      if (table.name == "scenarios") {
        const std::vector<std::string> lines =
            terminal_grid(grid_rows(without_other_bands(table)), style_.width - kIndent);
        for (std::size_t i = 0; i < lines.size(); ++i)
          line(blanks(kIndent) + (i < 2 ? paint(kDim, lines[i]) : lines[i]));
        line("");
      }
    for (const Chart& chart : section.charts)
      if (chart.id == "scenarios" && !chart.intervals.empty()) {
        for (const std::string& text : terminal_dumbbells(chart, style_.width - kIndent, style_.unicode))
          line(blanks(kIndent) + text);
        line("");
      }
  }

  void add_section(const Section& section) {
    line(paint(kBold, fit_columns(one_clean_line(section.title), style_.width)));
    add_scenarios(section);
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
