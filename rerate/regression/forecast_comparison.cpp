#include "rerate/regression/forecast_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

enum class LagWeights { truncated, bartlett };

void check_finite(std::span<const double> values) {
  const auto found =
      std::find_if_not(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  if (found == values.end()) return;
  refuse(ErrorCode::regression_not_finite,
         fmt::format("a forecast or what it is held against has a missing or infinite figure: row {} of {}",
                     found - values.begin() + 1, values.size()));
}

void check(std::span<const double> first, std::span<const double> second, int horizon) {
  RERATE_ASSERT(first.size() == second.size(), "one figure a date");
  if (horizon < 1)
    refuse(ErrorCode::regression_settings, fmt::format("a forecast horizon must be 1 or more: {}", horizon));
  if (first.size() < 2 || first.size() <= static_cast<std::size_t>(horizon))
    refuse(ErrorCode::regression_too_few,
           fmt::format("comparing forecasts {} steps ahead takes more than {} of them: {}", horizon,
                       std::max(horizon, 1), first.size()));
  check_finite(first);
  check_finite(second);
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// gamma_0 + 2 sum_{l<h} w_l gamma_l; NaN when it is not positive beyond rounding.
double long_run_variance(std::span<const double> values, int horizon, LagWeights weights) {
  const double centre = mean(values);
  double largest = 0, variance = 0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  for (std::size_t lag = 0; lag < static_cast<std::size_t>(horizon); ++lag) {
    double sum = 0;
    for (std::size_t t = lag; t < values.size(); ++t)
      sum += (values[t] - centre) * (values[t - lag] - centre);
    const double share = weights == LagWeights::truncated ? 1 : 1 - static_cast<double>(lag) / horizon;
    variance += (lag == 0 ? 1 : 2) * share * sum / static_cast<double>(values.size());
  }
  const double rounding = 1e-14 * largest;
  return variance > rounding * rounding ? variance : kMissing;
}

double mean_over_error(std::span<const double> values, int horizon, LagWeights weights) {
  const auto n = static_cast<double>(values.size());
  return mean(values) / std::sqrt(long_run_variance(values, horizon, weights) / n);
}

double small_sample_factor(std::size_t count, int horizon) {
  const double n = static_cast<double>(count), h = horizon;
  return std::sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n);
}

}  // namespace

double out_of_sample_r2(std::span<const double> benchmark_errors, std::span<const double> model_errors) {
  check(benchmark_errors, model_errors, 1);
  double benchmark = 0, model = 0;
  for (const double error : benchmark_errors) benchmark += error * error;
  for (const double error : model_errors) model += error * error;
  return benchmark > 0 ? 1 - model / benchmark : kMissing;
}

ForecastTest clark_west(std::span<const double> actual, std::span<const double> benchmark_forecast,
                        std::span<const double> model_forecast, int horizon) {
  check(benchmark_forecast, model_forecast, horizon);
  check(actual, model_forecast, horizon);
  std::vector<double> gains(actual.size());
  for (std::size_t t = 0; t < gains.size(); ++t) {
    const double e0 = actual[t] - benchmark_forecast[t], e1 = actual[t] - model_forecast[t];
    const double apart = benchmark_forecast[t] - model_forecast[t];
    gains[t] = e0 * e0 - (e1 * e1 - apart * apart);
  }
  const double statistic = mean_over_error(gains, horizon, LagWeights::bartlett);
  return {statistic, normal_cdf(-statistic), static_cast<int>(gains.size())};
}

ForecastTest diebold_mariano(std::span<const double> first_errors, std::span<const double> second_errors,
                             int horizon) {
  check(first_errors, second_errors, horizon);
  std::vector<double> gains(first_errors.size());
  for (std::size_t t = 0; t < gains.size(); ++t)
    gains[t] = first_errors[t] * first_errors[t] - second_errors[t] * second_errors[t];
  const double statistic =
      small_sample_factor(gains.size(), horizon) * mean_over_error(gains, horizon, LagWeights::truncated);
  return {statistic, student_t_two_sided_p(statistic, static_cast<double>(gains.size() - 1)),
          static_cast<int>(gains.size())};
}

ForecastTest encompassing(std::span<const double> first_errors, std::span<const double> second_errors,
                          int horizon) {
  check(first_errors, second_errors, horizon);
  std::vector<double> gains(first_errors.size());
  for (std::size_t t = 0; t < gains.size(); ++t)
    gains[t] = first_errors[t] * (first_errors[t] - second_errors[t]);
  const double statistic =
      small_sample_factor(gains.size(), horizon) * mean_over_error(gains, horizon, LagWeights::truncated);
  return {statistic, student_t_cdf(-statistic, static_cast<double>(gains.size() - 1)),
          static_cast<int>(gains.size())};
}

}  // namespace rerate
