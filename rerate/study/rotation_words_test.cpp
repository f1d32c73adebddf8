// Behaviour -> test
//   the headline: who is favoured and avoided, how sure, what it earned, what luck makes of it .. Headline
//   a verdict for each way the tests can fall, and the lamp that goes with it ................... VerdictsAndLamps
//   both tests and StepM must convince ............................................................ OnlyBothConvince
//   figures that are missing are said to be, and turn no lamp ..................................... NotKnown
//   the luck panel in plain words, with and without variants ...................................... LuckInWords
//   facts: universe with late joiners, signals, score, portfolio, trading, costs ................... Facts
//   every rule, signal and way to weigh has words .................................................. EveryDefinitionHasWords
//   warnings only where there is reason ............................................................ Warnings
//   few sectors: no more favoured than half of them ................................................. FewSectors
#include "rerate/study/rotation_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "rerate/study/rotation_definition_words.h"
#include "rerate/study/rotation_findings_for_test.h"
#include "rerate/study/rotation_luck_words.h"

namespace rerate {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string fact(const RotationFindings& found, const std::string& label) {
  for (const auto& one : rotation_facts(found))
    if (one.label == label) return one.text;
  ADD_FAILURE() << "no fact " << label;
  return {};
}

TEST(RotationWords, Headline) {
  const SyntheticRotation synthetic;
  EXPECT_EQ(
      rotation_headline(synthetic.found),
      "At the end of Dec 2011 the model favours utilities (among the 2 best in 93% of redrawn pasts) and "
      "technology (73%) and avoids financials (among the 2 worst in 90% of redrawn pasts) and industrials "
      "(70%); following it over Feb 2001 to Dec 2011 would have earned 9.0% a year after costs, equal "
      "weights "
      "8.0% (Sharpe ratio 0.61 against 0.50): luck explains as much (SPA p = 0.31 for the best of 29 "
      "definitions, "
      "p = 0.62 for its own; deflated Sharpe ratio 41%).");
}

TEST(RotationWords, VerdictsAndLamps) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  const auto verdict = [&](LuckVerdict expected, Light::State state, const char* words) {
    EXPECT_EQ(luck_verdict(found), expected) << words;
    EXPECT_EQ(rotation_lights(found).at(0).state, state) << words;
    EXPECT_THAT(verdict_in_words(found), HasSubstr(words));
  };
  verdict(LuckVerdict::luck, Light::State::neutral, "luck explains as much (");
  found.luck.deflated = 0.97;
  verdict(LuckVerdict::cash_only, Light::State::neutral, "that it beat cash is no luck");
  synthetic.make_convincing();
  verdict(LuckVerdict::convinces, Light::State::good, "luck does not explain it");
  found.luck.deflated = 0.5;
  verdict(LuckVerdict::benchmark_only, Light::State::watch, "does not explain the lead on equal weights");
  found.benchmarks[0].relative.excess = -0.001;
  verdict(LuckVerdict::trailed, Light::State::stress, "it did not beat equal weights");
}

TEST(RotationWords, OnlyBothConvince) {
  SyntheticRotation synthetic;
  synthetic.make_convincing();
  synthetic.found.luck.own_adjusted_p = 0.2;  // some definition is better, but not the study's own
  EXPECT_EQ(luck_verdict(synthetic.found), LuckVerdict::cash_only);
}

TEST(RotationWords, NotKnown) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.luck.spa_p = kNone;
  EXPECT_EQ(luck_verdict(found), LuckVerdict::unknown);
  EXPECT_EQ(rotation_lights(found).at(0).state, Light::State::neutral);
  found.figures.sharpe = kNone;
  found.standings[0].among_best = kNone;
  const auto headline = rotation_headline(found);
  EXPECT_THAT(headline, Not(HasSubstr(" nan")));
  EXPECT_THAT(headline, HasSubstr("favours utilities and technology ("));  // how sure, where it is known
  EXPECT_THAT(headline, HasSubstr("Sharpe ratio not known against 0.50"));
  EXPECT_THAT(headline, HasSubstr("how much of it is luck cannot be told"));
  found.benchmarks.clear();
  EXPECT_THAT(rotation_headline(found), HasSubstr("9.0% a year after costs (Sharpe ratio not known)"));
  EXPECT_EQ(luck_verdict(found), LuckVerdict::unknown);
  for (const auto& paragraph : luck_in_words(found)) EXPECT_THAT(paragraph, Not(HasSubstr(" nan")));
}

