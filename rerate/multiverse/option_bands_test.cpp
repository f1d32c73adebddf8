// Behaviour -> test
//   few options have a line each, as the curve has them      OptionBands.FewAreAlone
//   long scales are cut into bands that hold every option    OptionBands.LongScales
//   options that lie on no scale are not put together        OptionBands.NoScale
//   options without a number do not move a band's mean       OptionBands.MissingNumbers

#include "rerate/multiverse/option_bands.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace rerate {
namespace {

LatticeChoice choice(std::string name, std::size_t options, std::size_t usual, bool ordered = true) {
  LatticeChoice made{std::move(name), {}, usual, ordered};
  for (std::size_t i = 0; i < options; ++i) made.options.push_back(std::to_string(i));
  return made;
}

struct Case {
  explicit Case(const std::vector<LatticeChoice>& choices) : lattice(choices), definitions(*lattice.size()) {
    std::iota(definitions.begin(), definitions.end(), std::uint64_t{0});
    for (const auto definition : definitions)
      values.push_back(std::fmod(7.0 * static_cast<double>(definition), 31.0));
  }
  SpecificationCurve curve() const { return specification_curve(lattice, {definitions, values}); }

  Lattice lattice;
  std::vector<std::uint64_t> definitions;
  std::vector<double> values;
};

TEST(OptionBands, FewAreAlone) {
  const Case few({choice("a", 2, 1), choice("b", 3, 0)});
  const auto curve = few.curve();
  const auto bands = option_bands(few.lattice, curve, 8, 4);
  ASSERT_EQ(bands.size(), curve.lines.size());
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const auto& line = curve.lines[i];
    EXPECT_EQ(bands[i].choice, line.choice);
    EXPECT_EQ(bands[i].first, line.option);
    EXPECT_EQ(bands[i].last, line.option);
    EXPECT_EQ(bands[i].usual, line.usual);
    EXPECT_EQ(bands[i].dots, line.dots);
    EXPECT_DOUBLE_EQ(bands[i].mean, line.mean);
  }
}

TEST(OptionBands, LongScales) {
  const Case wide({choice("a", 3, 1), choice("b", 101, 50)});
  const auto curve = wide.curve();
  const auto bands = option_bands(wide.lattice, curve, 16, 8);
  ASSERT_EQ(bands.size(), 3u + 8u);
  std::size_t next = 0, dots = 0, usual = 0;
  for (std::size_t i = 3; i < bands.size(); ++i) {
    const auto& band = bands[i];
    EXPECT_EQ(band.choice, 1u);
    EXPECT_EQ(band.first, next);
    next = band.last + 1;
    dots += band.dots.size();
    EXPECT_TRUE(std::is_sorted(band.dots.begin(), band.dots.end()));
    EXPECT_EQ(band.usual, band.first <= 50 && 50 <= band.last);
    usual += band.usual;
    double sum = 0, count = 0;  // straight from the definitions: the last choice turns fastest
    for (const auto definition : wide.definitions)
      if (definition % 101 >= band.first && definition % 101 <= band.last)
        sum += wide.values[definition], count += 1;
    EXPECT_NEAR(band.mean, sum / count, 1e-12);
  }
  EXPECT_EQ(next, 101u);
  EXPECT_EQ(usual, 1u);
  EXPECT_EQ(dots, curve.points.size());
}

TEST(OptionBands, NoScale) {
  const Case words({choice("a", 40, 3, false)});
  EXPECT_EQ(option_bands(words.lattice, words.curve(), 16, 8).size(), 40u);
}

TEST(OptionBands, MissingNumbers) {
  Case wide({choice("a", 20, 0)});
  for (std::size_t i = 10; i < 20; ++i) wide.values[i] = std::numeric_limits<double>::quiet_NaN();
  wide.values[3] = std::numeric_limits<double>::quiet_NaN();
  const auto bands = option_bands(wide.lattice, wide.curve(), 10, 2);
  ASSERT_EQ(bands.size(), 2u);
  double sum = 0;
  for (const std::size_t i : {0, 1, 2, 4, 5, 6, 7, 8, 9}) sum += wide.values[i];
  EXPECT_NEAR(bands[0].mean, sum / 9, 1e-12);
  EXPECT_TRUE(std::isnan(bands[1].mean));
}

}  // namespace
}  // namespace rerate
