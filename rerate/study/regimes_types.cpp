#include "rerate/study/regimes_types.h"

#include <fmt/format.h>

namespace rerate {
namespace {

bool is_level(Kind kind) {
  return kind == Kind::price_index || kind == Kind::total_return_index || kind == Kind::level;
}

void check_monthly(const TypedSeries& series, const SeriesUse& use, const std::string& asset) {
  if (series.type.frequency == Frequency::monthly) return;
  const bool coarser = series.type.frequency > Frequency::monthly;
  std::string mend = "Name monthly prices.";
  if (!coarser)
    mend = fmt::format("Write resample({}, month, {}).", series.name,
                       is_level(series.type.kind) ? "last" : "mean");
  else if (use.role != "asset" && use.role != "benchmark")
    mend = fmt::format("Write carry({}, {}), with a monthly series.", series.name, asset);
  refuse(ErrorCode::event_frequency,
         fmt::format("regimes are monthly, but `{}` ({}) is {}", use.role, series.name,
                     to_string(series.type.frequency)),
         mend, use.place);
}

}  // namespace

void check_types(const RegimesRequest& request, const TypeOfUse& typed) {
  for (const auto& use : uses_of(request)) check_monthly(typed(use), use, request.asset.formula);
  const auto asset = typed(request.asset);
  QuestionPlaces places;
  places.asset = request.asset.place;
  if (!request.benchmark) return check_price_types(asset, nullptr, places);
  places.benchmark = request.benchmark->place;
  const auto benchmark = typed(*request.benchmark);
  check_price_types(asset, &benchmark, places);
}

}  // namespace rerate
