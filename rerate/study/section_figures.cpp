#include "rerate/study/section_figures.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double finite(double value) { return std::isfinite(value) ? value : kMissing; }

double value_of(const std::vector<Number>& numbers, std::string_view name) {
  for (const auto& number : numbers)
    if (number.name == name) return finite(number.value);
  return kMissing;
}

// Forecasts are tested against the mean so far by Clark and West.
std::string test_of(std::string_view kind, std::string_view name) {
  if (kind == "rival" && name == "r2_out_of_sample") return "clark_west_p";
  if (kind == "rival" && name == "other_r2_out_of_sample") return "other_clark_west_p";
  return {};
}

// "known_mean" has "known_p_mean", "alpha" has "alpha_p".
double p_of(std::string_view kind, const std::vector<Number>& numbers, const std::string& name) {
  if (const auto test = test_of(kind, name); !test.empty()) return value_of(numbers, test);
  if (kind != "event_study") return value_of(numbers, name + "_p");
  for (const std::string_view figure : {"mean", "median", "led"})
    if (name.ends_with(figure)) {
      const auto part = name.substr(0, name.size() - figure.size());
      if (part.empty() || part == "asset_" || part == "benchmark_" || part == "known_" || part == "extreme_")
        return value_of(numbers, part + "p_" + std::string(figure));
    }
  return kMissing;
}

}  // namespace

Figures figures_from(std::string_view kind, const std::vector<Number>& numbers,
                     const std::vector<NamedSet>& sets) {
  Figures figures;
  for (const auto& number : numbers)
    figures.numbers.push_back({number.name, finite(number.value), p_of(kind, numbers, number.name)});
  for (const auto& set : sets) figures.sets.push_back({set.name, set.title, set.members});
  return figures;
}

std::optional<Figures> figures_of_finished(const Section& section) {
  for (const std::string_view drawn : {"event_study", "fair_value", "rotation", "style_curve"})
    if (section.kind == drawn) return std::nullopt;
  return figures_from(section.kind, section.numbers, section.sets);
}

std::vector<Number> without_endings(std::vector<Number> numbers,
                                    const std::vector<std::string_view>& endings) {
  std::erase_if(numbers, [&](const Number& number) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return number.name.ends_with(ending); });
  });
  return numbers;
}

}  // namespace rerate
