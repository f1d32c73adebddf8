#pragma once

// A market made from a formula, for tests that run a whole section: twenty-five years of months from 2000-01.
//
//   rate    a random walk about 4, steps 0.2         gdp   an AR(1) of 0.9 about 2
//   book    grows by 0.4% a month plus 0.1 (gdp - 2)% ; price = book exp(0.9 - 0.08 rate + u), u an AR(1) of 0.8
//   recession   1 in three stretches of eight months, in which gdp is 3 lower

#include <string>

#include "rerate/base/elementary.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/distributions.h"
#include "rerate/study/section_context.h"

namespace rerate {

inline constexpr int kMarketMonths = 300;
inline constexpr double kRateSlope = -0.08;

inline SeriesInput monthly_input(const std::string& name, Kind kind, const std::string& unit,
                                 const std::vector<double>& values) {
  SeriesInput input;
  input.series.type = {Frequency::monthly, kind, unit};
  input.series.name = name;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Period period{Frequency::monthly, 360 + static_cast<std::int32_t>(i)};
    input.series.append(period.ordinal, values[i], last_day(period));
  }
  input.title = name;
  input.catalogue_ids = {"mine." + name};
  return input;
}

inline SeriesInputs synthetic_market() {
  const RandomStream random(7, 1);
  std::uint64_t drawn = 0;
  const auto normal = [&] { return normal_quantile(random.uniform(drawn++)); };
  std::vector<double> rate, gdp, book, price, recession;
  double r = 4, g = 0, u = 0, log_book = 4;
  for (int i = 0; i < kMarketMonths; ++i) {
    const bool shrinking = i % 100 >= 40 && i % 100 < 48;
    r += 0.2 * normal();
    g = 0.9 * g + 0.3 * normal();
    u = 0.8 * u + 0.02 * normal();
    const double growth = 2 + g - (shrinking ? 3 : 0);
    log_book += 0.004 + 0.001 * (growth - 2) + 0.001 * normal();
    rate.push_back(r);
    gdp.push_back(growth);
    recession.push_back(shrinking ? 1 : 0);
    book.push_back(reproducible_exp(log_book));
    price.push_back(reproducible_exp(log_book + 0.9 + kRateSlope * r + u));
  }
  SeriesInputs inputs;
  inputs["price"] = monthly_input("price", Kind::price_index, "index", price);
  inputs["book"] = monthly_input("book", Kind::level, "index", book);
  inputs["rate"] = monthly_input("rate", Kind::rate, "percent", rate);
  inputs["gdp"] = monthly_input("gdp", Kind::rate, "percent", gdp);
  inputs["recession"] = monthly_input("recession", Kind::indicator, "", recession);
  return inputs;
}

}  // namespace rerate
