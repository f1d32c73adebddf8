#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace rerate {

// The climb of one start of EM towards its own maximum of the likelihood.
struct Ascent {
  enum class State { climbing, converged, collapsed };

  double log_likelihood = -std::numeric_limits<double>::infinity();
  double gain = 0;  // by the last iteration
  int iterations = 0;
  State state = State::climbing;

  // Takes the log-likelihood after one more iteration. Converged when the limit that the last two gains point to
  // (Aitken; Boehning, Dietz, Schaub, Schlattmann and Lindsay 1994, section 3.1) is within `tolerance`.
  void reach(double log_likelihood_now, double tolerance);
  // A component on a single point, where the likelihood is infinite, or figures that are no longer finite.
  void collapse();
};

struct AscentLimits {
  int most_iterations = 2000;
  // All starts climb for the first leg, the better `survivors` of them (a share) for the second, `finalists` at a time to the end.
  int first_leg = 16, second_leg = 32;
  double survivors = 0.25;
  std::size_t finalists = 4;
  std::string what;  // "a hidden Markov model of 2 states", for messages
};

// Moves the named starts on by so many iterations each, at most; those that no longer climb stay where they are.
using Advance = std::function<void(std::span<const std::size_t> starts, int iterations)>;

// The start that ends highest. All are climbed a little, the better ones further, and only a handful to their end; when all
// of these collapse, the next best are taken. So the result does not depend on the number of threads. Throws mixture_collapsed when
// every start collapses, mixture_not_converged when the highest still climbs after most_iterations.
std::size_t highest_ascent(const std::vector<Ascent>& ascents, const AscentLimits& limits,
                           const Advance& advance);

}  // namespace rerate
