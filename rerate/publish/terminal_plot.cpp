#include "rerate/publish/terminal_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_canvas.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 24, kLeastHeight = 3;
constexpr int kMostWidth = 1000, kMostHeight = 500;

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

struct Range {
  double low, high;
};

std::optional<Range> finite_range(const std::vector<double>& values) {
  std::optional<Range> range;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    if (!range) range = Range{value, value};
    range->low = std::min(range->low, value);
    range->high = std::max(range->high, value);
  }
  return range;
}

int decimals_for(Range range) {
  const double size = std::max(std::abs(range.low), std::abs(range.high));
  const double spread = range.high - range.low;
  if (spread >= 100 || (spread == 0 && size >= 1000)) return 0;
  return spread >= 2 || spread == 0 ? 1 : spread >= 0.2 ? 2 : 4;
}

// Dates on the horizontal axis: by the day, so that holes of a daily series take their room.
double day_of(const Series& series, std::size_t i) { return first_day(series.period(i)).days; }

void draw(TerminalCanvas& canvas, const Series& series, Range range) {
  const double first = day_of(series, 0), span = day_of(series, series.size() - 1) - first;
  const auto place = [](double share, int dots) {
    return std::clamp(static_cast<int>(std::lround(share * (dots - 1))), 0, dots - 1);
  };
  std::optional<std::pair<int, int>> pen;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!std::isfinite(series.value[i])) {
      pen.reset();
      continue;
    }
    // Halves first: the range of huge values must not overflow.
    const double spread = range.high / 2 - range.low / 2;
    const double share = spread > 0 ? (series.value[i] / 2 - range.low / 2) / spread : 0.5;
    const int x = place(span > 0 ? (day_of(series, i) - first) / span : 0.5, canvas.width());
    const int y = canvas.height() - 1 - place(share, canvas.height());
    if (pen)
      canvas.stroke(pen->first, pen->second, x, y);
    else
      canvas.dot(x, y);
    pen = {x, y};
  }
}

// Labels of the range at the top and the bottom row, and of its middle between them.
std::vector<std::string> row_labels(Range range, int rows) {
  std::vector<std::string> labels(static_cast<std::size_t>(rows));
  const int decimals = decimals_for(range);
  if (range.low == range.high) {
    labels[static_cast<std::size_t>(rows / 2)] = people_number(range.low, decimals);
    return labels;
  }
  labels.front() = people_number(range.high, decimals);
  labels.back() = people_number(range.low, decimals);
  if (rows % 2 == 1 && rows >= 5)
    labels[static_cast<std::size_t>(rows / 2)] = people_number(range.low / 2 + range.high / 2, decimals);
  return labels;
}

}  // namespace

std::string terminal_plot(const Series& series, const PlotSize& size) {
  const auto range = finite_range(series.value);
  if (!range) return "no figures to plot\n";
  const int rows = std::clamp(size.height, kLeastHeight, kMostHeight);
  const std::vector<std::string> labels = row_labels(*range, rows);
  int margin = 0;
  for (const std::string& label : labels) margin = std::max(margin, display_columns(label));
  const int columns = std::max(8, std::clamp(size.width, kLeastWidth, kMostWidth) - margin - 2);
  TerminalCanvas canvas(columns, rows, size.unicode);
  draw(canvas, series, *range);

  std::string text;
  for (int i = 0; i < rows; ++i) {
    const std::string& label = labels[static_cast<std::size_t>(i)];
    const char* axis = label.empty() ? "│" : "┤";
    text += fmt::format("{}{} {}{}\n", blanks(margin - display_columns(label)), label,
                        size.unicode ? axis : "|", canvas.row(i));
  }
  const std::string first = to_string(series.period(0)), last = to_string(series.period(series.size() - 1));
  const int between = columns - display_columns(first) - display_columns(last);
  text += blanks(margin + 2) + first + (series.size() > 1 ? blanks(std::max(1, between)) + last : "") + "\n";
  return size.unicode ? text : ascii_only(text.substr(0, text.size() - 1)) + "\n";
}

}  // namespace rerate
