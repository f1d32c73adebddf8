#include "rerate/publish/sparkline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string_view>

#include "rerate/publish/chart_frame.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/thin_path.h"

namespace rerate {
namespace {

constexpr double kWidth = 96, kHeight = 22, kEdge = 3;  // pixels; room for the dot

std::optional<Extent> finite_extent(const std::vector<double>& values) {
  std::optional<Extent> extent;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    if (!extent) extent = Extent{value, value};
    extent->low = std::min(extent->low, value);
    extent->high = std::max(extent->high, value);
  }
  return extent;
}

// Halves first: the range of huge values must not overflow.
double share_of(double value, Extent extent) {
  const double width = extent.high / 2 - extent.low / 2;
  return width > 0 ? (value / 2 - extent.low / 2) / width : 0.5;
}

std::string in_words(const std::vector<double>& values, Extent extent) {
  const auto finite = [](double value) { return std::isfinite(value); };
  const double first = *std::find_if(values.begin(), values.end(), finite);
  const double last = *std::find_if(values.rbegin(), values.rend(), finite);
  const int decimals = significant_decimals(std::max(std::abs(extent.low), std::abs(extent.high)), 3);
  const auto text = [&](double value) { return people_number(value, decimals); };
  return fmt::format("From {} to {}; lowest {}, highest {}", text(first), text(last), text(extent.low),
                     text(extent.high));
}

// The mean of each group of neighbours; NaN where a group has no figure.
std::vector<double> means_of_groups(const std::vector<double>& values, std::size_t groups) {
  if (values.size() <= groups) return values;
  std::vector<double> means;
  for (std::size_t i = 0; i < groups; ++i) {
    const std::size_t from = i * values.size() / groups, to = (i + 1) * values.size() / groups;
    double sum = 0, count = 0;
    for (std::size_t k = from; k < to; ++k)
      if (std::isfinite(values[k])) sum += values[k], ++count;
    means.push_back(count > 0 ? sum / count : std::nan(""));
  }
  return means;
}

}  // namespace

std::string sparkline_svg(const std::vector<double>& values) {
  const auto extent = finite_extent(values);
  if (!extent) return "\u2013";
  const double step = values.size() > 1 ? (kWidth - 2 * kEdge) / static_cast<double>(values.size() - 1) : 0;
  const auto down = [&](double value) {
    return kHeight - kEdge - share_of(value, *extent) * (kHeight - 2 * kEdge);
  };
  ThinPath path;
  double last_x = 0, last_y = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      path.lift();
      continue;
    }
    last_x = kEdge + step * static_cast<double>(i);
    last_y = down(values[i]);
    path.add(last_x, last_y);
  }
  const std::string zero = extent->low < 0 && extent->high > 0
                               ? fmt::format("<path class=\"zero\" d=\"M0 {:.1f}H{}\"/>", down(0), kWidth)
                               : std::string();
  return fmt::format(
      "<svg class=\"sparkline\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
      "aria-label=\"{2}\">"
      "{3}<path class=\"course\" d=\"{4}\"/><circle class=\"now\" cx=\"{5:.1f}\" cy=\"{6:.1f}\" "
      "r=\"2.4\"/></svg>",
      kWidth, kHeight, html_text(in_words(values, *extent)), zero, path.take(), last_x, last_y);
}

std::string sparkline_blocks(const std::vector<double>& values, int columns) {
  constexpr std::string_view kBlocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇"};
  constexpr int kHighest = static_cast<int>(std::size(kBlocks)) - 1;
  const std::vector<double> shown = means_of_groups(values, static_cast<std::size_t>(std::max(1, columns)));
  const auto extent = finite_extent(shown);
  if (!extent) return "\u2013";
  std::string text;
  for (const double value : shown) {
    if (!std::isfinite(value)) {
      text += ' ';
      continue;
    }
    const long level = std::lround(share_of(value, *extent) * kHighest);
    text += kBlocks[std::clamp(level, 0L, long{kHighest})];
  }
  return text;
}

}  // namespace rerate
