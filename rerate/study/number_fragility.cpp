#include "rerate/study/number_fragility.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/multiverse/conclusion_flip.h"
#include "rerate/statistics/fragility.h"

namespace rerate {

std::vector<double> even_by_rank(std::vector<double> values, std::size_t most) {
  std::erase_if(values, [](double x) { return !std::isfinite(x); });
  std::sort(values.begin(), values.end());
  if (values.size() <= most || most < 2) return values;
  std::vector<double> chosen;
  for (std::size_t i = 0; i < most; ++i) chosen.push_back(values[i * (values.size() - 1) / (most - 1)]);
  return chosen;
}

std::optional<NumberFragility> number_fragility(const Lattice& lattice, const LatticeValues& given,
                                                double headline, const ConclusionRule& rule) {
  if (!std::isfinite(headline)) return std::nullopt;
  const auto own = own_place(lattice, given);
  // Without a p-value of its own a number is neither significant nor not.
  const bool tested = !given.p.empty() && !std::isnan(given.p[own]);
  const auto p = tested ? given.p : std::span<const double>{};
  const auto spread = fragility(given.values, p, headline, rule.neutral, rule.alpha);
  if (!spread || !varies(spread->min, spread->max)) return std::nullopt;

  NumberFragility found;
  found.definitions = static_cast<std::int64_t>(spread->definitions);
  found.min = spread->min;
  found.p05 = spread->p05;
  found.median = spread->median;
  found.p95 = spread->p95;
  found.max = spread->max;
  // The side of a half is no sign.
  found.same_sign = rule.neutral == 0 ? spread->same_sign : std::numeric_limits<double>::quiet_NaN();
  found.significant = spread->significant;
  found.percentile = spread->percentile;
  const auto flips = conclusion_flips(lattice, {given.definitions, given.values, p}, rule);
  if (const auto* flip = flips.nearest()) found.flip = flip->words;
  found.strip = even_by_rank({given.values.begin(), given.values.end()}, kMostStripValues);
  return found;
}

}  // namespace rerate
