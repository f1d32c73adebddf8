#include "rerate/statistics/backtest_overfitting.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/vector_clones.h"

namespace rerate {
namespace {

constexpr std::size_t kWaysOfTask = 64;
constexpr double kStandsStill = 1e-24;  // variance over the square of the largest figure

// By rule: sums of deviations from the rule's mean and of their squares, in each block (blocks x rules) and in all.
struct BlockSums {
  std::size_t rules, blocks, of_half;  // of_half: periods
  std::vector<double> mean, least_variance;
  std::vector<double> sum, square, all_sum, all_square;
};

void add_rule(std::span<const double> x, std::size_t rule, BlockSums& sums) {
  const std::size_t each = x.size() / sums.blocks;
  double total = 0, largest = 0;
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (!std::isfinite(x[t]))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("rule {} has a missing or infinite figure", rule + 1));
    total += x[t];
    largest = std::max(largest, std::fabs(x[t]));
  }
  const double mean = total / static_cast<double>(x.size());
  if (!std::isfinite(largest * largest * static_cast<double>(x.size())))
    refuse(ErrorCode::regression_not_finite,
           fmt::format("rule {} has figures too large to square: {}", rule + 1, largest));
  sums.mean[rule] = mean;
  sums.least_variance[rule] = kStandsStill * largest * largest;
  for (std::size_t b = 0; b < sums.blocks; ++b) {
    double sum = 0, square = 0;
    for (std::size_t t = b * each; t < (b + 1) * each; ++t)
      sum += x[t] - mean, square += (x[t] - mean) * (x[t] - mean);
    sums.sum[b * sums.rules + rule] = sum, sums.all_sum[rule] += sum;
    sums.square[b * sums.rules + rule] = square, sums.all_square[rule] += square;
  }
}

BlockSums block_sums(std::span<const double> performance, std::size_t rules, std::size_t blocks) {
  const std::size_t dates = performance.size() / rules, used = dates / blocks * blocks;
  BlockSums sums{rules, blocks, used / 2, {}, {}, {}, {}, {}, {}};
  for (auto* one : {&sums.mean, &sums.least_variance, &sums.all_sum, &sums.all_square}) one->assign(rules, 0);
  for (auto* all : {&sums.sum, &sums.square}) all->assign(rules * blocks, 0);
  parallel_for(rules, [&](std::size_t rule) {
    add_rule(performance.subspan(rule * dates + dates - used, used), rule, sums);
  });
  return sums;
}

// Of all rules on one half: means, and squares of the Sharpe ratios with their signs, which rank alike.
struct HalfRatios {
  std::vector<double> mean, signed_square;
  explicit HalfRatios(std::size_t rules) : mean(rules), signed_square(rules) {}
};

RERATE_VECTOR_CLONES void find_ratios(const BlockSums& sums, const double* sum, const double* square,
                                      HalfRatios& ratios) {
  const double n = static_cast<double>(sums.of_half);
  const double *centre = sums.mean.data(), *least = sums.least_variance.data();
  double *mean = ratios.mean.data(), *signed_square = ratios.signed_square.data();
  for (std::size_t j = 0; j < sums.rules; ++j) {
    const double ahead = sum[j] / n, variance = (square[j] - sum[j] * ahead) / (n - 1);
    mean[j] = centre[j] + ahead;
    const double size = mean[j] < 0 ? -mean[j] : mean[j], value = mean[j] * size / variance;
    signed_square[j] = variance > least[j] ? value : 0;
  }
}

RERATE_VECTOR_CLONES void add_block(const double* from, std::size_t rules, double* to) {
  for (std::size_t j = 0; j < rules; ++j) to[j] += from[j];
}

RERATE_VECTOR_CLONES void take_from(const double* all, std::size_t rules, double* half) {
  for (std::size_t j = 0; j < rules; ++j) half[j] = all[j] - half[j];
}

double root_with_sign(double square) { return square < 0 ? -std::sqrt(-square) : std::sqrt(square); }

// Twice the rank from below, equals sharing theirs: 1 + (below) + (below or equal), itself among the latter.
std::size_t twice_rank(const std::vector<double>& figures, double of) {
  std::size_t below = 0, up_to = 0;
  for (const double figure : figures) below += figure < of, up_to += figure <= of;
  return 1 + below + up_to;
}

struct Way {
  double inside, outside, mean_outside;  // of the chosen rule
  std::size_t twice_rank;
};

