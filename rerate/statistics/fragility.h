#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace rerate {

// How fragile is a published number? It was worked out under other definitions that could as well have been chosen (a
// multiverse: Steegen, Tuerlinckx, Gelman and Vanpaemel 2016; a specification curve: Simonsohn, Simmons and Nelson 2020); this
// is how the answers are spread.
struct Fragility {
  std::size_t definitions = 0;  // that give a number, the published one among them
  double min = 0, p05 = 0, median = 0, p95 = 0, max = 0;
  double same_sign = 0;  // share of definitions on the headline's side of `neutral`; NaN when it lies on it
  std::optional<double> significant;  // share of definitions with p <= alpha; nothing without p-values
  double percentile = 0;  // of the headline: share below it and half of the share equal, in percent
};

// Whether values between low and high differ by more than rounding: what is the same under all definitions may differ in its last bits, as
// sums are taken in another order. False when there are none (NaN).
bool varies(double low, double high);

// `values` by definition, NaN: the definition gives none. `p` beside them or empty; a NaN p-value is not significant. `neutral` is
// what would say nothing: 0 of a return, 1 of a ratio. Quantiles by type 7 of Hyndman and Fan (1996). Nothing when fewer
// than two definitions give a number: what cannot vary has no fragility. O(definitions).
// Asserts that p has as many figures as values, and that neither values nor headline are infinite.
std::optional<Fragility> fragility(std::span<const double> values, std::span<const double> p, double headline,
                                   double neutral = 0, double alpha = 0.05);

}  // namespace rerate
