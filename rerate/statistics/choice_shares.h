#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace rerate {

// Which of the choices behind a number matter? The number was worked out for every combination of options (a lattice); its
// variance over the lattice is shared out among the choices.
//
// V(S) is the variance of the number's mean given the options of the choices in S. A choice's first-order share is
// V({i}) / V(all): what knowing it alone would explain. Its Shapley share is the mean over all orders in which the
// choices can become known of what it adds (Owen 2014; Song, Nelson and Staum 2016): shares add up to 1, and what
// two choices do only together is split between them. Combinations without a number leave the others as they are; the choices
// are then not independent of each other, which Shapley shares allow for.
struct ChoiceShares {
  double mean = 0, variance = 0;    // over the combinations with a number (divisor their count)
  std::size_t combinations = 0;     // that have one
  std::vector<double> first_order;  // by choice
  std::vector<double> shapley;      // by choice
  std::vector<std::vector<double>>
      option_mean;  // by choice and option: mean of the number; NaN for options without any
};

// `values` of all combinations in mixed radix: that of options (o_0, .., o_{d-1}) is number ((o_0 n_1 + o_1) n_2 + o_2)..., so the last
// choice turns fastest; NaN: none. `options` are the counts n_i, each at least 1. Shares are NaN when the number does not vary
// (standard deviation at most 1e-12 of the largest figure).
//
// O(product of (n_i + 1) + d 2^d); 16 bytes a combination of options or "any". Throws UserError regression_settings: no choice or more
// than kMostChoices, a choice without options, values that are not as many as combinations, more than kMostMargins products
// of (n_i + 1); regression_not_finite (an infinite value); regression_too_few (no value).
inline constexpr std::size_t kMostChoices = 16;
inline constexpr std::size_t kMostMargins = std::size_t{1} << 26;
ChoiceShares choice_shares(std::span<const double> values, std::span<const std::size_t> options);

}  // namespace rerate
