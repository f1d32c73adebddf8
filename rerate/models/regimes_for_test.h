#pragma once

// An economy made from a formula, for tests of regimes: thirty years of months from 1970-01 in one of three states, which
// is left with a chance of 5% a month.
//
//   state      0 slump, 1 slowdown, 2 expansion
//   activity   20 (state - 1) + 5 e, published on the 16th day of the next month
//   spread     4 - 1.5 state + 0.4 e, known at the month's end
//   large      grows by 0.5% + 3% e a month ; small by as much plus 1% (state - 1) of the month before plus 2% e

#include <memory>
#include <vector>

#include "rerate/base/elementary.h"
#include "rerate/base/random_stream.h"
#include "rerate/models/regimes.h"
#include "rerate/statistics/distributions.h"

namespace rerate {

inline constexpr int kEconomyMonths = 360;

struct Economy {
  std::vector<int> state;
  Series activity, spread, small, large;
};

inline Series monthly_series(const char* name, Kind kind) {
  Series series;
  series.type = {Frequency::monthly, kind, ""};
  series.name = name;
  return series;
}

inline Economy make_economy(std::uint64_t seed = 1) {
  const RandomStream random(seed, 0);
  std::uint64_t at = 0;
  const auto normal = [&] { return normal_quantile(random.uniform(at++)); };
  Economy economy{{},
                  monthly_series("activity", Kind::balance),
                  monthly_series("spread", Kind::spread),
                  monthly_series("small", Kind::total_return_index),
                  monthly_series("large", Kind::total_return_index)};
  int state = 2;
  double log_small = 5, log_large = 5;
  for (int t = 0; t < kEconomyMonths; ++t) {
    const Date month_end = last_day({Frequency::monthly, t});
    const double market = 0.005 + 0.03 * normal();
    log_large += market;
    log_small += market + 0.01 * (state - 1) + 0.02 * normal();
    if (random.uniform(at++) < 0.05) state = static_cast<int>(random.below(at++, 3));
    economy.state.push_back(state);
    economy.activity.append(t, 20.0 * (state - 1) + 5 * normal(), month_end + 16);
    economy.spread.append(t, 4 - 1.5 * state + 0.4 * normal(), month_end);
    economy.small.append(t, reproducible_exp(log_small), month_end);
    economy.large.append(t, reproducible_exp(log_large), month_end);
  }
  return economy;
}

// Everything known: the day after the last activity came out.
inline RegimesQuestion question_on(const Economy& economy) {
  RegimesQuestion question;
  question.features = {{"activity", "activity", &economy.activity, 1, 1, {"s.toml", 5, 1}},
                       {"spread", "the spread", &economy.spread, -1, 1, {"s.toml", 6, 1}}};
  question.clusters.first_window = 96;
  question.chain = &economy.activity;
  question.asset = &economy.small;
  question.benchmark = &economy.large;
  question.returns.draws = 400;
  question.as_of = last_day({Frequency::monthly, kEconomyMonths - 1}) + 17;
  question.place = {"s.toml", 4, 1};
  question.clusters_place = {"s.toml", 7, 1};
  question.chain_place = {"s.toml", 8, 1};
  question.price_places.asset = {"s.toml", 9, 1};
  question.price_places.benchmark = {"s.toml", 10, 1};
  return question;
}

}  // namespace rerate
