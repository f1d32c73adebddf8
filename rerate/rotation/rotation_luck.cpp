#include "rerate/rotation/rotation_luck.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_set>

#include "rerate/rotation/return_differences.h"
#include "rerate/statistics/backtest_overfitting.h"
#include "rerate/statistics/block_length.h"
#include "rerate/statistics/return_moments.h"
#include "rerate/statistics/sharpe_ratio.h"
#include "rerate/statistics/superior_predictive_ability.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kMonthsAYear = 12;
constexpr std::size_t kThirds = 3;

std::span<const double> net_of(const VariantRuns& runs, std::size_t place) {
  const auto months = static_cast<std::size_t>(runs.months);
  return std::span(runs.net).subspan(place * months, months);
}

// Rule by rule, written where a test asks for them.
DifferentialsOf net_less(const VariantRuns& runs, std::span<const double> benchmark) {
  return [&runs, benchmark](std::size_t rule, std::span<double> room) {
    const auto net = net_of(runs, rule);
    for (std::size_t i = 0; i < room.size(); ++i) room[i] = return_difference(net[i], benchmark[i]);
    return static_cast<const double*>(room.data());
  };
}

void add_tests(const VariantRuns& runs, std::span<const double> benchmark, const LuckQuestion& question,
               const RandomStream& random, RotationLuck& luck) {
  const auto own = return_differences(net_of(runs, 0), benchmark);
  luck.block_length = politis_white_block_length(own);
  const auto tests = luck_tests(net_less(runs, benchmark), runs.ran.size(), own.size(),
                                {.block_length = luck.block_length, .draws = question.draws}, random);
  luck.reality_check_p = tests.reality_check_p;
  luck.spa_lower_p = tests.spa_lower_p;
  luck.spa_p = tests.spa_consistent_p;
  luck.spa_upper_p = tests.spa_upper_p;
  luck.own_adjusted_p = tests.adjusted_p.front();
  luck.best = runs.ran[tests.best];
  luck.better = static_cast<std::size_t>(std::count_if(tests.adjusted_p.begin(), tests.adjusted_p.end(),
                                                       [&](double p) { return p <= question.level; }));
}

// The ratios of distinct definitions.
struct Trials {
  std::vector<double> ratios;  // those that exist
  std::size_t count = 0, earlier = 0;
};

Trials all_trials(const VariantRuns& runs, const std::vector<Variant>& variants,
                  const std::vector<PastTrial>& past) {
  Trials trials;
  std::unordered_set<std::string> hashes;
  const auto add = [&](const std::string& hash, double ratio, std::int64_t definitions) {
    if (!hashes.insert(hash).second) return std::size_t{0};
    if (std::isfinite(ratio)) trials.ratios.push_back(ratio);
    // The study's own definition, which is one of a lattice, has a row of its own.
    const auto stands_for = static_cast<std::size_t>(std::max<std::int64_t>(1, definitions - 1));
    trials.count += stands_for;
    return stands_for;
  };
  for (const auto v : runs.ran) add(variants[v].hash, runs.figures[v].sharpe, 1);
  for (const auto& one : past) trials.earlier += add(one.hash, one.sharpe, one.definitions);
  return trials;
}

double spread_of(const std::vector<double>& ratios) {
  if (ratios.size() < 2) return 0;
  const auto moments = return_moments(ratios);
  return std::sqrt(moments.square / (moments.n - 1));
}

void add_deflated(const Trials& trials, std::span<const double> own_excess, RotationLuck& luck) {
  const auto sample = sharpe_sample(own_excess);
  luck.trials = trials.count;
  luck.earlier = trials.earlier;
  luck.spread = spread_of(trials.ratios);
  luck.expected_best = expected_best_sharpe_ratio(luck.spread, static_cast<double>(trials.count));
  luck.probabilistic = probabilistic_sharpe_ratio(sample, 0);
  luck.deflated = probabilistic_sharpe_ratio(sample, luck.expected_best);
}

