#include "rerate/study/scorecard_section.h"

#include <fmt/format.h>

#include "rerate/statistics/area_shift.h"
#include "rerate/study/scorecard_charts.h"
#include "rerate/study/scorecard_tables.h"
#include "rerate/study/scorecard_words.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_inputs.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

void add_calibration(const ScorecardFindings& found, std::vector<Number>& numbers) {
  const auto& calibration = *found.calibration;
  const auto over = duration_in_words(found.request->lead->horizon);
  numbers.insert(
      numbers.end(),
      {{"probability_leads", 100 * calibration.probability_now, "percent",
        fmt::format("Chance of {} leading over {}", found.asset, over)},
       {"base_rate", 100 * calibration.base_rate_now, "percent",
        fmt::format("Share of all months after which {} led", found.asset)},
       {"brier_skill", calibration.brier_skill, "ratio", "Brier skill against the base rate, walk-forward"},
       {"brier", calibration.brier, "ratio", "Brier score, walk-forward"},
       {"brier_base_rate", calibration.brier_base_rate, "ratio", "Brier score of the base rate so far"},
       {"auc", calibration.auc, "ratio", "Area under the curve, walk-forward"},
       {"auc_p", area_shift_p(calibration.probability, calibration.outcome), "probability",
        "Its p-value against one half (exact circular shifts)"},
       {"forecasts", static_cast<double>(calibration.forecasts), "count",
        "Probabilities with a known outcome"},
       {"probability_low", 100 * calibration.low, "percent", "90% band of the probability, low"},
       {"probability_high", 100 * calibration.high, "percent", "90% band of the probability, high"},
       {"slope", calibration.logit.estimate, "ratio", "Logit slope on the composite"},
       {"slope_p", calibration.logit.p_value, "probability", "Its p-value (equal-weighted cosine errors)"},
       {"relative_slope", calibration.relative.estimate, "pp", "Relative return for a point of score"},
       {"relative_slope_p", calibration.relative.p_value, "probability", "Its p-value (Hodrick 1B errors)"}});
}

std::vector<Number> numbers_of(const ScorecardFindings& found) {
  const auto& card = found.card;
  std::vector<Number> numbers = {
      {"composite", card.now.composite, "score", "Composite"},
      {"composite_change_3m", card.change_3m, "score", "Change of the composite over 3 months"},
      {"share_positive", 100.0 * card.now.positive / card.now.available, "percent",
       "Share of indicators above zero"},
      {"available", static_cast<double>(card.now.available), "count", "Indicators that count"},
      {"indicators", static_cast<double>(found.titles.size()), "count", "Indicators"}};
  if (card.then) {
    numbers.push_back({"then_composite", card.then->composite, "score",
                       fmt::format("Composite on {}", to_string(card.then->date))});
    numbers.push_back({"change_since_then", card.since_then->change, "score",
                       fmt::format("Change since {}", to_string(card.then->date))});
  }
  if (found.calibration) add_calibration(found, numbers);
  return numbers;
}

std::vector<NamedSet> sets_of(const ScorecardFindings& found) {
  NamedSet positive{"positive", "Indicators above zero", {}},
      negative{"negative", "Indicators at zero and below", {}};
  const auto& scores = found.card.now.indicators;
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (scores[i].counts)
      (scores[i].z > 0 ? positive : negative).members.push_back(found.request->indicators.at(i).named.name);
  return {std::move(positive), std::move(negative)};
}

}  // namespace

Section scorecard_section(const std::string& id, const std::string& title, const ScorecardRequest& request,
                          const SectionContext& context) {
  const auto found = find_scorecard(request, context);
  Section section;
  section.id = id;
  section.kind = "scorecard";
  section.title = title;
  section.headline = scorecard_headline(found);
  section.facts = scorecard_facts(found);
  section.numbers = numbers_of(found);
  section.tables = scorecard_tables(found);
  section.charts = scorecard_charts(found, context.recessions);
  section.lights = scorecard_lights(found);
  section.warnings = scorecard_warnings(found);
  section.inputs = inputs_of(uses_of(request), context);
  section.sets = sets_of(found);
  return section;
}

Figures scorecard_figures(const ScorecardRequest& request, const SectionContext& context) {
  const auto found = find_scorecard(request, context);
  return figures_from("scorecard", numbers_of(found), sets_of(found));
}

}  // namespace rerate
