#include "rerate/publish/chart_ribbons.h"

#include <algorithm>
#include <cmath>

#include "rerate/publish/chart_palette.h"

namespace rerate {
namespace {

bool is_drawable(const ChartRibbon& ribbon, const ChartRibbon::Stretch& stretch) {
  return std::isfinite(stretch.from) && std::isfinite(stretch.to) && stretch.from < stretch.to &&
         stretch.state < ribbon.states.size();
}

const RibbonState* find_state(const std::vector<RibbonState>& states, std::string_view label) {
  const auto found = std::find_if(states.begin(), states.end(),
                                  [&](const RibbonState& state) { return state.label == label; });
  return found == states.end() ? nullptr : &*found;
}

int height_of(const ChartRibbon& ribbon) {
  return (is_named(ribbon) ? kRibbonName : 0) + kRibbonRow + kRibbonLane;
}

}  // namespace

std::vector<RibbonState> ribbon_states(const Chart& chart) {
  // The row with the most states gives the order.
  std::vector<const ChartRibbon*> ribbons;
  for (const ChartRibbon& ribbon : chart.ribbons) ribbons.push_back(&ribbon);
  std::stable_sort(ribbons.begin(), ribbons.end(), [](const ChartRibbon* a, const ChartRibbon* b) {
    return a->states.size() > b->states.size();
  });
  std::vector<RibbonState> states;
  for (const ChartRibbon* ribbon : ribbons)
    for (std::size_t i = 0; i < ribbon->states.size(); ++i)
      if (!find_state(states, ribbon->states[i]))
        states.push_back({ribbon->states[i], state_colour(i, ribbon->states.size()).name});
  return states;
}

std::vector<RibbonState> ribbon_legend(const Chart& chart) {
  std::vector<RibbonState> entries;
  for (const RibbonState& state : ribbon_states(chart)) {
    const auto same = std::find_if(entries.begin(), entries.end(),
                                   [&](const RibbonState& entry) { return entry.colour == state.colour; });
    if (same == entries.end())
      entries.push_back(state);
    else
      same->label += ", " + state.label;
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const RibbonState& a, const RibbonState& b) { return a.colour < b.colour; });
  return entries;
}

std::string_view colour_of_state(const std::vector<RibbonState>& states, std::string_view label) {
  const RibbonState* found = find_state(states, label);
  return found ? found->colour : "reference";
}

bool has_ribbons(const Chart& chart) {
  return std::any_of(chart.ribbons.begin(), chart.ribbons.end(), [](const ChartRibbon& ribbon) {
    return std::any_of(ribbon.stretches.begin(), ribbon.stretches.end(),
                       [&](const ChartRibbon::Stretch& stretch) { return is_drawable(ribbon, stretch); });
  });
}

bool has_plot(const Chart& chart) {
  if (chart.heatmap) return false;
  return !chart.lines.empty() || !chart.bands.empty() || !chart.points.empty() || chart.ribbons.empty();
}

std::vector<ChartRibbon::Stretch> visible_stretches(const ChartRibbon& ribbon, Extent x) {
  std::vector<ChartRibbon::Stretch> seen;
  for (ChartRibbon::Stretch stretch : ribbon.stretches) {
    if (!is_drawable(ribbon, stretch) || stretch.to <= x.low || stretch.from >= x.high) continue;
    stretch.from = std::max(stretch.from, x.low);
    stretch.to = std::min(stretch.to, x.high);
    seen.push_back(stretch);
  }
  return seen;
}

bool is_named(const ChartRibbon& ribbon) { return !ribbon.label.empty(); }

int ribbon_top(const Chart& chart, std::size_t index) {
  int top = kRibbonLane;
  for (std::size_t i = 0; i < index; ++i) top += height_of(chart.ribbons[i]);
  return top + (is_named(chart.ribbons[index]) ? kRibbonName : 0);
}

int ribbon_room(const Chart& chart) {
  if (!has_ribbons(chart)) return 0;
  int room = kRibbonLane;
  for (const ChartRibbon& ribbon : chart.ribbons) room += height_of(ribbon);
  return room;
}

}  // namespace rerate
