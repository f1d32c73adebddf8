#pragma once

#include <cstdint>

#include "rerate/study/rotation_findings.h"

namespace rerate {

// What the scenarios of a linked fair value would mean for each sector: the betas of the macro signal (its first, when there are
// several) times the change of each driver that both sections call the same. A figure that a scenario sets is a change from the
// driver's newest figure known at the month that the ranks are of (found.now), whatever the date of the fair value's newest price;
// a shift is a change as it stands; 0 where the rest stays at today's; in a recession what is not named changes as on average over
// contractions. Where the scenario says nothing, or the two have the driver in different units, its change is missing and it is left
// out of the sum.
//
// Intervals are 5% to 95% of 400 draws of the betas: the months of their window are drawn anew in blocks of 6 on average, for all
// sectors alike (SeriesBlocks). What the scenario supposes stays as it is, so an interval is that of the betas alone. The same bits
// for any number of threads. O(draws window N k).
//
// Fills sensitivities (scenarios that say something), macro_drivers, betas_of, scenario_months and scenarios_from. Betas are the
// newest of the last year; without any, or when the fair value has no drivers, a warning says so.
void add_sensitivities(RotationFindings& found, const SectionContext& context, std::uint64_t seed);

}  // namespace rerate
