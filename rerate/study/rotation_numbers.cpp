#include "rerate/study/rotation_numbers.h"

#include <cmath>

#include "rerate/rotation/return_differences.h"
#include "rerate/rotation/sharpe_difference.h"
#include "rerate/study/rotation_benchmarks.h"
#include "rerate/study/section_figures.h"

namespace rerate {
namespace {

double count(std::size_t number) { return static_cast<double>(number); }

// `scale` turns fractions into percent.
void add_with_band(std::vector<Number>& numbers, const Number& number, Band band, double scale) {
  numbers.push_back(number);
  numbers.push_back({number.name + "_low", scale * band.low, number.unit, number.title + ", 90% low"});
  numbers.push_back({number.name + "_high", scale * band.high, number.unit, number.title + ", 90% high"});
}

// Over the months compared, with those of the headline's benchmark.
double sharpe_difference_p_of(const RotationFindings& found) {
  const auto part = [&](const std::vector<double>& figures) {
    return part_of(figures, found.compared_first, found.compared);
  };
  return sharpe_difference_p(part(found.run.backtest.net), part(found.benchmarks.front().returns),
                             part(found.cash));
}

void add_performance(const RotationFindings& found, std::vector<Number>& numbers) {
  const auto& own = found.figures;
  const auto& bands = found.intervals;
  const auto& benchmark = found.benchmarks.front();
  add_with_band(numbers, {"sharpe", own.sharpe, "ratio", "Sharpe ratio, net"}, bands.sharpe, 1);
  numbers.push_back(
      {"sharpe_benchmark", benchmark.figures.sharpe, "ratio", "Sharpe ratio of " + benchmark.title});
  add_with_band(numbers,
                {"sharpe_difference", figure_difference(own.sharpe, benchmark.figures.sharpe), "ratio",
                 "Sharpe ratio less that of " + benchmark.title},
                bands.sharpe_difference, 1);
  numbers.push_back({"sharpe_difference_p", sharpe_difference_p_of(found), "probability",
                     "Its p-value (Ledoit and Wolf's delta method, HAC)"});
  add_with_band(numbers, {"cagr", 100 * own.cagr, "percent", "Return a year, net"}, bands.cagr, 100);
  numbers.push_back(
      {"cagr_benchmark", 100 * benchmark.figures.cagr, "percent", "Return a year of " + benchmark.title});
  add_with_band(numbers, {"volatility", 100 * own.volatility, "percent", "Volatility a year"},
                bands.volatility, 100);
  add_with_band(numbers, {"max_drawdown", 100 * own.max_drawdown, "percent", "Deepest drawdown"},
                bands.max_drawdown, 100);
  numbers.insert(
      numbers.end(),
      {{"months_under_water", static_cast<double>(own.longest_under_water), "months",
        "Longest time under water"},
       {"sharpe_adjusted", own.sharpe_adjusted, "ratio", "Sharpe ratio, adjusted for autocorrelation"},
       {"sortino", own.sortino, "ratio", "Sortino ratio"},
       {"hit_rate", 100 * own.hit_rate, "percent", "Months above cash"},
       {"turnover", 100 * found.turnover_a_year, "percent", "Turnover a year, one way"},
       {"cost_drag", 100 * found.cost_drag, "pp", "Return a year that trading costs"},
       {"break_even_cost", found.break_even_bp, "bp", "One-way costs that would leave no lead"},
       {"months", static_cast<double>(found.compared), "count", "Months compared"}});
  if (!std::isnan(found.capacity))
    numbers.push_back({"capacity", found.capacity, "", "Capital that trades 5% of a day's volume at most"});
}

void add_relative(const RotationFindings& found, std::vector<Number>& numbers) {
  const auto& benchmark = found.benchmarks.front();
  const auto& relative = benchmark.relative;
  add_with_band(numbers,
                {"information_ratio", relative.information_ratio, "ratio",
                 "Information ratio against " + benchmark.title},
                found.intervals.information_ratio, 1);
  numbers.insert(numbers.end(),
                 {{"tracking_error", 100 * relative.tracking_error, "percent", "Tracking error a year"},
                  {"excess", 100 * relative.excess, "pp", "Mean lead a year over " + benchmark.title},
                  {"beat_rate", 100 * relative.beat_rate, "percent", "Months ahead of " + benchmark.title},
                  {"alpha", 100 * relative.alpha, "pp", "Alpha a year against " + benchmark.title},
                  {"alpha_t", relative.alpha_t, "ratio", "Its t (HAC)"},
                  {"alpha_p", relative.alpha_p, "probability", "Its p-value"},
                  {"beta", relative.beta, "ratio", "Beta to " + benchmark.title},
                  {"rank_correlation", found.score_correlation.mean, "ratio",
                   "Mean rank correlation of score and return"},
                  {"rank_correlation_t", found.score_correlation.t, "ratio", "Its t (equal-weighted cosine)"},
                  {"rank_correlation_p", found.score_correlation.p, "probability", "Its p-value"}});
}

void add_luck(const RotationFindings& found, std::vector<Number>& numbers) {
  const auto& luck = found.luck;
  numbers.insert(
      numbers.end(),
      {{"variants", count(found.variants.size()), "count", "Variants of this run"},
       {"variants_failed", count(found.variants.size() - found.variant_runs.ran.size()), "count",
        "Variants that could not be run"},
       {"trials", count(luck.trials), "count", "Definitions tried, here and before"},
       {"trials_earlier", count(luck.earlier), "count", "Definitions tried only before"},
       {"spa_p", luck.spa_p, "probability", "p-value of the best variant (SPA, consistent)"},
       {"spa_lower_p", luck.spa_lower_p, "probability", "p-value of the best variant (SPA, lower)"},
       {"spa_upper_p", luck.spa_upper_p, "probability", "p-value of the best variant (SPA, upper)"},
       {"reality_check_p", luck.reality_check_p, "probability",
        "p-value of the best variant (reality check)"},
       {"stepm_p", luck.own_adjusted_p, "probability", "p-value of this definition among all (StepM)"},
       {"probabilistic_sharpe", luck.probabilistic, "probability", "Chance that the Sharpe ratio is above 0"},
       {"deflated_sharpe", luck.deflated, "probability",
        "Chance that it is above what the trials let expect"},
       {"deflated_lead", luck.deflated_lead, "probability",
        "Chance that the information ratio is above what so many definitions let expect"},
       {"expected_best_sharpe", luck.expected_best, "ratio",
        "Sharpe ratio per month of the best of so many trials without skill"},
       {"overfitting_probability", luck.overfitting, "probability", "Probability of overfitting"}});
}

}  // namespace

std::vector<Number> rotation_backtest_numbers(const RotationFindings& found) {
  std::vector<Number> numbers;
  add_performance(found, numbers);
  add_relative(found, numbers);
  return without_endings(std::move(numbers), {"_low", "_high"});
}

std::vector<Number> rotation_numbers(const RotationFindings& found) {
  std::vector<Number> numbers;
  add_performance(found, numbers);
  add_relative(found, numbers);
  add_luck(found, numbers);
  return numbers;
}

}  // namespace rerate
