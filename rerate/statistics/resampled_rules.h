#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "rerate/base/random_stream.h"

namespace rerate {

// Gives the T differentials of a rule: where they lie, or written to `room`, which takes T. Called from several threads at
// once, twice a rule and once more for every 32 MB of draws, so that no more than a thousand rules need ever be held.
using DifferentialsOf = std::function<const double*(std::size_t rule, std::span<double> room)>;

// A rule that takes part in the tests of rerate/statistics/superior_predictive_ability.h.
struct RuleStanding {
  std::size_t rule;  // its number
  double mean, omega, t;
};

// The largest figures of all rules in one draw.
struct LargestOfDraw {
  double deviation;          // sqrt(T) (mean*_j - mean_j)
  double lower, consistent;  // z*_j + shift_j
  double upper;              // z*_j
};

struct ResampledRules {
  std::vector<LargestOfDraw> largest;  // of all draws, in an order of no meaning
  // By place in the given order: draws in which the largest z* of the rules up to it reaches its t.
  std::vector<std::int32_t> reached;
};

// What the deviation of a draw's mean is divided by:
//   once       omega_j, the same in every draw
//   each_draw  omega*_j, from the draw's own blocks (Goetze and Kuensch 1996; Romano and Wolf 2005, section 4.2), with S_b
//              the sum over block b and l_b its length: omega*_j^2 = sum_b (S_b - l_b mean*_j)^2 / T. Never less than half of
//              omega_j: a rule that differs from the benchmark in few periods would divide by nothing without them.
enum class Studentised : std::uint8_t { once, each_draw };

struct RuleResampling {
  std::size_t dates = 0;
  double block_length = 1;
  std::size_t draws = 0;
  Studentised studentised = Studentised::each_draw;
};

// Which registers to use: the same bits with each.
enum class LaneWidth : std::uint8_t { four, eight };
LaneWidth widest_lanes();  // that this processor (and this build) has

// `ascending` by t, not empty.
ResampledRules resample_rules(std::span<const RuleStanding> ascending, const DifferentialsOf& differentials,
                              const RuleResampling& settings, const RandomStream& random,
                              LaneWidth width = widest_lanes());

// -sqrt(2 ln ln T): rules with a t up to it are taken as poor (Hansen 2005).
double poor_rule_threshold(std::size_t dates);

}  // namespace rerate
