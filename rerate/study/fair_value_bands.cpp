#include "rerate/study/fair_value_bands.h"

#include <cmath>

namespace rerate {
namespace {

// Draws of something certain differ by rounding at most.
constexpr double kNoWidth = 1e-9;

void drop_without_width(Band& band) {
  if (!(band.high - band.low > kNoWidth * std::fabs(band.high))) band = Band{};
}

}  // namespace

void tidy_bands(const FairValueQuestion& question, FairValue& found) {
  for (std::size_t i = 0; i < found.scenarios.size(); ++i) {
    auto& scenario = found.scenarios[i];
    for (auto* band : {&scenario.band, &scenario.analytic, &scenario.parameters}) drop_without_width(*band);
    const auto& asked = question.scenarios.at(i);
    const bool gives_growth = asked.growth || asked.kind == ScenarioKind::bottom_up;
    if (gives_growth && !found.growth.given)
      scenario.words.push_back("Growth is given: its error is left out.");
  }
}

}  // namespace rerate
