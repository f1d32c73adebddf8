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

}  // namespace

std::string_view chart_colour(std::string_view name) {
  const auto* found = std::find_if(std::begin(kChartColours), std::end(kChartColours),
                                   [&](const ChartColour& colour) { return colour.name == name; });
  RERATE_ASSERT(found != std::end(kChartColours), std::string(name));
  return found->light;
}

const ChartColour& series_colour(std::size_t index) { return kChartColours[index % kSeriesColours]; }

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
