#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rerate/publish/figure_text.h"
#include "rerate/study/results.h"

namespace rerate {

// A section's few numbers that stand in the first row of any summary, as text for people.
struct KeyFigure {
  std::string label;
  std::string text;
  std::string note = {};           // set smaller beside it: the band of a level
  const Number* number = nullptr;  // of the section, whose fragility stands beside it; null: made of several
  Told told = Told::plain;
};

// The strip of figures at the head of a section: of an event study the events, how many led, mean and
// median, interval and p-value; of a fair value the price (by its title where that tells the date), the fair level with its band, the upside, the multiple
// against the fair one, the three growths, and the record with what it needs; of the macro state (recession
// probability, style against the curve, credit, scorecard, regimes) the few that say it; of any other kind its
// first six numbers by their titles. Beside a number NAME stand NAME_low and NAME_high as a range. Numbers that are
// absent or NaN are left out.
std::vector<KeyFigure> key_figures(const Section& section);

// Whether the section tells a macro state by numbers of its own.
bool is_macro(const Section& section);

// One row of the headline table, which is of events; empty text where a section has no such number.
struct HeadlineRow {
  std::string n, led, mean, median, p, interval;
};
HeadlineRow headline_row(const Section& section);

}  // namespace rerate
