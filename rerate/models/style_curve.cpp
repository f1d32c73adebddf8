#include "rerate/models/style_curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "rerate/models/estimation_sample.h"
#include "rerate/models/style_curve_parts.h"
#include "rerate/statistics/block_length.h"
#include "rerate/statistics/correlation.h"
#include "rerate/statistics/correlation_bootstrap.h"
#include "rerate/statistics/rolling_correlation.h"
#include "rerate/statistics/shifted_correlation.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::string words_of(StyleMeasure measure, int year) {
  switch (measure) {
    case StyleMeasure::level: return "levels";
    case StyleMeasure::change: return "monthly changes";
    default: return fmt::format("{}-month changes", year);
  }
}

// A series that differs from a constant by no more than rounding does not vary; `size` is that of the figures it was
// computed from.
bool stands_still(const std::vector<double>& x, double size) {
  constexpr double kRounding = 1e-12;
  const auto [least, most] = std::minmax_element(x.begin(), x.end());
  return !(*most - *least > kRounding * size);
}

double size_of(const std::vector<double>& x) {
  double largest = 0;
  for (const double value : x)
    if (!std::isnan(value)) largest = std::max(largest, std::fabs(value));
  return largest;
}

void check_finite(const std::vector<double>& figures, const std::string& name, const std::string& words,
                  const Place& place) {
  if (std::all_of(figures.begin(), figures.end(), [](double one) { return std::isfinite(one); })) return;
  refuse(ErrorCode::regression_not_finite,
         fmt::format("{} of `{}` are larger than numbers can be", words, name),
         "Check the formula: its figures differ by too many orders of size.", place);
}

void check_finite(const StyleCurveQuestion& question, const StyleRows& rows, StyleMeasure measure) {
  const auto words = words_of(measure, question.year);
  check_finite(rows.curve, question.curve->name, words, question.curve_place);
  for (std::size_t k = 0; k < rows.relative.size(); ++k)
    check_finite(rows.relative[k], question.pairs[k].value->name, words, question.pairs[k].value_place);
}

void check_varies(const StyleCurveQuestion& question, const StyleCurveSample& sample, const StyleRows& rows,
                  StyleMeasure measure) {
  const auto words = words_of(measure, question.year);
  if (stands_still(rows.curve, size_of(sample.curve)))
    refuse(ErrorCode::regression_no_variation,
           measure == StyleMeasure::level || measure == StyleMeasure::return_on_level
               ? fmt::format("the curve `{}` does not vary", question.curve->name)
               : fmt::format("{} of the curve `{}` do not vary", words, question.curve->name),
           {}, question.curve_place);
  constexpr double kPercent = 100;
  for (std::size_t k = 0; k < rows.relative.size(); ++k) {
    const auto& pair = question.pairs[k];
    if (stands_still(rows.relative[k], kPercent))
      refuse(ErrorCode::regression_no_variation,
             fmt::format("`{}` over `{}` does not vary ({})", pair.value->name, pair.growth->name, words),
             "Value and growth must be two indexes.", pair.growth_place);
  }
}

double block_length_of(const StyleRows& rows, int year) {
  double length = std::max<double>(year, politis_white_block_length(standardised(rows.curve)));
  for (const auto& relative : rows.relative)
    length = std::max(length, politis_white_block_length(standardised(relative)));
  return std::min(length, static_cast<double>(rows.row.size()) / 3);
}

StyleRows checked_rows(const StyleCurveQuestion& question, const StyleCurveSample& sample,
                       StyleMeasure measure, int lead) {
  auto rows = style_rows(sample, measure, lead, question.year);
  if (rows.row.size() < static_cast<std::size_t>(kFewestStyleRows))
    refuse(ErrorCode::style_curve_sample,
           fmt::format("holes leave {} months with all figures to be compared ({}), but {} are needed",
                       rows.row.size(), words_of(measure, question.year), kFewestStyleRows),
           "Fill the holes, fill(x), or begin after them with `from`.", question.place);
  check_finite(question, rows, measure);
  check_varies(question, sample, rows, measure);
  return rows;
}

