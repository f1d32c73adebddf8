#include "rerate/study/rival_section.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_tables.h"
#include "rerate/study/history_percentile.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/section_inputs.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

Index periods_of(Duration duration, const Series& price) {
  const auto periods = periods_in(duration, price.type.frequency);
  RERATE_ASSERT(periods, "a length of time that was not checked");
  return *periods;
}

ReturnForecastQuestion question_of(const RivalRequest& request, const SectionContext& context) {
  ReturnForecastQuestion question;
  question.price = &context.input(request.price).series;
  for (const auto& one : request.predictors) {
    question.predictors.push_back(&context.input(one.use).series);
    question.names.push_back(one.name);
  }
  for (const auto& one : request.against) {
    question.other_predictors.push_back(&context.input(one.use).series);
    question.other_names.push_back(one.name);
  }
  question.horizon = periods_of(request.horizon, *question.price);
  question.first_window = periods_of(request.first_window, *question.price);
  question.place = request.place;
  return question;
}

std::string p_in_words(double p) { return p < 0.0005 ? "p < 0.001" : "p = " + fixed(p, p < 0.1 ? 3 : 2); }

std::string titles_of(const std::vector<NamedFormula>& formulas, const SectionContext& context) {
  std::vector<std::string> titles;
  for (const auto& one : formulas) titles.push_back(title_of(one, context.input(one.use).title));
  return joined_with_and(titles);
}

std::string headline(const ReturnForecast& found, const RivalRequest& request,
                     const SectionContext& context) {
  const bool better = found.r2_out_of_sample > 0;
  auto text = fmt::format(
      "{} forecast a return of {}% over {} (90% band {}% to {}%). Walk-forward, the forecasts were {} than "
      "the "
      "mean so far: R2 {} out of sample against {} in sample (Clark-West {}).",
      capitalised(titles_of(request.predictors, context)), fixed(found.forecast, 1),
      horizon_in_words(request.horizon), fixed(found.forecast_low, 1), fixed(found.forecast_high, 1),
      better ? "better" : "no better", fixed(found.r2_out_of_sample, 2), fixed(found.r2_in_sample, 2),
      p_in_words(found.against_mean.p));
  if (request.against.empty()) return text;
  const bool adds = found.adds_to_other.p < 0.10, other_adds = found.other_adds.p < 0.10;
  const auto* verdict = adds && other_adds ? "each adds to the other"
                        : adds             ? "it adds to the other model, which adds nothing to it"
                        : other_adds       ? "the other model adds to it, and it adds nothing to that"
                                           : "neither adds to the other";
  return text + fmt::format(" The other model: R2 {} out of sample; {} at 10% (encompassing {} and {}).",
                            fixed(found.other_r2_out_of_sample, 2), verdict,
                            p_in_words(found.adds_to_other.p), p_in_words(found.other_adds.p));
}

std::vector<Number> numbers_of(const ReturnForecast& found, bool against) {
  std::vector<Number> numbers = {
      {"forecast", found.forecast, "percent", "Return forecast"},
      {"r2_in_sample", found.r2_in_sample, "ratio", "R2 in sample"},
      {"r2_out_of_sample", found.r2_out_of_sample, "ratio", "R2 out of sample, against the mean so far"},
      {"clark_west_p", found.against_mean.p, "probability", "Clark-West p-value"},
      {"forecast_low", found.forecast_low, "percent", "90% band of the forecast, low"},
      {"forecast_high", found.forecast_high, "percent", "90% band of the forecast, high"},
      {"clark_west", found.against_mean.statistic, "ratio", "Clark-West statistic"},
      {"forecasts", static_cast<double>(found.made_at.size()), "count", "Walk-forward forecasts"},
      {"sample", static_cast<double>(found.table.n), "count", "Pairs in sample"}};
  if (!against) return numbers;
  numbers.insert(
      numbers.end(),
      {{"other_r2_in_sample", found.other_r2_in_sample, "ratio", "The other model, R2 in sample"},
       {"other_r2_out_of_sample", found.other_r2_out_of_sample, "ratio", "The other model, R2 out of sample"},
       {"other_clark_west_p", found.other_against_mean.p, "probability",
        "The other model, Clark-West p-value"},
       {"adds_to_other_p", found.adds_to_other.p, "probability", "Does it add to the other model? p-value"},
       {"other_adds_p", found.other_adds.p, "probability", "Does the other model add to it? p-value"},
       {"difference_p", found.difference.p, "probability", "Diebold-Mariano p-value of the difference"}});
  return numbers;
}

