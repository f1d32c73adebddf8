#include "rerate/publish/chart_palette.h"

#include <algorithm>
#include <iterator>

#include "rerate/base/error.h"
#include "rerate/publish/json_writer.h"

namespace rerate {
namespace {

std::string variables(std::string_view ChartColour::*shade) {
  std::string css;
  for (const ChartColour& colour : kChartColours)
    css.append("--chart-").append(colour.name).append(":").append(colour.*shade).append(";");
  return css;
}

const ChartColour& colour_of(std::string_view name) {
  const auto* found = std::find_if(std::begin(kChartColours), std::end(kChartColours),
                                   [&](const ChartColour& colour) { return colour.name == name; });
  RERATE_ASSERT(found != std::end(kChartColours), std::string(name));
  return *found;
}

}  // namespace

std::string_view chart_colour(std::string_view name) { return colour_of(name).light; }

const ChartColour& series_colour(std::size_t index) { return kChartColours[index % kSeriesColours]; }

const ChartColour& state_colour(std::size_t state, std::size_t count) {
  static const ChartColour* const first = &colour_of("state-1");
  const std::size_t last = std::clamp<std::size_t>(count, 2, kStateColours) - 1;
  const std::size_t place = std::min(state, last) * (kStateColours - 1);
  return first[(2 * place + last) / (2 * last)];  // rounded
}

const ChartColour& heat_colour(std::size_t shade) {
  static const ChartColour* const first = &colour_of("heat-0");
  return first[std::min(shade, kHeatShades)];
}

std::string light_colour_variables() { return variables(&ChartColour::light); }
std::string dark_colour_variables() { return variables(&ChartColour::dark); }

std::string dark_colour_map() {
  JsonWriter json;
  json.begin_object(JsonWriter::Layout::row);
  for (const ChartColour& colour : kChartColours) json.member(colour.light, colour.dark);
  json.end();
  return json.take();
}

}  // namespace rerate
