#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/parallel.h"
#include "rerate/rotation/performance.h"
#include "rerate/rotation/return_differences.h"
#include "rerate/statistics/block_length.h"
#include "rerate/statistics/drawdown.h"
#include "rerate/statistics/return_moments.h"
#include "rerate/statistics/series_bootstrap.h"
#include "rerate/statistics/sharpe_ratio.h"

namespace rerate {
namespace {

constexpr double kMonthsAYear = 12;

struct History {
  std::span<const double> returns;
  std::vector<double> excess, benchmark_excess, ahead;
};

// The figures of one draw, and where a thread makes it.
enum Figure : Index {
  cagr,
  volatility,
  sharpe,
  max_drawdown,
  information_ratio,
  sharpe_difference,
  kFigures
};

class Draws {
 public:
  explicit Draws(const History& history)
      : history_(history),
        drawn_(history.returns.size()),
        returns_(drawn_.size()),
        excess_(drawn_.size()),
        benchmark_excess_(drawn_.size()),
        ahead_(drawn_.size()),
        wealth_(drawn_.size() + 1) {}

  void figures(const SeriesBlocks& blocks, std::uint64_t draw, Eigen::Ref<Vector> figure) {
    blocks.indexes(draw, drawn_);
    for (std::size_t i = 0; i < drawn_.size(); ++i) {
      returns_[i] = history_.returns[drawn_[i]];
      excess_[i] = history_.excess[drawn_[i]];
      benchmark_excess_[i] = history_.benchmark_excess[drawn_[i]];
      ahead_[i] = history_.ahead[drawn_[i]];
    }
    compound(returns_, wealth_);
    const auto moments = return_moments(returns_);
    figure(cagr) = reproducible_power(wealth_.back(), kMonthsAYear / moments.n) - 1;
    figure(volatility) = std::sqrt(kMonthsAYear * moments.square / (moments.n - 1));
    figure(sharpe) = annual_sharpe_ratio(excess_, kMonthsAYear);
    figure(max_drawdown) = maximum_drawdown(wealth_).depth;
    figure(information_ratio) = annual_sharpe_ratio(ahead_, kMonthsAYear);
    figure(sharpe_difference) =
        figure_difference(figure(sharpe), annual_sharpe_ratio(benchmark_excess_, kMonthsAYear));
  }

 private:
  const History& history_;
  std::vector<std::uint32_t> drawn_;
  std::vector<double> returns_, excess_, benchmark_excess_, ahead_, wealth_;
};

Matrix drawn_figures(const History& history, const SeriesBlocks& blocks, int draws) {
  constexpr int kAtOnce = 32;
  Matrix figures(kFigures, draws);
  parallel_for(static_cast<std::size_t>((draws + kAtOnce - 1) / kAtOnce), [&](std::size_t part) {
    Draws one(history);
    const int first = kAtOnce * static_cast<int>(part), last = std::min(first + kAtOnce, draws);
    for (int draw = first; draw < last; ++draw)
      one.figures(blocks, static_cast<std::uint64_t>(draw), figures.col(draw));
  });
  return figures;
}

// Months that are drawn may not vary, and then have no ratio.
Band band_of(const Matrix& figures, Figure figure, double level) {
  Vector draws = figures.row(figure);
  const auto end = std::remove_if(draws.begin(), draws.end(), [](double x) { return std::isnan(x); });
  const auto left = static_cast<Index>(end - draws.begin());
  if (2 * left < draws.size()) return {};
  draws.conservativeResize(left);
  return band_of_draws(draws, level);
}

}  // namespace

PerformanceIntervals performance_intervals(std::span<const double> returns, std::span<const double> benchmark,
                                           std::span<const double> cash, const IntervalSettings& settings,
                                           const RandomStream& random) {
  RERATE_ASSERT(settings.draws >= 1 && settings.level > 0 && settings.level < 1, "draws and a level");
  const History history{returns, return_differences(returns, cash), return_differences(benchmark, cash),
                        return_differences(returns, benchmark)};
  for (const auto figures : {returns, benchmark, cash}) return_moments(figures);  // refuses what is missing
  PerformanceIntervals intervals;
  intervals.block_length = politis_white_block_length(history.excess);
  const SeriesBlocks blocks(returns.size(), {BlockScheme::stationary, intervals.block_length}, random);
  const auto figures = drawn_figures(history, blocks, settings.draws);
  intervals.cagr = band_of(figures, cagr, settings.level);
  intervals.volatility = band_of(figures, volatility, settings.level);
  intervals.sharpe = band_of(figures, sharpe, settings.level);
  intervals.max_drawdown = band_of(figures, max_drawdown, settings.level);
  intervals.information_ratio = band_of(figures, information_ratio, settings.level);
  intervals.sharpe_difference = band_of(figures, sharpe_difference, settings.level);
  return intervals;
}

}  // namespace rerate
