// Behaviour -> test
//   the study's own definition gives it: exact, as in the study                   -> SectionClaims.ExactAsInTheStudy
//   counts are met or not, whatever tolerance is written                          -> SectionClaims.CountsHaveNoTolerance
//   another definition gives it: its rule, how many choices it changes, others    -> SectionClaims.OnlyUnderOtherRules
//   no definition gives it: the nearest and by how much it misses                 -> SectionClaims.NotReproduced
//   of those that reproduce it, how many do exactly; the nearest is told, exact or not -> SectionClaims.ExactlyAndWithin
//   beyond all, but written like the farthest of them, it is that one, rounded    -> SectionClaims.LargestRounded
//   of an even sample it is told that it is one                                   -> SectionClaims.ToldOfASample
//   arithmetic on given figures is marked                                         -> SectionClaims.FromGivenFigures
//   within rounding by the claim's tolerance                                      -> SectionClaims.WithinRounding
//   sets are judged by their members, and spread                                  -> SectionClaims.Sets
//   other names of a figure are known, and its title is told                      -> SectionClaims.OtherNames
//   an unknown figure is refused at its place, with what the section has          -> SectionClaims.UnknownFigure
//   a number claimed as a set is told apart                                       -> SectionClaims.WrongKindOfFigure
//   numbers that only the section publishes are judged by its own definition alone, and this is told -> SectionClaims.PublishedOnly
//   a section without choices is judged by itself                                 -> SectionClaims.OneDefinition
#include <gmock/gmock.h>

#include "rerate/study/definition_runs_for_test.h"
#include "rerate/study/section_multiverse.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ClaimedFigure number(const std::string& name, const std::string& text) {
  return {name, *claimed_number(text)};
}

SectionRequest claiming(std::vector<ClaimedFigure> figures, const std::string& words = "") {
  auto request = request_of_six();
  ClaimRequest claim;
  claim.words = words;
  claim.place = {"s.toml", 20, 1};
  for (std::size_t i = 0; i < figures.size(); ++i)
    claim.places.push_back({"s.toml", 20, 10 + static_cast<int>(i)});
  claim.claim.figures = std::move(figures);
  request.claims = {claim};
  return request;
}

Section judged(const SectionRequest& request, const DefinitionRuns& runs = six_runs()) {
  auto section = section_of_six();
  add_claims(section, request, runs);
  return section;
}

TEST(SectionClaims, ExactAsInTheStudy) {
  const auto section =
      judged(claiming({number("episodes", "12"), number("led", "10")}, "12 periods, led in 10"));
  ASSERT_EQ(section.claims.size(), 1u);
  const auto& claim = section.claims[0];
  EXPECT_EQ(claim.section, "lows");
  EXPECT_EQ(claim.words, "12 periods, led in 10");
  EXPECT_EQ(claim.claimed, "episodes 12, led 10");
  EXPECT_EQ(claim.found, "episodes 12, led 10");
  EXPECT_EQ(claim.verdict, "exact");
  EXPECT_EQ(claim.rule, "as in the study");
  EXPECT_EQ(claim.miss, "exact");
  EXPECT_EQ(claim.definitions, 6);
  EXPECT_EQ(claim.reproducing, 3);
  EXPECT_EQ(claim.changed, 0);
  EXPECT_THAT(claim.others, ElementsAre("until 52 instead of 51", "gap 3 instead of 1"));
  EXPECT_THAT(claim.spread, ElementsAre("episodes 10 to 18, median 12; 12 is at the 42nd percentile",
                                        "led 8 to 12, median 10; 10 is at the 42nd percentile"));
  ASSERT_EQ(section.facts.size(), 1u);
  EXPECT_EQ(section.facts[0].label, "Claim");
  EXPECT_EQ(section.facts[0].text,
            "\"12 periods, led in 10\": exact, as in the study; 3 of 6 definitions give it");
}

TEST(SectionClaims, CountsHaveNoTolerance) {
  const auto section = judged(claiming({number("episodes", "11")}));
  EXPECT_EQ(section.claims[0].verdict, "not reproduced");
  EXPECT_EQ(section.claims[0].words, "episodes 11");
}

TEST(SectionClaims, OnlyUnderOtherRules) {
  const auto section = judged(claiming({number("episodes", "10"), number("led", "8")}));
  const auto& claim = section.claims[0];
  EXPECT_EQ(claim.verdict, "only under other rules");
  EXPECT_EQ(claim.rule, "until 52 instead of 51, gap 3 instead of 1");
  EXPECT_EQ(claim.changed, 2);
  EXPECT_EQ(claim.reproducing, 1);
  EXPECT_THAT(claim.others, IsEmpty());  // the one that gives it is the rule
  EXPECT_EQ(
      section.facts[0].text,
      "\"episodes 10, led 8\": only under other rules, until 52 instead of 51, gap 3 instead of 1; 1 of "
      "6 definitions gives it");
}

