#include "rerate/study/fair_value_headline.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

// "11%", "3.4%": small ones keep a decimal.
std::string share(double percent) {
  const double size = std::abs(percent);
  return fixed(size, size < 9.95 ? 1 : 0) + "%";
}

// Without a band: how far apart they are.
std::string beside_price(const ScenarioResult& scenario, double price) {
  const auto level = grouped(price, 0);
  if (fixed(scenario.upside, 1) == "0.0") return ", as much as the price of " + level;
  return fmt::format(", {} {} the price of {}", share(scenario.upside),
                     scenario.upside > 0 ? "above" : "below", level);
}

// With the band of fair value itself: whether the price is told from it.
std::string against_price(const ScenarioResult& scenario, const FairValueNames& names, double price) {
  const auto& band = scenario.parameters;
  if (std::isnan(band.low) || std::isnan(band.high)) return beside_price(scenario, price);
  return fmt::format(" ({}% band {} to {}); the price, {}, is {}", shortest(100 * names.band_level),
                     grouped(band.low, 0), grouped(band.high, 0), grouped(price, 0),
                     price > band.high  ? "above it"
                     : price < band.low ? "below it"
                                        : "not distinguishable from fair");
}

// The wider band, of outcomes.
std::string where_the_index_fits(const ScenarioResult& scenario) {
  if (std::isnan(scenario.band.low) || std::isnan(scenario.band.high)) return {};
  return fmt::format(" The index itself could stand between {} and {} and still fit.",
                     grouped(scenario.band.low, 0), grouped(scenario.band.high, 0));
}

std::string what_is_given(const FairValue& found) {
  const bool multiple = found.multiple.form == MultipleForm::given;
  if (multiple && found.growth.given) return " Given, not estimated.";
  if (multiple) return " The multiple is given, not estimated.";
  if (found.growth.given) return " Growth is given, not estimated.";
  return {};
}

std::string what_the_multiple_rests_on(const FairValue& found) {
  if (found.multiple.form != MultipleForm::differences) return {};
  if (found.multiple.diagnostics.cointegrated) return " The multiple is explained in differences, as asked.";
  return " The multiple and its drivers do not move together in the long run (no cointegration), so their "
         "changes are used, from today's multiple.";
}

std::string weighted_in_words(const FairValue& found) {
  if (!found.weighted_level) return {};
  return fmt::format(" Weighted by the probabilities it is {} ({}%).", grouped(*found.weighted_level, 0),
                     signed_number(100 * (*found.weighted_level / found.panel.price_now() - 1), 0));
}

}  // namespace

std::string scenario_in_words(const ScenarioResult& scenario) {
  switch (scenario.kind) {
    case ScenarioKind::consensus: return "on consensus";
    case ScenarioKind::bottom_up: return "on bottom-up growth";
    case ScenarioKind::soft_landing: return "in a soft landing";
    case ScenarioKind::recession: return "in a recession";
    case ScenarioKind::custom: return fmt::format("under \"{}\"", scenario.title);
  }
  return {};
}

std::string fair_value_headline(const FairValue& found, const FairValueNames& names) {
  const auto& base = found.scenarios.at(found.base);
  const double price = found.panel.price_now();
  const auto when = names.dated.empty() ? std::string() : fmt::format("in {}, ", names.dated);
  const auto priced_in = std::isfinite(found.growths.priced_in)
                             ? fmt::format("; {} has {} growth of {}% priced in",
                                           names.dated.empty() ? "today's price" : "that price",
                                           names.fundamental, fixed(found.growths.priced_in, 1))
                             : std::string();
  return capitalised(fmt::format("{}{}{} fair value is {}{}.", when, scenario_in_words(base),
                                 names.dated.empty() ? "" : ",", grouped(base.level, 0),
                                 against_price(base, names, price))) +
         fmt::format(" Behind it stand {} growth of {}% and a {} of {}{}.", names.fundamental,
                     fixed(base.growth, 1), names.multiple(),
                     fixed(base.multiple, multiple_decimals(base.multiple)), priced_in) +
         where_the_index_fits(base) + what_is_given(found) + what_the_multiple_rests_on(found) +
         weighted_in_words(found);
}

}  // namespace rerate