// Of every pair; the same draws of months for each.
std::vector<Interval> intervals_of(const StyleCurveQuestion& question, const StyleRows& rows,
                                   StyleMeasure measure, int lead, double block_length) {
  const std::vector<std::span<const double>> others(rows.relative.begin(), rows.relative.end());
  const auto stream = static_cast<std::uint64_t>(2 * static_cast<int>(measure) + (lead > 0));
  const auto draws = bootstrap_correlations(rows.curve, others, {BlockScheme::stationary, block_length},
                                            question.draws, RandomStream(question.seed, stream));
  std::vector<Interval> intervals;
  for (const auto& of_pair : draws) intervals.push_back(percentile_interval(of_pair, question.level));
  return intervals;
}

// All pairs by one measure.
std::vector<StyleCorrelation> correlate(const StyleCurveQuestion& question, const StyleCurveSample& sample,
                                        StyleMeasure measure, int lead) {
  const auto rows = checked_rows(question, sample, measure, lead);
  const auto& others = rows.relative;
  double block_length = kMissing;
  std::vector<Interval> intervals(others.size(), {kMissing, kMissing});
  if (!question.figures_only) {
    block_length = block_length_of(rows, question.year);
    intervals = intervals_of(question, rows, measure, lead, block_length);
  }
  const auto curve_ranks = ranks(rows.curve);
  std::vector<StyleCorrelation> found;
  for (std::size_t k = 0; k < others.size(); ++k)
    found.push_back({k, measure, lead, rows.row.size(), correlation(rows.curve, others[k]),
                     correlation(curve_ranks, ranks(others[k])), intervals[k], block_length,
                     shift_p_value(rows.curve, others[k])});
  return found;
}

std::vector<StyleCorrelation> correlate_all(const StyleCurveQuestion& question,
                                            const StyleCurveSample& sample) {
  std::vector<StyleCorrelation> all;
  for (const int lead : {0, question.lead}) {
    if (lead == 0 && !all.empty()) break;
    for (const auto measure : kStyleMeasures) {
      const auto found = correlate(question, sample, measure, lead);
      all.insert(all.end(), found.begin(), found.end());
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.pair < b.pair; });
  return all;
}

AskedCorrelation correlate_asked(const StyleCurveQuestion& question, const StyleCurveSample& sample) {
  const auto& asked = question.asked;
  const auto rows = checked_rows(question, sample, asked.measure, asked.lead);
  auto curve = rows.curve, other = rows.relative[asked.pair];
  if (asked.by_ranks) {
    curve = ranks(curve);
    other = ranks(other);
  }
  return {rows.row.size(), correlation(curve, other), shift_p_value(curve, other)};
}

// Standardised, which changes no statistic, so that squares of any level are numbers.
WanderingTest wandering(const std::vector<double>& level) {
  try {
    return {augmented_dickey_fuller(standardised(level))};
  } catch (const UserError&) {
    return {};  // too short, or an exact function of its own past: nothing is said about it
  }
}

// On the newest long stretch of months without holes.
void test_wandering(const StyleCurveSample& sample, StyleCurve& result) {
  std::vector<bool> complete;
  for (const double figure : sample.curve) complete.push_back(!std::isnan(figure));
  const auto stretch = newest_long_stretch(complete);
  const auto first = sample.curve.begin() + stretch.first;
  result.curve = wandering({first, first + stretch.rows()});
  const auto rows = style_rows(sample, StyleMeasure::level, 0, 1);
  const auto begin =
      std::lower_bound(rows.row.begin(), rows.row.end(), static_cast<std::size_t>(stretch.first)) -
      rows.row.begin();
  for (const auto& relative : rows.relative)
    result.relative.push_back(
        wandering({relative.begin() + begin, relative.begin() + begin + stretch.rows()}));
}

