#include "rerate/publish/vega_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "rerate/base/number_text.h"
#include "rerate/base/utf8.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/json_writer.h"
#include "rerate/publish/number_format.h"

namespace rerate {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kPlotHeight = 250;
constexpr int kLyingBarStep = 26;
constexpr std::string_view kFont =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

// Titles end up as string literals of Vega's expressions, which know no line breaks.
Json title_or_null(std::string_view text) { return text.empty() ? Json() : Json(one_clean_line(text)); }

Json colour(std::string_view name) { return std::string(chart_colour(name)); }

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

// Writes a Chart's specification; one call of each data_* and layer_* per kind of mark.
class Specification {
 public:
  explicit Specification(const Chart& chart) : chart_(chart), grain_(grain_of(chart)), x_(x_extent(chart)) {}

  std::string text() {
    if (chart_.bars.empty())
      draw_over_x();
    else
      draw_bars();
    if (layers_.empty()) say_empty();
    return assemble();
  }

 private:
  // --- data sets ---
  // "2025-05-30" alone is midnight UTC wherever it is read (ECMA-262), and the scale is UTC.
  std::string x_value(double x) const {
    if (!chart_.time_axis) return shortest(x);
    return fmt::format("\"{}\"", to_string(Date{static_cast<std::int32_t>(std::lround(x))}));
  }

  std::string place(const char* field, double x) const { return fmt::format("\"{}\":{}", field, x_value(x)); }

  static std::string amount(const char* field, double y) {
    return fmt::format("\"{}\":{}", field, std::isfinite(y) ? shortest(y) : "null");
  }

  static std::string words(const char* field, std::string_view text) {
    JsonWriter quoted;
    quoted.value(text);
    return fmt::format("\"{}\":{}", field, quoted.take());
  }

  void row(std::string& rows, std::initializer_list<std::string> members) const {
    rows += rows.empty() ? "\n{" : ",\n{";
    bool first = true;
    for (const std::string& member : members) {
      if (!first) rows += ',';
      rows += member;
      first = false;
    }
    rows += '}';
  }

  Json data_set(std::string name, std::string rows) {
    data_sets_.emplace_back(name, std::move(rows));
    return {{"name", std::move(name)}};
  }

  // --- encodings ---
  Json x_encoding(const char* field = "x") const {
    Json encoding = {{"field", field}, {"title", title_or_null(chart_.x_title)}};
    if (chart_.time_axis) {
      encoding["type"] = "temporal";
      encoding["scale"] = {{"type", "utc"}, {"nice", false}};
      encoding["axis"] = {{"tickCount", {{"expr", "max(2, floor(width / 70))"}}}};
    } else {
      encoding["type"] = "quantitative";
      encoding["scale"] = {{"nice", false}, {"zero", false}};
      encoding["axis"] = {{"tickMinStep", 1}, {"labelFlush", false}};
    }
    return encoding;
  }

  Json y_encoding(const char* field) const {
    return {{"field", field},
            {"type", "quantitative"},
            {"scale", {{"zero", false}, {"padding", label_padding()}}},
            {"title", title_or_null(chart_.y_title)}};
  }

  // Pixels between the data and the plot's edges: labels of points and of upright rules stand there.
  int label_padding() const {
    const bool upright = std::any_of(chart_.rules.begin(), chart_.rules.end(), [](const ChartRule& rule) {
      return rule.axis == ChartRule::Axis::x && !rule.label.empty();
    });
    return upright || !chart_.points.empty() ? 18 : 4;
  }

  static Json tip(const char* field, std::string_view title, const char* type = "nominal") {
    return {{"field", field}, {"type", type}, {"title", one_clean_line(title)}};
  }

  // --- layers over a shared horizontal axis ---
  void draw_over_x() {
    if (!x_) return;
    add_spans();
    add_bands();
    add_rules();
    add_lines();
    add_points();
    for (Json& label : labels_) layers_.push_back(std::move(label));
  }

