// Behaviour -> test
//   the nearest other sign and the nearest other significance       ConclusionFlip.ByHand
//   an insignificant number becomes significant                     ConclusionFlip.BecomesSignificant
//   neutral is not always zero, and on it is no sign                ConclusionFlip.Neutral
//   what gives no number or no p flips nothing                      ConclusionFlip.MissingFlipsNothing
//   nothing flips a firm conclusion                                 ConclusionFlip.FirmConclusion
//   the nearer of the two flips the conclusion, the sign of equals  ConclusionFlip.NearerOfTheTwo
//   equals a search through all definitions                         ConclusionFlip.EqualsBruteForce

#include "rerate/multiverse/conclusion_flip.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

const double kNone = std::numeric_limits<double>::quiet_NaN();
const Lattice kLattice({{"below", {"46", "47", "48"}, 2, true}, {"horizon", {"6m", "12m"}, 1, true}});
const std::vector<std::uint64_t> kAll = {0, 1, 2, 3, 4, 5};  // 5 is the study's own

TEST(ConclusionFlip, ByHand) {
  const std::vector<double> values = {-2, 1, -1, 2, 3, 4}, p = {0.5, 0.2, 0.4, 0.03, 0.04, 0.01};
  const auto flips = conclusion_flips(kLattice, {kAll, values, p});
  ASSERT_TRUE(flips.sign);
  EXPECT_EQ(flips.sign->definition, 2u);
  EXPECT_EQ(flips.sign->value, -1);
  EXPECT_EQ(flips.sign->p, 0.4);
  EXPECT_EQ(flips.sign->distance, (LatticeDistance{2, 1.5}));
  EXPECT_EQ(flips.sign->words, "below 47 instead of 48, horizon 6m instead of 12m turns the sign");
  ASSERT_TRUE(flips.significance);
  EXPECT_EQ(flips.significance->definition, 1u);
  EXPECT_EQ(flips.significance->words, "below 46 instead of 48 makes it insignificant");
  EXPECT_EQ(flips.nearest(), &*flips.significance);
  EXPECT_EQ(conclusion_flips(kLattice, {kAll, values, p}, {0, 0.02}).significance->definition, 3u);
}

TEST(ConclusionFlip, BecomesSignificant) {
  const std::vector<double> values = {1, 1, 1, 1, 1, 1}, p = {0.01, 0.3, 0.3, 0.3, 0.05, 0.2};
  const auto flips = conclusion_flips(kLattice, {kAll, values, p});
  EXPECT_FALSE(flips.sign);
  EXPECT_EQ(flips.significance->words, "horizon 6m instead of 12m makes it significant");
  EXPECT_EQ(flips.nearest(), &*flips.significance);
}

TEST(ConclusionFlip, Neutral) {
  const std::vector<double> values = {0.9, 1, 1.2, 1, 1, 1.1};
  const auto flips = conclusion_flips(kLattice, {kAll, values}, {1});
  EXPECT_EQ(flips.sign->definition, 0u);
  EXPECT_FALSE(flips.sign->p);
  EXPECT_FALSE(conclusion_flips(kLattice, {kAll, values}).sign);
  EXPECT_FALSE(conclusion_flips(kLattice, {kAll, values}, {1.1}).sign);
}

TEST(ConclusionFlip, MissingFlipsNothing) {
  const std::vector<double> values = {-1, kNone, 1, 1, kNone, 1}, p = {0.9, 0.9, kNone, kNone, 0.9, 0.01};
  const auto flips = conclusion_flips(kLattice, {kAll, values, p});
  EXPECT_EQ(flips.sign->definition, 0u);
  EXPECT_EQ(flips.significance->definition, 0u);
  const std::vector<double> own_missing = {-1, 1, 1, 1, 1, kNone}, untested = {0, 0, 1, 1, 1, kNone};
  EXPECT_EQ(conclusion_flips(kLattice, {kAll, own_missing, p}).nearest(), nullptr);
  EXPECT_FALSE(conclusion_flips(kLattice, {kAll, values, untested}).significance);
  EXPECT_EQ(conclusion_flips(kLattice, {kAll, std::vector<double>(6, kNone)}).nearest(), nullptr);
}

TEST(ConclusionFlip, FirmConclusion) {
  const std::vector<double> values(6, 2), p(6, 0.05);
  EXPECT_EQ(conclusion_flips(kLattice, {kAll, values, p}).nearest(), nullptr);
  EXPECT_EQ(conclusion_flips(Lattice({}), {std::vector<std::uint64_t>{0}, std::vector<double>{1}}).nearest(),
            nullptr);
}

TEST(ConclusionFlip, NearerOfTheTwo) {
  const std::vector<double> p(6, 0.01), other_p = {0.01, 0.01, 0.01, 0.01, 0.5, 0.01};
  const std::vector<double> values = {1, 1, 1, 1, -1, 1}, farther = {-1, 1, 1, 1, 1, 1};
  const auto equal = conclusion_flips(kLattice, {kAll, values, other_p});
  EXPECT_EQ(equal.nearest(), &*equal.sign);
  const auto sign_only = conclusion_flips(kLattice, {kAll, values, p});
  EXPECT_EQ(sign_only.nearest(), &*sign_only.sign);
  const auto nearer = conclusion_flips(kLattice, {kAll, farther, other_p});
  EXPECT_EQ(nearer.nearest(), &*nearer.significance);
}

TEST(ConclusionFlip, EqualsBruteForce) {
  const Lattice lattice(
      {{"a", {"0", "1", "2", "3", "4"}, 2, true}, {"b", {"0", "1", "2"}, 1, false}, {"c", {"0", "1"}}});
  const RandomStream random(5, 0);
  for (std::uint64_t round = 0; round < 200; ++round) {
    const auto definitions = lattice.sample(2 + random.below(round, 29));
    std::vector<double> values, p;
    for (const auto definition : definitions) {
      values.push_back(random.uniform(1000 * round + 2 * definition) - 0.3);
      p.push_back(random.uniform(1000 * round + 2 * definition + 1) / 5);
    }
    const auto flips = conclusion_flips(lattice, {definitions, values, p});
    const auto own = std::find(definitions.begin(), definitions.end(), lattice.usual()) - definitions.begin();
    const auto at = static_cast<std::size_t>(own);
    std::optional<std::uint64_t> sign, significance;
    const auto nearer = [&](std::uint64_t one, const std::optional<std::uint64_t>& other) {
      return !other || lattice.distance(one) < lattice.distance(*other);
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] * values[at] < 0 && nearer(definitions[i], sign)) sign = definitions[i];
      if ((p[i] <= 0.05) != (p[at] <= 0.05) && nearer(definitions[i], significance))
        significance = definitions[i];
    }
    EXPECT_EQ(flips.sign ? std::optional(flips.sign->definition) : std::nullopt, sign);
    EXPECT_EQ(flips.significance ? std::optional(flips.significance->definition) : std::nullopt,
              significance);
  }
}

}  // namespace
}  // namespace rerate
