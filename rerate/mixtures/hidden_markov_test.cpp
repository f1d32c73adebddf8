// Likelihood, filter and smoother at given parameters, against numpy and statsmodels ... HiddenMarkov.EqualsOraclesAtGivenParameters
// Maximum against numpy's and statsmodels ............................................. HiddenMarkov.FindsTheOraclesMaximum
// All starts to their end find nothing higher than the best few ....................... HiddenMarkov.MissesNoHigherMaximum
// Worked example of the header ........................................................ HiddenMarkov.ExampleOfTheHeader
// Known parameters come back from simulated figures ................................... HiddenMarkov.RecoversKnownParameters
// Regimes of spread alone, at the same level .......................................... HiddenMarkov.FindsCalmAndTurbulentTimes
// The filter at t does not change when later figures do ............................... HiddenMarkov.FilterDoesNotLookAhead
// Filtered and smoothed cannot be taken for one another ............................... HiddenMarkov.FilteredAndSmoothedAreDifferentTypes
// Viterbi's path against every path there is .......................................... HiddenMarkov.ViterbiIsTheBestOfAllPaths
// Filter and smoother against sums over every path .................................... HiddenMarkov.ProbabilitiesAreSumsOverPaths
// Far out figures leave probabilities finite .......................................... HiddenMarkov.BearsFarOutFigures
// An initial state that cannot be, and figures that speak for it ...................... HiddenMarkov.KeepsImpossibleStatesImpossible
// States rise by mean, rows add up to 1, durations and BIC follow ..................... HiddenMarkov.IsInOrder
// Units do not matter ................................................................. HiddenMarkov.ScalesWithTheFigures
// Same bits again, and for any number of threads ...................................... HiddenMarkov.SameBitsForAnyThreads
// One state is the normal distribution ................................................ HiddenMarkov.OneStateIsNormal
// From a model of the earlier figures to the maximum of all ........................... HiddenMarkov.ContinuesFromAModel
// Bad input ........................................................................... HiddenMarkov.Refuses
// Collapse and too few iterations ..................................................... HiddenMarkov.RefusesCollapseAndSlowness
#include "rerate/mixtures/hidden_markov.h"

#include <cmath>
#include <numeric>
#include <type_traits>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/mixtures/golden_for_test.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

HiddenMarkov model_of(const nlohmann::json& golden) {
  HiddenMarkov model;
  model.initial = vector_of(golden.at("initial"));
  model.transition = matrix_of(golden.at("transition"));
  model.mean = vector_of(golden.at("mean"));
  model.standard_deviation = vector_of(golden.at("standard_deviation"));
  return model;
}

HiddenMarkov two_states(double low, double high, double deviation, double stay) {
  HiddenMarkov model;
  model.initial = Vector::Constant(2, 0.5);
  model.transition = Matrix{{stay, 1 - stay}, {1 - stay, stay}};
  model.mean = Vector{{low, high}};
  model.standard_deviation = Vector::Constant(2, deviation);
  return model;
}

std::vector<double> simulated(const HiddenMarkov& model, std::uint64_t length, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  std::vector<double> x;
  Index state = 0;
  for (std::uint64_t t = 0; t < length; ++t) {
    double passed = random.uniform(2 * t);
    Index next = 0;
    while (next + 1 < model.mean.size() && (passed -= model.transition(state, next)) > 0) ++next;
    state = next;
    x.push_back(model.mean[state] +
                model.standard_deviation[state] * normal_quantile(random.uniform(2 * t + 1)));
  }
  return x;
}

Matrix every_fiftieth(const Matrix& rows) {
  Matrix result((rows.rows() + 49) / 50, rows.cols());
  for (Index i = 0; i < result.rows(); ++i) result.row(i) = rows.row(50 * i);
  return result;
}

TEST(HiddenMarkov, EqualsOraclesAtGivenParameters) {
  for (const auto& golden : mixtures_golden().at("given_chains")) {
    const auto& x = mixtures_inputs().at(golden.at("series"));
    const HiddenMarkov model = model_of(golden);
    double log_likelihood = 0;
    const auto filtered = filter_states(model, x, &log_likelihood);
    for (const auto& [oracle, value] : golden.at("log_likelihood").items())
      expect_relatively_near(log_likelihood, value, 1e-10, oracle);
    expect_near(every_fiftieth(filtered.probability), matrix_of(golden.at("filtered")), 1e-10, "filtered");
    expect_near(every_fiftieth(smooth_states(model, x).probability), matrix_of(golden.at("smoothed")), 1e-10,
                "smoothed");
  }
}

