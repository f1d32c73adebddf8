// Behaviour -> test
//   the place of the study's own definition in a sample        LatticeValues.OwnPlace
//   broken input is our own bug                                LatticeValues.BrokenInputIsABug

#include "rerate/multiverse/lattice_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {
namespace {

const Lattice kLattice({{"below", {"46", "47", "48"}, 2, true}, {"returns", {"price", "total"}, 0, false}});

TEST(LatticeValues, OwnPlace) {
  const std::vector<std::uint64_t> some = {0, 3, 4}, own = {4};
  EXPECT_EQ(own_place(kLattice, some), 2u);
  EXPECT_EQ(own_place(kLattice, own), 0u);
  EXPECT_EQ(own_place(kLattice, {some, std::vector<double>{1, std::nan(""), 2}}), 2u);
}

TEST(LatticeValues, BrokenInputIsABug) {
  using Numbers = std::vector<std::uint64_t>;
  EXPECT_THROW(own_place(kLattice, Numbers{}), InternalError);
  EXPECT_THROW(own_place(kLattice, Numbers{0, 1}), InternalError);
  EXPECT_THROW(own_place(kLattice, Numbers{4, 3}), InternalError);
  EXPECT_THROW(own_place(kLattice, Numbers{4, 4}), InternalError);
  EXPECT_THROW(own_place(kLattice, Numbers{4, 6}), InternalError);
  const Numbers fine = {3, 4};
  const std::vector<double> one = {1}, two = {1, 2}, infinite = {1, std::numeric_limits<double>::infinity()};
  EXPECT_THROW(own_place(kLattice, {fine, one}), InternalError);
  EXPECT_THROW(own_place(kLattice, {fine, two, one}), InternalError);
  EXPECT_THROW(own_place(kLattice, {fine, infinite}), InternalError);
}

}  // namespace
}  // namespace rerate
