#include "rerate/publish/vega_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/number_format.h"
#include "rerate/study/sentence.h"

namespace rerate::vega {
namespace {

constexpr int kRuleLine = 14;  // pixels a line of rules' labels takes above the plot

// Breaks at spaces, so that no line is longer than the parameter says; one longer word is cut by the limit.
constexpr std::string_view kBrokenName =
    "trim(replace(datum.category, regexp('(.{1,' + label_columns + '})( +|$)', 'g'), '$1\\n'))";
// A long label turns inwards from the side it is near, where names stand or the picture ends.
constexpr std::string_view kInwards =
    "length(datum.label) < 20 ? 'center' : scale('x', datum.middle) < width / 3 ? 'left' : "
    "scale('x', datum.middle) > width * 2 / 3 ? 'right' : 'center'";
constexpr int kNameLine = 14;     // pixels
constexpr int kNarrowPlot = 330;  // pixels; narrower plots give rules' labels more lines

class Rows {
 public:
  Rows(Specification& specification, const Chart& chart)
      : specification_(specification),
        chart_(chart),
        extent_(value_extent(chart)),
        names_(distinct_names(chart)) {}

  void draw() {
    lying_ = !chart_.intervals.empty() || is_waterfall(chart_) || is_stacked(chart_) || bars_lie(chart_);
    if (lying_) specification_.params.push_back({{"name", "label_columns"}, {"value", kWideNameColumns}});
    if (!chart_.intervals.empty())
      draw_intervals();
    else if (is_waterfall(chart_))
      draw_waterfall();
    else
      draw_bars();
    if (!lying_) return;
    add_names();
    specification_.height = row_step(chart_) * row_count() + 10;
  }

 private:
  // Groups side by side take a step each.
  int row_count() const {
    const bool grouped = !is_waterfall(chart_) && !is_stacked(chart_) && chart_.intervals.empty() &&
                         bars_share_categories(chart_);
    return static_cast<int>(grouped ? chart_.bars.size() : names_.size());
  }

  static std::vector<std::string> distinct_names(const Chart& chart) {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (std::string& name : row_names(chart))
      if (seen.insert(name).second) names.push_back(std::move(name));
    return names;
  }

  Json category(const char* field = "category") const {
    Json encoding = {{"field", field},
                     {"type", "nominal"},
                     {"sort", nullptr},
                     {"scale", {{"domain", names_}}},  // in their order, whichever layer comes first
                     {"title", chart_.intervals.empty() ? title_or_null(chart_.x_title) : Json()}};
    encoding["axis"] = {{"labelAngle", 0}, {"labelLimit", 220}, {"grid", false}, {"ticks", false}};
    if (lying_) encoding["axis"]["labels"] = encoding["axis"]["domain"] = false;
    return encoding;
  }

  // Names of lying rows are text of our own: labels of an axis cannot be centred when they have several lines.
  void add_names() {
    std::string rows;
    for (const std::string& name : names_) add_row(rows, {words("category", name)});
    specification_.add_layer(
        {{"data", specification_.data_set("names", std::move(rows))},
         {"transform", {{{"calculate", std::string(kBrokenName)}, {"as", "name"}}}},
         {"mark",
          {{"type", "text"},
           {"align", "right"},
           {"baseline", "middle"},
           {"dx", -8},
           {"dy", {{"expr", fmt::format("{} * (1 - length(split(datum.name, '\\n')))", kNameLine / 2)}}},
           {"lineBreak", "\n"},
           {"lineHeight", kNameLine},
           {"limit", 220},
           {"fontSize", 12}}},
         {"encoding", {{"x", {{"value", 0}}}, {"y", category()}, {"text", {{"field", "name"}}}}}});
  }

  Json value(const char* field) const {
    Json axis = {{"grid", true},
                 {"tickCount", lying_ ? Json{{"expr", "max(3, floor(width / 60))"}} : Json(6)},
                 {"labelFlush", false}};
    if (counts_things(chart_)) axis["tickMinStep"] = 1;
    return {{"field", field},
            {"type", "quantitative"},
            {"title", title_or_null(value_title(chart_))},
            {"scale", value_scale()},
            {"axis", std::move(axis)}};
  }

  Json value_scale() const {
    if (!chart_.intervals.empty()) return {{"zero", false}, {"nice", false}, {"domain", interval_domain()}};
    if (is_waterfall(chart_)) return {{"zero", false}, {"nice", false}, {"domain", waterfall_domain()}};
    Json scale = {{"padding", lying_ ? 34 : 0}};   // bars begin at zero; pixels, for what is written there
    if (extent_.low >= 0) scale["domainMin"] = 0;  // nothing is written left of it
    return scale;
  }

