// Behaviour -> test
//   numbers keep the decimals they are written with                     Claims.NumbersAsWritten
//   what is no plain number is none                                     Claims.NoNumbers
//   the study's own definition gives it                                 Claims.Exact
//   halves round both ways                                              Claims.HalvesRoundBothWays
//   off by no more than the tolerance is told so                        Claims.WithinHalfAPoint
//   counts have no halves                                               Claims.CountsHaveNoHalves
//   only other rules give it, the nearest first                         Claims.OnlyUnderOtherRules
//   the nearest rule is told, exact or not; of equally near the exact   Claims.NearestBeforeExact
//   sets of three and more read as lists                                Claims.ListsOfMembers
//   none gives it: the best and by how much it misses                   Claims.NotReproduced
//   all figures must come from one definition                           Claims.JointFigures
//   a year stands for its dates, and sets must be the same              Claims.SetsOfYears
//   the commonest set and the share of it                               Claims.SpreadOfSets
//   a mean that hangs on which of two tied crests counts                Claims.TiedCrests
//   a larger tolerance never makes a verdict worse                      Claims.ToleranceNeverWorsens
//   definitions that lack a figure reproduce nothing                    Claims.MissingFigures
//   no definition gives anything                                        Claims.AllMissing
//   a lattice of one definition                                         Claims.OneDefinition
//   equals a search by hand, and no order of figures matters            Claims.EqualsBruteForce
//   of equals the nearest, then the smallest number                     Claims.TiesByDistanceThenNumber
//   a sample of a huge lattice                                          Claims.SampleOfAHugeLattice
//   lines of the table                                                  Claims.LinesOfTheTable
//   a miss is written so that it is one                                 Claims.MissesThatRound
//   broken input is our own bug                                         Claims.BrokenInputIsABug

#include "rerate/multiverse/claims.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

const double kNone = std::numeric_limits<double>::quiet_NaN();
using Members = std::vector<std::string>;

ClaimedFigure number(std::string name, std::string_view text, double tolerance = -1) {
  auto claimed = *claimed_number(text);
  if (tolerance >= 0) claimed.tolerance = tolerance;
  return {std::move(name), claimed};
}

ClaimedFigure counted(std::string name, double value) {
  return {std::move(name), ClaimedNumber{value, 0, true, 0}};
}

std::vector<std::uint64_t> all_of(const Lattice& lattice) { return lattice.sample(*lattice.size()); }

// until x gap: the study leaves at 50 and has a gap of 3.
const Lattice kExits({{"until", {"49", "50", "51", "52"}, 1, true}, {"gap", {"1", "3"}, 1, true}});

ClaimVerdict judge_numbers(const Claim& claim, const std::vector<std::vector<double>>& columns,
                           const Lattice& lattice = kExits) {
  std::vector<FigureColumn> given;
  for (const auto& column : columns) given.push_back({column, {}, {}});
  return judge(claim, lattice, all_of(lattice), given);
}

TEST(Claims, NumbersAsWritten) {
  const auto claimed = claimed_number("32.20");
  ASSERT_TRUE(claimed);
  EXPECT_EQ(claimed->value, 32.2);
  EXPECT_EQ(claimed->decimals, 2);
  EXPECT_DOUBLE_EQ(claimed->tolerance, 0.01);
  EXPECT_FALSE(claimed->counted);
  EXPECT_EQ(claimed_number("-6")->decimals, 0);
  EXPECT_EQ(claimed_number("-6")->tolerance, 1);
  EXPECT_EQ(claimed_number(0.71)->decimals, 2);
  EXPECT_EQ(claimed_number(340.0)->decimals, 0);
  EXPECT_EQ(claimed_number(0.00005)->decimals, 5);
  EXPECT_EQ(claimed_number(-32.2)->value, -32.2);
  EXPECT_EQ(claimed_number(1e14)->decimals, 0);
}

TEST(Claims, NoNumbers) {
  for (const auto* text : {"", "12%", "1e3", "nan", "inf", "1,200", "1.2.3", ".", "-", "0.1234567890123",
                           "1000000000000000", "123456.1234567890"})
    EXPECT_FALSE(claimed_number(std::string_view(text))) << text;
  for (const double value : {kNone, 1e15, -1e300, 1e-13, 1.0 / 3, std::numeric_limits<double>::infinity()})
    EXPECT_FALSE(claimed_number(value)) << value;
}

