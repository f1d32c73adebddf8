#pragma once

// A curve and two pairs of styles, made from a formula, monthly from 1980-01. The curve is an AR(1) of `curve_persistence` with
// shocks of 0.2. Value's log return over growth is `share` of the curve's standardised change and the rest noise, times 2%.

#include <cmath>

#include "rerate/models/style_curve.h"
#include "rerate/statistics/correlation_for_test.h"

namespace rerate {

struct StyleMarket {
  Series curve, value, growth, large_value, large_growth;
};

inline Series style_series(const std::string& name, Kind kind, std::vector<double> values,
                           int first_month = 120) {
  Series series{{Frequency::monthly, kind, kind == Kind::rate ? "percent" : "index"}, name, {}, {}, {}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Period period{Frequency::monthly, first_month + static_cast<std::int32_t>(i)};
    series.append(period.ordinal, values[i], last_day(period));
  }
  return series;
}

inline StyleMarket style_market(std::size_t months, double share, double curve_persistence = 0.95,
                                std::uint64_t stream = 1) {
  const RandomStream random(99, stream);
  std::vector<double> curve, value, growth, large_value, large_growth;
  double level = 0, v = 100, g = 100, large_v = 100, large_g = 100;
  for (std::size_t t = 0; t < months; ++t) {
    const auto normal = [&](std::uint64_t which) { return nearly_normal(random, 4 * t + which); };
    const double shock = normal(0), before = level;
    level = curve_persistence * level + 0.2 * shock;
    const double change = (level - before) / 0.2;
    const double relative = 0.02 * (share * change + std::sqrt(1 - share * share) * normal(1));
    const double market = 0.005 + 0.04 * normal(2);
    v *= 1 + market + relative;
    g *= 1 + market;
    large_v *= 1 + market + 0.01 * normal(3);
    large_g *= 1 + market;
    curve.push_back(1.5 + level);
    value.push_back(v);
    growth.push_back(g);
    large_value.push_back(large_v);
    large_growth.push_back(large_g);
  }
  return {style_series("curve", Kind::rate, curve), style_series("value", Kind::total_return_index, value),
          style_series("growth", Kind::total_return_index, growth),
          style_series("large_value", Kind::total_return_index, large_value),
          style_series("large_growth", Kind::total_return_index, large_growth)};
}

inline StyleCurveQuestion style_question(const StyleMarket& market, bool large = true) {
  StyleCurveQuestion question;
  question.curve = &market.curve;
  question.curve_place = {"s.toml", 2, 1};
  question.pairs = {
      {"small", "small caps", &market.value, &market.growth, {"s.toml", 3, 1}, {"s.toml", 4, 1}}};
  if (large)
    question.pairs.push_back({"large",
                              "large caps",
                              &market.large_value,
                              &market.large_growth,
                              {"s.toml", 5, 1},
                              {"s.toml", 6, 1}});
  question.place = {"s.toml", 1, 1};
  question.window_place = {"s.toml", 7, 1};
  question.draws = 400;
  return question;
}

}  // namespace rerate
