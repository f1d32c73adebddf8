#pragma once

// A study's inputs for tests of rotations, made from a formula: the market of synthetic_market_for_test.h (25 years of months from
// 2000-01: price, book, rate, gdp, recession) and
//
//   s0 .. s5    six sectors' total-return indexes. Sector i earns 0.6% a month, a common shock of sd 4%, a leaning of its own that
//               lasts (an AR(1) of 0.95 with steps of 0.25%, so that winners stay winners), beta_i times the change of the
//               rate, beta_i = 2 - 0.8 i, and noise of sd 1.5%
//   market      the mean of the sectors; bill: 2.4% a year; state: 1 in the months of an even year
//   bm_s0 ..    a figure of each sector, a random walk

#include "rerate/study/rotation_request.h"
#include "rerate/study/synthetic_market_for_test.h"

namespace rerate {

inline constexpr int kRotatingSectors = 6;

inline double rate_beta(int sector) { return 2 - 0.8 * sector; }

inline SeriesInputs rotating_market() {
  auto inputs = synthetic_market();
  const auto& rate = inputs.at("rate").series.value;
  const RandomStream random(11, 5);
  std::uint64_t drawn = 0;
  const auto normal = [&] { return normal_quantile(random.uniform(drawn++)); };
  std::vector<std::vector<double>> price(kRotatingSectors, {100.0}), figure(kRotatingSectors, {1.0});
  std::vector<double> leaning(kRotatingSectors, 0), market = {100};
  for (std::size_t m = 1; m < static_cast<std::size_t>(kMarketMonths); ++m) {
    const double shock = 0.04 * normal();
    double sum = 0;
    for (int i = 0; i < kRotatingSectors; ++i) {
      const auto s = static_cast<std::size_t>(i);
      leaning[s] = 0.95 * leaning[s] + 0.0025 * normal();
      const double earned =
          0.006 + shock + leaning[s] + 0.01 * rate_beta(i) * (rate[m] - rate[m - 1]) + 0.015 * normal();
      price[s].push_back(price[s].back() * (1 + earned));
      figure[s].push_back(figure[s].back() + 0.1 * normal());
      sum += earned;
    }
    market.push_back(market.back() * (1 + sum / kRotatingSectors));
  }
  for (int i = 0; i < kRotatingSectors; ++i) {
    const auto name = "s" + std::to_string(i);
    const auto s = static_cast<std::size_t>(i);
    inputs[name] = monthly_input(name, Kind::total_return_index, "index", price[s]);
    inputs["bm_" + name] = monthly_input("bm_" + name, Kind::ratio, "ratio", figure[s]);
  }
  inputs["market"] = monthly_input("market", Kind::total_return_index, "index", market);
  inputs["bill"] = monthly_input("bill", Kind::rate, "percent", std::vector<double>(kMarketMonths, 2.4));
  std::vector<double> state;
  for (int m = 0; m < kMarketMonths; ++m) state.push_back(m / 12 % 2 == 0 ? 1 : 0);
  inputs["state"] = monthly_input("state", Kind::indicator, "", state);
  return inputs;
}

// Six sectors, the two best of 12-1 momentum in equal parts, or other `signals`; `keys` come before them.
inline RotationRequest rotating_request(const std::string& keys = "",
                                        const std::string& signals = "momentum = {}\n") {
  std::string sectors;
  for (int i = 0; i < kRotatingSectors; ++i) {
    const auto name = "s" + std::to_string(i);
    sectors += (i == 0 ? "" : ", ") + name + " = { title = \"Sector " + std::to_string(i) +
               "\", formula = \"" + name + "\" }";
  }
  const bool has_portfolio = keys.find("portfolio") != std::string::npos;
  return read_rotation(TomlDocument::parse("sectors = { " + sectors + " }\ndraws = 100\n" +
                                               (has_portfolio ? "" : "portfolio = { k = 2 }\n") + keys +
                                               "\n[signals]\n" + signals,
                                           "s.toml", ErrorCode::study_file)
                           .root());
}

inline SectionContext rotating_context(const SeriesInputs& inputs) {
  SectionContext context;
  context.as_of = *parse_date("2024-12-31");
  context.seed = 7;
  context.inputs = &inputs;
  return context;
}

}  // namespace rerate