TEST(HiddenMarkov, FindsTheOraclesMaximum) {
  for (const auto& golden : mixtures_golden().at("best_chains")) {
    const std::string series = golden.at("series");
    const HiddenMarkov expected = model_of(golden);
    HiddenMarkovSettings settings;
    settings.states = static_cast<int>(expected.mean.size());
    const HiddenMarkov model = hidden_markov(mixtures_inputs().at(series), settings);
    for (const auto& [oracle, value] : golden.at("log_likelihood").items())
      expect_relatively_near(model.log_likelihood, value, 1e-6, series + " " + oracle);
    expect_near(model.mean, expected.mean, 1e-3, series);
    expect_near(model.standard_deviation, expected.standard_deviation, 1e-3, series);
    expect_near(model.transition, expected.transition, 1e-3, series);
    expect_near(every_fiftieth(model.smoothed.probability), matrix_of(golden.at("smoothed")), 5e-3, series);
  }
}

TEST(HiddenMarkov, MissesNoHigherMaximum) {
  for (const char* series : {"spread", "gz_spread", "unrate"})
    for (const int states : {2, 3}) {
      const auto& x = mixtures_inputs().at(series);
      const double found = hidden_markov(x, {.states = states}).log_likelihood;
      // Four starts are never thinned out.
      int compared = 0;
      for (std::uint64_t seed = 100; seed < 120; ++seed) try {
          const auto few = hidden_markov(x, {.states = states, .restarts = 4, .seed = seed});
          EXPECT_LE(few.log_likelihood, found + 1e-4) << series << " " << states << " " << seed;
          ++compared;
        } catch (const UserError&) {
        }
      EXPECT_GE(compared, 10) << series << " " << states;
    }
}

TEST(HiddenMarkov, ExampleOfTheHeader) {
  const std::vector<double> x = {-1.1, -0.9, -1.0, 1.2, 0.8, 1.0};
  const auto model = two_states(-1, 1, 0.2, 0.9);
  const Matrix expected = Matrix{{1, 1, 1, 0, 0, 0}, {0, 0, 0, 1, 1, 1}}.transpose();
  expect_near(filter_states(model, x).probability, expected, 1e-9, "filtered");
  expect_near(smooth_states(model, x).probability, expected, 1e-9, "smoothed");
  EXPECT_EQ(viterbi_path(model, x), (std::vector<int>{0, 0, 0, 1, 1, 1}));
}

TEST(HiddenMarkov, RecoversKnownParameters) {
  HiddenMarkov truth = two_states(-0.5, 1, 1, 0.95);
  truth.transition = Matrix{{0.97, 0.03}, {0.08, 0.92}};
  truth.standard_deviation = Vector{{0.6, 1.1}};
  const double length = 2000, share = 0.08 / 0.11;  // of the first state
  const Vector count = Vector{{length * share, length * (1 - share)}};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const HiddenMarkov model = hidden_markov(simulated(truth, 2000, seed), {});
    for (Index i = 0; i < 2; ++i) {
      // Standard errors if the states were seen; not seeing them makes them up to twice as large here.
      const double deviation = truth.standard_deviation[i], leave = truth.transition(i, 1 - i);
      EXPECT_NEAR(model.mean[i], truth.mean[i], 6 * deviation / std::sqrt(count[i])) << seed;
      EXPECT_NEAR(model.standard_deviation[i], deviation, 6 * deviation / std::sqrt(2 * count[i])) << seed;
      EXPECT_NEAR(model.transition(i, 1 - i), leave, 6 * std::sqrt(leave * (1 - leave) / count[i])) << seed;
    }
  }
}

TEST(HiddenMarkov, FindsCalmAndTurbulentTimes) {
  HiddenMarkov truth = two_states(0, 0, 1, 0.97);
  truth.standard_deviation = Vector{{0.5, 2}};
  const HiddenMarkov model = hidden_markov(simulated(truth, 2000, 8), {});
  EXPECT_NEAR(model.standard_deviation.minCoeff(), 0.5, 0.06);
  EXPECT_NEAR(model.standard_deviation.maxCoeff(), 2, 0.2);
  EXPECT_NEAR(model.transition.diagonal().minCoeff(), 0.97, 0.025);
}

