#include "rerate/study/fair_value_section.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/statistics/distributions.h"
#include "rerate/study/fair_value_bands.h"
#include "rerate/study/fair_value_charts.h"
#include "rerate/study/fair_value_details.h"
#include "rerate/study/fair_value_facts.h"
#include "rerate/study/fair_value_headline.h"
#include "rerate/study/fair_value_numbers.h"
#include "rerate/study/fair_value_subsets.h"
#include "rerate/study/fair_value_tables.h"
#include "rerate/study/fair_value_titles.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_inputs.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

const Series* series_of(const std::optional<SeriesUse>& use, const SectionContext& context) {
  return use ? &context.input(*use).series : nullptr;
}

// The model's question: the request's, with its series and what its formulas give.
FairValueQuestion question_of(const std::string& id, const FairValueRequest& request,
                              const SectionContext& context) {
  auto question = request.question;
  const auto& price = context.input(request.price).series;
  question.price = &price;
  question.fundamental = series_of(request.fundamental, context);
  question.record = series_of(request.record, context);
  question.recession = series_of(request.recession, context);
  for (const auto& driver : request.drivers) {
    const auto& input = context.input(driver.use);
    question.drivers.push_back({driver.name, title_of(driver, input.title), &input.series, driver.use.place});
  }
  const auto periods = periods_in(request.horizon, price.type.frequency);
  RERATE_ASSERT(periods, "a horizon that was not checked");
  question.horizon = *periods;
  question.bands.seed = context.section_seed(id);
  if (request.bottom_up) question.bottom_up = figure_of(*request.bottom_up, context);
  for (const auto& scenario : request.scenarios) {
    question.scenarios.push_back(scenario_of(scenario, context));
    // Analysts' growth may stand in their scenario alone.
    const auto& made = question.scenarios.back();
    if (made.kind == ScenarioKind::bottom_up && !question.bottom_up) question.bottom_up = made.growth;
  }
  return question;
}

FairValueNames names_of(const FairValueRequest& request, const SectionContext& context) {
  FairValueNames names;
  const auto& price = context.input(request.price);
  names.price = price.title;
  names.fundamental = request.fundamental_name;
  names.price_redistribute = price.redistribute;
  if (request.fundamental) names.fundamental_redistribute = context.input(*request.fundamental).redistribute;
  for (const auto& driver : request.drivers)
    names.driver_redistribute.push_back(context.input(driver.use).redistribute);
  names.band_level = request.question.bands.level;
  return names;
}

constexpr int kLatePeriods = 2;

// Periods from the valuation to the as-of date's.
int periods_late(const FairValue& found, const SectionContext& context) {
  const auto& panel = found.panel;
  return period_of(panel.frequency, context.as_of).ordinal - panel.period(panel.now).ordinal;
}

std::vector<std::string> warnings_of(const FairValue& found, const SectionContext& context) {
  std::vector<std::string> warnings;
  const auto& panel = found.panel;
  if (const int late = periods_late(found, context); late > kLatePeriods)
    warnings.push_back(
        fmt::format("The price ends in {}, {} {} before the as-of date: this is not a valuation of today.",
                    to_string(panel.period(panel.now)), late, step_in_words(panel.frequency)));
  for (const auto& warning : found.warnings) warnings.push_back(with_titles(warning, found));
  return warnings;
}

// An error of the model without a place of its own is told at the section.
template <class... Shared>
FairValue run(const FairValueQuestion& question, Shared&... shared) {
  try {
    return fair_value(question, shared...);
  } catch (const UserError& error) {
    auto failure = error.failure();
    if (failure.place.file.empty()) failure.place = question.place;
    throw UserError(std::move(failure));
  }
}

// Of the base scenario's upside, by the analytic band of its coefficients: draws leave none, as what each definition would have to draw
// takes long. NaN where all is given.
double upside_p(const FairValue& found, double level) {
  const auto& base = found.scenarios.at(found.base);
  const double reach = reproducible_log(base.parameters.high / base.parameters.low);
  if (!(reach > 0)) return kMissing;
  const double error = reach / (2 * normal_quantile(0.5 + level / 2));
  const double apart = reproducible_log(base.level / found.panel.price_now());
  return 2 * normal_cdf(-std::fabs(apart) / error);
}

}  // namespace

Section fair_value_section(const std::string& id, const std::string& title, const FairValueRequest& request,
                           const SectionContext& context) {
  const auto question = question_of(id, request, context);
  auto found = run(question);
  tidy_bands(question, found);
  auto names = names_of(request, context);
  if (periods_late(found, context) > 0) names.dated = to_string(found.panel.period(found.panel.now));
  Section section;
  section.id = id;
  section.kind = "fair_value";
  section.title = title;
  section.headline = fair_value_headline(found, names);
  section.facts = fair_value_facts(found, request, names);
  section.numbers = fair_value_numbers(found, names);
  section.tables = fair_value_tables(found, names);
  for (auto& table : driver_subset_tables(found)) section.tables.push_back(std::move(table));
  section.charts = fair_value_charts(found, names, request.question.rate_driver, context.recessions);
  section.details = fair_value_details(found);
  section.warnings = warnings_of(found, context);
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

Figures fair_value_figures(const std::string& id, const FairValueRequest& request,
                           const SectionContext& context, FairValueParts& shared) {
  auto question = question_of(id, request, context);
  question.bands.draws = 0;
  question.multiple.breaks.most = 0;  // they are told, and enter no number
  const auto found = run(question, shared);
  auto numbers = fair_value_numbers(found, names_of(request, context));
  auto figures = figures_from("fair_value",
                              without_endings(std::move(numbers), {"fair_low", "fair_high", "draws",
                                                                   "block_length", "residual_correlation"}),
                              {});
  for (auto& figure : figures.numbers)
    if (figure.name == "upside" && std::isfinite(figure.value))
      figure.p = upside_p(found, request.question.bands.level);
  return figures;
}

}  // namespace rerate