TEST(Claims, Exact) {
  const auto verdict =
      judge_numbers({{number("mean_return", "32.2")}}, {{30, 31, 32.19, 32.24, 32.25, 32.16, 33, 34}});
  EXPECT_EQ(verdict.verdict, Verdict::exact);
  EXPECT_EQ(verdict.own.definition, 3u);
  EXPECT_EQ(verdict.own.match, Match::exact);
  EXPECT_EQ(verdict.own.miss, 0);
  EXPECT_EQ(verdict.own.rule, "as in the study");
  EXPECT_EQ(verdict.best->definition, 3u);
  EXPECT_EQ(verdict.exact, 4u);
  EXPECT_EQ(verdict.within_rounding, 0u);
  EXPECT_EQ(verdict.complete, 8u);
  EXPECT_DOUBLE_EQ(verdict.reproducing, 0.5);
  ASSERT_EQ(verdict.others.size(), 3u);
  EXPECT_EQ(verdict.others[0].definition, 5u);  // one step of until before the whole scale of gap
  EXPECT_EQ(verdict.others[1].definition, 2u);
  EXPECT_EQ(verdict.others[2].definition, 4u);
  ASSERT_TRUE(verdict.spread[0].numbers);
  EXPECT_EQ(verdict.spread[0].numbers->definitions, 8u);
  EXPECT_EQ(verdict.spread[0].numbers->min, 30);
  EXPECT_EQ(verdict.spread[0].numbers->max, 34);
}

TEST(Claims, HalvesRoundBothWays) {
  const Lattice one({});
  for (const double found : {32.15, 32.25, 32.2, std::nextafter(32.15, 0.0)})
    EXPECT_EQ(judge_numbers({{number("x", "32.2")}}, {{found}}, one).verdict, Verdict::exact) << found;
  for (const double found : {32.1499, 32.2501, -32.2})
    EXPECT_NE(judge_numbers({{number("x", "32.2")}}, {{found}}, one).verdict, Verdict::exact) << found;
  EXPECT_EQ(judge_numbers({{number("x", "0.0")}}, {{-0.05}}, one).verdict, Verdict::exact);
  EXPECT_EQ(judge_numbers({{number("x", "99999999.9")}}, {{99999999.95}}, one).verdict, Verdict::exact);
}

TEST(Claims, WithinHalfAPoint) {
  const Claim claim{{number("median_small", "16", 0.5), number("median_large", "14.3", 0.5)}};
  const Lattice one({});
  const auto verdict = judge_numbers(claim, {{16.1}, {14.0}}, one);
  EXPECT_EQ(verdict.verdict, Verdict::within_rounding);
  EXPECT_EQ(verdict.own.figures[0].match, Match::exact);
  EXPECT_EQ(verdict.own.figures[1].match, Match::within_rounding);
  EXPECT_NEAR(*verdict.own.miss, 2.5, 1e-9);
  const auto line = claim_line(claim, verdict);
  EXPECT_EQ(line.claimed, "median small 16, median large 14.3");
  EXPECT_EQ(line.found, "median small 16, median large 14.0");
  EXPECT_EQ(line.verdict, "within rounding");
  EXPECT_EQ(line.miss, "within 0.5, not exact");
  EXPECT_EQ(judge_numbers(claim, {{16.1}, {13.7}}, one).verdict, Verdict::not_reproduced);
  // Half a unit is always within rounding, and exact.
  EXPECT_EQ(judge_numbers({{number("x", "16", 0)}}, {{16.4}}, one).verdict, Verdict::exact);
}

TEST(Claims, CountsHaveNoHalves) {
  const Lattice one({});
  EXPECT_EQ(judge_numbers({{counted("led", 10)}}, {{10}}, one).verdict, Verdict::exact);
  const auto off = judge_numbers({{counted("led", 10)}}, {{11}}, one);
  EXPECT_EQ(off.verdict, Verdict::not_reproduced);
  EXPECT_EQ(off.best->miss, 1);
  const auto part = judge_numbers({{counted("led", 10)}}, {{10.3}}, one);
  EXPECT_EQ(part.verdict, Verdict::not_reproduced);
  EXPECT_EQ(claim_line({{counted("led", 10)}}, part).found, "led 10.3");
}