TEST(HiddenMarkov, FilterDoesNotLookAhead) {
  std::vector<double> x = mixtures_inputs().at("spread");
  const HiddenMarkov model = hidden_markov(x, {});
  const FilteredStates before = filter_states(model, x);
  const SmoothedStates smoothed = smooth_states(model, x);
  const Index known = 300;
  for (std::size_t t = known; t < x.size(); ++t) x[t] = 5 - x[t];
  EXPECT_EQ(filter_states(model, x).probability.topRows(known), before.probability.topRows(known));
  EXPECT_NE(smooth_states(model, x).probability.topRows(known), smoothed.probability.topRows(known));
  EXPECT_EQ(filter_states(model, std::span(x).first(known)).probability, before.probability.topRows(known));
}

TEST(HiddenMarkov, FilteredAndSmoothedAreDifferentTypes) {
  static_assert(!std::is_convertible_v<SmoothedStates, FilteredStates>);
  static_assert(!std::is_convertible_v<FilteredStates, SmoothedStates>);
  static_assert(std::is_same_v<decltype(filter_states({}, {})), FilteredStates>);
  const auto& x = mixtures_inputs().at("spread");
  const HiddenMarkov model = hidden_markov(x, {});
  EXPECT_EQ(model.filtered.probability, filter_states(model, x).probability);
  EXPECT_EQ(model.smoothed.probability, smooth_states(model, x).probability);
  EXPECT_EQ(model.viterbi, viterbi_path(model, x));
  const Index last = model.filtered.probability.rows() - 1;
  expect_near(model.filtered.probability.row(last), model.smoothed.probability.row(last), 1e-12, "the end");
}

// Every path of `length` states, as digits of a number.
template <class Visit>
void each_path(int states, std::size_t length, const Visit& visit) {
  std::vector<int> path(length, 0);
  for (;;) {
    visit(path);
    std::size_t digit = 0;
    while (digit < length && ++path[digit] == states) path[digit++] = 0;
    if (digit == length) return;
  }
}

double probability_of(const HiddenMarkov& model, const std::vector<double>& x, const std::vector<int>& path) {
  double product = 1;
  for (std::size_t t = 0; t < x.size(); ++t) {
    const double deviation = model.standard_deviation[path[t]], z = (x[t] - model.mean[path[t]]) / deviation;
    product *= (t == 0 ? model.initial[path[0]] : model.transition(path[t - 1], path[t])) *
               std::exp(-0.5 * z * z) / (deviation * std::sqrt(2 * std::acos(-1.0)));
  }
  return product;
}

HiddenMarkov random_model(int states, const RandomStream& random) {
  HiddenMarkov model;
  model.initial = model.mean = model.standard_deviation = Vector(states);
  model.transition = Matrix(states, states);
  std::uint64_t at = 0;
  for (Index i = 0; i < states; ++i) {
    model.initial[i] = random.uniform(at++);
    model.mean[i] = 2 * random.uniform(at++);
    model.standard_deviation[i] = 0.3 + random.uniform(at++);
    for (Index j = 0; j < states; ++j) model.transition(i, j) = random.uniform(at++);
    model.transition.row(i) /= model.transition.row(i).sum();
  }
  model.initial /= model.initial.sum();
  return model;
}

std::vector<double> random_figures(std::size_t length, const RandomStream& random) {
  std::vector<double> x(length);
  for (std::size_t t = 0; t < length; ++t) x[t] = 3 * random.uniform(1000 + t) - 0.5;
  return x;
}

TEST(HiddenMarkov, ViterbiIsTheBestOfAllPaths) {
  for (std::uint64_t stream = 0; stream < 30; ++stream) {
    const RandomStream random(4, stream);
    const int states = 2 + static_cast<int>(stream % 3);
    const auto model = random_model(states, random);
    const auto x = random_figures(7, random);
    std::vector<int> best;
    double most = 0;
    each_path(states, x.size(), [&](const auto& path) {
      if (const double probability = probability_of(model, x, path); probability > most) {
        most = probability;
        best = path;
      }
    });
    EXPECT_EQ(viterbi_path(model, x), best) << stream;
  }
}

TEST(HiddenMarkov, ProbabilitiesAreSumsOverPaths) {
  for (std::uint64_t stream = 0; stream < 12; ++stream) {
    const RandomStream random(5, stream);
    const int states = 1 + static_cast<int>(stream % 4);
    const auto model = random_model(states, random);
    const auto x = random_figures(6, random);
    double total = 0;
    Matrix smoothed = Matrix::Zero(6, states);
    Vector last = Vector::Zero(states);
    each_path(states, x.size(), [&](const auto& path) {
      const double probability = probability_of(model, x, path);
      total += probability;
      for (std::size_t t = 0; t < x.size(); ++t) smoothed(static_cast<Index>(t), path[t]) += probability;
      last[path.back()] += probability;
    });
    double log_likelihood = 0;
    const auto filtered = filter_states(model, x, &log_likelihood);
    EXPECT_NEAR(log_likelihood, std::log(total), 1e-12 * std::abs(std::log(total)) + 1e-12);
    expect_near(filtered.probability.row(5), last.transpose() / total, 1e-12, "filtered");
    expect_near(smooth_states(model, x).probability, smoothed / total, 1e-12, "smoothed");
  }
}

