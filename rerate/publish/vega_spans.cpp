#include "rerate/publish/vega_spans.h"

#include "rerate/publish/vega_x_axis.h"

namespace rerate::vega {

void draw_spans(Specification& specification, const Chart& chart, Extent x, std::optional<int> height) {
  const XAxis axis(chart);
  const std::vector<ChartSpan> spans = visible_spans(chart, x);
  for (const auto role : {ChartSpan::Role::recession, ChartSpan::Role::episode, ChartSpan::Role::excluded}) {
    std::string rows;
    for (const ChartSpan& span : spans)
      if (span.role == role)
        add_row(rows, {axis.place("x", span.from), axis.place("x2", span.to), words("label", span.label)});
    if (rows.empty()) continue;
    const std::string_view name = span_colour(role);
    Json mark = {{"type", "rect"},
                 {"color", colour(name)},
                 {"opacity", role == ChartSpan::Role::episode ? 0.32 : 0.30}};
    mark["stroke"] = colour(name);  // an episode of one month still shows
    mark["strokeWidth"] = 1;
    if (role == ChartSpan::Role::excluded) mark["strokeDash"] = {3, 2};
    Json encoding = {{"x", axis.encoding()}, {"x2", {{"field", "x2"}}}};
    if (height) {
      encoding["y"] = {{"value", 0}};
      encoding["y2"] = {{"value", *height}};
    }
    specification.add_layer({{"data", specification.data_set(std::string(name) + "_spans", std::move(rows))},
                             {"mark", std::move(mark)},
                             {"encoding", std::move(encoding)}});
  }
}

}  // namespace rerate::vega
