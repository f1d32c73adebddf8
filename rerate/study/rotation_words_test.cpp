// Behaviour -> test
//   the headline: who is favoured and avoided, how sure, what it earned, what luck makes of it .. Headline
//   a verdict for each way the tests can fall, and the lamp that goes with it ................... VerdictsAndLamps
//   both tests and StepM must convince ............................................................ OnlyBothConvince
//   figures that are missing are said to be, and turn no lamp ..................................... NotKnown
//   the luck panel in plain words, with and without variants ...................................... LuckInWords
//   facts: universe with late joiners, signals, score, portfolio, trading, costs ................... Facts
//   every rule, signal and way to weigh has words .................................................. EveryDefinitionHasWords
//   12-1 momentum is named where it earned more, once ................................................ MomentumThatDidBetter
//   other months than the headline's are told .......................................................... MonthsOfTheTests
//   one verdict around a half .......................................................................... Overfitting
//   probabilities alike, and never certain ............................................................. ChancesAlike
//   few sectors: no more favoured than half of them ................................................. FewSectors
#include "rerate/study/rotation_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "rerate/study/rotation_definition_words.h"
#include "rerate/study/rotation_findings_for_test.h"
#include "rerate/study/rotation_luck_words.h"
#include "rerate/study/rotation_titles.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string fact(const RotationFindings& found, const std::string& label) {
  for (const auto& one : rotation_facts(found))
    if (one.label == label) return one.text;
  ADD_FAILURE() << "no fact " << label;
  return {};
}

TEST(RotationWords, Headline) {
  SyntheticRotation synthetic;
  EXPECT_EQ(rotation_headline(synthetic.found),
            "In Dec 2011 the model favours utilities (93%) and technology (73%) and avoids financials (90%) "
            "and industrials (70%) (share of redrawn pasts that agree); since Feb 2001 it earned 9.0% a year "
            "after costs, equal weights 8.0%, 12-1 momentum 9.4%: luck explains as much (SPA p = 0.31, StepM "
            "p = 0.62).");
  synthetic.found.standings[0].among_best = 1;  // of draws: never certain
  EXPECT_THAT(rotation_headline(synthetic.found), HasSubstr("utilities (over 99%)"));
}

TEST(RotationWords, MomentumThatDidBetter) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  auto& momentum = found.benchmarks[2];
  momentum.returns.assign(momentum.returns.size(), 0.008);  // 1.008^12 - 1
  EXPECT_THAT(rotation_headline(found), HasSubstr("equal weights 8.0%, 12-1 momentum 10.0%: luck"));
  found.figures.cagr = 0.11;  // more than momentum
  EXPECT_THAT(rotation_headline(found), Not(HasSubstr("momentum")));
  found.figures.cagr = 0.09;
  found.compared -= 1;
  momentum.returns[0] = kNone;  // not over the same months
  EXPECT_THAT(rotation_headline(found), Not(HasSubstr("momentum")));
  momentum.figures.cagr = 0.104, momentum.first = 1, momentum.months = 130;
  EXPECT_THAT(rotation_headline(found),
              HasSubstr("12-1 momentum 10.4% (since Mar 2001, the model 9.0%): luck"));
  found.benchmarks = {RotationBenchmark(momentum)};  // the headline's own is told once
  const auto alone = rotation_headline(found);
  EXPECT_THAT(alone, HasSubstr("over Feb 2001 to Nov 2011 it earned"));  // not up to the newest month
  EXPECT_EQ(alone.find("12-1 momentum"), alone.rfind("12-1 momentum"));
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
  found.luck.deflated = 0.999;  // the premium of any holder of stocks changes nothing
  verdict(LuckVerdict::luck, Light::State::neutral, "luck explains as much (");
  synthetic.make_convincing();
  found.luck.deflated = 0.5;
  verdict(LuckVerdict::convinces, Light::State::good, "luck does not explain the lead (");
  found.luck.deflated_lead = 0.5;
  verdict(LuckVerdict::in_part, Light::State::watch,
          "in part (SPA p = 0.010, StepM p = 0.020, but deflated lead 50%)");
  found.benchmarks[0].relative.excess = -0.001;
  verdict(LuckVerdict::trailed, Light::State::stress, "it did not beat equal weights");
}

TEST(RotationWords, OnlyBothConvince) {
  SyntheticRotation synthetic;
  synthetic.make_convincing();
  synthetic.found.luck.own_adjusted_p = 0.2;  // some definition is better, but not the study's own
  EXPECT_EQ(luck_verdict(synthetic.found), LuckVerdict::luck);
}

TEST(RotationWords, NotKnown) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.luck.spa_p = kNone;
  EXPECT_EQ(luck_verdict(found), LuckVerdict::unknown);
  EXPECT_EQ(rotation_lights(found).at(0).state, Light::State::neutral);
  found.figures.cagr = kNone;
  found.standings[0].among_best = kNone;
  const auto headline = rotation_headline(found);
  EXPECT_THAT(headline, Not(HasSubstr(" nan")));
  EXPECT_THAT(headline, HasSubstr("favours utilities and technology (73%)"));  // how sure, where it is known
  EXPECT_THAT(headline, HasSubstr("it earned not known a year"));
  EXPECT_THAT(headline, HasSubstr("how much of it is luck cannot be told"));
  found.benchmarks.clear();
  EXPECT_THAT(rotation_headline(found), HasSubstr("a year after costs: how much"));
  EXPECT_EQ(luck_verdict(found), LuckVerdict::unknown);
  for (const auto& paragraph : luck_in_words(found)) EXPECT_THAT(paragraph, Not(HasSubstr(" nan")));
}

