#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rerate/multiverse/lattice.h"
#include "rerate/multiverse/lattice_values.h"

namespace rerate {

// The specification curve (Simonsohn, Simmons and Nelson 2020): the numbers of all definitions from the smallest to the largest, and
// below them, as a matrix of dots, which options each of them takes. A page has no room for a million: an even selection
// along the curve is drawn, with its ends, the study's own definition, and the nearest that flips its conclusion.
struct CurvePoint {
  std::uint64_t definition = 0;
  std::size_t rank = 0;  // among all that give a number: 0 the smallest; equal numbers by definition
  double value = 0;
  std::optional<double> p;
  bool significant = false;
  bool own = false;   // the study's
  bool flip = false;  // nearest flip of its conclusion (conclusion_flip.h)
};

// One line of the matrix.
struct CurveLine {
  std::size_t choice = 0, option = 0;  // places in the lattice
  bool usual = false;                  // the study's option
  std::vector<std::size_t> dots;       // places among `points` of those that take the option, ascending
  // Over all definitions that give a number, not only those drawn:
  std::size_t definitions = 0;        // that take the option
  double mean = 0;                    // of their numbers; NaN without any
  double positive = 0;                // share of them above neutral; NaN without any
  std::optional<double> significant;  // share of them with p <= alpha; nothing without p-values
};

struct SpecificationCurve {
  std::size_t definitions = 0;     // that give a number
  std::vector<CurvePoint> points;  // drawn, by rank
  std::vector<CurveLine> lines;    // by choice, then option; choices of one option have none
};

// At most `most` points, all when there are no more. The curve may lack the study's own definition, when that gives no
// number. O(definitions (choices + log most)), 16 bytes a definition. Asserts as own_place does, and most >= 4.
SpecificationCurve specification_curve(const Lattice& lattice, const LatticeValues& given,
                                       const ConclusionRule& rule = {}, std::size_t most = 400);

}  // namespace rerate
