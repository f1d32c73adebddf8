// Behaviour -> test
//   the whole lattice has the shares of choice_shares                   SampledChoiceShares.WholeLatticeIsExact
//   a sample by hand                                                    SampledChoiceShares.SampleByHand
//   a choice that goes with another by accident borrows nothing         SampledChoiceShares.NothingIsBorrowed
//   samples come near the whole, larger ones nearer                     SampledChoiceShares.NearsTheWhole
//   choices without effect have no share in the mean over draws         SampledChoiceShares.NoiseIsTakenOff
//   a far-off mean does not drown the shares                            SampledChoiceShares.FarOffMean
//   options that were not run, and definitions without numbers          SampledChoiceShares.MissingNumbers
//   what does not vary, and too few numbers, have no shares             SampledChoiceShares.NothingToShare
//   a huge lattice by sample                                            SampledChoiceShares.HugeLattice

#include "rerate/multiverse/sampled_choice_shares.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/choice_shares.h"

namespace rerate {
namespace {

const double kNone = std::numeric_limits<double>::quiet_NaN();

LatticeChoice choice(std::string name, std::size_t options) {
  LatticeChoice made;
  made.name = std::move(name);
  for (std::size_t i = 0; i < options; ++i) made.options.push_back(std::to_string(i));
  return made;
}

// 3 a + b^2 / 2 + a b, and c without effect.
double effect(std::span<const std::uint32_t> option) {
  return 3.0 * option[0] + 0.5 * option[1] * option[1] + 1.0 * option[0] * option[1];
}

std::vector<double> effects(const Lattice& lattice, const std::vector<std::uint64_t>& definitions) {
  std::vector<double> values;
  std::vector<std::uint32_t> option(lattice.choices().size());
  for (const auto definition : definitions) {
    lattice.options(definition, option);
    values.push_back(effect(option));
  }
  return values;
}

TEST(SampledChoiceShares, WholeLatticeIsExact) {
  const Lattice lattice({choice("a", 3), choice("b", 4), choice("c", 2)});
  const auto all = lattice.sample(24);
  auto values = effects(lattice, all);
  const auto check = [&] {
    const auto found = sampled_choice_shares(lattice, {all, values});
    const auto exact = choice_shares(values, std::vector<std::size_t>{3, 4, 2});
    EXPECT_NEAR(found.mean, exact.mean, 1e-13);
    EXPECT_NEAR(found.variance, exact.variance, 1e-12);
    EXPECT_EQ(found.definitions, exact.combinations);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(found.first_order[i], exact.first_order[i], 1e-13);
      EXPECT_EQ(found.noise[i], 0);
      for (std::size_t option = 0; option < found.option_mean[i].size(); ++option)
        EXPECT_NEAR(found.option_mean[i][option], exact.option_mean[i][option], 1e-13);
    }
  };
  check();
  values[3] = values[17] = values[18] = kNone;
  check();
}

TEST(SampledChoiceShares, SampleByHand) {
  // 4 of 8 definitions. Effects of a -2.5 and 2.5, of b -1.5 and 1.5 about 4.5, the rest 0.5 each way: SS = 35,
  // R = 1 with one number to spare, noise (1 - 4/8) 1 1/1.
  const Lattice lattice({choice("a", 2), choice("b", 4)});
  const std::vector<std::uint64_t> some = {0, 1, 4, 5};
  const auto found = sampled_choice_shares(lattice, {some, std::vector<double>{1, 3, 5, 9}});
  EXPECT_NEAR(found.first_order[0], 24.5 / 35, 1e-14);
  EXPECT_NEAR(found.first_order[1], 8.5 / 35, 1e-14);
  EXPECT_NEAR(found.noise[0], 0.5 / 35, 1e-14);
  EXPECT_EQ(found.option_mean[0], (std::vector<double>{2, 7}));
  EXPECT_EQ(found.option_effect[0], (std::vector<double>{-2.5, 2.5}));
  EXPECT_TRUE(std::isnan(found.option_effect[1][2]));
  EXPECT_EQ(found.option_count[1], (std::vector<std::size_t>{2, 2, 0, 0}));
}

TEST(SampledChoiceShares, NothingIsBorrowed) {
  // b has no effect, but its options 0 and 1 go with those of a in five of six numbers.
  const Lattice lattice({choice("a", 2), choice("b", 2), choice("c", 9)});
  std::vector<std::uint64_t> some;
  std::vector<double> values;
  std::vector<std::uint32_t> option(3);
  for (std::uint64_t definition = 0; definition < 36; ++definition) {
    lattice.options(definition, option);
    if (option[0] != option[1] && option[2] != 4) continue;
    some.push_back(definition);
    values.push_back(option[0] == 1 ? 5 : 2);
  }
  const auto found = sampled_choice_shares(lattice, {some, values});
  EXPECT_NEAR(found.first_order[0], 1, 1e-9);
  EXPECT_NEAR(found.first_order[1], 0, 1e-9);
  EXPECT_NEAR(found.first_order[2], 0, 1e-9);
  EXPECT_NEAR(found.option_mean[1][1] - found.option_mean[1][0], 2.4,
              1e-12);  // though its plain means differ
}

TEST(SampledChoiceShares, NearsTheWhole) {
  const Lattice lattice({choice("a", 9), choice("b", 11), choice("c", 13), choice("d", 7)});
  const auto all = lattice.sample(*lattice.size());
  const auto exact = choice_shares(effects(lattice, all), std::vector<std::size_t>{9, 11, 13, 7});
  for (const auto& [count, close] : {std::pair{200u, 0.1}, {2000u, 0.02}, {8000u, 0.004}}) {
    const auto some = lattice.sample(count);
    const auto found = sampled_choice_shares(lattice, {some, effects(lattice, some)});
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_NEAR(found.first_order[i], exact.first_order[i], close) << count << " " << i;
  }
}

TEST(SampledChoiceShares, NoiseIsTakenOff) {
  // Numbers by lot have no cause. Over all 570 definitions a choice of k options explains (k - 1) / 569 of them, over
  // some 108 of them that and the noise of not having seen the others.
  const Lattice lattice({choice("a", 10), choice("b", 19), choice("c", 3)});
  const RandomStream random(3, 0);
  double share[2] = {}, noise[2] = {};
  const int rounds = 400;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::uint64_t> some = {0};
    const auto first = static_cast<std::uint64_t>(round) * 1000;
    for (std::uint64_t i = 0; i < 120; ++i) some.push_back(random.below(first + i, *lattice.size()));
    std::sort(some.begin(), some.end());
    some.erase(std::unique(some.begin(), some.end()), some.end());
    std::vector<double> values;
    for (std::uint64_t i = 0; i < some.size(); ++i) values.push_back(random.uniform(first + 200 + i));
    const auto found = sampled_choice_shares(lattice, {some, values});
    for (std::size_t i = 0; i < 2; ++i) {
      share[i] += found.first_order[i] / rounds;
      noise[i] += found.noise[i] / rounds;
    }
  }
  EXPECT_NEAR(noise[0], 0.81 * 9 / 108, 0.01);
  EXPECT_NEAR(noise[1], 0.81 * 18 / 108, 0.02);
  // Zero cuts off the lower half of the scatter, and choices that lean on each other scatter more.
  EXPECT_NEAR(share[0], 9.0 / 569, 0.03);
  EXPECT_NEAR(share[1], 18.0 / 569, 0.04);
}