  // Some air, but none below zero where nothing is negative.
  Json interval_domain() const {
    const double air = extent_.width() > 0 ? 0.06 * extent_.width() : std::max(1.0, std::abs(extent_.low));
    const double low = extent_.low >= 0 ? std::max(0.0, extent_.low - air) : extent_.low - air;
    return {low, extent_.high + air};
  }

  Json waterfall_domain() const {
    const double room = 0.13 * extent_.width();  // for what is written there
    return {extent_.low < 0 ? extent_.low - room : extent_.low, extent_.high + room};
  }

  // --- dumbbells ---
  void draw_intervals() {
    std::string rows;
    for (const ChartInterval& interval : chart_.intervals) add_interval(rows, interval);
    const Json data = specification_.data_set("intervals", std::move(rows));
    add_rules();
    add_ranges(data);
    add_middles(data);
    add_rule_labels();
  }

  void add_interval(std::string& rows, const ChartInterval& interval) const {
    const std::string name = words("category", people_label(interval.category));
    const std::string low = amount("low", interval.low), middle = amount("middle", interval.middle);
    const std::string high = amount("high", interval.high);
    const std::string label = words("label", people_sentence(interval.label));
    const std::string range = words("range", interval_text(chart_, interval));
    const std::string shown = words("shown", middle_text(chart_, interval));
    if (has_inner_ranges(chart_))
      add_row(rows, {name, low, middle, high, amount("inner_low", interval.inner_low),
                     amount("inner_high", interval.inner_high), label, range,
                     words("inner", inner_text(chart_, interval)), shown});
    else
      add_row(rows, {name, low, middle, high, label, range, shown});
  }

  Json interval_tips() const {
    const auto named = [](const std::string& label, const char* otherwise) {
      return label.empty() ? std::string(otherwise) : capitalised(people_sentence(label));
    };
    Json tips = {tip("category", " "),
                 tip("shown", value_title(chart_).empty() ? "Middle" : value_title(chart_)),
                 tip("range", named(chart_.range_label, "Range"))};
    if (has_inner_ranges(chart_)) tips.push_back(tip("inner", named(chart_.inner_label, "Inner range")));
    return tips;
  }

  // One bar a row from field to field, where both ends are known.
  void add_stretch(const Json& data, const char* low, const char* high, Json mark) {
    mark["type"] = "rule";
    mark["color"] = colour("series-1");
    specification_.add_layer(
        {{"data", data},
         {"transform", {{{"filter", fmt::format("isValid(datum.{}) && isValid(datum.{})", low, high)}}}},
         {"mark", std::move(mark)},
         {"encoding",
          {{"y", category()}, {"x", value(low)}, {"x2", {{"field", high}}}, {"tooltip", interval_tips()}}}});
  }

  // A range alone is a bar; around another one it is a whisker.
  void add_ranges(const Json& data) {
    const Json whole = {{{"filter", "isValid(datum.low) && isValid(datum.high)"}}};
    const bool inner = has_inner_ranges(chart_);
    add_stretch(
        data, "low", "high",
        inner ? Json{{"strokeWidth", 1.6}, {"opacity", 0.8}} : Json{{"strokeWidth", 6}, {"opacity", 0.34}});
    if (inner) add_stretch(data, "inner_low", "inner_high", {{"strokeWidth", 9}, {"opacity", 0.5}});
    for (const char* end : {"low", "high"})
      specification_.add_layer(
          {{"data", data},
           {"transform", whole},
           {"mark", {{"type", "tick"}, {"color", colour("series-1")}, {"thickness", 2}, {"size", 13}}},
           {"encoding", {{"y", category()}, {"x", value(end)}}}});
  }

  void add_middles(const Json& data) {
    const Json places = {{"y", category()}, {"x", value("middle")}};
    Json dots = places;
    dots["tooltip"] = interval_tips();
    specification_.add_layer(
        {{"data", data},
         {"mark",
          {{"type", "point"}, {"filled", true}, {"size", 92}, {"opacity", 1}, {"color", colour("series-1")}}},
         {"encoding", std::move(dots)}});
    Json text = places;
    text["text"] = {{"field", "label"}};
    specification_.add_haloed_label(data,
                                    {{"dy", -10},
                                     {"baseline", "bottom"},
                                     {"color", colour("ink")},
                                     {"fontWeight", 600},
                                     {"align", {{"expr", std::string(kInwards)}}},
                                     {"limit", {{"expr", "width"}}}},
                                    text);
  }

