#pragma once

#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Clusters of two fits have no names of their own: the assignment of new centres (k x d) to old ones with the least sum of
// squared distances. result[j] is the old label of new cluster j. Exact, by the Hungarian method (Kuhn 1955) with shortest
// augmenting paths, O(k^3). When there are more new centres than old ones, those left over get labels of their own: old k, old k + 1, ...
// Example: old centres -1, 0, 2 and new 1.9, -1.2, 0.1 give 2, 0, 1.
std::vector<int> match_labels(const Matrix& old_centres, const Matrix& new_centres);

}  // namespace rerate