Table forecasts_table(const ReturnForecast& found, bool against) {
  Table table{"forecasts",
              "As forecasts",
              {{"model", "", "Model", 0},
               {"r2_in_sample", "ratio", "R2 in sample", 3},
               {"r2_out_of_sample", "ratio", "R2 out of sample", 3},
               {"clark_west", "ratio", "Clark-West", 2},
               {"clark_west_p", "probability", "p", 3},
               {"encompassing", "ratio", "Adds to the other", 2},
               {"encompassing_p", "probability", "p", 3}},
              {}};
  const auto row = [&](const char* model, double inside, double outside, const ForecastTest& mean,
                       const ForecastTest* adds) {
    table.rows.push_back({std::string(model), number_cell(inside), number_cell(outside),
                          number_cell(mean.statistic), number_cell(mean.p),
                          adds ? number_cell(adds->statistic) : Cell{},
                          adds ? number_cell(adds->p) : Cell{}});
  };
  row("rival", found.r2_in_sample, found.r2_out_of_sample, found.against_mean,
      against ? &found.adds_to_other : nullptr);
  if (against)
    row("fair value", found.other_r2_in_sample, found.other_r2_out_of_sample, found.other_against_mean,
        &found.other_adds);
  return table;
}

// Predicted and realised returns by the date of the forecast, in percent of log return.
Chart forecast_chart(const ReturnForecast& found, const SeriesInput& price, bool against,
                     const std::vector<Spell>& recessions) {
  const bool open = price.redistribute;
  const HistoryPercentile history(found.realised);
  std::vector<double> days;
  for (const auto ordinal : found.made_at)
    days.push_back(last_day({price.series.type.frequency, ordinal}).days);
  const auto line = [&](const char* label, const std::vector<double>& values, ChartLine::Role role) {
    ChartLine made{label, days, values, role};
    if (!open)
      for (double& value : made.y) value = history.of(value);
    return made;
  };
  Chart chart;
  chart.id = "forecast";
  chart.title = "Return forecasts and what came";
  chart.time_axis = true;
  chart.y_title = open ? "log return, percent" : "percentile of the returns that came";
  chart.lines = {line("Forecast", found.predicted, ChartLine::Role::main),
                 line("What came", found.realised, ChartLine::Role::second),
                 line("Mean so far", found.benchmark, ChartLine::Role::reference)};
  if (against) chart.lines.push_back(line("Fair value", found.other_predicted, ChartLine::Role::main));
  if (!days.empty()) chart.spans = recession_spans(recessions, days.front(), days.back());
  chart.alternative = fmt::format("{} made walk-forward, with the returns that came.",
                                  count_of(found.made_at.size(), "forecast"));
  return chart;
}

std::vector<Fact> facts_of(const ReturnForecast& found, const RivalRequest& request,
                           const SectionContext& context) {
  const auto& price = context.input(request.price);
  std::vector<Fact> facts = {
      {"Returns", fmt::format("{}, over {}", price.title, horizon_in_words(request.horizon))},
      {"Predictors", titles_of(request.predictors, context)}};
  if (!request.against.empty()) facts.push_back({"The other model", titles_of(request.against, context)});
  facts.push_back({"In sample", fmt::format("{} pairs, {} errors", found.table.n, found.table.errors)});
  if (!found.made_at.empty()) {
    const auto period = [&](std::int32_t ordinal) {
      return to_string(Period{price.series.type.frequency, ordinal});
    };
    facts.push_back({"Walk-forward",
                     fmt::format("{} from {} to {}, each estimated on what was known then, after {} of "
                                 "history; compared with the "
                                 "mean return so far",
                                 count_of(found.made_at.size(), "forecast"), period(found.made_at.front()),
                                 period(found.made_at.back()), duration_in_words(request.first_window))});
  }
  for (const auto& words : found.words) facts.push_back({"Note", words});
  return facts;
}

}  // namespace

Section rival_section(const std::string& id, const std::string& title, const RivalRequest& request,
                      const SectionContext& context) {
  const auto found = return_forecast(question_of(request, context));
  const auto& price = context.input(request.price);
  const bool against = !request.against.empty();
  Section section;
  section.id = id;
  section.kind = "rival";
  section.title = title;
  section.headline = headline(found, request, context);
  section.facts = facts_of(found, request, context);
  section.numbers = numbers_of(found, against);
  auto coefficients = coefficients_table();
  add_coefficients(coefficients, "return", found.table);
  section.tables = {std::move(coefficients), forecasts_table(found, against)};
  if (!found.made_at.empty())
    section.charts.push_back(forecast_chart(found, price, against, context.recessions));
  section.details.push_back({"Return equation", to_string(found.table)});
  for (const auto& table : found.others)
    section.details.push_back({"Return equation, " + table.errors, to_string(table)});
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
