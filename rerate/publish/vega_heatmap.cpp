#include "rerate/publish/vega_heatmap.h"

#include <fmt/format.h>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_heatmap.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/vega_spans.h"
#include "rerate/publish/vega_x_axis.h"

namespace rerate::vega {
namespace {

constexpr double kStep = kHeatRow + kHeatGap;
constexpr int kColumn = 7;  // pixels that a character of a row's name may take

Json fill_of(const HeatScale& scale) {
  Json domain = Json::array(), range = Json::array();
  for (const HeatClass& one : scale.classes) {
    domain.push_back(one.label);
    range.push_back(colour(one.colour));
  }
  return {{"field", "class"},
          {"type", "nominal"},
          {"scale", {{"domain", std::move(domain)}, {"range", std::move(range)}}},
          {"legend", {{"symbolType", "square"}, {"title", nullptr}}}};
}

std::vector<std::string> clean_rows(const Chart& chart) {
  std::vector<std::string> names = heat_rows(chart);
  for (std::string& name : names) name = one_clean_line(name);
  return names;
}

// Rows as high, and as far apart, as in the static picture.
Json row_encoding(const std::vector<std::string>& names) {
  return {
      {"field", "row"},
      {"type", "nominal"},
      {"sort", nullptr},
      {"title", nullptr},
      {"scale", {{"domain", names}, {"paddingInner", kHeatGap / kStep}, {"paddingOuter", kHeatLane / kStep}}},
      {"axis", {{"labelLimit", {{"expr", fmt::format("label_columns * {}", kColumn)}}}, {"grid", false}}}};
}

std::string rows_of(const Chart& chart, const HeatScale& scale, const std::vector<std::string>& names) {
  const XAxis axis(chart);
  std::string rows;
  for (const HeatStretch& stretch : heat_stretches(chart, scale, HeatAlike::value))
    add_row(rows,
            {axis.place("x", stretch.from), axis.place("x2", stretch.to), words("row", names[stretch.row]),
             amount("value", stretch.value), words("class", scale.classes[stretch.shade].label),
             words("when", chart.time_axis ? months_of(stretch) : std::string())});
  return rows;
}

}  // namespace

void draw_heatmap(Specification& specification, const Chart& chart) {
  const auto scale = heat_scale(chart);
  const auto x = x_extent(chart);
  if (!scale || !x) return;
  const std::vector<std::string> names = clean_rows(chart);
  specification.height = heat_height(chart);
  specification.params.push_back({{"name", "label_columns"}, {"value", kWideNameColumns}});
  draw_spans(specification, chart, *x, specification.height);
  const std::string& label = chart.heatmap->label;
  Json tips = {tip("row", " "), tip("when", "Month"), figure_tip("value", label.empty() ? "Value" : label)};
  specification.add_layer({{"data", specification.data_set("heatmap", rows_of(chart, *scale, names))},
                           {"mark", {{"type", "rect"}}},
                           {"encoding",
                            {{"x", XAxis(chart).encoding()},
                             {"x2", {{"field", "x2"}}},
                             {"y", row_encoding(names)},
                             {"fill", fill_of(*scale)},
                             {"tooltip", std::move(tips)}}}});
}

}  // namespace rerate::vega
