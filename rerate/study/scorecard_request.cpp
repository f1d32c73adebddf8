#include "rerate/study/scorecard_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/scorecard_transform.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr std::size_t kMostIndicators = 60;
constexpr int kLeastHistory = 12, kMostMonths = 1200;
constexpr double kLimit = 3;  // of a z

int read_months(const TomlTable& table, std::string_view key, int usual, int least) {
  const auto value = table.find(key);
  if (!value) return usual;
  const auto length = read_duration(*value);
  const auto months = whole_months(length);
  if (!months || *months < least || *months > kMostMonths)
    value->refuse(fmt::format("`{}` must be a length of {} to {} months, not {}", key, least, kMostMonths,
                              to_string(length)),
                  "Write it in months or years: \"5y\", \"4m\".");
  return *months;
}

double read_threshold(const TomlTable& table, std::string_view key, double usual) {
  const auto value = table.find(key);
  if (!value) return usual;
  const double number = value->number();
  if (std::fabs(number) > kLimit)
    value->refuse(
        fmt::format("`{}` is beyond {}, where a z ends: {}", key, shortest(kLimit), shortest(number)));
  return number;
}

void check_order(const TomlTable& table, std::string_view high, double good, std::string_view low,
                 double poor) {
  if (good > poor) return;
  const auto at = table.find(high) ? table.find(high) : table.find(low);
  at->refuse(fmt::format("`{}` ({}) must be above `{}` ({})", high, shortest(good), low, shortest(poor)));
}

int read_sign(const TomlTable& table) {
  const auto sign = table.find("sign");
  if (!sign) return 1;
  const double number = sign->number();
  if (number != 1 && number != -1)
    sign->refuse(fmt::format("`sign` must be 1 or -1, not {}", shortest(number)),
                 "1 where a high figure is good, -1 where a low one is.");
  return number > 0 ? 1 : -1;
}

constexpr double kLargestWeight = 1000;

double read_weight(const TomlTable& table) {
  const auto weight = table.find("weight");
  if (!weight) return 1;
  const double number = weight->number();
  if (number <= 0)
    refuse(ErrorCode::scorecard_weight, fmt::format("`weight` must be above 0, not {}", shortest(number)), {},
           weight->place());
  if (number > kLargestWeight)
    refuse(ErrorCode::scorecard_weight,
           fmt::format("`weight` must be at most {}, not {}", shortest(kLargestWeight), shortest(number)), {},
           weight->place());
  return number;
}

void apply(const ScorecardTransform& transform, ScorecardIndicatorRequest& one) {
  if (transform.before.empty()) return;
  auto& use = one.named.use;
  if (is_plain_name(use.formula)) one.base = use;
  use.formula = transform.before + use.formula + transform.after;
  // A mistake in the formula is still shown at its place in the file.
  use.place.column = std::max(1, use.place.column - static_cast<int>(transform.before.size()));
  one.transform = transform.words;
}

void refuse_twice(const std::vector<ScorecardIndicatorRequest>& indicators) {
  for (std::size_t i = 1; i < indicators.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (indicators[i].named.use.formula == indicators[j].named.use.formula)
        refuse(ErrorCode::study_file,
               fmt::format("the indicators `{}` and `{}` have the same formula", indicators[j].named.name,
                           indicators[i].named.name),
               "Leave one of them out, and give the other the weight of both.",
               indicators[i].named.use.place);
}

std::vector<ScorecardIndicatorRequest> read_indicators(const TomlTable& table) {
  struct Further {
    ScorecardTransform transform;
    int sign = 1;
    double weight = 1;
  };
  std::vector<Further> further;
  const auto at = [&](std::size_t i) -> Further& {
    if (further.size() <= i) further.resize(i + 1);
    return further[i];
  };
  const auto named = read_named_formulas(
      table.require("indicators", "indicators = { orders = { formula = \"philly.new_orders\", sign = 1 } }"),
      "indicator", kMostIndicators, [&](std::size_t i, const TomlTable& one) {
        auto& keys = at(i);
        if (const auto transform = one.find("transform")) keys.transform = read_transform(*transform);
        keys.sign = read_sign(one);
        keys.weight = read_weight(one);
      });
  std::vector<ScorecardIndicatorRequest> indicators;
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto& keys = at(i);
    indicators.push_back({named[i], std::nullopt, {}, keys.sign, keys.weight});
    apply(keys.transform, indicators.back());
  }
  refuse_twice(indicators);
  return indicators;
}

void read_then(const TomlTable& table, ScorecardRequest& request) {
  const auto then = table.find("then");
  if (!then) return;
  request.then_place = then->place();
  const auto length = parse_duration(then->text());
  if (length)
    request.then = read_duration(*then);
  else
    request.then = read_date(*then, Edge::last_day);
}

void read_lead(const TomlTable& table, ScorecardRequest& request) {
  const auto asset = table.find("asset"), benchmark = table.find("benchmark");
  if (!asset && !benchmark) {
    for (const auto* key : {"horizon", "first_window"})
      if (const auto value = table.find(key))
        value->refuse(fmt::format("`{}` without an `asset` and a `benchmark`", key),
                      "Name both, or leave it out.");
    return;
  }
  if (!asset || !benchmark)
    (asset ? asset : benchmark)
        ->refuse(fmt::format("`{}` stands without `{}`", asset ? "asset" : "benchmark",
                             asset ? "benchmark" : "asset"),
                 "The probability is that the asset beats the benchmark: name both.");
  ScorecardLeadRequest lead;
  lead.asset = {"asset", asset->text(), asset->inner_place()};
  lead.benchmark = {"benchmark", benchmark->text(), benchmark->inner_place()};
  lead.horizon_place = table.place();
  if (const auto horizon = table.find("horizon")) {
    lead.horizon = read_duration(*horizon);
    lead.horizon_place = horizon->place();
  }
  lead.first_window = {read_months(table, "first_window", 120, kLeastHistory), Duration::Unit::month};
  request.lead = lead;
}

}  // namespace

ScorecardRequest read_scorecard(const TomlTable& table) {
  ScorecardRequest request;
  request.place = request.then_place = table.place();
  request.indicators = read_indicators(table);
  request.history_months = read_months(table, "history", request.history_months, kLeastHistory);
  request.stale_months = read_months(table, "stale", request.stale_months, 1);
  request.good = read_threshold(table, "good", request.good);
  request.poor = read_threshold(table, "poor", request.poor);
  check_order(table, "good", request.good, "poor", request.poor);
  request.composite_good = read_threshold(table, "composite_good", request.composite_good);
  request.composite_poor = read_threshold(table, "composite_poor", request.composite_poor);
  check_order(table, "composite_good", request.composite_good, "composite_poor", request.composite_poor);
  request.releases = table.boolean("releases").value_or(true);
  read_then(table, request);
  read_lead(table, request);
  return request;
}

std::vector<SeriesUse> uses_of(const ScorecardRequest& request) {
  std::vector<SeriesUse> uses;
  for (const auto& one : request.indicators) {
    uses.push_back(one.named.use);
    if (one.base) uses.push_back(*one.base);
  }
  if (request.lead) uses.insert(uses.end(), {request.lead->asset, request.lead->benchmark});
  return uses;
}

}  // namespace rerate