  // --- bars ---
  void draw_bars() {
    std::string rows;
    for (const ChartBar& bar : chart_.bars)
      add_row(rows, {words("category", people_label(bar.category)), amount("value", bar.value),
                     words("series", bar.series), words("shown", bar_text(chart_, bar))});
    const Json data = specification_.data_set("bars", std::move(rows));
    specification_.add_layer(
        {{"data", data},
         {"mark",
          {{"type", "bar"}, {"color", colour("series-1")}, {lying_ ? "height" : "width", {{"band", 0.68}}}}},
         {"encoding", bar_encoding()}});
    add_rules();
    if (is_stacked(chart_))
      add_sums();
    else if (bar_groups(chart_).size() < 2 || !bars_share_categories(chart_))
      add_bar_values(data);
    add_rule_labels();
  }

  Json row_places(const char* field) const {
    return {{lying_ ? "y" : "x", category()}, {lying_ ? "x" : "y", value(field)}};
  }

  Json bar_encoding() const {
    Json encoding = row_places("value");
    const std::vector<std::string> groups = bar_groups(chart_);
    Json tips = {tip("category", chart_.x_title), figure_tip("value", chart_.y_title)};
    if (groups.size() > 1) {
      Json range = Json::array();
      for (std::size_t i = 0; i < groups.size(); ++i) range.push_back(series_colour(i).light);
      if (is_stacked(chart_))
        encoding["x"]["stack"] = "zero";
      else if (bars_share_categories(chart_))
        encoding[lying_ ? "yOffset" : "xOffset"] = {{"field", "series"}, {"sort", nullptr}};
      encoding["color"] = {{"field", "series"}, {"scale", {{"domain", groups}, {"range", std::move(range)}}}};
      tips.push_back(tip("series", " "));
    }
    encoding["tooltip"] = std::move(tips);
    return encoding;
  }

  // A dot where the row's bars add up to, and its figure beyond their end.
  void add_sums() {
    std::string rows;
    for (const BarStack& stack : bar_stacks(chart_))
      add_row(rows, {words("category", people_label(stack.category)), amount("sum", stack.sum),
                     amount("end", stack.high), words("shown", stack_text(chart_, stack))});
    const Json data = specification_.data_set("sums", std::move(rows));
    Json dot = row_places("sum");
    dot["tooltip"] = {tip("category", chart_.x_title), tip("shown", "Sum")};
    specification_.add_layer({{"data", data},
                              {"mark",
                               {{"type", "point"},
                                {"filled", true},
                                {"size", 52},
                                {"opacity", 1},
                                {"color", colour("ink")},
                                {"stroke", colour("paper")},
                                {"strokeWidth", 1.2}}},
                              {"encoding", std::move(dot)}});
    Json text = row_places("end");
    text["text"] = {{"field", "shown"}};
    specification_.add_layer(
        {{"data", data},
         {"mark", {{"type", "text"}, {"fontSize", 11}, {"align", "left"}, {"baseline", "middle"}, {"dx", 8}}},
         {"encoding", std::move(text)}});
  }

  // The value beyond the bar's end, on the side to which the bar points.
  void add_bar_values(const Json& data) {
    for (const bool below : {false, true}) {
      Json mark = {{"type", "text"}, {"fontSize", 11}};
      mark["align"] = lying_ ? (below ? "right" : "left") : "center";
      mark["baseline"] = lying_ ? "middle" : (below ? "top" : "bottom");
      mark[lying_ ? "dx" : "dy"] = (below == lying_) ? -5 : 5;
      Json encoding = row_places("value");
      encoding["text"] = {{"field", "shown"}};
      specification_.add_layer({{"data", data},
                                {"transform", {{{"filter", below ? "datum.value < 0" : "datum.value >= 0"}}}},
                                {"mark", std::move(mark)},
                                {"encoding", std::move(encoding)}});
    }
  }

  // --- waterfalls ---
  void draw_waterfall() {
    const double base = bar_base(extent_);
    std::string rows, joins;
    for (std::size_t i = 0; i < chart_.bars.size(); ++i) {
      const ChartBar& bar = chart_.bars[i];
      add_row(rows,
              {words("category", bar_name(chart_, bar)), amount("from", bar.from.value_or(base)),
               amount("value", bar.value), amount("right", std::max(bar.value, bar.from.value_or(base))),
               words("step", step_word(step_of(bar))), words("series", bar.series),
               words("shown", bar_text(chart_, bar))});
      if (i + 1 < chart_.bars.size() && leads_on(i))
        add_row(joins, {words("category", bar_name(chart_, bar)),
                        words("next", bar_name(chart_, chart_.bars[i + 1])), amount("value", bar.value)});
    }
    const Json data = specification_.data_set("bars", std::move(rows));
    if (!joins.empty()) add_joins(specification_.data_set("joins", std::move(joins)));
    add_steps(data);
    add_base();
    add_rules();
    add_step_values(data);
    add_rule_labels();
  }

