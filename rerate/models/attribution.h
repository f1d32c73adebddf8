#pragma once

#include <string>
#include <vector>

#include "rerate/models/fair_value_equations.h"
#include "rerate/models/scenario.h"

namespace rerate {

// A change from `start` to `end` split into factors: ln(end / start) is the sum of their log changes d_i, and each is worth
// L(end, start) d_i points, L the logarithmic mean (end - start) / (ln end - ln start) (logarithmic mean Divisia index,
// Ang 2004). Parts add up exactly, to the last bit and in any order: they lie on a grid that doubles add without
// rounding, and the last one, which closes the sum, takes what is left.
struct AttributionPart {
  std::string name, title;
  double points = 0, percent = 0;  // percent: 100 d_i, log percent
};
struct Attribution {
  std::string title;  // "12 months to 2024-12"
  Period from, to;
  double start = 0, end = 0;           // the points of the parts add up to end - start
  double percent = 0;                  // and their percents to this: 100 ln(end / start)
  std::vector<AttributionPart> parts;  // empty when it cannot be made: `words` says why
  std::string words;
};

struct LogChange {
  std::string name, title;
  double change = 0;  // natural log
};
// Fills start, end, percent and parts. The last of `changes` closes the sum; its own `change` is not read. start and end > 0.
void split_exactly(double start, double end, const std::vector<LogChange>& changes, Attribution& attribution);

// Of the price, from `back` periods before the valuation to it. ln P = ln S + ln(1 + g) + b'x + rest, so the parts are: fundamental,
// growth (what the growth equation says at the drivers of either date), each driver of the multiple, and the residual,
// what the price did beyond its fair value.
Attribution attribute_price(const FairValueEquations& equations, Index back);

// Of today's gap: from the price to the level of a scenario. Parts: growth, each driver of the multiple (or the multiple as
// one when the scenario gives it), and the residual: what today's drivers leave unexplained of today's multiple.
Attribution attribute_gap(const FairValueEquations& equations, const ScenarioResult& base,
                          bool multiple_given);

}  // namespace rerate
