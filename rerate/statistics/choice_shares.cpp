#include "rerate/statistics/choice_shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Sums and counts over the lattice in which every choice has one option more: "any", the last.
struct Margins {
  std::vector<double> sum;
  std::vector<double> count;
  std::vector<std::size_t> radix;   // n_i + 1
  std::vector<std::size_t> stride;  // of choice i
};

std::size_t check(std::span<const double> values, std::span<const std::size_t> options) {
  if (options.empty() || options.size() > kMostChoices)
    refuse(ErrorCode::regression_settings,
           fmt::format("variance is shared among 1 to {} choices, not {}", kMostChoices, options.size()));
  std::size_t combinations = 1, margins = 1;
  for (const auto count : options) {
    if (count < 1) refuse(ErrorCode::regression_settings, "a choice without options");
    if (count >= kMostMargins || margins > kMostMargins / (count + 1))
      refuse(ErrorCode::regression_settings,
             fmt::format("too many combinations to share their variance out: more than {} with \"any\"",
                         kMostMargins));
    combinations *= count;
    margins *= count + 1;
  }
  if (values.size() != combinations)
    refuse(ErrorCode::regression_settings,
           fmt::format("the combinations are {}, the values {}", combinations, values.size()));
  return margins;
}

// Values about `centre`: squares of sums must not drown in a far-off mean.
void lay_out(std::span<const double> values, std::span<const std::size_t> options, double centre,
             Margins& margins) {
  std::vector<std::size_t> option(options.size(), 0);
  std::size_t at = 0;
  for (const double value : values) {
    if (!std::isnan(value)) {
      margins.sum[at] = value - centre;
      margins.count[at] = 1;
    }
    for (auto i = options.size(); i-- > 0;) {
      at += margins.stride[i];
      if (++option[i] < options[i]) break;
      at -= margins.stride[i] * options[i];
      option[i] = 0;
    }
  }
}

void add_up(std::size_t choice, Margins& margins) {
  const auto stride = margins.stride[choice], block = stride * margins.radix[choice];
  const auto any = stride * (margins.radix[choice] - 1);
  for (std::size_t begin = 0; begin < margins.sum.size(); begin += block)
    for (std::size_t within = 0; within < stride; ++within) {
      double sum = 0, count = 0;
      for (std::size_t at = 0; at < any; at += stride) {
        sum += margins.sum[begin + within + at];
        count += margins.count[begin + within + at];
      }
      margins.sum[begin + within + any] = sum;
      margins.count[begin + within + any] = count;
    }
}

// Sum of squares explained by each set of choices: every margin belongs to the set of those that are not "any".
std::vector<double> explained(const Margins& margins) {
  const auto choices = margins.radix.size();
  std::vector<double> squares(std::size_t{1} << choices, 0.0);
  std::vector<std::size_t> option(choices, 0);
  std::size_t set = squares.size() - 1;
  for (std::size_t at = 0; at < margins.sum.size(); ++at) {
    if (margins.count[at] > 0) squares[set] += margins.sum[at] * margins.sum[at] / margins.count[at];
    for (auto i = choices; i-- > 0;) {
      ++option[i];
      if (option[i] == margins.radix[i] - 1) set &= ~(std::size_t{1} << i);
      if (option[i] < margins.radix[i]) break;
      option[i] = 0;
      set |= std::size_t{1} << i;
    }
  }
  return squares;
}

void share_out(const std::vector<double>& squares, std::size_t choices, ChoiceShares& shares) {
  const double base = squares.front(), total = squares.back() - base;
  // Weight of a set of s others in the mean over all orders: s! (d - 1 - s)! / d!.
  std::vector<double> weight(choices);
  weight[0] = 1.0 / static_cast<double>(choices);
  for (std::size_t s = 1; s < choices; ++s)
    weight[s] = weight[s - 1] * static_cast<double>(s) / static_cast<double>(choices - s);
  for (std::size_t i = 0; i < choices; ++i) {
    const auto bit = std::size_t{1} << i;
    double sum = 0;
    for (std::size_t set = 0; set < squares.size(); ++set)
      if (!(set & bit))
        sum += weight[static_cast<std::size_t>(std::popcount(set))] * (squares[set | bit] - squares[set]);
    shares.first_order[i] = (squares[bit] - base) / total;
    shares.shapley[i] = sum / total;
  }
}

void keep_option_means(const Margins& margins, double centre, ChoiceShares& shares) {
  const auto choices = margins.radix.size();
  for (std::size_t i = 0; i < choices; ++i) {
    std::size_t any = 0;
    for (std::size_t j = 0; j < choices; ++j)
      if (j != i) any += margins.stride[j] * (margins.radix[j] - 1);
    auto& means = shares.option_mean.emplace_back();
    for (std::size_t option = 0; option + 1 < margins.radix[i]; ++option) {
      const auto at = any + option * margins.stride[i];
      means.push_back(margins.count[at] > 0 ? centre + margins.sum[at] / margins.count[at] : kNone);
    }
  }
}

}  // namespace

ChoiceShares choice_shares(std::span<const double> values, std::span<const std::size_t> options) {
  const auto size = check(values, options);
  ChoiceShares shares;
  double largest = 0, total = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    if (std::isinf(value)) refuse(ErrorCode::regression_not_finite, "an infinite value of a combination");
    largest = std::max(largest, std::fabs(value));
    total += value;
    ++shares.combinations;
  }
  if (shares.combinations == 0)
    refuse(ErrorCode::regression_too_few, "no combination of the choices has a value");
  shares.mean = total / static_cast<double>(shares.combinations);

  Margins margins;
  margins.sum.assign(size, 0.0);
  margins.count.assign(size, 0.0);
  margins.stride.assign(options.size(), 1);
  for (const auto count : options) margins.radix.push_back(count + 1);
  for (auto i = options.size(); i-- > 1;) margins.stride[i - 1] = margins.stride[i] * margins.radix[i];
  lay_out(values, options, shares.mean, margins);
  for (std::size_t i = 0; i < options.size(); ++i) add_up(i, margins);

  const auto squares = explained(margins);
  shares.variance = (squares.back() - squares.front()) / static_cast<double>(shares.combinations);
  shares.first_order.assign(options.size(), kNone);
  shares.shapley.assign(options.size(), kNone);
  if (shares.variance > 0 && std::sqrt(shares.variance) > 1e-12 * largest)
    share_out(squares, options.size(), shares);
  keep_option_means(margins, shares.mean, shares);
  return shares;
}

}  // namespace rerate
