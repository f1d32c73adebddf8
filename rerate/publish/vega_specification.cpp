#include "rerate/publish/vega_specification.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/base/utf8.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/json_writer.h"
#include "rerate/publish/number_format.h"

namespace rerate::vega {
namespace {

constexpr std::string_view kFont =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

Json axis_look() {
  return {{"labelColor", colour("muted")},
          {"titleColor", colour("muted")},
          {"gridColor", colour("grid")},
          {"domainColor", colour("axis")},
          {"tickColor", colour("axis")},
          {"labelFontSize", 12},
          {"titleFontSize", 12},
          {"titleFontWeight", "normal"},
          {"titlePadding", 8},
          {"labelPadding", 5},
          {"tickSize", 4},
          {"labelOverlap", true}};
}

Json look() {
  return {
      {"font", kFont},
      {"background", "transparent"},
      {"view", {{"stroke", nullptr}}},
      {"axis", axis_look()},
      {"axisX", {{"grid", false}}},
      {"axisY", {{"domain", false}, {"ticks", false}, {"tickCount", 5}}},
      {"line", {{"strokeWidth", 1.7}, {"strokeJoin", "round"}}},
      {"text", {{"font", kFont}, {"fontSize", 11.5}, {"color", colour("muted")}}},
      {"title",
       {{"anchor", "start"}, {"color", colour("ink")}, {"subtitleColor", colour("muted")}, {"offset", 12}}},
      {"legend",
       {{"orient", "top"}, {"title", nullptr}, {"labelColor", colour("muted")}, {"symbolType", "stroke"}}}};
}

}  // namespace

Json colour(std::string_view name) { return std::string(chart_colour(name)); }

Json title_or_null(std::string_view text) { return text.empty() ? Json() : Json(one_clean_line(text)); }

Json tip(const char* field, std::string_view title, const char* type) {
  return {{"field", field}, {"type", type}, {"title", one_clean_line(title)}};
}

Json figure_tip(const char* field, std::string_view title) {
  Json figure = tip(field, title, "quantitative");
  figure["format"] = ",.2~f";
  return figure;
}

std::string amount(const char* field, double y) {
  return fmt::format("\"{}\":{}", field, std::isfinite(y) ? shortest(y) : "null");
}

std::string words(const char* field, std::string_view text) {
  JsonWriter quoted;
  quoted.value(text);
  return fmt::format("\"{}\":{}", field, quoted.take());
}

void add_row(std::string& rows, std::initializer_list<std::string> members) {
  add_row(rows, std::span(members.begin(), members.size()));
}

void add_row(std::string& rows, std::span<const std::string> members) {
  rows += rows.empty() ? "\n{" : ",\n{";
  bool first = true;
  for (const std::string& member : members) {
    if (!first) rows += ',';
    rows += member;
    first = false;
  }
  rows += '}';
}

Json Specification::data_set(std::string name, std::string rows) {
  data_sets_.emplace_back(name, std::move(rows));
  return {{"name", std::move(name)}};
}

void Specification::add_haloed_label(const Json& data, Json mark, const Json& encoding) {
  mark["type"] = "text";
  if (!mark.contains("limit")) mark["limit"] = 240;
  Json halo = mark;
  halo["stroke"] = colour("paper");
  halo["strokeWidth"] = 3.5;
  halo["strokeJoin"] = "round";
  halo["aria"] = false;
  add_label({{"data", data}, {"mark", std::move(halo)}, {"encoding", encoding}});
  add_label({{"data", data}, {"mark", std::move(mark)}, {"encoding", encoding}});
}

std::string Specification::text(const Chart& chart, std::string_view grain) {
  for (Json& label : labels_) layers_.push_back(std::move(label));
  // A specification without marks is not valid; a chart without data says so.
  if (layers_.empty()) {
    layers_.push_back({{"data", {{"values", Json::array({Json::object()})}}},
                       {"mark", {{"type", "text"}, {"text", "No data to draw"}}}});
    height = 60;
  }
  Json meta = {{"x", std::string(grain)},
               {"x_title", one_clean_line(chart.x_title)},
               {"y_title", one_clean_line(has_rows(chart) ? value_title(chart) : chart.y_title)},
               {"lines", std::move(lines)},
               {"bands", std::move(bands)}};
  if (!ribbons.empty()) {
    meta["ribbons"] = std::move(ribbons);
    if (has_plot(chart)) meta["ribbon_room"] = ribbon_room(chart);  // pixels below the plot
  }
  Json head = {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
               {"title", {{"text", people_sentence(chart.title)}}},
               {"description", alternative_text(chart)},
               {"width", "container"},
               // Room for half a label of the time axis beyond the last figure; other text makes its own.
               {"padding", {{"left", 1}, {"right", 13}, {"top", 6}, {"bottom", 3}}},
               {"height", height},
               {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}},
               {"usermeta", {{"rerate", std::move(meta)}}},
               {"config", look()}};
  if (!params.empty()) head["params"] = std::move(params);
  if (!resolve.empty()) head["resolve"] = std::move(resolve);
  head["layer"] = std::move(layers_);
  std::string text = head.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.pop_back();  // the closing brace: the data sets go in before it
  text += ",\"datasets\":{";
  for (std::size_t i = 0; i < data_sets_.size(); ++i)
    text += fmt::format("{}\"{}\":[{}]", i == 0 ? "\n" : ",\n", data_sets_[i].first, data_sets_[i].second);
  return text + "}}";
}

}  // namespace rerate::vega
