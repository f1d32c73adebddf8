#include "rerate/publish/vega_x_axis.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_ribbons.h"

namespace rerate::vega {

XAxis::XAxis(const Chart& chart) : chart_(chart), offset_(has_plot(chart) ? ribbon_room(chart) : 0) {}

// "2025-05-30" alone is midnight UTC wherever it is read (ECMA-262), and the scale is UTC.
std::string XAxis::place(const char* field, double x) const {
  if (!chart_.time_axis) return fmt::format("\"{}\":{}", field, shortest(x));
  return fmt::format("\"{}\":\"{}\"", field, to_string(Date{static_cast<std::int32_t>(std::lround(x))}));
}

Json XAxis::encoding(const char* field) const {
  Json encoding = {{"field", field}, {"title", title_or_null(chart_.x_title)}};
  if (chart_.time_axis) {
    encoding["type"] = "temporal";
    encoding["scale"] = {{"type", "utc"}, {"nice", false}};
    encoding["axis"] = {{"tickCount", {{"expr", "max(2, floor(width / 70))"}}}};
  } else {
    encoding["type"] = "quantitative";
    encoding["scale"] = {{"nice", false}, {"zero", false}};
    encoding["axis"] = {{"labelFlush", false}, {"tickCount", {{"expr", "max(2, floor(width / 70))"}}}};
    if (has_whole_x(chart_)) encoding["axis"]["tickMinStep"] = 1;
  }
  if (offset_ > 0) encoding["axis"]["offset"] = offset_;
  return encoding;
}

}  // namespace rerate::vega
