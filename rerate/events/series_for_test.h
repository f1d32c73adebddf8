#pragma once

// Small series by hand, and columns of the project's CSV files, for this level's tests.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "rerate/base/number_text.h"
#include "rerate/series/series.h"

namespace rerate {

inline Date day(const std::string& text) { return parse_date(text).value(); }

inline Series no_values(Frequency frequency) {
  Series series;
  series.type.frequency = frequency;
  series.name = "x";
  return series;
}

// Monthly figures from `first` ("2000-01") on, each published `lag` days after its month.
inline Series monthly(const std::string& first, const std::vector<double>& values, Kind kind = Kind::level,
                      int lag = 0) {
  Series series{{Frequency::monthly, kind, ""}, "x", {}, {}, {}};
  auto ordinal = parse_period(Frequency::monthly, first).value().ordinal;
  for (const double value : values) {
    series.append(ordinal, value, last_day({Frequency::monthly, ordinal}) + lag);
    ++ordinal;
  }
  return series;
}

inline Series daily(const std::vector<std::pair<std::string, double>>& rows, Kind kind = Kind::level) {
  Series series{{Frequency::daily, kind, ""}, "x", {}, {}, {}};
  for (const auto& [date, value] : rows) series.append(day(date).days, value, day(date));
  return series;
}

// One value for every weekday from `first` on.
inline Series weekdays(const std::string& first, const std::vector<double>& values, Kind kind = Kind::level) {
  Series series{{Frequency::daily, kind, ""}, "x", {}, {}, {}};
  Date date = day(first);
  for (const double value : values) {
    while (weekday(date) >= Weekday::saturday) date = date + 1;
    series.append(date.days, value, date);
    date = date + 1;
  }
  return series;
}

inline std::filesystem::path open_data(const std::string& file) {
  return std::filesystem::path(RERATE_SOURCE_DIR) / "data" / "open" / file;
}
// Licensed figures, outside the project: tests skip where they are absent.
inline std::filesystem::path licensed_data(const std::string& file) {
  return std::filesystem::path(RERATE_SOURCE_DIR) / ".." / "shared" / "data" / file;
}

// A column of a CSV file; empty cells become missing values for monthly figures and are dropped for daily.
inline Series read_column(const std::filesystem::path& path, const std::string& column, Frequency frequency,
                          Kind kind, int lag = 0) {
  std::ifstream file(path);
  std::string line, cell;
  std::getline(file, line);
  std::size_t wanted = 0, at = 0;
  for (std::istringstream header(line); std::getline(header, cell, ','); ++at)
    if (cell == column) wanted = at;
  Series series{{frequency, kind, ""}, column, {}, {}, {}};
  while (std::getline(file, line)) {
    std::istringstream row(line);
    std::string date, value;
    std::getline(row, date, ',');
    for (std::size_t i = 0; i < wanted; ++i) std::getline(row, value, ',');
    const auto period = parse_period(frequency, date).value();
    if (value.empty() && frequency == Frequency::daily) continue;
    series.append(period.ordinal, value.empty() ? std::nan("") : parse_number(value).value(),
                  last_day(period) + lag);
  }
  return series;
}

// Mean of monthly percent returns, cumulated.
inline Series cumulated(const std::vector<Series>& returns) {
  Series index = returns.front();
  index.type.kind = Kind::total_return_index;
  double level = 100;
  for (std::size_t t = 0; t < index.size(); ++t) {
    double sum = 0;
    for (const auto& one : returns) sum += one.value[t];
    index.value[t] = level *= 1 + sum / static_cast<double>(returns.size()) / 100;
  }
  return index;
}

// The last daily value of each month.
inline Series month_end(const Series& daily_series) {
  Series result{{Frequency::monthly, daily_series.type.kind, ""}, daily_series.name, {}, {}, {}};
  for (std::size_t t = 0; t < daily_series.size(); ++t) {
    const auto month = period_of(Frequency::monthly, Date{daily_series.ordinal[t]}).ordinal;
    if (!result.empty() && result.ordinal.back() == month)
      result.value.back() = daily_series.value[t];
    else
      result.append(month, daily_series.value[t], last_day({Frequency::monthly, month}));
  }
  return result;
}

}  // namespace rerate
