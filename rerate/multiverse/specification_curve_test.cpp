// Behaviour -> test
//   few definitions are all drawn, smallest first                        SpecificationCurve.AllWhenFew
//   dots are the options of the points drawn                             SpecificationCurve.DotsAreTheOptions
//   shares by option are over all definitions                            SpecificationCurve.SharesByOption
//   many are drawn evenly, with both ends, the study's own and the flip  SpecificationCurve.EvenWithOwnAndFlip
//   ranks are those of a sort, ties by definition                        SpecificationCurve.RanksOfASort
//   definitions without a number are not on the curve                    SpecificationCurve.MissingNumbers
//   choices of one option have no lines                                  SpecificationCurve.IdleChoices
//   a million definitions                                                SpecificationCurve.Million
//   a curve without room is our own bug                                  SpecificationCurve.NoRoomIsABug

#include "rerate/multiverse/specification_curve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

const double kNone = std::numeric_limits<double>::quiet_NaN();

LatticeChoice choice(std::string name, std::size_t options, std::size_t usual = 0) {
  LatticeChoice made{std::move(name), {}, usual, true};
  for (std::size_t i = 0; i < options; ++i) made.options.push_back(std::to_string(i));
  return made;
}

const Lattice kSmall({choice("a", 2, 1), choice("b", 3)});  // 3 is the study's own
const std::vector<std::uint64_t> kAll = {0, 1, 2, 3, 4, 5};
const std::vector<double> kValues = {5, -1, 2, 1, 2, -4}, kP = {0.01, 0.2, 0.05, 0.04, kNone, 0.001};

TEST(SpecificationCurve, AllWhenFew) {
  const auto curve = specification_curve(kSmall, {kAll, kValues, kP});
  EXPECT_EQ(curve.definitions, 6u);
  std::vector<std::uint64_t> drawn;
  for (const auto& point : curve.points) {
    EXPECT_EQ(point.rank, drawn.size());
    EXPECT_EQ(point.value, kValues[point.definition]);
    EXPECT_EQ(point.own, point.definition == 3);
    EXPECT_EQ(point.flip, point.definition == 5);
    drawn.push_back(point.definition);
  }
  EXPECT_EQ(drawn, (std::vector<std::uint64_t>{5, 1, 3, 2, 4, 0}));
  EXPECT_EQ(curve.points[3].p, 0.05);
  EXPECT_TRUE(curve.points[3].significant);
  EXPECT_FALSE(curve.points[4].p);
  EXPECT_FALSE(curve.points[4].significant);
  EXPECT_FALSE(specification_curve(kSmall, {kAll, kValues}).points[0].p);
}

TEST(SpecificationCurve, DotsAreTheOptions) {
  const auto curve = specification_curve(kSmall, {kAll, kValues, kP});
  ASSERT_EQ(curve.lines.size(), 5u);
  EXPECT_EQ(curve.lines[0].dots, (std::vector<std::size_t>{1, 3, 5}));  // a = 0: definitions 1, 2, 0
  EXPECT_EQ(curve.lines[1].dots, (std::vector<std::size_t>{0, 2, 4}));
  EXPECT_EQ(curve.lines[4].dots, (std::vector<std::size_t>{0, 3}));  // b = 2
  EXPECT_TRUE(curve.lines[1].usual);
  EXPECT_TRUE(curve.lines[2].usual);
  EXPECT_FALSE(curve.lines[0].usual);
  EXPECT_EQ(curve.lines[4].choice, 1u);
  EXPECT_EQ(curve.lines[4].option, 2u);
}

TEST(SpecificationCurve, SharesByOption) {
  const auto curve = specification_curve(kSmall, {kAll, kValues, kP}, {}, 4);
  const auto& first = curve.lines[0];
  EXPECT_EQ(first.definitions, 3u);
  EXPECT_DOUBLE_EQ(first.mean, 2);
  EXPECT_NEAR(first.positive, 2.0 / 3, 1e-15);
  EXPECT_NEAR(*first.significant, 2.0 / 3, 1e-15);
  EXPECT_DOUBLE_EQ(*curve.lines[3].significant, 0);
  EXPECT_DOUBLE_EQ(specification_curve(kSmall, {kAll, kValues}, {2, 0.05}).lines[0].positive, 1.0 / 3);
  EXPECT_FALSE(specification_curve(kSmall, {kAll, kValues}).lines[0].significant);
}

