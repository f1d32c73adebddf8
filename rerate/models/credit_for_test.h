#pragma once

// Spreads made from lists, for the tests of credit.

#include <cmath>
#include <string>
#include <vector>

#include "rerate/models/spread_history.h"

namespace rerate {

// Months from `first` on, known on the month's last day.
inline Series monthly_spread(const std::string& name, const std::vector<double>& values,
                             const std::string& first = "2000-01") {
  Series series;
  series.type = {Frequency::monthly, Kind::spread, "pp"};
  series.name = name;
  auto period = *parse_period(Frequency::monthly, first);
  for (const double value : values) {
    series.append(period.ordinal, value, std::isnan(value) ? kAlwaysKnown : last_day(period));
    ++period.ordinal;
  }
  return series;
}

inline Series daily_spread(const std::string& name, const std::vector<std::string>& days,
                           const std::vector<double>& values) {
  Series series;
  series.type = {Frequency::daily, Kind::spread, "pp"};
  series.name = name;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const Date day = *parse_date(days[i]);
    series.append(day.days, values[i], day + 1);
  }
  return series;
}

// 1.00, 1.01, 1.02, ...
inline std::vector<double> rising_spread(int months) {
  std::vector<double> values;
  for (int i = 0; i < months; ++i) values.push_back(1 + 0.01 * i);
  return values;
}

inline SpreadHistory history_of(const Series& series) { return spread_history(series, {}); }

}  // namespace rerate