TEST(RotationWords, LuckInWords) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  const auto paragraphs = luck_in_words(found);
  ASSERT_EQ(paragraphs.size(), 5u);
  EXPECT_THAT(paragraphs[0], HasSubstr("Luck explains as much"));
  EXPECT_THAT(paragraphs[1], HasSubstr("the best of 29 definitions"));
  EXPECT_THAT(paragraphs[1], HasSubstr("none of them are better at 5%"));
  EXPECT_THAT(
      paragraphs[2],
      HasSubstr("40 definitions were tried, 11 of them in earlier runs; the best of so many without any "
                "skill would be expected to show a Sharpe ratio of 0.17 a year over cash"));
  EXPECT_THAT(paragraphs[2], HasSubstr("above that is 41%; above zero, over 99%"));
  EXPECT_THAT(paragraphs[3], HasSubstr("in 55% of the ways to halve them"));
  EXPECT_THAT(paragraphs[4], HasSubstr("0.70, 0.40 and 0.30"));
  found.variant_runs.ran = {0};
  found.luck.trials = 1, found.luck.earlier = 0;
  found.luck.overfitting = kNone;
  found.luck.sharpe_of_thirds = {0.7, kNone, 0.3};
  const auto alone = luck_in_words(found);
  ASSERT_EQ(alone.size(), 3u);
  EXPECT_EQ(alone[1], "Luck alone would put it as far ahead of equal weights with p = 0.31.");
  EXPECT_EQ(alone[2],
            "One definition was tried; the probability that its true Sharpe ratio over cash is above zero is "
            "over 99%.");
  found.luck.better = 1;
  found.variant_runs.ran = {0, 1};
  EXPECT_THAT(luck_in_words(found)[1], HasSubstr("1 of them is better"));
}

TEST(RotationWords, Facts) {
  const SyntheticRotation synthetic;
  const auto& found = synthetic.found;
  EXPECT_THAT(fact(found, "Universe"),
              HasSubstr("5 sectors from Jan 2000 on, of which joined energy in Jan 2002"));
  EXPECT_EQ(fact(found, "Signals"),
            "12-1 momentum (return of the last 12 months without the newest one) and valuation (each sector "
            "against "
            "its own past, as z of all that was known, from 36 months on)");
  EXPECT_EQ(fact(found, "Score"), "z across the sectors, held at 3; signals weighed equally");
  EXPECT_EQ(fact(found, "Portfolio"), "the two best in equal parts, long only; decided each month");
  EXPECT_EQ(
      fact(found, "Trading"),
      "at the prices of the next month's end; 10 bp of the value traded, one way; holdings drift in between");
  EXPECT_THAT(fact(found, "Costs"),
              HasSubstr("turnover of 120% a year (one way) cost 1.30 pp of return a year"));
  EXPECT_THAT(fact(found, "Costs"), HasSubstr("gone at 23 bp"));
  EXPECT_THAT(fact(found, "Costs"), Not(HasSubstr("capital")));
  EXPECT_THAT(fact(found, "Benchmarks"), HasSubstr("the market (Feb 2001 to Jan 2011)"));
  EXPECT_THAT(fact(found, "Chances"), HasSubstr("1,000 times"));
}

