#include "rerate/study/fair_value_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string joined_sentences(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& one : sentences) text += (text.empty() ? "" : " ") + one;
  return text;
}

std::string titles_of(const FairValuePanel& panel, const std::vector<Index>& drivers) {
  std::vector<std::string> titles;
  for (const Index driver : drivers) titles.push_back(panel.titles.at(static_cast<std::size_t>(driver)));
  return joined_with_and(titles);
}

std::string sample_in_words(const FairValuePanel& panel, Index first, Index last) {
  return fmt::format("{} to {}", to_string(panel.period(first)), to_string(panel.period(last)));
}

std::string price_in_words(const FairValue& found, const FairValueNames& names) {
  const auto& panel = found.panel;
  return fmt::format("{}, {} in {}", names.price, grouped(panel.price_now(), 1),
                     to_string(panel.period(panel.now)));
}

// A formula that is only a name says nothing to a reader.
std::string formula_in_words(const std::string& formula) {
  return formula.find('(') == std::string::npos ? std::string() : fmt::format(" ({})", formula);
}

std::string fundamental_in_words(const FairValue& found, const FairValueRequest& request,
                                 const FairValueNames& names) {
  const auto& panel = found.panel;
  const auto figure = grouped(panel.fundamental_now, 1);
  if (!request.fundamental)
    return fmt::format("{} of {} per unit of the index, from a multiple of {} that is given",
                       names.fundamental, figure, shortest(*request.question.multiple_today));
  const Period period{panel.frequency,
                      panel.ordinal.at(static_cast<std::size_t>(panel.now)) - panel.fundamental_age};
  return fmt::format("{} of {} per unit of the index, as of {}{}", names.fundamental, figure,
                     to_string(period), formula_in_words(request.fundamental->formula));
}

// The most important sentence about an equation stands with it, the rest in a fact of its own.
std::string first_of(const std::vector<std::string>& sentences) {
  return sentences.empty() ? std::string() : sentences.front();
}

void add_rest(std::vector<Fact>& facts, const char* label, const std::vector<std::string>& sentences) {
  if (sentences.size() > 1)
    facts.push_back({label, joined_sentences({sentences.begin() + 1, sentences.end()})});
}

std::string multiple_in_words(const FairValue& found, const FairValueNames& names) {
  const auto& equation = found.multiple;
  const auto words = first_of(equation.diagnostics.words);
  if (equation.form == MultipleForm::given) return words;
  return fmt::format("Log {} on {}, {}, {}. {}", names.multiple(), titles_of(found.panel, equation.drivers),
                     equation.form == MultipleForm::levels ? "in levels" : "in differences",
                     sample_in_words(found.panel, equation.first, equation.last), words);
}

std::string growth_in_words(const FairValue& found, const FairValueNames& names) {
  const auto& equation = found.growth;
  const auto words = first_of(equation.words);
  if (equation.given) return words;
  return fmt::format("Growth of {} over {} {} on {}, {}; {} errors. {}", names.fundamental, equation.horizon,
                     step_in_words(found.panel.frequency), titles_of(found.panel, equation.drivers),
                     sample_in_words(found.panel, equation.first, equation.last), equation.table.errors,
                     words);
}

std::string bands_in_words(const FairValue& found, const FairValueNames& names) {
  const auto percent = shortest(100 * names.band_level) + "%";
  const auto& draws = found.draws;
  const bool banded = std::any_of(found.scenarios.begin(), found.scenarios.end(),
                                  [](const auto& scenario) { return !std::isnan(scenario.band.low); });
  if (!banded) return "none: inputs are given, not estimated";
  if (draws.empty()) return percent + ", analytic: variance of coefficients and residuals, normal";
  return fmt::format(
      "{}: {} of both equations' residuals in blocks of {} {} on average ({} blocks), coefficients estimated "
      "again each time; the errors' correlation is {}. {} Analytic ones stand beside them",
      percent, count_of(static_cast<std::size_t>(draws.multiple_noise.size()), "joint draw"),
      fixed(draws.block_length, 1), step_in_words(found.panel.frequency), draws.blocks,
      fixed(draws.correlation, 2), joined_sentences(draws.words));
}

