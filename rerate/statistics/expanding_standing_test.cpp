// Behaviour -> test
//   z and percentile of every month against numpy and pandas                      -> AsInPandas
//   five figures by hand, an even and an odd window                               -> HandComputed
//   later figures change nothing before them                                      -> LaterFiguresChangeNothing
//   a shift and a rescaling of the figures leave the standing, a flip turns it    -> LevelAndScaleDoNotCount
//   outliers are held at the limit                                                -> Winsorised
//   missing figures are left out of the window                                    -> MissingAreLeftOut
//   figures that mostly are equal have a percentile and no z                      -> NoVariation
//   one figure against a window: the same z without the limit                     -> RobustZ
//   settings and figures that cannot be taken                                     -> WrongInputIsTold

#include "rerate/statistics/expanding_standing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Figures or_nan(const nlohmann::json& figures) {
  Figures read;
  for (const auto& figure : figures) read.push_back(figure.is_null() ? kMissing : figure.get<double>());
  return read;
}

void expect_same(const Figures& found, const Figures& expected, double tolerance, const char* what) {
  ASSERT_EQ(found.size(), expected.size()) << what;
  for (std::size_t t = 0; t < found.size(); ++t) {
    ASSERT_EQ(std::isnan(found[t]), std::isnan(expected[t])) << what << " " << t;
    if (std::isnan(found[t])) continue;
    ASSERT_NEAR(found[t], expected[t], tolerance) << what << " " << t;
  }
}

// Few different values, so that many are equal.
Figures steps(std::size_t count, std::uint64_t stream) {
  const RandomStream random(11, stream);
  Figures x;
  for (std::size_t t = 0; t < count; ++t) x.push_back(std::floor(40 * random.uniform(t)));
  return x;
}

TEST(ExpandingStanding, AsInPandas) {
  std::ifstream file(RERATE_SOURCE_DIR "/tests/golden/expanding_standing.json");
  const auto golden = nlohmann::json::parse(file);
  ASSERT_EQ(golden.at("cases").size(), 3u);
  for (const auto& expected : golden.at("cases")) {
    const auto found =
        expanding_standing(or_nan(expected.at("x")), expected.at("first"), expected.at("limit"));
    expect_same(found.z, or_nan(expected.at("z")), 1e-13, "z");
    expect_same(found.percentile, or_nan(expected.at("percentile")), 1e-12, "percentile");
  }
}

// Of 1, 2, 4: median 2, distances 1, 0, 2. Of 1, 2, 4, 8: median 3, distances 2, 1, 1, 5.
TEST(ExpandingStanding, HandComputed) {
  const auto found = expanding_standing(Figures{1, 2, 4, 8, 2}, 3, 10);
  EXPECT_TRUE(std::isnan(found.z[0]) && std::isnan(found.z[1]) && std::isnan(found.percentile[1]));
  EXPECT_NEAR(found.z[2], 2 / 1.4826, 1e-15);
  EXPECT_NEAR(found.z[3], 5 / (1.4826 * 1.5), 1e-15);
  EXPECT_EQ(found.z[4], 0);
  EXPECT_NEAR(found.percentile[2], 250.0 / 3, 1e-13);
  EXPECT_EQ(found.percentile[3], 87.5);
  EXPECT_EQ(found.percentile[4], 40);  // one below, two equal, of five
}

TEST(ExpandingStanding, LaterFiguresChangeNothing) {
  const auto x = steps(300, 1);
  const auto whole = expanding_standing(x, 12);
  for (const std::size_t end : {13u, 100u, 299u}) {
    const auto part = expanding_standing(std::span(x).first(end), 12);
    for (std::size_t t = 11; t < end; ++t) {
      ASSERT_EQ(part.z[t], whole.z[t]);
      ASSERT_EQ(part.percentile[t], whole.percentile[t]);
    }
  }
}

