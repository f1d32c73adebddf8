#pragma once

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rerate {

// What tests of charts have in common.

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

inline int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// The types of the marks of a Vega-Lite specification's layers.
inline std::vector<std::string> mark_types(const nlohmann::json& spec) {
  std::vector<std::string> types;
  for (const nlohmann::json& layer : spec["layer"]) types.push_back(layer["mark"]["type"]);
  return types;
}

// Of "#rrggbb", by CIE L*a*b*, from 0 to 100.
inline double lightness(std::string_view colour) {
  const auto part = [&](std::size_t at) {
    const double share = std::stoi(std::string(colour.substr(at, 2)), nullptr, 16) / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  const double luminance = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  return 116 * std::cbrt(luminance) - 16;
}

}  // namespace rerate
