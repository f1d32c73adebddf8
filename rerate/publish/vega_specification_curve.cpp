#include "rerate/publish/vega_specification_curve.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_specification.h"
#include "rerate/publish/figure_text.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate::vega {
namespace {

constexpr int kCurve = 190, kBetween = 22, kRow = 15, kMostName = 34;  // pixels; columns

class Curve {
 public:
  Curve(Specification& specification, const Chart& chart, Extent extent)
      : specification_(specification), curve_(*chart.specification), extent_(extent) {
    name_rows();
  }

  void draw() {
    specification_.height = kCurve;
    if (!names_.empty()) specification_.height += kBetween + kRow * static_cast<int>(names_.size());
    specification_.resolve = {{"scale", {{"y", "independent"}}}};
    add_curve();
    if (!names_.empty()) add_options();
  }

 private:
  // "below: 48"; options that read the same are told apart by number.
  void name_rows() {
    std::set<std::string> taken;
    for (const ChartSpecification::Line& line : curve_.lines) {
      const std::string label = fit_columns(
          one_clean_line(people_label(line.choice) + ": " + people_label(line.option)), kMostName);
      std::string name = label;
      for (int i = 2; !taken.insert(name).second; ++i) name = fmt::format("{} ({})", label, i);
      names_.push_back(std::move(name));
    }
  }

  bool is_drawn(std::size_t place) const {
    return place < curve_.points.size() && std::isfinite(curve_.points[place].value);
  }

  std::string shown(double value) const {
    return figure_text(value, curve_.unit, usual_telling(curve_.unit));
  }

  std::string number_title() const {
    return curve_.unit.empty() ? "Number" : fmt::format("Number ({})", people_label(curve_.unit));
  }

  std::string mark_of(std::size_t place) const {
    const ChartSpecification::Point& point = curve_.points[place];
    return point.own ? "own" : point.flip ? "flip" : "";
  }

  // Only where there is a mark to tell of: curves have hundreds of points.
  std::vector<std::string> point_row(std::size_t place) const {
    std::vector<std::string> row = {amount("place", static_cast<double>(place)),
                                    amount("value", curve_.points[place].value),
                                    flag("significant", curve_.points[place].significant)};
    if (const std::string mark = mark_of(place); !mark.empty()) {
      row.push_back(words("mark", mark));
      row.push_back(words("shown", shown(curve_.points[place].value)));
    }
    return row;
  }

  static std::string flag(const char* field, bool set) {
    return fmt::format("\"{}\":{}", field, set ? "true" : "false");
  }

  Json place() const {
    return {{"field", "place"},
            {"type", "quantitative"},
            {"title", nullptr},
            {"axis", nullptr},
            {"scale",
             {{"domain", {-0.5, static_cast<double>(curve_.points.size()) - 0.5}},
              {"nice", false},
              {"zero", false}}}};
  }

  Json value() const {
    return {{"field", "value"},
            {"type", "quantitative"},
            {"title", nullptr},
            {"axis", {{"grid", true}}},
            {"scale",
             {{"domain", {extent_.low, extent_.high}},
              {"range", {kCurve, 0}},
              {"nice", false},
              {"zero", false}}}};
  }

  // --- the curve ---
  void add_curve() {
    std::string rows;
    for (std::size_t i = 0; i < curve_.points.size(); ++i)
      if (is_drawn(i)) add_row(rows, point_row(i));
    const Json data = specification_.data_set("definitions", std::move(rows));
    Json layers = Json::array();
    if (std::isfinite(curve_.neutral) && extent_.holds(curve_.neutral)) layers.push_back(neutral_line());
    layers.push_back(rings(data));
    add_marked(layers, data, "own", "diamond", "series-2", "This study ");
    add_marked(layers, data, "flip", "square", "series-6", "Nearest flip ");
    specification_.add_layer({{"layer", std::move(layers)}});
  }

  Json neutral_line() {
    std::string rows;
    add_row(rows, {amount("value", curve_.neutral)});
    return {{"data", specification_.data_set("neutral", std::move(rows))},
            {"mark", {{"type", "rule"}, {"color", colour("reference")}, {"strokeDash", {4, 3}}}},
            {"encoding", {{"y", value()}}}};
  }

  Json rings(const Json& data) const {
    const double size = curve_.points.size() > 150 ? 14 : 30;
    return {{"data", data},
            {"mark", {{"type", "point"}, {"size", size}, {"opacity", 1}, {"strokeWidth", 1}}},
            {"encoding",
             {{"x", place()},
              {"y", value()},
              {"stroke",
               {{"condition", {{"test", "datum.significant"}, {"value", colour("series-1")}}},
                {"value", colour("reference")}}},
              {"fill",
               {{"condition", {{"test", "datum.significant"}, {"value", colour("series-1")}}},
                {"value", colour("paper")}}},
              {"tooltip", {figure_tip("value", number_title()), tip("significant", "Significant")}}}}};
  }

