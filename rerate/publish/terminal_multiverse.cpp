#include "rerate/publish/terminal_multiverse.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/chart_specification.h"
#include "rerate/publish/claim_verdict.h"
#include "rerate/publish/fragility_strip.h"
#include "rerate/publish/fragility_words.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/note_table.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_canvas.h"
#include "rerate/publish/terminal_text.h"
#include "rerate/study/claim_words.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 36;
constexpr int kMostLabel = 26, kGap = 2, kStrip = 24;
constexpr int kCurveRows = 7, kMostName = 26;

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

class Words {
 public:
  explicit Words(const MultiverseStyle& style) : style_(style) {
    style_.width = std::max(style_.width, kLeastWidth);
  }

  std::string clean(std::string_view text) const {
    const std::string line = one_clean_line(text);
    return style_.unicode ? line : ascii_only(line);
  }
  std::string fitted(std::string_view text, int columns) const {
    const std::string shown = fit_columns(clean(text), columns);
    return style_.unicode ? shown : ascii_only(shown);
  }
  std::string padded(std::string_view text, int columns) const {
    const std::string shown = fitted(text, columns);
    return shown + blanks(columns - display_columns(shown));
  }
  std::string painted(std::string_view paint, const std::string& text) const {
    return style_.colour ? fmt::format("{}{}\x1b[0m", paint, text) : text;
  }
  // Lines of at most the width, each begun with `indent` blanks.
  void wrap(std::string_view text, int indent, std::vector<std::string>& lines) const {
    for (const std::string& line : name_lines(clean(text), style_.width - indent))
      lines.push_back(blanks(indent) + line);
  }

  MultiverseStyle style_;
};

// --- the specification curve ---
class CurvePicture {
 public:
  CurvePicture(const Chart& chart, Extent extent, const MultiverseStyle& style)
      : words_(style),
        curve_(*chart.specification),
        extent_(extent),
        rows_(style.options > 0 ? specification_rows(curve_, style.options) : SpecificationRows{}),
        title_(chart.title) {
    low_ = words_.clean(people_number(extent_.low, decimals()));
    high_ = words_.clean(people_number(extent_.high, decimals()));
    neutral_ = words_.clean(
        people_number(curve_.neutral, curve_.neutral == std::floor(curve_.neutral) ? 0 : decimals()));
    margin_ = std::max({display_columns(low_), display_columns(high_), display_columns(neutral_)});
    for (const SpecificationRow& row : rows_.rows) {
      margin_ = std::max(margin_, std::min(kMostName, display_columns(name_of(row))));
      means_ = std::max(means_, display_columns(mean_of(row)));
    }
    columns_ = std::max(8, words_.style_.width - margin_ - 2 - (means_ > 0 ? means_ + 2 : 0));
  }

  std::vector<std::string> lines() {
    for (const std::string& line : name_lines(words_.clean(people_sentence(title_)), words_.style_.width))
      lines_.push_back(line);
    add_curve();
    for (const SpecificationRow& row : rows_.rows) add_option(row);
    add_legend();
    return std::move(lines_);
  }

 private:
  int decimals() const {
    const double range = 2 * (extent_.high / 2 - extent_.low / 2);
    return range >= 20 || !std::isfinite(range) ? 0 : range >= 2 ? 1 : range >= 0.2 ? 2 : 3;
  }

  std::string name_of(const SpecificationRow& row) const {
    return words_.clean(people_label(row.line->choice) + " " + people_label(row.line->option));
  }
  std::string mean_of(const SpecificationRow& row) const {
    return words_.clean(mean_text(curve_, row.line->mean));
  }

  int column_of(std::size_t place) const {
    const double share = (static_cast<double>(place) + 0.5) / static_cast<double>(curve_.points.size());
    return std::clamp(static_cast<int>(share * columns_), 0, columns_ - 1);
  }
  int row_of(double value, int rows) const {
    const double width = extent_.high / 2 - extent_.low / 2;
    const double share = width > 0 ? (value / 2 - extent_.low / 2) / width : 0.5;
    return std::clamp(static_cast<int>(std::lround((1 - share) * (rows - 1))), 0, rows - 1);
  }