// The counts of C6 by exit, with a gap of 3; other gaps give more.
const std::vector<double> kEpisodes = {24, 20, 22, 18, 13, 12, 14, 12},
                          kLed = {13, 12, 13, 12, 10, 10, 10, 10};
const Claim kTwelveTen{{counted("episodes", 12), counted("led", 10)}};

TEST(Claims, OnlyUnderOtherRules) {
  const auto verdict = judge_numbers(kTwelveTen, {kEpisodes, kLed});
  EXPECT_EQ(verdict.verdict, Verdict::other_rules);
  EXPECT_EQ(verdict.own.figures[0].number, 18);
  EXPECT_DOUBLE_EQ(*verdict.own.miss, std::sqrt(40.0));
  ASSERT_EQ(verdict.others.size(), 2u);
  EXPECT_EQ(verdict.others[0].rule, "until 51 instead of 50");
  EXPECT_EQ(verdict.others[0].distance.choices, 1u);
  EXPECT_NEAR(verdict.others[0].distance.steps, 1.0 / 3, 1e-15);
  EXPECT_EQ(verdict.others[1].rule, "until 52 instead of 50");
  EXPECT_EQ(verdict.best->definition, verdict.others[0].definition);
  EXPECT_EQ(verdict.exact, 2u);
  EXPECT_DOUBLE_EQ(verdict.reproducing, 0.25);
  const auto line = claim_line(kTwelveTen, verdict);
  EXPECT_EQ(line.found, "episodes 12, led 10");
  EXPECT_EQ(line.rule, "until 51 instead of 50");
  EXPECT_EQ(line.verdict, "only under other rules");
  EXPECT_EQ(line.miss, "exact");
  EXPECT_EQ(line.definitions, 8u);
  EXPECT_EQ(line.reproducing, 2u);
}

TEST(Claims, NearestBeforeExact) {
  const Claim claim{{number("mean_return", "32.2", 0.5)}};
  const auto both = judge_numbers(claim, {{32.2, 9, 32.0, 30, 9, 9, 9, 9}});
  EXPECT_EQ(both.verdict, Verdict::other_rules);
  ASSERT_EQ(both.others.size(), 2u);
  EXPECT_EQ(both.others[0].definition, 2u);  // within rounding, but one choice away
  EXPECT_EQ(both.others[1].definition, 0u);  // exact, two choices away
  EXPECT_EQ(both.best->definition, 0u);
  EXPECT_EQ(both.exact, 1u);
  EXPECT_EQ(both.within_rounding, 1u);
  const auto line = claim_line(claim, both);
  EXPECT_EQ(line.rule, "gap 1 instead of 3");
  EXPECT_EQ(line.miss, "within 0.5, not exact");
  EXPECT_EQ(line.reproducing, 2u);
  EXPECT_EQ(line.exactly, 1u);
  // Definitions 1 and 5 are a step of `until` away.
  const auto tied = judge_numbers(claim, {{9, 32.0, 9, 30, 9, 32.2, 9, 9}});
  EXPECT_EQ(tied.others[0].definition, 5u);
  EXPECT_EQ(tied.others[1].definition, 1u);
  const auto within = judge_numbers(claim, {{9, 9, 32.0, 30, 9, 32.6, 9, 9}});
  EXPECT_EQ(within.verdict, Verdict::other_rules);
  ASSERT_EQ(within.others.size(), 2u);
  EXPECT_EQ(within.others[0].definition, 5u);
  EXPECT_EQ(within.best->definition, 2u);  // misses by less
  EXPECT_EQ(claim_line(claim, within).found, "mean return 32.6");
  EXPECT_EQ(claim_line(claim, within).miss, "within 0.5, not exact");
}

