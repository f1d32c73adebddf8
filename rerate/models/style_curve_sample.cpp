#include "rerate/models/style_curve_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/statistics/fast_normal.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct PlacedSeries {
  const Series* series;
  const Place* place;
  bool price;
};

void check_monthly(const TypedSeries& series, const char* role, const char* how, const Place& place) {
  const auto frequency = series.type.frequency;
  if (frequency == Frequency::monthly) return;
  const bool finer = frequency < Frequency::monthly;
  refuse(ErrorCode::event_frequency,
         fmt::format("`{}` ({}) is {}; styles and the curve are compared by month", role, series.name,
                     to_string(frequency)),
         finer ? fmt::format("Write resample({}, month, {}).", series.name, how)
               : "Give a monthly series: a coarser one has no figure for most months.",
         place);
}

void check_price(const TypedSeries& series, const char* role, const Place& place) {
  switch (series.type.kind) {
    case Kind::level:
    case Kind::price_index:
    case Kind::total_return_index: return;
    case Kind::return_:
      refuse(ErrorCode::event_kinds,
             fmt::format("`{}` must be a price or an index, but `{}` holds returns", role, series.name),
             fmt::format("Cumulate them: index({}).", series.name), place);
    default:
      refuse(ErrorCode::event_kinds,
             fmt::format("`{}` must be a price or an index, but `{}` is a {}", role, series.name,
                         to_string(series.type.kind)),
             "Use a price index, a total-return index, or index(returns).", place);
  }
}

// An index or a return has no slope: correlations with it would be of stocks with stocks.
void check_curve(const TypedSeries& curve, const Place& place) {
  const auto kind = curve.type.kind;
  if (kind != Kind::price_index && kind != Kind::total_return_index && kind != Kind::return_) return;
  refuse(ErrorCode::event_kinds,
         fmt::format("`curve` must be a rate or a spread, but `{}` is a {}", curve.name, to_string(kind)),
         "Use a difference of yields, such as rates.gs10 - bey(rates.tb3ms).", place);
}

// The figure of a month, NaN when there is none.
double figure_at(const PlacedSeries& one, std::int32_t ordinal) {
  const auto at = one.series->find(ordinal);
  if (!at) return kMissing;
  const double figure = one.series->value[*at];
  if (std::isinf(figure))
    refuse(ErrorCode::regression_not_finite,
           fmt::format("`{}` is infinite in {}", one.series->name, to_string(one.series->period(*at))), {},
           *one.place);
  if (one.price && figure <= 0)
    refuse(ErrorCode::event_prices,
           fmt::format("`{}` is {} in {}: prices must be above zero to give returns", one.series->name,
                       figure, to_string(one.series->period(*at))),
           {}, *one.place);
  return figure;
}

// The series within the dates.
struct Bounds {
  std::int32_t first, last;  // ordinals of months; first > last: none
};

Bounds bounds_of(const Series& series, std::optional<Date> from, std::optional<Date> to) {
  const auto within = slice(series, from, to);
  std::size_t begin = 0, end = within.size();
  while (begin < end && std::isnan(within.value[begin])) ++begin;
  while (end > begin && std::isnan(within.value[end - 1])) --end;
  if (begin == end) return {1, 0};
  return {within.ordinal[begin], within.ordinal[end - 1]};
}

std::string month_text(std::int32_t ordinal) { return to_string(Period{Frequency::monthly, ordinal}); }

[[noreturn]] void refuse_sample(const std::vector<PlacedSeries>& all, const std::vector<Bounds>& bounds,
                                std::size_t common, int needed, bool narrowed, const Place& place) {
  for (std::size_t i = 0; i < all.size(); ++i)
    if (bounds[i].first > bounds[i].last)
      refuse(ErrorCode::style_curve_sample,
             fmt::format("`{}` has no figure within the dates asked for", all[i].series->name), {},
             *all[i].place);
  const auto latest = std::max_element(bounds.begin(), bounds.end(),
                                       [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto soonest = std::min_element(bounds.begin(), bounds.end(),
                                        [](const auto& a, const auto& b) { return a.last < b.last; });
  const auto name = [&](auto at) { return all[static_cast<std::size_t>(at - bounds.begin())].series->name; };
  refuse(ErrorCode::style_curve_sample,
         fmt::format("{} months in common{}, but {} are needed: `{}` begins in {}, `{}` ends in {}", common,
                     narrowed ? " within the dates asked for" : "", needed, name(latest),
                     month_text(latest->first), name(soonest), month_text(soonest->last)),
         {}, place);
}

std::vector<PlacedSeries> all_series(const Series& curve, const Place& curve_place,
                                     const std::vector<StylePair>& pairs) {
  std::vector<PlacedSeries> all = {{&curve, &curve_place, false}};
  for (const auto& pair : pairs) {
    all.push_back({pair.value, &pair.value_place, true});
    all.push_back({pair.growth, &pair.growth_place, true});
  }
  return all;
}

double& side(StyleCurveSample& sample, std::size_t series, std::size_t row) {
  if (series == 0) return sample.curve[row];
  auto& prices = sample.pairs[(series - 1) / 2];
  return series % 2 == 1 ? prices.value[row] : prices.growth[row];
}

void fill_months(StyleCurveSample& sample, const std::vector<PlacedSeries>& all) {
  for (std::size_t row = 0; row < sample.months(); ++row) {
    const auto ordinal = sample.first + static_cast<std::int32_t>(row);
    bool complete = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
      side(sample, i, row) = figure_at(all[i], ordinal);
      complete = complete && !std::isnan(side(sample, i, row));
    }
    sample.complete += complete;
    if (complete) continue;
    sample.left_out.push_back(ordinal);
    for (std::size_t i = 0; i < all.size(); ++i) side(sample, i, row) = kMissing;
  }
}

// In percent; NaN where the ratio is beyond what numbers can be.
double log_ratio(double value, double growth) {
  const double ratio = value / growth;
  return std::isfinite(ratio) && ratio > 0 ? 100 * fast_log(ratio) : kMissing;
}

double relative_return(const StyleCurveSample::Prices& prices, std::size_t row, std::size_t months) {
  return 100 *
         (prices.value[row] / prices.value[row - months] - prices.growth[row] / prices.growth[row - months]);
}

// Months that each side of a measure looks back.
struct Span {
  std::size_t curve, relative;
};

Span span_of(StyleMeasure measure, std::size_t year) {
  switch (measure) {
    case StyleMeasure::level: return {0, 0};
    case StyleMeasure::return_on_level: return {0, year};
    case StyleMeasure::change: return {1, 1};
    case StyleMeasure::annual_change: return {year, year};
  }
  return {0, 0};
}

}  // namespace

