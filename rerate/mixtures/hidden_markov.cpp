#include "rerate/mixtures/hidden_markov.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/mixtures/ascent.h"
#include "rerate/mixtures/hidden_markov_lanes.h"
#include "rerate/mixtures/points.h"
#include "rerate/statistics/fast_normal.h"

namespace rerate {
namespace {

constexpr double kLeastVariance = 1e-6;  // of a state, in units of the sample's
constexpr double kLeastOccupancy = 2;    // periods
constexpr double kLeastGain = 1e-6;      // of the mean log-likelihood, over one state
constexpr double kHalfLogOfTwoPi = 0.91893853320467274178;

// Parameters of one chain, of standardised figures.
struct Chain {
  std::array<double, kMostHiddenStates> initial, mean, deviation;
  std::array<std::array<double, kMostHiddenStates>, kMostHiddenStates> transition;
};

struct Standardised {
  std::vector<double> figures;  // mean 0, variance 1
  double mean = 0, deviation = 1;
};

struct Search {
  const HiddenMarkovSettings& settings;
  std::vector<double> x;       // standardised
  std::vector<double> sorted;  // the same, rising
  std::vector<Chain> chains;
  std::vector<Ascent> ascents;
};

void check(const HiddenMarkovSettings& settings) {
  if (settings.states < 1 || settings.states > kMostHiddenStates)
    refuse(ErrorCode::regression_settings,
           fmt::format("`states` of a hidden Markov model must be 1 to {}: {}", kMostHiddenStates,
                       settings.states));
  if (settings.restarts < 1 || settings.restarts > 100000)
    refuse(ErrorCode::regression_settings,
           fmt::format("`restarts` of a hidden Markov model must be 1 to 100000: {}", settings.restarts));
  if (settings.most_iterations < 1 || !(settings.tolerance > 0))
    refuse(ErrorCode::regression_settings,
           fmt::format("iterations and tolerance of a hidden Markov model must be positive: {}, {}",
                       settings.most_iterations, settings.tolerance));
}

Standardised standardised(std::span<const double> x) {
  Standardised result{{x.begin(), x.end()}};
  const auto count = static_cast<double>(x.size());
  result.mean = std::accumulate(x.begin(), x.end(), 0.0) / count;
  double squares = 0;
  for (auto& figure : result.figures) {
    figure -= result.mean;
    squares += figure * figure;
  }
  result.deviation = std::sqrt(squares / count);
  for (auto& figure : result.figures) figure /= result.deviation;
  return result;
}

// States that differ in level: quantiles of the sample, in the first start evenly spaced.
void place_by_level(Chain& chain, const Search& search, std::size_t start, const RandomStream& random) {
  const int states = search.settings.states;
  for (int i = 0; i < states; ++i) {
    const double share = start == 0 ? (i + 0.5) / states : random.uniform(static_cast<std::uint64_t>(i));
    chain.mean[static_cast<std::size_t>(i)] =
        search.sorted[static_cast<std::size_t>(share * static_cast<double>(search.sorted.size()))];
    chain.deviation[static_cast<std::size_t>(i)] =
        start == 0 ? 1.0 / states : 0.2 + random.uniform(static_cast<std::uint64_t>(states + i));
  }
}

// States that differ in spread: calm and turbulent times around much the same level.
void place_by_spread(Chain& chain, const Search& search, const RandomStream& random) {
  double deviation = 0.2 + 0.3 * random.uniform(0);
  for (int i = 0; i < search.settings.states; ++i) {
    chain.mean[static_cast<std::size_t>(i)] = 0.4 * (random.uniform(static_cast<std::uint64_t>(1 + i)) - 0.5);
    chain.deviation[static_cast<std::size_t>(i)] = deviation;
    deviation *= 1.5 + 1.5 * random.uniform(static_cast<std::uint64_t>(20 + i));
  }
}

Chain starting_chain(const Search& search, std::size_t start) {
  const RandomStream random(search.settings.seed, start);
  const auto states = static_cast<std::size_t>(search.settings.states);
  Chain chain{};
  if (start % 3 == 2)
    place_by_spread(chain, search, random);
  else
    place_by_level(chain, search, start, random);
  const double stay = states == 1 ? 1 : 0.6 + 0.38 * random.uniform(100);
  for (std::size_t i = 0; i < states; ++i) {
    chain.initial[i] = 1.0 / static_cast<double>(states);
    for (std::size_t j = 0; j < states; ++j)
      chain.transition[i][j] = i == j ? stay : (1 - stay) / static_cast<double>(states - 1);
  }
  return chain;
}

void put_in_lane(const Chain& chain, int lane, ChainLanes& lanes) {
  for (std::size_t i = 0; i < kMostHiddenStates; ++i) {
    lanes.initial[i][lane] = chain.initial[i];
    lanes.mean[i][lane] = chain.mean[i];
    lanes.precision[i][lane] = 1 / chain.deviation[i];
    for (std::size_t j = 0; j < kMostHiddenStates; ++j) lanes.transition[i][j][lane] = chain.transition[i][j];
  }
}

// The M-step of one state; false when it has collapsed.
bool maximise_state(const ChainMoments& moments, int lane, std::size_t i, std::size_t states, Chain& chain) {
  const double occupancy = moments.occupancy[i][lane];
  const double shift = moments.deviation[i][lane] / occupancy;
  const double variance = moments.square[i][lane] / occupancy - shift * shift;
  if (!(occupancy >= kLeastOccupancy && variance >= kLeastVariance)) return false;
  chain.initial[i] = moments.first[i][lane];
  chain.mean[i] += shift;
  chain.deviation[i] = std::sqrt(variance);
  double leaves = 0;
  for (std::size_t j = 0; j < states; ++j) leaves += chain.transition[i][j] *= moments.moved[i][j][lane];
  for (std::size_t j = 0; j < states; ++j) chain.transition[i][j] /= leaves;
  return leaves > 0;
}

// Takes what an E-step found under the chain's parameters, and moves them on if they can still improve.
void maximise(const ChainMoments& moments, int lane, Search& search, std::size_t start) {
  Ascent& ascent = search.ascents[start];
  const auto count = static_cast<double>(search.x.size());
  ascent.reach(moments.likelihood.log(lane) + moments.shift[lane] - count * kHalfLogOfTwoPi,
               count * search.settings.tolerance);
  // EM can rest where the states are one and the same, which is no maximum: nothing is gained over one state.
  if (ascent.state == Ascent::State::converged && search.settings.states > 1 &&
      ascent.log_likelihood <= count * (kLeastGain - kHalfLogOfTwoPi - 0.5))
    return ascent.collapse();
  if (ascent.state != Ascent::State::climbing) return;
  const auto states = static_cast<std::size_t>(search.settings.states);
  for (std::size_t i = 0; i < states; ++i)
    if (!maximise_state(moments, lane, i, states, search.chains[start])) return ascent.collapse();
}

// Up to four starts side by side. A start that has come to its end stays there while the others climb.
void climb(Search& search, std::span<const std::size_t> starts, int iterations) {
  std::vector<TrellisStep> trellis(search.x.size());
  ChainLanes lanes{};
  ChainMoments moments{};
  const auto climbing = [&](std::size_t start) {
    return search.ascents[start].state == Ascent::State::climbing;
  };
  for (int i = 0; i < iterations && std::any_of(starts.begin(), starts.end(), climbing); ++i) {
    for (int lane = 0; lane < kLanes; ++lane)
      put_in_lane(search.chains[starts[std::min(starts.size() - 1, static_cast<std::size_t>(lane))]], lane,
                  lanes);
    collect_moments(lanes, search.settings.states, search.x, trellis, moments);
    for (std::size_t lane = 0; lane < starts.size(); ++lane)
      if (climbing(starts[lane])) maximise(moments, static_cast<int>(lane), search, starts[lane]);
  }
}

std::size_t best_start(Search& search) {
  const AscentLimits limits{
      .most_iterations = search.settings.most_iterations,
      .what = fmt::format("a hidden Markov model of {} states", search.settings.states)};
  return highest_ascent(search.ascents, limits, [&](std::span<const std::size_t> starts, int iterations) {
    const std::size_t groups = (starts.size() + kLanes - 1) / kLanes;
    parallel_for(groups, [&](std::size_t group) {
      const auto from = group * kLanes;
      climb(search, starts.subspan(from, std::min<std::size_t>(kLanes, starts.size() - from)), iterations);
    });
  });
}

Search search_from(const HiddenMarkovSettings& settings, const Standardised& sample) {
  Search search{settings, sample.figures, sample.figures, {}, {}};
  std::sort(search.sorted.begin(), search.sorted.end());
  for (std::size_t start = 0; start < static_cast<std::size_t>(settings.restarts); ++start)
    search.chains.push_back(starting_chain(search, start));
  search.ascents.resize(search.chains.size());
  return search;
}

// In the figures' own units, states by rising mean.
HiddenMarkov in_order(const Chain& chain, const Standardised& sample, int states) {
  std::vector<std::size_t> order(static_cast<std::size_t>(states));
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return chain.mean[a] < chain.mean[b]; });
  HiddenMarkov model;
  model.initial = model.mean = model.standard_deviation = model.expected_duration = Vector(states);
  model.transition = Matrix(states, states);
  for (Index i = 0; i < states; ++i) {
    const auto own = order[static_cast<std::size_t>(i)];
    model.initial[i] = chain.initial[own];
    model.mean[i] = sample.mean + sample.deviation * chain.mean[own];
    model.standard_deviation[i] = sample.deviation * chain.deviation[own];
    for (Index j = 0; j < states; ++j)
      model.transition(i, j) = chain.transition[own][order[static_cast<std::size_t>(j)]];
    model.expected_duration[i] = 1 / (1 - std::min(1.0, model.transition(i, i)));
  }
  return model;
}

