#include "rerate/publish/vega_over_x.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/publish/axis_ticks.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/point_labels.h"
#include "rerate/publish/vega_ribbons.h"
#include "rerate/publish/vega_spans.h"
#include "rerate/publish/vega_x_axis.h"

namespace rerate::vega {
namespace {

constexpr int kLogTicks = 12;

class OverX {
 public:
  OverX(Specification& specification, const Chart& chart, Extent x)
      : specification_(specification),
        chart_(chart),
        grain_(grain_of(chart)),
        axis_(chart),
        x_(x),
        y_(y_axis(chart)) {}

  void draw() {
    add_spans();
    add_bands();
    add_rules();
    add_lines();
    add_points();
    draw_ribbons(specification_, chart_, x_);
  }

 private:
  std::string place(const char* field, double x) const { return axis_.place(field, x); }
  Json x_encoding() const { return axis_.encoding(); }

  Json y_encoding(const char* field) const {
    return {{"field", field},
            {"type", "quantitative"},
            {"scale", y_scale()},
            {"axis", y_axis_marks()},
            {"title", title_or_null(chart_.y_title)}};
  }

  Json y_scale() const {
    if (has_log_axis(chart_)) return {{"type", "log"}, {"nice", false}, {"domain", {y_.low, y_.high}}};
    return {{"zero", false}, {"nice", false}, {"domain", {y_.low, y_.high}}};
  }

  Json y_axis_marks() const {
    if (!has_log_axis(chart_)) return {{"tickCount", 5}};
    Json values = Json::array();
    for (const Tick& tick : log_ticks(y_, kLogTicks)) values.push_back(tick.at);
    // Vega thins the values out to the count.
    const std::size_t count = values.size();
    return {{"values", std::move(values)}, {"tickCount", count}, {"format", ",.12~g"}};
  }

  // Behind the ribbons too; without a place of its own a span is as high as the plot.
  void add_spans() {
    const int room = ribbon_room(chart_);
    draw_spans(
        specification_, chart_, x_,
        room > 0 ? std::optional(room + (has_plot(chart_) ? specification_.height : 0)) : std::nullopt);
  }

  void add_bands() {
    for (std::size_t i = 0; i < chart_.bands.size(); ++i) {
      const ChartBand& band = chart_.bands[i];
      const std::size_t count = std::min({band.x.size(), band.low.size(), band.high.size()});
      std::string rows;
      for (std::size_t k = 0; k < count; ++k)
        if (has_place(chart_, band.x[k]))
          add_row(rows, {place("x", band.x[k]), amount("low", band.low[k]), amount("high", band.high[k])});
      if (rows.empty()) continue;
      const std::string name = fmt::format("band_{}", i + 1);
      specification_.bands.push_back({{"data", name},
                                      {"label", people_sentence(band.label)},
                                      {"color", colour(band_colour(chart_, i))}});
      if (band_steps(chart_, i)) specification_.bands.back()["step"] = true;
      specification_.add_layer(
          {{"data", specification_.data_set(name, std::move(rows))},
           {"mark", band_mark(i)},
           {"encoding", {{"x", x_encoding()}, {"y", y_encoding("low")}, {"y2", {{"field", "high"}}}}}});
    }
  }

  // Edges tell a band from a shaded stretch of time where the two lie on each other.
  Json band_mark(std::size_t index) const {
    const std::string_view name = band_colour(chart_, index);
    Json mark = {{"type", "area"},         {"color", colour(name)}, {"fillOpacity", 0.19},
                 {"stroke", colour(name)}, {"strokeOpacity", 0.45}, {"strokeWidth", 0.7}};
    if (band_steps(chart_, index)) mark["interpolate"] = "step-after";
    return mark;
  }

