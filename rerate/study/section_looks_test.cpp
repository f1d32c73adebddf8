// Behaviour -> test
//   a section's own definition is a row with its lead number and p-value        -> SectionLooks.OwnRow
//   a lattice is a second row, which says its choices                           -> SectionLooks.LatticeRow
//   more was run than is summed up                                              -> SectionLooks.SampleOfWhatWasRun
//   the price is of all that was run                                            -> SectionLooks.PriceOfWhatWasRun
//   a lattice that lies within an earlier one adds no look                      -> SectionLooks.WiderLatticeBefore
//   Romano and Wolf's p-value is the price where there is one, else Bonferroni  -> SectionLooks.Price
//   looks at other definitions multiply either, the same in note, fact and row  -> SectionLooks.PriceOfOtherLooks
//   earlier looks under other definitions are told, the same again is free      -> SectionLooks.LookedAtBefore
//   a rotation has told of itself; claims look at nothing                       -> SectionLooks.OthersOwnRows
#include "rerate/study/section_looks.h"

#include <gmock/gmock.h>

#include <cmath>

#include "rerate/study/definition_runs_for_test.h"
#include "rerate/study/price_of_looking.h"
#include "rerate/study/section_multiverse.h"

namespace rerate {
namespace {

using testing::IsEmpty;

using Past = std::map<std::string, std::vector<PastTrial>>;

Section looked(const DefinitionRuns* runs, const Past& past = {}, Section section = section_of_six()) {
  SectionContext context;
  context.past_trials = &past;
  const auto request = request_of_six();
  if (runs) add_multiverse(section, request, *runs);
  add_looks(section, request, runs, context);
  return section;
}

const Fact* looked_at(const Section& section) {
  for (const auto& fact : section.facts)
    if (fact.label == "Looked at") return &fact;
  return nullptr;
}

TEST(SectionLooks, OwnRow) {
  const auto section = looked(nullptr);
  ASSERT_EQ(section.tried.size(), 1u);
  const auto& own = section.tried[0];
  EXPECT_EQ(own.hash, request_of_six().definition_hash);
  EXPECT_EQ(own.words, "");
  EXPECT_EQ(own.figure, "mean");
  EXPECT_EQ(own.value, 12.1);
  EXPECT_EQ(own.p, 0.01);
  EXPECT_EQ(own.definitions, 1);
  EXPECT_TRUE(std::isnan(own.sharpe));
  EXPECT_THAT(section.facts, IsEmpty());
}

TEST(SectionLooks, LatticeRow) {
  const auto runs = six_runs();
  const auto section = looked(&runs);
  ASSERT_EQ(section.tried.size(), 2u);
  const auto& lattice = section.tried[1];
  EXPECT_EQ(lattice.hash.size(), 32u);
  EXPECT_NE(lattice.hash, section.tried[0].hash);
  EXPECT_EQ(lattice.words, "6 definitions, 5 of them different: until (3) and gap (2)");
  EXPECT_EQ(lattice.definitions, 5);
  EXPECT_EQ(lattice.value, 12.1);
  EXPECT_DOUBLE_EQ(lattice.p, 0.05);  // corrected for its five
  EXPECT_FALSE(section.tried[0].lattice);
  ASSERT_TRUE(lattice.lattice);
  EXPECT_EQ(lattice.lattice->own, section.tried[0].hash);
  EXPECT_EQ(lattice_hash(*lattice.lattice), lattice.hash);
  EXPECT_EQ(lattice.lattice->run, 6u);
  EXPECT_EQ(lattice.lattice->counted, 6u);
  ASSERT_EQ(lattice.lattice->choices.size(), 2u);
  const auto& until = lattice.lattice->choices[0];
  EXPECT_EQ(until.key + until.name, "episode.untiluntil");
  EXPECT_EQ(until.options, (std::vector<std::string>{"50", "51", "52"}));
  EXPECT_EQ(until.contents, (std::vector<std::string>{"", "", ""}));
  EXPECT_EQ(until.usual, 1u);
}

TEST(SectionLooks, SampleOfWhatWasRun) {
  const auto runs = six_runs();
  SectionContext context;
  auto section = section_of_six();
  add_multiverse(section, request_of_six(), runs);
  add_looks(section, request_of_six(), &runs, context, 1'000);
  EXPECT_EQ(section.tried[1].lattice->run, 1'000u);
  EXPECT_EQ(section.tried[1].lattice->counted, 6u);
  EXPECT_EQ(section.tried[1].definitions, 5);
  EXPECT_DOUBLE_EQ(section.tried[1].p, 0.05);
}

TEST(SectionLooks, PriceOfWhatWasRun) {
  // 24 combinations were run, and six of them summed up.
  auto request = request_of_six();
  auto wider = *request.choices;
  wider.choices[0].options = {"50", "51", "52", "53", "54", "55", "56", "57", "58", "59", "60", "61"};
  wider.contents.clear();
  request.choices = std::make_shared<SectionChoices>(wider);
  const auto runs = six_runs();
  SectionContext context;
  auto section = section_of_six();
  add_multiverse(section, request, runs);
  add_looks(section, request, &runs, context, 24);
  EXPECT_EQ(section.multiverse->looks, 5 + 18);
  EXPECT_DOUBLE_EQ(section.multiverse->p_adjusted, 0.05 / 5 * 23);
  EXPECT_EQ(section.multiverse->p_adjusted_by, "Bonferroni over 23 looks");
}

TEST(SectionLooks, WiderLatticeBefore) {
  const auto runs = six_runs();
  auto wider = remembered_lattice(request_of_six(), 12, 12);
  wider.choices[1].options = {"1", "2", "3", "6"};
  wider.choices[1].contents.resize(4);
  PastTrial before{"wider", kNoNumber, 0, 11};
  before.lattice = std::make_shared<RememberedLattice>(wider);
  const auto section = looked(&runs, {{"lows", {before}}});
  EXPECT_EQ(section.multiverse->looks, 11);
  EXPECT_EQ(section.multiverse->p_adjusted_by, "Bonferroni over 11 looks");
  EXPECT_DOUBLE_EQ(section.multiverse->p_adjusted, 0.11);
}

TEST(SectionLooks, Price) {
  auto runs = six_runs();
  const auto bonferroni = *looked(&runs).multiverse;
  EXPECT_EQ(bonferroni.looks, 5);
  EXPECT_EQ(bonferroni.p, 0.01);
  EXPECT_DOUBLE_EQ(bonferroni.p_adjusted, 0.05);
  EXPECT_EQ(bonferroni.p_adjusted_by, "Bonferroni over 5 looks");
  runs.joint.own_adjusted_p = 0.034;
  const auto stepdown = *looked(&runs).multiverse;
  EXPECT_EQ(stepdown.p_adjusted, 0.034);
  EXPECT_EQ(stepdown.p_adjusted_by, "Romano-Wolf over 6 definitions");
}

TEST(SectionLooks, PriceOfOtherLooks) {
  auto runs = six_runs();
  const Past past{{"lows", {{"wider", kNoNumber, 0, 11}}}};
  const auto bonferroni = *looked(&runs, past).multiverse;
  EXPECT_EQ(bonferroni.looks, 15);
  EXPECT_DOUBLE_EQ(bonferroni.p_adjusted, 0.15);
  EXPECT_EQ(bonferroni.p_adjusted_by, "Bonferroni over 15 looks");
  runs.joint.own_adjusted_p = 0.034;
  const auto section = looked(&runs, past);
  EXPECT_DOUBLE_EQ(section.multiverse->p_adjusted, 3 * 0.034);
  EXPECT_EQ(section.multiverse->p_adjusted_by, "Romano-Wolf over 6 definitions, for 15 looks");
  EXPECT_EQ(section.tried[1].p, 0.034);
  EXPECT_EQ(section.tried[1].definitions, 5);
  EXPECT_EQ(looked_at(section)->text,
            "15 definitions of this section so far; p = 0.010 alone, p = 0.10 corrected for all of them "
            "(Romano-Wolf over 6 definitions, for 15 looks)");
  EXPECT_THAT(section.facts,
              testing::Contains(testing::Field(
                  &Fact::text, testing::StartsWith("The study's own definition has p = 0.10"))));
  // The stepdown is over two of the five: the others are looks of their own.
  runs.joint.different = 2;
  const auto some = looked(&runs);
  EXPECT_DOUBLE_EQ(some.multiverse->p_adjusted, 0.034 * 5 / 2);
  EXPECT_DOUBLE_EQ(some.tried[1].p, 0.034 * 5 / 2);
}

TEST(SectionLooks, LookedAtBefore) {
  const auto own = request_of_six().definition_hash;
  const Past past{
      {"lows", {{own, kNoNumber, 0, 1}, {"another", kNoNumber, 0, 1}, {"third", kNoNumber, 0, 1}}},
      {"other section", {{"fourth", kNoNumber, 0, 100}}}};
  const auto section = looked(nullptr, past);
  ASSERT_TRUE(looked_at(section));
  EXPECT_EQ(looked_at(section)->text,
            "3 definitions of this section so far; p = 0.010 alone, p = 0.030 corrected for all of them "
            "(Bonferroni)");
  EXPECT_FALSE(looked_at(looked(nullptr, {{"lows", {{own, kNoNumber, 0, 1}}}})));

  const auto runs = six_runs();
  const auto wide = looked(&runs, past);
  EXPECT_EQ(wide.multiverse->looks, 7);
  EXPECT_TRUE(looked_at(wide));
}

TEST(SectionLooks, OthersOwnRows) {
  auto rotation = section_of_six();
  rotation.tried.push_back({"lows", "feed", "", 0.1, 0.5, 200});
  const auto section = looked(nullptr, {{"lows", {{"another", 0.2, 100, 1}}}}, rotation);
  EXPECT_EQ(section.tried.size(), 1u);
  EXPECT_FALSE(looked_at(section));
  Section claims;
  claims.kind = "claims";
  EXPECT_THAT(looked(nullptr, {}, claims).tried, IsEmpty());
}

}  // namespace
}  // namespace rerate
