#include "rerate/study/curve_recessions_request.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/models/credit.h"
#include "rerate/study/curve_forecast_request.h"
#include "rerate/study/gap.h"
#include "rerate/study/toml_dates.h"
#include "rerate/study/turning_point_request.h"

namespace rerate {
namespace {

void read_inversion(const TomlTable& table, CurveRecessionsRequest& request) {
  auto& rule = request.question.inversion;
  request.level_place = request.curve.place;
  double level = 0;
  if (const auto below = table.find("inverted_below")) {
    level = below->number();
    request.level_place = below->place();
  }
  rule.enter = {level, false};
  rule.leave = {level, true};
  rule.enter_periods = read_count(table, "n_in", rule.enter_periods);
  rule.leave_periods = read_count(table, "n_out", rule.leave_periods);
  request.gap_place = request.place;
  if (const auto gap = table.find("gap")) {
    request.gap = read_duration(*gap);
    request.gap_place = gap->place();
  }
}

void read_steepening(const TomlTable& table, CurveRecessionsRequest& request) {
  const auto least = table.find("steepening");
  if (!least) return;
  request.steepening = least->number();
  if (request.steepening < 0)
    least->refuse(fmt::format("`steepening` ({}) must not be negative", shortest(request.steepening)),
                  "It is the rise of the curve from its low that counts, such as 0.25.");
}

// Differences of rates, and what is made of them.
bool may_be_curve(Kind kind) {
  return kind == Kind::rate || kind == Kind::spread || kind == Kind::ratio || kind == Kind::score;
}

void check_curve(const TypedSeries& curve, const Place& place) {
  if (may_be_curve(curve.type.kind)) return;
  refuse(ErrorCode::event_kinds,
         fmt::format("`curve` must be a spread of rates, but `{}` is a {}", curve.name,
                     to_string(curve.type.kind)),
         "Write a difference of rates, such as rates.gs10 - bey(rates.tb3ms).", place);
}

// Where the unit tells what a percentage point is.
void check_path(const CurveRecessionsRequest& request, const std::string& unit) {
  constexpr double kMostPoints = 100;
  const auto point = point_in(unit);
  if (!request.consensus || !point) return;
  for (const double slope : request.consensus->slope)
    if (std::fabs(slope) > kMostPoints * *point)
      refuse(
          ErrorCode::study_file,
          fmt::format("the expected path holds {} {}, which is no slope of a curve", shortest(slope), unit),
          "Give it in the unit of the curve.", request.consensus_place);
}

}  // namespace

CurveRecessionsRequest read_curve_recessions(const TomlTable& table) {
  CurveRecessionsRequest request;
  request.place = table.place();
  const auto curve = table.require("curve", "curve = \"rates.gs10 - bey(rates.tb3ms)\"");
  request.curve = {"curve", curve.text(), curve.inner_place()};
  const auto peaks = table.find("peaks");
  request.peaks = peaks ? SeriesUse{"peaks", peaks->text(), peaks->inner_place()}
                        : SeriesUse{"peaks", "nber.peak", table.place()};
  read_inversion(table, request);
  if (const auto window = table.find("window")) request.question.window = read_duration(*window);
  request.survival_place = request.place;
  if (const auto survival = table.find("survival")) {
    request.survival = survival->boolean();
    request.survival_place = survival->place();
  }
  read_steepening(table, request);
  if (const auto consensus = table.find("consensus")) {
    request.consensus = read_curve_forecast(*consensus);
    request.consensus_place = consensus->place();
  }
  return request;
}

std::vector<SeriesUse> uses_of(const CurveRecessionsRequest& request) {
  return {request.curve, request.peaks};
}

void check_types(const CurveRecessionsRequest& request, const TypeOfUse& typed) {
  const auto curve = typed(request.curve);
  check_curve(curve, request.curve.place);
  check_peaks_type(request.peaks.formula, typed(request.peaks).type, request.peaks.place);
  gap_in_observations(request.gap, curve.type.frequency, request.gap_place);
  check_path(request, curve.type.unit);
}

}  // namespace rerate
