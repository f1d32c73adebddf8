// Behaviour -> test
//   an option that gives what leaving the key out gives is told, with the way out    -> DoubledDefault.IsTold
//   one that differs in a figure, a set or a missing figure is another               -> DoubledDefault.AnyDifference
//   in a sample the pairs that are there count                                       -> DoubledDefault.OfASample
//   a key that changes nothing at all is no default                                  -> DoubledDefault.NoEffect
//   keys that stand in the section have no default                                   -> DoubledDefault.OnlyOfKeysLeftOut
#include "rerate/study/doubled_default.h"

#include <gmock/gmock.h>

#include "rerate/study/definition_runs_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// until (50, 51) and a gap that the section leaves out, varied over 3 and 6: by default it is 3.
DefinitionRuns gaps(std::vector<double> episodes) {
  auto runs = runs_of({{"until", {"50", "51"}, 0, true}, {"gap", {"default", "3", "6"}, 0, false}});
  runs.definitions = {0, 1, 2, 3, 4, 5};
  runs.numbers = {{"episodes", std::move(episodes), {}}};
  return runs;
}

SectionRequest request() {
  SectionRequest request;
  auto choices = std::make_shared<SectionChoices>();
  choices->paths = {"episode.until", "episode.gap"};
  request.choices = std::move(choices);
  return request;
}

TEST(DoubledDefault, IsTold) {
  EXPECT_THAT(
      doubled_defaults(request(), gaps({12, 12, 10, 14, 14, 14})),
      ElementsAre("gap 3 gives the same as leaving `episode.gap` out, in every definition: the study's own "
                  "counts twice. Write it as the value of `episode.gap` in the section, or leave it out of "
                  "`vary`."));
}

TEST(DoubledDefault, AnyDifference) {
  EXPECT_THAT(doubled_defaults(request(), gaps({12, 12, 10, 14, 15, 14})), IsEmpty());
  EXPECT_THAT(doubled_defaults(request(), gaps({12, kNoNumber, 10, 14, 14, 14})), IsEmpty());
  EXPECT_EQ(doubled_defaults(request(), gaps({12, 12, 10, kNoNumber, kNoNumber, 14})).size(), 1u);
  EXPECT_THAT(doubled_defaults(request(), gaps(std::vector<double>(6, kNoNumber))), IsEmpty());
  auto runs = gaps({12, 12, 10, 14, 14, 14});
  runs.sets = {{"not_led", {0, 1, 1, 0, 0, 0}, {{"1996"}, {"1998"}}}};
  EXPECT_THAT(doubled_defaults(request(), runs), IsEmpty());
}

TEST(DoubledDefault, OfASample) {
  auto runs = gaps({12, 12, 14});
  runs.definitions = {0, 1, 3};
  runs.whole = false;
  EXPECT_EQ(doubled_defaults(request(), runs).size(), 1u);
  runs.definitions = {0, 3, 4};
  runs.numbers[0].values = {12, 14, 15};
  EXPECT_THAT(doubled_defaults(request(), runs), IsEmpty());
}

TEST(DoubledDefault, NoEffect) {
  EXPECT_THAT(doubled_defaults(request(), gaps({12, 12, 12, 14, 14, 14})), IsEmpty());
}

TEST(DoubledDefault, OnlyOfKeysLeftOut) {
  auto runs = gaps({12, 12, 10, 14, 14, 14});
  auto choices = runs.lattice.choices();
  choices[1].options[0] = "2";
  runs.lattice = Lattice(std::move(choices));
  EXPECT_THAT(doubled_defaults(request(), runs), IsEmpty());
}

}  // namespace
}  // namespace rerate