// Every transition gets a little of an even chance: EM could never raise one from zero again.
constexpr double kEvenShare = 0.002;

Chain chain_of(const HiddenMarkov& model, const Standardised& sample) {
  Chain chain{};
  const Index states = model.mean.size();
  const double even = kEvenShare / static_cast<double>(states);
  for (Index i = 0; i < states; ++i) {
    const auto own = static_cast<std::size_t>(i);
    chain.initial[own] = (1 - kEvenShare) * model.initial[i] + even;
    chain.mean[own] = (model.mean[i] - sample.mean) / sample.deviation;
    chain.deviation[own] = model.standard_deviation[i] / sample.deviation;
    for (Index j = 0; j < states; ++j)
      chain.transition[own][static_cast<std::size_t>(j)] = (1 - kEvenShare) * model.transition(i, j) + even;
  }
  return chain;
}

// The first start to its rest with the others beside it, then those that stand higher. The best of them.
std::size_t best_beside(Search& search) {
  constexpr int kLeg = 4;
  std::vector<std::size_t> starts(search.chains.size());
  std::iota(starts.begin(), starts.end(), std::size_t{0});
  const Ascent& first = search.ascents.front();
  while (first.state == Ascent::State::climbing && first.iterations < search.settings.most_iterations)
    climb(search, starts, kLeg);
  std::erase_if(starts, [&](auto start) {
    return start != 0 && !(search.ascents[start].log_likelihood > first.log_likelihood);
  });
  climb(search, starts, search.settings.most_iterations);
  return *std::max_element(starts.begin(), starts.end(), [&](auto a, auto b) {
    return search.ascents[a].log_likelihood < search.ascents[b].log_likelihood;
  });
}

