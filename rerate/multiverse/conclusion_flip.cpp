#include "rerate/multiverse/conclusion_flip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rerate {
namespace {

int side(double value, double neutral) { return value > neutral ? 1 : value < neutral ? -1 : 0; }

std::string effect_in_words(FlipKind kind, double neutral, bool was_significant) {
  if (kind == FlipKind::sign)
    return neutral == 0 ? " turns the sign" : fmt::format(" takes it across {}", neutral);
  return was_significant ? " makes it insignificant" : " makes it significant";
}

ConclusionFlip told(FlipKind kind, std::uint64_t definition, const ConclusionRule& rule, bool was_significant,
                    const Lattice& lattice, const LatticeValues& given) {
  const auto at = static_cast<std::size_t>(
      std::lower_bound(given.definitions.begin(), given.definitions.end(), definition) -
      given.definitions.begin());
  ConclusionFlip flip;
  flip.kind = kind;
  flip.definition = definition;
  flip.distance = lattice.distance(definition);
  flip.value = given.values[at];
  if (!given.p.empty() && !std::isnan(given.p[at])) flip.p = given.p[at];
  flip.words = lattice.difference(definition) + effect_in_words(kind, rule.neutral, was_significant);
  return flip;
}

}  // namespace

const ConclusionFlip* ConclusionFlips::nearest() const {
  if (!sign || !significance) return sign ? &*sign : significance ? &*significance : nullptr;
  return significance->distance < sign->distance ? &*significance : &*sign;
}

ConclusionFlips conclusion_flips(const Lattice& lattice, const LatticeValues& given,
                                 const ConclusionRule& rule) {
  const auto own = own_place(lattice, given);
  ConclusionFlips flips;
  const double headline = given.values[own];
  if (std::isnan(headline)) return flips;

  const int was = side(headline, rule.neutral);
  if (was != 0) {
    const auto turned = nearest(lattice, given.definitions,
                                [&](std::size_t i) { return side(given.values[i], rule.neutral) == -was; });
    if (turned) flips.sign = told(FlipKind::sign, *turned, rule, false, lattice, given);
  }
  if (given.p.empty() || std::isnan(given.p[own])) return flips;

  const bool significant = given.p[own] <= rule.alpha;
  const auto other = nearest(lattice, given.definitions, [&](std::size_t i) {
    return !std::isnan(given.values[i]) && !std::isnan(given.p[i]) &&
           (given.p[i] <= rule.alpha) != significant;
  });
  if (other) flips.significance = told(FlipKind::significance, *other, rule, significant, lattice, given);
  return flips;
}

}  // namespace rerate
