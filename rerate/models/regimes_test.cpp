// Behaviour -> test
//   three views of one economy find its states                                  -> FindsTheStates
//   figures that become known later change nothing that was told before         -> DoesNotLookAhead
//   a figure counts from the day it was published                               -> CountsFromPublication
//   states of the chain stand in the month in which the figure was read         -> ChainStandsWhereItWasRead
//   months without all features have no regime; a series that ends ends them    -> EndsWithItsFeatures
//   works without a model and without a benchmark                               -> WithoutModelAndBenchmark
//   same bits for any number of threads                                         -> SameBitsForAnyThreads
//   mistakes, each at its place                                                 -> MistakesHavePlaces
#include "rerate/models/regimes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/models/regimes_for_test.h"

namespace rerate {
namespace {

TEST(Regimes, FindsTheStates) {
  const auto economy = make_economy();
  const auto found = find_regimes(question_on(economy));
  int right = 0, told = 0;
  for (std::size_t t = 140; t < found.clustered.state.size(); ++t) {
    ASSERT_GE(found.clustered.state[t], 0) << t;
    // Activity is that of the month before: months in which the state changed may be told either way.
    if (economy.state[t] != economy.state[t - 1]) continue;
    right += found.clustered.state[t] == economy.state[t];
    ++told;
  }
  EXPECT_GT(right, 0.95 * told);
  EXPECT_EQ(found.clustered.mean_z.rows(), 3);
  EXPECT_LT(found.clustered.mean_z(0, 0), found.clustered.mean_z(2, 0));
  EXPECT_GT(found.clustered.mean_z(0, 1), found.clustered.mean_z(2, 1));  // the spread is wide in slumps
  Index months = 0, spells = 0;
  for (int state = 0; state < 3; ++state) {
    months += found.clustered.months_in(state);
    spells += found.clustered.spells_of(state);
  }
  EXPECT_EQ(months, found.clustered.months());
  EXPECT_EQ(spells, static_cast<Index>(found.clustered.spells.size()));
  // Small caps were made to gain 1% a month for every step from slump to expansion; regimes are told a little late.
  const auto& apart =
      found.returns.views[1].difference[static_cast<std::size_t>(RegimeReturn::relative_month)];
  EXPECT_LT(apart.low, 2);
  EXPECT_GT(apart.low, 0.8);
  EXPECT_NEAR(apart.mean, 1.7, 0.5);
  EXPECT_EQ(found.returns.views.size(), 3u);
}

// Everything that becomes known after `day`, replaced by something else; prices after it, too.
void change_later(Economy& economy, Date day) {
  for (auto* series : {&economy.activity, &economy.spread, &economy.small, &economy.large})
    for (std::size_t i = 0; i < series->size(); ++i)
      if (series->known_at[i] > day) series->value[i] = 3 * series->value[i] + 5 * static_cast<double>(i % 3);
}

TEST(Regimes, DoesNotLookAhead) {
  for (const auto method : {ClusterMethod::k_means, ClusterMethod::gaussian_mixture})
    for (const std::int32_t until : {150, 222, 301}) {
      const auto economy = make_economy(2);
      auto other = economy;
      change_later(other, last_day({Frequency::monthly, until}));
      auto question = question_on(economy), changed_question = question_on(other);
      question.clusters.method = changed_question.clusters.method = method;
      const auto whole = find_regimes(question), changed = find_regimes(changed_question);
      for (std::size_t row = 0; row <= static_cast<std::size_t>(until); ++row) {
        EXPECT_EQ(whole.clustered.state[row], changed.clustered.state[row]) << until << " " << row;
        EXPECT_EQ(whole.scored.state[row], changed.scored.state[row]) << until << " " << row;
        EXPECT_EQ(whole.chain->states.state[row], changed.chain->states.state[row]) << until << " " << row;
        const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
        EXPECT_TRUE(same(whole.score[row], changed.score[row])) << until << " " << row;
        EXPECT_TRUE(same(whole.probability[row], changed.probability[row])) << until << " " << row;
        EXPECT_TRUE(same(whole.chain->filtered[row], changed.chain->filtered[row])) << until << " " << row;
      }
      // An earlier as-of date gives the same up to it.
      question.as_of = last_day({Frequency::monthly, until});
      const auto earlier = find_regimes(question);
      ASSERT_EQ(earlier.clustered.state.size(), static_cast<std::size_t>(until) + 1);
      for (std::size_t row = 0; row < earlier.clustered.state.size(); ++row)
        EXPECT_EQ(whole.clustered.state[row], earlier.clustered.state[row]) << until << " " << row;
    }
}

TEST(Regimes, CountsFromPublication) {
  auto economy = make_economy(3);
  const auto before = find_regimes(question_on(economy));
  // Had activity come out half a year late, nothing would be known in time.
  for (auto& day : economy.activity.known_at) day = day + 180;
  auto question = question_on(economy);
  try {
    find_regimes(question);
    ADD_FAILURE() << "nothing was refused";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::regimes_window);
  }
  // A week and a half earlier it is read a month sooner.
  economy = make_economy(3);
  for (auto& day : economy.activity.known_at) day = day - 16;
  const auto after = find_regimes(question_on(economy));
  EXPECT_EQ(after.panel.complete.front(), before.panel.complete.front() - 1);
  EXPECT_DOUBLE_EQ(after.panel.z(199, 0), before.panel.z(200, 0));
}

TEST(Regimes, ChainStandsWhereItWasRead) {
  const auto economy = make_economy(4);
  const auto found = find_regimes(question_on(economy));
  const auto& chain = *found.chain;
  EXPECT_EQ(chain.row.front(), 1);  // January is read at the end of February
  EXPECT_EQ(chain.row.size(), 359u);
  EXPECT_EQ(chain.viterbi[0], -1);
  EXPECT_TRUE(std::isnan(chain.filtered[96]));  // ninety-six figures behind the first model
  EXPECT_FALSE(std::isnan(chain.filtered[97]));
  int right = 0, told = 0;
  for (std::size_t t = 97; t < 360; ++t) {
    if (economy.state[t - 1] == 1) continue;
    right += (chain.filtered[t] > 0.5) == (economy.state[t - 1] == 2);
    ++told;
  }
  EXPECT_GT(right, 0.9 * told);
}

TEST(Regimes, EndsWithItsFeatures) {
  auto economy = make_economy(5);
  auto& spread = economy.spread;
  spread.ordinal.resize(300);
  spread.value.resize(300);
  spread.known_at.resize(300);
  const auto found = find_regimes(question_on(economy));
  EXPECT_EQ(found.panel.month(*found.clustered.last).ordinal, 301);  // two months after its last figure
  EXPECT_EQ(found.panel.month(*found.scored.last).ordinal, 301);
  EXPECT_EQ(found.clustered.state.back(), -1);
  EXPECT_EQ(found.panel.month(*found.chain->states.last).ordinal, 359);
}

TEST(Regimes, WithoutModelAndBenchmark) {
  const auto economy = make_economy(6);
  auto question = question_on(economy);
  question.chain = nullptr;
  question.benchmark = nullptr;
  const auto found = find_regimes(question);
  EXPECT_FALSE(found.chain);
  ASSERT_EQ(found.returns.views.size(), 2u);
  const auto& means = found.returns.views[1].by_state[2];
  EXPECT_TRUE(std::isfinite(means[static_cast<std::size_t>(RegimeReturn::month)].mean));
  EXPECT_TRUE(std::isnan(means[static_cast<std::size_t>(RegimeReturn::relative_month)].mean));
}

TEST(Regimes, SameBitsForAnyThreads) {
  const auto economy = make_economy(7);
  set_thread_count(1);
  const auto one = find_regimes(question_on(economy));
  set_thread_count(0);
  const auto other = find_regimes(question_on(economy));
  EXPECT_EQ(one.clustered.state, other.clustered.state);
  EXPECT_EQ(one.chain->smoothed.back(), other.chain->smoothed.back());
  EXPECT_EQ(one.returns.views[1].difference[0].low, other.returns.views[1].difference[0].low);
}

std::string refusal(const RegimesQuestion& question) {
  try {
    find_regimes(question);
  } catch (const UserError& error) {
    return fmt::format("{} line {}", describe(error.failure().code).symbol, error.failure().place.line);
  }
  return "nothing";
}

TEST(Regimes, MistakesHavePlaces) {
  const auto economy = make_economy(8);
  const auto usual = question_on(economy);
  auto question = usual;
  question.clusters.first_window = 400;
  EXPECT_EQ(refusal(question), "regimes_window line 7");
  question = usual;
  question.clusters.clusters = 9;
  EXPECT_EQ(refusal(question), "regression_settings line 7");
  auto flat = monthly_series("flat", Kind::rate);
  for (int t = 0; t < kEconomyMonths; ++t) flat.append(t, 1, last_day({Frequency::monthly, t}));
  question = usual;
  question.chain = &flat;
  EXPECT_EQ(refusal(question), "regression_no_variation line 8");
  question = usual;
  question.features[1].series = &flat;
  EXPECT_EQ(refusal(question), "regimes_feature line 6");
  // It swings between two values. After an odd number of months half of them are the median, and it has no standing; after
  // an even number it is at its second value, and stands where it stood.
  auto swinging = monthly_series("swinging", Kind::rate);
  for (int t = 0; t < kEconomyMonths; ++t) swinging.append(t, t % 2, last_day({Frequency::monthly, t}));
  question = usual;
  question.features[1].series = &swinging;
  EXPECT_EQ(refusal(question), "regimes_feature line 6");
  auto daily = economy.small;
  daily.type.frequency = Frequency::daily;
  question = usual;
  question.asset = &daily;
  EXPECT_EQ(refusal(question), "event_frequency line 9");
  question = usual;
  question.chain = &daily;
  EXPECT_EQ(refusal(question), "event_frequency line 8");
  auto early = economy.small;
  early.ordinal.resize(50);
  early.value.resize(50);
  early.known_at.resize(50);
  question = usual;
  question.asset = &early;
  question.chain = nullptr;
  question.clusters.first_window = 60;
  EXPECT_EQ(refusal(question), "nothing");  // the score begins before the prices end
  for (auto& month : early.ordinal) month -= 40;
  EXPECT_EQ(refusal(question), "regimes_returns line 9");
}

}  // namespace
}  // namespace rerate