Standardised checked_sample(std::span<const double> x, const HiddenMarkovSettings& settings) {
  check(settings);
  refuse_unusable_points(Eigen::Map<const Matrix>(x.data(), static_cast<Index>(x.size()), 1),
                         10 * settings.states,
                         fmt::format("a hidden Markov model of {} states", settings.states));
  return standardised(x);
}

void set_bic(HiddenMarkov& model, int states, std::size_t length) {
  const int parameters = states * states + 2 * states - 1;
  model.bic = -2 * model.log_likelihood + parameters * fast_log(static_cast<double>(length));
}

}  // namespace

HiddenMarkov hidden_markov(std::span<const double> x, const HiddenMarkovSettings& settings) {
  const Standardised sample = checked_sample(x, settings);
  Search search = search_from(settings, sample);
  const std::size_t best = best_start(search);
  HiddenMarkov model = in_order(search.chains[best], sample, settings.states);
  model.iterations = search.ascents[best].iterations;
  model.filtered = filter_states(model, x, &model.log_likelihood);
  model.smoothed = smooth_states(model, x);
  model.viterbi = viterbi_path(model, x);
  set_bic(model, settings.states, x.size());
  return model;
}

HiddenMarkov hidden_markov_from(const HiddenMarkov& start, std::span<const double> x,
                                HiddenMarkovSettings settings) {
  settings.states = static_cast<int>(start.mean.size());
  settings.restarts = std::min(settings.restarts, kLanes - 1);
  const Standardised sample = checked_sample(x, settings);
  Search search = search_from(settings, sample);
  search.chains.insert(search.chains.begin(), chain_of(start, sample));
  search.ascents.resize(search.chains.size());
  const std::size_t best = best_beside(search);
  const Ascent& ascent = search.ascents[best];
  const auto what = fmt::format("a hidden Markov model of {} states", settings.states);
  if (ascent.state == Ascent::State::collapsed)
    refuse(ErrorCode::mixture_collapsed,
           fmt::format("{} puts a part on a single point, or all parts on one another", what));
  if (ascent.state == Ascent::State::climbing)
    refuse(ErrorCode::mixture_not_converged,
           fmt::format("{} still improves after so many iterations: {}", what, settings.most_iterations));
  HiddenMarkov model = in_order(search.chains[best], sample, settings.states);
  model.iterations = ascent.iterations;
  model.log_likelihood = ascent.log_likelihood - static_cast<double>(x.size()) * fast_log(sample.deviation);
  set_bic(model, settings.states, x.size());
  return model;
}

}  // namespace rerate