  void add_spans() {
    const std::vector<ChartSpan> spans = visible_spans(chart_, *x_);
    for (const auto role :
         {ChartSpan::Role::recession, ChartSpan::Role::episode, ChartSpan::Role::excluded}) {
      std::string rows;
      for (const ChartSpan& span : spans)
        if (span.role == role)
          row(rows, {place("x", span.from), place("x2", span.to), words("label", span.label)});
      if (rows.empty()) continue;
      const std::string_view name = span_colour(role);
      Json mark = {{"type", "rect"},
                   {"color", colour(name)},
                   {"opacity", role == ChartSpan::Role::episode ? 0.32 : 0.30}};
      mark["stroke"] = colour(name);  // an episode of one month still shows
      mark["strokeWidth"] = 1;
      if (role == ChartSpan::Role::excluded) mark["strokeDash"] = {3, 2};
      layers_.push_back({{"data", data_set(std::string(name) + "_spans", std::move(rows))},
                         {"mark", std::move(mark)},
                         {"encoding", {{"x", x_encoding()}, {"x2", {{"field", "x2"}}}}}});
    }
  }

  void add_bands() {
    for (std::size_t i = 0; i < chart_.bands.size(); ++i) {
      const ChartBand& band = chart_.bands[i];
      const std::size_t count = std::min({band.x.size(), band.low.size(), band.high.size()});
      std::string rows;
      for (std::size_t k = 0; k < count; ++k)
        if (has_place(chart_, band.x[k]))
          row(rows, {place("x", band.x[k]), amount("low", band.low[k]), amount("high", band.high[k])});
      if (rows.empty()) continue;
      const std::string name = fmt::format("band_{}", i + 1);
      bands_.push_back({{"data", name}, {"label", band.label}, {"color", colour(band_colour(chart_, i))}});
      layers_.push_back(
          {{"data", data_set(name, std::move(rows))},
           {"mark", {{"type", "area"}, {"color", colour(band_colour(chart_, i))}, {"opacity", 0.17}}},
           {"encoding", {{"x", x_encoding()}, {"y", y_encoding("low")}, {"y2", {{"field", "high"}}}}}});
    }
  }

  void add_lines() {
    const std::vector<std::string_view> colours = line_colours(chart_);
    for (std::size_t i = 0; i < chart_.lines.size(); ++i) {
      const ChartLine& line = chart_.lines[i];
      std::string rows;
      for (std::size_t k = 0; k < std::min(line.x.size(), line.y.size()); ++k)
        if (has_place(chart_, line.x[k])) row(rows, {place("x", line.x[k]), amount("y", line.y[k])});
      if (rows.empty()) continue;
      const std::string name = fmt::format("line_{}", i + 1);
      lines_.push_back({{"data", name}, {"label", line.label}, {"color", colour(colours[i])}});
      layers_.push_back({{"data", data_set(name, std::move(rows))},
                         {"mark", line_mark(line, colours[i])},
                         {"encoding", line_encoding(line)}});
    }
  }

  static Json line_mark(const ChartLine& line, std::string_view name) {
    Json mark = {{"type", "line"}, {"color", colour(name)}};
    if (line.role == ChartLine::Role::reference) {
      mark["strokeDash"] = {4, 3};
      mark["strokeWidth"] = 1.3;
    }
    // A single figure is no line; without a mark of its own it would be invisible.
    if (line.x.size() == 1) mark["point"] = true;
    return mark;
  }

  Json line_encoding(const ChartLine& line) const {
    Json encoding = {{"x", x_encoding()}, {"y", y_encoding("y")}};
    if (chart_.lines.size() > 1 && !line.label.empty())
      encoding["stroke"] = {{"datum", line.label}, {"scale", line_colour_scale()}};
    return encoding;
  }

  Json line_colour_scale() const {
    Json domain = Json::array(), range = Json::array();
    const std::vector<std::string_view> colours = line_colours(chart_);
    for (std::size_t i = 0; i < colours.size(); ++i) {
      domain.push_back(chart_.lines[i].label);
      range.push_back(colour(colours[i]));
    }
    return {{"domain", std::move(domain)}, {"range", std::move(range)}};
  }

  void add_rules() {
    for (std::size_t i = 0; i < chart_.rules.size(); ++i) {
      const ChartRule& rule = chart_.rules[i];
      const bool across = rule.axis == ChartRule::Axis::y;
      if (across ? !std::isfinite(rule.at) : !has_place(chart_, rule.at) || !x_->holds(rule.at)) continue;
      std::string rows;
      row(rows,
          {across ? amount("y", rule.at) : place("x", rule.at), words("label", people_label(rule.label))});
      const Json data = data_set(fmt::format("rule_{}", i + 1), std::move(rows));
      const Json position = across ? Json{{"y", y_encoding("y")}} : Json{{"x", x_encoding()}};
      layers_.push_back({{"data", data},
                         {"mark", {{"type", "rule"}, {"color", colour("reference")}, {"strokeDash", {2, 3}}}},
                         {"encoding", position}});
      if (!rule.label.empty()) add_rule_label(data, position, across);
    }
  }

