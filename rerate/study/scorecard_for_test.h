#pragma once

// A study's inputs for tests of scorecards: four waves and two markets, monthly from 2000-01 (synthetic_market_for_test.h).

#include "rerate/models/scorecard_for_test.h"
#include "rerate/study/scorecard_request.h"
#include "rerate/study/synthetic_market_for_test.h"

namespace rerate {

inline SeriesInput scored_input(const std::string& name, std::uint64_t stream) {
  auto input = monthly_input(name, Kind::balance, "index", wave(stream, kMarketMonths));
  for (Date& known : input.series.known_at) known = known + 10;
  input.title = "title of " + name;
  input.releases = {
      input.series.known_at.back(), Date{input.series.known_at.back().days + 31}, false, "mine." + name, {}};
  return input;
}

// Small caps gain on large ones after months of a high first wave.
inline SeriesInputs scored_inputs() {
  SeriesInputs inputs;
  for (std::uint64_t i = 1; i <= 4; ++i) {
    const auto name = "wave" + std::to_string(i);
    inputs[name] = scored_input(name, i);
  }
  const RandomStream random(31, 1);
  const auto& first = inputs["wave1"].series.value;
  std::vector<double> small = {100}, large = {100};
  for (std::size_t i = 1; i < first.size(); ++i) {
    const double market = 1.005 + 0.06 * (random.uniform(2 * i) - 0.5);
    large.push_back(large.back() * market);
    small.push_back(small.back() *
                    (market + 0.004 * first[i - 1] + 0.02 * (random.uniform(2 * i + 1) - 0.5)));
  }
  inputs["small"] = monthly_input("small", Kind::total_return_index, "index", small);
  inputs["small"].title = "small caps";
  inputs["large"] = monthly_input("large", Kind::total_return_index, "index", large);
  inputs["large"].title = "large caps";
  return inputs;
}

inline ScorecardRequest scored_request(bool lead) {
  ScorecardRequest request;
  for (int i = 1; i <= 4; ++i) {
    const auto name = "wave" + std::to_string(i);
    ScorecardIndicatorRequest one;
    one.named = {name, {}, {name, name, {"s.toml", 10 + i, 5}}};
    one.sign = i == 4 ? -1 : 1;
    request.indicators.push_back(one);
  }
  request.place = {"s.toml", 4, 1};
  request.then_place = {"s.toml", 5, 8};
  if (lead) {
    request.lead.emplace();
    request.lead->asset = {"asset", "small", {}};
    request.lead->benchmark = {"benchmark", "large", {}};
  }
  return request;
}

}  // namespace rerate