TEST(RotationWords, LuckInWords) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  const auto paragraphs = luck_in_words(found);
  ASSERT_EQ(paragraphs.size(), 4u);
  EXPECT_THAT(paragraphs[0],
              HasSubstr("Luck alone would put the best of 29 definitions as far ahead of equal weights"));
  EXPECT_THAT(paragraphs[0], HasSubstr("none of them are better at 5%"));
  EXPECT_THAT(paragraphs[0], HasSubstr("months drawn in blocks of 4.5 on average"));
  EXPECT_EQ(paragraphs[1],
            "40 definitions were tried, 11 of them in earlier runs. The probability that the study's own "
            "lead on equal weights is "
            "truly more than the best of so many would show without any skill is 35% (deflated lead).");
  EXPECT_THAT(paragraphs[2], HasSubstr("in 55% of the ways to halve them"));
  EXPECT_EQ(paragraphs[3], "Sharpe ratio by thirds of Feb 2001 to Dec 2011: 0.70, 0.40 and 0.30.");
  found.variant_runs.ran = {0};
  found.luck.trials = 1, found.luck.earlier = 0;
  found.luck.overfitting = kNone;
  found.luck.sharpe_of_thirds = {0.7, kNone, 0.3};
  const auto alone = luck_in_words(found);
  ASSERT_EQ(alone.size(), 2u);
  EXPECT_EQ(alone[0],
            "Luck alone would put it as far ahead of equal weights with p = 0.31 (SPA, months drawn in "
            "blocks of 4.5 on average).");
  EXPECT_EQ(
      alone[1],
      "One definition was tried; the probability that its lead on equal weights is truly above zero is 35%.");
  found.luck.better = 1;
  found.variant_runs.ran = {0, 1};
  EXPECT_THAT(luck_in_words(found)[0], HasSubstr("1 of them is better"));
}

TEST(RotationWords, MonthsOfTheTests) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  EXPECT_FALSE(compares_other_months(found));
  EXPECT_THAT(luck_in_words(found)[0], Not(HasSubstr("Over ")));
  found.variant_runs.first += 12, found.variant_runs.months -= 12;
  EXPECT_TRUE(compares_other_months(found));
  EXPECT_THAT(luck_in_words(found)[0],
              HasSubstr("Over Feb 2002 to Dec 2011, the months that all definitions have"));
  EXPECT_THAT(luck_in_words(found)[3], HasSubstr("thirds of Feb 2002 to Dec 2011"));
  EXPECT_THAT(luck_findings(found).back().meaning, HasSubstr("Feb 2002 to Dec 2011"));
}

TEST(RotationWords, Overfitting) {
  SyntheticRotation synthetic;
  const auto says = [&](double probability) {
    synthetic.found.luck.overfitting = probability;
    return luck_in_words(synthetic.found)[2];
  };
  EXPECT_THAT(says(0.2), HasSubstr("the choice carries over."));
  EXPECT_THAT(says(0.35), HasSubstr("only in part"));
  for (const double near_a_half : {0.4, 0.49, 0.51, 0.6})
    EXPECT_THAT(says(near_a_half), HasSubstr("no better than chance"));
  EXPECT_THAT(says(0.7), HasSubstr("worse than chance"));
}

TEST(RotationWords, ChancesAlike) {
  EXPECT_EQ(chance_in_words(0.931), "93%");
  EXPECT_EQ(chance_in_words(0.9951), "over 99%");
  EXPECT_EQ(chance_in_words(1), "over 99%");
  EXPECT_EQ(chance_in_words(0.004), "under 1%");
  EXPECT_EQ(chance_in_words(0), "0%");
  EXPECT_EQ(chance_in_words(kNone), "not known");
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
  EXPECT_THAT(fact(found, "Costs"), HasSubstr("not told: no volumes are given"));
  EXPECT_THAT(fact(found, "Benchmarks"), HasSubstr("the market (Feb 2001 to Jan 2011)"));
  EXPECT_THAT(fact(found, "Chances"), HasSubstr("no forecast"));
  EXPECT_THAT(fact(found, "Chances"), HasSubstr("1,000 times"));
  EXPECT_THAT(fact(found, "Chances"), Not(HasSubstr("not redrawn")));
  SyntheticRotation monthly;
  monthly.found.definition.signals[0].kind = SignalKind::reversal;
  monthly.found.definition.signals[0].months = 1;
  EXPECT_THAT(fact(monthly.found, "Chances"), HasSubstr("12-1 momentum, of a single month, is not redrawn"));
  monthly.begin_signals({13, 36});
  EXPECT_THAT(fact(monthly.found, "Signals"), HasSubstr("from 36 months on; from Jan 2003)"));
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

TEST(RotationWords, FewSectors) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.best = 4;
  EXPECT_THAT(rotation_headline(found), HasSubstr("favours utilities (93%) and technology"));
  EXPECT_THAT(rotation_headline(found), Not(HasSubstr("energy")));  // it is neither
  found.standings.resize(1);
  EXPECT_THAT(rotation_headline(found), HasSubstr("too few sectors have a score"));
  found.standings.clear();
  EXPECT_THAT(rotation_headline(found), HasSubstr("too few sectors have a score"));
}

}  // namespace
}  // namespace rerate
