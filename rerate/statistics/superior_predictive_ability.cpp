#include "rerate/statistics/superior_predictive_ability.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/resampled_rules.h"
#include "rerate/statistics/rule_tile.h"

namespace rerate {
namespace {

constexpr std::size_t kFewestDates = 10, kMostDates = std::numeric_limits<std::uint32_t>::max();
constexpr int kMostDraws = 1'000'000;
constexpr double kStandsStill = 1e-12;
constexpr std::size_t kRulesOfTask = 16 * kTileRules;

void check(std::size_t rules, std::size_t dates, const LuckSettings& settings) {
  if (rules == 0) refuse(ErrorCode::regression_too_few, "tests of luck need at least one rule");
  if (dates < kFewestDates || dates > kMostDates)
    refuse(ErrorCode::regression_too_few,
           fmt::format("tests of luck take {} to {} periods: {}", kFewestDates, kMostDates, dates));
  if (!(settings.block_length >= 1 && settings.block_length <= static_cast<double>(dates)))
    refuse(ErrorCode::regression_settings,
           fmt::format("the mean block length must be within 1 and the number of periods ({}): {}", dates,
                       settings.block_length));
  if (settings.draws < 1 || settings.draws > kMostDraws)
    refuse(ErrorCode::regression_settings,
           fmt::format("the number of draws must be within 1 and {}: {}", kMostDraws, settings.draws));
}

void refuse_not_finite(std::span<const double> figures, std::size_t rule) {
  const auto found =
      std::find_if_not(figures.begin(), figures.end(), [](double x) { return std::isfinite(x); });
  if (found != figures.end())
    refuse(ErrorCode::regression_not_finite,
           fmt::format("rule {} has a missing or infinite figure: period {} of {}", rule + 1,
                       found - figures.begin() + 1, figures.size()));
}

void write_moments(const TileMoments& moments, std::size_t place, std::size_t rule, std::size_t dates,
                   LuckTests& tests) {
  const double mean = moments.mean.rule[place], variance = moments.variance.rule[place],
               long_run = moments.long_run_variance.rule[place], largest = moments.largest.rule[place];
  if (!std::isfinite(mean) || !std::isfinite(variance) || !std::isfinite(long_run))
    refuse(ErrorCode::regression_not_finite,
           fmt::format("rule {} has figures too large to square: {}", rule + 1, largest));
  const bool varies = std::sqrt(variance) > kStandsStill * largest && long_run > 0;
  tests.mean[rule] = mean;
  tests.omega[rule] = varies ? std::sqrt(long_run) : 0;
  tests.t[rule] = varies ? std::sqrt(static_cast<double>(dates)) * mean / tests.omega[rule] : 0;
}

// Rules first..end - 1; the last tile is filled up with its own last rule.
void write_standing(const DifferentialsOf& differentials, std::size_t first, std::size_t end,
                    std::size_t dates, double block_length, LuckTests& tests) {
  std::vector<double> room(kTileRules * dates);
  std::vector<TileRow> by_date(dates);
  for (; first < end; first += kTileRules) {
    const std::size_t count = std::min(kTileRules, end - first);
    std::array<const double*, kTileRules> series;
    for (std::size_t i = 0; i < kTileRules; ++i) {
      if (i < count) {
        series[i] = differentials(first + i, std::span(room).subspan(i * dates, dates));
        refuse_not_finite({series[i], dates}, first + i);
      } else {
        series[i] = series[count - 1];
      }
    }
    lay_side_by_side(series, by_date);
    const auto moments = tile_moments(by_date, block_length);
    for (std::size_t i = 0; i < count; ++i) write_moments(moments, i, first + i, dates, tests);
  }
}

// Those that vary, by t; the order of equals does not show in the results.
std::vector<RuleStanding> ascending_rules(const LuckTests& tests) {
  std::vector<RuleStanding> rules;
  for (std::size_t j = 0; j < tests.t.size(); ++j)
    if (tests.omega[j] > 0) rules.push_back({j, tests.mean[j], tests.omega[j], tests.t[j]});
  std::stable_sort(rules.begin(), rules.end(),
                   [](const RuleStanding& a, const RuleStanding& b) { return a.t < b.t; });
  return rules;
}

double p_value(std::size_t reached, std::size_t draws) {
  return static_cast<double>(1 + reached) / static_cast<double>(1 + draws);
}

template <class Figure>
double share_reaching(std::span<const LargestOfDraw> draws, double statistic, Figure figure) {
  const auto reached = std::count_if(draws.begin(), draws.end(),
                                     [&](const LargestOfDraw& draw) { return figure(draw) >= statistic; });
  return p_value(static_cast<std::size_t>(reached), draws.size());
}

void write_best(std::span<const RuleStanding> rules, std::span<const LargestOfDraw> draws, std::size_t dates,
                LuckTests& tests) {
  const double root = std::sqrt(static_cast<double>(dates)), best = rules.back().t;
  double deviation = -std::numeric_limits<double>::infinity();
  for (const auto& rule : rules) deviation = std::max(deviation, root * rule.mean);
  tests.best =
      std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.t == best; })->rule;
  tests.spa_statistic = std::max(best, 0.0);
  tests.reality_check_p = share_reaching(draws, deviation, [](const auto& draw) { return draw.deviation; });
  const auto spa = [&](double LargestOfDraw::*figure) {
    return share_reaching(draws, tests.spa_statistic,
                          [&](const auto& draw) { return std::max(draw.*figure, 0.0); });
  };
  tests.spa_lower_p = spa(&LargestOfDraw::lower);
  tests.spa_consistent_p = spa(&LargestOfDraw::consistent);
  tests.spa_upper_p = spa(&LargestOfDraw::upper);
  for (std::size_t i = 0; i < draws.size(); ++i)
    tests.largest_of_draws[i] = std::max(draws[i].upper, 0.0) + 0.0;
  std::sort(tests.largest_of_draws.begin(), tests.largest_of_draws.end());
}

