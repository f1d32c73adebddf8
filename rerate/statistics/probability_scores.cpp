#include "rerate/statistics/probability_scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

void check_outcomes(std::span<const double> forecast, std::span<const double> outcome) {
  RERATE_ASSERT(forecast.size() == outcome.size(), "one outcome for each forecast");
  if (forecast.empty()) refuse(ErrorCode::regression_too_few, "no forecast to score");
  for (std::size_t i = 0; i < forecast.size(); ++i) {
    if (!std::isfinite(forecast[i]) || !std::isfinite(outcome[i]))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("the {} have a missing or infinite figure: row {} of {}",
                         std::isfinite(outcome[i]) ? "forecasts" : "outcomes", i + 1, forecast.size()));
    if (outcome[i] != 0 && outcome[i] != 1)
      refuse(ErrorCode::regression_settings,
             fmt::format("outcomes must be 0 or 1: row {} of {} has {}", i + 1, outcome.size(), outcome[i]));
  }
}

void check(std::span<const double> probability, std::span<const double> outcome) {
  check_outcomes(probability, outcome);
  for (std::size_t i = 0; i < probability.size(); ++i)
    if (probability[i] < 0 || probability[i] > 1)
      refuse(ErrorCode::regression_settings,
             fmt::format("probabilities must lie between 0 and 1: row {} of {} has {}", i + 1,
                         probability.size(), probability[i]));
}

double count(std::span<const double> values) { return static_cast<double>(values.size()); }

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / count(values);
}

using Order = std::vector<std::size_t>;

// Positions by rising value, equal ones as they come.
Order rising(std::span<const double> values) {
  Order order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

// Behind the last of the values that equal the one at `first`.
std::size_t end_of_ties(const Order& order, std::span<const double> values, std::size_t first) {
  std::size_t last = first;
  while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
  return last;
}

// For each position how many of the other outcome stand below it, ties half.
std::vector<double> others_below(std::span<const double> score, std::span<const double> outcome) {
  const Order order = rising(score);
  std::vector<double> result(score.size());
  double below[2] = {0, 0};
  for (std::size_t first = 0; first < order.size();) {
    const std::size_t last = end_of_ties(order, score, first);
    double tied[2] = {0, 0};
    for (std::size_t i = first; i < last; ++i) tied[outcome[order[i]] == 1] += 1;
    for (std::size_t i = first; i < last; ++i) {
      const bool other = outcome[order[i]] == 0;
      result[order[i]] = below[other] + tied[other] / 2;
    }
    below[0] += tied[0];
    below[1] += tied[1];
    first = last;
  }
  return result;
}

// Wilson's interval: the shares whose normal test at 95% the observed one passes.
void set_interval(ReliabilityBin& bin) {
  static const double z = normal_quantile(0.975);
  const double n = bin.n, whole = 1 + z * z / n, centre = bin.share + z * z / (2 * n);
  const double reach = z * std::sqrt(bin.share * (1 - bin.share) / n + z * z / (4 * n * n));
  bin.low = std::clamp((centre - reach) / whole, 0.0, bin.share);
  bin.high = std::clamp((centre + reach) / whole, bin.share, 1.0);
}

ReliabilityBin bin_of(std::span<const std::size_t> members, std::span<const double> probability,
                      std::span<const double> outcome) {
  ReliabilityBin bin;
  bin.from = probability[members.front()];
  bin.to = probability[members.back()];
  bin.n = static_cast<int>(members.size());
  for (const std::size_t i : members) {
    bin.mean_forecast += probability[i] / bin.n;
    bin.share += outcome[i];
  }
  bin.share /= bin.n;
  set_interval(bin);
  return bin;
}

}  // namespace

double brier_score(std::span<const double> probability, std::span<const double> outcome) {
  check(probability, outcome);
  double sum = 0;
  for (std::size_t i = 0; i < outcome.size(); ++i)
    sum += (probability[i] - outcome[i]) * (probability[i] - outcome[i]);
  return sum / count(outcome);
}

double brier_skill(std::span<const double> probability, std::span<const double> outcome) {
  const double score = brier_score(probability, outcome), base = mean(outcome);
  return base > 0 && base < 1 ? 1 - score / (base * (1 - base)) : not_a_number;
}

AreaUnderCurve area_under_curve(std::span<const double> score, std::span<const double> outcome) {
  check_outcomes(score, outcome);
  const double events = std::accumulate(outcome.begin(), outcome.end(), 0.0),
               others = count(outcome) - events;
  if (events == 0 || others == 0) return {not_a_number, not_a_number};
  const auto below = others_below(score, outcome);
  double area = 0, squares[2] = {0, 0};
  for (std::size_t i = 0; i < below.size(); ++i)
    if (outcome[i] == 1) area += below[i] / others;
  area /= events;
  // Placements: of an event the share of non-events below it, of a non-event the share of events above it.
  for (std::size_t i = 0; i < below.size(); ++i) {
    const double placement = outcome[i] == 1 ? below[i] / others : 1 - below[i] / events;
    squares[outcome[i] == 1] += (placement - area) * (placement - area);
  }
  if (events < 2 || others < 2) return {area, not_a_number};
  return {area, std::sqrt(squares[1] / (events - 1) / events + squares[0] / (others - 1) / others)};
}

std::vector<ReliabilityBin> reliability(std::span<const double> probability, std::span<const double> outcome,
                                        int bins) {
  check(probability, outcome);
  if (bins < 1)
    refuse(ErrorCode::regression_settings, fmt::format("the number of bins ({}) must be at least 1", bins));
  const Order order = rising(probability);
  std::vector<ReliabilityBin> result;
  std::size_t first = 0;
  const auto wanted = std::min(static_cast<std::size_t>(bins), order.size());
  for (std::size_t bin = 1; bin <= wanted; ++bin) {
    const std::size_t fair_end = bin * order.size() / wanted;
    if (fair_end <= first) continue;  // ties have filled it
    const std::size_t last = end_of_ties(order, probability, fair_end - 1);
    result.push_back(bin_of(std::span(order).subspan(first, last - first), probability, outcome));
    first = last;
  }
  return result;
}

}  // namespace rerate
