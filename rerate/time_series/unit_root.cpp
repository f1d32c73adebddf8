#include "rerate/time_series/unit_root.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/time_series/dickey_fuller.h"
#include "rerate/time_series/levels.h"
#include "rerate/time_series/nested_regression.h"

namespace rerate {
namespace {

// What a residual must keep of the series' own sum of squares to count as more than rounding.
constexpr double kRounding = 1e-24;

Centring centring_for(Deterministic deterministic) {
  return deterministic == Deterministic::none ? Centring::as_they_are : Centring::about_mean;
}

UnitRootTest dickey_fuller_test(std::string name, double statistic, int lags, int n,
                                Deterministic deterministic) {
  return {.name = std::move(name),
          .statistic = statistic,
          .p = mackinnon_p(statistic, deterministic, 1),
          .lags = lags,
          .n = n,
          .critical_1 = mackinnon_critical_value(0.01, deterministic, 1, n),
          .critical_5 = mackinnon_critical_value(0.05, deterministic, 1, n),
          .critical_10 = mackinnon_critical_value(0.10, deterministic, 1, n)};
}

// Constant, and a trend about its middle.
Matrix deterministic_terms(Deterministic deterministic, Index rows) {
  Matrix terms(rows, static_cast<Index>(deterministic));
  if (terms.cols() > 0) terms.col(0).setOnes();
  if (terms.cols() > 1)
    for (Index t = 0; t < rows; ++t)
      terms(t, 1) = (static_cast<double>(t) + 0.5) / static_cast<double>(rows) - 0.5;
  return terms;
}

Vector deviations(const Vector& y, Deterministic deterministic) {
  const Matrix terms = deterministic_terms(deterministic, y.size());
  return residuals_of(y, terms, NestedRegression(terms, y).coefficients(terms.cols()));
}

double autoproduct(const Vector& e, Index lag) { return e.tail(e.size() - lag).dot(e.head(e.size() - lag)); }

// Long-run variance with Bartlett weights 1 - i / (lags + 1).
double bartlett_variance(const Vector& e, int lags) {
  double sum = e.squaredNorm();
  for (int lag = 1; lag <= lags; ++lag) sum += 2 * (1 - lag / (lags + 1.0)) * autoproduct(e, lag);
  return sum / static_cast<double>(e.size());
}

int checked_lags(int given, int automatic, Index n, const std::string& test) {
  if (given < -1)
    refuse(ErrorCode::regression_settings, fmt::format("{}: lags must not be negative: {}", test, given));
  if (given >= n)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{}: too few observations for {}: {}", test, told_lags(given), n));
  return given < 0 ? std::min(automatic, static_cast<int>(n) - 1) : given;
}

// M of phillips_perron: sum of squares of x about its deterministic terms, over n^2.
double spread(const Vector& x, Deterministic deterministic) {
  const auto n = static_cast<double>(x.size() - 1);
  if (deterministic == Deterministic::none) return x.head(x.size() - 1).squaredNorm() / (n * n);
  const Vector y = x.tail(x.size() - 1);
  const double sum = deviations(y, deterministic).squaredNorm() / (n * n);
  return deterministic == Deterministic::trend ? sum * (1 - 1 / (n * n)) : sum;
}

// Hobijn, Franses and Ooms (1998): 1.1447 (s1/s0)^(2/3) n^(1/3), from the first n^(2/9) autocovariances.
int hobijn_lags(const Vector& e) {
  const auto n = static_cast<double>(e.size());
  const auto pilot = static_cast<Index>(std::floor(reproducible_power(n, 2.0 / 9)));
  double s0 = e.squaredNorm() / n, s1 = 0;
  for (Index lag = 1; lag <= pilot && lag < e.size(); ++lag) {
    const double covariance = 2 * autoproduct(e, lag) / n;
    s0 += covariance;
    s1 += static_cast<double>(lag) * covariance;
  }
  if (s0 == 0) return 0;
  const double ratio = s1 / s0;
  const double lags = 1.1447 * reproducible_power(ratio * ratio * n, 1.0 / 3);
  return static_cast<int>(std::min(std::floor(lags), n - 1));
}

// Kwiatkowski et al. (1992), table 1.
constexpr std::array<double, 4> kKpssLevels{0.10, 0.05, 0.025, 0.01};
constexpr std::array<double, 4> kKpssConstant{0.347, 0.463, 0.574, 0.739};
constexpr std::array<double, 4> kKpssTrend{0.119, 0.146, 0.176, 0.216};

double interpolated_level(double statistic, const std::array<double, 4>& critical) {
  if (statistic <= critical.front()) return kKpssLevels.front();
  for (std::size_t i = 1; i < critical.size(); ++i) {
    if (statistic > critical[i]) continue;
    const double share = (statistic - critical[i - 1]) / (critical[i] - critical[i - 1]);
    return kKpssLevels[i - 1] + share * (kKpssLevels[i] - kKpssLevels[i - 1]);
  }
  return kKpssLevels.back();
}

double sum_of_squared_totals(const Vector& e) {
  double total = 0, sum = 0;
  for (Index t = 0; t < e.size(); ++t) {
    total += e(t);
    sum += total * total;
  }
  return sum;
}

}  // namespace

UnitRootTest augmented_dickey_fuller(std::span<const double> x, const AdfSettings& settings) {
  const std::string test = "ADF test";
  const Levels levels = levels_of(x, centring_for(settings.deterministic), test);
  const DickeyFuller fit = dickey_fuller(levels.values.col(0), settings, test);
  return dickey_fuller_test(fmt::format("ADF ({})", told(settings.deterministic, settings.rule, fit.lags)),
                            fit.tau, fit.lags, fit.n, settings.deterministic);
}

UnitRootTest phillips_perron(std::span<const double> x, Deterministic deterministic, int lags) {
  const std::string test = "Phillips-Perron test";
  check_length(static_cast<Index>(x.size()), test);
  const Levels levels = levels_of(x, centring_for(deterministic), test);
  const Vector y = levels.values.col(0);
  const Index n = y.size() - 1, k = static_cast<Index>(deterministic) + 1;
  const double hundreds = static_cast<double>(n) / 100;
  const int used =
      checked_lags(lags, static_cast<int>(std::floor(4 * std::sqrt(std::sqrt(hundreds)))), n, test);

  Matrix design(n, k);
  design << deterministic_terms(deterministic, n), y.head(n);
  const Vector difference = y.tail(n) - y.head(n);
  const NestedRegression fit(design, difference);
  if (fit.independent_columns() < k || fit.residual_sum_of_squares(k) <= kRounding * y.squaredNorm())
    refuse(ErrorCode::regression_no_variation,
           fmt::format("{}: the series follows a line or its own past exactly, so nothing is left to test",
                       test));
  const Vector residuals = residuals_of(difference, design, fit.coefficients(k));
  const double short_run = residuals.squaredNorm() / static_cast<double>(n);
  const double long_run = bartlett_variance(residuals, used);
  const double statistic = std::sqrt(short_run / long_run) * fit.last_t(k) -
                           (long_run - short_run) / (2 * std::sqrt(long_run * spread(y, deterministic)));
  return dickey_fuller_test(
      fmt::format("Phillips-Perron Z-tau ({}, Bartlett with {})", told(deterministic), told_lags(used)),
      statistic, used, static_cast<int>(n), deterministic);
}

UnitRootTest kpss(std::span<const double> x, Deterministic deterministic, int lags) {
  const std::string test = "KPSS test";
  if (deterministic == Deterministic::none)
    refuse(ErrorCode::regression_settings,
           fmt::format("{}: needs a constant, or a constant and a trend", test));
  check_length(static_cast<Index>(x.size()), test);
  const Levels levels = levels_of(x, Centring::about_mean, test);
  const Vector y = levels.values.col(0);
  const Index n = y.size();
  const Vector e = deviations(y, deterministic);
  if (e.squaredNorm() <= kRounding * y.squaredNorm())
    refuse(ErrorCode::regression_no_variation, fmt::format("{}: the series is a straight line", test));
  const int used = checked_lags(lags, lags < 0 ? hobijn_lags(e) : 0, n, test);
  const auto count = static_cast<double>(n);
  const double long_run = bartlett_variance(e, used);
  if (!(long_run > 0))
    refuse(ErrorCode::regression_settings,
           fmt::format("{}: the long-run variance vanishes: {}", test, told_lags(used)), "Use fewer lags.");
  const double statistic = sum_of_squared_totals(e) / (count * count) / long_run;
  const auto& critical = deterministic == Deterministic::trend ? kKpssTrend : kKpssConstant;
  return {.name = fmt::format("KPSS ({}, Bartlett with {})", told(deterministic), told_lags(used)),
          .statistic = statistic,
          .p = interpolated_level(statistic, critical),
          .lags = used,
          .n = static_cast<int>(n),
          .critical_1 = critical[3],
          .critical_5 = critical[1],
          .critical_10 = critical[0],
          .unit_root_is_null = false};
}

}  // namespace rerate
