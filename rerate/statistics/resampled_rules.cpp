#include "rerate/statistics/resampled_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/drawn_differences.h"
#include "rerate/statistics/rule_draws.h"
#include "rerate/statistics/rule_tile.h"

namespace rerate {
namespace {

constexpr std::size_t kBytesOfTiles = std::size_t{32} << 20, kBytesOfDraws = std::size_t{32} << 20;
constexpr std::size_t kMostTiles = 128, kTilesOfTask = 16, kGroupsOfTask = 32;

std::size_t pieces(std::size_t count, std::size_t of) { return (count + of - 1) / of; }

// All draws against a group of tiles after the other: a group's tables are laid once and read by every thread.
class Resampling {
 public:
  Resampling(std::span<const RuleStanding> ascending, const DifferentialsOf& differentials,
             const RuleResampling& settings, LaneWidth width)
      : rules_(ascending),
        differentials_(differentials),
        dates_(settings.dates),
        kind_(settings.studentised == Studentised::each_draw
                  ? DrawnRows::blocks
                  : DrawnDifferences::fewest_rows(settings.block_length)),
        width_(width),
        poor_(poor_rule_threshold(settings.dates)) {
    constexpr double kBelowAll = -std::numeric_limits<double>::infinity();
    result_.largest.assign(settings.draws, {kBelowAll, kBelowAll, kBelowAll, kBelowAll});
    result_.reached.assign(ascending.size(), 0);
    const std::size_t room = kBytesOfTiles / ((dates_ + 1) * sizeof(TileRow));
    tiles_.resize(std::clamp<std::size_t>(room, 1, std::min(kMostTiles, pieces(rules_.size(), kTileRules))));
    rows_.resize(tiles_.size() * (dates_ + 1));
  }

  // Draws first.. of all.
  void take(const DrawnDifferences& drawn, std::size_t first) {
    const auto largest_of = std::span(result_.largest).subspan(first, drawn.draws());
    for (std::size_t place = 0; place < rules_.size(); place += tiles_.size() * kTileRules) {
      const std::size_t count = std::min(tiles_.size(), pieces(rules_.size() - place, kTileRules));
      lay_tiles(count, place);
      take_group(drawn, count, place, largest_of);
    }
  }
  DrawnRows rows() const { return kind_; }
  ResampledRules result() && { return std::move(result_); }

 private:
  struct Room {
    std::vector<double> figures;
    std::vector<TileRow> by_date;
  };

  void lay_tiles(std::size_t count, std::size_t place);
  void lay(std::size_t index, std::size_t place, Room& room);
  void take_group(const DrawnDifferences& drawn, std::size_t count, std::size_t place,
                  std::span<LargestOfDraw> largest_of);

  std::span<const RuleStanding> rules_;
  const DifferentialsOf& differentials_;
  std::size_t dates_;
  DrawnRows kind_;
  LaneWidth width_;
  double poor_;
  std::vector<RuleTile> tiles_;  // of one group
  std::vector<TileRow> rows_;    // theirs
  ResampledRules result_;
};

void Resampling::lay_tiles(std::size_t count, std::size_t place) {
  parallel_for(pieces(count, kTilesOfTask), [&](std::size_t task) {
    Room room{std::vector<double>(kTileRules * dates_), std::vector<TileRow>(dates_)};
    for (auto i = task * kTilesOfTask; i < std::min(count, (task + 1) * kTilesOfTask); ++i)
      lay(i, place + i * kTileRules, room);
  });
}

void Resampling::lay(std::size_t index, std::size_t place, Room& room) {
  RuleTile& tile = tiles_[index];
  tile.rules = rules_.subspan(place, std::min(kTileRules, rules_.size() - place));
  tile.shifted = tile.rules.front().t < 0;
  const double root = std::sqrt(static_cast<double>(dates_));
  tile.per_root = 1 / root;
  std::array<const double*, kTileRules> series;
  TileRow centre;
  for (std::size_t i = 0; i < kTileRules; ++i) {
    const auto& rule = tile.rules[std::min(i, tile.rules.size() - 1)];
    series[i] = differentials_(rule.rule, std::span(room.figures).subspan(i * dates_, dates_));
    centre.rule[i] = rule.mean;
    tile.scale.rule[i] = 1 / (root * rule.omega);
    tile.lower_shift.rule[i] = std::min(rule.t, 0.0);
    tile.consistent_shift.rule[i] = rule.t <= poor_ ? rule.t : 0;
  }
  lay_side_by_side(series, room.by_date);
  const auto rows = std::span(rows_).subspan(index * (dates_ + 1), dates_ + 1);
  if (kind_ == DrawnRows::dates)
    centred(room.by_date, centre, rows.first(dates_));
  else
    running_totals(room.by_date, centre, rows);
  tile.rows = rows;
}

void Resampling::take_group(const DrawnDifferences& drawn, std::size_t count, std::size_t place,
                            std::span<LargestOfDraw> largest_of) {
  const std::size_t tasks = pieces(drawn.groups(), kGroupsOfTask);
  std::vector<ReachedByTile> reached(tasks * count);
  parallel_for(tasks, [&](std::size_t task) {
    const std::size_t first = task * kGroupsOfTask, end = std::min(drawn.groups(), first + kGroupsOfTask);
    for (std::size_t i = 0; i < count; ++i)
      take_draws(
          tiles_[i], drawn,
          {first, end, kind_ == DrawnRows::blocks ? Studentised::each_draw : Studentised::once, width_},
          largest_of, reached[task * count + i]);
  });
  for (std::size_t k = 0; k < reached.size(); ++k) {
    const std::size_t tile = k % count;
    for (std::size_t i = 0; i < tiles_[tile].rules.size(); ++i)
      result_.reached[place + tile * kTileRules + i] += reached[k].all + reached[k].by_rule[i];
  }
}

}  // namespace

double poor_rule_threshold(std::size_t dates) {
  return -std::sqrt(2 * reproducible_log(reproducible_log(static_cast<double>(dates))));
}

ResampledRules resample_rules(std::span<const RuleStanding> ascending, const DifferentialsOf& differentials,
                              const RuleResampling& settings, const RandomStream& random, LaneWidth width) {
  RERATE_ASSERT(!ascending.empty() && settings.draws > 0 && settings.dates > 2, "rules, draws and dates");
  Resampling resampling(ascending, differentials, settings, width);
  const DrawnRows rows = resampling.rows();
  const std::size_t of_draw = DrawnDifferences::bytes_of_draw(settings.dates, settings.block_length, rows),
                    batch = std::max(DrawnDifferences::kTogether * kGroupsOfTask, kBytesOfDraws / of_draw);
  for (std::size_t first = 0; first < settings.draws; first += batch) {
    const std::size_t count = std::min(batch, settings.draws - first);
    resampling.take(DrawnDifferences(settings.dates, settings.block_length, rows, {first, count}, random),
                    first);
  }
  return std::move(resampling).result();
}

}  // namespace rerate
