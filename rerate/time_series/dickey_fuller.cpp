#include "rerate/time_series/dickey_fuller.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/time_series/nested_regression.h"

namespace rerate {
namespace {

// Of what the response varies, the least that counts as an error term.
constexpr double kExactFit = 1e-22;

Index terms_of(Deterministic deterministic) { return static_cast<Index>(deterministic); }

// floor(12 (n/100)^(1/4)), by square roots: the same on every machine.
int schwert_lags(Index length) {
  return static_cast<int>(std::floor(12 * std::sqrt(std::sqrt(static_cast<double>(length) / 100))));
}

// Half the sample less the terms, as statsmodels; and at least one degree of freedom.
int longest_lag(Index length, Index terms) {
  return static_cast<int>(std::min(length / 2 - terms - 1, (length - terms - 3) / 2));
}

enum class LevelStands : std::uint8_t { before_lags, last };

// dx_t on the deterministic terms, x_{t-1} and dx_{t-1}, ..., dx_{t-lags}, on all rows that have them.
NestedRegression regression(const Vector& x, const Vector& difference, Index terms, Index lags,
                            LevelStands stands) {
  const Index rows = difference.size() - lags;
  Matrix design(rows, terms + 1 + lags);
  if (terms > 0) design.col(0).setOnes();
  if (terms > 1)
    for (Index t = 0; t < rows; ++t)
      design(t, 1) = (static_cast<double>(t) + 0.5) / static_cast<double>(rows) - 0.5;
  const Index level = stands == LevelStands::last ? terms + lags : terms;
  const Index first_lag = stands == LevelStands::last ? terms : terms + 1;
  design.col(level) = x.segment(lags, rows);
  for (Index lag = 1; lag <= lags; ++lag)
    design.col(first_lag + lag - 1) = difference.segment(lags - lag, rows);
  return {std::move(design), difference.tail(rows)};
}

[[noreturn]] void refuse_exact(const std::string& test) {
  refuse(
      ErrorCode::regression_no_variation,
      fmt::format("{}: the series follows a line or its own past exactly, so nothing is left to test", test));
}

bool fits_exactly(const NestedRegression& fit, Index columns) {
  return fit.residual_sum_of_squares(columns) <= kExactFit * fit.residual_sum_of_squares(0);
}

int chosen_lags(const Vector& x, const Vector& difference, Index terms, int most, LagRule rule,
                const std::string& test) {
  const NestedRegression fit = regression(x, difference, terms, most, LevelStands::before_lags);
  if (fit.independent_columns() < terms + 1) refuse_exact(test);
  const auto n = static_cast<double>(fit.rows());
  const double penalty = rule == LagRule::bic ? reproducible_log(n) : 2;
  int best = 0;
  double least = 0;
  for (int lags = 0; terms + 1 + lags <= fit.independent_columns(); ++lags) {
    const Index columns = terms + 1 + lags;
    if (fits_exactly(fit, columns)) refuse_exact(test);
    const double criterion = n * reproducible_log(fit.residual_sum_of_squares(columns) / n) +
                             penalty * static_cast<double>(columns);
    if (lags == 0 || criterion < least) {
      least = criterion;
      best = lags;
    }
  }
  return best;
}

}  // namespace

void check_length(Index length, const std::string& test) {
  if (length < kShortestTested)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{}: at least {} observations: {}", test, kShortestTested, length));
}

DickeyFuller dickey_fuller(const Vector& x, const AdfSettings& settings, const std::string& test) {
  const Index terms = terms_of(settings.deterministic);
  const bool given = settings.rule == LagRule::given;
  if (given && settings.lags < 0)
    refuse(ErrorCode::regression_settings,
           fmt::format("{}: lags must not be negative: {}", test, settings.lags));
  check_length(x.size(), test);
  const int longest = longest_lag(x.size(), terms), wanted = given ? settings.lags : 0;
  if (wanted > longest)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{}: too few observations for {}: {}", test,
                       told(settings.deterministic, LagRule::given, wanted), x.size()));
  const Vector difference = x.tail(x.size() - 1) - x.head(x.size() - 1);
  const int most = std::min(settings.most_lags < 0 ? schwert_lags(x.size()) : settings.most_lags, longest);
  const int lags = given ? wanted : chosen_lags(x, difference, terms, most, settings.rule, test);

  const NestedRegression fit = regression(x, difference, terms, lags, LevelStands::last);
  if (fit.independent_columns() < fit.columns() || fits_exactly(fit, fit.columns())) refuse_exact(test);
  return {.tau = fit.last_t(fit.columns()), .lags = lags, .n = static_cast<int>(fit.rows())};
}

std::string told(Deterministic deterministic) {
  if (deterministic == Deterministic::none) return "no constant";
  return deterministic == Deterministic::constant ? "constant" : "constant and trend";
}

std::string told_lags(int lags) { return fmt::format("{} lag{}", lags, lags == 1 ? "" : "s"); }

std::string told(Deterministic deterministic, LagRule rule, int lags) {
  const char* by = rule == LagRule::given ? "" : rule == LagRule::bic ? " by BIC" : " by AIC";
  return fmt::format("{}, {}{}", told(deterministic), told_lags(lags), by);
}

}  // namespace rerate
