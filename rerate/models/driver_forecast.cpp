#include "rerate/models/driver_forecast.h"

#include <fmt/format.h>

#include <limits>

#include "rerate/models/estimation_words.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostLags = 4;
constexpr Index kShortHistory = 400;

bool complete(const FairValuePanel& panel, Index row) { return panel.drivers.row(row).allFinite(); }

}  // namespace

DriverForecast forecast_drivers(const FairValuePanel& panel, Index horizon) {
  DriverForecast forecast;
  if (panel.drivers.cols() == 0) {
    forecast.words = "There are no drivers to forecast.";
    return forecast;
  }
  Index last = panel.now;
  while (last >= 0 && !complete(panel, last)) --last;
  Index first = last;
  while (first > 0 && complete(panel, first - 1)) --first;
  if (last < 0) {
    forecast.words = "The drivers never have figures together, so scenarios are not judged.";
    return forecast;
  }
  forecast.late = panel.now - last;
  const Matrix history = panel.drivers.middleRows(first, last - first + 1);
  try {
    forecast.lags = choose_var_lags(history, kMostLags, panel.names);
    const auto var = vector_autoregression(history, forecast.lags, panel.names);
    forecast.path = forecast_path(var, history, static_cast<int>(horizon + forecast.late));
    forecast.words = fmt::format("VAR({}) of {} drivers on {} {}, lags by BIC.", forecast.lags,
                                 history.cols(), history.rows(), periods_in_words(panel.frequency));
    if (history.rows() < kShortHistory)
      forecast.words += " On so short a history it calls scenarios unlikely too easily.";
  } catch (const UserError& error) {
    forecast.path = {};
    forecast.words =
        fmt::format("Scenarios are not judged against a forecast of the drivers: {}.", error.failure().what);
  }
  return forecast;
}

Plausibility plausibility_of(const DriverForecast& forecast, const std::vector<JudgedFigure>& figures) {
  Plausibility none;
  none.distance = none.p = kMissing;
  if (forecast.empty() || figures.empty()) return none;
  const auto count = static_cast<Index>(figures.size());
  const Index drivers = forecast.path.mean.cols();
  PathForecast picked{Matrix(1, count), Matrix(count, count)};
  Matrix values(1, count);
  const auto stacked = [&](Index i) {
    const auto& figure = figures[static_cast<std::size_t>(i)];
    return (figure.step + forecast.late) * drivers + figure.column;
  };
  for (Index i = 0; i < count; ++i) {
    const auto& figure = figures[static_cast<std::size_t>(i)];
    values(0, i) = figure.value;
    picked.mean(0, i) = forecast.path.mean(figure.step + forecast.late, figure.column);
    for (Index j = 0; j < count; ++j)
      picked.covariance(i, j) = forecast.path.covariance(stacked(i), stacked(j));
  }
  return plausibility_of_path(picked, values);
}

}  // namespace rerate
