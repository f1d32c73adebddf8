#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "rerate/base/shared_parts.h"
#include "rerate/models/style_curve.h"

namespace rerate {

// What all correlations but the one asked for depend on, without intervals and tests.
struct StyleCurveKey {
  const Series* curve = nullptr;
  std::vector<std::pair<const Series*, const Series*>> pairs;  // value, growth
  int year = 0, lead = 0, window = 0;
  StyleMeasure rolling = StyleMeasure::change;
  double level = 0;
  std::optional<Date> from, to;
  bool operator==(const StyleCurveKey&) const = default;
};
using SharedStyleCurves = SharedParts<StyleCurveKey, StyleCurve>;

// style_curve() of figures alone, where many questions about the same series differ only in the correlation that they ask for. The same
// bits; series must outlive `shared`. Some 0.2 ms a question whose other correlations are there already.
StyleCurve style_curve(const StyleCurveQuestion& question, SharedStyleCurves& shared);

}  // namespace rerate
