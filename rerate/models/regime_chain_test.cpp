// Behaviour -> test
//   known parameters come back, and states are told as the filter can          -> RecoversAKnownChain
//   later figures change neither probabilities nor states before them          -> DoesNotLookAhead
//   the probability is the filter's under the model before, by hand            -> FilteredByTheModelBefore
//   states that exchange their means keep their names                          -> FollowsStatesThatCross
//   smoothed and Viterbi of the whole sample carry the same names              -> HindsightHasTheSameNames
//   settings out of range, too few figures, figures that do not vary           -> Refuses
#include "rerate/models/regime_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

struct Simulated {
  std::vector<double> x;
  std::vector<int> state;
};

// Left with a chance of 4% (state 0) or 2% (state 1) a month.
Simulated simulated(std::size_t months, std::uint64_t seed, double low = -1, double high = 1) {
  const RandomStream random(seed, 0);
  Simulated made;
  int state = 1;
  for (std::uint64_t t = 0; t < months; ++t) {
    if (random.uniform(2 * t) < (state == 0 ? 0.04 : 0.02)) state = 1 - state;
    made.state.push_back(state);
    made.x.push_back((state == 0 ? low : high) + 0.7 * normal_quantile(random.uniform(2 * t + 1)));
  }
  return made;
}

TEST(RegimeChain, RecoversAKnownChain) {
  const auto truth = simulated(870, 2);
  const auto chain = walk_forward_chain(truth.x, {});
  EXPECT_NEAR(chain.latest.mean[0], -1, 0.15);
  EXPECT_NEAR(chain.latest.mean[1], 1, 0.15);
  EXPECT_NEAR(chain.latest.standard_deviation[0], 0.7, 0.1);
  EXPECT_NEAR(chain.latest.transition(0, 0), 0.96, 0.03);
  EXPECT_NEAR(chain.latest.transition(1, 1), 0.98, 0.02);
  EXPECT_NEAR(chain.latest.expected_duration[0], 1 / (1 - chain.latest.transition(0, 0)), 1e-9);
  EXPECT_TRUE(chain.in_order);
  EXPECT_EQ(chain.refits, 62);
  EXPECT_EQ(chain.failed, 0);
  int right = 0;
  for (std::size_t t = 120; t < 870; ++t) right += chain.state[t] == truth.state[t];
  EXPECT_GT(right, 0.93 * 750);
  for (std::size_t t = 0; t < 120; ++t) {
    EXPECT_EQ(chain.state[t], -1);
    EXPECT_TRUE(std::isnan(chain.filtered.probability(static_cast<Index>(t), 0)));
  }
}

TEST(RegimeChain, DoesNotLookAhead) {
  const auto truth = simulated(400, 3);
  const auto whole = walk_forward_chain(truth.x, {});
  for (const std::size_t until : {121u, 200u, 333u}) {
    auto later = truth.x;
    for (std::size_t t = until; t < later.size(); ++t) later[t] = 50 - later[t];
    const auto changed = walk_forward_chain(later, {});
    const auto cut = walk_forward_chain(std::span(truth.x).first(until), {});
    for (std::size_t t = 120; t < until; ++t) {
      const auto row = static_cast<Index>(t);
      EXPECT_EQ(whole.filtered.probability.row(row), changed.filtered.probability.row(row))
          << until << " " << t;
      EXPECT_EQ(whole.filtered.probability.row(row), cut.filtered.probability.row(row)) << until << " " << t;
      EXPECT_EQ(whole.state[t], changed.state[t]);
    }
  }
}

TEST(RegimeChain, FilteredByTheModelBefore) {
  const auto truth = simulated(140, 4);
  const auto chain = walk_forward_chain(truth.x, {.refit_every = 20});
  HiddenMarkovSettings own;
  own.restarts = kDescribingStarts;
  const auto model = hidden_markov(std::span(truth.x).first(120), own);
  const auto filtered = filter_states(model, truth.x);
  EXPECT_LT(
      (chain.filtered.probability.bottomRows(20) - filtered.probability.bottomRows(20)).cwiseAbs().maxCoeff(),
      1e-15);
  EXPECT_EQ(chain.refits, 0);
}

// One state is calm, the other turbulent. At first the turbulent one has the lower mean, later the higher.
TEST(RegimeChain, FollowsStatesThatCross) {
  const RandomStream random(6, 0);
  std::vector<double> x;
  std::vector<int> turbulent;
  for (std::uint64_t t = 0; t < 900; ++t) {
    const bool wild = t / 15 % 2 == 0;
    const double mean = wild ? (t < 150 ? -2 : 2) : 0;
    x.push_back(mean + (wild ? 2.5 : 0.3) * normal_quantile(random.uniform(t)));
    turbulent.push_back(wild);
  }
  const auto chain = walk_forward_chain(x, {});
  EXPECT_FALSE(chain.in_order);
  EXPECT_GT(chain.latest.standard_deviation[0], chain.latest.standard_deviation[1]);
  EXPECT_GT(chain.latest.mean[0], chain.latest.mean[1]);
  int right = 0;
  for (std::size_t t = 120; t < 900; ++t) right += chain.state[t] == 1 - turbulent[t];
  EXPECT_GT(right, 0.85 * 780);
}

TEST(RegimeChain, HindsightHasTheSameNames) {
  const auto truth = simulated(300, 7);
  const auto chain = walk_forward_chain(truth.x, {});
  ASSERT_EQ(chain.whole.viterbi.size(), 300u);
  EXPECT_LT((chain.whole.mean - chain.latest.mean).cwiseAbs().maxCoeff(), 0.3);
  int on_path = 0, by_smoother = 0;
  for (std::size_t t = 0; t < 300; ++t) {
    on_path += chain.whole.viterbi[t] == truth.state[t];
    by_smoother +=
        (chain.whole.smoothed.probability(static_cast<Index>(t), 1) > 0.5) == (truth.state[t] == 1);
  }
  EXPECT_GT(on_path, 285);
  EXPECT_GT(by_smoother, 285);
}

ErrorCode refusal(const std::vector<double>& x, const RegimeChainSettings& settings) {
  try {
    walk_forward_chain(x, settings);
  } catch (const UserError& error) {
    return error.failure().code;
  }
  ADD_FAILURE() << "nothing was refused";
  return ErrorCode::command_line;
}

TEST(RegimeChain, Refuses) {
  const auto truth = simulated(200, 8);
  EXPECT_EQ(refusal(truth.x, {.states = 1}), ErrorCode::regression_settings);
  EXPECT_EQ(refusal(truth.x, {.states = 4}), ErrorCode::regression_settings);
  EXPECT_EQ(refusal(truth.x, {.refit_every = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(refusal(truth.x, {.first_window = 200}), ErrorCode::regimes_window);
  EXPECT_EQ(refusal(truth.x, {.first_window = 15}), ErrorCode::regression_too_few);
  EXPECT_EQ(refusal(std::vector<double>(200, 3.0), {}), ErrorCode::regression_no_variation);
  auto tiny = truth.x;
  for (auto& one : tiny) one *= 1e-300;
  EXPECT_EQ(refusal(tiny, {}), ErrorCode::regression_no_variation);
  // All but a few figures are the same: every model ends on them.
  std::vector<double> flat(200, 1.0);
  flat[10] = 2;
  EXPECT_EQ(refusal(flat, {}), ErrorCode::mixture_collapsed);
}

}  // namespace
}  // namespace rerate
