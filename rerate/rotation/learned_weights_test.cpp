// Behaviour -> test
//   ridge weights are those of ridge() on the outcomes known by the month              -> RidgeOfWhatWasKnown
//   net weights are those of elastic_net_choice() on them                              -> NetOfWhatWasKnown
//   a planted signal gets the weight, with a sign, and signals without skill get little -> PlantedSignal
//   a net leaves out what does not predict; when nothing is left weights are equal     -> NetLeavesOut
//   the steadier of two signals weighs by the inverse of its variance                  -> InverseVariance
//   the first fit waits for the outcomes, later ones come every so many months         -> Schedule
//   outcomes that come later do not change a weight                                    -> NothingKnownLater
//   too short a past leaves weights equal                                              -> TooShort
//   settings out of range are refused                                                  -> SettingsOutOfRange
#include "rerate/rotation/learned_weights.h"

#include <array>

#include "rerate/regression/elastic_net_choice.h"
#include "rerate/regression/ridge.h"
#include "rerate/rotation/earned_returns.h"
#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

constexpr Index kMonths = 300, kSectors = 8, kSignals = 3;

// Standings of which the first says `strength` (of a standard deviation) of the next month's return.
struct Simulated {
  std::vector<Matrix> standings;
  SectorPanel panel;

  explicit Simulated(double strength, std::uint64_t stream = 60, Index months = kMonths) {
    for (std::uint64_t s = 0; s < kSignals; ++s)
      standings.push_back(cross_section(noise(stream + s, months, kSectors), CrossSection::z_score, 3));
    Matrix returns = noise(stream + 9, months, kSectors, 0.04);
    for (Index m = 1; m < months; ++m) returns.row(m) += 0.04 * strength * standings[0].row(m - 1);
    panel = monthly_panel(prices_from(returns));
  }
  Scores scores(const ScoreSettings& settings) const {
    return combine(panel, standings, std::vector<double>(kSignals, 1), settings);
  }
};

ScoreSettings learning(SignalWeights kind) {
  ScoreSettings settings;
  settings.weights = kind;
  return settings;
}

struct Pool {
  Vector y;
  Design design;
  std::vector<Index> first_row;
};

// Rows of the decisions whose outcomes were known at the end of month m.
Pool known_by(const Simulated& of, const ScoreSettings& settings, Index m) {
  const Matrix earned = earned_returns(of.panel, settings.trade_lag, settings.horizon);
  const Index decisions = m - settings.trade_lag - settings.horizon - settings.embargo + 1;
  Pool pool;
  pool.design.names = {"one", "two", "three"};
  pool.y.resize(decisions * kSectors);
  pool.design.x.resize(pool.y.size(), kSignals);
  for (Index d = 0, row = 0; d < decisions; ++d) {
    pool.first_row.push_back(row);
    for (Index i = 0; i < kSectors; ++i, ++row) {
      pool.y[row] = earned(d, i);
      for (Index s = 0; s < kSignals; ++s)
        pool.design.x(row, s) = of.standings[static_cast<std::size_t>(s)](d, i);
    }
  }
  return pool;
}

void expect_weights(const Matrix& weight, Index m, const Vector& coefficients, double tolerance) {
  const Vector expected = coefficients / coefficients.cwiseAbs().sum();
  for (Index s = 0; s < expected.size(); ++s) EXPECT_NEAR(weight(m, s), expected[s], tolerance) << m;
}

TEST(LearnedWeights, RidgeOfWhatWasKnown) {
  const Simulated simulated(0.1);
  auto settings = learning(SignalWeights::ridge);
  settings.penalty = 0.3;
  for (const auto& [lag, horizon, embargo] :
       {std::array{0, 1, 0}, std::array{1, 1, 0}, std::array{1, 3, 2}}) {
    settings.trade_lag = lag, settings.horizon = horizon, settings.embargo = embargo;
    const auto found = simulated.scores(settings);
    ASSERT_GT(found.refitted.size(), 10u);
    for (const Index m : found.refitted) {
      const auto pool = known_by(simulated, settings, m);
      expect_weights(found.weight, m, ridge(pool.y, pool.design, 0.3).coefficients, 1e-10);
    }
  }
}

