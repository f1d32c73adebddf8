#include "rerate/study/model_types.h"

#include <fmt/format.h>

#include "rerate/models/curve_recessions.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

// "month" for monthly: what resample() is told.
std::string_view period_word(Frequency frequency) {
  switch (frequency) {
    case Frequency::quarterly: return "quarter";
    case Frequency::annual: return "year";
    default: return "month";
  }
}

void check_regular(const TypedSeries& series, const SeriesUse& use) {
  if (is_regular(series.type.frequency)) return;
  refuse(ErrorCode::event_frequency,
         fmt::format("`{}` ({}) is {}; monthly, quarterly or annual figures are needed", use.role,
                     series.name, to_string(series.type.frequency)),
         fmt::format("Write resample({}, month, last).", series.name), use.place);
}

// The others have the frequency of the first.
void check_frequency(const TypedSeries& series, const SeriesUse& use, const TypedSeries& first,
                     std::string_view first_role) {
  const auto wanted = first.type.frequency, own = series.type.frequency;
  if (own == wanted) return;
  const auto* how = series.type.kind == Kind::price_index || series.type.kind == Kind::total_return_index ||
                            series.type.kind == Kind::level
                        ? "last"
                        : "mean";
  const auto mend =
      own < wanted ? fmt::format("Write resample({}, {}, {}).", series.name, period_word(wanted), how)
                   : fmt::format("Write carry({}, {}), or bring the others to it with resample(x, {}, last).",
                                 series.name, first.name, period_word(own));
  refuse(ErrorCode::event_frequency,
         fmt::format("`{}` ({}) is {}, `{}` ({}) is {}", use.role, series.name, to_string(own), first_role,
                     first.name, to_string(wanted)),
         mend, use.place);
}

[[noreturn]] void refuse_kind(const TypedSeries& series, const SeriesUse& use, std::string_view wanted,
                              std::string mend) {
  refuse(ErrorCode::fair_value_kinds,
         fmt::format("`{}` must be {}, but `{}` is a {}", use.role, wanted, series.name,
                     to_string(series.type.kind)),
         std::move(mend), use.place);
}

void check_price(const TypedSeries& price, const SeriesUse& use) {
  switch (price.type.kind) {
    case Kind::level:
    case Kind::price_index:
    case Kind::total_return_index: return;
    case Kind::return_:
      refuse_kind(price, use, "a price or an index",
                  fmt::format("Cumulate the returns: index({}).", price.name));
    default: refuse_kind(price, use, "a price or an index", {});
  }
}

void check_fundamental(const TypedSeries& fundamental, const SeriesUse& use) {
  switch (fundamental.type.kind) {
    case Kind::level:
    case Kind::price_index:
    case Kind::total_return_index:
    case Kind::ratio: return;
    default:
      refuse_kind(fundamental, use, "sales, book or earnings per unit of the index",
                  "Its growth rate alone is not enough: the multiple needs its level.");
  }
}

void check_record(const TypedSeries& record, const SeriesUse& use, const TypedSeries& price) {
  check_price(record, use);
  const auto dividends = [](const TypedSeries& one) { return one.type.kind == Kind::total_return_index; };
  const auto plain = [](const TypedSeries& one) { return one.type.kind == Kind::price_index; };
  if ((plain(record) && dividends(price)) || (dividends(record) && plain(price)))
    refuse(ErrorCode::fair_value_kinds,
           fmt::format("`record` (`{}`) is a {} and `price` (`{}`) a {}: their levels do not compare",
                       record.name, to_string(record.type.kind), price.name, to_string(price.type.kind)),
           "Name the same index at another frequency.", use.place);
}

// Recessions are told by the month.
void check_monthly(const TypedSeries& series, const SeriesUse& use) {
  const auto own = series.type.frequency;
  if (own == Frequency::monthly) return;
  const auto mend = own < Frequency::monthly ? fmt::format("Write resample({}, month, mean).", series.name)
                                             : fmt::format("Write carry({}, nber.recession).", series.name);
  refuse(ErrorCode::event_frequency,
         fmt::format("`{}` ({}) is {}; recessions are told by the month, so monthly figures are needed",
                     use.role, series.name, to_string(own)),
         mend, use.place);
}

}  // namespace

void check_types(const FairValueRequest& request, const TypeOfUse& typed) {
  const auto price = typed(request.price);
  check_price(price, request.price);
  check_regular(price, request.price);
  if (request.record) check_record(typed(*request.record), *request.record, price);
  if (request.fundamental) {
    const auto fundamental = typed(*request.fundamental);
    check_fundamental(fundamental, *request.fundamental);
    check_frequency(fundamental, *request.fundamental, price, "price");
  }
  for (const auto& driver : request.drivers) check_frequency(typed(driver.use), driver.use, price, "price");
  check_horizon(request.horizon, price.type.frequency, request.horizon_place);
  std::vector<Scenario> scenarios;
  for (const auto& one : request.scenarios) scenarios.push_back(one.scenario);
  check_scenarios(scenarios, *periods_in(request.horizon, price.type.frequency));
  if (request.recession)
    check_peaks_type(request.recession->formula, typed(*request.recession).type, request.recession->place);
}

void check_types(const RivalRequest& request, const TypeOfUse& typed) {
  const auto price = typed(request.price);
  check_price(price, request.price);
  check_regular(price, request.price);
  for (const auto* formulas : {&request.predictors, &request.against})
    for (const auto& one : *formulas) check_frequency(typed(one.use), one.use, price, "price");
  check_horizon(request.horizon, price.type.frequency, request.horizon_place);
  check_horizon(request.first_window, price.type.frequency, request.first_window_place);
}

void check_types(const PolicyMultipleRequest& request, const TypeOfUse& typed) {
  const auto multiple = typed(request.multiple);
  check_regular(multiple, request.multiple);
  check_frequency(typed(request.funds_rate), request.funds_rate, multiple, "multiple");
  if (request.balance_sheet)
    check_frequency(typed(*request.balance_sheet), *request.balance_sheet, multiple, "multiple");
}

void check_types(const StyleCurveRequest& request, const TypeOfUse& typed) {
  check_style_types(typed(request.curve), request.curve.place);
  for (const auto& pair : request.pairs)
    check_style_types(typed(pair.value), pair.value.place, typed(pair.growth), pair.growth.place);
}

void check_types(const RecessionProbabilityRequest& request, const TypeOfUse& typed) {
  check_monthly(typed(request.curve), request.curve);
  if (request.ebp) check_monthly(typed(*request.ebp), *request.ebp);
  const auto recessions = typed(request.recessions);
  if (!is_monthly_indicator(recessions.type))
    refuse(ErrorCode::recession_indicator,
           fmt::format("`recessions` must be a monthly indicator, but `{}` is a {} {}", recessions.name,
                       to_string(recessions.type.frequency), to_string(recessions.type.kind)),
           {}, request.recessions.place);
}

}  // namespace rerate