  void add_rule_label(const Json& data, const Json& position, bool across) {
    Json encoding = position;
    if (across)
      encoding["x"] = {{"value", "width"}};
    else
      encoding["y"] = {{"value", 0}};
    encoding["text"] = {{"field", "label"}};
    Json mark = {{"align", "left"}, {"baseline", across ? "middle" : "top"}, {"dx", across ? 5 : 3}};
    add_text(data, mark, encoding);
  }

  // Text over lines keeps a margin of the paper's colour around it.
  void add_text(const Json& data, Json mark, const Json& encoding) {
    mark["type"] = "text";
    mark["limit"] = 240;
    Json halo = mark;
    halo["stroke"] = colour("paper");
    halo["strokeWidth"] = 3.5;
    halo["strokeJoin"] = "round";
    halo["aria"] = false;
    labels_.push_back({{"data", data}, {"mark", std::move(halo)}, {"encoding", encoding}});
    labels_.push_back({{"data", data}, {"mark", std::move(mark)}, {"encoding", encoding}});
  }

  void add_points() {
    const std::vector<bool> labelled = labelled_points(chart_);
    std::string rows;
    for (std::size_t i = 0; i < chart_.points.size(); ++i) {
      const ChartPoint& point = chart_.points[i];
      if (!has_place(chart_, point.x) || !std::isfinite(point.y)) continue;
      row(rows,
          {place("x", point.x), amount("y", point.y), words("label", people_label(point.label)),
           words("when", x_text(grain_, point.x)),
           words("shown", labelled[i] ? people_label(point.label) : std::string()),
           words("align", alignment(point.x)), words("over", label_stands_over(chart_, point) ? "y" : "n")});
    }
    if (rows.empty()) return;
    const Json data = data_set("points", std::move(rows));
    const Json tips = {tip("label", " "), tip("when", "Date"), tip("y", chart_.y_title, "quantitative")};
    layers_.push_back(
        {{"data", data},
         {"mark",
          {{"type", "point"}, {"filled", true}, {"size", 34}, {"opacity", 1}, {"color", colour("series-2")}}},
         {"encoding", {{"x", x_encoding()}, {"y", y_encoding("y")}, {"tooltip", tips}}}});
    add_text(data,
             {{"dy", {{"expr", "datum.over === 'y' ? -9 : 9"}}},
              {"baseline", {{"expr", "datum.over === 'y' ? 'bottom' : 'top'"}}},
              {"align", {{"expr", "datum.align"}}},
              {"fontSize", 10.5}},
             {{"x", x_encoding()}, {"y", y_encoding("y")}, {"text", {{"field", "shown"}}}});
  }

  // Labels near an end of the axis turn inwards.
  const char* alignment(double x) const {
    const double share = x_->width() > 0 ? (x - x_->low) / x_->width() : 0.5;
    return share < 0.05 ? "left" : share > 0.95 ? "right" : "center";
  }

  // --- bars over named categories ---
  void draw_bars() {
    std::string rows;
    for (const ChartBar& bar : chart_.bars)
      row(rows, {words("category", people_label(bar.category)), amount("value", bar.value),
                 words("series", bar.series), words("shown", people_number(bar.value, bar_decimals()))});
    const bool lying = bars_lie(chart_);
    const Json data = data_set("bars", std::move(rows));
    layers_.push_back(
        {{"data", data},
         {"mark",
          {{"type", "bar"}, {"color", colour("series-1")}, {lying ? "height" : "width", {{"band", 0.68}}}}},
         {"encoding", bar_encoding(lying)}});
    for (const ChartRule& rule : chart_.rules)
      if (rule.axis == ChartRule::Axis::y && std::isfinite(rule.at))
        layers_.push_back(
            {{"mark", {{"type", "rule"}, {"color", colour("reference")}, {"strokeDash", {2, 3}}}},
             {"encoding", {{lying ? "x" : "y", {{"datum", rule.at}}}}}});
    add_bar_values(data, lying);
    if (lying) height_ = kLyingBarStep * static_cast<int>(chart_.bars.size()) + 10;
  }

  // Whole numbers, such as days, stay whole.
  int bar_decimals() const {
    const auto whole = [](const ChartBar& bar) {
      return !std::isfinite(bar.value) || bar.value == std::floor(bar.value);
    };
    return std::all_of(chart_.bars.begin(), chart_.bars.end(), whole) ? 0 : 1;
  }