class Ways {
 public:
  explicit Ways(const BlockSums& sums)
      : sums_(sums), chosen_(sums.rules), other_(sums.rules), sum_(sums.rules), square_(sums.rules) {}

  Way take(std::uint32_t half) {
    std::fill(sum_.begin(), sum_.end(), 0);
    std::fill(square_.begin(), square_.end(), 0);
    for (std::size_t b = 0; b < sums_.blocks; ++b) {
      if ((half >> b & 1) == 0) continue;
      add_block(sums_.sum.data() + b * sums_.rules, sums_.rules, sum_.data());
      add_block(sums_.square.data() + b * sums_.rules, sums_.rules, square_.data());
    }
    find_ratios(sums_, sum_.data(), square_.data(), chosen_);
    take_from(sums_.all_sum.data(), sums_.rules, sum_.data());
    take_from(sums_.all_square.data(), sums_.rules, square_.data());
    find_ratios(sums_, sum_.data(), square_.data(), other_);
    const auto best = static_cast<std::size_t>(
        std::max_element(chosen_.signed_square.begin(), chosen_.signed_square.end()) -
        chosen_.signed_square.begin());
    const double outside = other_.signed_square[best];
    return {root_with_sign(chosen_.signed_square[best]), root_with_sign(outside), other_.mean[best],
            twice_rank(other_.signed_square, outside)};
  }

 private:
  const BlockSums& sums_;
  HalfRatios chosen_, other_;
  std::vector<double> sum_, square_;
};

// Block 0 is the highest bit of the order, so that ways come in lexicographic order; bit b of a half is block b.
std::vector<std::uint32_t> halves(int blocks) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t order = std::uint32_t{1} << blocks; order-- > 0;) {
    if (std::popcount(order) != blocks / 2) continue;
    std::uint32_t half = 0;
    for (int b = 0; b < blocks; ++b) half |= (order >> (blocks - 1 - b) & 1) << b;
    found.push_back(half);
  }
  return found;
}

double slope(std::span<const Way> ways) {
  const auto n = static_cast<double>(ways.size());
  double inside = 0, outside = 0, square = 0, cross = 0;
  for (const auto& way : ways) inside += way.inside / n, outside += way.outside / n;
  for (const auto& way : ways) {
    square += (way.inside - inside) * (way.inside - inside);
    cross += (way.inside - inside) * (way.outside - outside);
  }
  return square > 0 ? cross / square : std::numeric_limits<double>::quiet_NaN();
}

void check(std::size_t figures, std::size_t rules, int blocks) {
  if (blocks < 4 || blocks > 20 || blocks % 2 != 0)
    refuse(ErrorCode::regression_settings,
           fmt::format("blocks must be an even number within 4 and 20: {}", blocks));
  if (rules < 2)
    refuse(ErrorCode::regression_too_few,
           fmt::format("backtest overfitting needs at least 2 rules: {}", rules));
  RERATE_ASSERT(figures % rules == 0, "as many figures for each rule");
  if (figures / rules < 2 * static_cast<std::size_t>(blocks))
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} blocks need at least {} periods: {}", blocks, 2 * blocks, figures / rules));
}

}  // namespace

BacktestOverfitting backtest_overfitting(std::span<const double> performance, std::size_t rules, int blocks) {
  check(performance.size(), rules, blocks);
  const auto sums = block_sums(performance, rules, static_cast<std::size_t>(blocks));
  const auto all = halves(blocks);
  std::vector<Way> ways(all.size());
  parallel_for((all.size() + kWaysOfTask - 1) / kWaysOfTask, [&](std::size_t task) {
    Ways worker(sums);
    for (auto i = task * kWaysOfTask; i < std::min(all.size(), (task + 1) * kWaysOfTask); ++i)
      ways[i] = worker.take(all[i]);
  });

  BacktestOverfitting result;
  std::size_t not_above = 0, losses = 0;
  for (const auto& way : ways) {
    const auto of = static_cast<double>(way.twice_rank),
               rest = static_cast<double>(2 * (rules + 1) - way.twice_rank);
    result.logits.push_back(reproducible_log(of / rest));
    not_above += of <= rest;
    losses += way.mean_outside < 0;
  }
  result.probability = static_cast<double>(not_above) / static_cast<double>(ways.size());
  result.probability_of_loss = static_cast<double>(losses) / static_cast<double>(ways.size());
  result.performance_slope = slope(ways);
  return result;
}

}  // namespace rerate
