#include "rerate/publish/chart_specification.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/publish/figure_text.h"
#include "rerate/publish/number_format.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

using Line = ChartSpecification::Line;
using Point = ChartSpecification::Point;

constexpr std::size_t kLeastOptions = 3;  // a choice keeps so many at least

// Lines of one choice, which stand together.
struct Group {
  std::size_t first = 0, count = 0;
};

std::vector<Group> groups_of(const std::vector<Line>& lines) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0 || lines[i].choice != lines[i - 1].choice) groups.push_back({i, 0});
    ++groups.back().count;
  }
  return groups;
}

std::size_t rows_with(const std::vector<Group>& groups, std::size_t cap) {
  std::size_t rows = 0;
  for (const Group& group : groups) rows += std::min(group.count, cap);
  return rows;
}

// The most options a choice may keep so that all choices fit.
std::size_t option_cap(const std::vector<Group>& groups, std::size_t most) {
  std::size_t cap = kLeastOptions;
  while (cap < most && rows_with(groups, cap + 1) <= most) ++cap;
  return cap;
}

// Evenly picked lines of a choice: both ends, and the usual option in the place of its neighbour.
std::vector<std::size_t> picked(const std::vector<Line>& lines, const Group& group, std::size_t cap) {
  std::vector<std::size_t> places;
  const std::size_t count = std::min(group.count, cap);
  for (std::size_t i = 0; i < count; ++i)
    places.push_back(group.first + (count > 1 ? i * (group.count - 1) / (count - 1) : 0));
  for (std::size_t i = group.first; i < group.first + group.count; ++i) {
    if (!lines[i].usual || std::binary_search(places.begin(), places.end(), i)) continue;
    const auto next = std::upper_bound(places.begin(), places.end(), i);
    // Not the first one: an end stays.
    (next - places.begin() > 1 ? *(next - 1) : *next) = i;
    break;
  }
  std::sort(places.begin(), places.end());
  return places;
}

std::optional<std::size_t> place_where(const ChartSpecification& curve, bool Point::*marked) {
  for (std::size_t i = 0; i < curve.points.size(); ++i)
    if (curve.points[i].*marked && std::isfinite(curve.points[i].value)) return i;
  return std::nullopt;
}

std::string value_at(const ChartSpecification& curve, std::size_t place) {
  return figure_text(curve.points[place].value, curve.unit, usual_telling(curve.unit));
}

}  // namespace

SpecificationRows specification_rows(const ChartSpecification& curve, std::size_t most) {
  SpecificationRows shown;
  const std::vector<Group> groups = groups_of(curve.lines);
  const std::size_t cap = option_cap(groups, most);
  std::vector<std::string> notes;
  std::size_t lost = 0;
  for (const Group& group : groups) {
    const std::vector<std::size_t> places = picked(curve.lines, group, cap);
    if (lost > 0 || shown.rows.size() + places.size() > most) {
      ++lost;
      continue;
    }
    for (std::size_t i = 0; i < places.size(); ++i) shown.rows.push_back({&curve.lines[places[i]], i == 0});
    if (places.size() < group.count)
      notes.push_back(fmt::format("{} of {} options of {}", places.size(), group.count,
                                  people_label(curve.lines[group.first].choice)));
  }
  if (!notes.empty()) {
    constexpr std::size_t kMostNotes = 4;
    if (notes.size() > kMostNotes) {
      notes.resize(kMostNotes);
      notes.push_back("some of other choices");
    }
    shown.left_out = joined_with_and(notes) + " are shown.";
  }
  if (lost > 0)
    shown.left_out += fmt::format("{}{} more choice{} not shown.", shown.left_out.empty() ? "" : " ", lost,
                                  lost == 1 ? " is" : "s are");
  shown.left_out = capitalised(std::move(shown.left_out));
  return shown;
}

std::optional<Extent> specification_extent(const ChartSpecification& curve) {
  std::optional<Extent> extent;
  const auto widen = [&](double value) {
    if (!std::isfinite(value)) return;
    if (!extent) extent = Extent{value, value};
    extent->low = std::min(extent->low, value);
    extent->high = std::max(extent->high, value);
  };
  for (const Point& point : curve.points) widen(point.value);
  if (!extent) return std::nullopt;
  widen(curve.neutral);
  constexpr double kAir = 0.07;
  const double range = extent->high / 2 - extent->low / 2;
  const double air = range > 0 ? 2 * kAir * range : std::max(0.5, 0.1 * std::abs(extent->low));
  // A huge value keeps its place rather than become infinite.
  if (std::isfinite(extent->low - air)) extent->low -= air;
  if (std::isfinite(extent->high + air)) extent->high += air;
  return extent;
}

std::optional<std::size_t> own_point(const ChartSpecification& curve) {
  return place_where(curve, &Point::own);
}

std::optional<std::size_t> flip_point(const ChartSpecification& curve) {
  return place_where(curve, &Point::flip);
}

bool any_significant(const ChartSpecification& curve) {
  return std::any_of(curve.points.begin(), curve.points.end(),
                     [](const Point& point) { return point.significant && std::isfinite(point.value); });
}

std::string own_label(const ChartSpecification& curve) {
  const auto place = own_point(curve);
  return place ? "This study " + value_at(curve, *place) : std::string();
}

std::string flip_label(const ChartSpecification& curve) {
  const auto place = flip_point(curve);
  return place ? "Nearest flip " + value_at(curve, *place) : std::string();
}

std::string mean_text(const ChartSpecification& curve, double mean) {
  double low = mean, high = mean;
  for (const Line& line : curve.lines)
    if (std::isfinite(line.mean)) {
      low = std::min(low, line.mean);
      high = std::max(high, line.mean);
    }
  const double range = high / 2 - low / 2;
  const int decimals = range > 0 && std::isfinite(range)
                           ? std::clamp(significant_decimals(2 * range, 2), 0, 4)
                           : usual_decimals(curve.unit);
  return people_number(mean, decimals);
}

std::string specification_alternative(const ChartSpecification& curve) {
  const auto is_drawn = [](const Point& point) { return std::isfinite(point.value); };
  const auto first = std::find_if(curve.points.begin(), curve.points.end(), is_drawn);
  if (first == curve.points.end()) return "No definition gives a number";
  const auto last = std::find_if(curve.points.rbegin(), curve.points.rend(), is_drawn);
  std::string text =
      fmt::format("{} definitions in order of their number, from {}",
                  people_number(static_cast<double>(std::max<std::int64_t>(
                                    curve.definitions, static_cast<std::int64_t>(curve.points.size()))),
                                0),
                  figure_range(first->value, last->value, curve.unit, usual_telling(curve.unit)));
  if (own_point(curve)) text += fmt::format("; this study's is {}", value_at(curve, *own_point(curve)));
  if (flip_point(curve))
    text += fmt::format("; the nearest that says otherwise is {}", value_at(curve, *flip_point(curve)));
  return text + "; below them the options that each of them takes, with the mean of each option";
}

}  // namespace rerate
