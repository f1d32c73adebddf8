#include "rerate/study/curve_recessions_request.h"

#include "rerate/study/toml_dates.h"

namespace rerate {

CurveRecessionsRequest read_curve_recessions(const TomlTable& table) {
  CurveRecessionsRequest request;
  request.place = table.place();
  const auto curve = table.require("curve", "curve = \"rates.gs10 - bey(rates.tb3ms)\"");
  request.curve = {"curve", curve.text(), curve.inner_place()};
  const auto peaks = table.find("peaks");
  request.peaks = peaks ? SeriesUse{"peaks", peaks->text(), peaks->inner_place()}
                        : SeriesUse{"peaks", "nber.peak", table.place()};
  const double level = table.number("inverted_below").value_or(0);
  request.question.inversion.enter = {level, false};
  request.question.inversion.leave = {level, true};
  request.gap_place = request.place;
  if (const auto gap = table.find("gap")) {
    request.gap = read_duration(*gap);
    request.gap_place = gap->place();
  }
  if (const auto window = table.find("window")) request.question.window = read_duration(*window);
  return request;
}

std::vector<SeriesUse> uses_of(const CurveRecessionsRequest& request) {
  return {request.curve, request.peaks};
}

}  // namespace rerate
