#include "rerate/multiverse/specification_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "rerate/base/error.h"
#include "rerate/multiverse/conclusion_flip.h"
#include "rerate/multiverse/option_walk.h"

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Ranked {
  double value;
  std::size_t place;  // among the definitions
  bool operator<(const Ranked& other) const {
    return value == other.value ? place < other.place : value < other.value;
  }
};

std::vector<Ranked> with_number(std::span<const double> values) {
  std::vector<Ranked> given;
  for (std::size_t place = 0; place < values.size(); ++place)
    if (!std::isnan(values[place])) given.push_back({values[place], place});
  return given;
}

std::size_t rank_of(const std::vector<Ranked>& given, const Ranked& one) {
  return static_cast<std::size_t>(
      std::count_if(given.begin(), given.end(), [&](const Ranked& other) { return other < one; }));
}

// Ranks spread evenly from the first to the last.
std::vector<std::size_t> even_ranks(std::size_t count, std::size_t wanted) {
  std::vector<std::size_t> ranks;
  if (count <= wanted) wanted = count;
  for (std::size_t i = 0; i < wanted; ++i)
    ranks.push_back(wanted == 1 ? 0 : (i * (count - 1) + (wanted - 1) / 2) / (wanted - 1));
  return ranks;
}

// Brings those of the ranks (ascending) to their place; the rest stays unsorted between them.
void settle(std::vector<Ranked>& given, std::span<const std::size_t> ranks, std::size_t begin,
            std::size_t end) {
  if (ranks.empty()) return;
  const auto middle = ranks.size() / 2, rank = ranks[middle];
  const auto at = [&](std::size_t i) { return given.begin() + static_cast<std::ptrdiff_t>(i); };
  std::nth_element(at(begin), at(rank), at(end));
  settle(given, ranks.first(middle), begin, rank);
  settle(given, ranks.subspan(middle + 1), rank + 1, end);
}

std::vector<std::size_t> ranks_to_draw(const std::vector<Ranked>& given, std::size_t most,
                                       std::span<const std::size_t> wanted_places) {
  if (given.size() <= most) return even_ranks(given.size(), most);
  auto ranks = even_ranks(given.size(), most - 2);
  for (const auto place : wanted_places) {
    const auto found =
        std::lower_bound(given.begin(), given.end(), place,
                         [](const Ranked& one, std::size_t other) { return one.place < other; });
    if (found != given.end() && found->place == place) ranks.push_back(rank_of(given, *found));
  }
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
  return ranks;
}

CurvePoint point_at(const Ranked& one, std::size_t rank, const LatticeValues& given, double alpha) {
  CurvePoint point;
  point.definition = given.definitions[one.place];
  point.rank = rank;
  point.value = one.value;
  if (!given.p.empty() && !std::isnan(given.p[one.place])) point.p = given.p[one.place];
  point.significant = point.p && *point.p <= alpha;
  return point;
}

// Where the lines of each choice begin.
std::vector<std::size_t> lay_lines(const Lattice& lattice, bool tested, std::vector<CurveLine>& lines) {
  std::vector<std::size_t> first;
  for (std::size_t choice = 0; choice < lattice.choices().size(); ++choice) {
    first.push_back(lines.size());
    const auto& its = lattice.choices()[choice];
    if (its.options.size() < 2) continue;
    for (std::size_t option = 0; option < its.options.size(); ++option) {
      auto& line = lines.emplace_back();
      line.choice = choice;
      line.option = option;
      line.usual = option == its.usual;
      if (tested) line.significant = 0;
    }
  }
  return first;
}

// Sums over all definitions, then shares of them.
void fill_shares(const Lattice& lattice, const LatticeValues& given, const ConclusionRule& rule,
                 const std::vector<std::size_t>& first, std::vector<CurveLine>& lines) {
  OptionWalk walk(lattice);
  for (std::size_t place = 0; place < given.values.size(); ++place) {
    const double value = given.values[place];
    if (std::isnan(value)) continue;
    const auto options = walk.at(given.definitions[place]);
    const bool positive = value > rule.neutral,
               significant = !given.p.empty() && given.p[place] <= rule.alpha;
    for (std::size_t choice = 0; choice < options.size(); ++choice) {
      if (lattice.choices()[choice].options.size() < 2) continue;
      auto& line = lines[first[choice] + options[choice]];
      ++line.definitions;
      line.mean += value;
      line.positive += positive;
      if (significant) *line.significant += 1;
    }
  }
  for (auto& line : lines) {
    const auto count = static_cast<double>(line.definitions);
    line.mean = line.definitions > 0 ? line.mean / count : kNone;
    line.positive = line.definitions > 0 ? line.positive / count : kNone;
    if (line.significant) line.significant = line.definitions > 0 ? *line.significant / count : kNone;
  }
}

void fill_dots(const Lattice& lattice, const std::vector<CurvePoint>& points,
               const std::vector<std::size_t>& first, std::vector<CurveLine>& lines) {
  OptionWalk walk(lattice);
  for (std::size_t at = 0; at < points.size(); ++at) {
    const auto options = walk.at(points[at].definition);
    for (std::size_t choice = 0; choice < options.size(); ++choice)
      if (lattice.choices()[choice].options.size() > 1)
        lines[first[choice] + options[choice]].dots.push_back(at);
  }
}

}  // namespace

SpecificationCurve specification_curve(const Lattice& lattice, const LatticeValues& given,
                                       const ConclusionRule& rule, std::size_t most) {
  RERATE_ASSERT(most >= 4, "room for both ends, the study's own definition and the flip");
  std::vector<std::size_t> wanted = {own_place(lattice, given)};
  const auto own = given.definitions[wanted.front()];
  const auto flips = conclusion_flips(lattice, given, rule);
  const auto* flip = flips.nearest();
  if (flip)
    wanted.push_back(static_cast<std::size_t>(
        std::lower_bound(given.definitions.begin(), given.definitions.end(), flip->definition) -
        given.definitions.begin()));

  SpecificationCurve curve;
  auto ranked = with_number(given.values);
  curve.definitions = ranked.size();
  const auto ranks = ranks_to_draw(ranked, most, wanted);
  settle(ranked, ranks, 0, ranked.size());
  for (const auto rank : ranks) {
    auto point = point_at(ranked[rank], rank, given, rule.alpha);
    point.own = point.definition == own;
    point.flip = flip && point.definition == flip->definition;
    curve.points.push_back(point);
  }
  const auto first = lay_lines(lattice, !given.p.empty(), curve.lines);
  fill_shares(lattice, given, rule, first, curve.lines);
  fill_dots(lattice, curve.points, first, curve.lines);
  return curve;
}

}  // namespace rerate
