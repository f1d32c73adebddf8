#include "rerate/publish/fragility_strip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <vector>

namespace rerate {
namespace {

constexpr double kWidth = 176, kHeight = 18, kEdge = 6, kMiddle = kHeight / 2;  // pixels
constexpr double kLeastApart = 0.8;                                             // of two strokes
constexpr int kLeastColumns = 8;

// The published number may lie outside of the range where it is not among the definitions.
class Range {
 public:
  Range(const NumberFragility& fragility, double value) : low_(fragility.min), high_(fragility.max) {
    if (std::isfinite(value)) {
      low_ = std::min(low_, value);
      high_ = std::max(high_, value);
    }
  }
  bool is_drawable() const { return std::isfinite(low_) && std::isfinite(high_) && low_ <= high_; }
  // Halves first: the range of huge values must not overflow.
  double share(double value) const {
    const double width = high_ / 2 - low_ / 2;
    return width > 0 ? std::clamp((value / 2 - low_ / 2) / width, 0.0, 1.0) : 0.5;
  }

 private:
  double low_, high_;
};

double across(const Range& range, double value) { return kEdge + range.share(value) * (kWidth - 2 * kEdge); }

// Strokes that would lie on one another are one.
std::string strokes(const Range& range, const std::vector<double>& values) {
  std::string path;
  double last = -1;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    const double x = across(range, value);
    if (last >= 0 && std::abs(x - last) < kLeastApart) continue;
    fmt::format_to(std::back_inserter(path), "M{:.1f} {}v8", x, kMiddle - 4);
    last = x;
  }
  return path;
}

}  // namespace

bool crosses_zero(const NumberFragility& fragility) {
  return !std::isnan(fragility.same_sign) && fragility.min < 0 && fragility.max > 0;
}

std::string fragility_strip(const NumberFragility& fragility, double value) {
  const Range range(fragility, value);
  if (!range.is_drawable()) return {};
  std::string svg = fmt::format(
      "<svg class=\"strip\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" aria-hidden=\"true\"><path "
      "class=\"whole\" d=\"M{2:.1f} {3}H{4:.1f}\"/>",
      kWidth, kHeight, across(range, fragility.min), kMiddle, across(range, fragility.max));
  const auto out = std::back_inserter(svg);
  if (std::isfinite(fragility.p05) && std::isfinite(fragility.p95))
    fmt::format_to(out, "<path class=\"most\" d=\"M{:.1f} {}H{:.1f}\"/>", across(range, fragility.p05),
                   kMiddle, across(range, fragility.p95));
  if (const std::string path = strokes(range, fragility.strip); !path.empty())
    fmt::format_to(out, "<path class=\"each\" d=\"{}\"/>", path);
  if (crosses_zero(fragility))
    fmt::format_to(out, "<path class=\"zero\" d=\"M{:.1f} 0V{}\"/>", across(range, 0), kHeight);
  if (std::isfinite(fragility.median))
    fmt::format_to(out, "<path class=\"median\" d=\"M{:.1f} 1V{}\"/>", across(range, fragility.median),
                   kHeight - 1);
  if (std::isfinite(value))
    fmt::format_to(out, "<path class=\"own\" d=\"M{:.1f} {}l5 5l-5 5l-5 -5z\"/>", across(range, value),
                   kMiddle - 5);
  return svg + "</svg>";
}

std::string fragility_row(const NumberFragility& fragility, double value, int columns, bool unicode) {
  const Range range(fragility, value);
  if (!range.is_drawable()) return {};
  columns = std::max(columns, kLeastColumns);
  const auto place = [&](double at) {
    return static_cast<std::size_t>(std::lround(range.share(at) * (columns - 1)));
  };
  std::vector<std::string_view> marks(static_cast<std::size_t>(columns), " ");
  const auto fill = [&](double from, double to, std::string_view mark) {
    if (!std::isfinite(from) || !std::isfinite(to)) return;
    for (std::size_t i = place(from); i <= place(to); ++i) marks[i] = mark;
  };
  fill(fragility.min, fragility.max, unicode ? "─" : "-");
  fill(fragility.min, fragility.min, unicode ? "├" : "|");
  fill(fragility.max, fragility.max, unicode ? "┤" : "|");
  fill(fragility.p05, fragility.p95, unicode ? "▒" : "=");
  if (crosses_zero(fragility)) fill(0, 0, unicode ? "┊" : "0");
  fill(fragility.median, fragility.median, unicode ? "┃" : "!");
  fill(value, value, unicode ? "◆" : "*");
  std::string row;
  for (const std::string_view mark : marks) row += mark;
  return row;
}

}  // namespace rerate
