#pragma once

// The NBER's recession months of data/open as a reader of a day had them, for tests of what settles when.

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "rerate/events/series_for_test.h"

namespace rerate {

struct TurningPointForTest {
  bool peak;
  std::int32_t month;
  Date announced;
};

inline std::vector<std::vector<std::string>> cells_of(const std::string& file) {
  std::ifstream lines(open_data(file));
  std::vector<std::vector<std::string>> rows;
  std::string line, cell;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    auto& row = rows.emplace_back();
    for (std::istringstream cells(line); std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

// Announced twelve months after the turning point where the NBER made no announcement.
inline std::vector<TurningPointForTest> nber_turning_points() {
  std::map<std::string, Date> announced;
  for (const auto& row : cells_of("nber_announcements.csv")) announced[row[0] + row[1]] = day(row[2]);
  std::vector<TurningPointForTest> points;
  for (const auto& row : cells_of("nber_cycle_dates.csv"))
    for (const bool peak : {true, false}) {
      const auto& month = row.at(peak ? 0 : 1);
      if (month.empty()) continue;
      const auto ordinal = parse_period(Frequency::monthly, month).value().ordinal;
      const auto found = announced.find((peak ? "peak" : "trough") + month);
      points.push_back(
          {peak, ordinal,
           found != announced.end() ? found->second : last_day({Frequency::monthly, ordinal + 12})});
    }
  return points;
}

// The state that a reader of `day` gave a month: after the last turning point before it that had been announced.
inline double state_as_of(const std::vector<TurningPointForTest>& points, std::int32_t month, Date day) {
  double state = 1;  // the record begins in a recession
  for (const auto& point : points)
    if (point.month < month && point.announced <= day) state = point.peak ? 1 : 0;
  return state;
}

// As of a date, from `first` on: each month first told on the day after it, and again when an announcement changed it.
inline Series nber_recession(Date as_of, const std::string& first = "1950-01",
                             const std::string& last = "2025-11") {
  const auto points = nber_turning_points();
  auto series = no_values(Frequency::monthly);
  series.type.kind = Kind::indicator;
  series.name = "nber.recession";
  const auto end = parse_period(Frequency::monthly, last).value().ordinal;
  for (auto month = parse_period(Frequency::monthly, first).value().ordinal; month <= end; ++month) {
    const Date told = last_day({Frequency::monthly, month}) + 1;
    if (told > as_of) break;
    double state = state_as_of(points, month, told);
    Date known = told;
    for (const auto& point : points) {
      if (point.announced <= told || point.announced > as_of) continue;
      const double revised = state_as_of(points, month, point.announced);
      if (revised != state) known = point.announced;
      state = revised;
    }
    series.append(month, state, known);
    series.first_known_at.push_back(told);
  }
  return series;
}

// 10-year yield less bond-equivalent bill, each month known on the day after it.
inline Series open_curve(Date as_of = kEndOfTime) {
  const auto bond = read_column(open_data("rates.csv"), "gs10", Frequency::monthly, Kind::rate, 1);
  const auto bill = read_column(open_data("rates.csv"), "tb3ms", Frequency::monthly, Kind::rate, 1);
  auto curve = no_values(Frequency::monthly);
  curve.type.kind = Kind::spread;
  curve.name = "curve";
  for (std::size_t i = 0; i < bond.size() && bond.known_at[i] <= as_of; ++i)
    curve.append(bond.ordinal[i], bond.value[i] - 365 * bill.value[i] / (360 - 91 * bill.value[i] / 100),
                 bond.known_at[i]);
  return curve;
}

}  // namespace rerate