StyleRolling roll(const StyleCurveQuestion& question, const StyleCurveSample& sample) {
  const auto rows = style_rows(sample, question.rolling, 0, question.year);
  const auto window = static_cast<std::size_t>(question.window);
  if (rows.row.size() < window)
    refuse(ErrorCode::style_curve_sample,
           fmt::format("a window of {} months is longer than the history of {} {}", question.window,
                       rows.row.size(), words_of(question.rolling, question.year)),
           "Choose a shorter `window`.", question.window_place);
  StyleRolling rolling;
  for (auto i = window - 1; i < rows.row.size(); ++i)
    rolling.ordinal.push_back(sample.period(rows.row[i]).ordinal);
  for (const auto& relative : rows.relative) {
    StyleRolling::OfPair pair;
    pair.value = rolling_correlation(rows.curve, relative, window);
    pair.effective = effective_sample(rows.curve, relative, window);
    const FisherBand band(pair.effective, question.level);
    for (const double value : pair.value) pair.band.push_back(band.of(value));
    rolling.pairs.push_back(std::move(pair));
  }
  return rolling;
}

void check_question(const StyleCurveQuestion& question) {
  RERATE_ASSERT(question.curve && !question.pairs.empty(), "a curve and a pair of styles");
  RERATE_ASSERT(question.year >= 1 && question.lead >= 0 && question.window >= 2, "lengths of time");
  RERATE_ASSERT(question.asked.pair < question.pairs.size() && question.asked.lead >= 0 &&
                    question.asked.lead <= kLongestStyleLead,
                "a pair and a lead");
  RERATE_ASSERT(question.rolling == StyleMeasure::change || question.rolling == StyleMeasure::annual_change,
                "a measure to roll");
  check_style_types({question.curve->name, question.curve->type}, question.curve_place);
  for (const auto& pair : question.pairs)
    check_style_types({pair.value->name, pair.value->type}, pair.value_place,
                      {pair.growth->name, pair.growth->type}, pair.growth_place);
}

StyleCurve correlated(const StyleCurveQuestion& question) {
  StyleCurve result;
  result.sample = style_curve_sample(*question.curve, question.curve_place, question.pairs, question.from,
                                     question.to, question.year, question.lead, question.place);
  result.correlations = correlate_all(question, result.sample);
  return result;
}

StyleCurveKey key_of(const StyleCurveQuestion& question) {
  StyleCurveKey key;
  key.curve = question.curve;
  for (const auto& pair : question.pairs) key.pairs.emplace_back(pair.value, pair.growth);
  key.year = question.year;
  key.lead = question.lead;
  key.window = question.window;
  key.rolling = question.rolling;
  key.level = question.level;
  key.from = question.from;
  key.to = question.to;
  return key;
}

}  // namespace

const StyleCorrelation& StyleCurve::headline(StyleMeasure measure) const {
  const auto found = std::find_if(correlations.begin(), correlations.end(), [&](const auto& one) {
    return one.pair == 0 && one.lead == 0 && one.measure == measure;
  });
  RERATE_ASSERT(found != correlations.end(), "a measure that was not taken");
  return *found;
}

StyleCurve style_curve(const StyleCurveQuestion& question) {
  check_question(question);
  auto result = correlated(question);
  result.asked = correlate_asked(question, result.sample);
  if (!question.figures_only) test_wandering(result.sample, result);
  result.rolling = roll(question, result.sample);
  return result;
}

StyleCurve style_curve(const StyleCurveQuestion& question, SharedStyleCurves& shared) {
  RERATE_ASSERT(question.figures_only, "intervals depend on more than these parts do");
  check_question(question);
  auto result = *shared.part(key_of(question), [&] {
    auto made = correlated(question);
    made.rolling = roll(question, made.sample);
    return made;
  });
  result.asked = correlate_asked(question, result.sample);
  return result;
}

}  // namespace rerate