TEST(LearnedWeights, NetOfWhatWasKnown) {
  const Simulated simulated(0.3);
  auto settings = learning(SignalWeights::elastic_net);
  settings.horizon = 3, settings.embargo = 1;
  const auto found = simulated.scores(settings);
  ASSERT_GT(found.refitted.size(), 10u);
  std::size_t compared = 0;
  for (const Index m : found.refitted) {
    const auto pool = known_by(simulated, settings, m);
    NetChoiceSettings choice;
    choice.embargo = 3;
    const auto fit = elastic_net_choice(pool.y, pool.design, pool.first_row, choice).fit;
    if (fit.coefficients.cwiseAbs().sum() == 0) continue;
    expect_weights(found.weight, m, fit.coefficients, 1e-9);
    ++compared;
  }
  EXPECT_GT(compared, 5u);
}

TEST(LearnedWeights, PlantedSignal) {
  for (const auto kind : {SignalWeights::ridge, SignalWeights::elastic_net}) {
    for (const double strength : {0.3, -0.3}) {
      const auto weight = Simulated(strength).scores(learning(kind)).weight;
      EXPECT_GT(weight(kMonths - 1, 0) * (strength > 0 ? 1 : -1), 0.8) << to_string(kind);
      EXPECT_LT(std::fabs(weight(kMonths - 1, 1)), 0.15);
      EXPECT_LT(std::fabs(weight(kMonths - 1, 2)), 0.15);
      EXPECT_NEAR(weight.row(kMonths - 1).cwiseAbs().sum(), 1, 1e-15);
    }
  }
  // Of signals without skill none is favoured over many simulations.
  Vector mean = Vector::Zero(kSignals);
  for (std::uint64_t run = 0; run < 40; ++run)
    mean += Simulated(0, 1000 + 20 * run, 120).scores(learning(SignalWeights::ridge)).weight.row(119) / 40;
  EXPECT_LT(mean.cwiseAbs().maxCoeff(), 0.25);
}

TEST(LearnedWeights, NetLeavesOut) {
  int exact_zeros = 0, equal = 0;
  for (std::uint64_t run = 0; run < 10; ++run) {
    const auto planted = Simulated(0.5, 3000 + 20 * run).scores(learning(SignalWeights::elastic_net)).weight;
    EXPECT_GT(planted(kMonths - 1, 0), 0.8);
    for (Index s = 1; s < kSignals; ++s) exact_zeros += planted(kMonths - 1, s) == 0 ? 1 : 0;
    const auto null = Simulated(0, 5000 + 20 * run).scores(learning(SignalWeights::elastic_net)).weight;
    equal += (null.row(kMonths - 1).array() == 1.0 / 3).all() ? 1 : 0;
  }
  EXPECT_GT(exact_zeros, 3);
  EXPECT_GT(equal, 2);
}

TEST(LearnedWeights, InverseVariance) {
  const Simulated simulated(1.5);  // steady where it is strong
  const auto settings = learning(SignalWeights::inverse_variance);
  const auto found = simulated.scores(settings);
  const Index m = found.refitted.back();
  Vector expected(kSignals);
  for (Index s = 0; s < kSignals; ++s) {
    auto known = rank_correlations(simulated.panel, simulated.standings[static_cast<std::size_t>(s)], 0, 1);
    known.resize(static_cast<std::size_t>(m));  // decisions of 0 .. m - 1
    const Eigen::Map<const Vector> all(known.data(), m);
    expected[s] = static_cast<double>(m - 1) / (all.array() - all.mean()).square().sum();
  }
  expect_weights(found.weight, m, expected, 1e-12);
  EXPECT_GT(found.weight(m, 0), 2 * found.weight(m, 1));
}

