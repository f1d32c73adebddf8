// The text of a definition, for the ledger of trials: behaviour -> test
//   another universe, start, cash or benchmark is another definition          -> UniverseCounts
//   names and titles of signals say nothing                                   -> NamesSayNothing
//   of a single signal weights that are not learned are one                   -> WeightsOfOneSignal
//   only what a kind reads is in it                                           -> OnlyWhatIsRead
//   the signal that cash is decided by is in it, not its name                 -> FilterByItsSignal
#include <gtest/gtest.h>

#include "rerate/rotation/rotation.h"

namespace rerate {
namespace {

RotationDefinition two_signals() {
  RotationDefinition definition;
  SignalDefinition momentum, trend;
  momentum.name = "momentum";
  trend.name = "trend";
  trend.kind = SignalKind::trend;
  trend.months = 10;
  definition.signals = {momentum, trend};
  definition.universe = "universe [a] [b] against equal weights";
  return definition;
}

TEST(RotationText, UniverseCounts) {
  const auto own = text_of(two_signals());
  auto other = two_signals();
  other.universe = "universe [a] [b] from 1990-01-01 against equal weights";
  EXPECT_NE(text_of(other), own);
  EXPECT_EQ(text_of(two_signals()), own);
}

TEST(RotationText, NamesSayNothing) {
  auto renamed = two_signals();
  renamed.signals[0].name = "winners";
  renamed.signals[0].title = "what went up";
  EXPECT_EQ(text_of(renamed), text_of(two_signals()));
  renamed.signals[0].skip = 0;
  EXPECT_NE(text_of(renamed), text_of(two_signals()));
}

TEST(RotationText, WeightsOfOneSignal) {
  auto one = two_signals();
  one.signals.pop_back();
  const auto equal = text_of(one);
  one.signals[0].weight = 3;
  one.score.weights = SignalWeights::fixed;
  EXPECT_EQ(text_of(one), equal);
  one.score.weights = SignalWeights::inverse_variance;
  EXPECT_EQ(text_of(one), equal);
  one.score.weights = SignalWeights::ridge;
  EXPECT_NE(text_of(one), equal);
  auto two = two_signals();
  two.score.weights = SignalWeights::fixed;
  const auto fixed = text_of(two);
  two.signals[0].weight = 3;
  EXPECT_NE(text_of(two), fixed);
}

TEST(RotationText, OnlyWhatIsRead) {
  auto definition = two_signals();
  definition.signals[1].skip = 7;  // a trend has none
  definition.signals[0].penalty = 9;
  definition.portfolio.tracking_error = 0.04;  // not of top_k
  definition.trading.capital = 1e9;            // without an impact
  EXPECT_EQ(text_of(definition), text_of(two_signals()));
  definition.portfolio.rule = PortfolioRule::mean_variance_tilt;
  const auto tilt = text_of(definition);
  definition.portfolio.tracking_error = 0.05;
  EXPECT_NE(text_of(definition), tilt);
}

TEST(RotationText, FilterByItsSignal) {
  auto one = two_signals(), other = two_signals();
  one.only_above_zero = "trend";
  EXPECT_NE(text_of(one), text_of(two_signals()));
  other.signals[1].name = other.only_above_zero = "above_its_mean";
  EXPECT_EQ(text_of(one), text_of(other));
  other.only_above_zero = "momentum";
  EXPECT_NE(text_of(one), text_of(other));
}

}  // namespace
}  // namespace rerate
