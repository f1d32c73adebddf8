#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rerate/study/results.h"

namespace rerate::vega {

// The parts of a Vega-Lite specification while it is being written, and the pieces every layer is made of.
// Data sets are kept as text, one row a line, and go in last: they are by far the longest part.

using Json = nlohmann::ordered_json;

Json colour(std::string_view name);  // of chart_palette.h
// Titles end up as string literals of Vega's expressions, which know no line breaks.
Json title_or_null(std::string_view text);
Json tip(const char* field, std::string_view title, const char* type = "nominal");
Json figure_tip(const char* field, std::string_view title);  // at most two decimals

// Members of a data row: "y":1.5 (null when not finite), "label":"text".
std::string amount(const char* field, double y);
std::string words(const char* field, std::string_view text);
void add_row(std::string& rows, std::span<const std::string> members);
void add_row(std::string& rows, std::initializer_list<std::string> members);

class Specification {
 public:
  static constexpr int kPlotHeight = 250;

  // Names a data set and gives the reference to it.
  Json data_set(std::string name, std::string rows);
  void add_layer(Json layer) { layers_.push_back(std::move(layer)); }
  // Text over everything else.
  void add_label(Json layer) { labels_.push_back(std::move(layer)); }
  // Text over lines keeps a margin of the paper's colour around it.
  void add_haloed_label(const Json& data, Json mark, const Json& encoding);

  int height = kPlotHeight;
  Json lines = Json::array(), bands = Json::array(), ribbons = Json::array();  // what the read-out tells
  Json params = Json::array();
  Json resolve = Json::object();  // which scales of the layers are their own

  // The whole text; `grain` is what one step of the horizontal axis is.
  std::string text(const Chart& chart, std::string_view grain);

 private:
  Json layers_ = Json::array();
  std::vector<Json> labels_;
  std::vector<std::pair<std::string, std::string>> data_sets_;
};

}  // namespace rerate::vega