  void add_marked(Json& layers, const Json& data, const char* mark, const char* shape, const char* hue,
                  const char* label) const {
    const Json chosen = {{{"filter", fmt::format("datum.mark === '{}'", mark)}},
                         {{"calculate", fmt::format("'{}' + datum.shown", label)}, {"as", "label"}}};
    layers.push_back({{"data", data},
                      {"transform", chosen},
                      {"mark",
                       {{"type", "point"},
                        {"shape", shape},
                        {"filled", true},
                        {"size", 90},
                        {"opacity", 1},
                        {"color", colour(hue)},
                        {"stroke", colour("paper")},
                        {"strokeWidth", 1}}},
                      {"encoding", {{"x", place()}, {"y", value()}, {"tooltip", {tip("label", " ")}}}}});
    layers.push_back({{"data", data},
                      {"transform", chosen},
                      {"mark",
                       {{"type", "text"},
                        {"color", colour("ink")},
                        {"fontWeight", 600},
                        {"dy", -9},
                        {"baseline", "bottom"},
                        {"align", {{"expr", "datum.place < datum.count / 2 ? 'left' : 'right'"}}}}},
                      {"encoding", {{"x", place()}, {"y", value()}, {"text", {{"field", "label"}}}}}});
    // What the alignment compares with.
    layers.back()["transform"].push_back(
        {{"calculate", fmt::format("{}", curve_.points.size())}, {"as", "count"}});
  }

  // --- the options ---
  Json row() const {
    return {{"field", "row"},
            {"type", "nominal"},
            {"sort", nullptr},
            {"title", nullptr},
            {"axis", nullptr},
            {"scale",
             {{"domain", names_}, {"range", {kCurve + kBetween, specification_.height}}, {"padding", 0}}}};
  }

  void add_options() {
    std::string dots, names;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const ChartSpecification::Line& line = curve_.lines[i];
      add_row(names, {words("row", names_[i]), words("choice", people_label(line.choice)),
                      words("option", people_label(line.option)), flag("usual", line.usual),
                      amount("mean", line.mean), words("shown", mean_text(curve_, line.mean))});
      add_dots(dots, i, true);
      add_dots(dots, i, false);
    }
    const Json data = specification_.data_set("option_names", std::move(names));
    Json layers = Json::array();
    layers.push_back(option_dots(specification_.data_set("options", std::move(dots))));
    layers.push_back(beside(data, "row", 0, -8, "right"));
    layers.push_back(beside(data, "shown", "width", 8, "left"));
    specification_.add_layer({{"layer", std::move(layers)}});
  }

  // The places of an option in one row: a row for each dot would be nine tenths of the specification.
  void add_dots(std::string& rows, std::size_t line, bool significant) const {
    std::string places;
    for (const std::size_t at : curve_.lines[line].dots)
      if (is_drawn(at) && curve_.points[at].significant == significant)
        places += fmt::format("{}{}", places.empty() ? "" : ",", at);
    if (places.empty()) return;
    add_row(rows, {words("row", names_[line]), flag("significant", significant),
                   fmt::format("\"place\":[{}]", places)});
  }

  Json option_dots(const Json& data) const {
    return {{"data", data},
            {"transform", {{{"flatten", {"place"}}}}},
            {"mark", {{"type", "point"}, {"filled", true}, {"size", 9}, {"opacity", 1}}},
            {"encoding",
             {{"x", place()},
              {"y", row()},
              {"color",
               {{"condition", {{"test", "datum.significant"}, {"value", colour("series-1")}}},
                {"value", colour("reference")}}}}}};
  }

  // Names on the left, means on the right; the study's options in bold.
  Json beside(const Json& data, const char* field, const Json& x, int dx, const char* align) const {
    return {{"data", data},
            {"mark",
             {{"type", "text"},
              {"align", align},
              {"dx", dx},
              {"limit", 260},
              {"fontSize", 11},
              {"fontWeight", {{"expr", "datum.usual ? 700 : 400"}}}}},
            {"encoding", {{"x", {{"value", x}}}, {"y", row()}, {"text", {{"field", field}}}}}};
  }

  Specification& specification_;
  const ChartSpecification& curve_;
  Extent extent_;
  std::vector<std::string> names_;
};

}  // namespace

void draw_specification_curve(Specification& specification, const Chart& chart) {
  if (const auto extent = specification_extent(*chart.specification))
    Curve(specification, chart, *extent).draw();
}

}  // namespace rerate::vega