TEST(ExpandingStanding, LevelAndScaleDoNotCount) {
  const auto x = steps(200, 2);
  Figures moved = x, turned = x;
  for (double& value : moved) value = 100 + 8 * value;
  for (double& value : turned) value = -value;
  const auto plain = expanding_standing(x, 24), other = expanding_standing(moved, 24),
             flipped = expanding_standing(turned, 24);
  expect_same(other.z, plain.z, 1e-13, "moved");
  expect_same(other.percentile, plain.percentile, 0, "moved");
  for (std::size_t t = 23; t < x.size(); ++t) {
    ASSERT_EQ(flipped.z[t], -plain.z[t]);
    ASSERT_NEAR(flipped.percentile[t], 100 - plain.percentile[t], 1e-12);
  }
}

TEST(ExpandingStanding, Winsorised) {
  auto x = steps(100, 3);
  x[60] = 1e6;
  x[80] = -1e6;
  const auto found = expanding_standing(x, 24, 2.5);
  EXPECT_EQ(found.z[60], 2.5);
  EXPECT_EQ(found.z[80], -2.5);
  for (std::size_t t = 23; t < x.size(); ++t) EXPECT_LE(std::fabs(found.z[t]), 2.5);
  EXPECT_GT(found.percentile[60], 99);
}

TEST(ExpandingStanding, MissingAreLeftOut) {
  const auto x = steps(80, 4);
  Figures holes;
  for (const double value : x) {
    holes.push_back(kMissing);
    holes.push_back(value);
  }
  const auto dense = expanding_standing(x, 24), sparse = expanding_standing(holes, 24);
  for (std::size_t t = 23; t < x.size(); ++t) {
    ASSERT_TRUE(std::isnan(sparse.z[2 * t]) && std::isnan(sparse.percentile[2 * t]));
    ASSERT_EQ(sparse.z[2 * t + 1], dense.z[t]);
    ASSERT_EQ(sparse.percentile[2 * t + 1], dense.percentile[t]);
  }
  EXPECT_TRUE(expanding_standing(Figures{}, 2).z.empty());
}

TEST(ExpandingStanding, NoVariation) {
  Figures x(50, 7);
  x[49] = 8;
  const auto found = expanding_standing(x, 2);
  for (const double z : found.z) EXPECT_TRUE(std::isnan(z));
  EXPECT_EQ(found.percentile[48], 50);
  EXPECT_EQ(found.percentile[49], 99);
}

TEST(ExpandingStanding, RobustZ) {
  const auto x = steps(150, 5);
  const auto found = expanding_standing(x, 24, 1e9);
  for (const std::size_t t : {23u, 90u, 149u})
    EXPECT_NEAR(robust_z(x[t], std::span(x).first(t + 1)), found.z[t], 1e-14);
  EXPECT_NEAR(robust_z(30, Figures{1, kMissing, 2, 4}), 28 / 1.4826, 1e-13);
  EXPECT_TRUE(std::isnan(robust_z(1, Figures{3, 3, 3, 4})));
  EXPECT_TRUE(std::isnan(robust_z(1, Figures{})));
  EXPECT_TRUE(std::isnan(robust_z(kMissing, Figures{1, 2, 4})));
}

template <class Call>
void expect_refused(ErrorCode code, const Call& call) {
  try {
    call();
    ADD_FAILURE() << "not refused";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code) << error.what();
  }
}

TEST(ExpandingStanding, WrongInputIsTold) {
  const Figures x = {1, 2, 3}, infinite = {1, std::numeric_limits<double>::infinity(), 3};
  expect_refused(ErrorCode::regression_settings, [&] { expanding_standing(x, 1); });
  for (const double limit : {0.0, -1.0, kMissing})
    expect_refused(ErrorCode::regression_settings, [&] { expanding_standing(x, 2, limit); });
  expect_refused(ErrorCode::regression_not_finite, [&] { expanding_standing(infinite, 2); });
  expect_refused(ErrorCode::regression_not_finite, [&] { robust_z(1, infinite); });
  expect_refused(ErrorCode::regression_not_finite, [&] { robust_z(infinite[1], x); });
}

}  // namespace
}  // namespace rerate
