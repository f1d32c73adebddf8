#include "rerate/study/style_curve_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_inputs.h"
#include "rerate/study/sentence.h"
#include "rerate/study/style_curve_charts.h"
#include "rerate/study/style_curve_words.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

StyleCurveQuestion question_of(const std::string& id, const StyleCurveRequest& request,
                               const SectionContext& context) {
  auto question = request.question;
  question.curve = &context.input(request.curve).series;
  for (const auto& pair : request.pairs)
    question.pairs.push_back({pair.name, pair.title, &context.input(pair.value).series,
                              &context.input(pair.growth).series, pair.value.place, pair.growth.place});
  question.seed = context.section_seed(id);
  return question;
}

void add_correlation(std::vector<Number>& numbers, const StyleCorrelation& one, const std::string& name,
                     const std::string& title, const std::string& interval) {
  numbers.push_back({name + "_low", one.interval.low, "ratio", fmt::format("{}, {}, low", title, interval)});
  numbers.push_back(
      {name + "_high", one.interval.high, "ratio", fmt::format("{}, {}, high", title, interval)});
  numbers.push_back({name + "_p", one.p, "probability", title + ", p-value of the exact shift test"});
}

template <class Counted>
double count_of_all(const StyleCurve& found, Counted&& counted) {
  return static_cast<double>(std::count_if(found.correlations.begin(), found.correlations.end(), counted));
}

// Extremes of the rolling correlation of the first pair.
void add_rolling(std::vector<Number>& numbers, const StyleCurve& found) {
  double lowest = std::numeric_limits<double>::quiet_NaN(), highest = lowest;
  const auto& values = found.rolling.pairs.front().value;
  for (const double value : values) {
    lowest = std::fmin(lowest, value);
    highest = std::fmax(highest, value);
  }
  numbers.push_back({"rolling_correlation", values.back(), "ratio", "Rolling correlation, last window"});
  numbers.push_back({"rolling_lowest", lowest, "ratio", "Rolling correlation, lowest"});
  numbers.push_back({"rolling_highest", highest, "ratio", "Rolling correlation, highest"});
}

std::vector<Number> numbers_of(const StyleCurve& found, const StyleCurveRequest& request) {
  struct Named {
    const char* name;
    StyleMeasure measure;
  };
  constexpr Named kHeadline[] = {{"level_correlation", StyleMeasure::level},
                                 {"change_correlation", StyleMeasure::change},
                                 {"annual_change_correlation", StyleMeasure::annual_change}};
  const auto title = [&](const Named& one) {
    return "Correlation of " + measure_in_words(one.measure, request.question.year);
  };
  std::vector<Number> numbers;
  for (const auto& one : kHeadline)
    numbers.push_back({one.name, found.headline(one.measure).pearson, "ratio", title(one)});
  numbers.push_back({"correlation", found.asked.value, "ratio", "Correlation with the curve"});
  numbers.push_back(
      {"correlation_p", found.asked.p, "probability", "Correlation, p-value of the exact shift test"});
  if (request.claim) numbers.push_back({"claim", *request.claim, "ratio", "Claimed"});
  numbers.push_back(
      {"best_correlation", best_of(found, request.claim).pearson, "ratio",
       request.claim && *request.claim < 0 ? "Lowest of those tried" : "Highest of those tried"});
  numbers.push_back(
      {"definitions_tried", static_cast<double>(found.correlations.size()), "count", "Definitions tried"});
  const auto interval = fixed(100 * request.question.level, 0) + "% interval";
  for (const auto& one : kHeadline)
    add_correlation(numbers, found.headline(one.measure), one.name, title(one), interval);
  if (request.claim) {
    numbers.push_back({"claim_reproduced_by",
                       count_of_all(found, [&](auto& one) { return reproduces(one, *request.claim); }),
                       "count", "Definitions that come to the claim"});
    numbers.push_back({"claim_inside_intervals",
                       count_of_all(found, [&](auto& one) { return contains(one, *request.claim); }), "count",
                       "Intervals that contain the claim"});
  }
  add_rolling(numbers, found);
  numbers.push_back({"sample", static_cast<double>(found.sample.complete), "count", "Months"});
  return numbers;
}

// How an estimate stands to the claim.
std::string verdict(const StyleCorrelation& one, double claim) {
  if (reproduces(one, claim)) return "reproduced";
  if (std::isnan(one.interval.low)) return "no interval";
  return contains(one, claim) ? "inside the interval" : "outside";
}

Table correlations_table(const StyleCurve& found, const StyleCurveRequest& request) {
  Table table{"correlations",
              "Definitions tried",
              {{"pair", "", "Value over growth", 0},
               {"measure", "", "Set against the curve", 0},
               {"lead", "months", "Curve leads by", 0},
               {"n", "count", "Months", 0},
               {"correlation", "ratio", "Correlation", 2},
               {"low", "ratio", fixed(100 * request.question.level, 0) + "% low", 2},
               {"high", "ratio", "high", 2},
               {"rank_correlation", "ratio", "By ranks", 2},
               {"p", "probability", "p, shift test", 3},
               {"block", "months", "Blocks", 0}},
              {}};
  if (request.claim) table.columns.push_back({"claim", "", claim_in_words(*request.claim) + " is", 0});
  for (const auto& one : found.correlations) {
    table.rows.push_back(
        {capitalised(request.pairs.at(one.pair).title), measure_in_words(one.measure, request.question.year),
         static_cast<std::int64_t>(one.lead), static_cast<std::int64_t>(one.n), number_cell(one.pearson),
         number_cell(one.interval.low), number_cell(one.interval.high), number_cell(one.spearman),
         number_cell(one.p), number_cell(one.block_length)});
    if (request.claim) table.rows.back().push_back(verdict(one, *request.claim));
  }
  return table;
}

