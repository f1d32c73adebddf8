#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// Charts of named rows over one axis of values: bars, the steps of a waterfall, and dumbbells (intervals).
// What every drawing of them needs to agree on.

bool has_rows(const Chart& chart);
// A chart of bars is a waterfall when one of them begins somewhere of its own; bars without a beginning are
// then the levels between which the steps lead.
bool is_waterfall(const Chart& chart);

// Bars of several groups end to end on their category's row, what is below 0 on its left (Chart::stacked).
bool is_stacked(const Chart& chart);
struct BarStack {
  std::string category;
  double low = 0, high = 0;  // sums of what is below 0, and above
  double sum = 0;
};
std::vector<BarStack> bar_stacks(const Chart& chart);               // of finite values, in their order
std::string stack_text(const Chart& chart, const BarStack& stack);  // "+0.94": the sum

enum class BarStep : std::uint8_t { level, up, down };
BarStep step_of(const ChartBar& bar);
// A step that leads nowhere, but for rounding in the sums of its ends.
bool is_nil(const ChartBar& bar);
// Whether any interval has a range inside its range.
bool has_inner_range(const ChartInterval& interval);
bool has_inner_ranges(const Chart& chart);
std::string_view step_colour(BarStep step);  // a name of chart_palette.h
std::string_view step_name(BarStep step);    // "Adds", "Takes away", "Level"

// Finite values of bars, intervals and level rules. Bars bring zero in, but not where a waterfall's steps
// would shrink to less than half of the picture for it: there the axis begins somewhat below the lowest.
Extent value_extent(const Chart& chart);
// Where a bar without a beginning of its own begins: at zero, or at the low end of an axis without zero.
double bar_base(const Extent& extent);

// Bars that are whole numbers of things: between them their axis has no places.
bool counts_things(const Chart& chart);

// The name of the axis of values: dumbbells may carry it as either title.
std::string value_title(const Chart& chart);
// "index points; the axis does not begin at 0", "index points, logarithmic axis"
std::string measure(const Chart& chart);

// What is written beside a bar: its value, of a waterfall's step its change with its sign; "0" only for a step
// that is nil, smaller ones than the others' decimals show get the digits they need.
std::string bar_text(const Chart& chart, const ChartBar& bar);
// "1,402 to 2,480"; empty when there is no range.
std::string interval_text(const Chart& chart, const ChartInterval& interval);
std::string inner_text(const Chart& chart, const ChartInterval& interval);
std::string middle_text(const Chart& chart, const ChartInterval& interval);

// Names as people read them; a waterfall whose groups share categories names the group too.
std::string bar_name(const Chart& chart, const ChartBar& bar);
std::vector<std::string> row_names(const Chart& chart);

// A name in lines of at most so many columns, broken at spaces.
std::vector<std::string> name_lines(std::string_view name, int columns);
// Columns of a name's line in wide and in narrow pictures, and pixels between rows that hold the longest name.
inline constexpr int kWideNameColumns = 26, kNarrowNameColumns = 17;
int row_step(const Chart& chart);

// Labels of levels stand above the rows; the line of each (0 is the lowest) and how many lines there are, so
// that close neighbours do not meet. Rules without a place or a label take none.
std::vector<int> rule_label_lines(const Chart& chart, ChartWidth width);
int rule_line_count(const Chart& chart, ChartWidth width);

// What a reader who cannot see the chart is told: its own words, or else the figures of its rows.
std::string alternative_text(const Chart& chart);

}  // namespace rerate
