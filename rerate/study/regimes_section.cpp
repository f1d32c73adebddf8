#include "rerate/study/regimes_section.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/study/regimes_charts.h"
#include "rerate/study/regimes_tables.h"
#include "rerate/study/regimes_words.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

RegimesQuestion question_of(const std::string& id, const RegimesRequest& request,
                            const SectionContext& context) {
  RegimesQuestion question;
  for (const auto& feature : request.features) {
    const auto& input = context.input(feature.named.use);
    question.features.push_back({feature.named.name, title_of(feature.named, input.title), &input.series,
                                 feature.sign, feature.weight, feature.named.use.place});
  }
  question.hysteresis = request.hysteresis;
  question.clusters = request.clusters;
  if (request.hmm) {
    question.chain = &context.input(request.hmm->series).series;
    question.chain_states = request.hmm->states;
  }
  question.asset = &context.input(request.asset).series;
  if (request.benchmark) question.benchmark = &context.input(*request.benchmark).series;
  question.returns = request.returns;
  question.as_of = context.as_of;
  question.seed = context.section_seed(id);
  question.place = request.place;
  question.clusters_place = request.clusters_place;
  question.chain_place = request.hmm_place;
  question.price_places.asset = request.asset.place;
  if (request.benchmark) question.price_places.benchmark = request.benchmark->place;
  return question;
}

double newest(const std::vector<double>& by_row, const RegimeStates& states) {
  return states.last ? by_row.at(static_cast<std::size_t>(*states.last)) : kMissing;
}

double count(Index number) { return static_cast<double>(number); }

// 1 / (1 - p): how long a state lasts whose share p of months is followed by another month of it.
double expected_duration(const RegimeStates& states, int state) {
  const double stays = transition_shares(states.transitions)(state, state);
  return stays < 1 ? 1 / (1 - stays) : kMissing;
}

void add_difference(std::vector<Number>& numbers, const std::string& prefix, const std::string& title,
                    const RegimeViewReturns& returns, bool relative) {
  const auto& apart = returns.difference[static_cast<std::size_t>(relative ? RegimeReturn::relative_month
                                                                           : RegimeReturn::month)];
  numbers.push_back({prefix + "return_difference", apart.mean, "pp", title});
  numbers.push_back({prefix + "return_difference_low", apart.low, "pp", title + ", low"});
  numbers.push_back({prefix + "return_difference_high", apart.high, "pp", title + ", high"});
  numbers.push_back(
      {prefix + "return_difference_p", apart.p, "probability", title + ", p-value (bootstrap)"});
}

void add_cluster_numbers(std::vector<Number>& numbers, const Regimes& found) {
  const auto& now = found.clustered.spells.back();
  const bool mixture = std::isnan(found.clusters.silhouette);
  numbers.push_back({"regime_rank", count(now.state + 1), "count", "Regime now, 1 is the worst"});
  numbers.push_back({"regimes", count(found.clusters.clusters), "count", "Regimes told apart"});
  if (mixture)
    numbers.push_back({"regime_probability", newest(found.probability, found.clustered), "probability",
                       "Probability of the regime now"});
  numbers.push_back({"months_in_regime", count(now.months()), "months", "In this regime for"});
  numbers.push_back({"expected_duration", expected_duration(found.clustered, now.state), "months",
                     "Expected duration of this regime"});
  numbers.push_back(
      {"spells", count(static_cast<Index>(found.clustered.spells.size())), "count", "Spells of all regimes"});
  Index failed = 0;
  for (const auto& refit : found.clusters.refits) failed += refit.failed;
  numbers.push_back({"refits", count(static_cast<Index>(found.clusters.refits.size())), "count", "Refits"});
  numbers.push_back({"refits_failed", count(failed), "count", "Refits that failed"});
  numbers.push_back({"stability", found.clusters.stability, "ratio", "Agreement of refits beyond chance"});
  numbers.push_back(
      mixture ? Number{"bic", found.clusters.bic, "index", "BIC of the newest fit"}
              : Number{"silhouette", found.clusters.silhouette, "ratio", "Silhouette of the newest fit"});
}

std::vector<Number> numbers_of(const Regimes& found, const RegimesNames& names) {
  std::vector<Number> numbers = {{"score", newest(found.score, found.scored), "ratio", "Score now, 0 to 1"}};
  if (found.chain) {
    const auto& chain = *found.chain;
    numbers.push_back({"hmm_probability", newest(chain.filtered, chain.states), "probability",
                       "Probability of the highest state, as known"});
  }
  add_cluster_numbers(numbers, found);
  const auto& views = found.returns.views;
  add_difference(numbers, "", "Next month after the best regime less after the worst", views[1],
                 names.relative());
  add_difference(numbers, "score_", "Next month after risk-on less after risk-off", views[0],
                 names.relative());
  if (!found.chain) return numbers;
  add_difference(numbers, "hmm_", "Next month after the highest state less after the lowest", views[2],
                 names.relative());
  const auto& chain = *found.chain;
  const auto* spell = spell_now(chain.states);
  const double duration = spell ? chain.model.latest.expected_duration[spell->state] : kMissing;
  numbers.push_back({"hmm_duration", std::isfinite(duration) ? duration : kMissing, "months",
                     "Expected duration of the model's state now"});
  return numbers;
}

}  // namespace

Section regimes_section(const std::string& id, const std::string& title, const RegimesRequest& request,
                        const SectionContext& context) {
  const auto found = find_regimes(question_of(id, request, context));
  const auto names = regimes_names(found, request, context);
  const auto unit = request.hmm ? context.input(request.hmm->series).series.type.unit : std::string();
  Section section;
  section.id = id;
  section.kind = "regimes";
  section.title = title;
  section.headline = regimes_headline(found, names, request.returns.level);
  section.facts = regimes_facts(found, request, names);
  section.numbers = numbers_of(found, names);
  section.tables = regimes_tables(found, request, names, unit);
  section.charts = regimes_charts(found, request, names, context.recessions);
  section.lights = {regimes_light(found, names)};
  section.warnings = regimes_warnings(found, names);
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

Figures regimes_figures(const std::string& id, const RegimesRequest& request, const SectionContext& context,
                        RegimeParts& shared) {
  const auto found = find_regimes(question_of(id, request, context), shared);
  return figures_from("regimes", numbers_of(found, regimes_names(found, request, context)), {});
}

}  // namespace rerate
