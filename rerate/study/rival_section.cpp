#include "rerate/study/rival_section.h"

#include <fmt/format.h>

#include <algorithm>
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

constexpr double kUsualLevel = 0.10;  // at which sentences speak of information

Index periods_of(Duration duration, const Series& price) {
  const auto periods = periods_in(duration, price.type.frequency);
  RERATE_ASSERT(periods, "a length of time that was not checked");
  return *periods;
}

ReturnForecastQuestion question_of(const RivalRequest& request, const SectionContext& context) {
  ReturnForecastQuestion question;
  question.price = &context.input(request.price).series;
  question.price_title = context.input(request.price).title;
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

constexpr const char* kOther = "return regression on the fair-value variables";

// A name for sentences: its own title, else that of a series of the study, else the name as words. Titles with a
// comma, as catalogues have them, would not read well among others.
std::string spoken(const NamedFormula& one, const SectionContext& context) {
  const auto title = title_of(one, context.input(one.use).title);
  const bool reads = title != one.use.formula && title.find(',') == std::string::npos;
  if (reads && title != one.name) return title;
  auto name = one.name;
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string titles_of(const std::vector<NamedFormula>& formulas, const SectionContext& context) {
  std::vector<std::string> titles;
  for (const auto& one : formulas) titles.push_back(spoken(one, context));
  return joined_with_and(titles);
}

// "valuation (log(small / small_book))".
std::string titles_and_formulas(const std::vector<NamedFormula>& formulas, const SectionContext& context) {
  std::vector<std::string> titles;
  for (const auto& one : formulas)
    titles.push_back(fmt::format("{} ({})", spoken(one, context), one.use.formula));
  return joined_with_and(titles);
}

std::string r2_in_words(double r2) { return fixed(r2, 2); }

// How the walk-forward forecasts did against the mean so far.
std::string out_of_sample(const ReturnForecast& found, bool against) {
  const bool better = found.r2_out_of_sample > 0, other_better = found.other_r2_out_of_sample > 0;
  const auto r2 = r2_in_words(found.r2_out_of_sample);
  if (!against)
    return fmt::format("Out of sample it did {} than the mean so far (R2 {}, {} in sample){}.",
                       better ? "better" : "worse", r2, r2_in_words(found.r2_in_sample),
                       better ? "" : ": it is not usable as a forecast");
  const auto other = r2_in_words(found.other_r2_out_of_sample);
  if (better == other_better)
    return fmt::format("Out of sample both did {} than the mean so far (R2 {}, and {} for the {}).{}",
                       better ? "better" : "worse", r2, other, kOther,
                       better ? "" : " Neither is usable as a forecast.");
  return fmt::format("Out of sample it did {} than the mean so far (R2 {}), and the {} did {} (R2 {}).",
                     better ? "better" : "worse", r2, kOther, other_better ? "better" : "worse", other);
}

// Clark and West allow for the noise of estimated coefficients, so their test and R2 may disagree.
std::string clark_west_in_words(const ReturnForecast& found, bool against) {
  const auto p = p_in_words(found.against_mean.p);
  const bool informed = found.against_mean.p<kUsualLevel, better = found.r2_out_of_sample> 0;
  const auto* whose = against ? "For the rival, " : "";
  if (informed && better) return fmt::format("{}Clark-West ({}) finds information in it.", whose, p);
  if (informed)
    return fmt::format(
        "{}Clark-West ({}) finds some information once estimation noise is allowed for; the forecast as made "
        "still lost to the mean.",
        whose, p);
  return fmt::format("{}Clark-West ({}) finds {}.", whose, p,
                     better ? "no more than chance would give" : "no information either");
}

// Whether a forecast would be better for a part of the other.
std::string encompassing_in_words(const ReturnForecast& found) {
  const double rival = found.adds_to_other.p, other = found.other_adds.p;
  const bool adds = rival < kUsualLevel, other_adds = other < kUsualLevel;
  if (adds == other_adds)
    return fmt::format("{} adds to the other (encompassing tests: {} for the rival, {} for the {}).",
                       adds ? "Each" : "Neither", p_in_words(rival), p_in_words(other), kOther);
  if (adds)
    return fmt::format("The rival adds to the {} ({}), which adds nothing to the rival ({}).", kOther,
                       p_in_words(rival), p_in_words(other));
  return fmt::format("The {} adds to the rival ({}), which adds nothing to it ({}).", kOther,
                     p_in_words(other), p_in_words(rival));
}

std::string headline(const ReturnForecast& found, const RivalRequest& request,
                     const SectionContext& context) {
  const bool against = !request.against.empty();
  auto text =
      fmt::format("From {}, the return of {} over {} from {} is forecast at {}% (90% band {}% to {}%). {} {}",
                  titles_of(request.predictors, context), context.input(request.price).title,
                  horizon_in_words(request.horizon), period_in_words(found.forecast_from),
                  fixed(found.forecast, 1), fixed(found.forecast_low, 1), fixed(found.forecast_high, 1),
                  out_of_sample(found, against), clark_west_in_words(found, against));
  return against ? text + " " + encompassing_in_words(found) : text;
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
  const auto other = capitalised(kOther);
  numbers.insert(
      numbers.end(),
      {{"other_r2_in_sample", found.other_r2_in_sample, "ratio", other + ", R2 in sample"},
       {"other_r2_out_of_sample", found.other_r2_out_of_sample, "ratio", other + ", R2 out of sample"},
       {"other_clark_west_p", found.other_against_mean.p, "probability", other + ", Clark-West p-value"},
       {"adds_to_other_p", found.adds_to_other.p, "probability",
        fmt::format("Does the rival add to the {}? p-value", kOther)},
       {"other_adds_p", found.other_adds.p, "probability",
        fmt::format("Does the {} add to the rival? p-value", kOther)},
       {"difference_p", found.difference.p, "probability", "Diebold-Mariano p-value of the difference"}});
  return numbers;
}

Table forecasts_table(const ReturnForecast& found, bool against) {
  Table table{"forecasts",
              "As forecasts",
              {{"model", "", "Model", 0},
               {"r2_in_sample", "ratio", "R2 in sample", 2},
               {"r2_out_of_sample", "ratio", "R2 out of sample", 2},
               {"clark_west", "ratio", "Clark-West", 2},
               {"clark_west_p", "probability", "p", 3},
               {"encompassing", "ratio", "Adds to the other", 2},
               {"encompassing_p", "probability", "p", 3}},
              {}};
  const auto row = [&](const std::string& model, double inside, double outside, const ForecastTest& mean,
                       const ForecastTest* adds) {
    table.rows.push_back({model, number_cell(inside), number_cell(outside), number_cell(mean.statistic),
                          number_cell(mean.p), adds ? number_cell(adds->statistic) : Cell{},
                          adds ? number_cell(adds->p) : Cell{}});
  };
  row("Rival", found.r2_in_sample, found.r2_out_of_sample, found.against_mean,
      against ? &found.adds_to_other : nullptr);
  if (against)
    row(capitalised(kOther), found.other_r2_in_sample, found.other_r2_out_of_sample, found.other_against_mean,
        &found.other_adds);
  return table;
}

// Predicted and realised returns by the date of the forecast, in percent of log return.
Chart forecast_chart(const ReturnForecast& found, const SeriesInput& price, const RivalRequest& request,
                     const std::vector<Spell>& recessions) {
  const bool open = price.redistribute;
  const HistoryPercentile history(found.realised);
  std::vector<double> days;
  for (const auto ordinal : found.made_at)
    days.push_back(last_day({price.series.type.frequency, ordinal}).days);
  const auto line = [&](const std::string& label, const std::vector<double>& values, ChartLine::Role role) {
    ChartLine made{label, days, values, role};
    if (!open)
      for (double& value : made.y) value = history.of(value);
    return made;
  };
  Chart chart;
  chart.id = "forecast";
  chart.title = "Return forecasts, and the returns that came after them";
  chart.time_axis = true;
  chart.x_title = "date of the forecast";
  chart.y_title = open ? "log return, percent" : "percentile of the returns that came";
  chart.lines = {line("Forecast of the rival", found.predicted, ChartLine::Role::main),
                 line("Return over the next " + duration_in_words(request.horizon), found.realised,
                      ChartLine::Role::second),
                 line("Mean so far", found.benchmark, ChartLine::Role::reference)};
  if (!request.against.empty())
    chart.lines.push_back(
        line(fmt::format("Forecast of the {}", kOther), found.other_predicted, ChartLine::Role::main));
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
      {"Predictors", titles_and_formulas(request.predictors, context)}};
  if (!request.against.empty())
    facts.push_back(
        {"Beside it", fmt::format("the {}: {}", kOther, titles_and_formulas(request.against, context))});
  facts.push_back({"In sample", fmt::format("{} pairs, {} errors", found.table.n, found.table.errors)});
  if (!found.made_at.empty()) {
    const auto period = [&](std::int32_t ordinal) {
      return period_in_words({price.series.type.frequency, ordinal});
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
    section.charts.push_back(forecast_chart(found, price, request, context.recessions));
  section.details.push_back({"Return equation", to_string(found.table)});
  for (const auto& table : found.others)
    section.details.push_back({"Return equation, " + table.errors, to_string(table)});
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