TEST(Claims, NotReproduced) {
  const Claim claim{{number("correlation", "0.71")}};
  const auto verdict = judge_numbers(claim, {{0.1, 0.2, 0.48, 0.3, kNone, -0.2, 0.4, 0.41}});
  EXPECT_EQ(verdict.verdict, Verdict::not_reproduced);
  EXPECT_TRUE(verdict.others.empty());
  ASSERT_TRUE(verdict.best);
  EXPECT_EQ(verdict.best->definition, 2u);
  EXPECT_NEAR(*verdict.best->miss, 22.5, 1e-9);
  EXPECT_EQ(verdict.reproducing, 0);
  EXPECT_EQ(verdict.complete, 7u);
  EXPECT_EQ(verdict.spread[0].numbers->percentile, 100);  // the claim lies beyond all of them
  const auto line = claim_line(claim, verdict);
  EXPECT_EQ(line.found, "correlation 0.48");
  EXPECT_EQ(line.verdict, "not reproduced");
  EXPECT_EQ(line.rule, "gap 1 instead of 3");
  EXPECT_EQ(line.miss, "correlation off by 0.23");
}

TEST(Claims, JointFigures) {
  // Each figure alone is met by some definition, the pair by none.
  const auto verdict =
      judge_numbers(kTwelveTen, {{12, 12, 9, 9, 9, 9, 9, 9}, {9, 8, 10, 10, 10, 10, 10, 10}});
  EXPECT_EQ(verdict.verdict, Verdict::not_reproduced);
  EXPECT_EQ(verdict.best->definition, 0u);
  EXPECT_EQ(verdict.best->miss, 1);
  EXPECT_EQ(verdict.exact + verdict.within_rounding, 0u);
}

const Lattice kSpreads({{"frequency", {"monthly", "daily", "weekly"}, 0, false}});
const Claim kFalse{{number("mean_lead_days", "340"), {"false_positives", ClaimedMembers{{"1966", "1998"}}}}};

TEST(Claims, SetsOfYears) {
  const std::vector<double> lead = {340.2, 339.6, 340};
  const std::vector<Members> members = {
      {"1966-09"}, {"1966-09-12", "1998-06-01", "1998-07-02"}, {"19660", "1998"}};
  const std::vector<std::uint32_t> sets = {0, 1, 2};
  const std::vector<FigureColumn> columns = {{lead, {}, {}}, {{}, sets, members}};
  const auto verdict = judge(kFalse, kSpreads, all_of(kSpreads), columns);
  EXPECT_EQ(verdict.verdict, Verdict::other_rules);
  EXPECT_EQ(verdict.others.size(), 1u);
  EXPECT_EQ(verdict.others[0].definition, 1u);
  EXPECT_EQ(verdict.own.miss, 1);
  EXPECT_EQ(verdict.own.figures[1].members, members[0]);

  const std::vector<std::uint32_t> without = {0, 2, kNoSet};
  const std::vector<FigureColumn> poorer = {{lead, {}, {}}, {{}, without, members}};
  const auto missed = judge(kFalse, kSpreads, all_of(kSpreads), poorer);
  EXPECT_EQ(missed.verdict, Verdict::not_reproduced);
  EXPECT_EQ(missed.complete, 2u);
  const auto line = claim_line(kFalse, missed);
  EXPECT_EQ(line.claimed, "mean lead days 340, false positives 1966 and 1998");
  EXPECT_EQ(line.found, "mean lead days 340, false positives 1966-09");
  EXPECT_EQ(line.miss, "false positives: 1998 missing");

  // "1966" is no beginning of another number.
  const std::vector<FigureColumn> odd = {{std::span(lead).first(1), {}, {}},
                                         {{}, std::span(sets).last(1), members}};
  const auto unlike = judge(kFalse, Lattice({}), std::vector<std::uint64_t>{0}, odd);
  EXPECT_EQ(claim_line(kFalse, unlike).miss, "false positives: 1966 missing; 19660 not claimed");
}

TEST(Claims, SpreadOfSets) {
  const Lattice lattice({{"a", {"0", "1", "2", "3", "4", "5"}, 0, true}});
  // The last reads like the first; sets that no definition gives do not count.
  const std::vector<Members> members = {{"1966"}, {}, {"2001"}, {"1966"}};
  const std::vector<std::uint32_t> sets = {0, 1, 3, 1, kNoSet, 3};
  const Claim claim{{{"false_positives", ClaimedMembers{}}}};
  const std::vector<FigureColumn> columns = {{{}, sets, members}};
  const auto verdict = judge(claim, lattice, all_of(lattice), columns);
  EXPECT_EQ(verdict.spread[0].sets, 2u);
  EXPECT_EQ(verdict.spread[0].commonest, Members{"1966"});
  EXPECT_DOUBLE_EQ(verdict.spread[0].commonest_share, 0.6);
  EXPECT_FALSE(verdict.spread[0].numbers);
  EXPECT_EQ(verdict.exact, 2u);  // no false positives are claimed, and found
  EXPECT_EQ(claim_line(claim, verdict).claimed, "false positives none");
}

