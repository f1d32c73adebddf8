// Behaviour -> test
//   numbers and options turn into each other, the last choice fastest   Lattice.NumbersAndOptions
//   distance counts choices, then steps along their scales              Lattice.Distance
//   levels among words have their own steps, a word is one from each    Lattice.LevelsAmongWords
//   what differs is told in words                                       Lattice.DifferenceInWords
//   sizes are told, those beyond numbers too                            Lattice.SizesInWords
//   a sample is even in every choice and in pairs                       Lattice.SampleIsEven
//   no pair of many choices is less even than chance                    Lattice.SampleIsEvenInEveryPair
//   a sample has no definition twice, holds the study's, and grows      Lattice.SamplesAreNested
//   a sample of all is all                                              Lattice.SampleOfAll
//   a lattice without choices has one definition                        Lattice.WithoutChoices
//   the nearest flip by choices, steps and number                       Lattice.NearestFlip
//   broken input is our own bug                                         Lattice.BrokenInputIsABug

#include "rerate/multiverse/lattice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "rerate/base/error.h"

namespace rerate {
namespace {

LatticeChoice choice(std::string name, std::size_t options, std::size_t usual, bool ordered = true) {
  LatticeChoice made{std::move(name), {}, usual, ordered};
  for (std::size_t i = 0; i < options; ++i) made.options.push_back("o" + std::to_string(i));
  return made;
}

TEST(Lattice, NumbersAndOptions) {
  const Lattice lattice({choice("a", 3, 1), choice("b", 1, 0), choice("c", 4, 2)});
  ASSERT_EQ(lattice.size(), 12u);
  EXPECT_EQ(lattice.usual(), 6u);
  std::vector<std::uint32_t> options(3);
  for (std::uint64_t number = 0; number < 12; ++number) {
    lattice.options(number, options);
    EXPECT_EQ(options, (std::vector<std::uint32_t>{static_cast<std::uint32_t>(number / 4), 0,
                                                   static_cast<std::uint32_t>(number % 4)}));
    EXPECT_EQ(lattice.definition(options), number);
  }
}

TEST(Lattice, Distance) {
  const Lattice lattice({choice("level", 5, 1), choice("returns", 3, 0, false)});
  EXPECT_EQ(lattice.distance(lattice.usual()), (LatticeDistance{0, 0}));
  EXPECT_EQ(lattice.distance(4 * 3), (LatticeDistance{1, 0.75}));
  EXPECT_EQ(lattice.distance(1 * 3 + 2), (LatticeDistance{1, 1}));
  EXPECT_EQ(lattice.distance(0 * 3 + 1), (LatticeDistance{2, 1.25}));
  EXPECT_TRUE((LatticeDistance{1, 9} < LatticeDistance{2, 0.1}));
  EXPECT_TRUE((LatticeDistance{1, 0.25} < LatticeDistance{1, 0.5}));
}

TEST(Lattice, LevelsAmongWords) {
  const Lattice lattice({{"until", {"51", "threshold", "49", "> 50", "<= 52"}, 0, false}});  // 49, 50, 51, 52
  EXPECT_DOUBLE_EQ(lattice.distance(1).steps, 1.0 / 3);
  EXPECT_DOUBLE_EQ(lattice.distance(2).steps, 2.0 / 3);
  EXPECT_DOUBLE_EQ(lattice.distance(3).steps, 1.0 / 3);
  EXPECT_DOUBLE_EQ(lattice.distance(4).steps, 1.0 / 3);
  const Lattice from_word({{"until", {"threshold", "49", "52", "confirmed"}, 0, false}});
  for (std::uint64_t number = 1; number < 4; ++number) EXPECT_EQ(from_word.distance(number).steps, 1);
  const Lattice one_level({{"until", {"threshold", "49"}, 0, false}});
  EXPECT_EQ(one_level.distance(1).steps, 1);
  const Lattice alike({{"until", {"51", "> 51", ">= 51", "53"}, 0, false}});
  EXPECT_EQ(alike.distance(1).steps, 0);  // the same level, read otherwise: still another choice
  EXPECT_EQ(alike.distance(1).choices, 1u);
  EXPECT_EQ(alike.distance(3).steps, 1);
}

TEST(Lattice, DifferenceInWords) {
  const Lattice lattice({{"below", {"47", "48"}, 1, true}, {"horizon", {"6m", "12m"}, 1, true}});
  EXPECT_EQ(lattice.difference(3), "as in the study");
  EXPECT_EQ(lattice.difference(1), "below 47 instead of 48");
  EXPECT_EQ(lattice.difference(0), "below 47 instead of 48, horizon 6m instead of 12m");
}

TEST(Lattice, SizesInWords) {
  EXPECT_EQ(Lattice({choice("a", 12, 0)}).size_in_words(), "12");
  EXPECT_EQ(Lattice(std::vector(6, choice("a", 10, 0))).size_in_words(), "1,000,000");
  EXPECT_EQ(Lattice(std::vector(12, choice("a", 10, 0))).size_in_words(), "1,000,000,000,000");
  const Lattice vast(std::vector(25, choice("a", 10, 0)));
  EXPECT_FALSE(vast.size());
  EXPECT_EQ(vast.size_in_words(), "about 1.0e+25");
}

TEST(Lattice, SampleIsEven) {
  const Lattice lattice({choice("a", 10, 0), choice("b", 7, 0), choice("c", 50, 0), choice("d", 40, 0)});
  const auto drawn = lattice.sample(14'000);
  std::vector<std::uint32_t> options(4);
  std::map<std::uint32_t, int> of_a, of_d;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> of_pairs;
  for (const auto number : drawn) {
    lattice.options(number, options);
    ++of_a[options[0]];
    ++of_d[options[3]];
    ++of_pairs[{options[0], options[1]}];
  }
  for (const auto& [option, count] : of_a) EXPECT_NEAR(count, 1400, 30) << option;
  for (const auto& [option, count] : of_d) EXPECT_NEAR(count, 350, 20) << option;
  EXPECT_EQ(of_pairs.size(), 70u);
  for (const auto& [pair, count] : of_pairs) EXPECT_NEAR(count, 200, 30);
}

TEST(Lattice, SampleIsEvenInEveryPair) {
  const Lattice lattice(std::vector(12, choice("a", 11, 0)));
  const auto drawn = lattice.sample(4096);
  std::vector<std::uint32_t> options(12);
  std::map<std::pair<std::size_t, std::size_t>, std::vector<double>> hits;
  for (const auto number : drawn) {
    lattice.options(number, options);
    for (std::size_t one = 0; one < 12; ++one)
      for (std::size_t other = 0; other < one; ++other) {
        auto& cells = hits[{one, other}];
        cells.resize(121);
        cells[11 * options[one] + options[other]] += 1;
      }
  }
  for (const auto& [pair, cells] : hits) {
    double squares = 0;
    for (const double cell : cells) squares += (cell - 4096.0 / 121) * (cell - 4096.0 / 121);
    EXPECT_LT(squares / (4096.0 / 121) / 120, 1) << pair.first << " " << pair.second;
  }
}

TEST(Lattice, SamplesAreNested) {
  const Lattice lattice({choice("a", 9, 4), choice("b", 11, 2), choice("c", 13, 12)});
  std::set<std::uint64_t> before;
  for (const std::uint64_t count : {1u, 2u, 50u, 600u, 1200u, 1286u}) {
    const auto drawn = lattice.sample(count);
    const std::set<std::uint64_t> now(drawn.begin(), drawn.end());
    EXPECT_EQ(drawn.size(), count);
    EXPECT_EQ(now.size(), count);
    EXPECT_TRUE(std::is_sorted(drawn.begin(), drawn.end()));
    EXPECT_TRUE(now.contains(lattice.usual()));
    EXPECT_TRUE(std::includes(now.begin(), now.end(), before.begin(), before.end())) << count;
    before = now;
  }
}

TEST(Lattice, SampleOfAll) {
  const Lattice lattice({choice("a", 3, 0), choice("b", 2, 1)});
  EXPECT_EQ(lattice.sample(6), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(lattice.sample(1'000'000).size(), 6u);
  EXPECT_TRUE(lattice.sample(0).empty());
}

TEST(Lattice, WithoutChoices) {
  const Lattice lattice({});
  EXPECT_EQ(lattice.size(), 1u);
  EXPECT_EQ(lattice.usual(), 0u);
  EXPECT_EQ(lattice.sample(5), std::vector<std::uint64_t>{0});
  EXPECT_EQ(lattice.difference(0), "as in the study");
}

TEST(Lattice, NearestFlip) {
  const Lattice lattice({choice("level", 5, 2), choice("returns", 2, 0, false)});
  const std::vector<std::uint64_t> all = lattice.sample(10);
  const auto at = [&](std::set<std::uint64_t> flips) {
    return nearest(lattice, all, [&](std::size_t i) { return flips.contains(all[i]); });
  };
  EXPECT_EQ(at({0, 1, 9}), 0u);  // two steps of level, before level and returns
  EXPECT_EQ(at({1, 5, 0}), 0u);  // 0.5 of the scale before another kind of returns
  EXPECT_EQ(at({2, 6}), 2u);     // one step either way: the smaller number
  EXPECT_EQ(at({4, 9}), 4u);     // the study's own
  EXPECT_FALSE(at({}));
}

TEST(Lattice, BrokenInputIsABug) {
  EXPECT_THROW(Lattice({choice("a", 2, 2)}), InternalError);
  EXPECT_THROW(Lattice({choice("a", 0, 0)}), InternalError);
  const Lattice lattice({choice("a", 3, 0)});
  EXPECT_THROW(lattice.distance(3), InternalError);
  const std::vector<std::uint32_t> beyond = {3};
  EXPECT_THROW(lattice.definition(beyond), InternalError);
  EXPECT_THROW(Lattice(std::vector(25, choice("a", 10, 0))).usual(), InternalError);
}

}  // namespace
}  // namespace rerate
