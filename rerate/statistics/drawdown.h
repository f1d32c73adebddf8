#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace rerate {

// The deepest fall of a wealth path from the highest point before it, and how long one waited for new highs.
struct Drawdown {
  double depth = 0;  // 1 - wealth at the trough / wealth at the peak, in 0..1; 0: it never fell
  std::size_t peak = 0,
              trough =
                  0;  // places in the path: the last one at that high before the trough, the first so deep
  std::optional<std::size_t>
      recovery;  // first place after the trough that is at the peak's height again; none: not yet
  // The longest run of places below an earlier high (any of them, not of the deepest fall), and where it begins. One that
  // has not ended counts as far as it goes.
  std::size_t longest_under_water = 0, longest_begins = 0;
};

// 100, 110, 99, 104, 110, 121: depth 0.1 from place 1 to 2, recovered at 4, 2 places under water from 2 on.
//
// Wealth above 0 and finite, else regression_not_finite (names the place from 1); regression_too_few without any. O(n).
Drawdown maximum_drawdown(std::span<const double> wealth);

// wealth / highest so far - 1, by place: 0 at highs, below it otherwise. Throws as above.
std::vector<double> drawdown_path(std::span<const double> wealth);

}  // namespace rerate
