#include "rerate/study/scorecard_types.h"

#include <fmt/format.h>

namespace rerate {
namespace {

// What is summed up by its last figure in a month, and what by its mean.
bool is_a_stand(Kind kind) {
  return kind == Kind::price_index || kind == Kind::total_return_index || kind == Kind::level;
}

std::string made_monthly(const TypedSeries& series, const std::string& monthly) {
  if (!is_regular(series.type.frequency))
    return fmt::format("Write resample({}, month, {}).", series.name,
                       is_a_stand(series.type.kind) ? "last" : "mean");
  return fmt::format("Write carry({}, {}).", series.name, monthly);
}

void check_monthly(const TypedSeries& series, const SeriesUse& use, std::string_view what,
                   const std::string& monthly) {
  if (series.type.frequency == Frequency::monthly) return;
  refuse(ErrorCode::event_frequency,
         fmt::format("{} `{}` ({}) is {}; monthly figures are needed", what, use.role, series.name,
                     to_string(series.type.frequency)),
         made_monthly(series, monthly), use.place);
}

}  // namespace

void check_types(const ScorecardRequest& request, const TypeOfUse& typed) {
  std::string monthly = "a monthly series";
  for (const auto& one : request.indicators)
    if (const auto series = typed(one.named.use); series.type.frequency == Frequency::monthly) {
      monthly = series.name;
      break;
    }
  for (const auto& one : request.indicators)
    check_monthly(typed(one.named.use), one.named.use, "indicator", monthly);
  if (!request.lead) return;
  const auto asset = typed(request.lead->asset), benchmark = typed(request.lead->benchmark);
  check_monthly(asset, request.lead->asset, "the", monthly);
  check_monthly(benchmark, request.lead->benchmark, "the", monthly);
  QuestionPlaces places;
  places.asset = request.lead->asset.place;
  places.benchmark = request.lead->benchmark.place;
  check_price_types(asset, &benchmark, places);
  check_horizon(request.lead->horizon, Frequency::monthly, request.lead->horizon_place);
}

}  // namespace rerate