  void add_row(const std::string& label, std::string_view axis, const std::string& row,
               const std::string& mean = {}) {
    const std::string shown = words_.fitted(label, margin_);
    std::string line = blanks(margin_ - display_columns(shown)) + shown + " ";
    line.append(axis).append(row);
    if (!mean.empty())
      line += blanks(columns_ - display_columns(row) + means_ + 2 - display_columns(mean)) + mean;
    lines_.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
  }

  void add_curve() {
    const bool unicode = words_.style_.unicode;
    TerminalCanvas canvas(columns_, kCurveRows, unicode);
    if (std::isfinite(curve_.neutral) && extent_.holds(curve_.neutral))
      for (int x = 0; x < canvas.width(); x += 4) canvas.dot(x, row_of(curve_.neutral, canvas.height()));
    for (std::size_t i = 0; i < curve_.points.size(); ++i)
      if (std::isfinite(curve_.points[i].value)) {
        const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(curve_.points.size());
        canvas.dot(std::min(canvas.width() - 1, static_cast<int>(share * canvas.width())),
                   row_of(curve_.points[i].value, canvas.height()));
      }
    mark(canvas, flip_point(curve_), unicode ? "■" : "#");
    mark(canvas, own_point(curve_), unicode ? "◆" : "@");
    const bool has_neutral = std::isfinite(curve_.neutral) && extent_.holds(curve_.neutral);
    const int neutral =
        has_neutral ? row_of(curve_.neutral, canvas.height()) * kCurveRows / canvas.height() : -1;
    for (int i = 0; i < kCurveRows; ++i) {
      // An end of the axis that lies on the neutral line is told by it.
      const std::string& label = i == neutral          ? neutral_
                                 : i == 0              ? high_
                                 : i == kCurveRows - 1 ? low_
                                                       : none_;
      add_row(label, unicode ? "│" : "|", canvas.row(i));
    }
  }

  void mark(TerminalCanvas& canvas, std::optional<std::size_t> place, std::string_view sign) const {
    if (place) canvas.put(column_of(*place), row_of(curve_.points[*place].value, kCurveRows), sign);
  }

  // Of each column's definitions the share that takes the option, as a shade.
  void add_option(const SpecificationRow& row) {
    const std::string_view shades[] = {words_.style_.unicode ? "░" : ".", words_.style_.unicode ? "▒" : "-",
                                       words_.style_.unicode ? "▓" : "=", words_.style_.unicode ? "█" : "#"};
    std::vector<int> all(static_cast<std::size_t>(columns_), 0), with = all;
    for (std::size_t i = 0; i < curve_.points.size(); ++i)
      if (std::isfinite(curve_.points[i].value)) ++all[static_cast<std::size_t>(column_of(i))];
    for (const std::size_t place : row.line->dots)
      if (place < curve_.points.size() && std::isfinite(curve_.points[place].value))
        ++with[static_cast<std::size_t>(column_of(place))];
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const int shade = all[i] > 0 ? (4 * std::min(with[i], all[i]) + all[i] - 1) / all[i] : 0;
      text += shade == 0 ? " " : shades[shade - 1];
    }
    // The study's own option has the sign that the study has on the curve.
    const std::string_view own = words_.style_.unicode ? "◆" : "@";
    add_row(name_of(row), row.line->usual ? own : " ", text, mean_of(row));
  }

  void add_legend() {
    std::string text;
    const bool unicode = words_.style_.unicode;
    if (own_point(curve_)) text += fmt::format("{} {}", unicode ? "◆" : "@", words_.clean(own_label(curve_)));
    if (flip_point(curve_))
      text += fmt::format("{}{} {}", text.empty() ? "" : "  ", unicode ? "■" : "#",
                          words_.clean(flip_label(curve_)));
    if (!rows_.rows.empty()) text += fmt::format("{}mean by option on the right", text.empty() ? "" : "; ");
    if (!text.empty()) tell(text);
    if (!rows_.left_out.empty()) tell(words_.clean(rows_.left_out));
  }

  void tell(const std::string& text) {
    for (const std::string& line : name_lines(text, words_.style_.width - 2)) lines_.push_back("  " + line);
  }

  Words words_;
  const ChartSpecification& curve_;
  Extent extent_;
  SpecificationRows rows_;
  std::string title_;
  std::string low_, high_, neutral_, none_;
  int margin_ = 0, means_ = 0, columns_ = 0;
  std::vector<std::string> lines_;
};