TEST(SectionClaims, NotReproduced) {
  const auto section = judged(claiming({number("mean", "20.0")}, "mean of 20"));
  const auto& claim = section.claims[0];
  EXPECT_EQ(claim.verdict, "not reproduced");
  EXPECT_EQ(claim.found, "mean lead over the benchmark (pp) 14.3");
  EXPECT_EQ(claim.miss, "mean lead over the benchmark (pp) off by 5.7");
  EXPECT_EQ(claim.changed, 2);
  EXPECT_THAT(claim.spread,
              ElementsAre("mean lead over the benchmark (pp) -2.0 to 14.3, median 11.8; 20.0 is above all"));
  EXPECT_EQ(
      section.facts[0].text,
      "\"mean of 20\": not reproduced; the nearest of all definitions has mean lead over the benchmark (pp) "
      "14.3: mean lead over the benchmark (pp) off by 5.7 "
      "(until 52 instead of 51, gap 3 instead of 1)");
}

TEST(SectionClaims, LargestRounded) {
  auto runs = six_runs();
  runs.numbers[2].values = {-2.04, 1.0, 12.1, 12.1, 11.5, 14.26};
  const auto spread = [&](const std::string& text) {
    return judged(claiming({number("mean", text)}), runs).claims[0].spread;
  };
  EXPECT_THAT(spread("14.3"),
              ElementsAre("mean lead over the benchmark (pp) -2.0 to 14.3, median 11.8; 14.3 is "
                          "the largest, rounded"));
  EXPECT_THAT(spread("14.4"), ElementsAre(HasSubstr("14.4 is above all")));
  runs.numbers[2].values[0] = -1.96;
  EXPECT_THAT(spread("-2.0"), ElementsAre(HasSubstr("-2.0 is the smallest, rounded")));
}

TEST(SectionClaims, WithinRounding) {
  const auto section = judged(claiming({number("mean", "12.0")}));
  EXPECT_EQ(section.claims[0].verdict, "within rounding");
  EXPECT_EQ(section.facts[0].text,
            "\"mean lead over the benchmark (pp) 12.0\": within rounding: mean lead over the benchmark (pp) "
            "12.1, as in the study; 2 of 6 definitions give it "
            "(all within rounding)");
}

TEST(SectionClaims, ExactlyAndWithin) {
  auto request = claiming({number("mean", "11.5")});
  std::get<ClaimedNumber>(request.claims[0].claim.figures[0].claimed).tolerance = 3;
  const auto near = judged(request).claims[0];
  EXPECT_EQ(near.verdict, "within rounding");
  EXPECT_EQ(near.reproducing, 4);
  EXPECT_EQ(near.exactly, 1);
  auto far = claiming({number("mean", "14.3")});
  std::get<ClaimedNumber>(far.claims[0].claim.figures[0].claimed).tolerance = 2.8;
  auto runs = six_runs();
  runs.numbers[2].values[2] = runs.numbers[2].values[3] = 5;
  const auto section = judged(far, runs);
  EXPECT_EQ(section.claims[0].rule, "until 52 instead of 51");  // 11.5; the exact one changes two choices
  EXPECT_EQ(section.claims[0].changed, 1);
  EXPECT_THAT(section.claims[0].others, ElementsAre("until 52 instead of 51, gap 3 instead of 1"));
  EXPECT_EQ(section.facts[0].text,
            "\"mean lead over the benchmark (pp) 14.3\": only under other rules: mean lead over the "
            "benchmark (pp) 11.5, until 52 instead of 51; 2 of 6 definitions "
            "give it (1 exactly, 1 within rounding)");
}

TEST(SectionClaims, ToldOfASample) {
  auto runs = six_runs();
  runs.whole = false;
  EXPECT_TRUE(judged(claiming({number("mean", "12.1")})).claims[0].sample_of.empty());
  const auto section = judged(claiming({number("mean", "12.1")}), runs);
  EXPECT_EQ(section.claims[0].sample_of, "6");
  EXPECT_THAT(section.facts[0].text, HasSubstr("of an even sample of 6 of 6 definitions give"));
  const auto none = judged(claiming({number("mean", "99")}), runs);
  EXPECT_THAT(none.facts[0].text, HasSubstr("the nearest of an even sample of 6 of 6 definitions has "));
}