TEST(RotationWords, EveryDefinitionHasWords) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  std::vector<std::string> told;
  for (const auto kind :
       {SignalKind::momentum, SignalKind::reversal, SignalKind::volatility, SignalKind::trend,
        SignalKind::own_history, SignalKind::figures, SignalKind::macro}) {
    found.definition.signals[0].kind = kind;
    told.push_back(signals_in_words(found));
  }
  EXPECT_THAT(told.back(), HasSubstr("betas on 10-year yield (ridge over 12 months)"));
  for (const auto rule :
       {PortfolioRule::top_k, PortfolioRule::rank_weighted, PortfolioRule::signal_proportional,
        PortfolioRule::minimum_variance, PortfolioRule::mean_variance_tilt}) {
    found.definition.portfolio.rule = rule;
    told.push_back(portfolio_in_words(found));
  }
  for (const auto weights : {SignalWeights::fixed, SignalWeights::equal, SignalWeights::inverse_variance,
                             SignalWeights::ridge, SignalWeights::elastic_net}) {
    found.definition.score.weights = weights;
    told.push_back(scoring_in_words(found));
  }
  std::sort(told.begin(), told.end());
  EXPECT_EQ(std::adjacent_find(told.begin(), told.end()), told.end());  // none like another

  found.definition.signals[0].sign = -1;
  found.definition.signals[0].weight = 2;
  found.definition.score.weights = SignalWeights::fixed;
  found.definition.only_above_zero = "momentum";
  found.definition.portfolio.tracking_error = 0.04;
  found.definition.portfolio.rebalance_months = 3;
  found.definition.trading.no_trade_band = 0.02;
  found.definition.trading.trade_lag = 0;
  EXPECT_THAT(signals_in_words(found), HasSubstr("; less is better; weight 2)"));
  EXPECT_THAT(portfolio_in_words(found), HasSubstr("tracking error of 4.0% a year at most"));
  EXPECT_THAT(portfolio_in_words(found),
              HasSubstr("each quarter; a sector whose 12-1 momentum is not above zero"));
  EXPECT_THAT(trading_in_words(found), HasSubstr("within 2 pp of their targets"));
  EXPECT_THAT(trading_in_words(found), HasSubstr("at the closing prices that decide"));
}

TEST(RotationWords, Warnings) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  const auto usual = rotation_warnings(found);
  ASSERT_EQ(usual.size(), 3u);  // what is always so here
  EXPECT_THAT(usual,
              Contains("Some sectors joined later: energy in Jan 2002. Before, the best were chosen among "
                       "fewer."));
  EXPECT_THAT(usual, Contains(HasSubstr("Prices are monthly")));
  SyntheticRotation silent;
  for (auto& one : silent.found.standings) one.contribution[1] = 0;
  const auto alike =
      "Valuation tells no sector from another at the end of Dec 2011: its figures are all alike.";
  EXPECT_THAT(rotation_warnings(silent.found), Contains(alike));
  for (auto& one : silent.found.standings) one.figure[1] = kNone;  // of what has none the findings tell
  EXPECT_THAT(rotation_warnings(silent.found), Not(Contains(alike)));

  found.warnings = {"first"};
  found.compared = 80;
  found.definition.trading.trade_lag = 0;
  found.definition.trading.cost_rate = 0;
  found.definition.score.horizon = 3;
  found.may_show_all = false;
  synthetic.request.cash.reset();
  const auto all = rotation_warnings(found);
  EXPECT_EQ(all.front(), "first");
  for (const char* words : {"80 of the 131 months", "80 months are few", "which nobody who reads them can do",
                            "taken to cost nothing", "No cash rate is given", "Returns over 3 months overlap",
                            "may not be republished"})
    EXPECT_THAT(all, Contains(HasSubstr(words)));

  SyntheticRotation daily;
  daily.found.panel.grid = Frequency::daily;
  daily.found.panel.month_price.col(4).setConstant(100);
  daily.found.variant_runs = {};
  EXPECT_THAT(rotation_warnings(daily.found), IsEmpty());
}

TEST(RotationWords, FewSectors) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.best = 4;
  EXPECT_THAT(rotation_headline(found), HasSubstr("favours utilities (among the 4 best"));
  EXPECT_THAT(rotation_headline(found), Not(HasSubstr("energy")));  // it is neither
  found.standings.resize(1);
  EXPECT_THAT(rotation_headline(found), HasSubstr("too few sectors have a score"));
  found.standings.clear();
  EXPECT_THAT(rotation_headline(found), HasSubstr("too few sectors have a score"));
}

}  // namespace
}  // namespace rerate