TEST(Claims, TiedCrests) {
  // Gains after the crests of 2010, 2011, 2016 and 2019; that of 2010 is tied: 20.1 from its last day, 27.6 from its first.
  const double last = (20.1 + 30.2 + 45.6 + 24.8) / 4, first = (27.6 + 30.2 + 45.6 + 24.8) / 4;
  const Lattice lattice({{"tie", {"first", "last"}, 1, false}});
  const Claim claim{{number("mean_return", "32.2", 0.5)}};
  const auto verdict = judge_numbers(claim, {{first, last}}, lattice);
  EXPECT_EQ(verdict.verdict, Verdict::other_rules);
  const auto line = claim_line(claim, verdict);
  EXPECT_EQ(line.rule, "which of equal extremes: the first instead of the last");
  EXPECT_EQ(line.miss, "within 0.5, not exact");
  EXPECT_EQ(verdict.own.figures[0].number, last);
  EXPECT_EQ(judge_numbers({{number("mean_return", "32.2")}}, {{first, last}}, lattice).verdict,
            Verdict::not_reproduced);
}

TEST(Claims, ToleranceNeverWorsens) {
  const RandomStream random(8, 0);
  for (std::uint64_t round = 0; round < 100; ++round) {
    std::vector<double> column;
    for (std::uint64_t i = 0; i < 8; ++i) column.push_back(10 * random.uniform(8 * round + i));
    Verdict before = Verdict::not_reproduced;
    for (const double tolerance : {0.0, 0.1, 0.3, 1.0, 3.0, 10.0}) {
      const auto verdict = judge_numbers({{number("x", "5.0", tolerance)}}, {column}).verdict;
      EXPECT_LE(verdict, before) << tolerance;
      before = verdict;
    }
    EXPECT_LE(before, Verdict::within_rounding);  // 10 covers all of them
  }
}

TEST(Claims, MissingFigures) {
  const auto verdict = judge_numbers(
      kTwelveTen, {{12, 12, kNone, kNone, 12, 12, 12, 30}, {kNone, 10, 10, kNone, kNone, kNone, kNone, 10}});
  EXPECT_EQ(verdict.complete, 2u);
  EXPECT_EQ(verdict.verdict, Verdict::other_rules);
  EXPECT_FALSE(verdict.own.miss);
  EXPECT_FALSE(verdict.own.figures[0].number);
  EXPECT_EQ(verdict.reproducing, 0.5);
  EXPECT_EQ(verdict.others[0].definition, 1u);
}

TEST(Claims, AllMissing) {
  const std::vector<double> none(8, kNone);
  const auto verdict = judge_numbers(kTwelveTen, {none, none});
  EXPECT_EQ(verdict.verdict, Verdict::not_reproduced);
  EXPECT_FALSE(verdict.best);
  EXPECT_TRUE(std::isnan(verdict.reproducing));
  EXPECT_FALSE(verdict.spread[0].numbers);
  const auto line = claim_line(kTwelveTen, verdict);
  EXPECT_EQ(line.found, "episodes not given, led not given");
  EXPECT_EQ(line.miss, "episodes not given, led not given");
  EXPECT_EQ(line.rule, "as in the study");
}

TEST(Claims, OneDefinition) {
  const auto verdict = judge_numbers({{number("x", "1.5")}}, {{1.9}}, Lattice({}));
  EXPECT_EQ(verdict.verdict, Verdict::not_reproduced);
  EXPECT_EQ(verdict.best->definition, 0u);
  EXPECT_FALSE(verdict.spread[0].numbers);
}

