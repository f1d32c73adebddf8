#pragma once

#include <string>
#include <vector>

#include "rerate/models/scenario.h"

namespace rerate {

// Which drivers a scenario reads: those of an equation whose result it does not give itself.
struct DriversRead {
  bool multiple = true, growth = true;
};
DriversRead drivers_read(const Scenario& scenario);

// Whether a recession leaves a driver that is read to the mean contraction.
bool needs_contractions(const FairValueEquations& equations, const Scenario& scenario);

// A scenario's drivers: at the end of the horizon, on the way there, and which of these figures it states (to be judged).
struct ScenarioDrivers {
  Vector end;                        // d
  Matrix path;                       // horizon x d
  std::vector<JudgedFigure> judged;  // of drivers that are read, or set though they are not
  std::vector<std::string> words;    // contractions used; figures that are not read
};
ScenarioDrivers scenario_drivers(const FairValueEquations& equations, const Scenario& scenario,
                                 const ContractionAverage* contractions);

// "rate 9.00 (above 0.62..15.32 of 1985-01 to 2024-12, by 1.2 standard deviations)", for every driver that is read and lies
// outside the rows its equation was estimated on.
std::vector<std::string> outside_the_sample(const FairValueEquations& equations, const Vector& end,
                                            DriversRead read);

}  // namespace rerate