void write_adjusted(std::span<const RuleStanding> rules, std::span<const std::int32_t> reached,
                    std::size_t draws, LuckTests& tests) {
  double behind = 0;
  for (std::size_t place = rules.size(); place-- > 0;) {
    behind = std::max(behind, p_value(static_cast<std::size_t>(reached[place]), draws));
    tests.adjusted_p[rules[place].rule] = behind;
  }
}

}  // namespace

LuckTests luck_tests(const DifferentialsOf& differentials, std::size_t rules, std::size_t dates,
                     const LuckSettings& settings, const RandomStream& random) {
  check(rules, dates, settings);
  const auto draws = static_cast<std::size_t>(settings.draws);
  LuckTests tests;
  tests.mean.resize(rules), tests.omega.resize(rules), tests.t.resize(rules);
  tests.adjusted_p.assign(rules, 1);
  tests.largest_of_draws.assign(draws, 0);
  parallel_for((rules + kRulesOfTask - 1) / kRulesOfTask, [&](std::size_t task) {
    const std::size_t first = task * kRulesOfTask, end = std::min(rules, first + kRulesOfTask);
    write_standing(differentials, first, end, dates, settings.block_length, tests);
  });
  const auto ascending = ascending_rules(tests);
  if (ascending.empty()) return tests;
  const auto resampled = resample_rules(ascending, differentials,
                                        {dates, settings.block_length, draws, settings.studentised}, random);
  write_best(ascending, resampled.largest, dates, tests);
  write_adjusted(ascending, resampled.reached, draws, tests);
  return tests;
}

LuckTests luck_tests(std::span<const double> differentials, std::size_t rules, const LuckSettings& settings,
                     const RandomStream& random) {
  RERATE_ASSERT(rules == 0 || differentials.size() % rules == 0, "as many differentials for each rule");
  const std::size_t dates = rules == 0 ? 0 : differentials.size() / rules;
  const auto in_place = [&](std::size_t rule, std::span<double>) {
    return differentials.data() + rule * dates;
  };
  return luck_tests(in_place, rules, dates, settings, random);
}

}  // namespace rerate