  // The value beyond the bar's end, on the side to which the bar points.
  void add_bar_values(const Json& data, bool lying) {
    if (bar_groups(chart_).size() > 1 && bars_share_categories(chart_)) return;
    const Json places = bar_places(lying);
    for (const bool below : {false, true}) {
      Json mark = {{"type", "text"}, {"fontSize", 11}};
      mark["align"] = lying ? (below ? "right" : "left") : "center";
      mark["baseline"] = lying ? "middle" : (below ? "top" : "bottom");
      mark[lying ? "dx" : "dy"] = (below == lying) ? -5 : 5;
      Json encoding = places;
      encoding["text"] = {{"field", "shown"}};
      layers_.push_back({{"data", data},
                         {"transform", {{{"filter", below ? "datum.value < 0" : "datum.value >= 0"}}}},
                         {"mark", std::move(mark)},
                         {"encoding", std::move(encoding)}});
    }
  }

  Json bar_places(bool lying) const {
    const Json category = {
        {"field", "category"},
        {"type", "nominal"},
        {"sort", nullptr},
        {"title", title_or_null(chart_.x_title)},
        {"axis", {{"labelAngle", 0}, {"labelLimit", 220}, {"grid", false}, {"ticks", false}}}};
    const Json value = {{"field", "value"},
                        {"type", "quantitative"},
                        {"title", title_or_null(chart_.y_title)},
                        {"scale", {{"padding", lying ? 34 : 0}}},  // pixels, for the values
                        {"axis", {{"grid", true}, {"tickCount", 6}}}};
    return {{lying ? "y" : "x", category}, {lying ? "x" : "y", value}};
  }

  Json bar_encoding(bool lying) const {
    Json encoding = bar_places(lying);
    const std::vector<std::string> groups = bar_groups(chart_);
    Json tips = {tip("category", chart_.x_title), tip("value", chart_.y_title, "quantitative")};
    if (groups.size() > 1) {
      Json range = Json::array();
      for (std::size_t i = 0; i < groups.size(); ++i) range.push_back(series_colour(i).light);
      if (bars_share_categories(chart_))
        encoding[lying ? "yOffset" : "xOffset"] = {{"field", "series"}, {"sort", nullptr}};
      encoding["color"] = {{"field", "series"}, {"scale", {{"domain", groups}, {"range", std::move(range)}}}};
      tips.push_back(tip("series", " "));
    }
    encoding["tooltip"] = std::move(tips);
    return encoding;
  }

  // A specification without marks is not valid; a chart without data says so.
  void say_empty() {
    layers_.push_back({{"data", {{"values", Json::array({Json::object()})}}},
                       {"mark", {{"type", "text"}, {"text", "No data to draw"}}}});
    height_ = 60;
  }

  std::string assemble() {
    Json meta = {{"x", grain_ == Grain::month ? "month"
                       : grain_ == Grain::day ? "day"
                                              : "number"},
                 {"x_title", one_clean_line(chart_.x_title)},
                 {"y_title", one_clean_line(chart_.y_title)},
                 {"lines", std::move(lines_)},
                 {"bands", std::move(bands_)}};
    const Json head = {
        {"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
        {"title", {{"text", chart_.title}}},
        {"description", chart_.alternative},
        {"width", "container"},
        // Room for half a label of the time axis beyond the last figure, and for labels of rules.
        {"padding",
         {{"left", 1}, {"right", std::max(13, rule_label_room(chart_))}, {"top", 6}, {"bottom", 3}}},
        {"height", height_},
        {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}},
        {"usermeta", {{"rerate", std::move(meta)}}},
        {"config", look()},
        {"layer", std::move(layers_)}};
    std::string text = head.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.pop_back();  // the closing brace: the data sets go in before it
    text += ",\"datasets\":{";
    for (std::size_t i = 0; i < data_sets_.size(); ++i)
      text += fmt::format("{}\"{}\":[{}]", i == 0 ? "\n" : ",\n", data_sets_[i].first, data_sets_[i].second);
    return text + "}}";
  }

  const Chart& chart_;
  Grain grain_;
  std::optional<Extent> x_;
  int height_ = kPlotHeight;
  Json layers_ = Json::array();
  std::vector<Json> labels_;  // drawn over everything else
  Json lines_ = Json::array(), bands_ = Json::array();
  std::vector<std::pair<std::string, std::string>> data_sets_;
};

}  // namespace

std::string vega_chart(const Chart& chart) { return Specification(chart).text(); }

}  // namespace rerate
