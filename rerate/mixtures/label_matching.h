#pragma once

#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Clusters of two fits have no names of their own: the assignment of new centres to old ones with the least sum of squared
// distances (exact, over permutations for k <= 8). result[j] is the old label of new cluster j.
std::vector<int> match_labels(const Matrix& old_centres, const Matrix& new_centres);

}  // namespace rerate
