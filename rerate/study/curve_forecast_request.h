#pragma once

#include "rerate/base/toml_table.h"
#include "rerate/models/expected_curve.h"

namespace rerate {

// `consensus = { source, date, periods, curve }`, or `ten_year` and `bill` (a bond-equivalent yield) instead of `curve`, whose
// difference it is. Periods are quarters or months, in order. Throws UserError study_file at the value that is wrong.
CurveForecast read_curve_forecast(const TomlValue& value);

}  // namespace rerate
