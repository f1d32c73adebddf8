// Behaviour -> test
//   a lattice counts all but the study's own, what it holds of another nothing       -> CountedDefinitions.HeldByAnother
//   wider options, another choice: what is new                                        -> CountedDefinitions.Widened
//   against counting one by one, on lattices at random                                -> CountedDefinitions.AsOneByOne
//   options whose words are alike but not what they are, and the other way            -> CountedDefinitions.WhatAnOptionIs
//   lattices that cut each other to pieces end with no count, not with a long one     -> CountedDefinitions.TooManyPieces
//   the remembered one is a lattice again; whole only when all of it was run          -> CountedDefinitions.LatticeAgain
#include "rerate/multiverse/counted_definitions.h"

#include <gmock/gmock.h>

#include <set>

#include "rerate/base/random_stream.h"
#include "rerate/multiverse/lattice_of_remembered.h"

namespace rerate {
namespace {

RememberedChoice choice(const std::string& key, std::vector<std::string> options, std::size_t usual = 0) {
  return {key, key, std::move(options), {}, usual, true};
}

RememberedLattice lattice(std::vector<RememberedChoice> choices) { return {"own", std::move(choices)}; }

TEST(CountedDefinitions, HeldByAnother) {
  CountedDefinitions counted;
  const auto wide = lattice({choice("below", {"47", "48", "49"}, 1), choice("gap", {"1", "3"})});
  const auto narrow = lattice({choice("below", {"48", "49"}), choice("gap", {"1", "3"})});
  EXPECT_EQ(counted.outside(wide), 5u);
  EXPECT_EQ(counted.outside(narrow), 3u);
  counted.add(wide);
  EXPECT_EQ(counted.outside(wide), 0u);
  EXPECT_EQ(counted.outside(narrow), 0u);
  EXPECT_EQ(counted.outside(lattice({choice("gap", {"1", "3"})})), 0u);  // below as in the study
  EXPECT_EQ(counted.outside(lattice({})), 0u);
}

TEST(CountedDefinitions, Widened) {
  CountedDefinitions counted;
  counted.add(lattice({choice("below", {"47", "48"}, 1), choice("gap", {"1", "3"})}));
  EXPECT_EQ(counted.outside(lattice({choice("below", {"46", "47", "48"}, 2), choice("gap", {"1", "3"})})),
            2u);
  EXPECT_EQ(counted.outside(lattice({choice("gap", {"1", "3", "6"}), choice("anchor", {"end", "known"})})),
            4u);
  // Beside both: 3 x 3 x 2 less the four, less the six of gap and anchor, of which two are among the four.
  counted.add(lattice({choice("gap", {"1", "3", "6"}), choice("anchor", {"end", "known"})}));
  EXPECT_EQ(counted.outside(lattice({choice("below", {"46", "47", "48"}, 2), choice("gap", {"1", "3", "6"}),
                                     choice("anchor", {"end", "known"})})),
            18u - 4u - 6u + 2u);
}

TEST(CountedDefinitions, AsOneByOne) {
  const RandomStream random(7, 1);
  std::uint64_t draw = 0;
  for (int round = 0; round < 60; ++round) {
    CountedDefinitions counted;
    std::set<std::string> there = {"0000"};
    for (int i = 0; i < 6; ++i) {
      std::vector<RememberedChoice> choices;
      std::vector<std::vector<std::string>> by_axis(4, {"0"});
      for (int axis = 3; axis >= 0; --axis) {
        if (random.below(draw++, 4) == 0) continue;
        std::vector<std::string> options = {"0"};
        for (const char* option : {"1", "2", "3"})
          if (random.below(draw++, 2) == 0) options.emplace_back(option);
        by_axis[static_cast<std::size_t>(axis)] = options;
        choices.push_back(choice(std::to_string(axis), std::move(options)));
      }
      std::set<std::string> fresh;
      for (const auto& a : by_axis[0])
        for (const auto& b : by_axis[1])
          for (const auto& c : by_axis[2])
            for (const auto& d : by_axis[3])
              if (!there.contains(a + b + c + d)) fresh.insert(a + b + c + d);
      EXPECT_EQ(counted.outside(lattice(choices)), fresh.size()) << round << " " << i;
      counted.add(lattice(choices));
      there.merge(fresh);
    }
  }
}

TEST(CountedDefinitions, WhatAnOptionIs) {
  CountedDefinitions counted;
  auto bundle = choice("returns", {"price", "total", "excess"});
  bundle.contents = {"", "a1", "b2"};
  counted.add(lattice({bundle}));
  EXPECT_EQ(counted.outside(lattice({bundle})), 0u);
  auto renamed = bundle;
  renamed.options = {"prices", "with dividends", "over bills"};
  EXPECT_EQ(counted.outside(lattice({renamed})), 0u);
  auto changed = bundle;
  changed.contents = {"", "a1", "c3"};
  EXPECT_EQ(counted.outside(lattice({changed})), 1u);
  EXPECT_EQ(counted.outside(lattice({choice("returns", {"price", "a1"})})), 1u);
}

TEST(CountedDefinitions, TooManyPieces) {
  CountedDefinitions counted;
  const RandomStream random(3, 1);
  std::uint64_t draw = 0;
  bool gave_up = false;
  for (int i = 0; i < 400 && !gave_up; ++i) {
    std::vector<RememberedChoice> choices;
    for (int axis = 0; axis < 12; ++axis) {
      std::vector<std::string> options = {"own"};
      for (int option = 0; option < 12; ++option)
        if (random.below(draw++, 2) == 0) options.push_back(std::to_string(option));
      choices.push_back(choice(std::to_string(axis), std::move(options)));
    }
    gave_up = !counted.outside(lattice(choices));
    counted.add(lattice(std::move(choices)));
  }
  EXPECT_TRUE(gave_up);
  EXPECT_EQ(counted.outside(lattice({choice("below", {"47", "48"})})), std::nullopt);
}

TEST(CountedDefinitions, LatticeAgain) {
  auto remembered = lattice({choice("below", {"47", "48"}, 1), choice("gap", {"1", "3", "6"})});
  const auto again = lattice_of(remembered);
  EXPECT_EQ(again.size(), 6u);
  EXPECT_EQ(again.usual(), 3u);
  EXPECT_EQ(again.difference(4), "gap 3 instead of 1");
  remembered.run = remembered.counted = 5;
  EXPECT_FALSE(is_whole(remembered));
  remembered.run = 6;
  EXPECT_TRUE(is_whole(remembered));
}

}  // namespace
}  // namespace rerate