std::string title_of(const SeriesUse& use, const SectionContext& context) {
  const auto& title = context.input(use).title;
  return is_plain_name(use.formula) || title == use.formula ? title
                                                            : fmt::format("{} ({})", title, use.formula);
}

std::string rolling_in_words(const StyleCurve& found, const StyleCurveRequest& request) {
  const double effective = found.rolling.pairs.front().effective;
  const auto what = fmt::format("{} months of {}", request.question.window,
                                measure_in_words(request.question.rolling, request.question.year));
  if (!(effective > 3)) return what + "; too few of them are independent for a band";
  return fmt::format(
      "{}, worth {} independent ones ({}); the band is Fisher's z on these, for each month by itself", what,
      fixed(effective, 0), request.pairs.front().title);
}

std::string left_out_in_words(const StyleCurve& found) {
  const auto& left_out = found.sample.left_out;
  if (left_out.empty()) return {};
  const auto first = period_in_words({Frequency::monthly, left_out.front()});
  return left_out.size() == 1 ? fmt::format("; {} is left out for want of a figure", first)
                              : fmt::format("; {} are left out for want of a figure, {} first",
                                            count_of(left_out.size(), "month"), first);
}

std::vector<Fact> facts_of(const StyleCurve& found, const StyleCurveRequest& request,
                           const SectionContext& context) {
  const auto& question = request.question;
  std::vector<Fact> facts = {{"Curve", title_of(request.curve, context)}};
  for (const auto& pair : request.pairs)
    facts.push_back({capitalised(pair.title), fmt::format("{} over {}", title_of(pair.value, context),
                                                          title_of(pair.growth, context))});
  facts.push_back({"Sample", fmt::format("{}, {} to {}{}", count_of(found.sample.complete, "month"),
                                         period_in_words(found.sample.period(0)),
                                         period_in_words(found.sample.period(found.sample.months() - 1)),
                                         left_out_in_words(found))});
  facts.push_back({"Levels", "log of value over growth, against the curve"});
  facts.push_back(
      {"Changes",
       "return of value less that of growth, against the change of the curve over the same months"});
  facts.push_back(
      {"Intervals",
       fmt::format("{}% percentile intervals of {} resamples of months in blocks (stationary bootstrap; "
                   "mean length of Politis and White, at least {} months)",
                   fixed(100 * question.level, 0), grouped(question.draws, 0), question.year)});
  facts.push_back(
      {"p, shift test", "share of all rotations of one series against the other that correlate as much"});
  facts.push_back({"Rolling", rolling_in_words(found, request)});
  facts.push_back({"Correlation", asked_in_words(request)});
  return facts;
}

std::string test_row(const std::string& of, const WanderingTest& one) {
  if (!one.test) return fmt::format("{:<32}  no test: too short, or no variation\n", of);
  return fmt::format("{:<32}  {:<30}  {:>9}  {:>7}  {:>6}  {:>5}\n", of, one.test->name,
                     fixed(one.test->statistic, 3), fixed(one.test->critical_10, 3), fixed(one.test->p, 3),
                     one.test->n);
}

Detail tests_detail(const StyleCurve& found, const StyleCurveRequest& request) {
  auto text = fmt::format("{:<32}  {:<30}  {:>9}  {:>7}  {:>6}  {:>5}\n", "level of", "test", "statistic",
                          "10%", "p", "n");
  text += test_row("the curve", found.curve);
  for (std::size_t k = 0; k < found.relative.size(); ++k)
    text += test_row("value over growth, " + request.pairs.at(k).title, found.relative[k]);
  return {"Unit-root tests of the levels (null: it wanders)", std::move(text)};
}

bool is_open(const StyleCurveRequest& request, const SectionContext& context) {
  const auto uses = uses_of(request);
  return std::all_of(uses.begin(), uses.end(),
                     [&](const auto& use) { return context.input(use).redistribute; });
}

}  // namespace

Section style_curve_section(const std::string& id, const std::string& title, const StyleCurveRequest& request,
                            const SectionContext& context) {
  const auto found = style_curve(question_of(id, request, context));
  Section section;
  section.id = id;
  section.kind = "style_curve";
  section.title = title;
  section.headline = style_headline(found, request);
  section.facts = facts_of(found, request, context);
  section.numbers = numbers_of(found, request);
  section.tables = {correlations_table(found, request)};
  section.charts = style_curve_charts(found, request, is_open(request, context), context.recessions);
  section.details = {tests_detail(found, request)};
  section.lights = {
      {"Value and the curve", Light::State::neutral,
       fmt::format("{} correlate {}", measure_in_words(StyleMeasure::annual_change, request.question.year),
                   correlation_in_words(found.headline(StyleMeasure::annual_change).pearson))}};
  section.warnings = style_warnings(found, request);
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

Figures style_curve_figures(const std::string& id, const StyleCurveRequest& request,
                            const SectionContext& context, SharedStyleCurves& shared) {
  auto question = question_of(id, request, context);
  question.figures_only = true;
  const auto found = style_curve(question, shared);
  return figures_from(
      "style_curve", without_endings(numbers_of(found, request), {"_low", "_high", "claim_inside_intervals"}),
      {});
}

}  // namespace rerate
