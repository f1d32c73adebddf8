#pragma once

#include <cstdint>

namespace rerate {

// Deterministic terms of a cointegrated VAR (Johansen 1995, cases 0, 1*, 1 and 2*): none; a constant inside the long-run
// relations only; a free constant, so trends in the levels; a free constant and a trend inside the relations.
enum class JohansenCase : std::uint8_t { no_constant, restricted_constant, constant, restricted_trend };

// Asymptotic p-values of Johansen's statistics when `common_trends` (variables less rank) random walks are left: the gamma
// distribution with the mean and variance that Doornik (1998, "Approximations to the asymptotic distributions of
// cointegration tests", Journal of Economic Surveys 12, tables 7 and 8) fits as functions of their number.
double johansen_trace_p(double statistic, JohansenCase deterministic, int common_trends);
double johansen_max_eigenvalue_p(double statistic, JohansenCase deterministic, int common_trends);

}  // namespace rerate
