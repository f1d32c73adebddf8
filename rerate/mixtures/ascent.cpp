#include "rerate/mixtures/ascent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// Highest first; of equals the earlier start.
void rank(const std::vector<Ascent>& ascents, std::vector<std::size_t>& starts) {
  std::erase_if(starts, [&](auto start) { return ascents[start].state == Ascent::State::collapsed; });
  std::stable_sort(starts.begin(), starts.end(),
                   [&](auto a, auto b) { return ascents[a].log_likelihood > ascents[b].log_likelihood; });
}

std::vector<std::size_t> take_best(std::vector<std::size_t>& starts, std::size_t count) {
  const auto end = starts.begin() + static_cast<std::ptrdiff_t>(std::min(count, starts.size()));
  std::vector<std::size_t> best(starts.begin(), end);
  starts.erase(starts.begin(), end);
  return best;
}

}  // namespace

void Ascent::reach(double log_likelihood_now, double tolerance) {
  if (!std::isfinite(log_likelihood_now)) return collapse();
  const double gain_before = gain;
  const bool two_gains = ++iterations > 2;
  gain = log_likelihood_now - log_likelihood;
  log_likelihood = log_likelihood_now;
  if (!two_gains || gain > tolerance) return;
  const double rate = gain / gain_before;
  // Gains of the size of rounding may have any sign.
  const bool flat = std::fabs(gain) <= 1e-13 * std::fabs(log_likelihood);
  if (flat || (rate < 1 && gain >= 0 && gain * rate / (1 - rate) <= tolerance)) state = State::converged;
}

void Ascent::collapse() {
  state = State::collapsed;
  log_likelihood = -std::numeric_limits<double>::infinity();
}

std::size_t highest_ascent(const std::vector<Ascent>& ascents, const AscentLimits& limits,
                           const Advance& advance) {
  const auto survivors = std::max(
      limits.finalists, static_cast<std::size_t>(limits.survivors * static_cast<double>(ascents.size())));
  std::vector<std::size_t> remaining(ascents.size());
  std::iota(remaining.begin(), remaining.end(), std::size_t{0});
  advance(remaining, std::min(limits.first_leg, limits.most_iterations));
  rank(ascents, remaining);
  while (!remaining.empty()) {
    auto better = take_best(remaining, survivors);
    advance(better, std::clamp(limits.most_iterations - limits.first_leg, 0, limits.second_leg));
    rank(ascents, better);
    while (!better.empty()) {
      auto finalists = take_best(better, limits.finalists);
      advance(finalists, std::max(0, limits.most_iterations - limits.first_leg - limits.second_leg));
      rank(ascents, finalists);
      if (finalists.empty()) continue;
      if (ascents[finalists[0]].state == Ascent::State::converged) return finalists[0];
      refuse(ErrorCode::mixture_not_converged, fmt::format("{} still improves after so many iterations: {}",
                                                           limits.what, limits.most_iterations));
    }
  }
  refuse(
      ErrorCode::mixture_collapsed,
      fmt::format(
          "{} puts a part on a single point, or all parts on one another, from every one of its starts: {}",
          limits.what, ascents.size()));
}

}  // namespace rerate
