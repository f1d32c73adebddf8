#include "rerate/rotation/standing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/parallel.h"
#include "rerate/rotation/redrawn_signal.h"
#include "rerate/rotation/rotation_parts.h"
#include "rerate/statistics/order_statistics.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kLowRank = 0.05, kHighRank = 0.95;
constexpr std::size_t kDrawsAtOnce = 32;

// Sectors with a score, best first.
std::vector<Index> ranked(std::span<const double> score) {
  std::vector<Index> order;
  for (std::size_t i = 0; i < score.size(); ++i)
    if (!std::isnan(score[i])) order.push_back(static_cast<Index>(i));
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return score[static_cast<std::size_t>(a)] > score[static_cast<std::size_t>(b)];
  });
  return order;
}

std::vector<double> row_of(const Matrix& figures, Index m) {
  std::vector<double> row(static_cast<std::size_t>(figures.cols()));
  for (Index i = 0; i < figures.cols(); ++i) row[static_cast<std::size_t>(i)] = figures(m, i);
  return row;
}

std::optional<int> place_in(const std::vector<Index>& order, Index sector) {
  const auto at = std::find(order.begin(), order.end(), sector);
  if (at == order.end()) return std::nullopt;
  return static_cast<int>(at - order.begin()) + 1;
}

std::vector<double> contributions(const RotationRun& run, Index m, Index sector) {
  std::vector<double> parts;
  double read = 0;
  for (std::size_t s = 0; s < run.standings.size(); ++s) {
    const double z = run.standings[s](m, sector), w = run.scores.weight(m, static_cast<Index>(s));
    parts.push_back(std::isnan(z) ? 0 : w * z);
    if (!std::isnan(z)) read += std::fabs(w);
  }
  for (double& part : parts) part /= read;
  return parts;
}

std::vector<double> held_weights(const RotationRun& run, Index m, Index sectors) {
  const Index row = m - run.backtest.first - 1;
  if (row < 0 || row >= run.backtest.weights.rows())
    return std::vector<double>(static_cast<std::size_t>(sectors), 0);
  return row_of(run.backtest.weights, row);
}

// What month m decides, or what is held when it decides nothing.
std::vector<double> target_weights(const SectorPanel& panel, const RotationDefinition& definition,
                                   const RotationRun& run, Index m) {
  auto settings = definition.portfolio;
  const auto above_zero = only_above_zero(definition);
  settings.only_above_zero = above_zero ? &run.figures[*above_zero] : nullptr;
  const Portfolio portfolio(panel, run.scores.score, settings);
  auto held = held_weights(run, m, panel.sectors());
  if (!portfolio.decides(m)) return held;
  std::vector<double> weights(held.size());
  portfolio.target(m, held, weights);
  return weights;
}

class RankDraws {
 public:
  RankDraws(const SectorPanel& panel, const RotationDefinition& definition, const RotationRun& run, Index m,
            const StandingSettings& settings, const RandomStream& random)
      : definition_(definition),
        weight_(row_of(run.scores.weight, m)),
        sectors_(static_cast<std::size_t>(panel.sectors())),
        month_(static_cast<std::uint32_t>(m)),
        blocks_(std::max<std::size_t>(month_, 1), {BlockScheme::stationary, settings.block_length}, random) {
    for (const auto& signal : definition.signals) {
      signals_.push_back(signal_redraw(panel, signal, m));
      const bool all = signal.kind == SignalKind::own_history;
      length_ = std::max(length_, static_cast<std::size_t>(all ? m : window_of(signal)));
    }
  }

  // Rank of every sector in one draw; NaN for those without a score there. Returns how many have one.
  std::size_t ranks(std::uint64_t draw, std::span<double> ranks) const {
    const auto order = ranked(scores(draw));
    std::fill(ranks.begin(), ranks.end(), kMissing);
    for (std::size_t place = 0; place < order.size(); ++place)
      ranks[static_cast<std::size_t>(order[place])] = static_cast<double>(place + 1);
    return order.size();
  }

