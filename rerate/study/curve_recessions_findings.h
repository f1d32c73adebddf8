#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/models/curve_recessions.h"
#include "rerate/models/curve_steepening.h"
#include "rerate/models/expected_curve.h"
#include "rerate/models/lead_survival.h"
#include "rerate/study/curve_recessions_request.h"
#include "rerate/study/given_figure.h"
#include "rerate/study/section_context.h"

namespace rerate {

// What one [[curve_recessions]] found: its words, tables and charts are made from this.
struct CurveRecessionsFindings {
  const CurveRecessionsRequest* request = nullptr;
  const SeriesInput* curve = nullptr;
  Date as_of = {};
  CurveRecessionQuestion question;  // with the gap in observations
  CurveRecessions leads;
  std::optional<SurvivalCurve> survival;
  std::vector<Steepening> steepening;
  std::optional<ExpectedCurve> path;

  const Series& series() const { return curve->series; }
  std::string unit() const { return curve->series.type.unit; }
  // The newest figure; lead_recessions() has seen that there is one.
  std::size_t newest() const { return newest_figure(curve->series).value_or(0); }
  // "2022-11", "2022-10-27".
  std::string at(std::size_t row) const { return to_string(series().period(row)); }
};

inline std::string month_text(Date day) { return to_string(period_of(Frequency::monthly, day)); }

}  // namespace rerate
