#pragma once

#include <cstdint>

namespace rerate {

// What a unit-root regression allows for; trend: constant and linear trend.
enum class Deterministic : std::uint8_t { none, constant, trend };

// The most I(1) series that the response surfaces below reach.
inline constexpr int kMostMackinnonSeries = 6;

// Asymptotic p-value of a Dickey-Fuller tau of the residual of a regression among `variables` I(1) series (1: the plain
// test; 2..6: Engle and Granger's). Response surfaces of MacKinnon (1994, "Approximate asymptotic distribution functions for
// unit-root and cointegration tests", Journal of Business and Economic Statistics 12, tables 3 and 4): p = Phi(g0 + g1 tau +
// g2 tau^2 [+ g3 tau^3]), one polynomial for the left tail and one for the rest. Exactly 0 and 1 outside their range.
double mackinnon_p(double tau, Deterministic deterministic, int variables);

// Critical value of tau for `n` observations at level 0.01, 0.05 or 0.10: b0 + b1/n + b2/n^2 + b3/n^3 of MacKinnon (2010,
// "Critical values for cointegration tests", Queen's University working paper 1227). Without a constant only for one variable:
// none are published for more.
double mackinnon_critical_value(double level, Deterministic deterministic, int variables, int n);

}  // namespace rerate