TEST(SampledChoiceShares, FarOffMean) {
  const Lattice lattice({choice("a", 2), choice("b", 4)});
  const std::vector<std::uint64_t> some = {0, 1, 4, 5};
  const std::vector<double> far = {1e9 + 1, 1e9 + 3, 1e9 + 5, 1e9 + 7};
  EXPECT_NEAR(sampled_choice_shares(lattice, {some, far}).first_order[0], 0.8, 1e-9);
}

TEST(SampledChoiceShares, MissingNumbers) {
  const Lattice lattice({choice("a", 2), choice("b", 4), choice("idle", 1)});
  const std::vector<std::uint64_t> some = {0, 1, 2, 4, 5};
  const auto found = sampled_choice_shares(lattice, {some, std::vector<double>{1, 3, kNone, 5, 9}});
  EXPECT_EQ(found.definitions, 4u);
  EXPECT_EQ(found.option_count[1], (std::vector<std::size_t>{2, 2, 0, 0}));
  EXPECT_TRUE(std::isnan(found.option_mean[1][2]));
  EXPECT_NEAR(found.noise[0], (1 - 5.0 / 8) / 35, 1e-14);
  EXPECT_EQ(found.first_order[2], 0);
}

TEST(SampledChoiceShares, NothingToShare) {
  const Lattice lattice({choice("a", 2), choice("b", 4)});
  const std::vector<std::uint64_t> some = {0, 1, 4, 5}, two = {0, 5};
  const auto same = sampled_choice_shares(lattice, {some, std::vector<double>(4, 0.1)});
  EXPECT_TRUE(std::isnan(same.first_order[0]));
  EXPECT_NEAR(same.mean, 0.1, 1e-15);
  const auto none = sampled_choice_shares(lattice, {some, std::vector<double>(4, kNone)});
  EXPECT_TRUE(std::isnan(none.first_order[1]));
  EXPECT_TRUE(std::isnan(none.mean));
  EXPECT_TRUE(std::isnan(none.variance));
  // Two numbers under two options: what is noise cannot be told.
  EXPECT_TRUE(std::isnan(sampled_choice_shares(lattice, {two, std::vector<double>{1, 2}}).first_order[0]));
  const auto one =
      sampled_choice_shares(Lattice({}), {std::vector<std::uint64_t>{0}, std::vector<double>{4}});
  EXPECT_TRUE(one.first_order.empty());
  EXPECT_EQ(one.mean, 4);
}

TEST(SampledChoiceShares, HugeLattice) {
  const Lattice lattice(std::vector<LatticeChoice>(17, choice("c", 10)));
  const auto some = lattice.sample(50'000);
  std::vector<double> values;
  std::vector<std::uint32_t> option(17);
  for (const auto definition : some) {
    lattice.options(definition, option);
    values.push_back(2.0 * option[4] + 1.0 * option[11]);
  }
  const auto found = sampled_choice_shares(lattice, {some, values});
  for (std::size_t i = 0; i < 17; ++i)
    EXPECT_NEAR(found.first_order[i], i == 4 ? 0.8 : i == 11 ? 0.2 : 0, 0.01) << i;
}

}  // namespace
}  // namespace rerate
