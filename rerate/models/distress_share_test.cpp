// Behaviour -> test
//   weight above the level, of the weight of all; at the level is not above it     -> ShareOfWeight
//   the heaviest in distress come first                                            -> HeaviestFirst
//   a constituent without a spread at the newest period is left out                -> LeftOut
//   weights that are series give the share a history, one number among them none   -> History
//   a zero weight in the past is a constituent not in the index then               -> NotYetInTheIndex
//   a daily spread stands a month, a yearly weight a year                          -> Standing
//   weights not above zero, nobody with spread and weight, infinite figures        -> Refusals
#include "rerate/models/distress_share.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/credit_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const double kNone = std::nan("");

TEST(DistressShare, ShareOfWeight) {
  const auto a = monthly_spread("a", {4}), b = monthly_spread("b", {11}), c = monthly_spread("c", {15}),
             d = monthly_spread("d", {10});
  const auto found =
      distress_share({{"a", &a, 50.0}, {"b", &b, 30.0}, {"c", &c, 10.0}, {"d", &d, 10.0}}, 10, {});
  EXPECT_EQ(found.share, 40);
  EXPECT_EQ(found.counted, 4);
  EXPECT_EQ(to_string(found.at), "2000-01");
  EXPECT_TRUE(found.left_out.empty());
}

TEST(DistressShare, HeaviestFirst) {
  const auto high = monthly_spread("s", {12}), low = monthly_spread("s", {2});
  const auto found =
      distress_share({{"a", &high, 1.0}, {"b", &high, 3.0}, {"c", &low, 9.0}, {"d", &high, 2.0}}, 10, {});
  EXPECT_THAT(found.distressed, ElementsAre(1, 3, 0));
}

TEST(DistressShare, LeftOut) {
  const auto now = monthly_spread("a", {4, 12}), gone = monthly_spread("b", {20}),
             missing = monthly_spread("c", {5, kNone});
  const auto found = distress_share({{"a", &now, 1.0}, {"b", &gone, 5.0}, {"c", &missing, 1.0}}, 10, {});
  EXPECT_EQ(found.share, 100);
  EXPECT_EQ(found.counted, 1);
  EXPECT_THAT(found.left_out, ElementsAre(1, 2));
}

TEST(DistressShare, History) {
  const auto a = monthly_spread("a", {4, 12, 12}), b = monthly_spread("b", {15, 15, 5});
  const auto weight_a = monthly_spread("wa", {1, 1, 3}), weight_b = monthly_spread("wb", {3, 1, 1});
  const auto found = distress_share({{"a", &a, &weight_a}, {"b", &b, &weight_b}}, 10, {});
  EXPECT_THAT(found.history, ElementsAre(75, 100, 75));
  EXPECT_EQ(found.share, 75);
  EXPECT_EQ(to_string(found.day[0]), "2000-01-31");
  EXPECT_TRUE(distress_share({{"a", &a, &weight_a}, {"b", &b, 1.0}}, 10, {}).history.empty());
}

TEST(DistressShare, NotYetInTheIndex) {
  const auto a = monthly_spread("a", {4, 4}), b = monthly_spread("b", {15, 15});
  const auto weight_a = monthly_spread("wa", {1, 1}), weight_b = monthly_spread("wb", {0, 1});
  EXPECT_THAT(distress_share({{"a", &a, &weight_a}, {"b", &b, &weight_b}}, 10, {}).history,
              ElementsAre(0, 50));
}

TEST(DistressShare, Standing) {
  const auto a = daily_spread("a", {"2024-05-31"}, {12}), b = daily_spread("b", {"2024-05-03"}, {4}),
             old = daily_spread("c", {"2024-04-10"}, {4});
  Series yearly = monthly_spread("w", {2});
  yearly.type.frequency = Frequency::annual;
  yearly.ordinal[0] = 53;  // 2023
  Series stale = yearly;
  stale.ordinal[0] = 52;
  const auto found =
      distress_share({{"a", &a, &yearly}, {"b", &b, 2.0}, {"c", &old, 9.0}, {"d", &a, &stale}}, 10, {});
  EXPECT_EQ(found.share, 50);
  EXPECT_THAT(found.left_out, ElementsAre(2, 3));
}

TEST(DistressShare, Refusals) {
  const auto refused = [](const Series& spread, const std::variant<double, const Series*>& weight) {
    try {
      distress_share({{"acme", &spread, weight, {"s.toml", 4, 1}, {"s.toml", 5, 1}}}, 10, {"s.toml", 6, 1});
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "accepted";
    return Failure{};
  };
  const auto spread = monthly_spread("a", {4, 12});
  const auto zero = refused(spread, 0.0);
  EXPECT_EQ(zero.code, ErrorCode::credit_weights);
  EXPECT_EQ(zero.place.line, 5);
  EXPECT_THAT(zero.what, HasSubstr("`acme` must be above 0 and at most 1000000000000000, not 0"));
  EXPECT_THAT(refused(spread, 1e308).what, HasSubstr("not 1e+308"));
  const auto heavy = monthly_spread("w", {1e308, 1}), dollars = monthly_spread("w", {5e10, 5e10});
  EXPECT_THAT(refused(spread, &heavy).what, HasSubstr("not 1e+308 on 2000-01-31"));
  EXPECT_EQ(distress_share({{"a", &spread, &dollars}}, 10, {}).share, 100);
  const auto huge = monthly_spread("a", {4, -1e300});
  EXPECT_EQ(refused(huge, 1.0).code, ErrorCode::regression_not_finite);
  EXPECT_THAT(refused(huge, 1.0).what, HasSubstr("is -1e+300 in 2000-02, beyond 1000000 either side"));
  const auto now_zero = monthly_spread("w", {1, 0}), was_negative = monthly_spread("w", {-1, 1});
  EXPECT_THAT(refused(spread, &now_zero).what, HasSubstr("not 0 on 2000-02-29"));
  EXPECT_THAT(refused(spread, &was_negative).what, HasSubstr("not -1 on 2000-01-31"));
  const auto nothing = monthly_spread("a", {kNone}), infinite = monthly_spread("a", {HUGE_VAL});
  EXPECT_EQ(refused(nothing, 1.0).code, ErrorCode::credit_history);
  EXPECT_EQ(refused(nothing, 1.0).place.line, 6);
  EXPECT_EQ(refused(infinite, 1.0).code, ErrorCode::regression_not_finite);
  EXPECT_EQ(refused(infinite, 1.0).place.line, 4);
  EXPECT_EQ(refused(spread, &infinite).place.line, 5);
}

}  // namespace
}  // namespace rerate
