#pragma once

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/formula/formula.h"

// Series to try formulas on, for the tests of this folder.
namespace rerate::formula_fixture {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Known `lag` days after each period's last day; missing values are always known.
inline Series make(Frequency frequency, Kind kind, std::string unit, const std::string& first,
                   const std::vector<double>& values, int lag = 10) {
  Series series{{frequency, kind, std::move(unit)}, "x", {}, {}, {}};
  auto ordinal = parse_period(frequency, first)->ordinal;
  for (double value : values) {
    const Date end = last_day({frequency, ordinal});
    series.append(ordinal++, value, std::isnan(value) ? kAlwaysKnown : end + lag);
  }
  return series;
}

inline Series monthly(const std::vector<double>& values, Kind kind = Kind::level, std::string unit = "bn_usd",
                      const std::string& first = "2000-01") {
  return make(Frequency::monthly, kind, std::move(unit), first, values);
}

// Daily figures on the days given, known on their day.
inline Series on_days(const std::vector<std::pair<std::string, double>>& figures) {
  Series series;
  series.type.frequency = Frequency::daily;
  series.type.kind = Kind::price_index;
  series.type.unit = "index";
  for (const auto& [text, value] : figures) {
    const Date day = *parse_date(text);
    series.append(day.days, value, std::isnan(value) ? kAlwaysKnown : day);
  }
  return series;
}

// Every weekday from `first` on.
inline Series daily(const std::vector<double>& values, Kind kind = Kind::level, std::string unit = "bn_usd",
                    const std::string& first = "2000-01-03") {
  Series series{{Frequency::daily, kind, std::move(unit)}, "x", {}, {}, {}};
  Date day = *parse_date(first);
  for (double value : values) {
    while (weekday(day) >= Weekday::saturday) day = day + 1;
    series.append(day.days, value, std::isnan(value) ? kAlwaysKnown : day + 1);
    day = day + 1;
  }
  return series;
}

inline std::vector<double> noise(std::size_t count, std::uint64_t stream, double level = 100,
                                 double spread = 10) {
  const RandomStream random(20250530, stream);
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = level + spread * (random.uniform(i) - 0.5);
  return values;
}

struct World {
  std::map<std::string, Series> series;

  Series operator()(const std::string& formula) const {
    return Formula::parse(formula).evaluate(
        [&](const std::string& name) -> const Series& { return at(name); });
  }

  SeriesType type(const std::string& formula, Place origin = {}) const {
    return Formula::parse(formula, std::move(origin))
        .bind(
            [&](const std::string& name) {
              const auto found = series.find(name);
              return found == series.end() ? std::nullopt : std::optional(found->second.type);
            },
            [&] {
              std::vector<std::string> names;
              for (const auto& [name, ignored] : series) names.push_back(name);
              return names;
            });
  }

  // The failure of parsing, binding or evaluating, as a person reads it; "" when there is none.
  std::string complaint(const std::string& formula, Place origin = {}) const {
    try {
      type(formula, std::move(origin));
      (*this)(formula);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }

 private:
  const Series& at(const std::string& name) const {
    const auto found = series.find(name);
    if (found == series.end()) refuse(ErrorCode::unknown_series, name);
    return found->second;
  }
};

// One series of each kind, monthly from 2000-01, and some of other frequencies.
inline World kinds() {
  const auto some = noise(60, 1);
  World world;
  world.series = {
      {"level", monthly(some)},
      {"level_index", monthly(some, Kind::level, "index")},
      {"price", monthly(some, Kind::price_index, "index")},
      {"total", monthly(some, Kind::total_return_index, "index")},
      {"return_a", monthly(noise(60, 2, 1, 8), Kind::return_, "percent")},
      {"return_b", monthly(noise(60, 3, 1, 8), Kind::return_, "percent")},
      {"rates.gs10", monthly(noise(60, 4, 4, 2), Kind::rate, "percent")},
      {"rates.tb3ms", monthly(noise(60, 5, 3, 2), Kind::rate, "percent")},
      {"oas", monthly(noise(60, 6, 5, 4), Kind::spread, "pp")},
      {"ism", monthly(noise(60, 7, 50, 20), Kind::diffusion_index, "index")},
      {"philly", monthly(noise(60, 8, 0, 60), Kind::balance, "index")},
      {"pb", monthly(noise(60, 9, 2, 1), Kind::ratio, "ratio")},
      {"score", monthly(noise(60, 10, 0, 2), Kind::score, "")},
      {"recession", monthly(std::vector<double>(60, 1.0), Kind::indicator, "")},
      {"gdp", make(Frequency::quarterly, Kind::level, "bn_usd", "2000Q1", noise(20, 11))},
      {"assets", make(Frequency::annual, Kind::level, "bn_usd", "2000", noise(5, 12))},
      {"index_daily", daily(noise(800, 13), Kind::price_index, "index")},
      {"claims", make(Frequency::weekly, Kind::level, "thousand", "2000-01-07", {1, 2, 3})},
  };
  // make() numbers weeks by consecutive days; put them a week apart.
  auto& claims = world.series["claims"];
  for (std::size_t i = 0; i < claims.size(); ++i)
    claims.ordinal[i] = claims.ordinal[0] + 7 * static_cast<int>(i);
  return world;
}

}  // namespace rerate::formula_fixture
