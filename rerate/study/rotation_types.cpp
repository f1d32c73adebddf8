#include "rerate/study/rotation_types.h"

#include <fmt/format.h>

#include "rerate/models/curve_recessions.h"

namespace rerate {
namespace {

bool is_index(Kind kind) { return kind == Kind::price_index || kind == Kind::total_return_index; }

// What is summed up by its last figure in a month, and what by its mean.
bool is_a_stand(Kind kind) { return is_index(kind) || kind == Kind::level; }

[[noreturn]] void refuse_frequency(const TypedSeries& series, const SeriesUse& use, std::string_view wanted,
                                   std::string mend) {
  refuse(ErrorCode::rotation_frequency,
         fmt::format("`{}` ({}) is {}; {}", use.role, series.name, to_string(series.type.frequency), wanted),
         std::move(mend), use.place);
}

void check_index(const TypedSeries& series, const SeriesUse& use) {
  if (is_index(series.type.kind)) return;
  refuse(ErrorCode::rotation_kinds,
         fmt::format("`{}` must be a price or total-return index, but `{}` is a {}", use.role, series.name,
                     to_string(series.type.kind)),
         series.type.kind == Kind::return_ ? fmt::format("Cumulate the returns: index({}).", series.name)
                                           : std::string(),
         use.place);
}

void check_alike(const TypedSeries& series, const SeriesUse& use, const TypedSeries& first,
                 const SeriesUse& first_use) {
  if (series.type.kind == first.type.kind) return;
  refuse(ErrorCode::rotation_kinds,
         fmt::format("`{}` ({}) is a {} and `{}` ({}) a {}: one has dividends, the other has not", use.role,
                     series.name, to_string(series.type.kind), first_use.role, first.name,
                     to_string(first.type.kind)),
         "Take all with dividends, or all without.", use.place);
}

void check_sectors(const RotationRequest& request, const TypeOfUse& typed) {
  const auto& first_use = request.sectors.front().use;
  const auto first = typed(first_use);
  for (const auto& sector : request.sectors) {
    const auto series = typed(sector.use);
    check_index(series, sector.use);
    const auto own = series.type.frequency;
    if (own != Frequency::daily && own != Frequency::monthly)
      refuse_frequency(series, sector.use, "sectors are daily or monthly prices",
                       own == Frequency::weekly ? fmt::format("Write resample({}, month, last).", series.name)
                                                : std::string());
    if (own != first.type.frequency) {
      const auto& daily = own == Frequency::daily ? series : first;
      refuse_frequency(
          series, sector.use,
          fmt::format("`{}` ({}) is {}", first_use.role, first.name, to_string(first.type.frequency)),
          fmt::format("Write resample({}, month, last) for those that are daily.", daily.name));
    }
    check_alike(series, sector.use, first, first_use);
  }
}

// `monthly` names a series that figures of quarters and years can be carried onto.
void check_monthly(const TypedSeries& series, const SeriesUse& use, const std::string& monthly) {
  const auto own = series.type.frequency;
  if (own == Frequency::monthly) return;
  refuse_frequency(series, use, "monthly figures are needed",
                   own < Frequency::monthly ? fmt::format("Write resample({}, month, {}).", series.name,
                                                          is_a_stand(series.type.kind) ? "last" : "mean")
                                            : fmt::format("Write carry({}, {}).", series.name, monthly));
}

void check_grid(const TypedSeries& series, const SeriesUse& use, Frequency grid) {
  const auto own = series.type.frequency;
  if (own == Frequency::monthly || own == grid) return;
  refuse_frequency(
      series, use,
      grid == Frequency::monthly ? "monthly figures are needed" : "monthly or daily figures are needed",
      own < Frequency::monthly ? fmt::format("Write resample({}, month, {}).", series.name,
                                             is_a_stand(series.type.kind) ? "last" : "mean")
                               : std::string());
}

void check_cash(const TypedSeries& cash, const SeriesUse& use, Frequency grid) {
  const auto kind = cash.type.kind;
  if (kind != Kind::rate && kind != Kind::return_ && !is_index(kind))
    refuse(ErrorCode::rotation_kinds,
           fmt::format("`cash` must be a rate, a return or an index, but `{}` is a {}", cash.name,
                       to_string(kind)),
           "A bill's yield will do: cash = \"bey(rates.tb3ms)\".", use.place);
  if (kind == Kind::return_ && cash.type.frequency != Frequency::monthly)
    refuse_frequency(cash, use, "returns of cash are monthly", fmt::format("Write index({}).", cash.name));
  check_grid(cash, use, grid);
}

}  // namespace

void check_types(const RotationRequest& request, const TypeOfUse& typed) {
  check_sectors(request, typed);
  const auto& first_use = request.sectors.front().use;
  const auto first = typed(first_use);
  const auto grid = first.type.frequency;
  if (request.market) {
    const auto market = typed(*request.market);
    check_index(market, *request.market);
    check_grid(market, *request.market, grid);
    check_alike(market, *request.market, first, first_use);
  }
  if (request.cash) check_cash(typed(*request.cash), *request.cash, grid);
  const std::string monthly = grid == Frequency::monthly ? first.name : "a monthly series";
  for (const auto& signal : request.signals) {
    for (const auto& figures : signal.figures)
      if (figures) check_monthly(typed(*figures), *figures, monthly);
    for (const auto& driver : signal.drivers) check_monthly(typed(driver.use), driver.use, monthly);
  }
  for (const auto& state : request.states) {
    const auto series = typed(state.use);
    check_monthly(series, state.use, monthly);
    if (series.type.kind != Kind::indicator)
      refuse(ErrorCode::study_file,
             fmt::format("the state `{}` must be an indicator, but `{}` is a {}", state.name, series.name,
                         to_string(series.type.kind)),
             "Compare with a figure: \"carry(survey, prices) < 50\".", state.use.place);
  }
}

}  // namespace rerate