TEST(Claims, EqualsBruteForce) {
  const Lattice lattice(
      {{"a", {"0", "1", "2", "3"}, 2, true}, {"b", {"0", "1", "2"}, 0, false}, {"c", {"0", "1"}}});
  const RandomStream random(1, 0);
  std::uint64_t draw = 0;
  std::size_t seen[4] = {};
  for (int round = 0; round < 300; ++round) {
    std::vector<std::vector<double>> columns(2);
    for (auto& column : columns)
      for (std::uint64_t i = 0; i < *lattice.size(); ++i)
        column.push_back(random.uniform(draw++) < 0.1 ? kNone : 10 * random.uniform(draw++));
    const Claim claim{{number("x", "5"), number("y", "4.5", 1.5)}},
        turned{{claim.figures[1], claim.figures[0]}};
    const auto verdict = judge_numbers(claim, columns, lattice);
    const auto other = judge_numbers(turned, {columns[1], columns[0]}, lattice);

    std::size_t exact = 0, within = 0, best = 99;
    double least = 1e9;
    for (std::size_t i = 0; i < columns[0].size(); ++i) {
      const double x = std::fabs(columns[0][i] - 5), y = std::fabs(columns[1][i] - 4.5);
      if (x <= 0.5 && y <= 0.05)
        ++exact;
      else
        within += x <= 1 && y <= 1.5;
      const double dx = std::max(0.0, x - 0.5), dy = std::max(0.0, y / 0.1 - 0.5), miss = dx * dx + dy * dy;
      const bool less = miss < least - 1e-9;
      if (std::isnan(x + y) || !less) continue;
      least = miss;
      best = i;
    }
    EXPECT_EQ(verdict.exact, exact);
    EXPECT_EQ(verdict.within_rounding, within);
    EXPECT_NEAR(*verdict.best->miss, std::sqrt(least), 1e-9);
    if (least > 0) {
      EXPECT_EQ(verdict.best->definition, best);
    }
    EXPECT_EQ(other.verdict, verdict.verdict);
    EXPECT_EQ(other.best->definition, verdict.best->definition);
    EXPECT_EQ(other.best->miss, verdict.best->miss);
    ++seen[static_cast<std::size_t>(verdict.verdict)];
    const auto nearer = [](const FoundDefinition& one, const FoundDefinition& two) {
      if (!(one.distance == two.distance)) return one.distance < two.distance;
      return one.match == two.match ? one.definition < two.definition : one.match > two.match;
    };
    EXPECT_TRUE(std::is_sorted(verdict.others.begin(), verdict.others.end(), nearer));
  }
  EXPECT_GT(seen[1], 0u);
  EXPECT_GT(seen[2], 0u);
  EXPECT_GT(seen[3], 0u);
}

TEST(Claims, TiesByDistanceThenNumber) {
  const std::vector<double> same(8, 5);
  const auto verdict = judge_numbers({{counted("led", 9)}}, {same});
  EXPECT_EQ(verdict.best->definition, kExits.usual());
  const auto all = judge_numbers({{counted("led", 5)}}, {same});
  EXPECT_EQ(all.verdict, Verdict::exact);
  std::vector<std::uint64_t> told;
  for (const auto& other : all.others) told.push_back(other.definition);
  EXPECT_EQ(told, (std::vector<std::uint64_t>{1, 5, 7, 2, 0}));
}

