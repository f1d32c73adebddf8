#include "rerate/multiverse/option_bands.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "rerate/base/error.h"

namespace rerate {
namespace {

OptionBand band_of(std::span<const CurveLine> lines) {
  OptionBand band{lines.front().choice, lines.front().option, lines.back().option};
  double sum = 0, definitions = 0;
  for (const auto& line : lines) {
    band.usual = band.usual || line.usual;
    band.dots.insert(band.dots.end(), line.dots.begin(), line.dots.end());
    if (line.definitions == 0) continue;
    sum += line.mean * static_cast<double>(line.definitions);
    definitions += static_cast<double>(line.definitions);
  }
  std::sort(band.dots.begin(), band.dots.end());
  band.mean = definitions > 0 ? sum / definitions : std::numeric_limits<double>::quiet_NaN();
  return band;
}

}  // namespace

std::vector<OptionBand> option_bands(const Lattice& lattice, const SpecificationCurve& curve,
                                     std::size_t most, std::size_t bands) {
  RERATE_ASSERT(bands >= 1 && most >= bands, "a band holds an option at least");
  std::vector<OptionBand> made;
  const std::span<const CurveLine> lines(curve.lines);
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto& choice = lattice.choices()[lines[begin].choice];
    const std::size_t count = choice.options.size();
    const auto its = lines.subspan(begin, count);
    const std::size_t parts = choice.ordered && count > most ? bands : count;
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t from = part * count / parts, to = (part + 1) * count / parts;
      made.push_back(band_of(its.subspan(from, to - from)));
    }
    begin += count;
  }
  return made;
}

}  // namespace rerate
