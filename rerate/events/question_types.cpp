#include "rerate/events/question_types.h"

#include <fmt/format.h>

namespace rerate {
namespace {

void check_kind(const TypedSeries& price, const Place& place) {
  switch (price.type.kind) {
    case Kind::level:
    case Kind::price_index:
    case Kind::total_return_index: return;
    case Kind::return_:
      refuse(ErrorCode::event_kinds,
             fmt::format("forward returns need prices, but `{}` holds returns", price.name),
             fmt::format("Cumulate them: index({}).", price.name), place);
    default:
      refuse(ErrorCode::event_kinds,
             fmt::format("forward returns need prices, but `{}` is a {}", price.name,
                         to_string(price.type.kind)),
             "Use a price index, a total-return index, or index(returns).", place);
  }
}

void check_pair(const TypedSeries& asset, const TypedSeries& benchmark, const Place& place) {
  if (asset.type.frequency != benchmark.type.frequency)
    refuse(ErrorCode::event_frequency,
           fmt::format("asset `{}` is {}, benchmark `{}` is {}", asset.name, to_string(asset.type.frequency),
                       benchmark.name, to_string(benchmark.type.frequency)),
           {}, place);
  const auto total = [](const TypedSeries& price) { return price.type.kind == Kind::total_return_index; };
  const auto plain = [](const TypedSeries& price) { return price.type.kind == Kind::price_index; };
  if ((plain(asset) && total(benchmark)) || (total(asset) && plain(benchmark)))
    refuse(
        ErrorCode::event_kinds,
        fmt::format("`{}` is a price index and `{}` a total-return index: their difference would count "
                    "dividends on one side only",
                    plain(asset) ? asset.name : benchmark.name, total(asset) ? asset.name : benchmark.name),
        "Compare price with price, or total return with total return.", place);
}

}  // namespace

void check_price_types(const TypedSeries& asset, const TypedSeries* benchmark, const QuestionPlaces& places) {
  check_kind(asset, places.asset);
  if (!benchmark) return;
  check_kind(*benchmark, places.benchmark);
  check_pair(asset, *benchmark, places.benchmark);
}

void check_horizon(Duration horizon, Frequency prices, const Place& place) {
  if (horizon.count < 1) refuse(ErrorCode::event_horizon, "the horizon must be longer than zero", {}, place);
  if (is_regular(prices) && !periods_in(horizon, prices))
    refuse(
        ErrorCode::event_horizon,
        fmt::format("a horizon of {} is no whole number of {} prices", to_string(horizon), to_string(prices)),
        prices == Frequency::monthly ? "Write it in months: \"12m\"."
                                     : "Write it in months, quarters or years that come out even.",
        place);
  if (horizon.count > 100'000)
    refuse(ErrorCode::event_horizon, fmt::format("a horizon of {} is beyond any history", to_string(horizon)),
           {}, place);
}

void check_question_types(const TypedSeries& signal, const TypedSeries& asset, const TypedSeries* benchmark,
                          const EventStudyQuestion& question) {
  if (signal.type.frequency != asset.type.frequency)
    refuse(ErrorCode::event_frequency,
           fmt::format("signal `{}` is {}, asset `{}` is {}", signal.name, to_string(signal.type.frequency),
                       asset.name, to_string(asset.type.frequency)),
           {}, question.places.signal);
  check_price_types(asset, benchmark, question.places);
  if (const auto* horizon = std::get_if<Duration>(&question.horizon))
    check_horizon(*horizon, asset.type.frequency, question.places.horizon);
}

}  // namespace rerate