 private:
  std::vector<double> scores(std::uint64_t draw) const {
    const auto drawn = months_drawn(draw);
    std::vector<double> sum(sectors_, 0), read(sectors_, 0), row(sectors_);
    for (std::size_t s = 0; s < signals_.size(); ++s) {
      signals_[s].draw(within(drawn, signals_[s]), row);
      stand_among(row, definition_.score.cross_section, definition_.score.winsorise_at);
      for (std::size_t i = 0; i < sectors_; ++i) {
        if (std::isnan(row[i])) continue;
        sum[i] += weight_[s] * row[i];
        read[i] += std::fabs(weight_[s]);
      }
    }
    for (std::size_t i = 0; i < sectors_; ++i) sum[i] = read[i] > 0 ? sum[i] / read[i] : kMissing;
    return sum;
  }
  // Months 1..m; none when there is none before m.
  std::vector<std::uint32_t> months_drawn(std::uint64_t draw) const {
    std::vector<std::uint32_t> months(month_ > 0 ? length_ : 0);
    blocks_.indexes(draw, months);
    for (auto& month : months) ++month;
    return months;
  }
  // Months of the signal's own: blocks wrap round at its ends.
  static std::vector<std::uint32_t> within(std::vector<std::uint32_t> months, const SignalRedraw& signal) {
    const auto begin = static_cast<std::uint32_t>(signal.first_month);
    const auto count = static_cast<std::uint32_t>(signal.last_month - signal.first_month + 1);
    for (auto& month : months) month = begin + (month - 1) % count;
    return months;
  }

  const RotationDefinition& definition_;
  std::vector<double> weight_;
  std::size_t sectors_;
  std::uint32_t month_;
  std::size_t length_ = 0;
  SeriesBlocks blocks_;
  std::vector<SignalRedraw> signals_;
};

struct DrawnRanks {
  Matrix rank;                      // draws x N
  std::vector<std::size_t> scored;  // sectors with a score, by draw
};
DrawnRanks drawn_ranks(const RankDraws& from, int draws, Index sectors) {
  const auto count = static_cast<std::size_t>(draws);
  Matrix by_draw(sectors, draws);
  DrawnRanks drawn{{}, std::vector<std::size_t>(count)};
  parallel_for((count + kDrawsAtOnce - 1) / kDrawsAtOnce, [&](std::size_t batch) {
    const std::size_t end = std::min(count, (batch + 1) * kDrawsAtOnce);
    for (std::size_t draw = batch * kDrawsAtOnce; draw < end; ++draw)
      drawn.scored[draw] =
          from.ranks(draw, {by_draw.col(static_cast<Index>(draw)).data(), static_cast<std::size_t>(sectors)});
  });
  drawn.rank = by_draw.transpose();
  return drawn;
}

void judge(const DrawnRanks& drawn, int k, SectorStanding& standing) {
  std::vector<double> ranks;
  double best = 0, worst = 0;
  for (Index draw = 0; draw < drawn.rank.rows(); ++draw) {
    const double rank = drawn.rank(draw, standing.sector);
    if (std::isnan(rank)) continue;
    ranks.push_back(rank);
    best += rank <= k ? 1 : 0;
    worst += rank > static_cast<double>(drawn.scored[static_cast<std::size_t>(draw)]) - k ? 1 : 0;
  }
  const bool any = !ranks.empty();
  const auto count = static_cast<double>(ranks.size());
  standing.among_best = any ? best / count : kMissing;
  standing.among_worst = any ? worst / count : kMissing;
  standing.rank_low = any ? quantile(ranks, kLowRank) : kMissing;
  standing.rank_high = any ? quantile(ranks, kHighRank) : kMissing;
}

SectorStanding standing_of(const RotationRun& run, Index m, Index sector) {
  SectorStanding standing;
  standing.sector = sector;
  standing.score = run.scores.score(m, sector);
  standing.contribution = contributions(run, m, sector);
  for (const auto& figures : run.figures) standing.figure.push_back(figures(m, sector));
  return standing;
}

}  // namespace

std::vector<Index> sectors_by_score(const RotationRun& run, Index m) {
  return ranked(row_of(run.scores.score, m));
}

std::vector<SectorStanding> sector_standings(const SectorPanel& panel, const RotationDefinition& definition,
                                             const RotationRun& run, Index m,
                                             const StandingSettings& settings, const RandomStream& random) {
  RERATE_ASSERT(m >= 0 && m < panel.months() && settings.k >= 1 && settings.draws >= 1,
                "a month, a number of the best and draws");
  const auto order = sectors_by_score(run, m);
  const auto before = m > 0 ? ranked(row_of(run.scores.score, m - 1)) : std::vector<Index>();
  const auto weights = target_weights(panel, definition, run, m);
  const auto drawn =
      drawn_ranks(RankDraws(panel, definition, run, m, settings, random), settings.draws, panel.sectors());
  std::vector<SectorStanding> standings;
  for (const Index sector : order) {
    auto standing = standing_of(run, m, sector);
    standing.rank = static_cast<int>(standings.size()) + 1;
    standing.rank_before = place_in(before, sector);
    standing.weight = weights[static_cast<std::size_t>(sector)];
    judge(drawn, settings.k, standing);
    standings.push_back(std::move(standing));
  }
  return standings;
}

}  // namespace rerate
