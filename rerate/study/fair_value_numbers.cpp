#include "rerate/study/fair_value_numbers.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Numbers about how the fair value was found.
void add_estimation(std::vector<Number>& numbers, const FairValue& found) {
  const auto& multiple = found.multiple;
  const bool estimated = multiple.form != MultipleForm::given;
  const auto step = step_in_words(found.panel.frequency);
  const auto& correction = multiple.correction;
  numbers.push_back(
      {"multiple_r2", estimated ? multiple.table.r2 : kMissing, "ratio",
       multiple.form == MultipleForm::differences ? "R2 of the multiple's changes" : "R2 of the multiple"});
  numbers.push_back(
      {"growth_r2", found.growth.given ? kMissing : found.growth.table.r2, "ratio", "R2 of growth"});
  numbers.push_back({"sample", estimated ? static_cast<double>(multiple.table.n) : kMissing, "count",
                     capitalised(step) + " behind the multiple equation"});
  numbers.push_back({"growth_sample",
                     found.growth.given ? kMissing : static_cast<double>(found.growth.table.n), "count",
                     capitalised(step) + " behind the growth equation"});
  numbers.push_back({"correction_speed", correction ? correction->speed : kMissing, "ratio",
                     "Share of a gap that closes in a period"});
  const bool closes = correction && std::isfinite(correction->half_life);
  numbers.push_back({"half_life", closes ? correction->half_life : kMissing,
                     found.panel.frequency == Frequency::monthly ? "months" : "count",
                     "Half-life of a gap, " + step});
  const bool drawn = !found.draws.empty();
  numbers.push_back(
      {"draws", static_cast<double>(found.draws.multiple_noise.size()), "count", "Joint draws"});
  numbers.push_back(
      {"block_length", drawn ? found.draws.block_length : kMissing, "count", "Mean block length, " + step});
  numbers.push_back({"residual_correlation", drawn ? found.draws.correlation : kMissing, "ratio",
                     "Correlation of the two equations' residuals"});
}

}  // namespace

double required_for_record(const FairValue& found, const std::string& solves) {
  for (const auto& one : found.required)
    if (one.level == found.record_level && one.solves == solves) return one.value;
  return kMissing;
}

std::vector<Number> fair_value_numbers(const FairValue& found, const FairValueNames& names) {
  const auto& panel = found.panel;
  const auto& base = found.scenarios.at(found.base);
  const double price = panel.price_now();
  const double weighted = found.weighted_level.value_or(kMissing);
  const auto when = at_valuation(names);
  const auto band = fmt::format("{}% band of fair value (coefficients)", shortest(100 * names.band_level));
  std::vector<Number> numbers = {
      {"price", price, "index", "Price" + when},
      {"fair_level", base.level, "index", "Fair value" + when},
      {"upside", base.upside, "percent", "Upside"},
      {"multiple", price / panel.fundamental_now, "ratio",
       capitalised(names.multiple()) + (when.empty() ? " now" : when)},
      {"priced_in_growth", found.growths.priced_in, "percent", "Growth priced in"},
      {"required_growth_record", required_for_record(found, "growth"), "percent", "Growth the record needs"},
      {"fundamental", panel.fundamental_now, "index",
       capitalised(names.fundamental) + " per unit of the index"},
      {"fair_multiple", base.multiple, "ratio", "Fair " + names.multiple()},
      {"fair_growth", base.growth, "percent", "Growth of the base scenario"},
      {"fair_low", base.parameters.low, "index", band + ", low end"},
      {"fair_high", base.parameters.high, "index", band + ", high end"},
      {"bottom_up_growth", found.growths.bottom_up, "percent", "Bottom-up growth"},
      {"model_growth", found.growths.model, "percent",
       found.growth.given ? "Growth, given" : "Growth of the equation"},
      {"disconnect", found.growths.disconnect, "pp",
       found.growth.given ? "Disconnect: bottom-up less the growth given"
                          : "Disconnect: bottom-up less the equation"},
      {"record_level", found.record_level, "index", "All-time high"},
      {"required_multiple_record", required_for_record(found, "multiple"), "ratio",
       "Multiple the record needs"},
      {"reachable", base.reachable, "index", "Level the gap is expected to have closed to"},
      {"plausibility", base.plausibility.p, "probability",
       "Outcomes at least as unusual as the base scenario's drivers"},
      {"weighted_level", weighted, "index", "Fair value weighted by the probabilities"},
      {"weighted_upside", 100 * (weighted / price - 1), "percent", "Upside of the weighted fair value"}};
  add_estimation(numbers, found);
  return numbers;
}

}  // namespace rerate