void check_style_types(const TypedSeries& curve, const Place& curve_place) {
  check_monthly(curve, "curve", "mean", curve_place);
  check_curve(curve, curve_place);
}

void check_style_types(const TypedSeries& value, const Place& value_place, const TypedSeries& growth,
                       const Place& growth_place) {
  check_monthly(value, "value", "last", value_place);
  check_monthly(growth, "growth", "last", growth_place);
  check_price(value, "value", value_place);
  check_price(growth, "growth", growth_place);
  const auto total = [](const TypedSeries& one) { return one.type.kind == Kind::total_return_index; };
  const auto plain = [](const TypedSeries& one) { return one.type.kind == Kind::price_index; };
  if ((plain(value) && total(growth)) || (total(value) && plain(growth)))
    refuse(ErrorCode::event_kinds,
           fmt::format("`{}` is a {} and `{}` a {}: dividends would count on one side only", value.name,
                       to_string(value.type.kind), growth.name, to_string(growth.type.kind)),
           "Compare price with price, or total return with total return.", growth_place);
}

StyleCurveSample style_curve_sample(const Series& curve, const Place& curve_place,
                                    const std::vector<StylePair>& pairs, std::optional<Date> from,
                                    std::optional<Date> to, int year, int lead, const Place& place) {
  const auto all = all_series(curve, curve_place, pairs);
  std::vector<Bounds> bounds;
  for (const auto& one : all) bounds.push_back(bounds_of(*one.series, from, to));
  std::int32_t first = bounds[0].first, last = bounds[0].last;
  for (const auto& one : bounds) {
    first = std::max(first, one.first);
    last = std::min(last, one.last);
  }
  const int needed = std::max(kFewestStyleMonths, kFewestStyleRows + year + lead);
  const auto months = last < first ? 0 : static_cast<std::size_t>(last - first) + 1;
  if (months > static_cast<std::size_t>(kMostStyleMonths))
    refuse(ErrorCode::style_curve_sample, fmt::format("{} months are more than {}", months, kMostStyleMonths),
           "Begin later with `from`.", place);
  StyleCurveSample sample;
  sample.first = first;
  sample.curve.resize(months);
  sample.pairs.assign(pairs.size(), {std::vector<double>(months), std::vector<double>(months)});
  fill_months(sample, all);
  if (sample.complete < static_cast<std::size_t>(needed))
    refuse_sample(all, bounds, sample.complete, needed, from || to, place);
  return sample;
}

StyleRows style_rows(const StyleCurveSample& sample, StyleMeasure measure, int lead, int year) {
  const auto back = span_of(measure, static_cast<std::size_t>(year));
  const auto before = static_cast<std::size_t>(lead);
  StyleRows rows;
  rows.relative.resize(sample.pairs.size());
  for (std::size_t row = std::max(back.relative, back.curve + before); row < sample.months(); ++row) {
    const auto at = row - before;
    const double curve =
        back.curve == 0 ? sample.curve[at] : sample.curve[at] - sample.curve[at - back.curve];
    const bool known = !std::isnan(curve) && !std::isnan(sample.curve[row]) &&
                       !std::isnan(sample.curve[row - back.relative]);
    if (!known) continue;  // all series lack the same months
    rows.row.push_back(row);
    rows.curve.push_back(curve);
    for (std::size_t pair = 0; pair < sample.pairs.size(); ++pair) {
      const auto& prices = sample.pairs[pair];
      rows.relative[pair].push_back(back.relative == 0 ? log_ratio(prices.value[row], prices.growth[row])
                                                       : relative_return(prices, row, back.relative));
    }
  }
  return rows;
}

}  // namespace rerate
