#include "rerate/study/rival_request.h"

#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr std::size_t kMostPredictors = 20;

}  // namespace

RivalRequest read_rival(const TomlTable& table) {
  RivalRequest request;
  request.place = table.place();
  const auto price = table.require("price", "price = \"small\"");
  request.price = {"price", price.text(), price.inner_place()};
  request.predictors = read_named_formulas(
      table.require("predictors", "predictors = { valuation = \"log(small / small_book)\" }"), "predictor",
      kMostPredictors);
  if (const auto against = table.find("against"))
    request.against = read_named_formulas(*against, "predictor", kMostPredictors);
  request.horizon_place = request.first_window_place = table.place();
  if (const auto horizon = table.find("horizon")) {
    request.horizon = read_duration(*horizon);
    request.horizon_place = horizon->place();
  }
  if (const auto window = table.find("first_window")) {
    request.first_window = read_duration(*window);
    request.first_window_place = window->place();
  }
  return request;
}

std::vector<SeriesUse> uses_of(const RivalRequest& request) {
  std::vector<SeriesUse> uses = {request.price};
  for (const auto* formulas : {&request.predictors, &request.against})
    for (const auto& one : *formulas) uses.push_back(one.use);
  return uses;
}

}  // namespace rerate