TEST(SectionClaims, FromGivenFigures) {
  auto request = claiming({number("fair_level", "2300")});
  request.kind = "fair_value";
  FairValueRequest asked;
  asked.question.given = GivenEquations{};
  asked.question.given->fair_multiple = 1.396;
  asked.question.given->growth = 1.3;
  request.question = asked;
  Section section;
  section.id = "lows";
  section.kind = "fair_value";
  section.numbers = {{"fair_level", 2300, "index", "Fair value"}};
  add_claims(section, request, own_definition(section));
  EXPECT_TRUE(section.claims[0].given);
  EXPECT_EQ(section.claims[0].verdict, "exact");
  EXPECT_EQ(section.claims[0].rule, "as in the study, from given figures");
  EXPECT_EQ(section.facts[0].text, "\"fair value 2300\": exact, as in the study, from given figures");
  EXPECT_FALSE(judged(claiming({number("episodes", "12")})).claims[0].given);
}

TEST(SectionClaims, Sets) {
  const auto held = judged(claiming({{"not_led", ClaimedMembers{{"1996", "2023-06"}}}})).claims[0];
  EXPECT_EQ(held.verdict, "exact");
  EXPECT_THAT(held.spread, ElementsAre("not led: 2 different sets, most often 1996-01 and 2023-06 (67%)"));
  const auto other = judged(claiming({{"not_led", ClaimedMembers{{"1996", "1998", "2023"}}}})).claims[0];
  EXPECT_EQ(other.verdict, "only under other rules");
  EXPECT_EQ(other.rule, "until 50 instead of 51");
  const auto none = judged(claiming({{"not_led", ClaimedMembers{{"1966"}}}})).claims[0];
  EXPECT_EQ(none.verdict, "not reproduced");
}

TEST(SectionClaims, OtherNames) {
  const auto claim = judged(claiming({number("mean_relative", "12.1")})).claims[0];
  EXPECT_EQ(claim.verdict, "exact");
  EXPECT_EQ(claim.claimed, "mean lead over the benchmark (pp) 12.1");
}

TEST(SectionClaims, UnknownFigure) {
  try {
    judged(claiming({number("episodes", "12"), number("ledd", "10")}));
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::claim_name);
    EXPECT_EQ(error.failure().what, "the section `lows` has no number of this name: `ledd`");
    EXPECT_THAT(error.failure().mend, HasSubstr("Did you mean `led`?"));
    EXPECT_THAT(error.failure().mend, HasSubstr("Its numbers: mean, episodes, led, pending"));
    EXPECT_THAT(error.failure().mend, HasSubstr("Its sets (lists of texts): not_led."));
    EXPECT_EQ(to_string(error.failure().place), "s.toml:20:11");
  }
}

TEST(SectionClaims, WrongKindOfFigure) {
  try {
    judged(claiming({number("not_led", "2")}));
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::claim_value);
    EXPECT_EQ(error.failure().what, "a number is claimed, but it is a set in the section `lows`: `not_led`");
    EXPECT_THAT(error.failure().mend, HasSubstr("list of texts"));
  }
}

TEST(SectionClaims, PublishedOnly) {
  const auto section = judged(claiming({number("n_eff", "11.5")}));
  const auto& claim = section.claims[0];
  EXPECT_EQ(claim.verdict, "exact");
  EXPECT_EQ(claim.definitions, 1);
  EXPECT_EQ(claim.reproducing, 1);
  EXPECT_THAT(claim.spread, IsEmpty());
  EXPECT_THAT(section.warnings,
              ElementsAre("A claim is judged by the study's own definition alone: n_eff is not "
                          "worked out for the others."));
  // Never "none of six definitions", when one was looked at; nor by other definitions' figures beside it.
  const auto failed = judged(claiming({number("n_eff", "7"), number("episodes", "12")}));
  EXPECT_EQ(failed.claims[0].verdict, "not reproduced");
  EXPECT_EQ(failed.claims[0].definitions, 1);
  EXPECT_THAT(failed.facts[0].text, HasSubstr("not reproduced; found: "));
  EXPECT_THAT(judged(claiming({number("mean", "12")})).warnings, IsEmpty());
}

TEST(SectionClaims, OneDefinition) {
  const auto alone = own_definition(section_of_six());
  const auto held = judged(claiming({number("episodes", "12"), number("led", "10")}), alone);
  EXPECT_EQ(held.claims[0].verdict, "exact");
  EXPECT_EQ(held.claims[0].definitions, 1);
  EXPECT_THAT(held.claims[0].spread, IsEmpty());
  EXPECT_EQ(held.facts[0].text, "\"episodes 12, led 10\": exact");
  const auto failed = judged(claiming({number("mean", "16")}), alone);
  EXPECT_EQ(failed.facts[0].text,
            "\"mean lead over the benchmark (pp) 16\": not reproduced; found: mean lead over the benchmark "
            "(pp) 12: mean lead "
            "over the benchmark (pp) off by 4");
  EXPECT_EQ(judged(claiming({{"not_led", ClaimedMembers{{"1996", "2023"}}}}), alone).claims[0].verdict,
            "exact");
}

}  // namespace
}  // namespace rerate
