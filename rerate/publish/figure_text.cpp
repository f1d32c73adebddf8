#include "rerate/publish/figure_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/publish/number_format.h"

namespace rerate {
namespace {

std::string chance_text(double probability) {
  const double percent = 100 * probability;
  if (percent > 0 && percent < 0.1) return "<0.1%";
  if (percent > 99.5 && percent < 100) return ">99%";
  return people_value(percent, "percent", percent > 0 && percent < 10 ? 1 : 0);
}

// "12th" of 11.6; no figure is above or below all of its history, itself included.
std::string place_text(double percentile) {
  if (std::isnan(percentile)) return people_number(percentile, 0);
  const int place = static_cast<int>(std::lround(std::clamp(percentile, 1.0, 99.0)));
  const int last = place % 10;
  const bool teens = place % 100 >= 11 && place % 100 <= 13;
  return fmt::format("{}{}", place,
                     teens       ? "th"
                     : last == 1 ? "st"
                     : last == 2 ? "nd"
                     : last == 3 ? "rd"
                                 : "th");
}

}  // namespace

std::string figure_text(double value, std::string_view unit, Told told) {
  switch (told) {
    case Told::plain: return people_value(value, unit);
    case Told::chance: return chance_text(unit == "percent" ? value / 100 : value);
    case Told::place: return place_text(value);
    case Told::p_value: return people_p(value);
  }
  return {};
}

std::string figure_range(double low, double high, std::string_view unit, Told told) {
  const std::string first = figure_text(low, unit, told), last = figure_text(high, unit, told);
  if (first == last) return first;
  return told == Told::plain ? people_interval(low, high, unit) : first + " to " + last;
}

Told usual_telling(std::string_view unit) { return unit == "probability" ? Told::p_value : Told::plain; }

std::string share_text(double share) {
  const double percent = 100 * share;
  if (percent > 0 && percent < 0.5) return "<1%";
  if (percent > 99.5 && percent < 100) return ">99%";
  return people_value(percent, "percent", 0);
}

}  // namespace rerate
