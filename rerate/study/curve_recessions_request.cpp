#include "rerate/study/curve_recessions_request.h"

#include <fmt/format.h>

#include "rerate/base/number_text.h"
#include "rerate/study/curve_forecast_request.h"
#include "rerate/study/toml_dates.h"
#include "rerate/study/turning_point_request.h"

namespace rerate {
namespace {

void read_inversion(const TomlTable& table, CurveRecessionsRequest& request) {
  auto& rule = request.question.inversion;
  const double level = table.number("inverted_below").value_or(0);
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
  if (const auto consensus = table.find("consensus")) request.consensus = read_curve_forecast(*consensus);
  return request;
}

std::vector<SeriesUse> uses_of(const CurveRecessionsRequest& request) {
  return {request.curve, request.peaks};
}

}  // namespace rerate
