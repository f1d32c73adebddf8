#pragma once

// Panels by hand and simulated, for the tests of the fair-value models.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rerate/base/elementary.h"
#include "rerate/base/random_stream.h"
#include "rerate/events/series_for_test.h"
#include "rerate/models/fair_value_panel.h"
#include "rerate/statistics/distributions.h"

namespace rerate {

inline Series monthly_named(const std::string& name, const std::string& first,
                            const std::vector<double>& values, Kind kind = Kind::level, int lag = 0) {
  auto series = monthly(first, values, kind, lag);
  series.name = name;
  return series;
}

// A panel of monthly columns from `first` on: a driver of every name, in order.
inline FairValuePanel panel_of(const std::string& first, const std::vector<double>& price,
                               const std::vector<double>& fundamental,
                               const std::vector<std::pair<std::string, std::vector<double>>>& drivers) {
  const auto prices = monthly_named("price", first, price, Kind::price_index);
  const auto fundamentals = monthly_named("sales", first, fundamental);
  std::vector<Series> columns;
  for (const auto& [name, values] : drivers)
    columns.push_back(monthly_named(name, first, values, Kind::rate));
  std::vector<FairValueDriver> listed;
  for (std::size_t i = 0; i < columns.size(); ++i)
    listed.push_back({columns[i].name,
                      "the " + columns[i].name,
                      &columns[i],
                      {"study.toml", static_cast<int>(i) + 10, 3}});
  return fair_value_panel(prices, &fundamentals, std::nullopt, listed, {"study.toml", 2, 1});
}

// Independent standard normal numbers.
inline std::vector<double> white_noise(std::uint64_t stream, std::size_t count) {
  const RandomStream random(20250601, stream);
  std::vector<double> noise(count);
  for (std::size_t i = 0; i < count; ++i) noise[i] = normal_quantile(random.uniform(i));
  return noise;
}

// x_t = persistence x_{t-1} + scale e_t from x_0 = 0; persistence 1 is a random walk.
inline std::vector<double> autoregression(std::uint64_t stream, std::size_t count, double persistence,
                                          double scale = 1) {
  auto x = white_noise(stream, count);
  x.front() = 0;
  for (std::size_t t = 1; t < count; ++t) x[t] = persistence * x[t - 1] + scale * x[t];
  return x;
}

inline std::vector<double> combined(std::size_t count, const std::function<double(std::size_t)>& value) {
  std::vector<double> result(count);
  for (std::size_t t = 0; t < count; ++t) result[t] = value(t);
  return result;
}

}  // namespace rerate