TEST(HiddenMarkov, BearsFarOutFigures) {
  std::vector<double> x = mixtures_inputs().at("spread");
  const HiddenMarkov model = hidden_markov(x, {});
  x[100] = 1e90;
  x[101] = -1e90;
  for (const Matrix& probability :
       {filter_states(model, x).probability, smooth_states(model, x).probability}) {
    EXPECT_TRUE(probability.allFinite());
    EXPECT_LE((probability.rowwise().sum().array() - 1).abs().maxCoeff(), 1e-12);
  }
  const HiddenMarkov refitted = hidden_markov(x, {.states = 1});
  EXPECT_TRUE(std::isfinite(refitted.log_likelihood));
  x = mixtures_inputs().at("spread");
  x[100] = 40;
  EXPECT_TRUE(hidden_markov(x, {.states = 2}).smoothed.probability.allFinite());
}

TEST(HiddenMarkov, KeepsImpossibleStatesImpossible) {
  HiddenMarkov model = two_states(0, 100, 1, 1);
  model.initial = Vector{{1, 0}};
  const std::vector<double> x = {100, 100, 0};
  double log_likelihood = 0;
  expect_near(filter_states(model, x, &log_likelihood).probability, Matrix{{1, 0}, {1, 0}, {1, 0}}, 1e-15,
              "filtered");
  expect_near(smooth_states(model, x).probability, Matrix{{1, 0}, {1, 0}, {1, 0}}, 1e-15, "smoothed");
  EXPECT_NEAR(log_likelihood, -10000 - 1.5 * std::log(2 * std::acos(-1.0)), 1e-9);
  EXPECT_EQ(viterbi_path(model, x), (std::vector<int>{0, 0, 0}));
}

TEST(HiddenMarkov, IsInOrder) {
  const auto& x = mixtures_inputs().at("gz_spread");
  for (const int states : {2, 3, 4}) {
    const HiddenMarkov model = hidden_markov(x, {.states = states});
    for (Index i = 0; i < states; ++i) {
      EXPECT_TRUE(i == 0 || model.mean[i - 1] < model.mean[i]);
      EXPECT_NEAR(model.transition.row(i).sum(), 1, 1e-12);
      EXPECT_GE(model.transition.row(i).minCoeff(), 0);
      EXPECT_DOUBLE_EQ(model.expected_duration[i], 1 / (1 - model.transition(i, i)));
    }
    EXPECT_NEAR(model.initial.sum(), 1, 1e-12);
    EXPECT_NEAR(model.bic, -2 * model.log_likelihood + (states * states + 2 * states - 1) * std::log(600.0),
                1e-8);
  }
}

TEST(HiddenMarkov, ScalesWithTheFigures) {
  std::vector<double> x = mixtures_inputs().at("spread");
  const HiddenMarkov model = hidden_markov(x, {});
  for (auto& figure : x) figure = 1000 * figure - 7;
  const HiddenMarkov scaled = hidden_markov(x, {});
  expect_near(scaled.mean, Vector((1000 * model.mean).array() - 7), 1e-6, "mean");
  expect_near(scaled.transition, model.transition, 1e-6, "transition");
  EXPECT_NEAR(scaled.log_likelihood, model.log_likelihood - 600 * std::log(1000.0), 1e-6);
}

TEST(HiddenMarkov, SameBitsForAnyThreads) {
  const auto& x = mixtures_inputs().at("gz_spread");
  set_thread_count(1);
  const HiddenMarkov one = hidden_markov(x, {.states = 3});
  for (const int threads : {2, 3, 8}) {
    set_thread_count(threads);
    const HiddenMarkov many = hidden_markov(x, {.states = 3});
    EXPECT_EQ(one.log_likelihood, many.log_likelihood);
    EXPECT_EQ(one.transition, many.transition);
    EXPECT_EQ(one.mean, many.mean);
    EXPECT_EQ(one.smoothed.probability, many.smoothed.probability);
  }
  set_thread_count(0);
}