// "10-year yield 4.20, yield curve 0.50".
std::string end_points(const FairValue& found, const ScenarioResult& scenario) {
  std::vector<std::string> parts;
  for (Index column = 0; column < scenario.drivers.size(); ++column)
    if (!std::isnan(scenario.drivers[column]))
      parts.push_back(fmt::format("{} {}", found.panel.titles.at(static_cast<std::size_t>(column)),
                                  figure_with_unit(scenario.drivers[column],
                                                   found.panel.units.at(static_cast<std::size_t>(column)))));
  return joined_with_and(parts);
}

std::string scenario_fact(const FairValue& found, const ScenarioResult& scenario) {
  std::vector<std::string> sentences;
  const auto add = [&](const std::string& sentence) {
    if (!sentence.empty()) sentences.push_back(capitalised(sentence) + (sentence.ends_with('.') ? "" : "."));
  };
  add(scenario.source);
  if (const auto drivers = end_points(found, scenario); !drivers.empty()) add("At its end: " + drivers);
  for (const auto& words : scenario.words) add(words);
  return joined_sentences(sentences);
}

std::string signed_points(double points) {
  const auto text = grouped(points, 0);
  return text.starts_with('-') ? text : "+" + text;
}

// "1.396 x 1,627.0 x (1 + 1.3%) = 2,300.8": the sum, with the digits it is done in.
std::string arithmetic_in_words(const FairValue& found) {
  const auto& base = found.scenarios.at(found.base);
  return fmt::format("{} x {} x (1 {} {}%) = {}", fixed(base.multiple, multiple_decimals(base.multiple)),
                     grouped(found.panel.fundamental_now, 1), base.growth < 0 ? "-" : "+",
                     fixed(std::fabs(base.growth), 1), grouped(base.level, 1));
}

// Of the longest stretch that could be split.
std::string largest_part(const FairValue& found, const FairValueNames& names) {
  const Attribution* longest = nullptr;
  for (const auto& one : found.attributions)
    if (!one.parts.empty() && (!longest || one.from.ordinal < longest->from.ordinal)) longest = &one;
  if (!longest) return {};
  const auto largest = std::max_element(longest->parts.begin(), longest->parts.end(), [](auto& a, auto& b) {
    return std::fabs(a.points) < std::fabs(b.points);
  });
  return fmt::format("{}: {}, {} of {} points", longest->title, title_of_part(*largest, found, names),
                     signed_points(largest->points), signed_points(longest->end - longest->start));
}

}  // namespace

std::vector<Fact> fair_value_facts(const FairValue& found, const FairValueRequest& request,
                                   const FairValueNames& names) {
  std::vector<Fact> facts = {{"Price", price_in_words(found, names)},
                             {"Fundamental", fundamental_in_words(found, request, names)},
                             {"Fair value", arithmetic_in_words(found)},
                             {"Multiple equation", multiple_in_words(found, names)}};
  add_rest(facts, "Tests of the multiple equation", found.multiple.diagnostics.words);
  facts.push_back({"Growth equation", growth_in_words(found, names)});
  add_rest(facts, "Tests of the growth equation", found.growth.words);
  facts.push_back({"Bands", bands_in_words(found, names)});
  if (!found.panel.names.empty() && !found.driver_forecast.words.empty())
    facts.push_back(
        {"At least as unusual",
         "Plausibility: share of outcomes at least as far from what the drivers' history forecasts; "
         "not a probability of the scenario. " +
             found.driver_forecast.words});
  if (auto text = largest_part(found, names); !text.empty())
    facts.push_back({"Largest part of the move", std::move(text)});
  if (std::isfinite(found.record_level))
    facts.push_back(
        {"Record", fmt::format("{} on {}", grouped(found.record_level, 2), to_string(found.record_date))});
  for (const auto& scenario : found.scenarios)
    if (auto text = scenario_fact(found, scenario); !text.empty())
      facts.push_back({capitalised(scenario.title), std::move(text)});
  for (auto& fact : facts) fact.text = with_titles(fact.text, found);
  return facts;
}

}  // namespace rerate
