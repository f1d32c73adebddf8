#include "rerate/publish/static_ribbons.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/html_text.h"

namespace rerate {

std::string static_ribbons(const Chart& chart, const RibbonFrame& frame) {
  std::string out;
  if (!has_ribbons(chart)) return out;
  const auto across = [&](double x) {
    const double share = frame.x.width() > 0 ? (x - frame.x.low) / frame.x.width() : 0.5;
    return frame.left + share * (frame.right - frame.left);
  };
  const std::vector<RibbonState> states = ribbon_states(chart);
  for (std::size_t i = 0; i < chart.ribbons.size(); ++i) {
    const ChartRibbon& ribbon = chart.ribbons[i];
    const double top = frame.top + ribbon_top(chart, i);
    for (const ChartRibbon::Stretch& stretch : visible_stretches(ribbon, frame.x)) {
      const double from = across(stretch.from);
      fmt::format_to(std::back_inserter(out),
                     "<rect class=\"stretch\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" "
                     "style=\"fill:var(--chart-{})\"/>",
                     from, top, std::max(1.0, across(stretch.to) - from), kRibbonRow,
                     colour_of_state(states, ribbon.states[stretch.state]));
    }
    if (is_named(ribbon))
      fmt::format_to(std::back_inserter(out), "<text x=\"{}\" y=\"{}\">{}</text>", frame.left, top - 5,
                     html_text(people_label(ribbon.label)));
  }
  return out;
}

}  // namespace rerate
