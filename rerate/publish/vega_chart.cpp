#include "rerate/publish/vega_chart.h"

#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/vega_heatmap.h"
#include "rerate/publish/vega_over_x.h"
#include "rerate/publish/vega_rows.h"
#include "rerate/publish/vega_specification.h"
#include "rerate/publish/vega_specification_curve.h"

namespace rerate {
namespace {

std::string_view grain_name(const Chart& chart) {
  if (has_rows(chart)) return "number";
  switch (grain_of(chart)) {
    case Grain::number: return "number";
    case Grain::day: return "day";
    case Grain::month: return "month";
  }
  return {};
}

}  // namespace

std::string vega_chart(const Chart& chart) {
  vega::Specification specification;
  if (has_rows(chart))
    vega::draw_rows(specification, chart);
  else if (chart.heatmap)
    vega::draw_heatmap(specification, chart);
  else if (chart.specification)
    vega::draw_specification_curve(specification, chart);
  else
    vega::draw_over_x(specification, chart);
  return specification.text(chart, grain_name(chart));
}

}  // namespace rerate