TEST(SpecificationCurve, EvenWithOwnAndFlip) {
  const Lattice lattice({choice("a", 40, 17), choice("b", 50, 21)});
  const auto all = lattice.sample(2000);
  const RandomStream random(2, 0);
  for (std::uint64_t round = 0; round < 20; ++round) {
    std::vector<double> values;
    for (std::uint64_t i = 0; i < 2000; ++i) values.push_back(random.uniform(4000 * round + i) - 0.5);
    const std::size_t most = 4 + 5 * round;
    const auto curve = specification_curve(lattice, {all, values}, {}, most);
    EXPECT_LE(curve.points.size(), most);
    EXPECT_GE(curve.points.size(), most - 2);
    EXPECT_EQ(curve.points.front().rank, 0u);
    EXPECT_EQ(curve.points.back().rank, 1999u);
    EXPECT_EQ(std::count_if(curve.points.begin(), curve.points.end(), [](auto& x) { return x.own; }), 1);
    EXPECT_EQ(std::count_if(curve.points.begin(), curve.points.end(), [](auto& x) { return x.flip; }), 1);
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
      EXPECT_LT(curve.points[i - 1].rank, curve.points[i].rank);
      EXPECT_LE(curve.points[i].rank - curve.points[i - 1].rank, 1999 / (most - 3) + 1);
    }
  }
}

TEST(SpecificationCurve, RanksOfASort) {
  const Lattice lattice({choice("a", 30, 4), choice("b", 30, 9)});
  const auto all = lattice.sample(900);
  const RandomStream random(4, 0);
  std::vector<double> values;
  for (std::uint64_t i = 0; i < 900; ++i)
    values.push_back(static_cast<double>(random.below(i, 12)) - 5);  // many ties
  std::vector<std::size_t> order(900);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto one, auto two) { return values[one] < values[two]; });
  for (const std::size_t most : {4u, 17u, 100u, 899u, 900u, 2000u}) {
    const auto curve = specification_curve(lattice, {all, values}, {}, most);
    for (const auto& point : curve.points) EXPECT_EQ(point.definition, order[point.rank]) << most;
    EXPECT_LE(curve.points.size(), most);
    EXPECT_EQ(curve.points.size() == 900, most >= 900);
  }
}

TEST(SpecificationCurve, MissingNumbers) {
  const std::vector<double> values = {5, kNone, 2, kNone, kNone, -4};
  const auto curve = specification_curve(kSmall, {kAll, values, kP});
  EXPECT_EQ(curve.definitions, 3u);
  ASSERT_EQ(curve.points.size(), 3u);
  EXPECT_TRUE(
      std::none_of(curve.points.begin(), curve.points.end(), [](auto& x) { return x.own || x.flip; }));
  EXPECT_TRUE(std::isnan(curve.lines[3].mean));
  EXPECT_EQ(curve.lines[3].definitions, 0u);
  const auto none = specification_curve(kSmall, {kAll, std::vector<double>(6, kNone)});
  EXPECT_TRUE(none.points.empty());
  EXPECT_EQ(none.lines.size(), 5u);
}

TEST(SpecificationCurve, IdleChoices) {
  const Lattice lattice({choice("idle", 1), choice("a", 2, 1), choice("still", 1), choice("b", 3)});
  const auto curve = specification_curve(lattice, {kAll, kValues, kP});
  ASSERT_EQ(curve.lines.size(), 5u);
  EXPECT_EQ(curve.lines[0].choice, 1u);
  EXPECT_EQ(curve.lines[4].choice, 3u);
  EXPECT_EQ(curve.lines[0].dots, (std::vector<std::size_t>{1, 3, 5}));
  const auto one = specification_curve(Lattice({}), {std::vector<std::uint64_t>{0}, std::vector<double>{1}});
  EXPECT_TRUE(one.lines.empty());
  EXPECT_TRUE(one.points.at(0).own);
}

TEST(SpecificationCurve, Million) {
  const Lattice lattice(std::vector<LatticeChoice>(6, choice("c", 10, 5)));
  const auto all = lattice.sample(1'000'000);
  const RandomStream random(6, 0);
  std::vector<double> values(all.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = random.uniform(i);
  const auto curve = specification_curve(lattice, {all, values});
  EXPECT_EQ(curve.definitions, 1'000'000u);
  EXPECT_LE(curve.points.size(), 400u);
  for (const auto& line : curve.lines) EXPECT_EQ(line.definitions, 100'000u);
  for (const auto& point : curve.points)
    EXPECT_NEAR(point.value, static_cast<double>(point.rank) / 1e6, 0.002);
}

TEST(SpecificationCurve, NoRoomIsABug) {
  EXPECT_THROW(specification_curve(kSmall, {kAll, kValues}, {}, 3), InternalError);
  EXPECT_THROW(specification_curve(kSmall, {kAll, std::vector<double>{1, 2}}), InternalError);
}

}  // namespace
}  // namespace rerate
