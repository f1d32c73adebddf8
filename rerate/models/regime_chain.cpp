#include "rerate/models/regime_chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/mixtures/label_matching.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kFreshStarts = 3;  // beside the former model, in the other vector lanes
constexpr double kLeastRange = 1e-100;
constexpr double kRefitTolerance = 1e-5;  // of the mean log-likelihood

void check(std::size_t figures, const RegimeChainSettings& settings) {
  if (settings.states < 2 || settings.states > kMostChainStates)
    refuse(ErrorCode::regression_settings,
           fmt::format("a chain of regimes has 2 to {} states: {}", kMostChainStates, settings.states));
  if (settings.first_window < 1 || settings.refit_every < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("the first window of a chain and the time between models must be positive: {}, {}",
                       settings.first_window, settings.refit_every));
  if (static_cast<Index>(figures) <= settings.first_window)
    refuse(
        ErrorCode::regimes_window,
        fmt::format("the series of the hidden Markov model has {} months, and the first model alone takes {}",
                    figures, settings.first_window));
}

// Squares of smaller differences come to nothing.
void check_scale(std::span<const double> x) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const double range = *high - *low;
  if (!(range > 0 && range < kLeastRange)) return;
  refuse(ErrorCode::regression_no_variation,
         fmt::format("the figures of the hidden Markov model differ by {} at most, too little to reckon with",
                     range),
         "Multiply the series.");
}

Matrix signature(const HiddenMarkov& model) {
  Matrix both(model.mean.size(), 2);
  both << model.mean, model.standard_deviation;
  return both;
}

void permute_columns(Matrix& probability, std::span<const int> label) {
  const Matrix before = probability;
  for (std::size_t i = 0; i < label.size() && before.rows() > 0; ++i)
    probability.col(label[i]) = before.col(static_cast<Index>(i));
}

// State i of the model becomes state label[i].
HiddenMarkov relabelled(const HiddenMarkov& model, std::span<const int> label) {
  HiddenMarkov result = model;
  for (std::size_t i = 0; i < label.size(); ++i) {
    const auto own = static_cast<Index>(i), to = static_cast<Index>(label[i]);
    result.initial[to] = model.initial[own];
    result.mean[to] = model.mean[own];
    result.standard_deviation[to] = model.standard_deviation[own];
    result.expected_duration[to] = model.expected_duration[own];
    for (std::size_t j = 0; j < label.size(); ++j)
      result.transition(to, label[j]) = model.transition(own, static_cast<Index>(j));
  }
  permute_columns(result.filtered.probability, label);
  permute_columns(result.smoothed.probability, label);
  for (auto& state : result.viterbi) state = label[static_cast<std::size_t>(state)];
  return result;
}

HiddenMarkov named_after(const HiddenMarkov& old, const HiddenMarkov& fresh) {
  return relabelled(fresh, match_labels(signature(old), signature(fresh)));
}

HiddenMarkovSettings model_settings(const RegimeChainSettings& settings) {
  HiddenMarkovSettings own;
  own.states = settings.states;
  own.restarts = kDescribingStarts;
  own.seed = settings.seed;
  return own;
}

// The model of the figures so far; the one in force when it cannot be estimated.
void follow(std::span<const double> x, const RegimeChainSettings& settings, RegimeChain& chain) {
  auto own = model_settings(settings);
  own.restarts = kFreshStarts;
  own.tolerance = kRefitTolerance;
  own.seed += x.size();  // other fresh starts every time
  ++chain.refits;
  try {
    chain.latest = named_after(chain.latest, hidden_markov_from(chain.latest, x, own));
  } catch (const UserError&) {
    ++chain.failed;
  }
}

}  // namespace

RegimeChain walk_forward_chain(std::span<const double> x, const RegimeChainSettings& settings) {
  check(x.size(), settings);
  check_scale(x);
  const auto length = static_cast<Index>(x.size());
  const auto so_far = [&](Index count) { return x.first(static_cast<std::size_t>(count)); };
  RegimeChain chain;
  chain.latest = hidden_markov(so_far(settings.first_window), model_settings(settings));
  auto& filtered = chain.filtered.probability;
  filtered = Matrix::Constant(length, settings.states, kMissing);
  chain.state.assign(x.size(), -1);
  for (Index from = settings.first_window; from < length; from += settings.refit_every) {
    if (from > settings.first_window) follow(so_far(from), settings, chain);
    const Index to = std::min(from + settings.refit_every, length);
    filtered.middleRows(from, to - from) =
        filter_states(chain.latest, so_far(to)).probability.bottomRows(to - from);
    for (Index t = from; t < to; ++t) {
      Index best = 0;
      filtered.row(t).maxCoeff(&best);
      chain.state[static_cast<std::size_t>(t)] = static_cast<int>(best);
    }
  }
  const auto& mean = chain.latest.mean;
  chain.in_order = std::is_sorted(mean.begin(), mean.end());
  chain.whole = named_after(chain.latest, hidden_markov(x, model_settings(settings)));
  return chain;
}

}  // namespace rerate
