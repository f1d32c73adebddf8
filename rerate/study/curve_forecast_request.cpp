#include "rerate/study/curve_forecast_request.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr std::size_t kMostPeriods = 60;
constexpr double kMostYield = 1e4;  // percent or basis points: beyond it is a slip

Period read_period(const TomlValue& value) {
  const auto text = value.text();
  for (const auto frequency : {Frequency::monthly, Frequency::quarterly})
    if (const auto period = parse_period(frequency, text); period && to_string(*period) == text)
      return *period;
  value.refuse(fmt::format("\"{}\" is no quarter and no month", text.substr(0, 80)),
               "Write 2025Q3 or 2025-09, in quotes.");
}

std::vector<Period> read_periods(const TomlValue& value) {
  std::vector<Period> periods;
  for (const auto& element : value.array()) {
    const auto period = read_period(element);
    if (!periods.empty() && period.frequency != periods.back().frequency)
      element.refuse("`periods` mixes quarters and months", "Give all of one length.");
    if (!periods.empty() && period.ordinal <= periods.back().ordinal)
      element.refuse(
          fmt::format("`periods` must rise: {} after {}", to_string(period), to_string(periods.back())));
    periods.push_back(period);
  }
  if (periods.empty()) value.refuse("`periods` is empty", "List at least one: [\"2025Q3\"].");
  if (periods.size() > kMostPeriods) value.refuse(fmt::format("`periods` holds more than {}", kMostPeriods));
  return periods;
}

std::vector<double> read_figures(const TomlValue& value, std::string_view key, std::size_t count) {
  std::vector<double> figures;
  for (const auto& element : value.array()) {
    figures.push_back(element.number());
    if (std::fabs(figures.back()) > kMostYield)
      element.refuse(fmt::format("`{}` holds {}, which is no yield", key, shortest(figures.back())));
  }
  if (figures.size() != count)
    value.refuse(fmt::format("`{}` has {} figures for {} periods", key, figures.size(), count),
                 "Give one for each of `periods`.");
  return figures;
}

std::vector<double> read_slope(const TomlTable& table, std::size_t count) {
  const auto curve = table.find("curve"), ten_year = table.find("ten_year"), bill = table.find("bill");
  const auto how = "Give `curve`, or both `ten_year` and `bill`.";
  if (curve && (ten_year || bill))
    curve->refuse("a path is given as `curve` or as `ten_year` and `bill`, not as both", how);
  if (curve) return read_figures(*curve, "curve", count);
  if (!ten_year || !bill)
    table.refuse(ten_year ? "`ten_year` is given without `bill`"
                 : bill   ? "`bill` is given without `ten_year`"
                          : "a path of the curve needs its figures",
                 how);
  auto slope = read_figures(*ten_year, "ten_year", count);
  const auto bills = read_figures(*bill, "bill", count);
  for (std::size_t i = 0; i < count; ++i) slope[i] -= bills[i];
  return slope;
}

}  // namespace

CurveForecast read_curve_forecast(const TomlValue& value) {
  const auto table = value.table();
  CurveForecast forecast;
  const auto source = table.require("source", "source = \"whose forecast, of which day\"");
  forecast.source = source.text();
  if (forecast.source.find_first_not_of(" \t\r\n") == std::string::npos)
    source.refuse("a path of the curve needs a source", "Say whose it is; the note prints it.");
  forecast.made = read_date(table, "date", Edge::last_day);
  forecast.periods = read_periods(table.require("periods", "periods = [\"2025Q3\", \"2025Q4\"]"));
  forecast.slope = read_slope(table, forecast.periods.size());
  table.finish("a path of the curve");
  return forecast;
}

}  // namespace rerate
