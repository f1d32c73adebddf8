#pragma once

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// floor(0.4 n^(2/3)), at least 1 (Lazarus, Lewis, Stock and Watson 2018, eq. 4).
Index cosine_terms_for(Index rows);

// sum_t m_t m_t' as estimated from `terms` cosine transforms (Mueller 2004; Lazarus et al. 2018, eq. 10): n times the
// mean over j = 1..terms of L_j L_j', L_j = sqrt(2/n) sum_t cos(pi j (t - 1/2) / n) m_t. t statistics with it have `terms`
// degrees of freedom. `terms` in 1..n-1. O(n k terms).
Matrix equal_weighted_cosine_sum(const Matrix& moments, Index terms);

}  // namespace rerate
