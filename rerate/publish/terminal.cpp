#include "rerate/publish/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "rerate/base/utf8.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr std::size_t kColumns = 7;
using Row = std::array<std::string, kColumns>;
constexpr int kGap = 2;
constexpr int kLeastWidth = 40;
constexpr int kLeastTitle = 16;

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kAmber = "\x1b[33m", kPlain = "\x1b[0m";

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

Row row_of(const Section& section) {
  HeadlineRow row = headline_row(section);
  return {one_clean_line(section.title), row.n, row.led, row.mean, row.median, row.p, row.interval};
}

class Summary {
 public:
  Summary(const Results& results, const TerminalStyle& style) : results_(results), style_(style) {
    style_.width = std::max(style_.width, kLeastWidth);
  }

  std::string text() {
    add_title();
    if (!results_.sections.empty()) add_table();
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

  void add_table() {
    std::vector<Row> rows = {{"Section", "n", "led", "mean", "median", "p", "interval"}};
    for (const Section& section : results_.sections) rows.push_back(row_of(section));
    const std::array<int, kColumns> widths = column_widths(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string text = set_row(rows[i], widths);
      line(i == 0 ? paint(kDim, text) : text);
      if (i == 0) line(paint(kDim, rule(widths)));
    }
    line("");
  }

  // The title column gives way first; then the last columns fall off a narrow terminal.
  std::array<int, kColumns> column_widths(const std::vector<Row>& rows) const {
    std::array<int, kColumns> widths{};
    for (const Row& row : rows)
      for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], display_columns(row[i]));
    // A column nobody fills is left out.
    for (std::size_t i = 1; i < kColumns; ++i)
      if (std::all_of(rows.begin() + 1, rows.end(), [&](const Row& row) { return row[i].empty(); }))
        widths[i] = 0;
    for (std::size_t last = kColumns; total(widths) > style_.width;) {
      const int spare = widths[0] - kLeastTitle;
      const int excess = total(widths) - style_.width;
      if (spare >= excess) {
        widths[0] -= excess;
      } else if (last > 1) {
        widths[--last] = 0;
      } else {
        widths[0] = style_.width;
      }
    }
    return widths;
  }

  static int total(const std::array<int, kColumns>& widths) {
    int sum = widths[0];
    for (std::size_t i = 1; i < kColumns; ++i) sum += widths[i] > 0 ? widths[i] + kGap : 0;
    return sum;
  }

  static std::string rule(const std::array<int, kColumns>& widths) {
    std::string text;
    for (int i = 0; i < total(widths); ++i) text += "─";
    return text;
  }

  static std::string set_row(const Row& row, const std::array<int, kColumns>& widths) {
    const std::string title = fit_columns(row[0], widths[0]);
    std::string text = title + blanks(widths[0] - display_columns(title));
    for (std::size_t i = 1; i < kColumns; ++i)
      if (widths[i] > 0) text += blanks(kGap + widths[i] - display_columns(row[i])) + row[i];
    return text;
  }

  void add_section(const Section& section) {
    line(paint(kBold, fit_columns(one_clean_line(section.title), style_.width)));
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