TEST(LearnedWeights, Schedule) {
  Simulated simulated(0.2);
  simulated.standings[1].topRows(20).setConstant(kNone);  // a signal that begins later holds the first fit up
  auto settings = learning(SignalWeights::ridge);
  settings.first_window = 40, settings.refit_every = 7;
  settings.trade_lag = 1, settings.horizon = 2, settings.embargo = 3;
  const auto found = simulated.scores(settings);
  // The 40th decision of the second signal is that of month 59; its outcome may be read 6 months later.
  ASSERT_EQ(found.refitted.front(), 65);
  for (std::size_t i = 1; i < found.refitted.size(); ++i)
    EXPECT_EQ(found.refitted[i], found.refitted[i - 1] + 7);
  for (Index m = 0; m < 65; ++m) EXPECT_EQ(found.weight(m, 0), 1.0 / 3);
  EXPECT_NE(found.weight(65, 0), 1.0 / 3);
  EXPECT_EQ(found.weight(71, 0), found.weight(65, 0));
  EXPECT_NE(found.weight(72, 0), found.weight(65, 0));
}

TEST(LearnedWeights, NothingKnownLater) {
  const Simulated simulated(0.5);
  for (const auto kind :
       {SignalWeights::inverse_variance, SignalWeights::ridge, SignalWeights::elastic_net}) {
    auto settings = learning(kind);
    settings.horizon = 3;
    const auto before = simulated.scores(settings);
    const Index m = before.refitted[5];
    auto changed = simulated;
    Matrix price = changed.panel.price;
    for (Index later = m + 1; later < kMonths; ++later)
      price.row(later) *= 1 + 0.1 * static_cast<double>(later % 3);
    price.bottomRows(kMonths - m - 1).leftCols(3) *= 2;
    changed.panel = monthly_panel(price);
    const auto after = changed.scores(settings);
    EXPECT_EQ((after.weight.topRows(m + 1) - before.weight.topRows(m + 1)).cwiseAbs().maxCoeff(), 0);
    EXPECT_GT((after.weight - before.weight).cwiseAbs().maxCoeff(), 0) << to_string(kind);
    // A price that is known in month m does change them.
    price = simulated.panel.price;
    for (Index i = 0; i < kSectors; ++i) price(m, i) *= 10 + 3 * simulated.standings[1](m - 3, i);
    changed.panel = monthly_panel(price);
    EXPECT_NE(changed.scores(settings).weight.row(m), before.weight.row(m)) << to_string(kind);
  }
}

TEST(LearnedWeights, TooShort) {
  const Simulated simulated(0.2, 60, 60);
  for (const auto kind :
       {SignalWeights::inverse_variance, SignalWeights::ridge, SignalWeights::elastic_net}) {
    const auto found = simulated.scores(learning(kind));
    EXPECT_TRUE(found.refitted.empty());
    EXPECT_TRUE((found.weight.array() == 1.0 / 3).all());
  }
  // Folds that need more than the first window wait for it: 6 pieces of 12 + 2 months.
  auto settings = learning(SignalWeights::elastic_net);
  settings.horizon = 12, settings.trade_lag = 1;
  EXPECT_EQ(Simulated(0.2).scores(settings).refitted.front(), 6 * (12 + 2) - 1 + 13);
}

TEST(LearnedWeights, SettingsOutOfRange) {
  const Simulated simulated(0.2, 60, 80);
  const auto refused = [&](SignalWeights kind, auto&& change, ErrorCode code) {
    auto settings = learning(kind);
    change(settings);
    EXPECT_EQ(failure_of([&] { simulated.scores(settings); }).code, code);
  };
  const auto wrong = ErrorCode::rotation_weights;
  refused(
      SignalWeights::ridge, [](auto& s) { s.first_window = 11; }, wrong);
  refused(
      SignalWeights::ridge, [](auto& s) { s.refit_every = 0; }, wrong);
  refused(
      SignalWeights::inverse_variance, [](auto& s) { s.horizon = 0; }, wrong);
  refused(
      SignalWeights::ridge, [](auto& s) { s.embargo = -1; }, wrong);
  refused(
      SignalWeights::ridge, [](auto& s) { s.embargo = 2'000'000'000; }, wrong);
  refused(
      SignalWeights::elastic_net, [](auto& s) { s.folds = 0; }, wrong);
  refused(
      SignalWeights::ridge, [](auto& s) { s.penalty = 0; }, ErrorCode::regression_settings);
  refused(
      SignalWeights::elastic_net, [](auto& s) { s.net_share = 1.5; }, ErrorCode::regression_settings);
}

}  // namespace
}  // namespace rerate
