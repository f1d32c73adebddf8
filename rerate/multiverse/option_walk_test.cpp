// Behaviour -> test
//   every walk gives the options of the lattice    OptionWalk.EqualsTheLattice
//   beyond the lattice is our own bug              OptionWalk.BeyondIsABug

#include "rerate/multiverse/option_walk.h"

#include <gtest/gtest.h>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

const std::vector<std::string> kThree = {"a", "b", "c"}, kTwo = {"a", "b"}, kOne = {"a"};

TEST(OptionWalk, EqualsTheLattice) {
  const Lattice lattice({{"x", kThree, 0, true}, {"y", kOne, 0, true}, {"z", kTwo, 0, true}, {"w", kThree}});
  std::vector<std::uint32_t> expected(4);
  OptionWalk walk(lattice), jumps(lattice);
  const RandomStream random(1, 0);
  const auto expect_at = [&](OptionWalk& walked, std::uint64_t definition) {
    lattice.options(definition, expected);
    const auto options = walked.at(definition);
    EXPECT_EQ(std::vector<std::uint32_t>(options.begin(), options.end()), expected) << definition;
  };
  for (std::uint64_t definition = 0; definition < *lattice.size(); ++definition) {
    expect_at(walk, definition);
    expect_at(jumps, random.below(definition, *lattice.size()));
    expect_at(walk, definition);
  }
}

TEST(OptionWalk, BeyondIsABug) {
  const Lattice lattice({{"x", kTwo, 0, true}});
  OptionWalk walk(lattice);
  walk.at(1);
  EXPECT_THROW(walk.at(2), InternalError);
}

}  // namespace
}  // namespace rerate