  void add_lines() {
    const std::vector<std::string_view> colours = line_colours(chart_);
    for (std::size_t i = 0; i < chart_.lines.size(); ++i) {
      const ChartLine& line = chart_.lines[i];
      std::string rows;
      for (std::size_t k = 0; k < std::min(line.x.size(), line.y.size()); ++k)
        if (has_place(chart_, line.x[k])) add_row(rows, {place("x", line.x[k]), amount("y", line.y[k])});
      if (rows.empty()) continue;
      const std::string name = fmt::format("line_{}", i + 1);
      specification_.lines.push_back(
          {{"data", name}, {"label", people_sentence(line.label)}, {"color", colour(colours[i])}});
      if (line.step) specification_.lines.back()["step"] = true;
      specification_.add_layer({{"data", specification_.data_set(name, std::move(rows))},
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
    if (line.step) mark["interpolate"] = "step-after";
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
      if (across ? !std::isfinite(rule.at) : !has_place(chart_, rule.at) || !x_.holds(rule.at)) continue;
      std::string rows;
      add_row(rows, {across ? amount("y", rule.at) : place("x", rule.at),
                     words("label", people_label(rule.label))});
      const Json data = specification_.data_set(fmt::format("rule_{}", i + 1), std::move(rows));
      const Json position = across ? Json{{"y", y_encoding("y")}} : Json{{"x", x_encoding()}};
      specification_.add_layer(
          {{"data", data},
           {"mark", {{"type", "rule"}, {"color", colour("reference")}, {"strokeDash", {2, 3}}}},
           {"encoding", position}});
      if (!rule.label.empty()) add_rule_label(data, position, rule);
    }
  }

  // Beside its line: level ones beyond the plot, upright ones on the right where they fit.
  void add_rule_label(const Json& data, const Json& position, const ChartRule& rule) {
    Json encoding = position;
    encoding["text"] = {{"field", "label"}};
    if (rule.axis == ChartRule::Axis::y) {
      encoding["x"] = {{"value", "width"}};
      specification_.add_haloed_label(data, {{"align", "left"}, {"baseline", "middle"}, {"dx", 5}}, encoding);
      return;
    }
    const double beyond = x_.width() > 0 ? (x_.high - rule.at) / x_.width() : 0.5;
    const auto by_room = [&](const char* left, const char* right) -> Json {
      return {{"expr",
               fmt::format("width * {:.4f} < {} ? {} : {}", beyond, upright_label_room(rule), left, right)}};
    };
    encoding["y"] = {{"value", 0}};
    specification_.add_haloed_label(
        data, {{"align", by_room("'right'", "'left'")}, {"baseline", "top"}, {"dx", by_room("-3", "3")}},
        encoding);
  }

  bool is_drawn(const ChartPoint& point) const {
    return has_place(chart_, point.x) && std::isfinite(point.y);
  }

  bool any_error_bar() const {
    return std::any_of(chart_.points.begin(), chart_.points.end(),
                       [&](const ChartPoint& point) { return is_drawn(point) && has_error_bar(point); });
  }

  std::string point_rows(bool errors) const {
    const std::vector<LabelSide> labels = point_labels(chart_);
    std::string rows;
    for (std::size_t i = 0; i < chart_.points.size(); ++i) {
      const ChartPoint& point = chart_.points[i];
      if (!is_drawn(point)) continue;
      const bool over = labels[i] != LabelSide::under;
      std::vector<std::string> row = {
          place("x", point.x),
          amount("y", point.y),
          words("label", people_label(point.label)),
          words("when", x_text(grain_, point.x)),
          words("shown", labels[i] != LabelSide::none ? people_label(point.label) : std::string()),
          words("align", alignment(point.x)),
          words("over", over ? "y" : "n")};
      if (errors) {
        const bool bar = has_error_bar(point);
        row.push_back(amount("low", bar ? point.low : point.y));
        row.push_back(amount("high", bar ? point.high : point.y));
        row.push_back(amount("foot", label_foot(point, over)));
      }
      add_row(rows, row);
    }
    return rows;
  }

  void add_points() {
    const bool errors = any_error_bar();
    std::string rows = point_rows(errors);
    if (rows.empty()) return;
    const Json data = specification_.data_set("points", std::move(rows));
    if (errors) add_error_bars(data);
    Json tips = {tip("label", " "), tip("when", chart_.time_axis ? "Date" : chart_.x_title),
                 figure_tip("y", chart_.y_title)};
    if (errors) tips.insert(tips.end(), {figure_tip("low", "Low"), figure_tip("high", "High")});
    specification_.add_layer(
        {{"data", data},
         {"mark",
          {{"type", "point"}, {"filled", true}, {"size", 34}, {"opacity", 1}, {"color", colour("series-2")}}},
         {"encoding", {{"x", x_encoding()}, {"y", y_encoding("y")}, {"tooltip", std::move(tips)}}}});
    specification_.add_haloed_label(
        data,
        {{"dy", {{"expr", "datum.over === 'y' ? -9 : 9"}}},
         {"baseline", {{"expr", "datum.over === 'y' ? 'bottom' : 'top'"}}},
         {"align", {{"expr", "datum.align"}}},
         {"fontSize", 10.5}},
        {{"x", x_encoding()}, {"y", y_encoding(errors ? "foot" : "y")}, {"text", {{"field", "shown"}}}});
  }

  // Upright, with a short stroke across each end.
  void add_error_bars(const Json& data) {
    const Json ink = colour("series-2");
    specification_.add_layer(
        {{"data", data},
         {"mark", {{"type", "rule"}, {"color", ink}, {"strokeWidth", 1.3}}},
         {"encoding", {{"x", x_encoding()}, {"y", y_encoding("low")}, {"y2", {{"field", "high"}}}}}});
    for (const char* end : {"low", "high"})
      specification_.add_layer(
          {{"data", data},
           {"mark",
            {{"type", "tick"}, {"orient", "horizontal"}, {"color", ink}, {"size", 7}, {"thickness", 1.3}}},
           {"encoding", {{"x", x_encoding()}, {"y", y_encoding(end)}}}});
  }

  // Labels near an end of the axis turn inwards.
  const char* alignment(double x) const {
    const double share = x_.width() > 0 ? (x - x_.low) / x_.width() : 0.5;
    return share < 0.05 ? "left" : share > 0.95 ? "right" : "center";
  }

  Specification& specification_;
  const Chart& chart_;
  Grain grain_;
  XAxis axis_;
  Extent x_, y_;
};

}  // namespace

void draw_over_x(Specification& specification, const Chart& chart) {
  if (const auto x = x_extent(chart)) OverX(specification, chart, *x).draw();
}

}  // namespace rerate::vega