std::string text_cell(const Table& table, std::size_t row, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return cell_text(table, row, i).text;
  return {};
}

// The rows of the table `claims` as claims, as far as it tells them.
std::vector<JudgedClaim> claims_of(const Section& section) {
  if (!section.claims.empty()) return section.claims;
  std::vector<JudgedClaim> claims;
  for (const Table& table : section.tables)
    if (table.name == "claims")
      for (std::size_t row = 0; row < table.rows.size(); ++row)
        claims.push_back({.words = text_cell(table, row, "claim"),
                          .claimed = text_cell(table, row, "claimed"),
                          .found = text_cell(table, row, "found"),
                          .verdict = text_cell(table, row, "verdict"),
                          .rule = text_cell(table, row, "rule")});
  return claims;
}

}  // namespace

std::vector<std::string> terminal_fragility(const Section& section, const MultiverseStyle& style) {
  const Words words(style);
  std::vector<std::string> lines;
  std::vector<KeyFigure> figures = key_figures(section);
  std::erase_if(figures, [](const KeyFigure& figure) { return !figure.number || !figure.number->fragility; });
  int label = 0;
  for (const KeyFigure& figure : figures)
    label = std::max(label, std::min(kMostLabel, display_columns(words.clean(figure.label))));
  const bool strips = words.style_.width >= label + kGap + kStrip;
  for (const KeyFigure& figure : figures) {
    const Number& number = *figure.number;
    const std::string told = words.clean(fragility_sentence(*number.fragility, number.unit, figure.told));
    std::string start = words.padded(figure.label, label) + blanks(kGap);
    if (strips) {
      const std::string strip =
          reads_as_one(*number.fragility, number.unit, figure.told)
              ? std::string()
              : fragility_row(*number.fragility, number.value, kStrip, words.style_.unicode);
      start += strip + blanks(kStrip - display_columns(strip) + kGap);
    }
    const int room = words.style_.width - display_columns(start);
    if (room >= display_columns(told)) {
      lines.push_back(start + told);
    } else {
      lines.push_back(start.substr(0, start.find_last_not_of(' ') + 1));
      words.wrap(told, 2 * kGap, lines);
    }
  }
  return lines;
}

std::vector<std::string> terminal_specification(const Chart& chart, const MultiverseStyle& style) {
  if (!chart.specification) return {};
  const auto extent = specification_extent(*chart.specification);
  return extent ? CurvePicture(chart, *extent, style).lines() : std::vector<std::string>{};
}

std::vector<std::string> terminal_claims(const Section& section, const MultiverseStyle& style) {
  const Words words(style);
  std::vector<std::string> lines;
  const bool brief = section.kind != "claims";
  for (const JudgedClaim& claim : claims_of(section)) {
    const VerdictLook& look = verdict_look(claim.verdict);
    const std::string sign(style.unicode ? look.symbol : look.ascii);
    lines.push_back(words.painted(
        look.paint, words.fitted(sign + " " + capitalised(verdict_with_source(claim)), words.style_.width)));
    words.wrap(people_sentence(claim_words(claim)), kGap, lines);
    std::string told;
    for (const Fact& fact : claim_facts(claim)) {
      if (brief && fact.label != "Found" && fact.label != "Reproduced by") continue;
      told += fmt::format("{}{}: {}", told.empty() ? "" : "; ", fact.label, fact.text);
    }
    if (!told.empty()) words.wrap(told, kGap, lines);
  }
  return lines;
}

}  // namespace rerate