void add_deflated_lead(const VariantRuns& runs, std::span<const double> benchmark, RotationLuck& luck) {
  std::vector<double> ratios;
  for (std::size_t place = 0; place < runs.ran.size(); ++place) {
    const double ratio = sharpe_ratio(return_differences(net_of(runs, place), benchmark));
    if (std::isfinite(ratio)) ratios.push_back(ratio);
  }
  const auto best = expected_best_sharpe_ratio(spread_of(ratios), static_cast<double>(luck.trials));
  luck.deflated_lead =
      probabilistic_sharpe_ratio(sharpe_sample(return_differences(net_of(runs, 0), benchmark)), best);
}

// An even number.
int blocks_for(Index months) {
  constexpr int kMost = 16, kFewest = 4;
  constexpr Index kLeastMonths = 6;
  return std::clamp(static_cast<int>(months / kLeastMonths) / 2 * 2, kFewest, kMost);
}

void add_overfitting(const VariantRuns& runs, std::span<const double> cash, RotationLuck& luck) {
  luck.overfitting = luck.overfitting_loss = kMissing;
  if (runs.ran.size() < 2) return;
  auto excess = runs.net;
  for (std::size_t i = 0; i < excess.size(); ++i) excess[i] -= cash[i % cash.size()];
  luck.overfitting_blocks = blocks_for(runs.months);
  const auto found = backtest_overfitting(excess, runs.ran.size(), luck.overfitting_blocks);
  luck.overfitting = found.probability;
  luck.overfitting_loss = found.probability_of_loss;
}

std::vector<double> ratios_of_thirds(std::span<const double> excess) {
  std::vector<double> ratios;
  for (std::size_t third = 0; third < kThirds; ++third) {
    const auto begin = third * excess.size() / kThirds, end = (third + 1) * excess.size() / kThirds;
    ratios.push_back(annual_sharpe_ratio(excess.subspan(begin, end - begin), kMonthsAYear));
  }
  return ratios;
}

void add_standing(const VariantRuns& runs, RotationLuck& luck) {
  const double own = runs.figures.front().sharpe;
  std::size_t others = 0, lower = 0;
  for (const auto v : runs.ran) {
    const double ratio = runs.figures[v].sharpe;
    if (std::isnan(ratio)) continue;
    luck.variant_sharpes.push_back(std::sqrt(kMonthsAYear) * ratio);
    others += v != 0;
    lower += ratio < own;
  }
  std::sort(luck.variant_sharpes.begin(), luck.variant_sharpes.end());
  luck.own_rank =
      others == 0 || std::isnan(own) ? kMissing : static_cast<double>(lower) / static_cast<double>(others);
}

}  // namespace

RotationLuck rotation_luck(const VariantRuns& runs, std::span<const double> benchmark,
                           std::span<const double> cash, const std::vector<Variant>& variants,
                           const std::vector<PastTrial>& past, const LuckQuestion& question,
                           const RandomStream& random) {
  RERATE_ASSERT(!runs.ran.empty() && runs.ran.front() == 0, "the study's own definition ran");
  RERATE_ASSERT(benchmark.size() == static_cast<std::size_t>(runs.months) && cash.size() == benchmark.size(),
                "figures of the months that all have");
  refuse_not_finite_returns(benchmark);
  refuse_not_finite_returns(cash);
  RotationLuck luck;
  add_tests(runs, benchmark, question, random, luck);
  const auto own_excess = return_differences(net_of(runs, 0), cash);
  add_deflated(all_trials(runs, variants, past), own_excess, luck);
  add_deflated_lead(runs, benchmark, luck);
  add_overfitting(runs, cash, luck);
  luck.sharpe_of_thirds = ratios_of_thirds(own_excess);
  add_standing(runs, luck);
  return luck;
}

}  // namespace rerate
