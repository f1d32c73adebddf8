#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/models/style_curve.h"
#include "rerate/study/style_curve_request.h"

namespace rerate {

// What the sentences, tables and charts of a style section call its parts.

// "levels", "12-month returns on the level", "monthly changes", "12-month changes".
std::string measure_in_words(StyleMeasure measure, int year);

// The one that the study is about: "12-month changes of the Russell 2000, the curve 6 months before, by ranks".
std::string asked_in_words(const StyleCurveRequest& request);

// The same with the lead: "levels, the curve 12 months before".
std::string definition_in_words(const StyleCorrelation& one, const StyleCurveRequest& request);

// "0.22", "0.22 (-0.12 to 0.51)"; a claim keeps the digits it was made with: "0.71", "0.715".
std::string correlation_in_words(double value);
std::string claim_in_words(double claim);
std::string with_interval(const StyleCorrelation& one);

// A claim is reproduced by an estimate that rounds to it: within half of a hundredth.
inline constexpr double kReproducedWithin = 0.005;
bool reproduces(const StyleCorrelation& one, double claim);
bool contains(const StyleCorrelation& one, double claim);

// The highest of all definitions; the lowest where the claim is below zero. The first of equals.
const StyleCorrelation& best_of(const StyleCurve& found, std::optional<double> claim);

// The one sentence or few: what a claim is worth, or without one what was found.
std::string style_headline(const StyleCurve& found, const StyleCurveRequest& request);

// Which levels wander, in plain words: with both sides of a pair doing so its level correlation is likely to be spurious.
std::vector<std::string> style_warnings(const StyleCurve& found, const StyleCurveRequest& request);

}  // namespace rerate
