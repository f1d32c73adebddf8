#include "rerate/publish/vega_ribbons.h"

#include <fmt/format.h>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/vega_x_axis.h"

namespace rerate::vega {
namespace {

// One scale for all rows: a word has one colour.
Json fill_of(const std::vector<RibbonState>& states) {
  Json domain = Json::array(), range = Json::array();
  for (const RibbonState& state : states) {
    domain.push_back(one_clean_line(state.label));
    range.push_back(colour(state.colour));
  }
  return {{"field", "state"},
          {"type", "nominal"},
          {"scale", {{"domain", std::move(domain)}, {"range", std::move(range)}}},
          {"legend", {{"symbolType", "square"}, {"title", nullptr}}}};
}

// What the read-out tells of a row.
Json told(const ChartRibbon& ribbon, const std::string& data, const std::vector<RibbonState>& states) {
  Json colours = Json::object();
  for (const std::string& state : ribbon.states)
    colours[one_clean_line(state)] = colour(colour_of_state(states, state));
  return {{"data", data}, {"label", people_sentence(ribbon.label)}, {"colors", std::move(colours)}};
}

void add_name(Specification& specification, const ChartRibbon& ribbon, int top) {
  const Json mark = {{"text", people_sentence(ribbon.label)}, {"align", "left"}, {"baseline", "bottom"}};
  specification.add_haloed_label({{"values", Json::array({Json::object()})}}, mark,
                                 {{"x", {{"value", 0}}}, {"y", {{"value", top - 3}}}});
}

}  // namespace

void draw_ribbons(Specification& specification, const Chart& chart, Extent x) {
  if (!has_ribbons(chart)) return;
  const XAxis axis(chart);
  const int plot = has_plot(chart) ? specification.height : 0;
  if (!has_plot(chart)) specification.height = ribbon_room(chart);
  const std::vector<RibbonState> states = ribbon_states(chart);
  const Json fill = fill_of(states);
  for (std::size_t i = 0; i < chart.ribbons.size(); ++i) {
    const ChartRibbon& ribbon = chart.ribbons[i];
    const int top = plot + ribbon_top(chart, i);
    std::string rows;
    for (const ChartRibbon::Stretch& stretch : visible_stretches(ribbon, x))
      add_row(rows, {axis.place("x", stretch.from), axis.place("x2", stretch.to),
                     words("state", one_clean_line(ribbon.states[stretch.state]))});
    if (rows.empty()) continue;
    const std::string name = fmt::format("ribbon_{}", i + 1);
    specification.ribbons.push_back(told(ribbon, name, states));
    specification.add_layer({{"data", specification.data_set(name, std::move(rows))},
                             {"mark", {{"type", "rect"}, {"stroke", colour("axis")}, {"strokeWidth", 0.5}}},
                             {"encoding",
                              {{"x", axis.encoding()},
                               {"x2", {{"field", "x2"}}},
                               {"y", {{"value", top}}},
                               {"y2", {{"value", top + kRibbonRow}}},
                               {"fill", fill}}}});
    if (is_named(ribbon)) add_name(specification, ribbon, top);
  }
}

}  // namespace rerate::vega
