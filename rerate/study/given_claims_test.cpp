// Behaviour -> test
//   a given multiple and growth: levels and gaps are arithmetic, prices that are looked up are not -> GivenClaims.AllGiven
//   given growth alone: figures of growth                                                         -> GivenClaims.GrowthAlone
//   a history of the fundamental is data                                                          -> GivenClaims.WithAFundamental
//   one figure of data among several, other kinds                                                 -> GivenClaims.OtherClaims
#include "rerate/study/given_claims.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

Claim claim(const std::vector<std::string>& figures) {
  Claim made;
  for (const auto& figure : figures) made.figures.push_back({figure, *claimed_number("1")});
  return made;
}

FairValueRequest given(std::optional<double> multiple, std::optional<double> growth) {
  FairValueRequest request;
  request.question.given = GivenEquations{};
  request.question.given->fair_multiple = multiple;
  request.question.given->growth = growth;
  return request;
}

TEST(GivenClaims, AllGiven) {
  const auto request = given(1.396, 1.3);
  for (const auto* figure : {"fair_level", "disconnect", "upside", "fair_multiple"})
    EXPECT_TRUE(is_arithmetic(request, claim({figure}))) << figure;
  for (const auto* figure : {"price", "record_level"})
    EXPECT_FALSE(is_arithmetic(request, claim({figure}))) << figure;
}

TEST(GivenClaims, GrowthAlone) {
  auto request = given({}, 1.3);
  EXPECT_TRUE(is_arithmetic(request, claim({"disconnect"})));
  EXPECT_FALSE(is_arithmetic(request, claim({"fair_level"})));
  request = given(1.396, {});
  EXPECT_TRUE(is_arithmetic(request, claim({"fair_level"})));  // no equation of growth
  request.question.growth_drivers = {"gdp"};
  EXPECT_FALSE(is_arithmetic(request, claim({"fair_level"})));
  EXPECT_FALSE(is_arithmetic(request, claim({"disconnect"})));
}

TEST(GivenClaims, WithAFundamental) {
  auto request = given(1.396, 1.3);
  request.fundamental = SeriesUse{};
  EXPECT_FALSE(is_arithmetic(request, claim({"fair_level"})));
  EXPECT_TRUE(is_arithmetic(request, claim({"disconnect"})));
}

TEST(GivenClaims, OtherClaims) {
  EXPECT_FALSE(is_arithmetic(given(1.396, 1.3), claim({"fair_level", "record_level"})));
  EXPECT_FALSE(is_arithmetic(FairValueRequest{}, claim({"fair_level"})));
  EXPECT_FALSE(is_arithmetic(EventStudyRequest{}, claim({"mean"})));
}

}  // namespace
}  // namespace rerate
