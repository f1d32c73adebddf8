#pragma once

#include <cstddef>
#include <vector>

#include "rerate/multiverse/lattice.h"
#include "rerate/multiverse/specification_curve.h"

namespace rerate {

// A line of the matrix below a specification curve for neighbouring options of a long scale together: among a thousand
// thresholds each takes part in one drawn point or none, a tenth of the scale in many.
struct OptionBand {
  std::size_t choice = 0, first = 0, last = 0;  // places in the lattice; options from first to last
  bool usual = false;                           // the study's option is among them
  std::vector<std::size_t> dots;                // places among the curve's points, ascending
  double mean = 0;  // over all definitions that take one of them and give a number; NaN without any
};

// The curve's lines, those of an ordered choice with more than `most` options (`bands` of them at least) in as many bands of
// nearly as many options each; a line alone is a band of its own option. O(lines + dots log dots).
std::vector<OptionBand> option_bands(const Lattice& lattice, const SpecificationCurve& curve,
                                     std::size_t most, std::size_t bands);

}  // namespace rerate