TEST(HiddenMarkov, OneStateIsNormal) {
  const auto& x = mixtures_inputs().at("unrate");
  const HiddenMarkov model = hidden_markov(x, {.states = 1});
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / 600;
  double variance = 0;
  for (const double figure : x) variance += (figure - mean) * (figure - mean) / 600;
  EXPECT_NEAR(model.mean[0], mean, 1e-12);
  EXPECT_NEAR(model.standard_deviation[0], std::sqrt(variance), 1e-12);
  EXPECT_NEAR(model.log_likelihood, -300 * (std::log(2 * std::acos(-1.0) * variance) + 1), 1e-8);
}

TEST(HiddenMarkov, ContinuesFromAModel) {
  HiddenMarkov truth = two_states(-0.5, 1, 0.7, 0.95);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto x = simulated(truth, 600, seed);
    const auto early = hidden_markov(std::span(x).first(300), {});
    const auto whole = hidden_markov(x, {});
    const auto model = hidden_markov_from(early, x, {.restarts = 3});
    EXPECT_NEAR(model.log_likelihood, whole.log_likelihood, 1e-4) << seed;
    EXPECT_NEAR(model.bic, whole.bic, 2e-4) << seed;
    expect_near(model.mean, whole.mean, 1e-3, "mean");
    expect_near(model.transition, whole.transition, 1e-3, "transition");
    EXPECT_NEAR(model.expected_duration[0], 1 / (1 - model.transition(0, 0)), 1e-9);
    EXPECT_EQ(model.filtered.probability.size(), 0);
    EXPECT_TRUE(model.viterbi.empty());
    // States that the model says are never left are left again when the figures say so.
    auto stuck = early;
    stuck.transition = Matrix::Identity(2, 2);
    EXPECT_NEAR(hidden_markov_from(stuck, x, {.restarts = 3}).log_likelihood, whole.log_likelihood, 1e-4)
        << seed;
  }
  // A start from which both states become the same is passed over for a fresh one.
  const auto x = simulated(truth, 600, 9);
  HiddenMarkov even = two_states(0, 0, 1, 0.5);
  EXPECT_NEAR(hidden_markov_from(even, x, {.restarts = 3}).log_likelihood,
              hidden_markov(x, {}).log_likelihood, 1e-3);
  EXPECT_EQ(refusal_of([&] { hidden_markov_from(even, std::vector<double>(100, 1.0), {}); }),
            ErrorCode::regression_no_variation);
  EXPECT_EQ(refusal_of([&] { hidden_markov_from(truth, x, {.most_iterations = 2, .tolerance = 1e-15}); }),
            ErrorCode::mixture_not_converged);
}

TEST(HiddenMarkov, Refuses) {
  const auto fit = [](std::vector<double> x, HiddenMarkovSettings settings = {}) {
    return refusal_of([&] { hidden_markov(x, settings); });
  };
  const auto good = mixtures_inputs().at("spread");
  auto missing = good, endless = good;
  missing[17] = std::nan("");
  endless[599] = -INFINITY;
  EXPECT_EQ(fit(missing), ErrorCode::regression_not_finite);
  EXPECT_EQ(fit(endless), ErrorCode::regression_not_finite);
  EXPECT_EQ(fit({}), ErrorCode::regression_too_few);
  EXPECT_EQ(fit(std::vector<double>(good.begin(), good.begin() + 19)), ErrorCode::regression_too_few);
  EXPECT_EQ(fit(std::vector<double>(100, 0.3)), ErrorCode::regression_no_variation);
  EXPECT_EQ(fit(good, {.states = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.states = 5}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.restarts = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.most_iterations = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(fit(good, {.tolerance = 0}), ErrorCode::regression_settings);
  const HiddenMarkov model = hidden_markov(good, {});
  EXPECT_EQ(refusal_of([&] { filter_states(model, missing); }), ErrorCode::regression_not_finite);
  EXPECT_EQ(filter_states(model, {}).probability.rows(), 0);
}

TEST(HiddenMarkov, RefusesCollapseAndSlowness) {
  std::vector<double> two_values;
  for (int t = 0; t < 200; ++t) two_values.push_back(t / 20 % 2);
  EXPECT_EQ(refusal_of([&] { hidden_markov(two_values, {}); }), ErrorCode::mixture_collapsed);
  EXPECT_EQ(refusal_of([] { hidden_markov(mixtures_inputs().at("spread"), {.most_iterations = 5}); }),
            ErrorCode::mixture_not_converged);
}

}  // namespace
}  // namespace rerate
