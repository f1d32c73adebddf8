#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// Specification curves: what every drawing of them needs to agree on.

// Options that a picture has rows for. Where there are more, every choice keeps as many as the others, evenly picked, its
// ends and the usual option among them; choices beyond the last that fits are left out.
inline constexpr std::size_t kMostOptionRows = 60;

struct SpecificationRow {
  const ChartSpecification::Line* line = nullptr;
  bool opens_choice = false;  // the first of its choice
};
struct SpecificationRows {
  std::vector<SpecificationRow> rows;
  std::string left_out;  // "12 of 101 options of Below are shown."; empty: all are
};
SpecificationRows specification_rows(const ChartSpecification& curve, std::size_t most = kMostOptionRows);

// Of finite values and the neutral line, with some air; nothing when no value is finite.
std::optional<Extent> specification_extent(const ChartSpecification& curve);

// The places of the study's own definition and of the nearest flip, where they are drawn.
std::optional<std::size_t> own_point(const ChartSpecification& curve);
std::optional<std::size_t> flip_point(const ChartSpecification& curve);
bool any_significant(const ChartSpecification& curve);

// "This study 17", "Nearest flip −0.3 pp"
std::string own_label(const ChartSpecification& curve);
std::string flip_label(const ChartSpecification& curve);

// A mean by option, with decimals that tell the means apart; "–" for none. Units are the axis's.
std::string mean_text(const ChartSpecification& curve, double mean);

// "Definitions sorted by their number, from −1.2 to 9.9 pp; 63 of 63 drawn"
std::string specification_alternative(const ChartSpecification& curve);

}  // namespace rerate
