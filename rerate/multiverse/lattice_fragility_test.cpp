// Behaviour -> test
//   spread, flips and shares of a whole lattice by hand              LatticeFragility.ByHand
//   shares are those of choice_shares, the largest first             LatticeFragility.WholeShares
//   a part of the lattice has estimated shares                       LatticeFragility.PartOfTheLattice
//   many choices of one option do not stand in the way               LatticeFragility.IdleChoices
//   more choices than can be shared out exactly                      LatticeFragility.TooManyChoices
//   a lattice too large for margins is estimated                     LatticeFragility.TooManyMargins
//   a sample of 2^61 definitions                                     LatticeFragility.SampleOfAHugeLattice
//   what cannot vary is empty, not zero                              LatticeFragility.NothingToVary
//   no share is below zero, and rounding has none                    LatticeFragility.SharesOfRounding

#include "rerate/multiverse/lattice_fragility.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/choice_shares.h"

namespace rerate {
namespace {

const double kNone = std::numeric_limits<double>::quiet_NaN();

LatticeChoice choice(std::string name, std::size_t options, std::size_t usual = 0) {
  LatticeChoice made{std::move(name), {}, usual, true};
  for (std::size_t i = 0; i < options; ++i) made.options.push_back(std::to_string(i));
  return made;
}

TEST(LatticeFragility, ByHand) {
  // 1, 3 for the first choice plus 0, 0, 6 for the second, less 4.
  const Lattice lattice({choice("gap", 2), choice("until", 3)});
  const std::vector<double> values = {-3, -3, 3, -1, -1, 5}, p = {0.01, 0.2, 0.2, 0.2, 0.2, 0.02};
  const auto found = lattice_fragility(lattice, {lattice.sample(6), values, p});
  ASSERT_TRUE(found.fragility);
  EXPECT_EQ(found.fragility->definitions, 6u);
  EXPECT_EQ(found.fragility->median, -1);
  EXPECT_NEAR(*found.fragility->significant, 1.0 / 3, 1e-15);
  EXPECT_NEAR(found.fragility->same_sign, 2.0 / 3, 1e-15);
  EXPECT_EQ(found.flips.sign->words, "until 2 instead of 0 turns the sign");
  EXPECT_EQ(found.flips.significance->words, "until 1 instead of 0 makes it insignificant");
  EXPECT_TRUE(found.exact_shares);
  ASSERT_EQ(found.shares.size(), 2u);
  EXPECT_EQ(found.shares[0].choice, "until");
  EXPECT_NEAR(*found.shares[0].shapley, 8.0 / 9, 1e-15);
  EXPECT_NEAR(found.shares[0].first_order, 8.0 / 9, 1e-15);
  EXPECT_EQ(found.shares[0].option_mean, (std::vector<double>{-2, -2, 4}));
  EXPECT_EQ(found.shares[1].choice, "gap");
}

TEST(LatticeFragility, WholeShares) {
  const Lattice lattice({choice("a", 3, 1), choice("b", 4, 3), choice("c", 2)});
  const RandomStream random(9, 0);
  std::vector<double> values;
  for (std::uint64_t i = 0; i < 24; ++i) values.push_back(i % 5 == 1 ? kNone : random.uniform(i));
  const auto exact = choice_shares(values, std::vector<std::size_t>{3, 4, 2});
  const auto found = lattice_fragility(lattice, {lattice.sample(24), values});
  double sum = 0, before = 1;
  for (const auto& share : found.shares) {
    EXPECT_EQ(share.shapley, exact.shapley[static_cast<std::size_t>(share.choice[0] - 'a')]);
    EXPECT_LE(*share.shapley, before);
    before = *share.shapley;
    sum += *share.shapley;
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(LatticeFragility, PartOfTheLattice) {
  const Lattice lattice({choice("a", 20, 7), choice("b", 30, 2), choice("c", 5)});
  const auto some = lattice.sample(1000);
  std::vector<double> values;
  for (const auto definition : some) values.push_back(static_cast<double>(definition / 5 % 30) - 10);
  const auto found = lattice_fragility(lattice, {some, values});
  EXPECT_FALSE(found.exact_shares);
  EXPECT_EQ(found.fragility->definitions, 1000u);
  ASSERT_EQ(found.shares.size(), 3u);
  EXPECT_EQ(found.shares[0].choice, "b");
  EXPECT_NEAR(found.shares[0].first_order, 1, 1e-9);
  EXPECT_FALSE(found.shares[0].shapley);
  EXPECT_LT(found.shares[1].first_order, 0.02);
  EXPECT_GT(found.flips.sign->value, 0);
}

TEST(LatticeFragility, IdleChoices) {
  std::vector<LatticeChoice> choices(40, choice("idle", 1));
  choices[20] = choice("busy", 3);
  const Lattice lattice(choices);
  const auto found = lattice_fragility(lattice, {lattice.sample(3), std::vector<double>{1, 2, 4}});
  EXPECT_TRUE(found.exact_shares);
  ASSERT_EQ(found.shares.size(), 1u);
  EXPECT_EQ(found.shares[0].choice, "busy");
  EXPECT_NEAR(*found.shares[0].shapley, 1, 1e-12);
}

TEST(LatticeFragility, TooManyChoices) {
  const Lattice lattice(std::vector<LatticeChoice>(17, choice("c", 2)));
  const auto all = lattice.sample(*lattice.size());
  std::vector<double> values;
  for (const auto definition : all) values.push_back(static_cast<double>(definition >> 16));
  const auto found = lattice_fragility(lattice, {all, values});
  EXPECT_FALSE(found.exact_shares);
  EXPECT_EQ(found.shares.size(), 17u);
  EXPECT_NEAR(found.shares[0].first_order, 1, 1e-12);
  EXPECT_NEAR(found.shares[1].first_order, 0, 1e-12);
}

TEST(LatticeFragility, TooManyMargins) {
  // 147,456 definitions, all run, but 3^14 4^2 margins, 76 million, are above kMostMargins.
  std::vector<LatticeChoice> choices(16, choice("c", 2));
  choices[3] = choices[15] = choice("three", 3);
  const Lattice lattice(choices);
  const auto all = lattice.sample(*lattice.size());
  std::vector<double> values;
  for (const auto definition : all) values.push_back(static_cast<double>(definition % 3));
  const auto found = lattice_fragility(lattice, {all, values});
  EXPECT_FALSE(found.exact_shares);
  EXPECT_EQ(found.shares[0].choice, "three");
  EXPECT_NEAR(found.shares[0].first_order, 1, 1e-12);
  EXPECT_FALSE(found.shares[0].shapley);
}

TEST(LatticeFragility, SampleOfAHugeLattice) {
  const Lattice huge(std::vector<LatticeChoice>(61, choice("c", 2)));
  const auto some = huge.sample(1000);
  std::vector<double> values;
  for (const auto definition : some) values.push_back(static_cast<double>(definition % 2));
  const auto found = lattice_fragility(huge, {some, values});
  EXPECT_FALSE(found.exact_shares);
  EXPECT_NEAR(found.shares[0].first_order, 1, 1e-9);
}

TEST(LatticeFragility, NothingToVary) {
  const Lattice one({}), lattice({choice("a", 2), choice("b", 2)});
  const auto all = lattice.sample(4);
  const auto alone = lattice_fragility(one, {std::vector<std::uint64_t>{0}, std::vector<double>{3}});
  EXPECT_FALSE(alone.fragility);
  EXPECT_TRUE(alone.shares.empty());
  const auto none = lattice_fragility(lattice, {all, std::vector<double>(4, kNone)});
  EXPECT_FALSE(none.fragility);
  EXPECT_TRUE(none.shares.empty());
  EXPECT_EQ(none.flips.nearest(), nullptr);
  const auto same = lattice_fragility(lattice, {all, std::vector<double>(4, 2)});
  EXPECT_EQ(same.fragility->definitions, 4u);
  EXPECT_TRUE(same.shares.empty());
  EXPECT_FALSE(lattice_fragility(lattice, {all, std::vector<double>{kNone, 1, 2, 3}}).fragility);
}

TEST(LatticeFragility, SharesOfRounding) {
  const Lattice lattice({choice("a", 2), choice("b", 3), choice("idle", 2)});
  std::vector<double> values;
  for (std::size_t i = 0; i < 12; ++i)
    values.push_back(0.1 * static_cast<double>(i / 6) + 0.7 * static_cast<double>(i / 2 % 3));
  for (const auto& share : lattice_fragility(lattice, {lattice.sample(12), values}).shares)
    EXPECT_GE(*share.shapley, 0) << share.choice;
  for (std::size_t i = 0; i < 12; ++i) values[i] = i % 2 ? 0.3 : 0.1 + 0.2;
  EXPECT_TRUE(lattice_fragility(lattice, {lattice.sample(12), values}).shares.empty());
}

}  // namespace
}  // namespace rerate