  static const char* step_word(BarStep step) {
    return step == BarStep::level ? "level" : step == BarStep::up ? "up" : "down";
  }

  // The next bar goes on where this one ends: a step from there, or the level that was reached.
  bool leads_on(std::size_t i) const {
    const ChartBar &here = chart_.bars[i], &next = chart_.bars[i + 1];
    const double slack = 1e-6 * extent_.width();
    return std::abs(here.value - next.from.value_or(next.value)) <= slack;
  }

  void add_joins(const Json& data) {
    Json encoding = row_places("value");
    encoding["y2"] = {{"field", "next"}};
    specification_.add_layer({{"data", data},
                              {"mark", {{"type", "rule"}, {"color", colour("axis")}, {"strokeWidth", 1}}},
                              {"encoding", std::move(encoding)}});
  }

  void add_steps(const Json& data) {
    Json encoding = row_places("from");
    encoding["x2"] = {{"field", "value"}};
    Json range = Json::array();
    for (const BarStep step : {BarStep::level, BarStep::up, BarStep::down})
      range.push_back(colour(step_colour(step)));
    encoding["color"] = {{"field", "step"},
                         {"scale", {{"domain", {"level", "up", "down"}}, {"range", std::move(range)}}}};
    Json tips = {tip("category", chart_.x_title), tip("shown", chart_.y_title)};
    tips.push_back(figure_tip("value", "Reaches"));
    encoding["tooltip"] = std::move(tips);
    specification_.add_layer({{"data", data},
                              {"mark", {{"type", "bar"}, {"height", {{"band", 0.68}}}}},
                              {"encoding", std::move(encoding)}});
  }

  // Right of every bar: on its left stand the names.
  void add_step_values(const Json& data) {
    Json encoding = row_places("right");
    encoding["text"] = {{"field", "shown"}};
    specification_.add_layer(
        {{"data", data},
         {"mark", {{"type", "text"}, {"fontSize", 11}, {"align", "left"}, {"baseline", "middle"}, {"dx", 5}}},
         {"encoding", std::move(encoding)}});
  }

  void add_base() {
    if (extent_.low > 0 || extent_.high < 0) return;
    specification_.add_layer(
        {{"mark", {{"type", "rule"}, {"color", colour("axis")}}}, {"encoding", {{"x", {{"datum", 0}}}}}});
  }

  // --- levels across all rows ---
  static std::string rule_name(std::size_t index) { return fmt::format("rule_{}", index + 1); }

  void add_rules() {
    for (std::size_t i = 0; i < chart_.rules.size(); ++i) {
      const ChartRule& rule = chart_.rules[i];
      if (!std::isfinite(rule.at)) continue;
      std::string rows;
      add_row(rows, {amount("at", rule.at), words("label", people_label(rule.label))});
      specification_.add_layer(
          {{"data", specification_.data_set(rule_name(i), std::move(rows))},
           {"mark", {{"type", "rule"}, {"color", colour("reference")}, {"strokeDash", {2, 3}}}},
           {"encoding", {{lying_ ? "x" : "y", value("at")}}}});
    }
  }

  // Above the plot, close neighbours on lines of their own.
  void add_rule_labels() {
    if (!lying_) return;
    const std::vector<int> wide = rule_label_lines(chart_, ChartWidth::full);
    const std::vector<int> narrow = rule_label_lines(chart_, ChartWidth::half);
    for (std::size_t i = 0; i < chart_.rules.size(); ++i) {
      const ChartRule& rule = chart_.rules[i];
      if (!std::isfinite(rule.at) || rule.label.empty()) continue;
      const double share = extent_.width() > 0 ? (rule.at - extent_.low) / extent_.width() : 0.5;
      specification_.add_haloed_label(
          {{"name", rule_name(i)}},
          {{"align", share < 0.15   ? "left"
                     : share > 0.85 ? "right"
                                    : "center"},
           {"baseline", "bottom"},
           {"dy",
            {{"expr",
              fmt::format("-4 - {} * (width < {} ? {} : {})", kRuleLine, kNarrowPlot, narrow[i], wide[i])}}}},
          {{"x", value("at")}, {"y", {{"value", 0}}}, {"text", {{"field", "label"}}}});
    }
  }

  Specification& specification_;
  const Chart& chart_;
  Extent extent_;
  std::vector<std::string> names_;
  bool lying_ = true;
};

}  // namespace

void draw_rows(Specification& specification, const Chart& chart) { Rows(specification, chart).draw(); }

}  // namespace rerate::vega
