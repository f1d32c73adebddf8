#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/study/licensed_steps.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// What the tables, charts and sentences of a rotation call things.

// "Aug 2026".
std::string month_in_words(Date date);

Shown shown_of(const RotationFindings& found);

// The day before month i of the backtest begins.
Date day_before(const RotationFindings& found, Index i);
// "Jul 1964 to Nov 2025": `count` months of the backtest from `first` on.
std::string months_in_words(const RotationFindings& found, Index first, Index count);

// The months over which all definitions were compared: "Sep 1973 to Aug 2026".
std::string variant_months_in_words(const RotationFindings& found);

// Whether those are other months than the headline's figures are over: variants may look back longer than the study's own.
bool compares_other_months(const RotationFindings& found);

// Sectors that came after the first month: "energy in Jan 2002"; "" when there are none. Those whose prices end, by their last month.
std::string joined_in_words(const RotationFindings& found);
std::string ended_in_words(const RotationFindings& found);

// Month of the panel in which a signal first tells sectors apart; nothing when it never does.
std::optional<Index> first_month_of_signal(const RotationFindings& found, std::size_t signal);

// "93%", "over 99%", "under 1%", "not known".
std::string chance_in_words(double probability);

// The headline's benchmark; null when there is none.
const RotationBenchmark* headline_benchmark(const RotationFindings& found);
// "equal weights", with its months where they are not those of the headline: "the market (Jul 1964 to Dec 2024)".
std::string title_of(const RotationFindings& found, const RotationBenchmark& benchmark);

// What each signal adds to a sector's score, as it may be shown: it adds up to the score as that may be shown. By signal, NaN
// where it has no figure.
std::vector<double> shown_contributions(const RotationFindings& found, const SectorStanding& standing);

// How many sectors are called favoured, and as many avoided: the portfolio's k, and no more than half of those with a score.
std::size_t favoured_count(const RotationFindings& found);
// How many sectors "among the best" counts.
int best_count(const RotationFindings& found);

}  // namespace rerate
