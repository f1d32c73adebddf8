#include "rerate/mixtures/ascent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr int kFirstLeg = 16, kSecondLeg = 32;
constexpr std::size_t kFinalists = 4;

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
  std::vector<std::size_t> remaining(ascents.size());
  std::iota(remaining.begin(), remaining.end(), std::size_t{0});
  advance(remaining, std::min(kFirstLeg, limits.most_iterations));
  rank(ascents, remaining);
  while (!remaining.empty()) {
    auto better = take_best(remaining, std::max(kFinalists, ascents.size() / 4));
    advance(better, std::clamp(limits.most_iterations - kFirstLeg, 0, kSecondLeg));
    rank(ascents, better);
    while (!better.empty()) {
      auto finalists = take_best(better, kFinalists);
      advance(finalists, std::max(0, limits.most_iterations - kFirstLeg - kSecondLeg));
      rank(ascents, finalists);
      if (finalists.empty()) continue;
      if (ascents[finalists[0]].state == Ascent::State::converged) return finalists[0];
      refuse(ErrorCode::mixture_not_converged, fmt::format("{} still improves after so many iterations: {}",
                                                           limits.what, limits.most_iterations));
    }
  }
  refuse(ErrorCode::mixture_collapsed,
         fmt::format("{} puts one of its parts on a single point from every one of its starts: {}",
                     limits.what, ascents.size()));
}

}  // namespace rerate