TEST(Claims, SampleOfAHugeLattice) {
  std::vector<LatticeChoice> choices(12, {"c", {}, 3, true});
  for (auto& choice : choices)
    for (int i = 0; i < 10; ++i) choice.options.push_back(std::to_string(i));
  const Lattice lattice(choices);
  const auto definitions = lattice.sample(20'000);
  std::vector<double> mean;
  for (const auto definition : definitions) mean.push_back(static_cast<double>(definition % 1000));
  const std::vector<FigureColumn> columns = {{mean, {}, {}}};
  const auto verdict = judge({{number("mean", "500")}}, lattice, definitions, columns);
  EXPECT_EQ(verdict.definitions, 20'000u);
  EXPECT_EQ(verdict.verdict, Verdict::other_rules);
  EXPECT_EQ(verdict.exact, static_cast<std::size_t>(std::count(mean.begin(), mean.end(), 500.0)));
  EXPECT_EQ(verdict.best->definition % 1000, 500u);
}

TEST(Claims, LinesOfTheTable) {
  EXPECT_EQ(in_words(Verdict::exact), "exact");
  EXPECT_EQ(in_words(Verdict::within_rounding), "within rounding");
  EXPECT_EQ(in_words(Verdict::other_rules), "only under other rules");
  EXPECT_EQ(in_words(Verdict::not_reproduced), "not reproduced");
  // An exact number is told as it was claimed, even where its half would round the other way.
  const Claim claim{{number("x", "32.2")}};
  for (const double found : {32.15, 32.25})
    EXPECT_EQ(claim_line(claim, judge_numbers(claim, {{found}}, Lattice({}))).found, "x 32.2");
  const Claim two{{counted("led", 10), number("mean_return", "4.0")}};
  EXPECT_EQ(claim_line(two, judge_numbers(two, {{12}, {7.26}}, Lattice({}))).miss,
            "led off by 2, mean return off by 3.3");
}

TEST(Claims, MissesThatRound) {
  const auto line = [](const ClaimedFigure& figure, double found) {
    const Claim claim{{figure}};
    return claim_line(claim, judge_numbers(claim, {{found}}, Lattice({})));
  };
  // With the claim's two decimals it would read 0.72, off by 0.01, which is within rounding.
  EXPECT_EQ(line(number("correlation", "0.71"), 0.7204).miss, "correlation off by 0.0104");
  EXPECT_EQ(line(number("correlation", "0.71"), 0.7204).found, "correlation 0.7204");
  EXPECT_EQ(line(number("correlation", "0.71"), 0.7260).miss, "correlation off by 0.02");
  EXPECT_EQ(line(number("correlation", "0.71"), 0.7260).found, "correlation 0.73");
  // A tolerance that is finer than the claim is told with its own decimals.
  EXPECT_EQ(line(number("median", "16", 0.5), 16.6).miss, "median off by 0.6");
  EXPECT_EQ(line(number("median", "16", 0.5), 16.6).found, "median 16.6");
  EXPECT_EQ(line(number("median", "16", 0.5), 16.504).miss, "median off by 0.504");
  EXPECT_EQ(line(counted("led", 10), 12).miss, "led off by 2");
  // Too little for any few decimals.
  EXPECT_EQ(line(number("correlation", "0.71"), 0.7200001).miss, "correlation off by 0.010000");
}

TEST(Claims, ListsOfMembers) {
  const std::vector<Members> found = {{"energy", "health", "utilities"}};
  const std::vector<std::uint32_t> sets = {0};
  const Claim claim{{{"favoured", ClaimedMembers{{"financials", "industrials", "technology", "utilities"}}}}};
  const std::vector<FigureColumn> columns = {{{}, sets, found}};
  const auto line = claim_line(claim, judge(claim, Lattice({}), std::vector<std::uint64_t>{0}, columns));
  EXPECT_EQ(line.claimed, "favoured financials, industrials, technology and utilities");
  EXPECT_EQ(line.found, "favoured energy, health and utilities");
  EXPECT_EQ(line.miss,
            "favoured: financials, industrials and technology missing; energy and health not claimed");
}

TEST(Claims, BrokenInputIsABug) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_THROW(judge_numbers({}, {}), InternalError);
  EXPECT_THROW(judge_numbers(kTwelveTen, {kEpisodes}), InternalError);
  EXPECT_THROW(judge_numbers({{counted("led", 1)}}, {{1, 2}}), InternalError);
  EXPECT_THROW(judge_numbers({{counted("led", 1)}}, {{infinite}}, Lattice({})), InternalError);
  EXPECT_THROW(judge_numbers({{counted("led", kNone)}}, {{1}}, Lattice({})), InternalError);
  EXPECT_THROW(judge_numbers({{{"x", ClaimedNumber{1, 0, false, -1}}}}, {{1}}, Lattice({})), InternalError);
  const std::vector<std::uint32_t> beyond = {1};
  const std::vector<Members> members = {{"1966"}};
  const std::vector<FigureColumn> columns = {{{}, beyond, members}};
  EXPECT_THROW(judge({{{"x", ClaimedMembers{}}}}, Lattice({}), std::vector<std::uint64_t>{0}, columns),
               InternalError);
}

}  // namespace
}  // namespace rerate
